import { isShadowed, referencesTo, scopeOfFunction } from '../../../src/core/syntax/scopes.ts';
import type { FunctionScope } from '../../../src/core/syntax/scopes.ts';
import { functionScope, moduleOf } from './reading.ts';

/** `name@offset` would say too much: the free names alone, each once, with the package-level ones of the file in brackets. */
function free(scope: FunctionScope): readonly string[] {
  return scope.free.map(({ name, binding }) => (binding === null ? name : `[${name}]`));
}

async function freeIn(body: string, head = ''): Promise<readonly string[]> {
  return free(await functionScope('go', `package p\n${head}\nfunc f(a, b int) (n int, err error) {\n${body}\n}\n`));
}

test('parameters, results, locals and what comes from outside', async () => {
  const scope = await functionScope('go', `package p\nimport "strings"\nvar limit = 3\nfunc f[T any, S ~[]T](in S, names ...string) (out []T, err error) {\n\tfor i, each := range in {\n\t\tif i > limit { break }\n\t\tout = append(out, each)\n\t}\n\t_ = strings.Join(names, other())\n\treturn out, nil\n}\n`);
  expect(scope.parameters).toEqual(['in', 'names']);
  expect(scope.locals).toEqual(['T', 'S', 'out', 'err', 'i', 'each']);
  expect(free(scope)).toEqual(['any', 'string', 'error', '[limit]', 'append', '[strings]', 'other']);
});

test.each([
  ['a parameter called like its package', 'u := url.Parse', 'import "net/url"\nfunc g(url *url.URL) {}', ['int', 'error', '[url]']],
  ['a name used on the right of its own declaration', 'x := x + 1\n_ = x', 'var x = 1', ['int', 'error', '[x]']],
  ['a name before its declaration in the block', 'use(x)\nx := 1\n_ = x', 'var x = 1', ['int', 'error', 'use', '[x]']],
  ['an initialiser known in every branch', 'if v, ok := get(); ok { _ = v } else if w := v; w { _ = w }\n_ = v', 'var v int', ['int', 'error', 'get', '[v]']],
  ['a loop variable that ends with its loop', 'for i := 0; i < a; i++ { _ = i }\n_ = i', '', ['int', 'error', 'i']],
  ['labels', 'again:\nfor { break again }\ngoto again', 'var again int', ['int', 'error']],
  ['selectors and fields', 'p.x.y()\n_ = q{}.z', '', ['int', 'error', 'p', 'q']],
  ['the name of a type switch', 'switch v := any(a).(type) {\ncase v:\n\t_ = v\ncase T, *pkg.U:\n\t_ = v\ndefault:\n\t_ = v\n}\n_ = v', 'type v int', ['int', 'error', 'any', '[v]', 'T', 'pkg']],
  ['a clause of select', 'select {\ncase m, ok := <-in:\n\t_, _ = m, ok\ncase out <- m:\n}', '', ['int', 'error', 'in', 'out', 'm']],
  ['a closure and its capture', 'g := func(x int) int { return x + a + h }\n_ = g', '', ['int', 'error', 'h']],
  ['a local type that names itself', 'type node struct { next *node; v T }\nvar n2 node\n_ = n2', '', ['int', 'error', 'T']],
  ['names in a function type', 'var g func(x X) (y Y)\n_, _ = x, y', '', ['int', 'error', 'X', 'Y', 'x', 'y']],
  ['constants and iota', 'const (\n\tA = iota\n\tB\n)\n_ = A + B', '', ['int', 'error']],
  ['nil, true and false', '_, _, _ = nil, true, false', '', ['int', 'error']],
  ['keys of a map are values', '_ = map[K]int{Key: 1}', '', ['int', 'error', 'K', 'Key']],
  ['conversion and instantiation', '_ = g[int](a)\n_ = []byte("x")', '', ['int', 'error', 'g', 'byte']],
])('%s', async (_, body, head, expected) => {
  expect(await freeIn(body, head)).toEqual(expected);
});

test('`:=` takes what the block has already and declares the rest', async () => {
  const facts = await moduleOf('go', 'package p\nfunc f(err error) {\n\tx, err := g()\n\ty, err := g()\n\t{\n\t\tz, err := g()\n\t}\n}\n');
  const errs = facts.scopes.bindings.filter(({ name }) => name === 'err');
  expect(errs.map(({ kind }) => kind)).toEqual(['parameter', 'variable']);
  expect(referencesTo(facts.scopes, errs[0]!.id).map(({ role }) => role)).toEqual(['write', 'write']);
});

test('roles: calls, writes and reads; also behind `go`, `defer` and type arguments', async () => {
  const facts = await moduleOf('go', 'package p\nvar n int\nfunc g() {}\nfunc f() {\n\tg()\n\tgo g()\n\tdefer g()\n\tg[int](1)\n\tg[int, string](1)\n\th(g)\n\tn = 1\n\tn++\n\tn += 2\n\tn.x = 3\n}\n');
  const roles = (name: string): readonly string[] => facts.scopes.references.filter((each) => each.name === name).map(({ role }) => role);
  expect(roles('g')).toEqual(['call', 'call', 'call', 'call', 'call', 'read']);
  expect(roles('n')).toEqual(['write', 'write', 'read', 'write', 'read', 'read']);
});

test('`init` and `_` declare nothing, methods declare nothing, type parameters of a receiver are its own', async () => {
  const facts = await moduleOf('go', 'package p\nfunc init() {}\nfunc init() {}\nfunc _() {}\nvar _ I = (*T)(nil)\ntype T[K any] struct{}\nfunc (t *T[K]) get(k K) K { return k }\n');
  expect(facts.scopes.bindings.filter(({ scope }) => scope === 0).map(({ name }) => name)).toEqual(['T']);
  expect(facts.scopes.references.filter(({ name, binding }) => name === 'K' && binding === null)).toEqual([]);
});

test('the key of a literal of a named type is marked as both: a field or a name', async () => {
  const facts = await moduleOf('go', 'package p\nfunc f(x int) Point { return Point{X: x, x: 1} }\n');
  expect(facts.scopes.references.filter(({ shorthand }) => shorthand).map(({ name, binding }) => [name, binding !== null])).toEqual([['X', false], ['x', true]]);
});

test.each([
  ['recover', 'defer func() { recover() }()'],
  ['caller', '_, file, _, _ := runtime.Caller(1)\n_ = file'],
  ['caller', 't.Helper()'],
  ['unexported', '_ = p.x'],
  ['unexported', 'var v struct{ a int }\n_ = v'],
  ['unexported', '_ = []Point{{x: 1}}'],
  ['unexported', 'var v interface{ close() }\n_ = v'],
])('%s ties a function to its place: %s', async (mark, body) => {
  expect((await functionScope('go', `package p\nfunc f() {\n${body}\n}\n`)).marks).toContain(mark);
});

test('nothing ties a function of exported names only', async () => {
  expect((await functionScope('go', 'package p\nfunc f(p Point) int {\n\tq := Point{X: p.X}\n\treturn q.Len()\n}\n')).marks).toEqual([]);
});

test('a name is shadowed where a block declares it', async () => {
  const facts = await moduleOf('go', 'package p\nfunc g() {}\nfunc f() {\n\tg()\n\t{\n\t\tg := 1\n\t\t_ = g\n\t\th()\n\t}\n}\n');
  const at = (name: string): number => facts.scopes.references.find((each) => each.name === name)!.scope;
  expect([isShadowed(facts.scopes, 'g', at('g')), isShadowed(facts.scopes, 'g', at('h'))]).toEqual([false, true]);
  expect(scopeOfFunction(facts.scopes, facts.functions[1]!.node).free.map(({ name }) => name)).toEqual(['g', 'h']);
});
