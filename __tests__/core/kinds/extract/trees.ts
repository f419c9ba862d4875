import { createHash } from 'node:crypto';

import { createSyntax } from '../../../../src/adapters/syntax.ts';
import { isGenerated, isProtected, isTest } from '../../../../src/core/change/protected.ts';
import { extract } from '../../../../src/core/kinds/extract.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import { buildIndex, factsReader, memoryFacts } from '../../../../src/core/knowledge/build-index.ts';
import type { Candidate, FileEdit, Proposal } from '../../../../src/core/model/change.ts';
import type { FoundTask, Task } from '../../../../src/core/model/task.ts';

export type Sources = Readonly<Record<string, string>>;

const syntax = createSyntax();

/** A context over files in memory, with the real index, grammars and path rules. */
export async function contextOf(sources: Sources): Promise<KindContext> {
  const blobs = new Map(Object.values(sources).map((text) => [idOf(text), Buffer.from(text, 'utf8')]));
  const entries = Object.entries(sources).map(([path, text]) => ({ path, mode: '100644', blob: idOf(text) }));
  const index = await buildIndex({ entries, facts: memoryFacts(), readBlobs: (ids) => Promise.resolve(new Map(ids.map((id) => [id, blobs.get(id)!]))), reader: factsReader(syntax) });
  const refuse = (): never => {
    throw new Error('extract runs nothing');
  };
  return {
    tree: { entries, read: (path) => Promise.resolve(sources[path] ?? null) },
    index,
    syntax,
    toolchain: { setup: [], lint: [], test: [], notes: [] },
    lab: { run: refuse, check: refuse },
    writer: null, past: { similar: () => Promise.resolve([]), failures: () => [] }, maySend: () => true, passedOver: () => undefined,
    mayEdit: (path) => !isProtected(path) && !isGenerated(path, null),
    isTest,
    workingDirectory: '',
    baseline: null,
  };
}

function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export async function proposals(context: KindContext, task: Task, without: readonly string[] = []): Promise<readonly Proposal[]> {
  const found: Proposal[] = [];
  for await (const proposal of extract.propose(task, context, without)) found.push(proposal);
  return found;
}

export interface Result {
  readonly context: KindContext;
  readonly task: FoundTask;
  readonly candidate: Candidate;
  /** The whole tree after the change. */
  readonly after: Sources;
}

/** Finds exactly one task and makes its candidate. */
export async function extracted(sources: Sources): Promise<Result> {
  const context = await contextOf(sources);
  const tasks = await extract.find(context);
  if (tasks.length !== 1) throw new Error(`${tasks.length} tasks: ${tasks.map((task) => task.title).join('; ')}`);
  const task = tasks[0]!;
  const [proposal] = await proposals(context, task);
  if (proposal?.type !== 'candidate') throw new Error(`no candidate: ${JSON.stringify(proposal)}`);
  return { context, task, candidate: proposal.candidate, after: applied(sources, proposal.candidate.edits) };
}

export function applied(sources: Sources, edits: readonly FileEdit[]): Sources {
  return { ...sources, ...Object.fromEntries(edits.map((edit) => [edit.path, edit.after!])) };
}

export async function titles(sources: Sources): Promise<readonly string[]> {
  return (await extract.find(await contextOf(sources))).map((task) => task.title);
}
