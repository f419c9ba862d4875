import type { Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { languageOf } from '../syntax/language.ts';
import { attributesOf, isTestOnly, testsOnlyFile } from '../syntax/rust-attributes.ts';

/** A text as it counts for rules about code and for rules about comments; all views have the lines of the text itself. */
export interface CodeView {
  /** Comments blanked, but for those that a compiler obeys; an attribute or annotation of several lines stands on its first. */
  readonly code: readonly string[];
  /** Everything but comments blanked. */
  readonly comments: readonly string[];
  /** Code of tests that stand in a source: everything else blanked. Empty in languages whose tests have files of their own. */
  readonly tests: readonly string[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const COMMENTS = ['comment', 'html_comment', 'line_comment', 'block_comment'];
/** Comments that Go's compiler obeys: `//go:linkname`, `// +build`, `//export`, and C above `import "C"`. */
const GO_DIRECTIVE = /^\/\/(?:go:\w|export \w|\s*\+build\b|line )|^(?:\/\/|\/\*)\s*#\s*(?:cgo|include)\b/;
const ATTRIBUTES: Partial<Readonly<Record<Language, readonly string[]>>> = { rust: ['attribute_item', 'inner_attribute_item'], java: ['annotation', 'marker_annotation'] };

/**
 * Tells code, comments and inline tests apart, where the language is known and the text parses; else code and comments are both the
 * text. The grammar must be loaded: `syntaxProblems` does that.
 */
export function viewOf(path: string, text: string, syntax: Syntax): CodeView {
  const language = languageOf(path);
  const spans = language === null ? null : syntax.parse(language, text, ({ root }) => (root.hasError ? null : spansIn(root, language)));
  if (spans === null) return { code: linesOf(text), comments: linesOf(text), tests: [] };
  const { comments, attributes, tests } = spans;
  const kept = comments.filter(({ from, to }) => language === 'go' && GO_DIRECTIVE.test(text.slice(from, to)));
  const code = changed(text, comments.filter((span) => !kept.includes(span)), blanked);
  const joined = (part: string): readonly string[] => linesOf(changed(part, attributes, onOneLine));
  return { code: joined(code), comments: linesOf(only(text, comments)), tests: tests.length === 0 ? [] : joined(only(code, tests)) };
}

function spansIn(root: SyntaxNode, language: Language): { readonly comments: readonly Span[]; readonly attributes: readonly Span[]; readonly tests: readonly Span[] } {
  const spansOf = (types: readonly string[]): readonly Span[] => disjoint(root.descendantsOfType(types).map(({ startIndex, endIndex }) => ({ from: startIndex, to: endIndex })));
  return { comments: spansOf(COMMENTS), attributes: spansOf(ATTRIBUTES[language] ?? []), tests: language === 'rust' ? inlineTests(root) : [] };
}

/** With their attributes. */
function inlineTests(root: SyntaxNode): readonly Span[] {
  if (testsOnlyFile(root)) return [{ from: 0, to: root.endIndex }];
  const found: Span[] = [];
  const search = (node: SyntaxNode): void => {
    for (const child of node.namedChildren) {
      if (isTestOnly(child)) found.push({ from: attributesOf(child)[0]?.startIndex ?? child.startIndex, to: child.endIndex });
      else if (child.type === 'mod_item' || child.type === 'declaration_list' || child.type === 'impl_item') search(child);
    }
  };
  search(root);
  return found;
}

/** In order, without those that lie in another. */
function disjoint(spans: readonly Span[]): readonly Span[] {
  let end = -1;
  return [...spans].sort((a, b) => a.from - b.from || b.to - a.to).filter(({ from, to }) => {
    const isOutside = from >= end;
    if (isOutside) end = to;
    return isOutside;
  });
}

/** The text with each span replaced. */
function changed(text: string, spans: readonly Span[], change: (part: string) => string): string {
  let result = '';
  let at = 0;
  for (const { from, to } of spans) {
    result += text.slice(at, from) + change(text.slice(from, to));
    at = to;
  }
  return result + text.slice(at);
}

function only(text: string, spans: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { from, to } of spans) {
    result += blanked(text.slice(at, from)) + text.slice(from, to);
    at = to;
  }
  return result + blanked(text.slice(at));
}

function onOneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ') + text.replace(/[^\r\n]/g, '');
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
