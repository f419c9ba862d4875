import type { LineRange } from '../model/change.ts';
import type { SyntaxNode } from '../ports.ts';

const FUNCTIONS = new Set([
  'function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration', 'arrow_function', 'method_definition', 'function_definition',
  'method_declaration', 'constructor_declaration', 'compact_constructor_declaration', 'func_literal', 'function_item',
]);
const CLOSURES = new Set(['closure_expression', 'lambda_expression']);

/** Functions that have a body of their own; Python's `lambda`, and what is one expression in Rust and Java, belong to the function around. */
export function isFunction(node: SyntaxNode): boolean {
  const body = node.childForFieldName('body');
  return body !== null && (FUNCTIONS.has(node.type) || (CLOSURES.has(node.type) && body.type === 'block'));
}

/** 1-based lines of a node. */
export function linesOfNode(node: SyntaxNode): LineRange {
  return { from: node.startPosition.row + 1, to: node.endPosition.row + 1 };
}

/** The innermost function that holds all of the lines from their first character that is no space to their last. */
export function functionAround(root: SyntaxNode, text: string, lines: LineRange): SyntaxNode | null {
  const { start, end } = offsetsOf(text, lines);
  let found: SyntaxNode | null = null;
  let node: SyntaxNode | undefined = root;
  while (node !== undefined) {
    if (isFunction(node)) found = node;
    node = node.namedChildren.find((child) => child.startIndex <= start && child.endIndex >= end);
  }
  return found;
}

function offsetsOf(text: string, { from, to }: LineRange): { readonly start: number; readonly end: number } {
  const lines = text.split('\n');
  const before = lines.slice(0, from - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const inside = lines.slice(from - 1, to).join('\n');
  const start = before + (inside.length - inside.trimStart().length);
  return { start, end: Math.max(start, before + inside.trimEnd().length) };
}

/** The functions that lie within the lines and in no other function that does. */
export function functionsWithin(root: SyntaxNode, lines: LineRange): SyntaxNode[] {
  if (isFunction(root)) {
    const own = linesOfNode(root);
    if (own.from <= lines.to && own.to >= lines.from) return [root];
  }
  return root.namedChildren.filter((child) => child.startPosition.row < lines.to && child.endPosition.row >= lines.from - 1).flatMap((child) => functionsWithin(child, lines));
}

/** The name under which people know the function. */
export function nameOfFunction(node: SyntaxNode): string {
  const own = node.childForFieldName('name')?.text;
  const { parent } = node;
  return own ?? parent?.childForFieldName('name')?.text ?? parent?.childForFieldName('key')?.text ?? parent?.childForFieldName('left')?.text ?? `function at line ${node.startPosition.row + 1}`;
}
