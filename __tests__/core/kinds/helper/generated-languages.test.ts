/** What weak models answer when they are asked for a helper in Go, Rust or Java, and what becomes of it. */
import type { Candidate } from '../../../../src/core/model/change.ts';
import { answering, candidatesOf, noneOf, scenes, testedBy, type Scene } from './scene.ts';

const scene = scenes();
const fenced = (code: string, tag: string): string => `\`\`\`${tag}\n${code}\n\`\`\``;
const json = (...edits: readonly Readonly<Record<string, string>>[]): string => JSON.stringify({ explanation: '', edits });

interface Place {
  readonly files: Readonly<Record<string, string>>;
  readonly tool: string;
  readonly target: string;
  readonly prompt: string;
}

async function asked({ files, tool, target, prompt }: Place, answer: string, acceptCommand: string | null = 'make accept'): Promise<{ readonly scene: Scene; readonly candidate: Candidate | undefined; readonly reason: string; readonly remedy: string | null; readonly question: string }> {
  const prompts: string[] = [];
  const here = await scene(files, answering(answer, prompts), { toolchain: testedBy(tool) });
  const proposals = await here.propose(prompt, target, acceptCommand);
  const [candidate] = candidatesOf(proposals);
  const none = candidate === undefined ? noneOf(proposals) : null;
  return { scene: here, candidate, reason: none?.reason ?? '', remedy: none?.remedy ?? null, question: prompts[0] ?? '' };
}

const written = (candidate: Candidate | undefined): Readonly<Record<string, string | null>> => Object.fromEntries((candidate?.edits ?? []).map(({ path, after }) => [path, after]));

describe('Go', () => {
  const TARGET = 'package text\n\nimport "strings"\n\n// Shout says it louder.\nfunc Shout(s string) string {\n\treturn strings.ToUpper(s)\n}\n';
  const PLACE: Place = { files: { 'go.mod': 'module example.com/words\n', 'text/text.go': TARGET, 'text/text_test.go': 'package text\n\nimport "testing"\n\nfunc TestShout(t *testing.T) {}\n' }, tool: 'go test', target: 'text/text.go', prompt: 'Add a function `Slug`: words joined by hyphens' };
  const SLUG = '// Slug joins words.\nfunc Slug(s string) string {\n\treturn strings.ReplaceAll(s, " ", "-")\n}\n';
  const TESTS = 'func TestSlug(t *testing.T) {\n\tif Slug("a b") != "a-b" {\n\t\tt.Fatal()\n\t}\n}\n';
  const TEST_FILE = `package text\n\nimport "testing"\n\n${TESTS}`;

  test('is asked for its package, its errors and a test beside the target', async () => {
    const { question } = await asked(PLACE, fenced(SLUG, 'go'), null);
    for (const text of ['Write it into `text/text.go` (go).', 'The package is `text`', 'gofmt', 'returns an `error`', 'in one new file, `text/slug_test.go`, for go test; it belongs to the package `text`', 'example of a test: text/text_test.go']) expect(question).toContain(text);
    expect(question).not.toContain('quote with');
  });

  test.each([
    ['code alone, as text', SLUG],
    ['a fragment in a fence', fenced(SLUG, 'golang')],
    ['a program with a demonstration', fenced(`package main\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\n${SLUG}\nfunc main() {\n\tfmt.Println(Slug("a b"))\n}`, 'go')],
    ['the whole file', fenced(`${TARGET}\n${SLUG}`, 'go')],
    ['the whole file under another package', fenced(`${TARGET.replace('package text', 'package main')}\n${SLUG}`, 'go')],
    ['an import that nothing uses', fenced(`import "fmt"\n\n${SLUG}`, 'go')],
    ['spaces in place of tabs', fenced(SLUG.replaceAll('\t', '    '), 'go')],
    ['an edit', json({ insert: SLUG, name: 'Slug', path: 'text/text.go' })],
    ['carriage returns', fenced(SLUG, 'go').replaceAll('\n', '\r\n')],
  ])('%s becomes the function in its place', async (_, answer) => {
    expect(written((await asked(PLACE, answer)).candidate)).toEqual({ 'text/text.go': `${TARGET}\n${SLUG}` });
  });

  test.each([
    ['in the same block', fenced(`package text\n\nimport (\n\t"strings"\n\t"testing"\n)\n\n${SLUG}\n${TESTS}`, 'go')],
    ['in a block of their own', `${fenced(SLUG, 'go')}\n\n\`slug_test.go\`:\n\n${fenced(TEST_FILE, 'go')}`],
    ['without package and imports', `${fenced(SLUG, 'go')}\n${fenced(TESTS, 'go')}`],
    ['as edits', json({ insert: SLUG, name: 'Slug', path: 'text/text.go' }, { content: TEST_FILE.replace('package text', 'package main'), path: 'text/slug_test.go' })],
  ])('tests %s get their file', async (_, answer) => {
    const { candidate } = await asked(PLACE, answer, null);
    expect(written(candidate)).toEqual({ 'text/text.go': `${TARGET}\n${SLUG}`, 'text/slug_test.go': TEST_FILE });
    expect(candidate).toMatchObject({ ownTests: ['text/slug_test.go'], title: 'Add `Slug` to text/text.go' });
    expect(candidate?.sites.map(({ label }) => label)).toEqual(['Slug']);
  });

  test('a new file gets the package of its directory, or that of its name', async () => {
    const beside = await asked({ ...PLACE, target: 'text/slug.go' }, fenced(SLUG, 'go'));
    expect(written(beside.candidate)).toEqual({ 'text/slug.go': `package text\n\nimport "strings"\n\n${SLUG}` });
    const root = await asked({ ...PLACE, target: 'slug.go' }, fenced(SLUG, 'go'));
    expect(written(root.candidate)['slug.go']).toMatch(/^package words\n/);
  });

  test.each([
    ['another language', fenced('def slug(s):\n    return s', 'python'), /the code block is `python`, the target is go/],
    ['something left out', fenced('func Slug(s string) string {\n\t...\n}', 'go'), /does not parse as go/],
    ['another name', fenced(SLUG.replaceAll('Slug', 'ToSlug'), 'go'), /`Slug` is asked for, and the answer declares `ToSlug` only/],
    ['the file written anew', json({ content: `package text\n\n${SLUG}`, path: 'text/text.go' }), /a whole file|removes `Shout`/],
    ['no tests', fenced(SLUG, 'go'), /brings no tests in a new file/],
  ])('%s is of no use, and says why', async (_, answer, reason) => {
    expect((await asked(PLACE, answer, null)).reason).toMatch(reason);
  });
});

describe('Rust', () => {
  const TEXT = '/// Louder.\npub fn shout(text: &str) -> String {\n    text.to_uppercase()\n}\n';
  const LIB: Place = { files: { 'Cargo.toml': '[package]\nname = "word-kit"\n', 'src/lib.rs': '//! Words.\n\npub mod text;\nmod inner;\n', 'src/text.rs': TEXT, 'src/inner.rs': TEXT, 'tests/all.rs': '#[test]\nfn a() {}\n' }, tool: 'cargo test', target: 'src/text.rs', prompt: 'Add a function `slug`: words joined by hyphens' };
  const BIN: Place = { ...LIB, files: { 'Cargo.toml': '[package]\nname = "words"\n', 'src/main.rs': 'mod text;\n\nfn main() {\n    println!("{}", text::shout("a"));\n}\n', 'src/text.rs': TEXT } };
  const SLUG = '/// Joined.\npub fn slug(text: &str) -> String {\n    text.replace(\' \', "-")\n}\n';
  const INLINE = '#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn joined() {\n        assert_eq!(slug("a b"), "a-b");\n    }\n}\n';
  const OUTSIDE = 'use word_kit::text::slug;\n\n#[test]\nfn joined() {\n    assert_eq!(slug("a b"), "a-b");\n}\n';

  test.each([
    ['a library', LIB, 'in one new file, `tests/slug.rs`, for cargo test; it takes the function from `word_kit::text`'],
    ['a private module', { ...LIB, target: 'src/inner.rs' }, 'in the same file, for cargo test: an inline module `#[cfg(test)] mod slug_tests`'],
    ['a new module', { ...LIB, target: 'src/slug.rs' }, '`tests/slug.rs`, for cargo test; it takes the function from `word_kit::slug`'],
    ['a program', BIN, 'in the same file, for cargo test: an inline module `#[cfg(test)] mod slug_tests`'],
  ])('is asked for tests that can reach it: %s', async (_, place, text) => {
    const { question } = await asked(place, fenced(SLUG, 'rust'), null);
    expect(question).toContain(text);
    expect(question).toContain('returns `Result` or `Option`');
  });

  test.each([
    ['code alone, as text', SLUG],
    ['a private function', fenced(SLUG.replace('pub ', ''), 'rs')],
    ['a program with a demonstration', fenced(`${SLUG}\nfn main() {\n    println!("{}", slug("a b"));\n}`, 'rust')],
    ['the whole file', fenced(`${TEXT}\n${SLUG}`, 'rust')],
    ['an edit', json({ insert: SLUG, name: 'slug', path: 'src/text.rs' })],
  ])('%s becomes the function in its place', async (_, answer) => {
    expect(written((await asked(LIB, answer)).candidate)).toEqual({ 'src/text.rs': `${TEXT}\n${SLUG}` });
  });

  test.each([
    ['in the same block', fenced(`${SLUG}\n${INLINE}`, 'rust')],
    ['in a block of their own', `${fenced(SLUG, 'rust')}\n\nTests:\n\n${fenced(INLINE, 'rust')}`],
  ])('inline tests %s are its own tests, in a program', async (_, answer) => {
    const { candidate } = await asked(BIN, answer, null);
    expect(written(candidate)).toEqual({ 'src/text.rs': `${TEXT}\n${SLUG}\n${INLINE}` });
    expect(candidate).toMatchObject({ ownTests: ['src/text.rs'], title: 'Add `slug` to src/text.rs' });
    expect(candidate?.sites.map(({ label }) => label)).toEqual(['slug']);
  });

  test('tests outside get their file', async () => {
    const { candidate } = await asked(LIB, `${fenced(SLUG, 'rust')}\n\n${fenced(OUTSIDE, 'rust')}`, null);
    expect(written(candidate)).toEqual({ 'src/text.rs': `${TEXT}\n${SLUG}`, 'tests/slug.rs': OUTSIDE });
    expect(candidate?.ownTests).toEqual(['tests/slug.rs']);
  });

  test.each([
    ['in order, public in a library', LIB, 'src/lib.rs', '//! Words.\n\npub mod slug;\npub mod text;\nmod inner;\n'],
    ['private in a program', BIN, 'src/main.rs', 'mod slug;\nmod text;\n\nfn main() {\n    println!("{}", text::shout("a"));\n}\n'],
    ['where there is none yet', { ...LIB, files: { 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': '//! Words.\n\nuse std::fmt;\n\npub fn a() {}\n' } }, 'src/lib.rs', '//! Words.\n\npub mod slug;\n\nuse std::fmt;\n\npub fn a() {}\n'],
  ])('a new file is declared %s', async (_, place, path, expected) => {
    const { candidate } = await asked({ ...place, target: 'src/slug.rs' }, fenced(SLUG, 'rust'));
    expect(written(candidate)).toEqual({ 'src/slug.rs': SLUG, [path]: expected });
    expect(candidate?.explanation).toContain(`- \`${path}\`: declares the module \`slug\`, so that the new file is compiled`);
  });

  test('a file that nothing could declare is of no use', async () => {
    const { reason } = await asked({ ...LIB, files: { ...LIB.files, 'src/deep/other.rs': '' }, target: 'src/deep/slug.rs' }, fenced(SLUG, 'rust'));
    expect(reason).toContain('nothing would compile `src/deep/slug.rs`: `src/deep.rs` and `src/deep/mod.rs` do not exist');
  });

  test('a replaced function stays public', async () => {
    const { candidate } = await asked({ ...LIB, prompt: 'Let `shout` trim' }, json({ symbol: 'shout', code: 'fn shout(text: &str) -> String {\n    text.trim().to_uppercase()\n}', path: 'src/text.rs' }));
    expect(written(candidate)['src/text.rs']).toBe(TEXT.replace('text.to', 'text.trim().to'));
  });
});

describe('Java', () => {
  const PATH = 'src/main/java/org/shelf/Text.java';
  const SHOUT = '    public static String shout(String text) {\n        return text.toUpperCase();\n    }\n';
  const SLUG = '    /** Joined. */\n    public static String slug(String text) {\n        return text.replace(" ", "-");\n    }\n';
  const classOf = (members: string): string => `package org.shelf;\n\npublic final class Text {\n${members}}\n`;
  const TEST = 'package org.shelf;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass TextSlugTest {\n    @Test\n    void joined() {\n        assertEquals("a-b", Text.slug("a b"));\n    }\n}\n';
  const PLACE: Place = {
    files: { 'pom.xml': '<project></project>', [PATH]: classOf(SHOUT), 'src/test/java/org/shelf/TextTest.java': TEST.replaceAll('TextSlugTest', 'TextTest') },
    tool: 'maven', target: PATH, prompt: 'Add a function `slug`: words joined by hyphens',
  };

  test('is asked for a static method of the class and a test in its package', async () => {
    const { question } = await asked(PLACE, fenced(SLUG, 'java'), null);
    for (const text of ['The package is `org.shelf`; the class of the file is `Text`.', 'public static', 'in one new file, `src/test/java/org/shelf/TextSlugTest.java`, for JUnit 5; its class `TextSlugTest` stands in the package `org.shelf`']) expect(question).toContain(text);
  });

  test.each([
    ['a method', fenced(SLUG, 'java')],
    ['a class with the method alone', fenced(`public class Text {\n${SLUG}}`, 'java')],
    ['a class with a demonstration', fenced(`public class Text {\n${SLUG}\n    public static void main(String[] args) {\n        System.out.println(slug("a b"));\n    }\n}`, 'java')],
    ['the whole file', fenced(classOf(`${SHOUT}\n${SLUG}`), 'java')],
    ['the whole file under another package', fenced(classOf(`${SHOUT}\n${SLUG}`).replace('org.shelf', 'com.example'), 'java')],
    ['an edit', json({ insert: SLUG, name: 'slug', path: PATH })],
  ])('%s becomes the method in its place', async (_, answer) => {
    const { candidate } = await asked(PLACE, answer);
    expect(written(candidate)).toEqual({ [PATH]: classOf(`${SHOUT}\n${SLUG}`) });
    expect(candidate?.title).toBe('Add `Text.slug` to src/main/java/org/shelf/Text.java');
  });

  test.each([
    ['in the same block', fenced(`${TEST.replace('package org.shelf;\n\n', '').replace(/class [^]*/, '')}public class Text {\n${SLUG}}\n\n${/class [^]*/.exec(TEST)![0]}`, 'java')],
    ['in a block of their own, under another name', `${fenced(SLUG, 'java')}\n\n${fenced(TEST.replaceAll('TextSlugTest', 'SlugTest').replace('org.shelf', 'com.example'), 'java')}`],
  ])('tests %s get their file', async (_, answer) => {
    const { candidate } = await asked(PLACE, answer, null);
    expect(written(candidate)).toEqual({ [PATH]: classOf(`${SHOUT}\n${SLUG}`), 'src/test/java/org/shelf/TextSlugTest.java': TEST });
    expect(candidate?.ownTests).toEqual(['src/test/java/org/shelf/TextSlugTest.java']);
  });

  test.each([
    ['another class', fenced(`public class Slugs {\n${SLUG}}`, 'java'), /declares the class `Slugs`, and `src\/main\/java\/org\/shelf\/Text\.java` is the file of `Text`/],
    ['another language', fenced('fun slug(text: String) = text', 'kotlin'), /the code block is `kotlin`, the target is java/],
    ['something left out', fenced('public static String slug(String text) {\n    return ...;\n}', 'java'), /does not parse as java/],
  ])('%s is of no use, and says why', async (_, answer, reason) => {
    expect((await asked(PLACE, answer)).reason).toMatch(reason);
  });
});

describe('without a model', () => {
  test.each([
    ['src/text.rs', { 'Cargo.toml': '', 'src/text.rs': '/// Words joined by hyphens.\npub fn slug(text: &str) -> String {\n    String::new()\n}\n' }, /^without a model nothing is written in Rust; the repository has `slug` \(src\/text\.rs:/],
    ['src/Other.java', { 'src/Other.java': 'class Other {\n    static int n() {\n        return 1;\n    }\n}\n' }, /^without a model nothing is written in Java$/],
  ])('%s: it is said what the repository has, and what helps', async (target, files, reason) => {
    const none = noneOf(await (await scene(files)).propose('Add a function `slug`: words joined by hyphens', target));
    expect(none.reason).toMatch(reason);
    expect(none.remedy).toContain('`api-key`');
    expect(none.remedy).toMatch(/the engine changes .*Python.* only/);
  });

  test('a file in no language is told which there are', async () => {
    expect(noneOf(await (await scene({ 'a.rb': '' })).propose('Add a function', 'a.rb')).remedy).toBe('Name a JavaScript, TypeScript, Python, Go, Rust or Java file.');
  });
});
