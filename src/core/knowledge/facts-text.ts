import type { Language } from '../model/code.ts';
import type { SyntaxNode } from '../ports.ts';

const SIGNATURE_LENGTH = 200;

/** The declaration up to its body on one line, without decorators. */
export function signatureOf(node: SyntaxNode, definition: SyntaxNode, source: string): string {
  const from = definition.type.endsWith('_definition') && node.type === 'decorated_definition' ? definition.startIndex : afterDecorators(node);
  const to = definition.childForFieldName('body')?.startIndex ?? definition.endIndex;
  const line = source.slice(from, to).replace(/\s+/gu, ' ').trim().replace(/\s*(?:=>|[:{])$/u, '');
  return line.length > SIGNATURE_LENGTH ? `${line.slice(0, SIGNATURE_LENGTH - 1)}…` : line;
}

function afterDecorators(node: SyntaxNode): number {
  return node.children.find((child) => child.type !== 'decorator' && !child.isExtra)?.startIndex ?? node.startIndex;
}

/** The docstring, else the comment that stands directly above. */
export function documentationOf(node: SyntaxNode, definition: SyntaxNode, language: Language): string {
  if (language === 'python') {
    const first = definition.childForFieldName('body')?.namedChildren.find((child) => !child.isExtra);
    const literal = first?.type === 'expression_statement' ? first.namedChildren[0] : undefined;
    if (literal?.type === 'string') return plain(literal.text.replace(/^[a-zA-Z]*("""|'''|"|')/u, '').replace(/("""|'''|"|')$/u, ''));
  }
  return plain(commentsAbove(anchorOf(node)).map(withoutMarkers).join('\n'));
}

/** The node that a comment would stand above. */
function anchorOf(node: SyntaxNode): SyntaxNode {
  let anchor = node.parent?.type === 'export_statement' ? node.parent : node;
  while (anchor.previousSibling?.type === 'decorator') anchor = anchor.previousSibling;
  return anchor;
}

function commentsAbove(anchor: SyntaxNode): string[] {
  const comments: string[] = [];
  let row = anchor.startPosition.row;
  for (let above = anchor.previousSibling; above?.type === 'comment'; above = above.previousSibling) {
    const start = above.startPosition.row;
    const isTrailing = above.previousSibling !== null && above.previousSibling.endPosition.row === start && above.previousSibling.type !== 'comment';
    if (above.endPosition.row < row - 1 || isTrailing) break;
    comments.unshift(above.text);
    row = start;
    if (above.text.startsWith('/*')) break;
  }
  return comments;
}

/** Comments addressed to tools say nothing about the code. */
const DIRECTIVE = /^(?:eslint|tslint|prettier-|biome-|oxlint|istanbul|c8|v8|jshint|jslint|global|@ts-|ts-|noqa|type:|pylint|pyright|mypy|fmt:|isort:|#__|@__|webpack)/u;

function withoutMarkers(comment: string): string {
  const inner = comment.startsWith('/*') ? comment.slice(2, -2).replace(/^\s*\*+ ?/gmu, '') : comment.replace(/^(?:\/\/+|#+)!?/u, '');
  return DIRECTIVE.test(inner.trim()) ? '' : inner;
}

/** Lines trimmed on both sides; the gaps at both ends gone. */
function plain(text: string): string {
  return text.split(/\r?\n/u).map((line) => line.trim()).join('\n').trim();
}
