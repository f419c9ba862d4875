import type { CodeRecord, Suggestion } from '../model/code.ts';
import { code, table, text } from '../report/markdown.ts';

const HEAD = ['#', 'snippet', 'where', 'signature', 'matched'] as const;

/** What `mode: suggest` shows, as Markdown: rank, name, path with lines, signature, words of the query that matched. */
export function suggestionsMarkdown(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return NO_SNIPPET;
  const rows = suggestions.map(({ record, matched }, i) => [String(i + 1), code(nameOf(record)), code(placeOf(record)), code(record.signature), text(matched.join(', '))]);
  return table(HEAD, rows);
}

/** The same for a terminal: columns aligned, the signature last because it may be long. */
export function suggestionsText(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return NO_SNIPPET;
  const rows = suggestions.map(({ record, matched }, i) => [String(i + 1), nameOf(record), placeOf(record), matched.join(', '), record.signature].map(printable));
  const lines = [['#', 'snippet', 'where', 'matched', 'signature'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
}

export const NO_SNIPPET = 'No snippet shares a word with the query. Try other words, or names that the code might use.';

function nameOf({ container, name }: CodeRecord): string {
  return container === null ? name : `${container}.${name}`;
}

function placeOf({ path, startLine, endLine }: CodeRecord): string {
  return startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}-${endLine}`;
}

/** Repository text must not move the cursor nor start a workflow command. */
function printable(cell: string): string {
  return cell.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
