/** What a module declares by name, and what its classes hold. */
import type { SyntaxNode } from '../ports.ts';

const NAMED = new Set([
  'function_declaration', 'generator_function_declaration', 'class_declaration', 'abstract_class_declaration', 'interface_declaration', 'type_alias_declaration', 'enum_declaration', 'function_signature', 'function_definition', 'class_definition',
  'record_declaration', 'annotation_type_declaration',
  'function_item', 'struct_item', 'enum_item', 'union_item', 'trait_item', 'type_item', 'const_item', 'static_item', 'mod_item', 'macro_definition',
]);
const METHODS = new Set(['method_definition', 'abstract_method_signature', 'method_signature', 'function_definition', 'public_field_definition', 'field_definition', 'method_declaration', 'constructor_declaration', 'compact_constructor_declaration']);

/** A declaration, and the node that carries its decorators or `export`. */
export interface Declared {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly outer: SyntaxNode;
}

/**
 * Of one statement of a module; several variables in one statement are nothing that can be named alone. Go's methods and the functions of Rust's `impl`s, which stand
 * beside their type, are called `Type.method`.
 */
export function declarationsOf(statement: SyntaxNode): Declared[] {
  if (statement.type === 'impl_item') return inImpl(statement);
  if (statement.type === 'method_declaration') return ofReceiver(statement);
  if (/^(?:type|const|var)_declaration$/.test(statement.type)) return inSpecs(statement);
  const wrapped = statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
  if (wrapped === null) return [];
  if (NAMED.has(wrapped.type)) return [{ name: wrapped.childForFieldName('name')?.text ?? '', node: wrapped, outer: statement }];
  if (wrapped.type === 'lexical_declaration' || wrapped.type === 'variable_declaration') {
    const [only, ...others] = wrapped.namedChildren.filter(({ type }) => type === 'variable_declarator');
    return only === undefined || others.length > 0 ? [] : [{ name: only.childForFieldName('name')?.text ?? '', node: wrapped, outer: statement }];
  }
  const assignment = wrapped.type === 'expression_statement' ? wrapped.namedChildren[0] : undefined;
  return assignment?.type === 'assignment' ? [{ name: assignment.childForFieldName('left')?.text ?? '', node: wrapped, outer: statement }] : [];
}

function inImpl(node: SyntaxNode): Declared[] {
  const type = node.childForFieldName('type');
  const name = (type?.type === 'generic_type' ? type.childForFieldName('type') : type)?.text ?? '';
  const functions = node.childForFieldName('body')?.namedChildren.filter((child) => child.type === 'function_item') ?? [];
  return functions.map((each) => ({ name: `${name}.${each.childForFieldName('name')?.text ?? ''}`, node: each, outer: each }));
}

/** A method without a receiver stands in no class either: Java's fragments. */
function ofReceiver(node: SyntaxNode): Declared[] {
  const receiver = node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]?.text;
  const name = node.childForFieldName('name')?.text ?? '';
  return [{ name: receiver === undefined ? name : `${receiver}.${name}`, node, outer: node }];
}

/** Go's `type`, `const` and `var`, of one name each. */
function inSpecs(node: SyntaxNode): Declared[] {
  const specs = node.descendantsOfType(['type_spec', 'type_alias', 'const_spec', 'var_spec']).filter((spec) => spec.parent === node || spec.parent?.parent === node);
  const names = specs.flatMap((spec) => spec.childrenForFieldName('name'));
  return names.length === 1 ? [{ name: names[0]!.text, node, outer: node }] : [];
}

/** Methods and fields of a class; Java's fields of one name each. */
export function membersOf(node: SyntaxNode): Declared[] {
  const holder = node.type === 'lexical_declaration' ? node.descendantsOfType('class')[0] : node;
  const all = (holder?.childForFieldName('body')?.namedChildren ?? []).flatMap((child) => (child.type === 'enum_body_declarations' ? child.namedChildren : [child]));
  return all.flatMap((outer) => {
    if (outer.type === 'field_declaration') return outer.childrenForFieldName('declarator').length === 1 ? [{ name: outer.childForFieldName('declarator')!.childForFieldName('name')?.text ?? '', node: outer, outer }] : [];
    const member = outer.type === 'decorated_definition' ? outer.childForFieldName('definition') : outer;
    const name = member === null || !METHODS.has(member.type) ? undefined : (member.childForFieldName('name') ?? member.childForFieldName('property'))?.text;
    return name === undefined ? [] : [{ name, node: member!, outer }];
  });
}
