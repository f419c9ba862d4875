/** What earlier runs know, for prompts. */
import type { Past } from '../core/kinds/kind.ts';
import type { State } from './state.ts';

export function openPast({ history, memory }: State): Past {
  return {
    similar: async (words, limit) => (await memory.search(words, { limit })).map(({ entry }) => entry),
    failures: ({ taskId, paths }, limit) => {
      const about = new Set(paths);
      const touches = (diff: string): boolean => [...diff.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)].some((match) => about.has(match[1]!));
      return history.rejections().filter((entry) => entry.taskId === taskId || touches(entry.diff)).slice(0, limit);
    },
  };
}
