import { touchedFunctions } from '../judge/touched.ts';
import type { FileFacts } from '../model/code.ts';
import type { FunctionComplexity } from '../model/judge-input.ts';
import { duplicatedLines } from './duplication.ts';

export interface CodeMetrics {
  /** Functions that the change touched or introduced, for the rule: no worse than before, and new ones at most 15. */
  readonly functions: readonly FunctionComplexity[];
  /** Lines in the changed files that repeat code of the repository: exact, lower is better. */
  readonly duplication: { readonly before: number; readonly after: number };
}

/**
 * What a change does to the code, in exact numbers. Both sides are all files of the index; a file whose blob is the same
 * on both sides is untouched, and duplication is counted only in the others. Lines are counted rather than a share of
 * them, which would rise when code that is no copy is deleted.
 */
export function codeMetrics(before: readonly FileFacts[], after: readonly FileFacts[]): CodeMetrics {
  const blobs = new Map(before.map(({ path, blob }) => [path, blob]));
  const [untouched, changed] = split(after, ({ path, blob }) => blobs.get(path) === blob);
  const paths = new Set(untouched.map(({ path }) => path));
  const original = before.filter(({ path }) => !paths.has(path));
  const others = untouched.flatMap(({ records }) => records);
  const old = original.flatMap(({ records }) => records);
  const now = changed.flatMap(({ records }) => records);
  return {
    functions: touchedFunctions(old, now),
    duplication: { before: duplicatedLines(old, others), after: duplicatedLines(now, others) },
  };
}

function split<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
