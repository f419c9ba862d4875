import type { Language } from '../../model/code.ts';
import type { Syntax } from '../../ports.ts';
import { commentsOf, relocated, sameTokens, type Comment } from './comments.ts';
import { enablePartners, permissionAbove } from './companions.ts';
import { joinedByPlace, linesOf, type StaleDirective } from './directive.ts';
import { withoutDirective, type LineEdit } from './line-edit.ts';

export interface FileRemoval {
  readonly after: string;
  /** The directives that went, as they stand in the text before; companions are not among them. */
  readonly removed: readonly StaleDirective[];
  /** 1-based lines before which a comment now stands that may have been about the directive. */
  readonly leftComments: readonly number[];
}

/** Takes the directives of one file out of its text. `null` if none is left in it, or if more than comments would change. */
export function withoutDirectives(text: string, language: Language, directives: readonly StaleDirective[], syntax: Syntax): FileRemoval | null {
  const comments = commentsOf(syntax, language, text);
  const found = directives.flatMap((directive) => relocated(directive, text, comments) ?? []);
  const permitted = found.map((directive) => ({ directive, above: directive.tool === 'tsc' ? permissionAbove(directive, comments, text) : null }));
  const removed = permitted.filter(({ above }) => above !== 'blocked').map(({ directive }) => directive).filter((directive) => isRemovable(directive, text));
  if (removed.length === 0) return null;
  const permissions = permitted.flatMap(({ directive, above }) => (above === null || above === 'blocked' || !removed.includes(directive) ? [] : [above]));
  const eslint = removed.filter(({ tool }) => tool === 'eslint');
  const partners = eslint.length === 0 ? [] : enablePartners(comments, eslint, text);
  const after = cutLines(text, [...removed, ...permissions, ...partners]);
  if (after === null || after === text || !sameTokens(syntax, language, text, after)) return null;
  return { after, removed, leftComments: commentsAbove(removed, comments) };
}

function isRemovable({ line, column, tool, rules }: StaleDirective, text: string): boolean {
  return withoutDirective(linesOf(text)[line - 1]!, column, tool, rules) !== null;
}

/** `null` if one of the directives cannot be cut. */
function cutLines(text: string, directives: readonly StaleDirective[]): string | null {
  const cuts = byLine(directives);
  const kept: string[] = [];
  let swallowBlank = false;
  for (const [index, whole] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    const end = /\r?\n$/.exec(whole)?.[0] ?? '';
    let line: string | null = whole.slice(0, whole.length - end.length);
    const swallow = swallowBlank && line.trim() === '';
    swallowBlank = false;
    if (swallow) continue;
    // From the right: the columns of those further left stay.
    for (const { column, tool, rules } of cuts.get(index + 1) ?? []) {
      const edit: LineEdit | null = line === null ? null : withoutDirective(line, column, tool, rules);
      if (edit === null) return null;
      line = edit.line;
    }
    if (line !== null) kept.push(line + end);
    else swallowBlank = (kept.at(-1) ?? '').trim() === '';
  }
  return withFinalNewline(text, kept.join(''));
}

/** When the last line goes, the one before it ends the file the way the last one did. */
function withFinalNewline(before: string, after: string): string {
  return before.endsWith('\n') ? after : after.replace(/\r?\n$/, '');
}

/** By line, the rightmost first. */
function byLine(directives: readonly StaleDirective[]): Map<number, StaleDirective[]> {
  return Map.groupBy(joinedByPlace(directives).sort((a, b) => b.column - a.column), ({ line }) => line);
}

function commentsAbove(removed: readonly StaleDirective[], comments: readonly Comment[]): number[] {
  return removed.filter(({ text, column }) => text.slice(0, column).trim() === '').map(({ line }) => line).filter((line) => comments.some(({ endLine, text }) => endLine === line - 1 && !/eslint-|@ts-|noqa/.test(text)));
}
