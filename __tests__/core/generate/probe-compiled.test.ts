/** Code broken on purpose must still compile, warnings counted as errors: an error of the compiler would pass for a test that noticed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { PROBE_MESSAGE, probeAt, probeOf, probeOfModule } from '../../../src/core/generate/probe.ts';
import { sitesOf } from '../../../src/core/generate/sites.ts';
import type { Language } from '../../../src/core/model/code.ts';
import { temporaryDirectories } from '../../support/temporary.ts';
import { describeWith, TOOL_PATH } from '../../support/tools.ts';

const syntax = createSyntax();
const directories = temporaryDirectories();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

/** The text with all of these functions broken. */
function broken(text: string, language: Language, starts: readonly string[]): string {
  return starts.reduce((so, start) => {
    const made = probeAt(so, language, so.indexOf(start), syntax);
    if (made === null) throw new Error(`Nothing to break at ${start}.`);
    return made;
  }, text);
}

test('a constructor that does nothing is no place to break: what is private there is called by nobody', () => {
  const text = 'final class Money {\n  private Money() {\n    // nobody makes one\n  }\n\n  Money(int n) { this(); }\n}\n';
  expect(probeAt(text, 'java', text.indexOf('private'), syntax)).toBeNull();
  expect(probeAt(text, 'java', text.indexOf('Money(int'), syntax)).toContain(PROBE_MESSAGE);
});

async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await directories.make();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function said(program: string, args: readonly string[], cwd: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, PATH: TOOL_PATH } });
  return { status, output: (stdout + stderr).trim() };
}

describeWith(['go'], 'Go', () => {
  const TEXT = 'package p\n\ntype T struct{ n int }\n\nfunc F(n int) int {\n\t// First.\n\tif n > 1 {\n\t\treturn n\n\t}\n\treturn n + 1\n}\n\nfunc G() {}\n\nfunc H() func() int { return func() int { return 1 } }\n\nfunc (t *T) M() (n int, err error) { n = t.n; return }\n\nvar Z = F(2)\n';
  const GO_MOD = 'module example.com/p\n\ngo 1.21\n';

  test('vet finds nothing in broken functions and methods, and each fails with the words of the probe', async () => {
    const text = broken(TEXT, 'go', ['func F', 'func G', 'func H', 'func() int { return 1', 'func (t *T) M']);
    expect(text.split(PROBE_MESSAGE)).toHaveLength(6);
    const root = await written({ 'go.mod': GO_MOD, 'p/a.go': text.replace('var Z = F(2)', ''), 'main.go': 'package main\n\nimport "example.com/p/p"\n\nfunc main() { p.G() }\n' });
    expect(said('go', ['vet', './...'], root)).toEqual({ status: 0, output: '' });
    expect(said('go', ['run', '.'], root).output).toContain(`panic: ${PROBE_MESSAGE}`);
  });

  test('a variable of the package is broken by whoever loads it; types and imports have nothing to break', async () => {
    const made = probeOf(TEXT, 'go', { line: TEXT.split('\n').indexOf('var Z = F(2)') + 1 }, syntax)!;
    expect(probeOf(TEXT, 'go', { line: 3 }, syntax)).toBeNull();
    const root = await written({ 'go.mod': GO_MOD, 'p/a.go': made, 'main.go': 'package main\n\nimport _ "example.com/p/p"\n\nfunc main() {}\n' });
    expect(said('go', ['vet', './...'], root).status).toBe(0);
    expect(said('go', ['run', '.'], root).output).toContain(PROBE_MESSAGE);
  });
});

describeWith(['rustc'], 'Rust', () => {
  const TEXT = "#![deny(warnings)]\npub struct T { n: u8 }\n\npub fn f(n: u8) -> u8 {\n    #![allow(dead_code)]\n    // First.\n    let m = n + 1;\n    m\n}\n\npub fn g() {}\n\npub const fn h(n: u8) -> u8 { n + 1 }\n\npub fn i() -> impl Iterator<Item = u8> { [1u8].into_iter().map(|n| { n + 1 }) }\n\npub async fn j() -> u8 { 1 }\n\nimpl T {\n    pub fn m(&self) -> u8 { self.n }\n}\n\npub const N: u8 = 3;\n";

  test('rustc finds nothing in broken functions, methods and closures, unreachable code included', async () => {
    const text = broken(TEXT, 'rust', ['pub fn f', 'pub fn g', 'pub const fn h', 'pub fn i', '|n| {', 'pub async fn j', 'pub fn m']);
    expect(text.split(PROBE_MESSAGE)).toHaveLength(8);
    const root = await written({ 'a.rs': text });
    expect(said('rustc', ['--edition', '2021', '--crate-type', 'lib', '--emit', 'metadata', '-D', 'warnings', '-W', 'unreachable-code', 'a.rs'], root)).toEqual({ status: 0, output: '' });
  });

  test('a constant is broken for whoever compiles the file; inline tests have no sites', async () => {
    const made = probeOf(TEXT, 'rust', { line: TEXT.split('\n').indexOf('pub const N: u8 = 3;') + 1 }, syntax)!;
    const root = await written({ 'a.rs': made });
    expect(said('rustc', ['--crate-type', 'lib', '--emit', 'metadata', '--edition', '2021', 'a.rs'], root).output).toContain(PROBE_MESSAGE);
    const after = 'pub fn f() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { super::f(); }\n}\n';
    const sites = await sitesOf([{ path: 'src/a.rs', mode: '100644', before: null, after }], syntax);
    expect(sites.map(({ label }) => label)).toEqual(['f']);
    const declaring = await sitesOf([{ path: 'src/lib.rs', mode: '100644', before: 'mod b;\n', after: 'pub mod a;\nmod b;\n' }], syntax);
    expect(declaring).toEqual([]);
  });
});

describeWith(['javac', 'java'], 'Java', () => {
  const TEXT = 'import java.util.function.Supplier;\n\npublic final class A {\n    final int n;\n\n    A(int n) {\n        super();\n        this.n = n;\n    }\n\n    static int f(int n) {\n        // First.\n        return n + 1;\n    }\n\n    static void g() { }\n\n    static Supplier<String> h() { return () -> { return ""; }; }\n\n    record R(int n) { R { if (n > 1) { throw new IllegalArgumentException(); } } }\n\n    public static void main(String[] args) { g(); }\n}\n';

  test('javac finds nothing in broken methods, constructors and lambdas, and each fails with the words of the probe', async () => {
    const text = broken(TEXT, 'java', ['A(int n)', 'static int f', 'static void g', 'static Supplier', '() -> {', 'R { if']);
    expect(text.split(PROBE_MESSAGE)).toHaveLength(7);
    const root = await written({ 'A.java': text });
    expect(said('javac', ['-Xlint:all', '-Werror', 'A.java'], root)).toEqual({ status: 0, output: '' });
    expect(said('java', ['-cp', '.', 'A'], root).output).toContain(PROBE_MESSAGE);
  });

  test.each([
    ['a field of a class', 'class A {\n    static int n = 1;\n    static int n() { return n; }\n}\n', 2],
    ['a constant of an enum', 'enum A {\n    ONE;\n    static int n() { return 1; }\n}\n', 2],
    ['the only constants of an enum', 'enum A {\n    ONE\n}\n', 2],
    ['a record', 'record A(int n) {\n    static int m() { return 1; }\n}\n', 1],
  ])('%s is broken for whoever uses the class', async (_, text, line) => {
    const root = await written({ 'A.java': probeOf(text, 'java', { line }, syntax)! });
    expect(said('javac', ['-Xlint:all', '-Werror', 'A.java'], root)).toEqual({ status: 0, output: '' });
  });

  test('an interface has nothing that could fail, and a file does nothing by itself', () => {
    const text = 'interface A {\n    int n();\n}\n';
    expect(probeOf(text, 'java', { line: 2 }, syntax)).toBeNull();
    expect(probeOfModule(text, 'java')).toBe(text);
  });
});
