import { createSyntax } from '../../../src/adapters/syntax.ts';
import { fitGo } from '../../../src/core/generate/fit-go.ts';
import type { Fitted } from '../../../src/core/generate/fragment.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go']));

const fit = (code: string, source = '', { path = 'text/text.go', packageName = 'text' } = {}): Fitted => fitGo({ path, source, code, names: ['Slug'], packageName }, syntax);
const textOf = (fitted: Fitted): string => (fitted.type === 'placed' ? fitted.text : fitted.reason);
const SHOUT = '// Shout says it louder.\nfunc Shout(s string) string {\n\treturn strings.ToUpper(s)\n}\n';
const SLUG = '// Slug joins words.\nfunc Slug(s string) string {\n\treturn strings.ReplaceAll(s, " ", "-")\n}\n';
const TARGET = `package text\n\nimport "strings"\n\n${SHOUT}`;

describe('a function stands at the end of the file, with its comment', () => {
  test.each([
    ['without a package line', SLUG],
    ['with that of another package', `package main\n\nimport "strings"\n\n${SLUG}`],
    ['with what the file declares already', `package text\n\nimport "strings"\n\n${SHOUT}\n${SLUG}`],
    ['with an import that it does not use', `package text\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\n${SLUG}`],
  ])('%s', (_, code) => {
    expect(textOf(fit(code, TARGET))).toBe(`${TARGET}\n${SLUG}`);
  });
});

describe('imports', () => {
  const uses = (names: readonly string[]): string => `func Slug(s string) string {\n${names.map((name) => `\t_ = ${name}.X\n`).join('')}\treturn s\n}`;
  test.each([
    ['one joins one', 'package a\n\nimport "strings"\n', 'import "bytes"', ['bytes'], 'import (\n\t"bytes"\n\t"strings"\n)'],
    ['the first', 'package a\n', 'import "bytes"', ['bytes'], 'package a\n\nimport "bytes"\n\nfunc'],
    ['a group is kept in order', 'package a\n\nimport (\n\t"bytes"\n\t"strings"\n)\n', 'import "fmt"', ['fmt'], '(\n\t"bytes"\n\t"fmt"\n\t"strings"\n)'],
    ['others have a group of their own', 'package a\n\nimport (\n\t"bytes"\n)\n', 'import "example.com/x/y"', ['y'], '(\n\t"bytes"\n\n\t"example.com/x/y"\n)'],
    ['the standard library comes first', 'package a\n\nimport (\n\t"example.com/x/y"\n)\n', 'import "fmt"', ['fmt'], '(\n\t"fmt"\n\n\t"example.com/x/y"\n)'],
    ['under another name', 'package a\n\nimport "strings"\n', 'import str "strconv"', ['str'], '(\n\tstr "strconv"\n\t"strings"\n)'],
    ['what C needs stands alone', 'package a\n\n// #include <a.h>\nimport "C"\n', 'import "fmt"', ['fmt'], '// #include <a.h>\nimport "C"\n\nimport "fmt"'],
    ['of the standard library, forgotten', 'package a\n', '', ['utf8', 'strconv'], 'import (\n\t"strconv"\n\t"unicode/utf8"\n)'],
  ])('%s', (_, source, statement, names, expected) => {
    expect(textOf(fit(`${statement}\n\n${uses(names)}`, source))).toContain(expected);
  });

  test('a local variable of a package\'s name asks for no import', () => {
    expect(textOf(fit('func Slug(path struct{ X string }) string {\n\treturn path.X\n}', 'package a\n'))).not.toContain('import');
  });
});

describe('a new file', () => {
  test('gets the package of its directory; a build constraint stays, a comment that names the file goes', () => {
    expect(textOf(fit(`// text/slug.go\n\n//go:build linux\n\npackage main\n\n${SLUG}`))).toBe(`//go:build linux\n\npackage text\n\nimport "strings"\n\n${SLUG}`);
  });

  test.each([
    ['package text_test', 'package text_test'],
    ['package main', 'package text'],
  ])('of tests may stand in the package beside: %s', (given, expected) => {
    expect(textOf(fit(`${given}\n\nfunc TestA(t *testing.T) {}`, '', { path: 'text/a_test.go' }))).toBe(`${expected}\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n`);
  });
});

test.each([
  ['a function', 'func Shout(s string) string { return s }', 'Shout'],
  ['a method', 'func (t *Text) Run() { panic(1) }', 'Text.Run'],
  ['a constant', 'const Limit = 4', 'Limit'],
])('%s that the target declares otherwise is refused', (_, code, name) => {
  expect(fit(code, `${TARGET}\nconst Limit = 3\n\ntype Text struct{}\n\nfunc (t *Text) Run() {}\n`)).toMatchObject({ type: 'impossible', reason: `the target declares \`${name}\` already` });
});
