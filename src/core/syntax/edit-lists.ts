import type { TextRange } from './scope-builder.ts';
import type { TextEdit } from './text-edits.ts';

export interface ListEntry extends TextRange {
  /** What the list is sorted by. */
  readonly key: string;
}

/** How names are compared where a list is sorted: plain, or without regard to case. */
const ORDERS: readonly ((a: string, b: string) => number)[] = [
  (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  (a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }),
];

/** Index at which `key` belongs: in order if the keys are in order (at least two), else at the end. */
export function placeInOrder(keys: readonly string[], key: string): number {
  const order = keys.length < 2 ? undefined : ORDERS.find((compare) => keys.every((each, index) => index === 0 || compare(keys[index - 1]!, each) <= 0));
  const at = order === undefined ? -1 : keys.findIndex((each) => order(each, key) > 0);
  return at === -1 ? keys.length : at;
}

/** Adds an entry to a comma-separated list that has at least one, in its layout and order. */
export function addToList(source: string, entries: readonly ListEntry[], text: string, key: string): TextEdit {
  const at = placeInOrder(entries.map((entry) => entry.key), key);
  const separator = separatorOf(source, entries);
  if (at === entries.length) {
    const last = entries.at(-1)!;
    return { start: last.end, end: last.end, text: separator + text };
  }
  const next = entries[at]!;
  return { start: next.start, end: next.start, text: text + separator };
}

function separatorOf(source: string, entries: readonly ListEntry[]): string {
  if (entries.length > 1) {
    const between = source.slice(entries[0]!.end, entries[1]!.start);
    return /^,\s+$/.test(between) ? between : ', ';
  }
  const start = entries[0]!.start;
  const white = /\r?\n[ \t]*$/.exec(source.slice(Math.max(0, start - 200), start))?.[0];
  return white === undefined ? ', ' : `,${white}`;
}

/** Removes one of several entries with its comma; the layout of the others stays. */
export function removeFromList(entries: readonly ListEntry[], index: number): TextEdit {
  const entry = entries[index]!;
  const next = entries[index + 1];
  if (next !== undefined) return { start: entry.start, end: next.start, text: '' };
  return { start: entries[index - 1]!.end, end: entry.end, text: '' };
}
