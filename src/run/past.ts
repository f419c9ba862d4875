/** What earlier runs know, for prompts. */
import type { Past } from '../core/kinds/kind.ts';
import type { Generator, Recording } from '../core/ports.ts';
import type { State } from './state.ts';

/** Begins the response of an interaction without one. */
export const NO_ANSWER = '[no answer: ';

/**
 * Only what was remembered before the run began, or before the recording began that is being replayed: equal work then asks equal
 * questions, and a recording still fits after the run that made it has been remembered.
 */
export function openPast({ history, memory }: Pick<State, 'history' | 'memory'>, before: string): Past {
  return {
    similar: async (words, limit) => {
      const hits = await memory.search(words, { limit: limit * 2, before });
      return hits.map(({ entry }) => entry).filter(({ response }) => response.trim() !== '' && !response.startsWith(NO_ANSWER)).slice(0, limit);
    },
    failures: ({ taskId, paths }, limit) => {
      const about = new Set(paths);
      const touches = (diff: string): boolean => [...diff.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)].some((match) => about.has(match[1]!));
      return history.rejections().filter((entry) => entry.at < before && (entry.taskId === taskId || touches(entry.diff))).slice(0, limit);
    },
  };
}

/** From when on nothing is told to a generator; ISO 8601. */
export function pastEnds(now: Date, generator: Generator | null, recording: Recording | null): string {
  return generator?.recordedAt ?? recording?.startedAt ?? now.toISOString();
}
