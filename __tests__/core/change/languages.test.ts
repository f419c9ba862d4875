/** The guard on Go, Rust and Java, beyond the corpus: what parses, what counts as a test, what tests in a source allow. */
import fc from 'fast-check';

import { createSyntax } from '../../../src/adapters/syntax.ts';
import { viewOf } from '../../../src/core/change/code-view.ts';
import { blobIdOf } from '../../../src/core/change/edits.ts';
import { guard, type GuardResult } from '../../../src/core/change/guard.ts';
import { isGenerated, isProtected, isTest } from '../../../src/core/change/protected.ts';
import { rustTampering } from '../../../src/core/change/tamper-rust.ts';
import type { FileEdit } from '../../../src/core/model/change.ts';
import { candidateOf } from '../../support/hostile-patches.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const judged = (path: string, before: string | null, after: string | null): Promise<GuardResult> => {
  const entries = before === null ? [] : [{ path, mode: '100644', blob: blobIdOf(before) }];
  return guard(candidateOf({ name: 'x', expected: 'clean', edits: [{ path, before, after }] }), { entries, mayEdit: () => true, sizeCaps: { files: 20, lines: 800, bytes: 256 * 1024 }, syntax });
};
const rulesOf = async (path: string, before: string | null, after: string | null): Promise<readonly string[]> => {
  const result = await judged(path, before, after);
  return result.type === 'clean' ? result.flags : result.problems.map(({ rule }) => rule);
};

describe('syntax', () => {
  test.each([
    ['a.go', 'package a\n\nfunc f() {\n'], ['a.go', 'package a\n\nfunc f( { }\n'], ['a.go', 'package a\n\nvar x int = = 1\n'], ['a.go', 'package a\n\nfunc f() { if x }\n'], ['a.go', 'func f() -> int { return 1 }\n'],
    ['a.rs', 'fn f() {\n'], ['a.rs', 'fn f(x) -> { }\n'], ['a.rs', 'fn f() { let x = ; }\n'], ['a.rs', 'impl { fn f() {} }\n'], ['a.rs', 'fn f() { match x { 1 => } }\n'], ['a.rs', 'pub fn f() -> i32 { return 1 2 }\n'],
    ['A.java', 'class A {\n'], ['A.java', 'class A { void f( { } }\n'], ['A.java', 'class A { int x = ; }\n'], ['A.java', 'class A { void f() { if (x { } } }\n'], ['A.java', 'class A { int f() { return 1 } }\n'], ['A.java', 'class A { fn f() -> int { } }\n'],
  ])('%s: %j does not parse', async (path, after) => {
    expect(await rulesOf(path, null, after)).toContain('syntax');
  });

  test('errors that the base has are excused, more of them are not', async () => {
    const base = 'package a\n\nfunc f( { }\n\nfunc g() int { return 1 }\n';
    expect(await rulesOf('a.go', base, base.replace('return 1', 'return 2'))).toEqual([]);
    expect(await rulesOf('a.go', base, base.replace('return 1', 'return 1 +'))).toContain('syntax');
  });

  /** Grammars know the shape of a language, not its rules: the compiler says the rest, as a check that is red. */
  test.each([
    ['a.go', 'package a\n\nimport "fmt"\n\nfunc f() int { x := 1 }\n\nfunc f() { break; y = z }\n\nfor {}\n'],
    ['a.rs', 'fn f() -> i32 { let x: &str = 1; y }\n\nfn f() { break; }\n'],
    ['A.java', 'class B { int f() { String s = 1; } void f() { break; } final final int x; }\n'],
  ])('%s: what only a compiler refuses passes here: %j', async (path, after) => {
    expect(await rulesOf(path, null, after)).toEqual([]);
  });
});

describe('paths', () => {
  test.each([
    'cart/cart_test.go', 'cart/testdata/x.golden', 'cart/export_test.go', 'tests/weighs.rs', 'crates/a/tests/common/mod.rs', 'src/tests.rs', 'src/money/tests.rs', 'src/money_test.rs', 'src/money_tests.rs', 'proptest-regressions/money.txt',
    'src/test/java/shop/Helper.java', 'src/test/resources/x.json', 'app/src/integrationTest/java/X.java', 'src/it/java/X.java', 'src/testFixtures/java/X.java', 'src/main/java/CartTest.java', 'src/main/java/CartIT.java', 'x/TestCart.java', 'x/CartTests.java', 'x/CartTestCase.java',
  ])('%s is a test', (path) => {
    expect(isTest(path)).toBe(true);
  });

  test.each(['cart/testing.go', 'cart/contest.go', 'cart/latest.go', 'src/testable.rs', 'src/attest.rs', 'src/main/java/shop/Testimony.java', 'src/main/java/shop/Contest.java', 'src/main/java/it/shop/Cart.java', 'src/latestNews/java/X.java'])('%s is none', (path) => {
    expect(isTest(path)).toBe(false);
  });

  test.each([
    'go.mod', 'go.work', 'go.env', '.golangci.yml', 'golangci.yaml', 'magefile.go', 'staticcheck.conf', 'Cargo.toml', 'build.rs', 'crates/a/build.rs', '.cargo/config.toml', 'rust-toolchain.toml', 'clippy.toml', 'rustfmt.toml', 'src/snapshots/a.snap', '.config/nextest.toml',
    'pom.xml', 'app/build.gradle.kts', 'settings.gradle', 'gradle/libs.versions.toml', 'gradle/wrapper/gradle-wrapper.properties', 'mvnw.cmd', '.mvn/wrapper/maven-wrapper.properties', 'src/test/resources/junit-platform.properties', 'src/main/resources/META-INF/services/x.Y',
    'src/test/resources/mockito-extensions/x', 'src/main/java/module-info.java', 'config/checkstyle/checkstyle.xml', 'checkstyle-suppressions.xml', 'spotbugs-exclude.xml', 'lombok.config', 'BUILD', 'WORKSPACE',
  ])('%s is protected', (path) => {
    expect(isProtected(path)).toBe(true);
  });

  test.each(['cart/doc.go', 'cart/build.go', 'src/build.go', 'src/lib.rs', 'src/builder.rs', 'src/main/java/shop/package-info.java', 'src/main/java/shop/Build.java', 'build/x.go', 'src/main/resources/application.properties', 'cart/mod.go'])('%s is not', (path) => {
    expect(isProtected(path)).toBe(false);
  });

  test('generated files of the three', () => {
    expect(['api/zz_generated.deepcopy.go', 'api/x.pb.go', 'api/x.pb.gw.go', 'api/x_gen.go', 'vendor/a/a.go', 'target/debug/build/x.rs', 'crates/a/target/release/x.rs', 'app/target/generated-sources/A.java', 'app/build/generated/A.java', 'src/generated/A.java'].filter((path) => !isGenerated(path, null))).toEqual([]);
    expect(['pkg/target/target.go', 'src/main/java/shop/target/Target.java', 'src/target/mod.rs', 'build/build.go', 'src/bindings.rs', 'cart/mock_cart.go', 'cart/kind_string.go', 'cart/zz.go'].filter((path) => isGenerated(path, 'x\n'))).toEqual([]);
    expect(isGenerated('cart/kind_string.go', '// Code generated by "stringer -type=Kind"; DO NOT EDIT.\n\npackage cart\n')).toBe(true);
    expect(isGenerated('cart/mock_cart.go', '// Code generated by MockGen. DO NOT EDIT.\n// Source: cart.go\n\npackage cart\n')).toBe(true);
    expect(isGenerated('src/bindings.rs', '/* automatically generated by rust-bindgen 0.69.4 */\n\npub type x = i32;\n')).toBe(true);
    expect(isGenerated('src/A.java', '// Generated by the protocol buffer compiler.  DO NOT EDIT!\npackage a;\n')).toBe(true);
    expect(isGenerated('cart/write.go', 'package cart\n\nconst head = "// Code generated by x. DO NOT EDIT."\n')).toBe(false);
  });
});

const TESTS = `#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[u32] = &[2, 3];

    #[test]
    fn adds() {
        assert_eq!(weigh(CASES), 5);
    }
}
`;
const SOURCE = `pub fn weigh(items: &[u32]) -> u32 {\n    items.iter().sum()\n}\n\n${TESTS}`;
const findings = (before: string | null, after: string | null): readonly string[] => rustTampering({ path: 'src/lib.rs', mode: '100644', before, after } satisfies FileEdit, syntax).map(({ what }) => what);

describe('tests in a Rust source', () => {
  test('code around them may change in any way that keeps conditions and modules', () => {
    expect(findings(SOURCE, SOURCE.replace('items.iter().sum()', '0'))).toEqual([]);
    expect(findings(SOURCE, `${TESTS}\n${SOURCE.slice(0, -TESTS.length)}`)).toEqual([]);
    expect(findings(SOURCE, `${SOURCE}\n#[cfg(test)]\nmod more {\n    #[test]\n    fn x() {}\n}\n`)).toEqual([]);
    expect(findings(null, SOURCE)).toEqual([]);
  });

  test('their problems say what is wrong and what to do', async () => {
    const result = await judged('src/lib.rs', SOURCE, SOURCE.replace('), 5', '), 6'));
    expect(result).toEqual({ type: 'refused', problems: [{ rule: 'tampering', path: 'src/lib.rs', problem: 'the test code `adds` in the file would be changed, moved or removed', remedy: 'Leave the tests in a source as they are; add new ones beside them, or in a new file.' }] });
    expect(findings(SOURCE, null)).toEqual(['the test code `tests` in the file would be changed, moved or removed']);
  });

  test('any character of them that is another, or none, is seen', () => {
    const from = SOURCE.length - TESTS.length;
    // Without its last brace the text does not parse, and never comes so far.
    const inked = Array.from({ length: TESTS.length }, (_, i) => from + i).filter((at) => /\S/.test(SOURCE[at]!)).slice(0, -1);
    fc.assert(fc.property(fc.constantFrom(...inked), fc.constantFrom('', 'x', '7', ';'), (at, character) => {
      fc.pre(SOURCE[at] !== character);
      expect(findings(SOURCE, SOURCE.slice(0, at) + character + SOURCE.slice(at + 1))).not.toEqual([]);
    }), { numRuns: 300 });
  });

  test('what is added beside them may have any name that they do not use', () => {
    const said = new Set(TESTS.slice(TESTS.indexOf('{')).match(/\w+/g));
    const name = fc.oneof(fc.constantFrom(...said), fc.stringMatching(/^[a-z][a-z_]{2,8}$/)).filter((each) => /^[a-zA-Z_]\w*$/.test(each) && !['mod', 'use', 'super', 'const', 'fn', 'cfg', 'let', 'if', 'in', 'as', 'for', 'pub', 'ref', 'mut', 'dyn', 'try', 'box', 'do', 'impl', 'enum', 'type', 'loop', 'self', 'move', 'else', 'true', 'gen'].includes(each));
    fc.assert(fc.property(name, (each) => {
      const after = SOURCE.replace(/\}\n$/, `\n    #[test]\n    fn ${each}() {\n        assert!(true);\n    }\n}\n`);
      expect(findings(SOURCE, after).length).toBe(said.has(each) ? 1 : 0);
    }));
  });

  test.each([
    ['struct', 'struct Fake;'], ['trait', 'impl PartialEq<u32> for Fake { fn eq(&self, _: &u32) -> bool { true } }'], ['module', 'mod inner { }'], ['macro', 'macro_rules! check { () => {}; }'], ['wildcard', 'use fake::*;'], ['renamed', 'use fake::other as weigh;'], ['listed', 'use fake::{other, weigh};'], ['inner attribute', '#![allow(unused)]'],
  ])('%s: no other kind of item comes to them', (_, item) => {
    expect(findings(SOURCE, SOURCE.replace('    use super::*;\n', `    use super::*;\n    ${item}\n`))).not.toEqual([]);
  });
});

describe('views of a text', () => {
  const pieces = ['package a\n', 'func f() {', 'fn f() {', 'class A {', '}', '// c\n', '/// d\n', '/* e\n */', '//go:build x\n', '#[cfg(test)]\n', '#[allow(\n  x)]\n', 'mod tests {', '@A(\n "x")\n', '"s"', "'c'", '`r`', "'a ", '\n', '\r\n', ' ', ';', '(', ')', 'x = 1'];
  test('have as many lines as the text, and a comment stands in no code but where a compiler obeys it', () => {
    fc.assert(fc.property(fc.constantFrom('a.go', 'a.rs', 'A.java'), fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (path, parts) => {
      const text = parts.join('');
      const view = viewOf(path, text, syntax);
      const lines = text.split(/\r?\n/).length;
      expect([view.code.length, view.comments.length]).toEqual([lines, lines]);
      expect([0, lines]).toContain(view.tests.length);
      if (view.comments.join('') !== view.code.join('')) expect(view.code.join('\n')).not.toMatch(/\/\/ c|\/\/\/ d|\/\* e/);
    }), { numRuns: 300 });
  });

  test('an attribute of several lines stands on its first; directives of the compiler count as code', () => {
    expect(viewOf('a.rs', '#[allow(\n    dead_code,\n)]\nfn f() {} // no\n', syntax).code.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual(['#[allow( dead_code, )]', '', '', 'fn f() {}', '']);
    expect(viewOf('a.go', '//go:build linux\n\npackage a // no\n\n//go:linkname f g\nfunc f()\n', syntax).code.map((line) => line.trimEnd())).toEqual(['//go:build linux', '', 'package a', '', '//go:linkname f g', 'func f()', '']);
    expect(viewOf('a.rs', SOURCE, syntax).tests.filter((line) => line.trim() !== '')).toEqual(TESTS.split('\n').filter((line) => line !== ''));
  });
});
