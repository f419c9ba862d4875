import { languageOf } from '../syntax/language.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';

/** A text as it counts for rules about code and for rules about comments; both have the lines and columns of the text itself. */
export interface CodeView {
  /** Comments blanked. */
  readonly code: readonly string[];
  /** Everything but comments blanked. */
  readonly comments: readonly string[];
}

/**
 * Tells code and comments apart, where the language is known and the text parses; else both views are the text. The grammar must be
 * loaded: `syntaxProblems` does that.
 */
export function viewOf(path: string, text: string, syntax: Syntax): CodeView {
  const language = languageOf(path);
  const comments = language === null ? null : syntax.parse(language, text, ({ root }) => (root.hasError ? null : commentsIn(root)));
  if (comments === null) return { code: linesOf(text), comments: linesOf(text) };
  let code = '';
  let rest = '';
  let at = 0;
  for (const { from, to } of comments) {
    code += text.slice(at, from) + blanked(text.slice(from, to));
    rest += blanked(text.slice(at, from)) + text.slice(from, to);
    at = to;
  }
  return { code: linesOf(code + text.slice(at)), comments: linesOf(rest + blanked(text.slice(at))) };
}

function commentsIn(root: SyntaxNode): { readonly from: number; readonly to: number }[] {
  return root.descendantsOfType(['comment', 'html_comment']).map(({ startIndex, endIndex }) => ({ from: startIndex, to: endIndex })).sort((a, b) => a.from - b.from);
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

/** Lines of `after` that `before` has not, each as often as it is more often there: what moves along is no addition. */
export function addedTo(before: readonly string[], after: readonly string[]): readonly string[] {
  const had = new Map<string, number>();
  for (const line of before) had.set(line.trim(), (had.get(line.trim()) ?? 0) + 1);
  return after.filter((line) => {
    const left = had.get(line.trim()) ?? 0;
    if (left > 0) had.set(line.trim(), left - 1);
    return left === 0 && line.trim() !== '';
  });
}
