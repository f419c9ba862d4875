import { lineChanges } from '../change/edits.ts';
import type { ModuleFacts } from '../syntax/modules.ts';

const LINES = 3;
const SHARE = 0.1;

/**
 * Why the whole text of a file that exists may not be answered: it changes more than a few lines, so that nobody can tell what was meant from what was left
 * out or written down wrongly. `null` where at most 3 lines or a tenth of the file go.
 */
export function tooWhole(path: string, before: string, after: string): { readonly reason: string; readonly remedy: string } | null {
  const { removedLines } = lineChanges({ before: before.replaceAll('\r\n', '\n'), after: after.replaceAll('\r\n', '\n') });
  const limit = Math.max(LINES, Math.floor(before.split('\n').length * SHARE));
  if (removedLines.length <= limit) return null;
  return {
    reason: `the answer holds a whole file: it would replace ${removedLines.length} lines of \`${path}\`, and the most is ${limit}`,
    remedy: 'Answer with the new function alone, with `symbol` and its `code`, or with `search` and `replace`.',
  };
}

/** True for code that repeats all that a module declares: its whole text, not an addition. */
export function repeatsModule(code: ModuleFacts, target: ModuleFacts): boolean {
  const declared = namesOf(target);
  const given = new Set(namesOf(code));
  return declared.length > 0 && declared.every((name) => given.has(name)) && (declared.length > 1 || given.size > 1);
}

/** A class that holds all functions of its file repeats it only with them. */
function namesOf({ scopes, functions }: ModuleFacts): string[] {
  return [...new Set([...scopes.bindings.filter(({ scope, kind }) => scope === 0 && kind !== 'import'), ...functions].map(({ name }) => name))];
}
