import type { SyntaxNode } from '../ports.ts';
import { declare, openScope, refer } from './scope-builder.ts';
import type { BindingKind, NameSpace, ScopeBuilder } from './scope-builder.ts';

type Visit = (node: SyntaxNode, scope: number, builder: ScopeBuilder) => void;

/**
 * Walks a Rust file. A `let` opens a scope for what follows it, so that `let words = words(text)` still means the function on its right. Names inside
 * macro calls count as references, and inline modules see the names around them: whoever asks whether something is used must not miss a use.
 */
export function visitRustFile(root: SyntaxNode, builder: ScopeBuilder): void {
  visitBlock(root, openScope(builder, null, 'module', root), builder);
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

// ---------------------------------------------------------------------------------------------- items

const ITEMS: ReadonlyMap<string, readonly [BindingKind, NameSpace]> = new Map<string, readonly [BindingKind, NameSpace]>([
  ['function_item', ['function', 'value']],
  ['function_signature_item', ['function', 'value']],
  ['const_item', ['variable', 'value']],
  ['static_item', ['variable', 'value']],
  ['struct_item', ['class', 'any']],
  ['enum_item', ['class', 'any']],
  ['union_item', ['class', 'any']],
  ['trait_item', ['type', 'type']],
  ['type_item', ['type', 'type']],
  ['mod_item', ['class', 'any']],
  ['macro_definition', ['function', 'any']],
]);

/** Items mean something in all of their block; a `let` only behind itself. */
const visitBlock: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) declareItem(child, scope, builder);
  let at = scope;
  for (const child of node.namedChildren) {
    if (child.type !== 'let_declaration') {
      visit(child, at, builder);
      continue;
    }
    for (const field of ['type', 'value', 'alternative']) visitField(child, field, at, builder);
    at = openScope(builder, at, 'block', node);
    for (const pattern of child.childrenForFieldName('pattern')) bind(pattern, 'variable', at, builder);
  }
};

function declareItem(node: SyntaxNode, scope: number, builder: ScopeBuilder): void {
  const item = ITEMS.get(node.type);
  const name = node.childForFieldName('name');
  if (item !== undefined && name !== null) declare(builder, scope, name, ...item);
  if (node.type === 'use_declaration' || node.type === 'extern_crate_declaration') for (const local of localsOfUse(node)) declare(builder, scope, local, 'import', 'any');
}

/** Nodes that name what a `use` or `extern crate` binds; `*` and `_` bind no name. */
function localsOfUse(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'use_declaration': return node.childrenForFieldName('argument').flatMap(localsOfUse);
    case 'scoped_use_list': return node.childrenForFieldName('list').flatMap(localsOfUse);
    case 'use_list': return node.namedChildren.flatMap((child) => (child.type === 'self' ? ownerOf(node) : localsOfUse(child)));
    case 'use_as_clause': return node.childrenForFieldName('alias').filter(({ text }) => text !== '_');
    case 'extern_crate_declaration': return [node.childForFieldName('alias') ?? node.childForFieldName('name')].filter((name) => name !== null);
    case 'scoped_identifier': return node.childrenForFieldName('name');
    case 'identifier': return [node];
    default: return [];
  }
}

/** `io` of `io::{self, Read}`. */
function ownerOf(list: SyntaxNode): readonly SyntaxNode[] {
  const path = list.parent?.childForFieldName('path') ?? null;
  return path === null ? [] : path.type === 'identifier' ? [path] : path.childrenForFieldName('name');
}

const functionItem: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'function', node);
  visitField(node, 'type_parameters', own, builder);
  visitField(node, 'parameters', own, builder);
  visitField(node, 'return_type', own, builder);
  for (const child of node.namedChildren) if (child.type === 'where_clause') visit(child, own, builder);
  visitField(node, 'body', own, builder);
};

const closure: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'arrow', node);
  for (const list of node.childrenForFieldName('parameters')) for (const child of list.namedChildren) if (child.type === 'parameter') visit(child, own, builder); else bind(child, 'parameter', own, builder);
  visitField(node, 'return_type', own, builder);
  visitField(node, 'body', own, builder);
};

const parameter: Visit = (node, scope, builder) => {
  for (const pattern of node.childrenForFieldName('pattern')) bind(pattern, 'parameter', scope, builder);
  visitField(node, 'type', scope, builder);
};

/** `impl` and `trait` bodies: their functions are reached through a type, never by their bare name. */
const holder: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'class', node);
  for (const field of ['type_parameters', 'trait', 'type', 'bounds', 'body']) visitField(node, field, own, builder);
};

const typeItem: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'class', node);
  for (const field of ['type_parameters', 'body', 'type']) visitField(node, field, own, builder);
};

const valueItem: Visit = (node, scope, builder) => {
  for (const field of ['type', 'value']) visitField(node, field, scope, builder);
};

const inlineModule: Visit = (node, scope, builder) => {
  const body = node.childForFieldName('body');
  if (body !== null) visitBlock(body, openScope(builder, scope, 'block', body), builder);
};

const typeParameter: Visit = (node, scope, builder) => {
  const name = node.childForFieldName('name');
  if (name !== null) declare(builder, scope, name, 'type', 'any');
  for (const field of ['bounds', 'default_type', 'type']) visitField(node, field, scope, builder);
};

// ---------------------------------------------------------------------------------------------- patterns

/** Names bound by a pattern. A capital letter means a constant or a variant, as the compiler's own warnings have it. */
function bind(node: SyntaxNode, kind: BindingKind, scope: number, builder: ScopeBuilder): void {
  switch (node.type) {
    case 'identifier':
      if (/^[\p{Lu}]/u.test(node.text)) refer(builder, scope, node, 'any', 'read');
      else if (node.text !== '_') declare(builder, scope, node, kind, 'value');
      return;
    case 'shorthand_field_identifier':
      declare(builder, scope, node, kind, 'value');
      return;
    case 'scoped_identifier': case 'scoped_type_identifier': case 'type_identifier':
      visit(node, scope, builder);
      return;
    case 'range_pattern': case 'const_block': case 'macro_invocation': case 'generic_pattern':
      visitChildren(node, scope, builder);
      return;
    case 'tuple_struct_pattern': case 'struct_pattern':
      visitField(node, 'type', scope, builder);
      for (const child of node.namedChildren) if (child !== node.childForFieldName('type')) bind(child, kind, scope, builder);
      return;
    case 'field_pattern':
      for (const child of node.namedChildren) if (child.type !== 'field_identifier') bind(child, kind, scope, builder);
      return;
    case 'match_pattern':
      for (const child of node.namedChildren) if (child !== node.childForFieldName('condition')) bind(child, kind, scope, builder);
      visitField(node, 'condition', scope, builder);
      return;
    default:
      for (const child of node.namedChildren) bind(child, kind, scope, builder);
  }
}

const matchArm: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'block', node);
  for (const pattern of node.childrenForFieldName('pattern')) bind(pattern, 'variable', own, builder);
  visitField(node, 'value', own, builder);
};

const forLoop: Visit = (node, scope, builder) => {
  visitField(node, 'value', scope, builder);
  const own = openScope(builder, scope, 'block', node);
  for (const pattern of node.childrenForFieldName('pattern')) bind(pattern, 'variable', own, builder);
  visitField(node, 'body', own, builder);
};

/** `if let` and `while let`: what they bind is seen by what follows in the condition and in the body. */
const conditional: Visit = (node, scope, builder) => {
  const own = openScope(builder, scope, 'block', node);
  visitField(node, 'condition', own, builder);
  for (const field of ['consequence', 'body']) visitField(node, field, own, builder);
  visitField(node, 'alternative', scope, builder);
};

/** The value is read where the name does not yet mean what is bound. */
const letCondition: Visit = (node, scope, builder) => {
  visitField(node, 'value', builder.scopes[scope]!.kind === 'block' ? builder.scopes[scope]!.parent ?? scope : scope, builder);
  for (const pattern of node.childrenForFieldName('pattern')) bind(pattern, 'variable', scope, builder);
};

// ---------------------------------------------------------------------------------------------- references

const identifier: Visit = (node, scope, builder) => {
  const { parent } = node;
  const isCallee = parent?.type === 'call_expression' && parent.childForFieldName('function') === node;
  refer(builder, scope, node, 'any', isCallee || parent?.type === 'macro_invocation' ? 'call' : 'read');
};

/** Only the first part of a path is a name of this file; `self::f` and `Self::f` name something of it, too. */
const path: Visit = (node, scope, builder) => {
  const from = node.childForFieldName('path');
  const name = node.childForFieldName('name');
  if (from?.type === 'self' || from?.type === 'super' || from?.type === 'crate') {
    if (name !== null) refer(builder, scope, name, 'any', 'read');
  } else if (from?.type === 'identifier') refer(builder, scope, from, 'any', 'read', true);
  else if (from !== null) visit(from, scope, builder);
  visitField(node, 'type_arguments', scope, builder);
};

const tokens: Visit = (node, scope, builder) => {
  for (const child of node.namedChildren) {
    if (child.type === 'identifier') refer(builder, scope, child, 'any', 'read');
    else visit(child, scope, builder);
  }
};

const HANDLERS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...['use_declaration', 'extern_crate_declaration', 'line_comment', 'block_comment', 'attribute_item', 'inner_attribute_item', 'visibility_modifier', 'lifetime', 'macro_definition'].map((type) => [type, nothing] as const),
  ...['block', 'declaration_list', 'unsafe_block', 'async_block', 'gen_block'].map((type) => [type, (node, scope, builder) => { visitBlock(node, openScope(builder, scope, 'block', node), builder); }] as const satisfies readonly [string, Visit]),
  ...['function_item', 'function_signature_item'].map((type) => [type, functionItem] as const),
  ...['impl_item', 'trait_item'].map((type) => [type, holder] as const),
  ...['struct_item', 'enum_item', 'union_item', 'type_item'].map((type) => [type, typeItem] as const),
  ...['const_item', 'static_item'].map((type) => [type, valueItem] as const),
  ...['if_expression', 'while_expression'].map((type) => [type, conditional] as const),
  ...['type_parameter', 'const_parameter'].map((type) => [type, typeParameter] as const),
  ...['scoped_identifier', 'scoped_type_identifier'].map((type) => [type, path] as const),
  ...['identifier', 'type_identifier', 'shorthand_field_identifier'].map((type) => [type, identifier] as const),
  ['mod_item', inlineModule],
  ['closure_expression', closure],
  ['parameter', parameter],
  ['match_arm', matchArm],
  ['for_expression', forLoop],
  ['let_condition', letCondition],
  ['token_tree', tokens],
]);
