import { afterOf, candidatesOf, noneOf, scenes } from './scene.ts';
import { describeWith } from '../../../support/tools.ts';

const scene = scenes();
const MODULE = { 'go.mod': 'module example.com/shop\n\ngo 1.21\n' };
const SLUG = '// Slugify joins lower-case words by dashes.\nfunc Slugify(text string, words ...string) (string, error) {\n\tall := append(strings.Fields(strings.ToLower(text)), words...)\n\treturn strings.Join(all, "-"), nil\n}\n';
const TEXT = `package text\n\nimport "strings"\n\n${SLUG}`;
const accept = (pkg: string, name: string): string => `package ${pkg}_test\n\nimport (\n\t"testing"\n\n\t"example.com/shop/${pkg}"\n)\n\nfunc Test${name}(t *testing.T) {\n\tif got, _ := ${pkg}.${name}("A b", "c"); got != "a-b-c" {\n\t\tt.Fatal(got)\n\t}\n}\n`;
const GO = 'env GOFLAGS= GOPROXY=off GOTOOLCHAIN=local go';
const FORMAT = `test -z "$(gofmt -l .)" && ${GO} vet ./...`;
const PAGE = 'package page\n\nimport "fmt"\n\n// Title of it.\nfunc Title() string { return fmt.Sprint("t") }\n';

describeWith(['go', 'gofmt'], 'a function of the repository is handed on in Go', () => {
  test('from another package, as a function that calls it; a parameter does not hide the package', async () => {
    const { propose, runs } = await scene({ ...MODULE, 'text/text.go': TEXT, 'page/page.go': PAGE, 'page/accept_test.go': accept('page', 'Slugify') });
    const [candidate] = candidatesOf(await propose('make a slug from a text', 'page/page.go', 'go test ./page'));
    expect(candidate!.title).toBe('Reuse `Slugify` in page/page.go');
    expect(afterOf(candidate, 'page/page.go')).toBe(
      'package page\n\nimport (\n\t"fmt"\n\n\t"example.com/shop/text"\n)\n\n// Title of it.\nfunc Title() string { return fmt.Sprint("t") }\n\n// Slugify calls [text.Slugify].\nfunc Slugify(s string, words ...string) (string, error) {\n\treturn text.Slugify(s, words...)\n}\n',
    );
    expect(await runs(`${GO} test ./page && ${FORMAT}`, candidate!.edits)).toBe(0);
    expect(candidate!.sites).toHaveLength(1);
    expect(await runs(`${GO} vet ./...`, candidate!.sites[0]!.probe)).toBe(0);
    expect(await runs(`${GO} test ./page`, candidate!.sites[0]!.probe)).not.toBe(0);
  }, 120_000);

  test('into a new file of a new package, under the name that is wanted', async () => {
    const { propose, runs } = await scene({ ...MODULE, 'text/text.go': TEXT, 'accept/accept_test.go': accept('page', 'ToSlug').replace('package page_test', 'package accept') });
    const [candidate] = candidatesOf(await propose('slugify a text', 'page/slug.go', 'go test ./accept/...'));
    expect(afterOf(candidate, 'page/slug.go')).toBe(
      'package page\n\nimport "example.com/shop/text"\n\n// ToSlug calls [text.Slugify].\nfunc ToSlug(s string, words ...string) (string, error) {\n\treturn text.Slugify(s, words...)\n}\n',
    );
    expect(await runs(`${GO} test ./accept && ${FORMAT}`, candidate!.edits)).toBe(0);
  }, 120_000);

  test('a private function of an internal package is exported first; types of its package are qualified', async () => {
    const { propose, runs } = await scene({
      ...MODULE,
      'internal/geo/geo.go': 'package geo\n\n// Point of a plane.\ntype Point struct{ X, Y int }\n\n// manhattan is the way along streets.\nfunc manhattan[T any](a, b Point, note func(T), t T) int {\n\tnote(t)\n\treturn max(a.X-b.X, b.X-a.X) + max(a.Y-b.Y, b.Y-a.Y)\n}\n\n// Far away.\nfunc Far(a Point) bool { return manhattan(a, Point{}, func(int) {}, 1) > 9 }\n',
      'page/page.go': PAGE,
      'page/accept_test.go': 'package page\n\nimport (\n\t"testing"\n\n\t"example.com/shop/internal/geo"\n)\n\nfunc TestManhattan(t *testing.T) {\n\tif Manhattan(geo.Point{X: 1}, geo.Point{Y: 1}, func(string) {}, "x") != 2 {\n\t\tt.Fatal("way")\n\t}\n}\n',
    });
    const [candidate] = candidatesOf(await propose('the manhattan way', 'page/page.go', 'go test ./page'));
    expect(afterOf(candidate, 'internal/geo/geo.go')).toContain('// Manhattan is the way along streets.\nfunc Manhattan[T any](');
    expect(afterOf(candidate, 'page/page.go')).toContain('func Manhattan[T any](a, b geo.Point, note func(T), t T) int {\n\treturn geo.Manhattan[T](a, b, note, t)\n}\n');
    expect(candidate!.explanation).toContain('which was private and is exported there now');
    expect(await runs(`${GO} test ./page && ${FORMAT}`, candidate!.edits)).toBe(0);
  }, 120_000);

  test('a private function of the package itself gets its capital letter, in all files', async () => {
    const { propose, runs } = await scene({
      ...MODULE, 'text/text.go': TEXT.replaceAll('Slugify', 'slugify'), 'text/use.go': 'package text\n\n// Path of a title.\nfunc Path(t string) string {\n\ts, _ := slugify(t)\n\treturn "/" + s\n}\n', 'text/accept_test.go': accept('text', 'Slugify'),
    });
    const [candidate] = candidatesOf(await propose('slugify', 'text/text.go', 'go test ./text'));
    expect(candidate!.edits.map(({ path }) => path).sort()).toEqual(['text/text.go', 'text/use.go']);
    expect(await runs(`${GO} test ./text && ${FORMAT}`, candidate!.edits)).toBe(0);
    expect(await runs(`${GO} test ./text`, candidate!.sites[0]!.probe)).not.toBe(0);
  }, 120_000);

  test('where no import is possible a copy is made, with what it needs', async () => {
    const { propose, runs } = await scene({
      ...MODULE,
      'cmd/tool/main.go': `package main\n\nimport "strings"\n\nconst dash = "-"\n\nfunc main() { println("x") }\n\nfunc split(s string) []string { return strings.Fields(strings.ToLower(s)) }\n\n${SLUG.replaceAll('strings.Fields(strings.ToLower(text))', 'split(text)').replaceAll('"-"', 'dash')}`.replace('println("x")', '_, _ = Slugify("A b")'),
      'page/page.go': PAGE, 'page/accept_test.go': accept('page', 'Slugify'),
    });
    const [candidate] = candidatesOf(await propose('slugify', 'page/page.go', 'go test ./page'));
    expect(candidate).toMatchObject({ transplanted: true, title: 'Copy `Slugify` from cmd/tool/main.go to page/page.go' });
    expect(candidate!.explanation).toContain('a program cannot be imported: a copy is the only way');
    expect(afterOf(candidate, 'page/page.go')).toContain('const dash = "-"\n\n// Slugify joins');
    expect(await runs(`${GO} test ./page && ${FORMAT}`, candidate!.edits)).toBe(0);
  }, 120_000);

  test('clones become one function in the target that was asked for', async () => {
    const copy = TEXT.replace('// Slugify joins lower-case words by dashes.\n', '').replaceAll('Slugify', 'slug').replace('package text', 'package PKG');
    const use = '\n// Use it.\nfunc Use() { _, _ = slug("a") }\n';
    const { propose, runs } = await scene({ ...MODULE, 'a/a.go': copy.replace('PKG', 'a').replaceAll('\tall :=', '\ttext += "."\n\tall :=') + use, 'b/b.go': copy.replace('PKG', 'b').replaceAll('\tall :=', '\ttext += "."\n\tall :=') + use });
    const [candidate] = candidatesOf(await propose('move `slug` to one place', 'text/slug.go'));
    expect(candidate!.title).toBe('Move `Slug` to text/slug.go and use it in 2 places');
    expect(afterOf(candidate, 'text/slug.go')).toContain('package text\n\nimport "strings"\n\nfunc Slug(text string');
    expect(afterOf(candidate, 'a/a.go')).toBe('package a\n\nimport "example.com/shop/text"\n\n// Use it.\nfunc Use() { _, _ = text.Slug("a") }\n');
    expect(await runs(`${GO} build ./... && ${FORMAT}`, candidate!.edits)).toBe(0);
  }, 120_000);
  test('clones of one package move within it, under the name that its tests use', async () => {
    const body = TEXT.replace('// Slugify joins lower-case words by dashes.\n', '').replaceAll('\tall :=', '\ttext += "."\n\tall :=');
    const { propose, runs } = await scene({
      ...MODULE, 'p/a.go': `${body.replace('package text', 'package p').replaceAll('Slugify', 'slug')}\n// A it.\nfunc A() { _, _ = slug("a") }\n`, 'p/b.go': `${body.replace('package text', 'package p').replaceAll('Slugify', 'slugB')}\n// B it.\nfunc B() { _, _ = slugB("a") }\n`,
      'p/shared.go': 'package p\n\n// Dash joins.\nconst Dash = "-"\n', 'p/p_test.go': 'package p\n\nimport "testing"\n\nfunc TestSlug(t *testing.T) {\n\tif s, _ := slug("A"); s != "a." {\n\t\tt.Fatal(s)\n\t}\n}\n',
    });
    const [candidate] = candidatesOf(await propose('move `slug` to the shared file', 'p/shared.go'));
    expect(candidate!.title).toBe('Move `slug` to p/shared.go and use it in 2 places');
    expect(await runs(`${GO} test ./p && ${FORMAT}`, candidate!.edits)).toBe(0);
  }, 120_000);
});

test('what the package has already needs nothing but to be told', async () => {
  const { propose } = await scene({ ...MODULE, 'text/text.go': TEXT, 'text/other.go': 'package text\n' });
  expect(noneOf(await propose('slugify a text', 'text/other.go')).reason).toContain('it is in the package of the target');
});

test('a private function of a public package is not opened for it', async () => {
  const { propose } = await scene({ ...MODULE, 'shop.go': 'package shop\n', 'text/text.go': `${TEXT.replaceAll('Slugify', 'slugify')}\nvar _ = slugify\n`, 'page/page.go': PAGE, 'page/accept_test.go': accept('page', 'Slugify') });
  expect(noneOf(await propose('slugify', 'page/page.go', 'go test ./page')).reason).toContain('would become part of the public interface');
});

test('an import that closes a cycle is impossible', async () => {
  const { propose } = await scene({ ...MODULE, 'text/text.go': TEXT.replace('"strings"', '(\n\t"strings"\n\n\t"example.com/shop/page"\n)').replace('nil\n', 'page.Err\n'), 'page/page.go': 'package page\n\n// Err of it.\nvar Err error\n', 'page/accept_test.go': accept('page', 'Slugify') });
  expect(noneOf(await propose('slugify', 'page/page.go', 'go test ./page')).reason).toContain('close a cycle');
});
