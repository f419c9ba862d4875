import { createSyntax } from '../../../src/adapters/syntax.ts';
import { replaceSymbol } from '../../../src/core/generate/replace-symbol.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const GO = 'package p\n\n// F does.\nfunc F() int {\n\treturn 1\n}\n\ntype T struct{ n int }\n\n// M does.\nfunc (t *T) M() int {\n\treturn t.n\n}\n\nconst N = 1\n';
const RUST = '/// F does.\n#[must_use]\npub fn f() -> u8 {\n    1\n}\n\npub struct T;\n\nimpl T {\n    /// M does.\n    pub(crate) fn m(&self) -> u8 {\n        1\n    }\n}\n\nimpl Default for T {\n    fn default() -> Self {\n        T\n    }\n}\n';
const JAVA = 'package p;\n\npublic class T {\n    private static final int N = 1;\n\n    /** F does. */\n    @Deprecated\n    public static int f(int n) {\n        return n;\n    }\n\n    int g() { return 1; }\n\n    int g(int n) { return n; }\n}\n';

test.each<[string, Language, string, string, string, readonly [string, string]]>([
  ['a function', 'go', GO, 'F', 'func F() int {\n\treturn 2\n}', ['return 1', 'return 2']],
  ['with its comment', 'go', GO, 'F', '// F is better.\nfunc F() int {\n\treturn 1\n}', ['F does', 'F is better']],
  ['a method', 'go', GO, 'T.M', 'func (t *T) M() int {\n\treturn 2\n}', ['return t.n', 'return 2']],
  ['a method by its bare name', 'go', GO, 'M', 'func (t *T) M() int {\n\treturn 2\n}', ['return t.n', 'return 2']],
  ['a constant', 'go', GO, 'N', 'const N = 2', ['N = 1', 'N = 2']],
  ['a function that stays public', 'rust', RUST, 'f', 'fn f() -> u8 {\n    2\n}', ['pub fn f() -> u8 {\n    1', 'pub fn f() -> u8 {\n    2']],
  ['with other attributes', 'rust', RUST, 'f', '#[inline]\npub fn f() -> u8 {\n    1\n}', ['#[must_use]', '#[inline]']],
  ['a method, indented', 'rust', RUST, 'T.m', 'fn m(&self) -> u8 {\n    2\n}', ['u8 {\n        1', 'u8 {\n        2']],
  ['as Rust writes it', 'rust', RUST, 'T::m', 'pub(crate) fn m(&self) -> u8 {\n    2\n}', ['u8 {\n        1', 'u8 {\n        2']],
  ['a method of a trait', 'rust', RUST, 'default', 'fn default() -> Self {\n    Self\n}', ['        T\n', '        Self\n']],
  ['a method that stays public and static', 'java', JAVA, 'f', 'int f(int n) {\n    return 2;\n}', ['return n;\n    }\n\n    int g()', 'return 2;\n    }\n\n    int g()']],
  ['of a class', 'java', JAVA, 'T.f', 'public static int f(int n) {\n    return 2;\n}', ['return n;\n    }\n\n    int g()', 'return 2;\n    }\n\n    int g()']],
  ['a field', 'java', JAVA, 'N', 'private static final int N = 2;', ['N = 1', 'N = 2']],
])('replaces %s (%s)', (_, language, source, symbol, code, [before, after]) => {
  expect(replaceSymbol(source, language, { symbol, code }, syntax)).toEqual({ type: 'text', text: source.replace(before, after) });
});

test.each<[string, Language, string, string, string, string]>([
  ['what is not there', 'go', GO, 'X', 'func X() {}', 'the file declares no `X`'],
  ['one of several', 'java', JAVA, 'T.g', 'int g() { return 2; }', 'the file declares `T.g` 2 times'],
  ['under another name', 'rust', RUST, 'f', 'pub fn g() {}', 'the code does not declare `f`'],
  ['with imports', 'java', JAVA, 'T', 'import java.util.List;\n\npublic class T { }', 'the code for `T` holds imports'],
])('refuses %s (%s)', (_, language, source, symbol, code, reason) => {
  expect(replaceSymbol(source, language, { symbol, code }, syntax)).toMatchObject({ type: 'failure', reason });
});
