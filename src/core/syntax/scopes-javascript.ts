import type { SyntaxNode } from '../ports.ts';
import { roleOf } from './reference-roles.ts';
import { declare, markAt, openScope, refer } from './scope-builder.ts';
import type { BindingKind, NameSpace, ScopeBuilder } from './scope-builder.ts';

interface Place {
  readonly scope: number;
  /** Where `var` goes: the nearest function body or the module. */
  readonly hoist: number;
}

type Visit = (node: SyntaxNode, place: Place, builder: ScopeBuilder) => void;

export function visitModule(root: SyntaxNode, builder: ScopeBuilder): void {
  const scope = openScope(builder, null, 'module', root);
  visitChildren(root, { scope, hoist: scope }, builder);
}

const visit: Visit = (node, place, builder) => {
  const handler = HANDLERS.get(node.type);
  if (handler === undefined) visitChildren(node, place, builder);
  else handler(node, place, builder);
};

const visitChildren: Visit = (node, place, builder) => {
  for (const child of node.namedChildren) visit(child, place, builder);
};

const nothing: Visit = () => undefined;

function visitField(node: SyntaxNode, field: string, place: Place, builder: ScopeBuilder): void {
  for (const child of node.childrenForFieldName(field)) visit(child, place, builder);
}

const inBlock: Visit = (node, place, builder) => {
  const scope = openScope(builder, place.scope, 'block', node);
  visitChildren(node, { ...place, scope }, builder);
};

// ---------------------------------------------------------------------------------------------- functions

const functionLike: Visit = (node, place, builder) => {
  const name = node.childForFieldName('name');
  const isExpression = node.type === 'function_expression' || node.type === 'generator_function';
  let outer = place.scope;
  if (name !== null && isExpression) {
    outer = openScope(builder, place.scope, 'block', node);
    declare(builder, outer, name, 'function', 'value');
  } else if (name !== null && (node.type === 'method_definition' || node.type.endsWith('method_signature'))) {
    visit(name, place, builder);
  } else if (name !== null) {
    declare(builder, place.scope, name, 'function', 'value');
  }
  for (const child of node.namedChildren) if (child.type === 'decorator') visit(child, place, builder);
  const scope = openScope(builder, outer, node.type === 'arrow_function' ? 'arrow' : 'function', node);
  signature(node, { scope, hoist: scope }, builder);
  const body = node.childForFieldName('body');
  if (body === null) return;
  const inner = openScope(builder, scope, 'block', body);
  const at = { scope: inner, hoist: inner };
  if (body.type === 'statement_block') visitChildren(body, at, builder);
  else visit(body, at, builder);
};

function signature(node: SyntaxNode, place: Place, builder: ScopeBuilder): void {
  visitField(node, 'type_parameters', place, builder);
  const parameters = [...node.childrenForFieldName('parameters'), ...node.childrenForFieldName('parameter')];
  for (const parameter of parameters) {
    const each = parameter.type === 'formal_parameters' ? parameter.namedChildren : [parameter];
    for (const child of each) bind(child, 'parameter', place, place, builder);
  }
  visitField(node, 'return_type', place, builder);
}

/** Types of functions: their parameter names are documentation, visible to type predicates only. */
const functionType: Visit = (node, place, builder) => {
  const scope = openScope(builder, place.scope, 'block', node);
  signature(node, { ...place, scope }, builder);
  visitField(node, 'type', { ...place, scope }, builder);
  const name = node.childForFieldName('name');
  if (node.type === 'function_signature' && name !== null) declare(builder, place.scope, name, 'function', 'value');
};

// ---------------------------------------------------------------------------------------------- declarations

/** Declares the names of a pattern in `target`; defaults and computed keys are read in `place`. */
function bind(node: SyntaxNode, kind: BindingKind, target: Place, place: Place, builder: ScopeBuilder): void {
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      declare(builder, target.scope, node, kind, 'value');
      return;
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      bind(node.childForFieldName('left')!, kind, target, place, builder);
      visitField(node, 'right', place, builder);
      return;
    case 'pair_pattern':
      visitField(node, 'key', place, builder);
      bind(node.childForFieldName('value')!, kind, target, place, builder);
      return;
    case 'required_parameter':
    case 'optional_parameter':
      for (const child of node.namedChildren) if (child.type === 'decorator') visit(child, place, builder);
      for (const pattern of node.childrenForFieldName('pattern')) bind(pattern, kind, target, place, builder);
      visitField(node, 'type', place, builder);
      visitField(node, 'value', place, builder);
      return;
    case 'this':
      markAt(builder, place.scope, node, 'this');
      return;
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      for (const child of node.namedChildren) bind(child, kind, target, place, builder);
      return;
    default:
      visit(node, place, builder);
  }
}

const variableDeclarator: Visit = (node, place, builder) => {
  const isVar = node.parent?.type === 'variable_declaration';
  const target = isVar ? { ...place, scope: place.hoist } : place;
  bind(node.childForFieldName('name')!, 'variable', target, place, builder);
  visitField(node, 'type', place, builder);
  visitField(node, 'value', place, builder);
};

const classLike: Visit = (node, place, builder) => {
  const name = node.childForFieldName('name');
  const isExpression = node.type === 'class';
  if (name !== null && !isExpression) declare(builder, place.scope, name, 'class', 'any');
  for (const child of node.namedChildren) if (child.type === 'decorator') visit(child, place, builder);
  const scope = openScope(builder, place.scope, 'class', node);
  if (name !== null && isExpression) declare(builder, scope, name, 'class', 'any');
  const inner = { scope, hoist: scope };
  visitField(node, 'type_parameters', inner, builder);
  for (const child of node.namedChildren) if (child.type === 'class_heritage') visit(child, inner, builder);
  visitField(node, 'body', inner, builder);
};

function declaring(kind: BindingKind, space: NameSpace, scoped: boolean): Visit {
  return (node, place, builder) => {
    const name = node.childForFieldName('name');
    if (name !== null && (name.type === 'identifier' || name.type === 'type_identifier')) declare(builder, place.scope, name, kind, space);
    const scope = scoped ? openScope(builder, place.scope, 'block', node) : place.scope;
    const inner = { scope, hoist: scope };
    for (const child of node.namedChildren) if (child.id !== name?.id) visit(child, inner, builder);
  };
}

const typeParameter: Visit = (node, place, builder) => {
  declare(builder, place.scope, node.childForFieldName('name')!, 'type', 'type');
  visitField(node, 'constraint', place, builder);
  visitField(node, 'value', place, builder);
};

const inferType: Visit = (node, place, builder) => {
  const [name, ...rest] = node.namedChildren;
  if (name !== undefined && name.type === 'type_identifier') declare(builder, place.scope, name, 'type', 'type');
  for (const child of rest) visit(child, place, builder);
};

const forIn: Visit = (node, place, builder) => {
  const scope = openScope(builder, place.scope, 'block', node);
  const inner = { ...place, scope };
  const kind = node.childForFieldName('kind');
  const left = node.childForFieldName('left')!;
  if (kind === null) assign(left, inner, builder);
  else bind(left, 'variable', kind.text === 'var' ? { ...place, scope: place.hoist } : inner, inner, builder);
  visitField(node, 'right', place, builder);
  visitField(node, 'body', inner, builder);
};

const catchClause: Visit = (node, place, builder) => {
  const scope = openScope(builder, place.scope, 'block', node);
  const inner = { ...place, scope };
  for (const parameter of node.childrenForFieldName('parameter')) bind(parameter, 'variable', inner, inner, builder);
  visitField(node, 'body', inner, builder);
};

// ---------------------------------------------------------------------------------------------- imports and exports

const importSpecifier: Visit = (node, place, builder) => {
  declare(builder, place.scope, (node.childForFieldName('alias') ?? node.childForFieldName('name'))!, 'import', 'any');
};

const importNames: Visit = (node, place, builder) => {
  for (const child of node.namedChildren) {
    if (child.type === 'identifier') declare(builder, place.scope, child, 'import', 'any');
    else visit(child, place, builder);
  }
};

const exportSpecifier: Visit = (node, place, builder) => {
  const hasSource = node.parent?.parent?.childForFieldName('source') !== null;
  const name = node.childForFieldName('name');
  if (!hasSource && name?.type === 'identifier') refer(builder, place.scope, name, 'any', 'export');
};

// ---------------------------------------------------------------------------------------------- references

/** Names on the left of an assignment. */
function assign(node: SyntaxNode, place: Place, builder: ScopeBuilder): void {
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      refer(builder, place.scope, node, 'value', 'write');
      return;
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      assign(node.childForFieldName('left')!, place, builder);
      visitField(node, 'right', place, builder);
      return;
    case 'pair_pattern':
      visitField(node, 'key', place, builder);
      assign(node.childForFieldName('value')!, place, builder);
      return;
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
    case 'parenthesized_expression':
      for (const child of node.namedChildren) assign(child, place, builder);
      return;
    default:
      visit(node, place, builder);
  }
}

const assignment: Visit = (node, place, builder) => {
  assign(node.childForFieldName('left')!, place, builder);
  visitField(node, 'right', place, builder);
};

const update: Visit = (node, place, builder) => {
  assign(node.childForFieldName('argument')!, place, builder);
};

const valueName: Visit = (node, place, builder) => {
  if (node.text === 'arguments') markAt(builder, place.scope, node, 'arguments');
  if (node.text === 'eval') markAt(builder, place.scope, node, 'eval');
  const parent = node.parent;
  const asObject = parent !== null && /^(member|subscript)_expression$/.test(parent.type) && parent.childForFieldName('object')?.id === node.id;
  refer(builder, place.scope, node, 'value', roleOf(node), asObject);
};

const typeName: Visit = (node, place, builder) => {
  if (node.text !== '') refer(builder, place.scope, node, 'type', 'read');
};

const nestedTypeName: Visit = (node, place, builder) => {
  let leftmost = node;
  while (leftmost.namedChildren.length > 0 && leftmost.namedChildren[0] !== undefined) leftmost = leftmost.namedChildren[0];
  refer(builder, place.scope, leftmost, 'any', 'read');
};

const meta: Visit = (node, place, builder) => {
  markAt(builder, place.scope, node, node.text.startsWith('new') ? 'new.target' : 'import.meta');
};

const jsxName: Visit = (node, place, builder) => {
  markAt(builder, place.scope, node, 'jsx');
  const name = node.childForFieldName('name');
  const isIntrinsic = name?.type === 'identifier' && /^[a-z]/.test(name.text);
  for (const child of node.namedChildren) if (!(isIntrinsic && child.id === name?.id)) visit(child, place, builder);
};

const predicate: Visit = (node, place, builder) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'identifier') refer(builder, place.scope, name, 'value', 'read');
  visitField(node, 'type', place, builder);
};

const tupleMember: Visit = (node, place, builder) => {
  visitField(node, 'type', place, builder);
};

const indexSignature: Visit = (node, place, builder) => {
  const scope = openScope(builder, place.scope, 'block', node);
  const name = node.childForFieldName('name');
  for (const child of node.namedChildren) if (child.id !== name?.id) visit(child, { ...place, scope }, builder);
};

const moduleDeclaration: Visit = (node, place, builder) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'identifier') declare(builder, place.scope, name, 'class', 'any');
  const scope = openScope(builder, place.scope, 'block', node);
  visitField(node, 'body', { scope, hoist: scope }, builder);
};

function marking(mark: 'this' | 'super' | 'await' | 'yield' | 'with'): Visit {
  return (node, place, builder) => {
    markAt(builder, place.scope, node, mark);
    visitChildren(node, place, builder);
  };
}

const HANDLERS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function', 'arrow_function', 'method_definition'].map((type) => [type, functionLike] as const),
  ...['function_type', 'constructor_type', 'call_signature', 'construct_signature', 'method_signature', 'abstract_method_signature', 'function_signature'].map((type) => [type, functionType] as const),
  ...['statement_block', 'for_statement', 'switch_body', 'conditional_type', 'object_type'].map((type) => [type, inBlock] as const),
  ...['class_declaration', 'abstract_class_declaration', 'class'].map((type) => [type, classLike] as const),
  ...['property_identifier', 'private_property_identifier', 'statement_identifier', 'comment', 'enum_body_name'].map((type) => [type, nothing] as const),
  ...['identifier', 'shorthand_property_identifier'].map((type) => [type, valueName] as const),
  ...['jsx_opening_element', 'jsx_closing_element', 'jsx_self_closing_element'].map((type) => [type, jsxName] as const),
  ...['assignment_expression', 'augmented_assignment_expression'].map((type) => [type, assignment] as const),
  ...['import_clause', 'namespace_import', 'named_imports', 'import_require_clause'].map((type) => [type, importNames] as const),
  ...['required_parameter', 'optional_parameter'].map((type) => [type, tupleMember] as const),
  ...['module', 'internal_module'].map((type) => [type, moduleDeclaration] as const),
  ['variable_declarator', variableDeclarator],
  ['interface_declaration', declaring('type', 'type', true)],
  ['type_alias_declaration', declaring('type', 'type', true)],
  ['enum_declaration', declaring('class', 'any', false)],
  ['mapped_type_clause', declaring('type', 'type', false)],
  ['type_parameter', typeParameter],
  ['infer_type', inferType],
  ['for_in_statement', forIn],
  ['catch_clause', catchClause],
  ['import_specifier', importSpecifier],
  ['export_specifier', exportSpecifier],
  ['update_expression', update],
  ['type_identifier', typeName],
  ['nested_type_identifier', nestedTypeName],
  ['meta_property', meta],
  ['type_predicate', predicate],
  ['index_signature', indexSignature],
  ['namespace_export', nothing],
  ['this', marking('this')],
  ['super', marking('super')],
  ['await_expression', marking('await')],
  ['yield_expression', marking('yield')],
  ['with_statement', marking('with')],
]);
