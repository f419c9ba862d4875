import type { MemoryEntry } from '../model/event.ts';
import { words } from './memory-search.ts';

const MAX_LINES = 50;
const MAX_LINE = 160;
const MAX_WORDS = 20;

/**
 * What remains of old entries, made without a model: how many, from when to when, their most frequent words (so that a search still
 * finds them) and the first line of each prompt with the first line of its answer. Entries newest first, at least one.
 */
export function summarise(entries: readonly MemoryEntry[]): { readonly prompt: string; readonly response: string } {
  const oldestFirst = [...entries].reverse();
  const from = oldestFirst[0]!.at.slice(0, 10);
  const to = oldestFirst.at(-1)!.at.slice(0, 10);
  const shown = oldestFirst.slice(-MAX_LINES).map((entry) => `- ${firstLine(entry.prompt)} -> ${firstLine(entry.response)}`);
  const hidden = oldestFirst.length - shown.length;
  const more = hidden === 0 ? [] : [`- and ${hidden} older ones`];
  return {
    prompt: `Summary of ${entries.length} interactions, ${from} to ${to}`,
    response: [`Frequent words: ${frequentWords(entries).join(', ')}`, ...shown, ...more].join('\n'),
  };
}

function firstLine(text: string): string {
  const line = text.split('\n').map((part) => part.trim()).find((part) => part !== '') ?? '(empty)';
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE - 1)}…`;
}

function frequentWords(entries: readonly MemoryEntry[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const word of new Set(words(`${entry.prompt}\n${entry.response}`))) {
      if (word.length > 3) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).slice(0, MAX_WORDS).map(([word]) => word);
}
