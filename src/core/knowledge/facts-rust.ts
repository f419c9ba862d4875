import type { SyntaxNode } from '../ports.ts';
import { isTestOnly, testsOnlyFile } from '../syntax/rust-attributes.ts';
import type { Declaration, Declarations } from './facts.ts';

interface Scope {
  /** The type of the `impl` block directly around, with the trait it is implemented as; the trait itself. */
  readonly container: string | null;
  /** In the file or in a module written out in it: not in a function. */
  readonly topLevel: boolean;
  /** All modules around can be named from outside the file. */
  readonly open: boolean;
}

interface Collector {
  readonly found: Declaration[];
  readonly imports: string[];
}

/**
 * Functions, methods and types of a Rust file. What is compiled for tests only (`#[cfg(test)]`, `#[test]`) is left out, as
 * files of tests are elsewhere; so are macros and functions without a body. Exported is what another module can name:
 * `pub` in any form but `pub(self)`, in modules that are; for methods of a trait, always. The container of a method of
 * `impl Display for Money` is `Money as Display`.
 */
export function declarationsInRust(root: SyntaxNode): Declarations {
  const into: Collector = { found: [], imports: [] };
  if (!testsOnlyFile(root)) visitItems(into, root, { container: null, topLevel: true, open: true });
  return { declarations: into.found, imports: into.imports };
}

function visitItems(into: Collector, node: SyntaxNode, scope: Scope): void {
  for (const child of node.namedChildren) if (!isTestOnly(child)) visit(into, child, scope);
}

function visit(into: Collector, node: SyntaxNode, scope: Scope): void {
  switch (node.type) {
    case 'function_item':
      add(into, scope.container === null ? 'function' : 'method', node, node, scope);
      visitItems(into, node, INSIDE);
      return;
    case 'struct_item': case 'enum_item': case 'union_item': case 'trait_item':
      add(into, 'class', node, node, scope);
      visitItems(into, node.childForFieldName('body') ?? node, { container: nameOf(node), topLevel: false, open: isOpen(node) });
      return;
    case 'impl_item':
      visitItems(into, node.childForFieldName('body') ?? node, { container: implemented(node), topLevel: false, open: node.childForFieldName('trait') !== null });
      return;
    case 'mod_item':
      visitItems(into, node.childForFieldName('body') ?? node, { container: null, topLevel: scope.topLevel, open: scope.open && isOpen(node) });
      return;
    case 'use_declaration':
      into.imports.push(...pathsOf(node.childForFieldName('argument')));
      return;
    case 'extern_crate_declaration':
      into.imports.push(nameOf(node));
      return;
    case 'let_declaration': case 'static_item': case 'const_item':
      visitValue(into, node, scope);
      return;
    default:
      visitItems(into, node, { ...INSIDE, container: null });
  }
}

const INSIDE: Scope = { container: null, topLevel: false, open: false };

function add(into: Collector, kind: Declaration['kind'], node: SyntaxNode, definition: SyntaxNode, scope: Scope): void {
  const body = definition.childForFieldName('body');
  const name = node.type === 'let_declaration' ? node.childForFieldName('pattern')!.text : nameOf(node);
  const inTrait = kind === 'method' && scope.open;
  const exported = inTrait || ((scope.topLevel ? scope.open : kind === 'method') && isOpen(node));
  into.found.push({ kind, name, container: kind === 'method' ? scope.container : null, node, definition, body: body?.type === 'ordered_field_declaration_list' ? null : body, exported, topLevel: scope.topLevel });
}

/** A closure under a name: `let`, `static` or `const`. */
function visitValue(into: Collector, node: SyntaxNode, scope: Scope): void {
  const value = node.childForFieldName('value');
  const isNamed = node.type !== 'let_declaration' || node.childForFieldName('pattern')?.type === 'identifier';
  if (value?.type === 'closure_expression' && isNamed) add(into, 'function', node, value, { ...scope, container: null });
  visitItems(into, node, INSIDE);
}

/** `Money`, or `Money as Display`: without paths, references and type arguments. */
function implemented(node: SyntaxNode): string {
  const trait = node.childForFieldName('trait');
  const type = plainType(node.childForFieldName('type'));
  return trait === null ? type : `${type} as ${plainType(trait)}`;
}

function plainType(node: SyntaxNode | null): string {
  if (node === null) return '';
  if (node.type === 'generic_type' || node.type === 'reference_type' || node.type === 'pointer_type') return plainType(node.childForFieldName('type'));
  if (node.type === 'scoped_type_identifier') return nameOf(node);
  return node.text.replace(/\s+/gu, ' ');
}

function isOpen(node: SyntaxNode): boolean {
  const visibility = node.namedChildren.find((child) => child.type === 'visibility_modifier');
  return visibility !== undefined && !/^pub\s*\(\s*(?:in\s+)?self\s*\)$/u.test(visibility.text);
}

/** Each path of a `use` tree by itself; names given with `as` are left out. */
function pathsOf(node: SyntaxNode | null): readonly string[] {
  if (node === null) return [];
  if (node.type === 'use_as_clause') return pathsOf(node.childForFieldName('path'));
  if (node.type === 'use_list') return node.namedChildren.filter((child) => !child.isExtra).flatMap(pathsOf);
  if (node.type === 'scoped_use_list') {
    const path = node.childForFieldName('path');
    const inner = pathsOf(node.childForFieldName('list'));
    return path === null ? inner : inner.map((each) => (each === 'self' ? compact(path) : `${compact(path)}::${each}`));
  }
  return [compact(node)];
}

const compact = (node: SyntaxNode): string => node.text.replace(/\s+/gu, '');
const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';
