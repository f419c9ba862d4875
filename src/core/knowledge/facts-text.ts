import type { Family, Language } from '../model/code.ts';
import type { SyntaxNode } from '../ports.ts';
import { familyOf } from '../syntax/language.ts';

const SIGNATURE_LENGTH = 200;

/** What stands in front of a declaration for tools and compilers, and is no part of its signature. */
const ANNOTATIONS = new Set(['decorator', 'annotation', 'marker_annotation']);
const COMMENTS = new Set(['comment', 'line_comment', 'block_comment']);
/** Siblings that may stand between a comment and the declaration it is about. */
const BETWEEN = new Set(['decorator', 'attribute_item']);

/** The declaration up to its body on one line, without decorators, attributes and annotations. */
export function signatureOf(node: SyntaxNode, definition: SyntaxNode, source: string, body = definition.childForFieldName('body')): string {
  const from = definition.type.endsWith('_definition') && node.type === 'decorated_definition' ? definition.startIndex : afterAnnotations(node);
  const head = withoutModifiers(node, source, from, body?.startIndex ?? definition.endIndex);
  const line = head.replace(/\s+/gu, ' ').trim().replace(/\s*(?:[=-]>|[:{;])$/u, '');
  return line.length > SIGNATURE_LENGTH ? `${line.slice(0, SIGNATURE_LENGTH - 1)}…` : line;
}

function afterAnnotations(node: SyntaxNode): number {
  return node.children.find((child) => !ANNOTATIONS.has(child.type) && !child.isExtra)?.startIndex ?? node.startIndex;
}

/** Java's annotations stand among the modifiers. */
function withoutModifiers(node: SyntaxNode, source: string, from: number, to: number): string {
  const modifiers = node.namedChildren.find((child) => child.type === 'modifiers');
  let head = '';
  let at = from;
  for (const annotation of modifiers?.namedChildren.filter((child) => ANNOTATIONS.has(child.type)) ?? []) {
    head += source.slice(at, annotation.startIndex);
    at = annotation.endIndex;
  }
  return head + source.slice(at, to);
}

/** How a family's doc comments differ from plain ones, and what their markup says. */
interface DocStyle {
  /** If any comment above is one, the others are not about the declaration. */
  readonly isDoc: RegExp | null;
  readonly cleaned: (text: string) => string;
}

const asIs = (text: string): string => text;
const DOC_STYLES: Readonly<Record<Family, DocStyle>> = {
  javascript: { isDoc: null, cleaned: asIs },
  typescript: { isDoc: null, cleaned: asIs },
  python: { isDoc: null, cleaned: asIs },
  go: { isDoc: null, cleaned: asIs },
  rust: { isDoc: /^(?:\/\/\/(?!\/)|\/\*\*(?![*/]))/u, cleaned: (text) => text.replace(/\[(`[^`\n]+`)\](?:[([][^)\]\n]*[)\]])?|\[([^\][\n]+)\]\([^)\n]*\)/gu, '$1$2') },
  java: { isDoc: /^\/\*\*(?!\/)/u, cleaned: withoutJavadocMarkup },
};

/** `{@code x}` and `{@link A#b label}` give what they show; HTML tags go. */
function withoutJavadocMarkup(text: string): string {
  return text
    .replace(/\{@(?:code|literal|value|inheritDoc|snippet)\b\s*([^{}]*)\}/gu, '$1')
    .replace(/\{@link(?:plain)?\s+(\S+?)(?:\s+([^{}]*))?\}/gu, (_, target: string, label: string | undefined) => label ?? target)
    .replace(/<\/?[a-zA-Z][^<>\n]*>/gu, '');
}

/** The docstring, else the comment that stands directly above. */
export function documentationOf(node: SyntaxNode, definition: SyntaxNode, language: Language): string {
  if (language === 'python') {
    const first = definition.childForFieldName('body')?.namedChildren.find((child) => !child.isExtra);
    const literal = first?.type === 'expression_statement' ? first.namedChildren[0] : undefined;
    if (literal?.type === 'string') return plain(literal.text.replace(/^[a-zA-Z]*("""|'''|"|')/u, '').replace(/("""|'''|"|')$/u, ''));
  }
  const { isDoc, cleaned } = DOC_STYLES[familyOf(language)];
  const all = commentsAbove(node.parent?.type === 'export_statement' ? node.parent : node);
  const docs = isDoc === null ? [] : all.filter((text) => isDoc.test(text));
  return plain(cleaned((docs.length > 0 ? docs : all).map(withoutMarkers).join('\n')));
}

/** Directly above, without a blank line, from the last up to a block or to a comment behind code. */
function commentsAbove(anchor: SyntaxNode): string[] {
  const comments: string[] = [];
  let row = anchor.startPosition.row;
  for (let above = anchor.previousSibling; above !== null; above = above.previousSibling) {
    const start = above.startPosition.row;
    if (COMMENTS.has(above.type)) {
      const behind = codeBefore(above);
      if (isInner(above) || lastRow(above) < row - 1 || (behind !== null && !BETWEEN.has(behind.type))) break;
      if (behind === null) comments.unshift(above.text.trimEnd());
      if (above.text.startsWith('/*')) break;
    } else if (!BETWEEN.has(above.type)) break;
    row = start;
  }
  return comments;
}

/** What stands in front of a comment on its line. */
function codeBefore(comment: SyntaxNode): SyntaxNode | null {
  const before = comment.previousSibling;
  return before !== null && !COMMENTS.has(before.type) && lastRow(before) === comment.startPosition.row ? before : null;
}

/** Rust's `//!` is about what is around it. */
const isInner = (comment: SyntaxNode): boolean => comment.namedChildren[0]?.type === 'inner_doc_comment_marker';

/** Some nodes end with their line, at the first column of the next row. */
function lastRow({ startPosition, endPosition }: SyntaxNode): number {
  return endPosition.column === 0 && endPosition.row > startPosition.row ? endPosition.row - 1 : endPosition.row;
}

/** Comments addressed to tools say nothing about the code. */
const DIRECTIVE = /^(?:eslint|tslint|prettier-|biome-|oxlint|istanbul|c8|v8|jshint|jslint|global|@ts-|ts-|noqa|type:|pylint|pyright|mypy|fmt:|isort:|#__|@__|webpack|go:\w|nolint\b|lint:|line\s.*:\d+$|\+build\s|NOSONAR|CHECKSTYLE|noinspection\b)/u;

function withoutMarkers(comment: string): string {
  const inner = comment.startsWith('/*') ? comment.slice(2, -2).replace(/^\s*\*+ ?/gmu, '') : comment.replace(/^(?:\/\/+|#+)!?/u, '');
  return DIRECTIVE.test(inner.trim()) ? '' : inner;
}

/** Lines trimmed on both sides; the gaps at both ends gone. */
function plain(text: string): string {
  return text.split(/\r?\n/u).map((line) => line.trim()).join('\n').trim();
}
