import { createSyntax } from '../../../src/adapters/syntax.ts';
import type { ReplyEdit } from '../../../src/core/generate/reply-json.ts';
import { testsApart } from '../../../src/core/generate/split-tests.ts';

const syntax = createSyntax();
const insert = (path: string, code: string): ReplyEdit => ({ type: 'insert', path, code, name: null });

test('tests of Go leave the code, each side with the imports of others that it uses', async () => {
  const code = 'package a\n\nimport (\n\t"strings"\n\t"testing"\n\n\t"example.com/x/shout"\n\t"github.com/stretchr/testify/require"\n)\n\nfunc F(s string) string { return shout.Up(strings.TrimSpace(s)) }\n\n// TestF is a test.\nfunc TestF(t *testing.T) {\n\trequire.Equal(t, "A", F("a"))\n}\n\nfunc Testify() {}\n\nfunc ExampleF() {\n\tF("a")\n}\n';
  const [main, tests] = await testsApart([insert('a.go', code)], 'f_test.go', syntax);
  expect(main).toMatchObject({ type: 'insert', path: 'a.go', code: expect.stringMatching(/^package a\n\nimport \(\n\t"strings"\n\t"testing"\n\n\t"example.com\/x\/shout"\n\)\n\nfunc F[^]*func Testify\(\) \{\}\n+$/) as string });
  expect(tests).toMatchObject({ type: 'content', path: 'f_test.go', content: expect.stringMatching(/testify\/require"\n\)\n\n\/\/ TestF is a test\.\nfunc TestF[^]*func ExampleF[^]*$/) as string });
  expect(JSON.stringify(tests)).not.toContain('shout');
});

test.each<[string, ReplyEdit]>([
  ['tests alone', insert('a.go', 'package a\n\nfunc TestF(t *testing.T) {}\n')],
  ['a file of tests', { type: 'content', path: 'a_test.go', content: 'package a\n\nfunc F() {}\n\nfunc TestF(t *testing.T) {}\n' }],
  ['code alone', insert('a.go', 'func F() {}\n')],
  ['what does not parse', insert('a.go', 'func F( {}\nfunc TestF(t *testing.T) {}\n')],
  ['inline tests of Rust', insert('a.rs', 'fn f() {}\n#[test]\nfn g() {}\n')],
  ['a replaced text', { type: 'replace', path: 'a.go', search: 'a', replace: 'func TestF(t *testing.T) {}' }],
])('%s stays as it is', async (_, edit) => {
  expect(await testsApart([edit], 'new_test.go', syntax)).toEqual([edit]);
});

test('without a place for tests they go; with tests of its own the answer keeps those', async () => {
  const code = 'func F() {}\n\nfunc TestF(t *testing.T) {}\n';
  expect(await testsApart([insert('a.go', code)], null, syntax)).toEqual([insert('a.go', 'func F() {}\n\n')]);
  const own: ReplyEdit = { type: 'content', path: 'f_test.go', content: 'package a\n' };
  expect(await testsApart([insert('a.go', code), own], 'f_test.go', syntax)).toEqual([insert('a.go', 'func F() {}\n\n'), own]);
});
