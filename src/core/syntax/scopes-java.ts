import type { SyntaxNode } from '../ports.ts';
import { declare, markAt, openScope, refer } from './scope-builder.ts';
import type { BindingKind, ScopeBuilder } from './scope-builder.ts';

type Visit = (node: SyntaxNode, scope: number, builder: ScopeBuilder) => void;

const TYPES: ReadonlySet<string> = new Set(['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration', 'annotation_type_declaration']);
const BODIES: ReadonlySet<string> = new Set(['class_body', 'interface_body', 'enum_body', 'enum_body_declarations', 'annotation_type_body']);

/**
 * Walks a Java file. Types stand in the scope of the file or of the type around them, methods and fields in that of their type: overloads, and a field
 * called like a method, share one binding. A method that is called by its bare name is looked for in the types around, never among variables.
 */
export function visitJavaFile(root: SyntaxNode, builder: ScopeBuilder): void {
  visitBody(root, openScope(builder, null, 'module', root), builder);
}

const visit: Visit = (node, scope, builder) => {
  const handler = HANDLERS.get(node.type);
  if (handler === undefined) visitChildren(node, scope, builder);
  else handler(node, scope, builder);
};

const visitChildren: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) visit(child, scope, builder);
};

const nothing: Visit = () => undefined;

function visitField(node: SyntaxNode, field: string, scope: number, builder: ScopeBuilder): void {
  for (const child of node.childrenForFieldName(field)) visit(child, scope, builder);
}

// ---------------------------------------------------------------------------------------------- declarations

/** A file, or the body of a type: whatever it declares is known in all of it. */
const visitBody: Visit = (node, scope, builder) => {
  declareMembers(node, scope, builder);
  visitChildren(node, scope, builder);
};

function declareMembers(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  for (const child of node.namedChildren) {
    const name = child.childForFieldName('name');
    if (TYPES.has(child.type) && name !== null) declare(builder, scope, name, 'class', 'any');
    else if (child.type === 'method_declaration' && name !== null) declare(builder, scope, name, 'function', 'value');
    else if (child.type === 'enum_constant' && name !== null) declare(builder, scope, name, 'variable', 'value');
    else if (child.type === 'field_declaration' || child.type === 'constant_declaration') for (const each of child.childrenForFieldName('declarator')) declareName(each, 'variable', scope, builder);
    else if (child.type === 'import_declaration') declareImport(child, scope, builder);
    else if (child.type === 'enum_body_declarations') declareMembers(child, scope, builder);
  }
}

function declareName(node: SyntaxNode, kind: BindingKind, scope: number, builder: ScopeBuilder): void {
  const name = node.childForFieldName('name');
  if (name !== null && name.text !== '_') declare(builder, scope, name, kind, 'value');
}

function declareImport(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  const path = node.namedChildren.find(({ type }) => type === 'scoped_identifier' || type === 'identifier');
  const name = path?.childForFieldName('name') ?? path;
  if (name !== undefined && !node.namedChildren.some(({ type }) => type === 'asterisk')) declare(builder, scope, name, 'import', 'any');
}

const typeDeclaration: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'class', node);
  const body = node.childForFieldName('body');
  for (const child of node.namedChildren) if (child !== body && child !== node.childForFieldName('name')) visit(child, own, builder);
  if (body !== null) visitBody(body, own, builder);
};

const callable: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'function', node);
  for (const child of node.namedChildren) if (child !== node.childForFieldName('name')) visit(child, own, builder);
};

const lambda: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'arrow', node);
  const parameters = node.childForFieldName('parameters');
  if (parameters?.type === 'identifier') declare(builder, own, parameters, 'parameter', 'value');
  else if (parameters?.type === 'inferred_parameters') for (const each of parameters.namedChildren) declare(builder, own, each, 'parameter', 'value');
  else if (parameters !== null) visit(parameters, own, builder);
  visitField(node, 'body', own, builder);
};

const parameter: Visit = (node, scope, builder) => {
  const declarator = node.namedChildren.find(({ type }) => type === 'variable_declarator');
  declareName(declarator ?? node, 'parameter', scope, builder);
  for (const child of node.namedChildren) if (child !== declarator && child !== node.childForFieldName('name')) visit(child, scope, builder);
};

const variables: Visit = (node, scope, builder) => {
  for (const each of node.childrenForFieldName('declarator')) {
    visitField(each, 'value', scope, builder);
    if (node.type === 'local_variable_declaration') declareName(each, 'variable', scope, builder);
  }
  for (const child of node.namedChildren) if (child.type !== 'variable_declarator') visit(child, scope, builder);
};

const forEach: Visit = (node, scope, builder) => {
  visitField(node, 'value', scope, builder);
  const own = openScope(builder, scope, 'block', node);
  declareName(node, 'variable', own, builder);
  for (const field of ['type', 'body']) visitField(node, field, own, builder);
};

/** `try (var r = …)`, `catch (E e)`, `o instanceof Foo f`, `case Foo f`. */
const named: Visit = (node, scope, builder) => {
  declareName(node, 'variable', scope, builder);
  const name = node.childForFieldName('name');
  for (const child of node.namedChildren) if (child !== name) visit(child, scope, builder);
};

const typeParameter: Visit = (node, scope, builder) => {
  const [name, ...bounds] = node.namedChildren.filter(({ type }) => !type.endsWith('annotation'));
  if (name !== undefined) declare(builder, scope, name, 'type', 'type');
  for (const each of bounds) visit(each, scope, builder);
};

function opening(visitInside: Visit): Visit {
  return (node, scope, builder) => { visitInside(node, openScope(builder, scope, 'block', node), builder); };
}

// ---------------------------------------------------------------------------------------------- references

function typeAround(scope: number, builder: ScopeBuilder): number {
  let at = builder.scopes[scope]!;
  while (at.kind !== 'class' && at.parent !== null) at = builder.scopes[at.parent]!;
  return at.id;
}

const call: Visit = (node, scope, builder) => {
  const name = node.childForFieldName('name');
  const object = node.childForFieldName('object');
  if (object === null && name !== null) refer(builder, typeAround(scope, builder), name, 'value', 'call');
  else if (object?.type === 'this' && name !== null) refer(builder, typeAround(scope, builder), name, 'value', 'read');
  else if (object !== null && name !== null && isOwnType(object, scope, builder)) refer(builder, typeAround(scope, builder), name, 'value', 'read');
  for (const field of ['object', 'type_arguments', 'arguments']) visitField(node, field, scope, builder);
};

/** `Text.words(…)` inside `Text`. */
function isOwnType(object: SyntaxNode, scope: number, builder: ScopeBuilder): boolean {
  const around = builder.scopes[typeAround(scope, builder)]!;
  return object.type === 'identifier' && around.parent !== null && builder.names[around.parent]!.get(object.text)?.some((id) => builder.bindings[id]!.kind === 'class') === true;
}

/** `Text::words`, `this::words`: any method of that name may be meant. */
const methodReference: Visit = (node, scope, builder) => {
  const [object, ...rest] = node.namedChildren;
  const name = rest.at(-1);
  if (name?.type === 'identifier') refer(builder, typeAround(scope, builder), name, 'value', 'read');
  if (object !== undefined) visit(object, scope, builder);
};

const fieldAccess: Visit = (node, scope, builder) => {
  const object = node.childForFieldName('object');
  const field = node.childForFieldName('field');
  if (object?.type === 'this' && field !== null) refer(builder, typeAround(scope, builder), field, 'value', 'read');
  else if (object !== null) visit(object, scope, builder);
};

const identifier: Visit = (node, scope, builder) => {
  refer(builder, scope, node, 'value', 'read', node.parent?.type === 'method_invocation' || node.parent?.type === 'field_access');
};

const typeName: Visit = (node, scope, builder) => {
  refer(builder, scope, node, 'type', 'read');
};

/** `java.util.List`, `Map.Entry`: only the first part can be a name of this file. */
const qualified: Visit = (node, scope, builder) => {
  const [first] = node.namedChildren;
  if (first !== undefined) visit(first, scope, builder);
};

const annotation: Visit = (node, scope, builder) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'identifier') refer(builder, scope, name, 'type', 'read');
  visitField(node, 'arguments', scope, builder);
};

const tied: Visit = (node, scope, builder) => {
  markAt(builder, scope, node, node.type === 'super' ? 'super' : 'this');
};

const HANDLERS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...['package_declaration', 'import_declaration', 'line_comment', 'block_comment', 'break_statement', 'continue_statement'].map((type) => [type, nothing] as const),
  ...[...TYPES].map((type) => [type, typeDeclaration] as const),
  ...[...BODIES].map((type) => [type, type === 'class_body' ? opening(visitBody) : visitChildren] as const),
  ...['method_declaration', 'constructor_declaration', 'compact_constructor_declaration'].map((type) => [type, callable] as const),
  ...['formal_parameter', 'spread_parameter', 'catch_formal_parameter'].map((type) => [type, parameter] as const),
  ...['local_variable_declaration', 'field_declaration', 'constant_declaration'].map((type) => [type, variables] as const),
  ...['block', 'constructor_body', 'for_statement', 'try_with_resources_statement', 'catch_clause', 'switch_block', 'static_initializer'].map((type) => [type, opening(visitChildren)] as const),
  ...['resource', 'instanceof_expression', 'record_pattern_component'].map((type) => [type, named] as const),
  ...['marker_annotation', 'annotation'].map((type) => [type, annotation] as const),
  ...['scoped_type_identifier', 'scoped_identifier'].map((type) => [type, qualified] as const),
  ...['this', 'super'].map((type) => [type, tied] as const),
  ['enhanced_for_statement', forEach],
  ['lambda_expression', lambda],
  ['type_parameter', typeParameter],
  ['method_invocation', call],
  ['method_reference', methodReference],
  ['field_access', fieldAccess],
  ['identifier', identifier],
  ['type_identifier', typeName],
]);
