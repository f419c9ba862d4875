/** A model's answers in compiled languages, as models give them: whole, in pieces, with a demonstration, with mistakes. Real toolchains judge them. */
import { machines, recordOf, watched, type Machine } from '../support/job.ts';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';
import type { FileContents } from '../support/repository.ts';
import type { RunnerResult } from '../support/runner.ts';
import { describeWith } from '../support/tools.ts';

const machine = machines();
const fenced = (code: string, tag: string): string => `\`\`\`${tag}\n${code}\n\`\`\``;

interface Ran {
  readonly here: Machine;
  readonly result: RunnerResult;
  readonly server: Pick<ModelServer, 'questions'>;
  readonly untouched: boolean;
}

async function asked(files: FileContents, answer: ModelServerOptions['answer'], inputs: Readonly<Record<string, string>>): Promise<Ran> {
  const here = await machine({ files });
  const server = await startModelServer({ answer });
  try {
    const { result, before, after } = await watched(here, () => here.job({ model: 'loopback', 'base-url': server.url, 'api-key': 'none', publish: 'commit', ...inputs }));
    return { here, result, server, untouched: JSON.stringify(before) === JSON.stringify(after) };
  } finally {
    await server.close();
  }
}

const outcome = ({ result }: Ran): object => ({ outcome: result.outputs['outcome'], log: result.log });
const shown = ({ here }: Ran, path: string): string => here.repository.git('show', `HEAD:${path}`);

describeWith(['go'], 'Go', () => {
  const FILES: FileContents = {
    'go.mod': 'module example.com/words\n\ngo 1.21\n',
    'text/text.go': 'package text\n\nimport "strings"\n\n// Shout says it louder.\nfunc Shout(s string) string {\n\treturn strings.ToUpper(s)\n}\n',
    'text/text_test.go': 'package text\n\nimport "testing"\n\nfunc TestShout(t *testing.T) {\n\tif Shout("a") != "A" {\n\t\tt.Fatal(Shout("a"))\n\t}\n}\n',
    'accept/accept_test.go': '//go:build accept\n\npackage accept\n\nimport (\n\t"testing"\n\n\t"example.com/words/text"\n)\n\nfunc TestSlugify(t *testing.T) {\n\tif got := text.Slugify("Hello  World"); got != "hello-world" {\n\t\tt.Fatalf("got %q", got)\n\t}\n}\n',
  };
  const INPUTS = { prompt: 'Add a function `Slugify`: words in small letters, joined by hyphens', target: 'text/text.go', 'accept-command': 'go test -tags accept ./accept', 'test-command': 'go test ./...' };
  const CODE = '// Slugify joins the words of s in small letters by hyphens.\nfunc Slugify(s string) string {\n    return strings.Join(strings.Fields(strings.ToLower(s)), "-")\n}';
  const TESTS = 'func TestSlugify(t *testing.T) {\n\tif got := Slugify(" A b "); got != "a-b" {\n\t\tt.Fatalf("got %q", got)\n\t}\n}';

  test('a whole program with a demonstration and tests in one block becomes a function, its test file and nothing else', async () => {
    const answer = `Sure! Here it is:\n\n${fenced(`package main\n\nimport (\n\t"fmt"\n\t"strings"\n\t"testing"\n)\n\n${CODE}\n\n${TESTS}\n\nfunc main() {\n\tfmt.Println(Slugify("Hello World"))\n}`, 'go')}\n\nHope that helps.`;
    const ran = await asked(FILES, answer, INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'kept' });
    expect(shown(ran, 'text/text.go')).toBe(`${String(FILES['text/text.go'])}\n${CODE.replace('    return', '\treturn')}`);
    expect(shown(ran, 'text/slugify_test.go')).toBe(`package text\n\nimport "testing"\n\n${TESTS}`);
    expect(ran.here.repository.git('log', '-1', '--format=%s')).toBe('Add `Slugify` to text/text.go');
  });

  test('what does not compile is asked for again with what the compiler said', async () => {
    const broken = CODE.replace('strings.ToLower(s)', 'lower(s)');
    const ran = await asked(FILES, [fenced(broken, 'go'), fenced(CODE, 'golang')], INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'kept' });
    expect(ran.server.questions).toHaveLength(2);
    expect(ran.server.questions[1]!.prompt).toMatch(/text\/text\.go:\d+:\d+: undefined: lower/);
  });

  test('its own tests alone prove it, and a place that only they notice is held: a panic that ends the other tests is not theirs', async () => {
    const inputs = { ...INPUTS, 'accept-command': '' };
    const ran = await asked(FILES, `${fenced(CODE, 'go')}\n\nThe tests:\n\n${fenced(`package text\n\n${TESTS}`, 'go')}`, inputs);
    expect(outcome(ran)).toMatchObject({ outcome: 'held' });
    expect(ran.result.log).toContain("Only the change's own tests notice a mistake in it");
    expect(JSON.stringify(recordOf(ran.result))).toContain("own tests fail without the change and pass with it");
  });

  test('an answer that breaks the package is reverted, and the tree is as it was', async () => {
    const change = JSON.stringify({ edits: [{ path: 'text/text.go', insert: CODE, name: 'Slugify' }, { path: 'text/text.go', symbol: 'Shout', code: 'func Shout(s string) string {\n\treturn s\n}' }] });
    const ran = await asked(FILES, change, INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'reverted' });
    expect(ran.result.log).toMatch(/1 new failing test: .*TestShout/);
    expect(ran.untouched).toBe(true);
  });
});

describeWith(['cargo'], 'Rust', () => {
  const FILES: FileContents = {
    '.gitignore': '/target\n',
    'Cargo.toml': '[package]\nname = "word-kit"\nversion = "0.1.0"\nedition = "2021"\n\n[features]\naccept = []\n\n[[test]]\nname = "accept"\nrequired-features = ["accept"]\n',
    'Cargo.lock': 'version = 4\n\n[[package]]\nname = "word-kit"\nversion = "0.1.0"\n',
    'src/lib.rs': '//! Words.\n\npub mod text;\n',
    'src/text.rs': '/// Says it louder.\npub fn shout(text: &str) -> String {\n    text.to_uppercase()\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn louder() {\n        assert_eq!(shout("a"), "A");\n    }\n}\n',
    'tests/accept.rs': '#[test]\nfn slugs() {\n    assert_eq!(word_kit::slug::slugify("Hello  World"), "hello-world");\n}\n',
  };
  const INPUTS = { prompt: 'Add a function `slugify`: words in small letters, joined by hyphens', target: 'src/slug.rs', 'accept-command': 'cargo test --offline --features accept --test accept', 'test-command': 'cargo test --offline' };
  const CODE = '/// Words in small letters, joined by hyphens.\nfn slugify(text: &str) -> String {\n    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();\n    words.join("-")\n}';
  const INLINE = '#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn words_are_joined() {\n        assert_eq!(slugify(" A b "), "a-b");\n    }\n}';

  test('a new file with inline tests and a demonstration is declared in its crate, and compiled', async () => {
    const ran = await asked(FILES, fenced(`${CODE}\n\nfn main() {\n    println!("{}", slugify("Hello World"));\n}\n\n${INLINE}`, 'rust'), INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'kept' });
    expect(shown(ran, 'src/slug.rs')).toBe(`${CODE.replace('fn slugify', 'pub fn slugify')}\n\n${INLINE}`);
    expect(shown(ran, 'src/lib.rs')).toBe('//! Words.\n\npub mod slug;\npub mod text;');
    expect(ran.here.repository.git('log', '-1', '--format=%b').replace(/\s+/g, ' ')).toContain('- `src/slug.rs`: new, adds `slugify`, with tests in the same file - `src/lib.rs`: declares the module `slug`, so that the new file is compiled');
  });

  test('what does not compile is asked for again with what the compiler said', async () => {
    const broken = CODE.replace('words.join("-")', 'words.concat_with("-")');
    const ran = await asked(FILES, [fenced(broken, 'rs'), fenced(CODE, 'rust')], INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'kept' });
    expect(ran.server.questions[1]!.prompt).toMatch(/error\[E0599\]: no method named `concat_with`/);
  });

  test('tests that come along inline are asked to fail without the function: they prove it, and it is held for want of others', async () => {
    const inputs = { ...INPUTS, 'accept-command': '' };
    const ran = await asked(FILES, fenced(`${CODE}\n\n${INLINE}`, 'rust'), { ...inputs, target: 'src/text.rs' });
    expect(outcome(ran)).toMatchObject({ outcome: 'held' });
    expect(ran.result.log).toContain("Only the change's own tests notice a mistake in it");
    expect(JSON.stringify(recordOf(ran.result))).toContain('mod slugify_tests');
    expect(JSON.stringify(recordOf(ran.result))).toContain('own tests fail without the change and pass with it');
  });

  test('an answer that breaks what others use is reverted, and the tree is as it was', async () => {
    const change = JSON.stringify({ edits: [{ path: 'src/slug.rs', content: CODE.replace('fn slugify', 'pub fn slugify') }, { path: 'src/text.rs', symbol: 'shout', code: 'fn shout(text: &str) -> String {\n    text.to_string()\n}' }] });
    const ran = await asked(FILES, change, INPUTS);
    expect(outcome(ran)).toMatchObject({ outcome: 'reverted' });
    expect(ran.result.log).toMatch(/1 new failing test: .*louder/);
    expect(ran.untouched).toBe(true);
  });
});
