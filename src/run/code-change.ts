/** What a candidate does to complexity and duplication: exact numbers, read from syntax trees before and after. */
import { blobIdOf } from '../core/change/edits.ts';
import { touchedFunctions } from '../core/judge/touched.ts';
import { factsOf } from '../core/knowledge/facts.ts';
import type { Candidate } from '../core/model/change.ts';
import type { CodeRecord } from '../core/model/code.ts';
import type { Duplication, FunctionComplexity } from '../core/model/judge-input.ts';
import { cloneKeyOf } from '../core/syntax/clones.ts';
import { languageOf } from '../core/syntax/language.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';

export interface CodeChange {
  readonly functions: readonly FunctionComplexity[];
  readonly duplication: Duplication;
}

export async function codeChange(candidate: Candidate, { context }: Ground, { ports }: Session): Promise<CodeChange> {
  const edited = new Set(candidate.edits.map(({ path }) => path));
  const before = context.index.records.filter(({ path }) => edited.has(path));
  const untouched = context.index.records.filter(({ path }) => !edited.has(path));
  const after: CodeRecord[] = [];
  for (const { path, after: text } of candidate.edits) {
    const language = languageOf(path);
    if (text === null || language === null) continue;
    await ports.syntax.load([language]);
    after.push(...ports.syntax.parse(language, text, (tree) => factsOf(path, blobIdOf(text), tree, cloneKeyOf)).records);
  }
  return {
    functions: touchedFunctions(before, after),
    duplication: { before: copies(context.index.records), after: copies([...untouched, ...after]), excused: candidate.transplanted },
  };
}

/** Functions that are copies of another one, not counting the first of each group. */
function copies(records: readonly CodeRecord[]): number {
  const keys = records.flatMap(({ cloneKey }) => (cloneKey === null ? [] : [cloneKey]));
  return keys.length - new Set(keys).size;
}
