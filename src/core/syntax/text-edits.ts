import { leadingComments, lineStart, nextLine } from './trivia.ts';
import type { CommentFact } from './trivia.ts';
import type { TextRange } from './scope-builder.ts';

/** Replaces `[start, end)` by `text`. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/** Applies edits that do not overlap; everything outside them is kept to the byte. Insertions at one offset keep their order. */
export function applyTextEdits(source: string, edits: readonly TextEdit[]): string {
  const sorted = edits.map((edit, index) => ({ edit, index })).sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at) throw new Error(`Two edits overlap at offset ${edit.start}.`);
    result += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + source.slice(at);
}

/**
 * Removes whole statements with the comments that belong to them, and the blank lines that separated them: what remains
 * keeps the larger of the two gaps. `null` if a statement shares its line with other code.
 */
export function removeStatement(source: string, statement: TextRange, comments: readonly CommentFact[]): TextEdit | null {
  const { start } = leadingComments(source, comments, statement.start);
  const from = lineStart(source, start);
  const to = nextLine(source, statement.end);
  const rest = source.slice(statement.end, to).trim();
  const isComment = comments.some((comment) => comment.start >= statement.end && comment.end <= to) && /^(\/\/|\/\*|#)/.test(rest);
  if (source.slice(from, start).trim() !== '' || (rest !== '' && rest !== ';' && !isComment)) return null;
  return { ...withBlankLines(source, from, to), text: '' };
}

function withBlankLines(source: string, from: number, to: number): TextRange {
  let before = from;
  while (before > 0 && source.slice(lineStart(source, before - 1), before).trim() === '') before = lineStart(source, before - 1);
  let after = to;
  while (after < source.length && source.slice(after, nextLine(source, after)).trim() === '') after = nextLine(source, after);
  if (after >= source.length) return { start: before, end: source.length === to ? to : after };
  if (before === 0) return { start: from, end: after };
  const gap = (range: string): number => range.split('\n').length - 1;
  return gap(source.slice(before, from)) >= gap(source.slice(to, after)) ? { start: from, end: after } : { start: before, end: to };
}
