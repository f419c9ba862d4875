import { place } from '../../generate/placement.ts';
import { sitesOf } from '../../generate/sites.ts';
import type { FileEdit, Proposal } from '../../model/change.ts';
import type { CodeRecord } from '../../model/code.ts';
import { candidateOf } from './candidate.ts';
import { closureFor } from './closure.ts';
import { testsFor } from './own-tests.ts';
import type { Request } from './request.ts';

export type Transplanted = { readonly type: 'proposal'; readonly proposal: Proposal } | { readonly type: 'impossible'; readonly reason: string };

/**
 * Copies a snippet with what it needs into the target, exported as the target exports, and the tests that are about it alone. Only
 * for where `because` says that no import is possible: a copy is the second best.
 */
export async function transplant(request: Request, record: CodeRecord, because: string): Promise<Transplanted> {
  const { target, language, repository } = request;
  const closure = await closureFor(request, record);
  if (closure.type === 'impossible') return closure;
  const placed = place({ source: target.text ?? '', language, system: target.system, code: closure.code, name: record.name }, repository.context.syntax);
  if (placed.type === 'impossible') return placed;
  const tests = await testsFor(request, record);
  const edit: FileEdit = { path: target.path, mode: target.mode, before: target.text, after: placed.text };
  const edits = tests === null ? [edit] : [edit, tests];
  const along = closure.names.filter((name) => name !== record.name);
  const explanation = [
    `\`${record.name}\` stands at \`${record.path}:${record.startLine}\`, and ${because}: a copy is the only way.`, '',
    `- \`${target.path}\`: the function${along.length === 0 ? '' : ` with ${along.map((name) => `\`${name}\``).join(', ')}`}`,
    ...(tests === null ? [] : [`- \`${tests.path}\`: its tests, about the copy`]),
  ].join('\n');
  return {
    type: 'proposal',
    proposal: candidateOf(request, {
      edits, explanation, title: `Copy \`${record.name}\` from ${record.path} to ${target.path}`, sites: await sitesOf(edits, repository.context.syntax), transplanted: true, ownTests: tests === null ? [] : [tests.path],
    }),
  };
}
