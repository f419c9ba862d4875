import type { SyntaxNode } from '../ports.ts';
import type { Declaration, Declarations } from './facts.ts';

interface Scope {
  /** The types around with dots between, such as `Money.Builder`. */
  readonly container: string | null;
  /** All types around are public, or protected in a class. */
  readonly open: boolean;
  /** Members are public without saying so. */
  readonly isInterface: boolean;
  readonly topLevel: boolean;
}

interface Collector {
  readonly found: Declaration[];
}

const TYPES = new Set(['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration', 'annotation_type_declaration']);
const INTERFACES = new Set(['interface_declaration', 'annotation_type_declaration']);
const BODIES = new Set(['class_body', 'interface_body', 'enum_body', 'enum_body_declarations', 'annotation_type_body']);
const LOCAL: Scope = { container: null, open: false, isInterface: false, topLevel: false };

/**
 * Methods with a body, constructors and types of a Java file; every function is a method. The container is the type with
 * those around it. Exported is what another package can name: `public` or `protected`, and so are all types around.
 */
export function declarationsInJava(root: SyntaxNode): Declarations {
  const into: Collector = { found: [] };
  for (const child of root.namedChildren) visit(into, child, { container: null, open: true, isInterface: false, topLevel: true });
  return { declarations: into.found, imports: root.namedChildren.filter(({ type }) => type === 'import_declaration').map(importOf) };
}

function visit(into: Collector, node: SyntaxNode, scope: Scope): void {
  if (TYPES.has(node.type)) {
    visitType(into, node, scope);
    return;
  }
  switch (node.type) {
    case 'method_declaration':
    case 'constructor_declaration':
    case 'compact_constructor_declaration':
      if (node.childForFieldName('body') !== null) add(into, 'method', nameOf(node), node, node, scope);
      visitAll(into, node.childForFieldName('body'), LOCAL);
      return;
    case 'field_declaration':
    case 'constant_declaration':
    case 'local_variable_declaration':
      visitVariables(into, node, scope);
      return;
    case 'enum_constant':
      visitAll(into, node, { ...scope, container: `${scope.container ?? ''}.${nameOf(node)}` });
      return;
    case 'object_creation_expression':
      visitAll(into, node, { ...LOCAL, container: node.childForFieldName('type')?.text.replace(/<[\s\S]*$/u, '') ?? null });
      return;
    default:
      visitAll(into, node, BODIES.has(node.type) ? scope : LOCAL);
  }
}

function visitAll(into: Collector, node: SyntaxNode | null, scope: Scope): void {
  for (const child of node?.namedChildren ?? []) visit(into, child, scope);
}

function visitType(into: Collector, node: SyntaxNode, scope: Scope): void {
  add(into, 'class', nameOf(node), node, node, scope);
  const container = scope.container === null ? nameOf(node) : `${scope.container}.${nameOf(node)}`;
  visitAll(into, node.childForFieldName('body'), { container, open: scope.open && isOpen(node, scope), isInterface: INTERFACES.has(node.type), topLevel: false });
}

/** A lambda that a field or a variable holds stands under its name, as a method if it is a field. */
function visitVariables(into: Collector, node: SyntaxNode, scope: Scope): void {
  const declarators = node.childrenForFieldName('declarator');
  for (const declarator of declarators) {
    const value = declarator.childForFieldName('value');
    const span = declarators.length === 1 ? node : declarator;
    if (value?.type === 'lambda_expression') add(into, scope.container === null ? 'function' : 'method', nameOf(declarator), span, value, scope);
    if (value !== null) visit(into, value, LOCAL);
  }
}

function add(into: Collector, kind: Declaration['kind'], name: string, node: SyntaxNode, definition: SyntaxNode, scope: Scope): void {
  into.found.push({ kind, name, container: scope.container, node, definition, exported: scope.open && isOpen(node, scope), topLevel: scope.topLevel });
}

function isOpen(node: SyntaxNode, { isInterface }: Scope): boolean {
  const modifiers = node.namedChildren.find((child) => child.type === 'modifiers')?.children.map(({ type }) => type) ?? [];
  return isInterface ? !modifiers.includes('private') : modifiers.includes('public') || modifiers.includes('protected');
}

/** `java.util.List`, `java.lang.Math.*`: without `static`. */
function importOf(node: SyntaxNode): string {
  return node.namedChildren.filter((child) => !child.isExtra).map(({ text }) => text.replace(/\s+/gu, '')).join('.');
}

const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';
