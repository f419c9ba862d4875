/** What a module declares by name, and what its classes hold. */
import type { SyntaxNode } from '../ports.ts';

const NAMED = new Set(['function_declaration', 'generator_function_declaration', 'class_declaration', 'abstract_class_declaration', 'interface_declaration', 'type_alias_declaration', 'enum_declaration', 'function_signature', 'function_definition', 'class_definition']);
const METHODS = new Set(['method_definition', 'abstract_method_signature', 'method_signature', 'function_definition', 'public_field_definition', 'field_definition']);

/** A declaration, and the node that carries its decorators or `export`. */
export interface Declared {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly outer: SyntaxNode;
}

/** Of one statement of a module; several variables in one statement are nothing that can be named alone. */
export function declarationsOf(statement: SyntaxNode): Declared[] {
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

/** Methods and fields of a class. */
export function membersOf(node: SyntaxNode): Declared[] {
  const holder = node.type === 'lexical_declaration' ? node.descendantsOfType('class')[0] : node;
  return (holder?.childForFieldName('body')?.namedChildren ?? []).flatMap((outer) => {
    const member = outer.type === 'decorated_definition' ? outer.childForFieldName('definition') : outer;
    const name = member === null || !METHODS.has(member.type) ? undefined : (member.childForFieldName('name') ?? member.childForFieldName('property'))?.text;
    return name === undefined ? [] : [{ name, node: member!, outer }];
  });
}
