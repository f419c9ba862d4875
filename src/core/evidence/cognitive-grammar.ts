import type { SyntaxNode } from '../ports.ts';

/**
 * - `if`: costs 1 + nesting; its `else` costs 1, and an `if` right behind it is not deeper
 * - `nest`: costs 1 + nesting and nests what it contains
 * - `function`: nests what it contains; `type`: does not
 * - `jump`: costs 1 if it names a label; `goto`: always
 */
export type Role = 'if' | 'else' | 'nest' | 'function' | 'type' | 'jump' | 'goto';

/** What node types are to the measure; where grammars share a name they mean the same. */
const ROLES: Readonly<Record<Role, string>> = {
  if: 'if_statement if_expression',
  else: 'else_clause',
  nest: 'ternary_expression conditional_expression switch_statement match_statement for_statement for_in_statement while_statement do_statement catch_clause except_clause except_group_clause '
    + 'expression_switch_statement type_switch_statement select_statement match_expression loop_expression while_expression for_expression switch_expression enhanced_for_statement',
  function: 'function_declaration function_expression generator_function generator_function_declaration arrow_function method_definition function_definition lambda '
    + 'method_declaration func_literal function_item closure_expression constructor_declaration compact_constructor_declaration lambda_expression',
  type: 'class class_declaration abstract_class_declaration class_definition interface_declaration enum_declaration record_declaration annotation_type_declaration struct_item enum_item union_item trait_item',
  jump: 'break_statement continue_statement break_expression continue_expression',
  goto: 'goto_statement',
};
const ROLE_OF: ReadonlyMap<string, Role> = new Map(Object.entries(ROLES).flatMap(([role, types]) => types.split(' ').map((type) => [type, role as Role] as const)));

export function roleOf({ type }: SyntaxNode): Role | null {
  return ROLE_OF.get(type) ?? null;
}

/** Types of nodes that make a function more than a holder of others. */
export const STRUCTURES: readonly string[] = (['if', 'nest', 'function'] as const).flatMap((role) => ROLES[role].split(' '));

/** What is evaluated before a structure is entered is not nested in it. */
const HEADS = new Set(['condition', 'value', 'subject', 'left', 'right', 'initializer', 'increment', 'parameter', 'init', 'update', 'alias', 'pattern']);

/** True for the child under this field of a structure that is evaluated before its body. A loop of Go has its head in no field. */
export function isHead(structure: SyntaxNode, field: string | null): boolean {
  return field === null ? structure.type === 'for_statement' : HEADS.has(field);
}

/** Rust's `break` may carry a value, which is no label. */
export function hasLabel(jump: SyntaxNode): boolean {
  const inner = jump.namedChildren.filter((child) => !child.isExtra);
  return jump.type.endsWith('_expression') ? inner.some(({ type }) => type === 'label') : inner.length > 0;
}

/** Directly around methods, or methods themselves. */
const METHODS = new Set([
  'method_definition', 'field_definition', 'public_field_definition', 'class_definition', 'method_declaration', 'constructor_declaration', 'compact_constructor_declaration', 'impl_item', 'trait_item',
]);

export function isMethod(declaration: SyntaxNode, fn: SyntaxNode): boolean {
  return METHODS.has(declaration.type) || METHODS.has(fn.parent?.parent?.type ?? '');
}

/** What a call calls: `object` is empty where the language puts `this` in by itself, `null` for a plain name. */
export interface Callee {
  readonly object: string | null;
  readonly name: string;
}

const OBJECTS = ['object', 'operand', 'value', 'path'] as const;
const MEMBERS = ['property', 'attribute', 'field', 'name'] as const;

/** `null` for nodes that call nothing by a name. */
export function calleeOf(node: SyntaxNode): Callee | null {
  if (node.type === 'method_invocation') return { object: node.childForFieldName('object')?.text ?? '', name: node.childForFieldName('name')?.text ?? '' };
  if (node.type !== 'call_expression' && node.type !== 'call') return null;
  const callee = node.childForFieldName('function');
  if (callee?.type === 'identifier') return { object: null, name: callee.text };
  const member = fieldOf(callee, MEMBERS);
  const object = fieldOf(callee, OBJECTS);
  return member === null || object === null ? null : { object: object.text, name: member.text };
}

function fieldOf(node: SyntaxNode | null, names: readonly string[]): SyntaxNode | null {
  for (const name of names) {
    const found = node?.childForFieldName(name);
    if (found) return found;
  }
  return null;
}

/** Names by which a method calls what it belongs to: of the language, and Go's receiver. */
export function ownNames(fn: SyntaxNode): ReadonlySet<string> {
  const receiver = fn.childForFieldName('receiver')?.namedChildren[0]?.childForFieldName('name');
  return new Set(receiver ? [receiver.text] : ['this', 'self', 'cls', 'Self', '']);
}

/** Where functions are told apart by their arguments as well: how many this one takes. `null` elsewhere; NaN, which equals no number, if another one of its name takes as many. */
export function arityOf(fn: SyntaxNode): number | null {
  if (fn.type !== 'method_declaration' || fn.childForFieldName('receiver') !== null) return null;
  const count = (method: SyntaxNode): number => method.childForFieldName('parameters')?.namedChildren.filter((child) => !child.isExtra).length ?? 0;
  const name = fn.childForFieldName('name')?.text;
  const alike = fn.parent?.namedChildren.filter((other) => other.type === fn.type && other.childForFieldName('name')?.text === name && count(other) === count(fn)) ?? [];
  return alike.length > 1 ? NaN : count(fn);
}
