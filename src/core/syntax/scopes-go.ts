import type { SyntaxNode } from '../ports.ts';
import { goImports } from './imports-go.ts';
import { declare, declareAs, markAt, openScope, refer, resolve } from './scope-builder.ts';
import type { BindingKind, ReferenceRole, ScopeBuilder } from './scope-builder.ts';

type Visit = (node: SyntaxNode, scope: number, builder: ScopeBuilder) => void;

/**
 * Walks a Go file in the order of its text: in a function a name means something from the end of its declaration on, so each reference
 * is settled where it stands. Types and values share one name space; labels, fields and methods are no names of a scope.
 */
export function visitGoFile(root: SyntaxNode, builder: ScopeBuilder): void {
  const scope = openScope(builder, null, 'module', root);
  for (const { local, name } of goImports(root)) if (local !== null && local !== '.' && local !== '_') declareAs(builder, scope, local, name, 'import', 'value');
  for (const child of root.namedChildren) declareTop(child, scope, builder);
  visitChildren(root, scope, builder);
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

function visitFields(node: SyntaxNode, fields: readonly string[], scope: number, builder: ScopeBuilder): void {
  for (const field of fields) for (const child of node.childrenForFieldName(field)) visit(child, scope, builder);
}

/** Refers to what is declared so far; the names of the package all are. */
function use(node: SyntaxNode, scope: number, builder: ScopeBuilder, role: ReferenceRole, asObject = false): void {
  if (node.text === '_') return;
  refer(builder, scope, node, 'value', role, asObject);
  const reference = builder.references.at(-1)!;
  reference.binding = resolve(builder, reference, false);
  builder.settled.add(reference);
}

function bind(names: readonly SyntaxNode[], kind: BindingKind, scope: number, builder: ScopeBuilder): void {
  for (const name of names) if (name.text !== '_') declare(builder, scope, name, kind, 'value');
}

// ---------------------------------------------------------------------------------------------- declarations

/** What the file declares for its whole package. `init` and `_` are no names: nothing can refer to them. */
function declareTop(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  const name = node.childForFieldName('name');
  if (node.type === 'function_declaration' && name !== null && name.text !== 'init') bind([name], 'function', scope, builder);
  if (/^(var|const|type)_declaration$/.test(node.type)) for (const spec of specsOf(node)) bind(namesOf(spec), spec.type.startsWith('type_') ? 'type' : 'variable', scope, builder);
}

/** The specs of a `var`, `const` or `type` declaration, grouped or not. */
export function specsOf(declaration: SyntaxNode): readonly SyntaxNode[] {
  return declaration.namedChildren.flatMap((child) => (child.type === 'var_spec_list' ? child.namedChildren : [child])).filter(({ type }) => /^(var_spec|const_spec|type_spec|type_alias)$/.test(type));
}

const variableSpec: Visit = (node, scope, builder) => {
  visitFields(node, ['type', 'value'], scope, builder);
  if (scope !== 0) bind(namesOf(node), 'variable', scope, builder);
};

/** A type is known inside its own declaration. */
const typeSpec: Visit = (node, scope, builder) => {
  if (scope !== 0) bind([node.childForFieldName('name')!], 'type', scope, builder);
  const own = openScope(builder, scope, 'block', node);
  typeParameters(node, own, builder);
  visitFields(node, ['type'], own, builder);
};

function typeParameters(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  const parameters = node.childForFieldName('type_parameters')?.namedChildren ?? [];
  for (const parameter of parameters) bind(namesOf(parameter), 'type', scope, builder);
  for (const parameter of parameters) visit(parameter, scope, builder);
}

/** A field of several entries holds the commas between them, too. */
function namesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.childrenForFieldName('name').filter(({ isNamed }) => isNamed);
}

const shortVariables: Visit = (node, scope, builder) => {
  visitFields(node, ['right'], scope, builder);
  declareShort(node.childForFieldName('left'), scope, builder);
};

/** `a, b := …` declares what this block does not have yet and assigns to the rest. */
function declareShort(left: SyntaxNode | null, scope: number, builder: ScopeBuilder): void {
  for (const name of left?.namedChildren ?? []) {
    if (name.type !== 'identifier') visit(name, scope, builder);
    else if (builder.names[scope]!.has(name.text)) use(name, scope, builder, 'write');
    else bind([name], 'variable', scope, builder);
  }
}

// ---------------------------------------------------------------------------------------------- functions

const functionLike: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'function', node);
  const receivers = node.childForFieldName('receiver')?.descendantsOfType('type_arguments') ?? [];
  // `func (s *Stack[T]) …` declares T.
  bind(receivers.flatMap((list) => list.descendantsOfType('type_identifier')), 'type', own, builder);
  typeParameters(node, own, builder);
  signature(node, own, builder);
  // Parameters and the body are one block.
  const body = node.childForFieldName('body');
  if (body !== null) visitChildren(body, own, builder);
};

/** Types are read before the names are bound: `url url.URL`. */
function signature(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  const lists = ['receiver', 'parameters', 'result'];
  visitFields(node, lists, scope, builder);
  for (const field of lists) for (const parameter of parametersIn(node.childForFieldName(field))) bind(namesOf(parameter), field === 'result' ? 'variable' : 'parameter', scope, builder);
}

function parametersIn(list: SyntaxNode | null): readonly SyntaxNode[] {
  return list?.type === 'parameter_list' ? list.namedChildren.filter(({ type }) => type.endsWith('parameter_declaration')) : [];
}

/** Names of parameters in the type of a function or method are decoration. */
const functionType: Visit = (node, scope, builder) => {
  signature(node, openScope(builder, scope, 'block', node), builder);
  const name = node.childForFieldName('name');
  if (name !== null) markUnexported(name, scope, builder);
};

const typeOnly: Visit = (node, scope, builder) => {
  visitFields(node, ['type'], scope, builder);
};

// ---------------------------------------------------------------------------------------------- statements

const blockOf: Visit = (node, scope, builder) => {
  visitChildren(node, openScope(builder, scope, 'block', node), builder);
};

/** `for … range` and `case x := <-ch`. */
const taking: Visit = (node, scope, builder) => {
  visitFields(node, ['right'], scope, builder);
  const left = node.childForFieldName('left');
  if (node.children.some(({ type }) => type === ':=')) declareShort(left, scope, builder);
  else assign(left, scope, builder);
};

const typeSwitch: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'block', node);
  const clauses = node.namedChildren.filter(({ type }) => type === 'type_case' || type === 'default_case');
  visitFields(node, ['initializer', 'value'], own, builder);
  // The name belongs to the clauses: the types that they list are read before it is bound.
  for (const clause of clauses) visitFields(clause, ['type'], own, builder);
  declareShort(node.childForFieldName('alias'), own, builder);
  for (const clause of clauses) {
    const inside = openScope(builder, own, 'block', clause);
    for (const list of clause.namedChildren) if (list.type === 'statement_list') visit(list, inside, builder);
  }
};

const assignment: Visit = (node, scope, builder) => {
  visitFields(node, ['right'], scope, builder);
  const left = node.childForFieldName('left');
  assign(left, scope, builder);
  if (node.childForFieldName('operator')?.text !== '=') for (const name of left?.namedChildren ?? []) if (name.type === 'identifier') use(name, scope, builder, 'read');
};

const step: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) if (child.type === 'identifier') use(child, scope, builder, 'write');
  visitChildren(node, scope, builder);
};

function assign(left: SyntaxNode | null, scope: number, builder: ScopeBuilder): void {
  for (const target of left?.namedChildren ?? []) {
    if (target.type === 'identifier') use(target, scope, builder, 'write');
    else visit(target, scope, builder);
  }
}

// ---------------------------------------------------------------------------------------------- references

const identifier: Visit = (node, scope, builder) => {
  const role = roleOf(node);
  if (role === 'call' && node.text === 'recover') markAt(builder, scope, node, 'recover');
  use(node, scope, builder, role, node.parent?.type === 'selector_expression');
};

function roleOf(node: SyntaxNode): ReferenceRole {
  const parent = node.parent!;
  if (parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id) return 'call';
  // `f[int](x)` reads like a conversion.
  return parent.type === 'generic_type' && parent.parent?.type === 'type_conversion_expression' ? 'call' : 'read';
}

/** What a package hides: code that names it cannot leave the package. */
function markUnexported(name: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  if (!/^\p{Lu}/u.test(name.text) && name.text !== '_') markAt(builder, scope, name, 'unexported');
}

/** Functions that look at who called them. */
const CALLER = /^(runtime\.(Caller|Callers|CallersFrames|FuncForPC|Stack)|debug\.(Stack|PrintStack)|\w+\.(Output|Helper|AddCallerSkip|WithCallDepth))$/;

const selector: Visit = (node, scope, builder) => {
  visitFields(node, ['operand'], scope, builder);
  if (CALLER.test(node.text)) markAt(builder, scope, node, 'caller');
  const field = node.childForFieldName('field');
  if (field !== null) markUnexported(field, scope, builder);
};

const qualifiedType: Visit = (node, scope, builder) => {
  const name = node.childForFieldName('package');
  if (name !== null) use(name, scope, builder, 'read', true);
};

const field: Visit = (node, scope, builder) => {
  visitFields(node, ['type'], scope, builder);
  for (const name of namesOf(node)) markUnexported(name, scope, builder);
};

/** `Point{X: 1}` names a field, `table{Key: 1}` may name a constant: without types nobody can tell, so the name counts as both. */
const keyedElement: Visit = (node, scope, builder) => {
  const name = node.childForFieldName('key')?.namedChildren[0];
  if (name?.type !== 'identifier' || name.text === '_' || holdsValues(node)) visitFields(node, ['key'], scope, builder);
  else {
    use(name, scope, builder, 'read');
    builder.references.at(-1)!.shorthand = true;
    markUnexported(name, scope, builder);
  }
  visitFields(node, ['value'], scope, builder);
};

/** True if the literal's own type says that its keys are values. */
function holdsValues(element: SyntaxNode): boolean {
  const literal = element.parent?.parent;
  return literal?.type === 'composite_literal' && /^(map_type|slice_type|array_type|implicit_length_array_type)$/.test(literal.childForFieldName('type')?.type ?? '');
}

const HANDLERS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...['package_clause', 'import_declaration', 'comment', 'label_name', 'field_identifier'].map((type) => [type, nothing] as const),
  ...['function_declaration', 'method_declaration', 'func_literal'].map((type) => [type, functionLike] as const),
  ...['function_type', 'method_elem'].map((type) => [type, functionType] as const),
  ...['parameter_declaration', 'variadic_parameter_declaration', 'type_parameter_declaration'].map((type) => [type, typeOnly] as const),
  ...['var_spec', 'const_spec'].map((type) => [type, variableSpec] as const),
  ...['type_spec', 'type_alias'].map((type) => [type, typeSpec] as const),
  ...['block', 'if_statement', 'for_statement', 'expression_switch_statement', 'expression_case', 'default_case', 'communication_case'].map((type) => [type, blockOf] as const),
  ...['range_clause', 'receive_statement'].map((type) => [type, taking] as const),
  ...['inc_statement', 'dec_statement'].map((type) => [type, step] as const),
  ...['identifier', 'type_identifier'].map((type) => [type, identifier] as const),
  ['short_var_declaration', shortVariables],
  ['type_switch_statement', typeSwitch],
  ['assignment_statement', assignment],
  ['selector_expression', selector],
  ['qualified_type', qualifiedType],
  ['field_declaration', field],
  ['keyed_element', keyedElement],
]);
