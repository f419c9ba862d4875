import type { SyntaxNode } from '../ports.ts';
import { declare, markAt, openScope, refer } from './scope-builder.ts';
import type { BindingKind, ReferenceRole, ScopeBuilder } from './scope-builder.ts';

/** Builtins and library functions that call the function they are given and keep no hold of it. */
const ITERATION_FUNCTIONS = new Set(['map', 'filter', 'sorted', 'min', 'max', 'reduce', 'sort', 'groupby']);

type Visit = (node: SyntaxNode, scope: number, builder: ScopeBuilder) => void;

export function visitPythonModule(root: SyntaxNode, builder: ScopeBuilder): void {
  visitChildren(root, openScope(builder, null, 'module', root), builder);
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

/** The scope that an assignment written in `scope` binds in: `global` and `nonlocal` names are bound elsewhere. */
function declareName(node: SyntaxNode, scope: number, kind: BindingKind, builder: ScopeBuilder): void {
  const redirect = builder.redirects.get(scope)?.get(node.text);
  if (redirect === undefined) declare(builder, scope, node, kind, 'value');
  else refer(builder, scope, node, 'value', 'write');
}

// ---------------------------------------------------------------------------------------------- functions and classes

const functionDefinition: Visit = (node, scope, builder) => {
  declareName(node.childForFieldName('name')!, scope, 'function', builder);
  const own = openScope(builder, scope, 'function', node);
  const body = node.childForFieldName('body')!;
  builder.redirects.set(own, redirectsIn(body));
  visitField(node, 'type_parameters', own, builder);
  for (const list of node.childrenForFieldName('parameters')) for (const child of list.namedChildren) parameter(child, own, scope, builder);
  annotation(node.childForFieldName('return_type'), scope, builder);
  visitChildren(body, own, builder);
};

const lambda: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'function', node);
  for (const list of node.childrenForFieldName('parameters')) for (const child of list.namedChildren) parameter(child, own, scope, builder);
  visitField(node, 'body', own, builder);
};

/** Parameters are bound inside; their defaults and annotations are read outside. */
function parameter(node: SyntaxNode, own: number, outside: number, builder: ScopeBuilder): void {
  if (node.type === 'identifier') {
    declare(builder, own, node, 'parameter', 'value');
    return;
  }
  if (node.type === 'comment' || node.type.endsWith('_separator')) return;
  const named = node.childForFieldName('name');
  const target = named ?? node.namedChildren[0];
  if (target !== undefined) parameter(target, own, outside, builder);
  annotation(node.childForFieldName('type'), outside, builder);
  visitField(node, 'value', outside, builder);
}

function annotation(node: SyntaxNode | null, scope: number, builder: ScopeBuilder): void {
  if (node === null) return;
  // A name inside a string is invisible to this analysis, and to nobody else.
  if (node.descendantsOfType('string').length > 0) markAt(builder, scope, node, 'string-annotation');
  visit(node, scope, builder);
}

function redirectsIn(body: SyntaxNode): ReadonlyMap<string, 'global' | 'nonlocal'> {
  const found = new Map<string, 'global' | 'nonlocal'>();
  const search = (node: SyntaxNode): void => {
    if (node.type === 'function_definition' || node.type === 'class_definition' || node.type === 'lambda') return;
    const kind = node.type === 'global_statement' ? 'global' : node.type === 'nonlocal_statement' ? 'nonlocal' : null;
    for (const child of node.namedChildren) {
      if (kind === null) search(child);
      else found.set(child.text, kind);
    }
  };
  search(body);
  return found;
}

const classDefinition: Visit = (node, scope, builder) => {
  declareName(node.childForFieldName('name')!, scope, 'class', builder);
  visitField(node, 'superclasses', scope, builder);
  const own = openScope(builder, scope, 'class', node);
  visitField(node, 'type_parameters', own, builder);
  visitField(node, 'body', own, builder);
};

const comprehension: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'comprehension', node);
  const clauses = node.namedChildren.filter((child) => child.type === 'for_in_clause');
  for (const clause of clauses) target(clause.childForFieldName('left')!, own, builder);
  for (const child of node.namedChildren) {
    // The first iterable is evaluated outside the comprehension.
    if (child.type === 'for_in_clause') visitField(child, 'right', child.id === clauses[0]?.id ? scope : own, builder);
    else visit(child, own, builder);
  }
};

// ---------------------------------------------------------------------------------------------- bindings

/** Names bound by the left side of an assignment, `for`, `with`, `as` or `del`. */
function target(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  switch (node.type) {
    case 'identifier':
      declareName(node, scope, 'variable', builder);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'list_splat_pattern':
    case 'as_pattern_target':
    case 'expression_list':
    case 'tuple':
    case 'list':
    case 'parenthesized_expression':
      for (const child of node.namedChildren) target(child, scope, builder);
      return;
    default:
      visit(node, scope, builder);
  }
}

const assignment: Visit = (node, scope, builder) => {
  target(node.childForFieldName('left')!, scope, builder);
  annotation(node.childForFieldName('type'), scope, builder);
  visitField(node, 'right', scope, builder);
};

const augmented: Visit = (node, scope, builder) => {
  const left = node.childForFieldName('left')!;
  target(left, scope, builder);
  if (left.type === 'identifier') refer(builder, scope, left, 'value', 'read');
  visitField(node, 'right', scope, builder);
};

/** A walrus inside a comprehension binds in the function around it. */
const walrus: Visit = (node, scope, builder) => {
  let at = scope;
  while (builder.scopes[at]!.kind === 'comprehension') at = builder.scopes[at]!.parent!;
  target(node.childForFieldName('name')!, at, builder);
  visitField(node, 'value', scope, builder);
};

const forStatement: Visit = (node, scope, builder) => {
  target(node.childForFieldName('left')!, scope, builder);
  for (const field of ['right', 'body', 'alternative']) visitField(node, field, scope, builder);
};

const asPattern: Visit = (node, scope, builder) => {
  const alias = node.childForFieldName('alias') ?? node.namedChildren.at(-1)!;
  target(alias, scope, builder);
  for (const child of node.namedChildren) if (child.id !== alias.id) visit(child, scope, builder);
};

const deleteStatement: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) target(child, scope, builder);
};

/** `case name:` captures; `case a.b:` compares. */
const casePattern: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) capture(child, scope, builder);
};

function capture(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  if (node.type === 'dotted_name') {
    const [first, second] = node.namedChildren;
    if (second === undefined) target(first!, scope, builder);
    else refer(builder, scope, first!, 'value', 'read', true);
    return;
  }
  if (node.type === 'identifier') {
    target(node, scope, builder);
    return;
  }
  const isClass = node.type === 'class_pattern' || node.type === 'keyword_pattern';
  for (const [index, child] of node.namedChildren.entries()) {
    if (!(isClass && index === 0)) capture(child, scope, builder);
    else if (node.type === 'class_pattern') refer(builder, scope, child.namedChildren[0] ?? child, 'value', 'read');
  }
}

const importStatement: Visit = (node, scope, builder) => {
  for (const name of node.childrenForFieldName('name')) {
    const alias = name.childForFieldName('alias');
    const first = name.type === 'dotted_name' ? name.namedChildren[0] : undefined;
    const bound = alias ?? first;
    if (bound !== undefined) declareName(bound, scope, 'import', builder);
  }
};

const typeAlias: Visit = (node, scope, builder) => {
  const left = node.childForFieldName('left')!;
  const name = left.descendantsOfType('identifier')[0];
  if (name !== undefined) declareName(name, scope, 'type', builder);
  const own = openScope(builder, scope, 'function', node);
  for (const parameters of left.descendantsOfType('type_parameter')) visit(parameters, own, builder);
  visitField(node, 'right', own, builder);
};

const typeParameters: Visit = (node, scope, builder) => {
  // The grammar uses one node for `def f[T]` (declares) and `list[T]` (refers).
  const declares = /^(function|class)_definition$/.test(node.parent?.type ?? '') || node.parent?.parent?.parent?.type === 'type_alias_statement';
  for (const child of node.namedChildren) {
    const name = child.descendantsOfType('identifier')[0];
    if (declares && name !== undefined) declare(builder, scope, name, 'type', 'value');
    visit(child, scope, builder);
  }
};

// ---------------------------------------------------------------------------------------------- references

const identifier: Visit = (node, scope, builder) => {
  const parent = node.parent;
  const isCallee = parent?.type === 'call' && parent.childForFieldName('function')?.id === node.id;
  if (isCallee && ['locals', 'globals', 'vars', 'dir', 'eval', 'exec'].includes(node.text)) markAt(builder, scope, node, /^e/.test(node.text) ? 'eval' : 'locals');
  if (node.text === 'super' || node.text === '__class__') markAt(builder, scope, node, 'super');
  const asObject = parent?.type === 'attribute' || parent?.type === 'subscript';
  refer(builder, scope, node, 'value', isCallee ? 'call' : roleOf(node), asObject);
};

function roleOf(node: SyntaxNode): ReferenceRole {
  const parent = node.parent;
  const isKey = parent?.type === 'keyword_argument' && parent.childForFieldName('name')?.text === 'key';
  const list = isKey ? parent.parent : parent;
  const callee = list?.type === 'argument_list' ? list.parent?.childForFieldName('function') : null;
  if (callee === null || callee === undefined) return 'read';
  const name = callee.type === 'attribute' ? callee.childForFieldName('attribute')?.text : callee.text;
  const place = isKey || list!.namedChildren[0]?.id === node.id;
  return place && ITERATION_FUNCTIONS.has(name ?? '') ? 'callback' : 'read';
}

const attribute: Visit = (node, scope, builder) => {
  visitField(node, 'object', scope, builder);
};

const keywordArgument: Visit = (node, scope, builder) => {
  visitField(node, 'value', scope, builder);
};

function marking(mark: 'await' | 'yield'): Visit {
  return (node, scope, builder) => {
    markAt(builder, scope, node, mark);
    visitChildren(node, scope, builder);
  };
}

const HANDLERS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'].map((type) => [type, comprehension] as const),
  ...['import_statement', 'import_from_statement'].map((type) => [type, importStatement] as const),
  ...['global_statement', 'nonlocal_statement', 'future_import_statement', 'comment'].map((type) => [type, nothing] as const),
  ['function_definition', functionDefinition],
  ['lambda', lambda],
  ['class_definition', classDefinition],
  ['assignment', assignment],
  ['augmented_assignment', augmented],
  ['named_expression', walrus],
  ['for_statement', forStatement],
  ['as_pattern', asPattern],
  ['delete_statement', deleteStatement],
  ['case_pattern', casePattern],
  ['type_alias_statement', typeAlias],
  ['type_parameter', typeParameters],
  ['identifier', identifier],
  ['attribute', attribute],
  ['keyword_argument', keywordArgument],
  ['await', marking('await')],
  ['yield', marking('yield')],
]);
