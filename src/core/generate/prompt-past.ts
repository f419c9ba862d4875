import type { HistoryEntry, MemoryEntry } from '../model/event.ts';
import { oneLine } from '../report/format.ts';
import { clipped, section } from './sections.ts';

const ANSWER_LIMIT = 1200;
const DIFF_LIMIT = 1500;
const REASONS = 3;

/** What earlier runs know about work like this. */
export interface PastWork {
  readonly similar: readonly MemoryEntry[];
  readonly failures: readonly HistoryEntry[];
}

/** Sections of a prompt without ids and dates, so that the same past gives the same text. What names one of the `hidden` paths is left out. */
export function pastSections({ similar, failures }: PastWork, hidden: readonly string[]): string[] {
  const shows = (text: string): boolean => !hidden.some((path) => names(text, path));
  const tried = failures.filter(({ diff, reasons }) => shows(diff) && shows(reasons.join('\n'))).map((entry) => section(`earlier attempt: ${oneLine(entry.title, 120)}`, failureText(entry)));
  const answers = similar.filter(({ prompt, response }) => response.trim() !== '' && shows(prompt) && shows(response)).map((entry) => section(`earlier answer to: ${oneLine(wordsOf(entry.prompt), 120)}`, clipped(entry.response, ANSWER_LIMIT)));
  return [...tried, ...answers];
}

/** As a path of its own: `process.env` does not name `.env`. */
function names(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    if (!/[\w.-]$/.test(text.slice(Math.max(0, at - 1), at)) && !/^[\w-]/.test(text.slice(at + path.length))) return true;
  }
  return false;
}

function failureText({ outcome, reasons, diff }: HistoryEntry): string {
  return [`It was ${outcome}.`, ...reasons.slice(0, REASONS).map((reason) => oneLine(reason)), clipped(diff, DIFF_LIMIT)].filter((line) => line !== '').join('\n');
}

/** What a remembered prompt asked for: its own words, where it is one of ours. */
function wordsOf(prompt: string): string {
  return /^## Task\n([\s\S]*?)\n\n/m.exec(prompt)?.[1] ?? prompt;
}
