/** Names in Rust and Java: what refers to what, so that a function that nothing uses is known as such. */
import type { Language } from '../../../src/core/model/code.ts';
import type { FunctionScope } from '../../../src/core/syntax/scopes.ts';
import { functionScope, moduleOf } from './reading.ts';

const names = (scope: FunctionScope): string[] => [...new Set(scope.free.map((each) => each.name))].sort();

const FREE: readonly (readonly [string, Language, string, readonly string[]])[] = [
  ['parameters, patterns and type parameters', 'rust', 'fn f<T: Clone>((a, b): (u8, T), mut c: Vec<U>) -> R { a; b; c; d }', ['Clone', 'R', 'U', 'Vec', 'd']],
  ['a let means something only behind itself', 'rust', 'fn f(s: &str) { let words = words(s); words.len() }', ['words']],
  ['a let of an inner block ends with it', 'rust', 'fn f() { { let a = 1; a; } a }', ['a']],
  ['if let, while let, for and match bind', 'rust', 'fn f(o: O) { if let Some(x) = g(o) { x } while let Ok(y) = h() { y } for (i, z) in k { i + z } match o { n if n > m => n, Point { p, q: r } => p + r, A::B(c) | c => c } }', ['A', 'O', 'Ok', 'Point', 'Some', 'g', 'h', 'k', 'm']],
  ['closures', 'rust', 'fn f(v: V) { v.map(|a, (b, c): (u8, u8)| a + b + c + d) }', ['V', 'd']],
  ['names in macros', 'rust', 'fn f(a: u8) { println!("{}", g(a, h)); vec![i; 3] }', ['g', 'h', 'i', 'println', 'vec']],
  ['fields, methods and later parts of paths are no names', 'rust', 'fn f(a: T) { a.b.c(); d::e(); crate::g(); Self::h; S { i, j: k } }', ['S', 'Self', 'T', 'd', 'g', 'i', 'k']],
  ['items of a block are known in all of it', 'rust', 'fn f() { g(); fn g() { h() } const N: u8 = 1; N; }', ['h']],
  ['parameters, locals, loops and catch', 'java', 'class A { void f(final T a, int... b) throws E { int c = a, d; for (int i = 0; i < n; i++) g(i); for (var w : b) h(w); try (var r = open()) { } catch (X | Y e) { e.z(); } } }', ['E', 'T', 'X', 'Y', 'g', 'h', 'n', 'open', 'var']],
  ['a method is called though a variable has its name', 'java', 'class A { void f(T t) { var words = words(t); words.size(); } }', ['T', 'var', 'words']],
  ['lambdas, references and patterns', 'java', 'class A { void f(L l) { l.map(x -> x + y); l.map((a, b) -> a + b); l.map((T c) -> c); l.map(M::n); if (l instanceof K k) k.m(); } }', ['K', 'L', 'M', 'T', 'n', 'y']],
  ['fields and methods of others are no names', 'java', 'class A { void f(T t) { t.a.b(c).d = e; new N<P>(q) { void m() { r(); } }; } }', ['N', 'P', 'T', 'c', 'e', 'q', 'r']],
];

test.each(FREE)('free names: %s (%s)', async (_, language, source, expected) => {
  expect(names(await functionScope(language, source))).toEqual(expected);
});

test.each<[string, Language, string, readonly string[]]>([
  ['by call, by `self::`, by name', 'rust', 'fn a() { self::b(); c() }\nfn b() {}\nfn c() { d; }\nfn d() {}\nfn e() {}\n', ['b', 'c', 'd']],
  ['by call, `this`, class and reference', 'java', 'class T { int a() { b(); this.c(); T.d(); return x.map(T::e); } int b() { } int c() { } static int d() { } static int e() { } int g() { } }', ['b', 'c', 'd', 'e']],
  ['overloads share a name', 'java', 'class T { int a() { return b(1); } int b(int n) { } int b() { } }', ['b', 'b']],
])('functions that others use: %s', async (_, language, source, expected) => {
  const { functions, scopes } = await moduleOf(language, source);
  const used = new Set(scopes.references.map(({ binding }) => binding));
  expect(functions.filter(({ binding }) => used.has(binding)).map(({ name }) => name)).toEqual(expected);
});

describe('Rust files', () => {
  const SOURCE = '//! Head.\nuse std::{fmt, io::{self, Read as R}};\npub use crate::a::*;\n\n/// Doc.\n#[inline]\npub fn f(a: u8, (b, c): T) {}\n\nfn g() {}\n\npub(crate) struct S;\n\nimpl S {\n    pub fn m(&self) {}\n}\n';

  test('imports by path, exports by `pub`, functions with their attributes', async () => {
    const facts = await moduleOf('rust', SOURCE);
    expect(facts.imports.map(({ specifier, names: all, wildcard }) => [specifier, ...all.map(({ imported, local }) => `${imported} as ${local}`), wildcard])).toEqual([['std', 'fmt as fmt', false], ['std::io', 'self as io', false], ['std::io', 'Read as R', false], ['crate::a', true]]);
    expect(facts.exports.map(({ form, exported }) => [form, exported])).toEqual([['star', '*'], ['declaration', 'f'], ['declaration', 'S']]);
    expect(facts.functions.map(({ name, start, parameters }) => [name, SOURCE.slice(start).split('\n', 1)[0], parameters])).toEqual([['f', '#[inline]', ['a', '(b, c)']], ['g', 'fn g() {}', []]]);
  });

  test('comments end where their line does', async () => {
    expect((await moduleOf('rust', SOURCE)).comments.map(({ text, start, end }) => [text, SOURCE.slice(start, end)])).toEqual([['//! Head.', '//! Head.'], ['/// Doc.', '/// Doc.']]);
  });
});

describe('Java files', () => {
  const SOURCE = 'package org.shelf;\n\nimport java.util.List;\nimport java.util.function.*;\nimport static org.junit.Assert.assertEquals;\n\n/** Doc. */\npublic class Text {\n    private int n = m();\n\n    @Override\n    public String f(final String a, int... b) { return a; }\n\n    int m() { return 1; }\n\n    public static void main(String[] args) { }\n}\n\nenum E { ONE; int n() { return 1; } }\n';

  test('package, imports, public names, methods of all classes of the file', async () => {
    const facts = await moduleOf('java', SOURCE);
    expect(facts).toMatchObject({ packageName: 'org.shelf', headStatements: 1, mainGuard: true });
    expect(facts.imports.map(({ specifier, names: all, wildcard }) => [specifier, all[0]?.local ?? null, wildcard])).toEqual([['java.util', 'List', false], ['java.util.function', null, true], ['org.junit.Assert', 'assertEquals', false]]);
    expect(facts.exports.map(({ exported }) => exported)).toEqual(['Text', 'f']);
    expect(facts.functions.map(({ name, start, body }) => [name, SOURCE.slice(start, start + 9), SOURCE.slice(body.start, body.end)])).toEqual([['f', '@Override', '{ return a; }'], ['m', 'int m() {', '{ return 1; }'], ['main', 'public st', '{ }'], ['n', 'int n() {', '{ return 1; }']]);
  });
});
