import { complaints, goExtracted, passedOver } from './extract/go-trees.ts';
import type { Sources } from './extract/trees.ts';
import { describeWith } from '../../support/tools.ts';

/** A body that is worth sharing. */
const BODY = `{
	if value < low {
		return low
	}
	if value > high {
		return high
	}
	for value%step != 0 && value < high {
		value++
	}
	return value
}`;

const clamp = (name: string, value = 'value', doc = ''): string => `${doc}func ${name}(${value}, low, high, step int) int ${BODY.replaceAll('value', value)}\n`;

async function becomes(before: Sources, title: string, after: Sources): Promise<void> {
  expect(await complaints(before)).toBe('');
  const result = await goExtracted(before);
  expect(result.task.title).toBe(title);
  expect(result.candidate.title).toBe(title);
  expect(result.after).toEqual({ ...before, ...after });
  expect(await complaints(result.after)).toBe('');
  for (const site of result.candidate.sites) {
    expect(site.probe).not.toEqual([]);
    expect(await complaints(before, site.probe)).toBe('');
  }
}

describeWith(['go', 'gofmt'], 'Go packages', () => {
  test('in one package the others call the one that is named by a test; no import is needed', () =>
    becomes(
      {
        'layout/width.go': `package layout\n\n${clamp('clampWidth', 'width', '// clampWidth keeps a width in bounds.\n')}\nfunc Width(w int) int {\n\treturn clampWidth(w, 0, 100, 5)\n}\n`,
        'layout/height.go': `package layout\n\nimport "fmt"\n\n// clampHeight keeps a height in bounds.\n${clamp('clampHeight', 'height')}\n// Height of a box.\nfunc Height(h int) string {\n\treturn fmt.Sprint(clampHeight(h, 0, 100, 5))\n}\n`,
        'layout/box.go': 'package layout\n\nvar clamps = []func(int, int, int, int) int{clampHeight}\n\nfunc Box(h int) int {\n\treturn clampHeight(Width(h), 1, 2, len(clamps)) + 1\n}\n',
        'layout/width_test.go': 'package layout\n\nimport "testing"\n\nfunc TestClamp(t *testing.T) {\n\tif clampWidth(3, 0, 10, 5) != 5 {\n\t\tt.Fatal("clamp")\n\t}\n}\n',
      },
      'Reuse `clampWidth` from layout/width.go in 1 place',
      {
        'layout/height.go': 'package layout\n\nimport "fmt"\n\n// Height of a box.\nfunc Height(h int) string {\n\treturn fmt.Sprint(clampWidth(h, 0, 100, 5))\n}\n',
        'layout/box.go': 'package layout\n\nvar clamps = []func(int, int, int, int) int{clampWidth}\n\nfunc Box(h int) int {\n\treturn clampWidth(Width(h), 1, 2, len(clamps)) + 1\n}\n',
      },
    ), 120_000);

  test('two copies in one file', () =>
    becomes(
      { 'a.go': `package shop\n\nimport "fmt"\n\n${clamp('one')}\n${clamp('two', 'v')}\nfunc Use() {\n\tfmt.Println(one(1, 2, 3, 4), two(1, 2, 3, 4))\n}\n` },
      'Reuse `one` from a.go in 1 place',
      { 'a.go': `package shop\n\nimport "fmt"\n\n${clamp('one')}\nfunc Use() {\n\tfmt.Println(one(1, 2, 3, 4), one(1, 2, 3, 4))\n}\n` },
    ), 120_000);

  test('across packages the exported one is called; imports come and go in order and group; a public copy keeps its name', () =>
    becomes(
      {
        'text/clean.go': 'package text\n\nimport (\n\t"strings"\n\t"unicode"\n)\n\n// Clean drops what nobody sees.\nfunc Clean(in string) string {\n\tout := strings.TrimSpace(in)\n\tout = strings.Map(func(r rune) rune {\n\t\tif unicode.IsControl(r) {\n\t\t\treturn -1\n\t\t}\n\t\treturn r\n\t}, out)\n\treturn strings.ToLower(out)\n}\n',
        'order/order.go': 'package order\n\nimport (\n\t"fmt"\n\t"strings"\n\t"unicode"\n\n\t"example.com/shop/money"\n)\n\nfunc tidy(s string) string {\n\tt := strings.TrimSpace(s)\n\tt = strings.Map(func(r rune) rune {\n\t\tif unicode.IsControl(r) {\n\t\t\treturn -1\n\t\t}\n\t\treturn r\n\t}, t)\n\treturn strings.ToLower(t)\n}\n\n// Line of an order.\nfunc Line(name string) string {\n\treturn fmt.Sprint(tidy(name), money.Zero, strings.ToUpper("x"))\n}\n',
        'user/user.go': 'package user\n\nimport (\n\t"strings"\n\t"unicode"\n)\n\n// Normalize is for everybody.\nfunc Normalize(name string) string {\n\tn := strings.TrimSpace(name)\n\tn = strings.Map(func(r rune) rune {\n\t\tif unicode.IsControl(r) {\n\t\t\treturn -1\n\t\t}\n\t\treturn r\n\t}, n)\n\treturn strings.ToLower(n)\n}\n',
        'money/money.go': 'package money\n\n// Zero is nothing.\nconst Zero = 0\n',
      },
      'Reuse `Clean` from text/clean.go in 2 places',
      {
        'order/order.go': 'package order\n\nimport (\n\t"fmt"\n\t"strings"\n\n\t"example.com/shop/money"\n\t"example.com/shop/text"\n)\n\n// Line of an order.\nfunc Line(name string) string {\n\treturn fmt.Sprint(text.Clean(name), money.Zero, strings.ToUpper("x"))\n}\n',
        'user/user.go': 'package user\n\nimport "example.com/shop/text"\n\n// Normalize is for everybody.\nfunc Normalize(name string) string {\n\treturn text.Clean(name)\n}\n',
      },
    ), 120_000);

  test('a private one becomes exported where nobody outside can see it, with its documentation and all its uses', () =>
    becomes(
      {
        'internal/geo/geo.go': `package geo\n\n${clamp('clamp', 'value', '// clamp keeps a value in bounds.\n')}\n// North of there.\nfunc North(n int) int {\n\treturn clamp(n, -90, 90, 1)\n}\n`,
        'internal/geo/west.go': 'package geo\n\n// West of there.\nfunc West(n int) int {\n\treturn clamp(n, -180, 180, 1)\n}\n',
        'cmd/serve/main.go': `package main\n\nimport "fmt"\n\n${clamp('bound', 'x')}\nfunc main() {\n\tfmt.Println(bound(1, 2, 3, 4))\n}\n`,
      },
      'Reuse `Clamp` from internal/geo/geo.go in 1 place',
      {
        'internal/geo/geo.go': `package geo\n\n${clamp('Clamp', 'value', '// Clamp keeps a value in bounds.\n')}\n// North of there.\nfunc North(n int) int {\n\treturn Clamp(n, -90, 90, 1)\n}\n`,
        'internal/geo/west.go': 'package geo\n\n// West of there.\nfunc West(n int) int {\n\treturn Clamp(n, -180, 180, 1)\n}\n',
        'cmd/serve/main.go': 'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/shop/internal/geo"\n)\n\nfunc main() {\n\tfmt.Println(geo.Clamp(1, 2, 3, 4))\n}\n',
      },
    ), 120_000);

  test('into a package that all import, with the predeclared names and imports that it needs and that the file did not have', () => {
    const body = '{\n\tvar kept []rune\n\tfor _, r := range strings.ToUpper(raw) {\n\t\tif r != \' \' && r != \'-\' {\n\t\t\tkept = append(kept, r)\n\t\t}\n\t}\n\tif len(kept) > 8 {\n\t\tpanic("too long")\n\t}\n\treturn string(kept)\n}\n';
    const user = (name: string, own: string): string => `package ${name}\n\nimport (\n\t"strings"\n\n\t"example.com/shop/internal/postcode"\n)\n\n// Known tells whether there is such a place.\nfunc Known(code string) bool {\n\treturn postcode.Known[${own}(code)]\n}\n\nfunc ${own}(raw string) string ${body}`;
    const after = (name: string): string => `package ${name}\n\nimport (\n\t"example.com/shop/internal/postcode"\n)\n\n// Known tells whether there is such a place.\nfunc Known(code string) bool {\n\treturn postcode.Known[postcode.Clean(code)]\n}\n`;
    return becomes(
      { 'internal/postcode/known.go': 'package postcode\n\n// Known are the places.\nvar Known map[string]bool\n', 'a/a.go': user('a', 'cleanPostcode'), 'b/b.go': user('b', 'cleanPostcode') },
      'Move `Clean` to internal/postcode/known.go and use it in 2 places',
      { 'internal/postcode/known.go': `package postcode\n\nimport "strings"\n\n// Known are the places.\nvar Known map[string]bool\n\nfunc Clean(raw string) string ${body}`, 'a/a.go': after('a'), 'b/b.go': after('b') },
    );
  }, 120_000);
  test('where the comments beside a call would move, and where a test uses the name, the copy hands on; the generic one says its types', () => {
    const many = (name: string, v: string): string => `func ${name}[K comparable, V any](${v} map[K]V, keep ...K) []V {\n\tout := make([]V, 0, len(${v}))\n\tfor key, each := range ${v} {\n\t\tfor _, one := range keep {\n\t\t\tif key == one {\n\t\t\t\tout = append(out, each)\n\t\t\t}\n\t\t}\n\t}\n\treturn out\n}\n`;
    return becomes(
      {
        'internal/pick/pick.go': `package pick\n\n// Values of the keys.\n${many('Values', 'in')}`,
        'cmd/a/main.go': `package main\n\nimport "fmt"\n\n${many('chosen', 'of')}\nfunc main() {\n\tall := chosen(map[string]int{"a": 1}, "a") // all\n\tfmt.Println(all)                           // print\n}\n`,
        'cmd/b/main.go': `package main\n\nimport "fmt"\n\n${many('chosen', 'of')}\nfunc main() {\n\tfmt.Println(chosen[string, int](nil, "a"))\n}\n`,
      },
      'Reuse `Values` from internal/pick/pick.go in 2 places',
      {
        'cmd/a/main.go': 'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/shop/internal/pick"\n)\n\nfunc chosen[K comparable, V any](of map[K]V, keep ...K) []V {\n\treturn pick.Values[K, V](of, keep...)\n}\n\nfunc main() {\n\tall := chosen(map[string]int{"a": 1}, "a") // all\n\tfmt.Println(all)                           // print\n}\n',
        'cmd/b/main.go': 'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/shop/internal/pick"\n)\n\nfunc main() {\n\tfmt.Println(pick.Values[string, int](nil, "a"))\n}\n',
      },
    );
  }, 120_000);

  test('a copy that the checks do not reach can be left out while two remain', async () => {
    const copyIn = (name: string): string => `package ${name}\n\n${clamp('bound')}\n// Use it.\nfunc Use() int { return bound(1, 2, 3, 4) }\n`;
    const sources = { 'internal/geo/geo.go': `package geo\n\n// Clamp it.\n${clamp('Clamp')}`, 'a/a.go': copyIn('a'), 'b/b.go': copyIn('b') };
    const { candidate } = await goExtracted(sources);
    expect(candidate.sites.map(({ id, optional }) => [id, optional])).toEqual([['internal/geo/geo.go:Clamp', false], ['a/a.go:bound', true], ['b/b.go:bound', true]]);
    const narrower = await goExtracted(sources, ['b/b.go:bound']);
    expect(narrower.candidate.edits.map(({ path }) => path)).toEqual(['a/a.go']);
    expect(narrower.candidate.explanation).toContain('`b/b.go`: no check would notice a mistake there');
  });
});

test('nothing is found in a library whose copies are all private', async () => {
  expect(await passedOver({ 'shop.go': 'package shop\n', 'a/a.go': `package a\n\n${clamp('clamp')}\nfunc A() int { return clamp(1, 2, 3, 4) }\n`, 'b/b.go': `package b\n\n${clamp('clamp')}\nfunc B() int { return clamp(1, 2, 3, 4) }\n` })).toEqual([
    expect.stringContaining('would become part of the public interface'),
  ]);
});
