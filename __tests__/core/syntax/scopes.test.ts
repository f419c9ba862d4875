import { isShadowed, moduleBinding, referencesTo } from '../../../src/core/syntax/scopes.ts';
import type { FunctionScope } from '../../../src/core/syntax/scopes.ts';
import type { Language } from '../../../src/core/model/code.ts';
import { functionScope, moduleOf } from './reading.ts';

const names = (scope: FunctionScope): string[] => [...new Set(scope.free.map((each) => each.name))].sort();

const FREE: readonly (readonly [string, Language, string, readonly string[]])[] = [
  ['parameters, defaults and destructuring', 'javascript', 'function f(a, { b, c: [d = g, ...e] } = h, ...r) { return a + b + d + e + r + c }', ['c', 'g', 'h']],
  ['hoisted var is local, block-scoped let is not seen outside its block', 'javascript', 'function f() { if (a) { var v = 1; let w = 2 } return v + w }', ['a', 'w']],
  ['a var of the body is not visible to default values', 'javascript', 'function f(p = v) { var v = 1; return p + v }', ['v']],
  ['catch parameters, loops and labels', 'javascript', 'function f(xs) { outer: for (const x of xs) { try { g(x) } catch ({ m }) { h(m); break outer } } for (i in xs) ; }', ['g', 'h', 'i']],
  ['named function expressions see themselves', 'javascript', 'function f() { return function g() { return g(k) } }', ['k']],
  ['class names, methods, private and computed members', 'javascript', 'function f() { class A extends B { #p = q; [k]() { return this.#p + A.z } static { t() } } return new A() }', ['B', 'k', 'q', 't']],
  ['object keys are no names, shorthand and computed ones are', 'javascript', 'function f(a) { return { a, b, c: d, [e]: 1, g() { return h } } }', ['b', 'd', 'e', 'h']],
  ['destructuring assignment writes outer names', 'javascript', 'function f(o) { ({ a, b: c = d, ...e } = o); [g] = o; n++ }', ['a', 'c', 'd', 'e', 'g', 'n']],
  ['template strings, optional chains and members', 'javascript', 'function f(a) { return `${a?.b.c} ${d?.[e]}` }', ['d', 'e']],
  ['elements of JSX are names unless they are tags', 'javascript', 'function f(p) { return <A.B x={y}><div z={p} /></A.B> }', ['A', 'y']],
  ['types are names of their own space', 'typescript', 'function f<T extends U>(a: T, b: V[], c: ns.W): a is X { const t: typeof b = z as Y; return t satisfies Q }', ['Q', 'U', 'V', 'X', 'Y', 'ns', 'z']],
  ['type parameters, inference, mapped types and labels are local', 'typescript', 'function f(x: unknown) { type A<B> = B extends (infer C)[] ? C : { [K in keyof B]: B[K] }; let g: (p: D) => void; let i: { [k: string]: E }; let t: [l: G]; return x as A<H> }', ['D', 'E', 'G', 'H']],
  ['locals, loops, with, except, walrus and comprehensions', 'python', 'def f(a, *b, c=d, **e):\n    x, (y, *z) = a, b\n    for i, j in c: pass\n    with g(x) as h, k as (l, m): pass\n    try: pass\n    except N as o: p(o)\n    q = [r for r in s if r]\n    if (t := e): u(t)\n    return lambda v: v + w + y\n', ['N', 'd', 'g', 'k', 'p', 's', 'u', 'w']],
  ['assignment makes a name local everywhere in the function', 'python', 'def f():\n    print(x)\n    x = 1\n', ['print']],
  ['comprehension variables do not leak, walrus ones do', 'python', 'def f(xs):\n    ys = [(w := x) for x in xs]\n    return x, w, ys\n', ['x']],
  ['global, nonlocal and class bodies', 'python', 'def f():\n    global g\n    g = 1\n    n = 2\n    def inner():\n        nonlocal n\n        n = g\n    class K:\n        c = 1\n        def m(self): return c\n    return inner, K\n', ['c', 'g']],
  ['attributes and keywords are no names, f-strings hold names', 'python', 'def f(o):\n    return o.a.b(k=v, **w), f"{x!r:>{y}}"\n', ['v', 'w', 'x', 'y']],
  ['match captures', 'python', 'def f(v):\n    match v:\n        case [A.b, cap, *rest] if cap: return rest\n        case Point(x=px, y=0) | {"k": val, **more}: return px, val, more\n        case str() as s: return s\n        case _: return None\n', ['A', 'Point', 'str']],
];

test.each(FREE)('free names: %s', async (_, language, source, expected) => {
  const scope = await functionScope(language, source);
  expect(names(scope)).toEqual(expected);
});

test('parameters and locals are told apart', async () => {
  const scope = await functionScope('javascript', 'function f(a, { b }) { const c = (d) => d; function e() {} }');
  expect(scope.parameters).toEqual(['a', 'b']);
  expect([...scope.locals].sort()).toEqual(['c', 'd', 'e']);
});

const MARKS: readonly (readonly [Language, string, readonly string[]])[] = [
  ['javascript', 'function f() { return this.x }', ['this']],
  ['javascript', 'const f = () => this', ['this']],
  ['javascript', 'function f() { return function () { return this } }', []],
  ['javascript', 'function f() { return () => this }', ['this']],
  ['javascript', 'function f() { return class { x = this.y; m() { return super.m() } } }', []],
  ['javascript', 'function f() { return arguments.length }', ['arguments']],
  ['javascript', 'function f() { return new.target }', ['new.target']],
  ['javascript', 'const f = () => import.meta.url', ['import.meta']],
  ['javascript', 'function f(s) { return eval(s) }', ['eval']],
  ['javascript', 'async function f(s) { return await s }', []],
  ['typescript', 'function f(this: Window) { return 1 }', ['this']],
  ['python', 'def f():\n    return locals()\n', ['locals']],
  ['python', 'def f(a: "T"):\n    return a\n', ['string-annotation']],
  ['python', 'def f():\n    return __class__\n', ['super']],
];

test.each(MARKS)('ties to the place (%s): %s', async (language, source, expected) => {
  expect((await functionScope(language, source)).marks).toEqual(expected);
});

test('roles of references: calls, callbacks, exports, writes, everything else', async () => {
  const facts = await moduleOf('javascript', 'function f() {}\nf(); xs.map(f); on("x", f); new f(); f.x = 1; f`t`; module.exports = { f, g: f }; exports.h = f; f = 1; x = { f }');
  const roles = referencesTo(facts.scopes, moduleBinding(facts.scopes, 'f')!.id).map((each) => each.role);
  expect(roles).toEqual(['call', 'callback', 'read', 'read', 'read', 'read', 'export', 'export', 'export', 'write', 'read']);
});

test('roles of references in Python', async () => {
  const facts = await moduleOf('python', 'def f(): pass\nf()\nsorted(x, key=f)\nmap(f, x)\nregister(f)\nf.y = 1\n');
  const found = referencesTo(facts.scopes, moduleBinding(facts.scopes, 'f')!.id);
  expect(found.map((each) => each.role)).toEqual(['call', 'callback', 'callback', 'read', 'read']);
  expect(found.at(-1)!.asObject).toBe(true);
});

test('a type and a value of one name are two bindings, a class is both', async () => {
  const facts = await moduleOf('typescript', 'type A = 1; const A = 2; class B {} let a: A = A; let b: B = new B()');
  const bound = facts.scopes.references.map((each) => [each.name, facts.scopes.bindings[each.binding!]!.kind]);
  expect(bound).toEqual([['A', 'type'], ['A', 'variable'], ['B', 'class'], ['B', 'class']]);
});

test('a second declaration and overloads are counted', async () => {
  const facts = await moduleOf('typescript', 'function f(a: 1): void; function f(a: any) {}\nfunction g() {}');
  expect(facts.scopes.bindings.filter((each) => each.scope === 0).map((each) => [each.name, each.declarations.length])).toEqual([['f', 2], ['g', 1]]);
});

test('shadowing is found from the place of a call outwards', async () => {
  const facts = await moduleOf('javascript', 'function f() {}\nfunction g(kept) { return f() }\nfunction h() { return f() }');
  const [inG, inH] = referencesTo(facts.scopes, moduleBinding(facts.scopes, 'f')!.id);
  expect([isShadowed(facts.scopes, 'kept', inG!.scope), isShadowed(facts.scopes, 'kept', inH!.scope)]).toEqual([true, false]);
});
