import { suggestedNames } from '../../../src/core/syntax/imports-go.ts';
import { isDirectiveComment } from '../../../src/core/syntax/trivia.ts';
import { moduleOf } from './reading.ts';

const HEAD = `//go:build linux && !cgo
// +build  linux

// Package store keeps things.
package store

import "os"
import (
\t"fmt"
\tstr "strings"
\t. "math"
\t_ "embed"

\t"example.com/go-yaml/v3"
\t"gopkg.in/ini.v1"
\t"example.com/strange"
)

var _ = fmt.Sprint(yaml.Marshal, ini.Load, other.Thing, os.Args, str.ToUpper)
`;

test('package clause, build constraints and imports with the names that they bind', async () => {
  const facts = await moduleOf('go', HEAD);
  expect([facts.system, facts.packageName, facts.directives, facts.headStatements]).toEqual(['go', 'store', ['// +build linux', '//go:build linux && !cgo'], 1]);
  expect(facts.imports.map((each) => [each.specifier, each.names.map(({ imported, local }) => `${imported}:${local}`).join(), each.wildcard, each.shared])).toEqual([
    ['os', '*:os', false, false], ['fmt', '*:fmt', false, true], ['strings', '*:str', false, true], ['math', '', true, true], ['embed', '', false, true],
    ['example.com/go-yaml/v3', '*:yaml', false, true], ['gopkg.in/ini.v1', '*:ini', false, true], ['example.com/strange', '', true, true],
  ]);
  const text = facts.imports[2]!;
  expect([HEAD.slice(text.names[0]!.start, text.names[0]!.end), HEAD.slice(text.start, text.start + 8)]).toEqual(['str "strings"', 'import (']);
  expect(facts.style.indent).toBe('\t');
});

test.each([
  ['math/rand/v2', 'rand'], ['example.com/a/v2', 'a'], ['gopkg.in/yaml.v3', 'yaml'], ['example.com/go-isatty', 'isatty'], ['example.com/ansi-go', 'ansi'],
  ['example.com/nats.go', 'nats'], ['example.com/uuid', 'uuid'], ['v2', 'v2'],
])('the package behind %s may be called %s', (path, name) => {
  expect(suggestedNames(path)).toContain(name);
});

test('functions: only those with a body and a name that others can use; exports begin with a capital', async () => {
  const facts = await moduleOf('go', `package p\ntype T struct{}\ntype (\n\tU = T\n\tv int\n)\nconst A, b = 1, 2\nvar (\n\tC = 1\n)\nfunc Map[K any](in []K, n, m int, _ string) {\n\t// why\n\treturn\n}\nfunc asm(a int) int\nfunc init() {}\nfunc _() {}\nfunc (T) Do() {}\nfunc main() {}\n`);
  expect(facts.functions.map(({ name, parameters }) => [name, parameters])).toEqual([['Map', ['in', 'n', 'm', '_']], ['main', []]]);
  expect(facts.exports.map(({ exported }) => exported)).toEqual(['T', 'U', 'A', 'C', 'Map']);
  expect(facts.impurity).toBe('line 16 runs `func init() {}`');
});

test('the first statement of a body stands behind its comments', async () => {
  const source = 'package p\nfunc f() {\n\t// why\n\tg()\n}\nfunc e() {}\n';
  const { functions } = await moduleOf('go', source);
  expect(functions.map(({ firstStatement }) => source.slice(firstStatement).split('\n', 1)[0])).toEqual(['g()', '}']);
});

test('cgo is a property of the file', async () => {
  expect((await moduleOf('go', 'package p\n\n// #include <stdio.h>\nimport "C"\n\nfunc f() { C.puts(nil) }\n')).directives).toEqual(['import "C"']);
});

test.each([
  ['literals, functions and types', 'var a, b = 1, -2\nvar c = map[string]int{"a": 1}\nvar d = func() { go f() }\nvar e = &T{X: 1}\nconst F = 1 << iota\nvar _ I = (*T)(nil)\nvar g []int\n'],
  ['makers', 'var a = errors.New("x")\nvar b = regexp.MustCompile(`x`)\nvar c = make(map[string]int, len(b))\nvar d = []byte("x")\nvar e = sync.Mutex{}\n'],
])('initialising runs nothing: %s', async (_, source) => {
  expect((await moduleOf('go', `package p\n${source}`)).impurity).toBeNull();
});

test.each([
  ['a call', 'var a = load()', 'line 2 runs `load()`'],
  ['a call inside a literal', 'var a = []int{1, next()}', 'line 2 runs `next()`'],
  ['a receive', 'var a = <-ch', 'line 2 runs `<-ch`'],
  ['init', 'func init() { start() }', 'line 2 runs `func init() { start() }`'],
  ['an index', 'var a = table[0]', 'line 2 runs `table[0]`'],
])('initialising has an effect: %s', async (_, source, reason) => {
  expect((await moduleOf('go', `package p\n${source}\n`)).impurity).toBe(reason);
});

test('strings know their content and the call that they are given to; import paths are no strings to look names up by', async () => {
  const { strings } = await moduleOf('go', 'package p\nimport "fmt"\nfunc f() {\n\treflect.ValueOf(x).MethodByName("Run")\n\t_ = `raw`\n\tfmt.Println(1, "a\\n")\n}\n');
  expect(strings.map(({ value, callee, argument, isSpecifier }) => [value, callee, argument, isSpecifier])).toEqual([
    ['fmt', null, -1, true], ['Run', 'reflect.ValueOf(x).MethodByName', 0, false], ['raw', null, -1, false], ['a', 'fmt.Println', 1, false],
  ]);
});

test.each(['//go:noinline', '//go:embed x.txt', '//go:linkname a b', '//export Foo', '//nolint:errcheck', '// nolint', '//line a.go:3', '//lint:ignore U1000 why', '// +build linux'])('%s steers a tool', (text) => {
  expect(isDirectiveComment(text)).toBe(true);
});

test.each(['// go: see below', '// export everything', '//export default x', '// line 3: why', '// builds the tree'])('%s is a remark', (text) => {
  expect(isDirectiveComment(text)).toBe(false);
});
