import { createSyntax } from '../../../src/adapters/syntax.ts';
import { isProtected, isTest } from '../../../src/core/change/protected.ts';
import { packageOf } from '../../../src/core/generate/packages.ts';
import { testHomeFor, type TestHome } from '../../../src/core/generate/test-home.ts';
import type { KindContext, SourceTree } from '../../../src/core/kinds/kind.ts';
import { languageOf } from '../../../src/core/syntax/language.ts';
import { testedBy } from '../kinds/helper/scene.ts';

const syntax = createSyntax();
type Files = Readonly<Record<string, string>>;

const treeOf = (files: Files): SourceTree => ({ entries: Object.keys(files).map((path) => ({ path, mode: '100644', blob: path })), read: (path) => Promise.resolve(files[path] ?? null) });

interface Given {
  readonly tool?: string | null;
  readonly name?: string | null;
}

function homeFor(files: Files, target: string, { tool = null, name = 'wordCount' }: Given = {}): Promise<TestHome | null> {
  const context: Partial<KindContext> = { tree: treeOf(files), toolchain: testedBy(tool), syntax, isTest, mayEdit: (path) => !isProtected(path), maySend: () => true, workingDirectory: '', baseline: null };
  return testHomeFor({ target, language: languageOf(target)!, name }, context as KindContext);
}

describe('Go: beside the target, in its package', () => {
  const FILES = { 'go.mod': 'module example.com/a\n', 'text/text.go': 'package words\n', 'text/all_test.go': 'package words\n' };
  test.each<[string, Files, string, string | null, string, string]>([
    ['named after the function', FILES, 'text/text.go', 'wordCount', 'text/wordcount_test.go', 'words'],
    ['never like a system', FILES, 'text/text.go', 'parse_linux', 'text/parselinux_test.go', 'words'],
    ['after the target where no name is known', FILES, 'text/text.go', null, 'text/text_test.go', 'words'],
    ['beside what is taken', { ...FILES, 'text/wordcount_test.go': '' }, 'text/text.go', 'wordCount', 'text/text_wordcount_test.go', 'words'],
    ['at the root of the module', FILES, 'new.go', 'wordCount', 'wordcount_test.go', 'a'],
  ])('%s', async (_, files, target, name, path, specifier) => {
    expect(await homeFor(files, target, { tool: 'go test', name })).toMatchObject({ framework: 'go test', path, specifier });
  });

  test('there is none for a test command of another language', async () => {
    expect(await homeFor(FILES, 'text/text.go', { tool: 'jest' })).toBeNull();
    expect(await homeFor(FILES, 'text/text.go', { tool: 'cargo test' })).toBeNull();
    expect(await homeFor(FILES, 'text/text.go', { tool: null })).not.toBeNull();
  });
});

describe('Rust: outside what can be reached there, else inline', () => {
  const LIB = { 'kit/Cargo.toml': '[package]\nname = "word-kit"\n', 'kit/src/lib.rs': 'pub mod a;\nmod b;\npub mod c {\n}\n', 'kit/src/a.rs': 'pub mod deep;\n', 'kit/src/a/deep.rs': '', 'kit/src/b.rs': 'pub mod deep;\n', 'kit/src/b/deep.rs': '', 'kit/tests/one.rs': '#[test]\nfn a() {}\n' };
  test.each<[string, Files, string, Partial<TestHome>]>([
    ['a public module', LIB, 'kit/src/a.rs', { path: 'kit/tests/word_count.rs', specifier: 'word_kit::a', example: { path: 'kit/tests/one.rs', text: LIB['kit/tests/one.rs'] } }],
    ['one below another', LIB, 'kit/src/a/deep.rs', { path: 'kit/tests/word_count.rs', specifier: 'word_kit::a::deep' }],
    ['the root', LIB, 'kit/src/lib.rs', { path: 'kit/tests/word_count.rs', specifier: 'word_kit' }],
    ['a new module, which will be public', LIB, 'kit/src/new.rs', { path: 'kit/tests/word_count.rs', specifier: 'word_kit::new' }],
    ['a private module', LIB, 'kit/src/b.rs', { path: 'kit/src/b.rs', inline: true }],
    ['below a private module', LIB, 'kit/src/b/deep.rs', { path: 'kit/src/b/deep.rs', inline: true }],
    ['a library of another name', { ...LIB, 'kit/Cargo.toml': '[package]\nname = "x"\n\n[lib]\nname = "words"\n' }, 'kit/src/a.rs', { specifier: 'words::a' }],
    ['where tests are listed by hand', { ...LIB, 'kit/Cargo.toml': '[package]\nname = "x"\nautotests = false\n' }, 'kit/src/a.rs', { inline: true }],
    ['a program', { 'Cargo.toml': '[package]\nname = "x"\n', 'src/main.rs': 'fn main() {}\n' }, 'src/main.rs', { path: 'src/main.rs', inline: true }],
    ['one of several programs', { ...LIB, 'kit/src/bin/two.rs': '' }, 'kit/src/bin/two.rs', { inline: true }],
  ])('%s', async (_, files, target, expected) => {
    expect(await homeFor(files, target, { tool: 'cargo test' })).toMatchObject({ framework: 'cargo test', ...expected });
  });

  test('a file in no crate has none', async () => {
    expect(await homeFor({ 'a.rs': '' }, 'a.rs', { tool: 'cargo test' })).toBeNull();
  });
});

describe('Java: under the test root, in the package of the target', () => {
  const MAIN = 'src/main/java/org/shelf/Text.java';
  const JUPITER = 'package org.shelf;\n\nimport org.junit.jupiter.api.Test;\n';
  const JUNIT4 = 'package org.shelf;\n\nimport org.junit.Test;\n';
  test.each<[string, Files, string, Partial<TestHome>]>([
    ['as the neighbours are written', { [MAIN]: 'package org.shelf;', 'src/test/java/org/shelf/IsbnTest.java': JUPITER }, MAIN, { framework: 'JUnit 5', path: 'src/test/java/org/shelf/TextTest.java', specifier: 'org.shelf' }],
    ['for JUnit 4', { [MAIN]: 'package org.shelf;', 'src/test/java/org/shelf/IsbnTest.java': JUNIT4 }, MAIN, { framework: 'JUnit 4' }],
    ['as the manifest says', { [MAIN]: 'package org.shelf;', 'pom.xml': '<artifactId>junit</artifactId>' }, MAIN, { framework: 'JUnit 4' }],
    ['beside what is taken', { [MAIN]: 'package org.shelf;', 'src/test/java/org/shelf/TextTest.java': JUPITER }, MAIN, { path: 'src/test/java/org/shelf/TextWordCountTest.java' }],
    ['called as the neighbours are', { [MAIN]: 'package org.shelf;', 'src/test/java/org/shelf/IsbnTests.java': JUPITER }, MAIN, { path: 'src/test/java/org/shelf/TextTests.java' }],
    ['in a project of several', { [`core/${MAIN}`]: 'package org.shelf;' }, `core/${MAIN}`, { path: 'core/src/test/java/org/shelf/TextTest.java' }],
    ['in trees of other names', { 'java/org/shelf/Text.java': 'package org.shelf;', 'javatests/org/other/AllTest.java': 'package org.other;\nimport org.junit.Test;\n' }, 'java/org/shelf/Text.java', { path: 'javatests/org/shelf/TextTest.java', framework: 'JUnit 4' }],
    ['beside the target where there is no other place', { 'Text.java': 'class Text {}' }, 'Text.java', { path: 'TextTest.java', specifier: '' }],
  ])('%s', async (_, files, target, expected) => {
    expect(await homeFor(files, target, { tool: 'maven' })).toMatchObject(expected);
  });
});

describe('the package of a file', () => {
  test.each<[string, Files, string, string | null]>([
    ['of Go: what the files beside say', { 'a/x.go': 'package words\n', 'a/x_test.go': 'package words_test\n' }, 'a/new.go', 'words'],
    ['where only tests are beside', { 'a/x_test.go': 'package words_test\n' }, 'a/new.go', 'words'],
    ['named after the directory', {}, 'internal/go-text/new.go', 'text'],
    ['named after the module, not its version', { 'go.mod': 'module example.com/go-words/v2\n' }, 'new.go', 'words'],
    ['of a program', {}, 'new.go', 'main'],
    ['of Java: what the files beside say', { 'src/main/java/a/X.java': 'package odd.one;' }, 'src/main/java/a/New.java', 'odd.one'],
    ['below the root that another file shows', { 'code/org/a/X.java': 'package org.a;' }, 'code/org/b/New.java', 'org.b'],
    ['as Maven has it', {}, 'core/src/main/java/org/b/New.java', 'org.b'],
    ['without a name', {}, 'New.java', null],
    ['of others there is none', {}, 'src/a.rs', null],
  ])('%s', async (_, files, path, expected) => {
    expect(await packageOf(path, treeOf(files))).toBe(expected);
  });
});
