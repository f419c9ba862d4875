/** What a candidate does to complexity and duplication outside tests: exact numbers, read from syntax trees before and after. */
import { blobIdOf } from '../core/change/edits.ts';
import { codeMetrics } from '../core/evidence/code-metrics.ts';
import { factsOf } from '../core/knowledge/facts.ts';
import type { Candidate } from '../core/model/change.ts';
import type { FileFacts } from '../core/model/code.ts';
import type { JudgeInput } from '../core/model/judge-input.ts';
import { cloneKeyOf } from '../core/syntax/clones.ts';
import { languageOf } from '../core/syntax/language.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';

export async function codeChange(candidate: Candidate, { context }: Ground, { ports }: Session): Promise<Pick<JudgeInput, 'functions' | 'duplication'>> {
  const edited = new Set(candidate.edits.map(({ path }) => path));
  // Tests repeat themselves and what they test, on purpose.
  const before = context.index.files.filter(({ path }) => !context.isTest(path));
  const after: FileFacts[] = before.filter(({ path }) => !edited.has(path));
  for (const { path, after: text } of candidate.edits) {
    const language = languageOf(path);
    if (text === null || language === null || context.isTest(path)) continue;
    await ports.syntax.load([language]);
    after.push(ports.syntax.parse(language, text, (tree) => factsOf(path, blobIdOf(text), tree, cloneKeyOf)));
  }
  const { functions, duplication } = codeMetrics(before, after);
  return { functions, duplication: { ...duplication, excused: candidate.transplanted } };
}
