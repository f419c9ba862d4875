import type { SyntaxNode } from '../ports.ts';
import type { Declaration, Declarations } from './facts.ts';

interface Scope {
  /** The class, or the object with a name, directly around. */
  readonly container: string | null;
  readonly topLevel: boolean;
}

const INSIDE: Scope = { container: null, topLevel: false };
const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'generator_function']);
const WRAPPERS = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression']);

/** Functions, methods and classes of a JavaScript, TypeScript or TSX module, ESM or CommonJS. */
export function declarationsInJavaScript(root: SyntaxNode): Declarations {
  const into: Collector = { found: [], imports: [], exportedNames: new Set() };
  for (const child of root.namedChildren) visit(into, child, { container: null, topLevel: true });
  const { found, imports, exportedNames } = into;
  const declarations = found.map((each) => ({
    ...each,
    exported: each.exported || (each.topLevel && each.kind !== 'method' && exportedNames.has(each.name)),
  }));
  return { declarations, imports };
}

/** Filled during one walk. */
interface Collector {
  readonly found: Declaration[];
  readonly imports: string[];
  /** Local names that an export list or a CommonJS assignment exports. */
  readonly exportedNames: Set<string>;
}

function visit(into: Collector, node: SyntaxNode, scope: Scope): void {
  switch (node.type) {
    case 'function_declaration':
    case 'generator_function_declaration':
      add(into, 'function', nameOf(node), node, node, { ...scope, container: null });
      return;
    case 'class_declaration':
    case 'abstract_class_declaration':
      add(into, 'class', nameOf(node), node, node, { ...scope, container: null });
      return;
    case 'lexical_declaration':
    case 'variable_declaration':
      visitVariables(into, node, scope);
      return;
    case 'method_definition':
      add(into, 'method', nameOf(node), node, node, scope);
      return;
    case 'field_definition':
    case 'public_field_definition':
    case 'pair':
      visitMember(into, node, scope);
      return;
    case 'export_statement':
      visitExport(into, node, scope);
      return;
    case 'expression_statement':
      visitStatement(into, node, scope);
      return;
    default:
      visitOther(into, node, scope);
  }
}

function visitOther(into: Collector, node: SyntaxNode, scope: Scope): void {
  if (node.type === 'import_statement' || node.type === 'import_require_clause') addImport(into, node.childForFieldName('source'));
  if (node.type === 'call_expression') visitCall(into, node);
  const inner = node.type === 'class_body' || node.type === 'object' || WRAPPERS.has(node.type) ? { ...scope, topLevel: false } : INSIDE;
  for (const child of node.namedChildren) visit(into, child, inner);
}

function add(into: Collector, kind: Declaration['kind'], name: string, node: SyntaxNode, definition: SyntaxNode, scope: Scope, exported = false): void {
  const isDeclared = node.parent?.type === 'export_statement' && kind !== 'method';
  into.found.push({ kind, name, container: scope.container, node, definition, exported: exported || (isDeclared && scope.topLevel), topLevel: scope.topLevel });
  const inner = kind === 'class' ? { container: name, topLevel: false } : INSIDE;
  for (const child of definition.namedChildren) visit(into, child, inner);
}

function visitVariables(into: Collector, node: SyntaxNode, scope: Scope): void {
  const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
  for (const declarator of declarators) {
    const name = nameOf(declarator);
    const value = unwrap(declarator.childForFieldName('value'));
    const span = declarators.length === 1 ? node : declarator;
    const exported = scope.topLevel && node.parent?.type === 'export_statement';
    if (!value) continue;
    if (FUNCTIONS.has(value.type)) add(into, 'function', name, span, value, { ...scope, container: null }, exported);
    else if (value.type === 'class') add(into, 'class', name, span, value, { ...scope, container: null }, exported);
    else visit(into, value, { container: name, topLevel: false });
  }
}

/** A class field or an object's property. */
function visitMember(into: Collector, node: SyntaxNode, scope: Scope): void {
  const value = unwrap(node.childForFieldName('value'));
  const name = (node.childForFieldName('name') ?? node.childForFieldName('property') ?? node.childForFieldName('key'))?.text ?? '';
  if (value && FUNCTIONS.has(value.type)) add(into, 'method', unquoted(name), node, value, { ...scope, topLevel: false });
  else if (value) visit(into, value, { container: scope.container, topLevel: false });
}

function visitExport(into: Collector, node: SyntaxNode, scope: Scope): void {
  const source = node.childForFieldName('source');
  addImport(into, source);
  for (const child of node.namedChildren) {
    const value = unwrap(child)!;
    if (child.type === 'export_clause' && !source) exportClause(into, child);
    else if (child.type === 'identifier') into.exportedNames.add(child.text);
    else if (FUNCTIONS.has(value.type)) add(into, 'function', nameOf(value) || 'default', child, value, scope, scope.topLevel);
    else if (value.type === 'class') add(into, 'class', nameOf(value) || 'default', child, value, scope, scope.topLevel);
    else if (value.type === 'object') exportObject(into, value);
    else if (child.type !== 'export_clause') visit(into, child, scope);
  }
}

function exportClause(into: Collector, clause: SyntaxNode): void {
  for (const specifier of clause.namedChildren) into.exportedNames.add(nameOf(specifier));
}

/** `module.exports = { a, b: c, d() {} }` and `export default { … }`. */
function exportObject(into: Collector, object: SyntaxNode): void {
  for (const member of object.namedChildren) {
    if (member.type === 'shorthand_property_identifier') into.exportedNames.add(member.text);
    const value = member.type === 'pair' ? member.childForFieldName('value') : null;
    if (value?.type === 'identifier') into.exportedNames.add(value.text);
  }
  visit(into, object, INSIDE);
}

function visitStatement(into: Collector, node: SyntaxNode, scope: Scope): void {
  const assignment = node.namedChildren[0];
  const left = assignment?.type === 'assignment_expression' ? assignment.childForFieldName('left') : null;
  const right = unwrap(assignment?.childForFieldName('right') ?? null);
  if (left?.type !== 'member_expression' || !right) {
    visitOther(into, node, scope);
    return;
  }
  const place = assignedPlace(left, scope.container);
  if (place.exported && right.type === 'identifier') into.exportedNames.add(right.text);
  if (FUNCTIONS.has(right.type)) {
    const name = place.name ?? (nameOf(right) || 'default');
    const isExport = place.exported && scope.topLevel;
    add(into, place.container === null ? 'function' : 'method', name, node, right, { container: place.container, topLevel: isExport }, isExport);
  } else if (right.type === 'class') add(into, 'class', place.name ?? (nameOf(right) || 'default'), node, right, { ...scope, container: null }, place.exported && scope.topLevel);
  else if (right.type === 'object' && place.exported) exportObject(into, right);
  else visit(into, right, { container: place.container ?? place.name, topLevel: false });
}

function visitCall(into: Collector, node: SyntaxNode): void {
  const callee = node.childForFieldName('function');
  const isImport = callee?.type === 'import' || (callee?.type === 'identifier' && callee.text === 'require');
  if (isImport) addImport(into, node.childForFieldName('arguments')?.namedChildren[0] ?? null);
}

function addImport(into: Collector, source: SyntaxNode | null): void {
  if (source?.type === 'string') into.imports.push(source.text.slice(1, -1));
}
/** What `left = …` names: an export of a CommonJS module, or a method of an object. */
function assignedPlace(left: SyntaxNode, around: string | null): { readonly name: string | null; readonly container: string | null; readonly exported: boolean } {
  const object = left.childForFieldName('object')?.text ?? '';
  const name = left.childForFieldName('property')?.text ?? null;
  if (object === 'module' && name === 'exports') return { name: null, container: null, exported: true };
  if (object === 'exports' || object === 'module.exports') return { name, container: null, exported: true };
  if (object === 'this') return { name, container: around ?? 'this', exported: false };
  return { name, container: object.replace(/\.prototype$/u, ''), exported: false };
}

function unwrap(node: SyntaxNode | null): SyntaxNode | null {
  let inner = node;
  while (inner && WRAPPERS.has(inner.type)) inner = inner.namedChildren.find((child) => !child.isExtra) ?? null;
  return inner;
}

const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';
const unquoted = (name: string): string => name.replace(/^(['"])(.*)\1$/u, '$2');
