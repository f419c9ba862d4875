/** Scopes, bindings and references of one syntax tree as plain data, and how a walk collects them. */
import type { SyntaxNode } from '../ports.ts';

/** UTF-16 offsets, end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** `any` is for export lists, which name a value, a type or both. */
export type NameSpace = 'value' | 'type' | 'any';
export type BindingKind = 'import' | 'function' | 'class' | 'variable' | 'parameter' | 'type';
export type ScopeKind = 'module' | 'function' | 'arrow' | 'class' | 'block' | 'comprehension';

/**
 * - `call`: the callee of a plain call.
 * - `callback`: handed to a well-known iteration function (`xs.map(f)`, `sorted(xs, key=f)`), which calls and forgets it.
 * - `export`: named in an export list or assigned to `exports`.
 * - `write`: assigned, deleted or updated.
 * - `read`: everything else; the function's identity may matter there.
 */
export type ReferenceRole = 'call' | 'callback' | 'export' | 'write' | 'read';

export type Mark = 'this' | 'super' | 'arguments' | 'new.target' | 'import.meta' | 'eval' | 'with' | 'locals' | 'jsx' | 'string-annotation' | 'await' | 'yield'
  // Go: stops a panic of its caller; looks at who calls it; names a field or method that only its package sees.
  | 'recover' | 'caller' | 'unexported';

export interface Scope {
  readonly id: number;
  readonly parent: number | null;
  readonly kind: ScopeKind;
  readonly start: number;
  readonly end: number;
}

export interface Binding {
  readonly id: number;
  readonly name: string;
  readonly kind: BindingKind;
  readonly space: NameSpace;
  readonly scope: number;
  /** Identifiers that declare it; more than one means declared again, or assigned again in Python. */
  readonly declarations: readonly TextRange[];
}

export interface Reference extends TextRange {
  readonly name: string;
  readonly space: NameSpace;
  readonly role: ReferenceRole;
  readonly scope: number;
  /** `null`: a global, or a name that the tree does not declare. */
  readonly binding: number | null;
  /** True for `{ name }` in an object, which is also a property name, and for a key of a Go literal, which may be a field's name instead. */
  readonly shorthand: boolean;
  /** True if the value is used as an object: `name.x`, `name['x']`. */
  readonly asObject: boolean;
}

export interface MarkFact extends TextRange {
  readonly mark: Mark;
  readonly scope: number;
}

export interface ScopeAnalysis {
  readonly scopes: readonly Scope[];
  readonly bindings: readonly Binding[];
  readonly references: readonly Reference[];
  readonly marks: readonly MarkFact[];
  /** Names declared `global` somewhere inside a function (Python). */
  readonly globalStatements: readonly string[];
}

export type MutableReference = { -readonly [K in keyof Reference]: Reference[K] };

/** Collects while a tree is walked; `finish` turns it into data. */
export interface ScopeBuilder {
  readonly scopes: Scope[];
  readonly bindings: (Omit<Binding, 'declarations'> & { readonly declarations: TextRange[] })[];
  readonly references: MutableReference[];
  readonly marks: MarkFact[];
  readonly names: Map<string, number[]>[];
  /** Python: names that a function scope takes from the module (`global`) or from outside (`nonlocal`). */
  readonly redirects: Map<number, ReadonlyMap<string, 'global' | 'nonlocal'>>;
  /** References whose binding the walk itself has found: where a name's meaning depends on what stands before it. */
  readonly settled: Set<Reference>;
}

export function openScope(builder: ScopeBuilder, parent: number | null, kind: ScopeKind, node: SyntaxNode): number {
  const id = builder.scopes.length;
  builder.scopes.push({ id, parent, kind, start: node.startIndex, end: node.endIndex });
  builder.names.push(new Map());
  return id;
}

export function declare(builder: ScopeBuilder, scope: number, node: SyntaxNode, kind: BindingKind, space: NameSpace): void {
  declareAs(builder, scope, node.text, node, kind, space);
}

/** Declares a name that the declaring node does not spell, such as a Go package's behind its path. */
export function declareAs(builder: ScopeBuilder, scope: number, name: string, node: SyntaxNode, kind: BindingKind, space: NameSpace): void {
  const known = builder.names[scope]!.get(name) ?? [];
  const range = { start: node.startIndex, end: node.endIndex };
  const same = known.map((id) => builder.bindings[id]!).find((binding) => sharesSpace(binding.space, space));
  if (same !== undefined) {
    same.declarations.push(range);
    return;
  }
  const id = builder.bindings.length;
  builder.bindings.push({ id, name, kind, space, scope, declarations: [range] });
  builder.names[scope]!.set(name, [...known, id]);
}

export function refer(builder: ScopeBuilder, scope: number, node: SyntaxNode, space: NameSpace, role: ReferenceRole, asObject = false): void {
  const shorthand = node.type === 'shorthand_property_identifier' || node.type === 'shorthand_property_identifier_pattern';
  builder.references.push({ name: node.text, start: node.startIndex, end: node.endIndex, space, role, scope, binding: null, shorthand, asObject });
}

export function markAt(builder: ScopeBuilder, scope: number, node: SyntaxNode, mark: Mark): void {
  builder.marks.push({ mark, scope, start: node.startIndex, end: node.endIndex });
}

function sharesSpace(a: NameSpace, b: NameSpace): boolean {
  return a === b || a === 'any' || b === 'any';
}

export function resolve(builder: ScopeBuilder, reference: Reference, python: boolean): number | null {
  let scope: number | null = reference.scope;
  let first = true;
  while (scope !== null) {
    if (python && builder.redirects.get(scope)?.get(reference.name) === 'global') scope = 0;
    const current: Scope = builder.scopes[scope]!;
    // Python: a class body's names are invisible to the functions inside it.
    if (!(python && current.kind === 'class' && !first)) {
      const found = builder.names[scope]!.get(reference.name)?.find((id) => sharesSpace(builder.bindings[id]!.space, reference.space));
      if (found !== undefined) return found;
    }
    first = first && current.kind === 'comprehension';
    scope = current.parent;
  }
  return null;
}

