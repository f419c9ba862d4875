/**
 * Which name means what: scopes, bindings and references of one syntax tree as plain data, so that the answer may
 * outlive the tree. Hoisting, shadowing and the difference between values and types are respected.
 */
import type { Family } from '../model/code.ts';
import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { familyOf } from './language.ts';
import { resolve } from './scope-builder.ts';
import type { Binding, Mark, MarkFact, NameSpace, Reference, Scope, ScopeAnalysis, ScopeBuilder, TextRange } from './scope-builder.ts';
import { visitGoFile } from './scopes-go.ts';
import { visitJavaFile } from './scopes-java.ts';
import { visitModule } from './scopes-javascript.ts';
import { visitPythonModule } from './scopes-python.ts';
import { visitRustFile } from './scopes-rust.ts';

/** A name that a function takes from outside itself. */
export interface FreeName {
  readonly name: string;
  readonly space: NameSpace;
  /** Id of the binding outside the function; `null` for globals. */
  readonly binding: number | null;
  readonly references: readonly Reference[];
}

export interface FunctionScope {
  readonly parameters: readonly string[];
  /** Every other name bound inside, at any depth. */
  readonly locals: readonly string[];
  readonly free: readonly FreeName[];
  /** What ties the function to the place where it stands. A nested plain function's own `this` is not among them. */
  readonly marks: readonly Mark[];
}

const VISITORS: Readonly<Record<Family, (root: SyntaxNode, builder: ScopeBuilder) => void>> = {
  javascript: visitModule,
  typescript: visitModule,
  python: visitPythonModule,
  go: visitGoFile,
  rust: visitRustFile,
  java: visitJavaFile,
};

/** Scopes, bindings and references of a whole file. Scope 0 is the module. */
export function analyseScopes(tree: SyntaxTree): ScopeAnalysis {
  const builder: ScopeBuilder = { scopes: [], bindings: [], references: [], marks: [], names: [], redirects: new Map(), settled: new Set() };
  const python = tree.language === 'python';
  VISITORS[familyOf(tree.language)](tree.root, builder);
  for (const reference of builder.references) if (!builder.settled.has(reference)) reference.binding = resolve(builder, reference, python);
  const redirected = [...builder.redirects.values()].flatMap((names) => [...names].filter(([, to]) => to === 'global').map(([name]) => name));
  return { scopes: builder.scopes, bindings: builder.bindings, references: builder.references, marks: builder.marks, globalStatements: redirected };
}

/** Parameters, locals, free names and ties of the function whose node covers `range`. */
export function scopeOfFunction(analysis: ScopeAnalysis, range: TextRange): FunctionScope {
  const own = analysis.scopes.find((scope) => (scope.kind === 'function' || scope.kind === 'arrow') && scope.start === range.start && scope.end === range.end);
  const inside = new Set(analysis.scopes.filter((scope) => isWithin(analysis, scope, own?.id ?? -1)).map((scope) => scope.id));
  const bound = analysis.bindings.filter((binding) => inside.has(binding.scope));
  const free = new Map<string, { name: string; space: NameSpace; binding: number | null; references: Reference[] }>();
  for (const reference of analysis.references) {
    if (!isIn(reference, range) || (reference.binding !== null && inside.has(analysis.bindings[reference.binding]!.scope))) continue;
    const key = `${reference.name} ${reference.space} ${reference.binding ?? ''}`;
    const entry = free.get(key) ?? { name: reference.name, space: reference.space, binding: reference.binding, references: [] };
    entry.references.push(reference);
    free.set(key, entry);
  }
  return {
    parameters: bound.filter((binding) => binding.kind === 'parameter' && binding.scope === own?.id).map((binding) => binding.name),
    locals: bound.filter((binding) => !(binding.kind === 'parameter' && binding.scope === own?.id)).map((binding) => binding.name),
    free: [...free.values()],
    marks: [...new Set(analysis.marks.filter((fact) => isIn(fact, range) && tiesOutside(analysis, fact, own)).map((fact) => fact.mark))],
  };
}

/** Marks that a nested plain function or class keeps for itself; the others concern everything around them. */
const OWNED: ReadonlySet<Mark> = new Set<Mark>(['this', 'arguments', 'new.target', 'super', 'await', 'yield']);

function tiesOutside(analysis: ScopeAnalysis, fact: MarkFact, own: Scope | undefined): boolean {
  if (!OWNED.has(fact.mark) || own === undefined) return true;
  const arrowsPass = fact.mark !== 'await' && fact.mark !== 'yield';
  let scope: number | null = fact.scope;
  while (scope !== null) {
    const current: Scope = analysis.scopes[scope]!;
    const owner = current.kind === 'function' || current.kind === 'class' || (current.kind === 'arrow' && !arrowsPass);
    // `await` and `yield` belong to the function itself; `this` of the function itself ties it to its caller.
    if (owner) return arrowsPass && current.id === own.id;
    if (current.id === own.id) return true;
    scope = current.parent;
  }
  return true;
}

function isWithin(analysis: ScopeAnalysis, scope: Scope, ancestor: number): boolean {
  let current: Scope | undefined = scope;
  while (current !== undefined) {
    if (current.id === ancestor) return true;
    current = current.parent === null ? undefined : analysis.scopes[current.parent];
  }
  return false;
}

export function isIn(inner: TextRange, outer: TextRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** References to one binding, in order of appearance. */
export function referencesTo(analysis: ScopeAnalysis, binding: number): readonly Reference[] {
  return analysis.references.filter((reference) => reference.binding === binding);
}

/** The module-level binding of a name in the value space, if there is one. */
export function moduleBinding(analysis: ScopeAnalysis, name: string): Binding | null {
  return analysis.bindings.find((binding) => binding.scope === 0 && binding.name === name && binding.space !== 'type') ?? null;
}

/** True if `name`, written at `place` (a reference's scope), would mean something other than the module-level binding. */
export function isShadowed(analysis: ScopeAnalysis, name: string, scope: number): boolean {
  let current: number | null = scope;
  while (current !== null && current !== 0) {
    const at: number = current;
    if (analysis.bindings.some((binding) => binding.scope === at && binding.name === name && binding.space !== 'type')) return true;
    current = analysis.scopes[at]!.parent;
  }
  return false;
}
