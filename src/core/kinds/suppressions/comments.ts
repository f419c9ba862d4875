import type { Language } from '../../model/code.ts';
import type { Syntax, SyntaxNode } from '../../ports.ts';
import { linesOf, type StaleDirective } from './directive.ts';

export interface Comment {
  /** 1-based. */
  readonly line: number;
  /** 0-based, in UTF-16 code units; `endColumn` is that of its last line. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** The comments of a file in order. */
export function commentsOf(syntax: Syntax, language: Language, text: string): Comment[] {
  return syntax.parse(language, text, ({ root }) =>
    root.descendantsOfType('comment').map((node) => ({
      line: node.startPosition.row + 1,
      column: columnOf(text, node.startIndex),
      endLine: node.endPosition.row + 1,
      endColumn: columnOf(text, node.endIndex),
      text: node.text,
    })),
  );
}

function columnOf(text: string, index: number): number {
  return index - (text.lastIndexOf('\n', index - 1) + 1);
}

/**
 * Finds a directive again in a text that may have changed since: the same line text at the same place, else the nearest
 * one. `null` if it is gone, or if what stands there is no comment.
 */
export function relocated(directive: StaleDirective, text: string, comments: readonly Comment[]): StaleDirective | null {
  const candidates = linesOf(text).flatMap((line, index) => (line === directive.text ? [index + 1] : []));
  const [nearest] = candidates.sort((a, b) => Math.abs(a - directive.line) - Math.abs(b - directive.line));
  if (nearest === undefined) return null;
  const { column } = directive;
  const comment = comments.find(({ line, endLine, column: from, endColumn }) => line === nearest && from <= column && (endLine > line || column < endColumn));
  return comment === undefined ? null : { ...directive, line: nearest };
}

/**
 * True if two texts differ in comments and space between tokens only. Braces of JSX that hold nothing but comments count
 * as a comment; text of JSX counts as its trimmed lines, which is what React sees of it.
 */
export function sameTokens(syntax: Syntax, language: Language, before: string, after: string): boolean {
  const [a, b] = [before, after].map((text) => syntax.parse(language, text, ({ root }) => (root.hasError ? null : tokensOf(root))));
  return a !== null && b !== null && a!.length === b!.length && a!.every((token, index) => token === b![index]);
}

function tokensOf(root: SyntaxNode): string[] {
  const tokens: string[] = [];
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'comment' || isCommentInBraces(node)) continue;
    if (node.type === 'jsx_text') tokens.push(...linesOf(node.text).map((line) => line.trim()).filter((line) => line !== ''));
    else if (node.children.length === 0) tokens.push(node.text);
    else pending.push(...[...node.children].reverse());
  }
  return tokens;
}

function isCommentInBraces(node: SyntaxNode): boolean {
  return node.type === 'jsx_expression' && node.namedChildren.length > 0 && node.namedChildren.every(({ type }) => type === 'comment');
}
