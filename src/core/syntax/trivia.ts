import type { Family } from '../model/code.ts';
import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { familyOf } from './language.ts';
import type { TextRange } from './scope-builder.ts';

export interface CommentFact extends TextRange {
  readonly text: string;
}

/** A string literal with its plain content and the call it is an argument of. */
export interface StringFact extends TextRange {
  readonly value: string;
  /** Text of the callee, such as `jest.mock`; `null` outside calls. */
  readonly callee: string | null;
  /** Position among the arguments; −1 outside calls. */
  readonly argument: number;
  /** True if it names a module in an import, export or `require`. */
  readonly isSpecifier: boolean;
}

/** Comments that steer a tool: moving or dropping one changes what the tool says. */
const DIRECTIVE =
  /^(\/\/|\/\*+|#+)!?[\s*]*(eslint|@ts-|tslint|jshint|jscs|biome-ignore|prettier-ignore|dprint-ignore|istanbul|c8\s|v8\s|node:coverage|webpack|@vite|#__PURE__|@__PURE__|noqa|type:\s*ignore|pragma\b|pylint|mypy|pyright|fmt:|yapf|isort:|ruff:|flake8|nosec|@jsx|@flow|\$Flow|globals?\s+\w|#?(end)?region\b)|@license|@preserve|@jsxImportSource/i;
/** Go's stand directly behind the slashes, but for the oldest. */
const GO_DIRECTIVE = /^\/\/(go:[a-z]|export [\p{L}_]\w*\s*$|extern |line .*:\d|sys(nb)?\s|lint:|revive:|exhaustive:|gosec:|gocyclo:|\s*(nolint\b|#nosec|\+build\s|golangci-lint\b))/u;

export function isDirectiveComment(text: string): boolean {
  return DIRECTIVE.test(text) || GO_DIRECTIVE.test(text);
}

/** Comments in order. */
export function commentsOf(tree: SyntaxTree): readonly CommentFact[] {
  return tree.root.descendantsOfType(['comment', 'line_comment', 'block_comment', 'hash_bang_line']).map((node) => {
    // Rust's documentation comments hold their line break.
    const text = node.text.replace(/\r?\n$/, '');
    return { start: node.startIndex, end: node.startIndex + text.length, text };
  });
}

const STRINGS: Readonly<Record<Family, readonly string[]>> = {
  javascript: ['string'], typescript: ['string'], python: ['string'], go: ['interpreted_string_literal', 'raw_string_literal'], rust: ['string_literal', 'raw_string_literal'], java: ['string_literal'],
};

/** True for the node of a whole string literal. */
export function isStringNode(node: SyntaxNode, family: Family): boolean {
  return STRINGS[family].includes(node.type);
}

/** String literals without interpolation, in order. */
export function stringsOf(tree: SyntaxTree): readonly StringFact[] {
  return tree.root.descendantsOfType(STRINGS[familyOf(tree.language)]).map(describeString);
}

function describeString(node: SyntaxNode): StringFact {
  const value = node.namedChildren.filter((child) => /string_(fragment|content|literal_content)$/.test(child.type)).map((child) => child.text).join('');
  const list = node.parent;
  const isArgument = list?.type === 'arguments' || list?.type === 'argument_list';
  const call = isArgument ? list.parent : null;
  const callee = call?.childForFieldName('function')?.text ?? null;
  return {
    start: node.startIndex,
    end: node.endIndex,
    value,
    callee,
    argument: isArgument ? list.namedChildren.filter((child) => child.type !== 'comment').findIndex((child) => child.id === node.id) : -1,
    isSpecifier: list?.type === 'import_statement' || list?.type === 'export_statement' || list?.type === 'import_require_clause' || list?.type === 'import_spec' || callee === 'require' || callee === 'import',
  };
}

/**
 * Where the comments that belong to a statement begin: those directly above it, without a blank line between, up to a banner,
 * a licence or the head of the file. Equals `start` if there are none.
 */
export function leadingComments(source: string, comments: readonly CommentFact[], start: number): { readonly start: number; readonly comments: readonly CommentFact[] } {
  const attached: CommentFact[] = [];
  let at = lineStart(source, start);
  if (source.slice(at, start).trim() !== '') return { start, comments: [] };
  for (const comment of comments.toReversed()) {
    if (comment.end > at) continue;
    const gap = source.slice(comment.end, at);
    const from = lineStart(source, comment.start);
    const ownLine = source.slice(from, comment.start).trim() === '';
    if (gap.trim() !== '' || gap.split('\n').length !== 2 || !ownLine || isBanner(comment.text)) break;
    attached.unshift(comment);
    at = from;
  }
  return { start: at, comments: attached };
}

/** Comments that speak to a tool about the whole file: they stay where the file begins, above anything that is added. */
const FILE_DIRECTIVE = /@ts-(no)?check\b|\beslint-(disable|enable|env)\b(?!-)|^\W*globals?\s+\w|@(jsx|flow|jest-environment|vitest-environment)|\b(ruff|flake8):\s*noqa|\b(pylint|mypy|pyright|jshint|tslint):|\bisort:\s*skip_file|\bbiome-ignore-all\b/i;

function isBanner(text: string): boolean {
  return FILE_DIRECTIVE.test(text) || text.startsWith('#!') || /[-=*#~]{6,}/.test(text) || /licen[cs]e|copyright|@file|SPDX|coding[:=]/i.test(text);
}

export function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset behind the line break that ends the line of `offset`, or the end of the text. */
export function nextLine(source: string, offset: number): number {
  const end = source.indexOf('\n', offset);
  return end === -1 ? source.length : end + 1;
}

/** Where a statement's own line ends, line break included; its own end, if something else follows on the line. */
export function ownLineEnd(source: string, end: number): number {
  const next = nextLine(source, end);
  return source.slice(end, next).trim() === '' ? next : end;
}

/** Where a statement's own line begins; its own start, if something else stands before it on the line. */
export function ownLineStart(source: string, start: number): number {
  const first = lineStart(source, start);
  return source.slice(first, start).trim() === '' ? first : start;
}

/** 1-based. */
export function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
