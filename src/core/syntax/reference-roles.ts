import type { SyntaxNode } from '../ports.ts';
import { isExportsTarget } from './commonjs.ts';
import type { ReferenceRole } from './scope-builder.ts';

/** Methods of arrays that call the function they are given and keep no hold of it. */
const ITERATION_METHODS = new Set([
  'map', 'filter', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce', 'reduceRight', 'sort', 'toSorted',
]);

/** How an expression uses the name that `node` is. */
export function roleOf(node: SyntaxNode): ReferenceRole {
  const parent = node.parent;
  if (parent === null) return 'read';
  if (parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id) {
    return parent.childForFieldName('arguments')?.type === 'template_string' ? 'read' : 'call';
  }
  if (parent.type === 'arguments') return callbackRole(node, parent);
  if (parent.type === 'export_statement') return 'export';
  if (node.type === 'shorthand_property_identifier') return isExportsObject(parent) ? 'export' : 'read';
  if (parent.type === 'pair' && parent.childForFieldName('value')?.id === node.id) return isExportsObject(parent.parent) ? 'export' : 'read';
  if (parent.type === 'assignment_expression' && isExportsTarget(parent.childForFieldName('left'))) return 'export';
  return 'read';
}

function callbackRole(node: SyntaxNode, list: SyntaxNode): ReferenceRole {
  const callee = list.parent?.childForFieldName('function');
  const isMethod = callee?.type === 'member_expression' && ITERATION_METHODS.has(callee.childForFieldName('property')?.text ?? '');
  return isMethod && list.namedChildren[0]?.id === node.id ? 'callback' : 'read';
}

function isExportsObject(node: SyntaxNode | null): boolean {
  const parent = node?.parent;
  return node?.type === 'object' && parent?.type === 'assignment_expression' && isExportsTarget(parent.childForFieldName('left'));
}
