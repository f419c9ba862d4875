import type { SyntaxNode } from '../ports.ts';

/** The literal specifier of `require('x')`; `null` for anything else. */
export function requiredSpecifier(node: SyntaxNode): string | null {
  if (node.type !== 'call_expression' || node.childForFieldName('function')?.text !== 'require') return null;
  const [argument, more] = node.childForFieldName('arguments')?.namedChildren ?? [];
  return argument?.type === 'string' && more === undefined ? argument.text.slice(1, -1) : null;
}

/** `module.exports`, `module.exports.x`, `exports.x`. */
export function isExportsTarget(node: SyntaxNode | null): boolean {
  return node !== null && /^(module\.)?exports(\.[\w$]+)?$/.test(node.text) && node.text !== 'exports';
}
