import fc from 'fast-check';

import { createSyntax } from '../../../src/adapters/syntax.ts';
import { factsOf } from '../../../src/core/knowledge/facts.ts';
import type { CodeRecord, FileFacts, Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const facts = (language: Language, source: string): FileFacts => syntax.parse(language, source, (tree) => factsOf('src/a.x', 'b10b', tree, () => null));
const named = (file: FileFacts): Record<string, CodeRecord> => Object.fromEntries(file.records.map((each) => [each.name, each]));
const brief = (file: FileFacts): string[] =>
  file.records.map((r) => `${r.kind} ${r.container === null ? '' : `${r.container}.`}${r.name}${r.exported ? ' exported' : ''}${r.topLevel ? ' top' : ''}`);
const docs = (file: FileFacts): Record<string, string> => Object.fromEntries(file.records.map(({ name, doc }) => [name, doc]));

describe('Go', () => {
  test('functions, methods under their receiver, types and functions that a variable holds', () => {
    const file = facts('go', `package shop

type Cart[K comparable, V any] struct{ items map[K]V }
type (
	Pricer interface{ Price() int }
	cents int
	Alias = int
)

var Round = func(x int) int { return x }
var first, second = func() {}, 3

func Sum[T any](xs ...T) (n int, err error) {
	inner := func() {}
	go func() { named := func() {}; named() }()
	type local struct{}
	inner()
	return
}
func (c *Cart[K, V]) Total() int { return 0 }
func (Cart[K, V]) private() {}
func (c *cents) Value() int { return 0 }
func init() {}
`);
    expect(brief(file)).toEqual([
      'class Cart exported top', 'class Pricer exported top', 'class cents top', 'function Round exported top', 'function first top', 'function Sum exported top', 'function inner',
      'function named', 'class local', 'method Cart.Total exported', 'method Cart.private', 'method cents.Value', 'function init top',
    ]);
    expect(file.records.map(({ signature }) => signature)).toEqual([
      'type Cart[K comparable, V any] struct', 'Pricer interface', 'cents int', 'var Round = func(x int) int', 'func()', 'func Sum[T any](xs ...T) (n int, err error)', 'inner := func()',
      'named := func()', 'type local struct', 'func (c *Cart[K, V]) Total() int', 'func (Cart[K, V]) private()', 'func (c *cents) Value() int', 'func init()',
    ]);
  });

  test('imports of all forms', () => {
    expect(facts('go', 'package a\nimport "fmt"\nimport (\n\tstr "strings"\n\t_ "embed"\n\t. `math`\n\t"example.com/x/v2"\n)\nimport "C"\n').imports).toEqual(['fmt', 'strings', 'embed', 'math', 'example.com/x/v2', 'C']);
  });

  test('documentation: what stands directly above, without directives of tools', () => {
    expect(docs(facts('go', `// Package a is not about the first function.
package a

var x = 1 // trailing
// Clamp keeps n within bounds.
//
// It never fails.
//
//go:noinline
//nolint:gocyclo
func Clamp(n int) int { return n }

// far away

func far() {}

/*
Block says it.
*/
func block() {}

type (
	// ID of a row.
	ID int
)
`))).toEqual({ Clamp: 'Clamp keeps n within bounds.\n\nIt never fails.', far: '', block: 'Block says it.', ID: 'ID of a row.' });
  });
});

describe('Rust', () => {
  test('functions, methods of types and traits, types; modules are looked into', () => {
    const file = facts('rust', `
pub struct Money { cents: i64 }
struct Pair(i32, i32);
pub(crate) enum Kind { A, B }
union Bits { a: u8 }
pub trait Priced { fn price(&self) -> i64; fn taxed(&self) -> i64 { 0 } }
trait Secret { fn keep(&self) {} }
impl Money { pub fn new(cents: i64) -> Self { Self { cents } } fn hidden(&self) {} }
impl<T: Clone> std::fmt::Display for Wrapper<T> { fn fmt(&self, f: &mut Formatter<'_>) -> Result { Ok(()) } }
impl Priced for &[u8] { fn price(&self) -> i64 { 1 } }
pub const fn clamp<const N: usize>(x: &mut [u8]) where A: B { let inner = |a: i32| -> i32 { a }; fn nested() {} let (p, q) = (|x| x, 1); }
pub unsafe extern "C" fn ffi() {}
extern "C" { fn abs(x: i32) -> i32; }
macro_rules! make { ($a:expr) => { fn made() {} }; }
static CALLBACK: fn(i32) = |x| {};
pub mod open { pub fn reached() {} fn closed() {} pub(self) fn own() {} }
mod shut { pub fn unreached() {} }
`);
    expect(brief(file)).toEqual([
      'class Money exported top', 'class Pair top', 'class Kind exported top', 'class Bits top', 'class Priced exported top', 'method Priced.taxed exported', 'class Secret top', 'method Secret.keep',
      'method Money.new exported', 'method Money.hidden', 'method Wrapper as Display.fmt exported', 'method [u8] as Priced.price exported', 'function clamp exported top', 'function inner', 'function nested',
      'function ffi exported top', 'function CALLBACK top', 'function reached exported top', 'function closed top', 'function own top', 'function unreached top',
    ]);
    expect(named(file)).toMatchObject({
      Pair: { signature: 'struct Pair(i32, i32)' }, Money: { signature: 'pub struct Money' }, Priced: { signature: 'pub trait Priced' }, inner: { signature: 'let inner = |a: i32| -> i32' },
      fmt: { signature: "fn fmt(&self, f: &mut Formatter<'_>) -> Result" }, clamp: { signature: 'pub const fn clamp<const N: usize>(x: &mut [u8]) where A: B' },
    });
  });

  test('what is compiled for tests only is left out, with its imports', () => {
    const file = facts('rust', `
use std::fmt;
fn real() {}
#[cfg(test)]
mod tests { use super::*; use rand::Rng; fn helper() {} #[test] fn works() {} }
#[cfg(all(test, feature = "slow"))] fn helper_of_tests() {}
#[cfg(any(test, all(unix, test)))] mod more { fn x() {} }
#[cfg(not(not(test)))] fn odd() {}
#[test] fn plain() {}
#[tokio::test(flavor = "multi_thread")]
// with a comment between
#[should_panic]
async fn awaited() {}
#[cfg(any(test, feature = "testing"))] pub fn shared() {}
#[cfg(not(test))] fn product() {}
#[cfg(feature = "test")] fn feature() {}
#[cfg_attr(test, derive(Debug))] struct S;
impl S { #[cfg(test)] fn peek(&self) {} fn kept(&self) {} }
`);
    expect(brief(file)).toEqual(['function real top', 'function shared exported top', 'function product top', 'function feature top', 'class S top', 'method S.kept']);
    expect(file.imports).toEqual(['std::fmt']);
    expect(facts('rust', '#![cfg(test)]\nfn a() {}\n').records).toEqual([]);
  });

  test('imports: every path of a `use` tree by itself', () => {
    expect(facts('rust', 'use std::{fmt, io::{self, Read as _}, collections::*};\npub use crate::a::B as C;\nextern crate serde;\nuse ::x;\nfn f() { use inner::y; }\n').imports)
      .toEqual(['std::fmt', 'std::io', 'std::io::Read', 'std::collections::*', 'crate::a::B', 'serde', '::x', 'inner::y']);
  });

  test('documentation: doc comments before others, attributes between, inner ones are about the module', () => {
    expect(docs(facts('rust', `//! The crate.
fn first() {}
/// Adds two [\`Money\`] values.
///
/// # Errors
// SAFETY: not documentation
#[inline] // why
#[must_use]
/// See [the book](https://example.com).
pub fn add() {}

/// far away

fn far() {}
/** Block. */
fn block() {}
// Plain.
fn plain() {}
//// four
fn four() {}
call!(); // trailing
fn none() {}
`))).toEqual({ first: '', add: 'Adds two `Money` values.\n\n# Errors\nSee the book.', far: '', block: 'Block.', plain: 'Plain.', four: 'four', none: '' });
  });
});

describe('Java', () => {
  test('methods with a body under their types, nested ones included; types of all kinds', () => {
    const file = facts('java', `
package a.b;
public final class Money<T extends Comparable<T>> extends Base implements Priced {
  static { System.out.println(); }
  private int cents = 1, other;
  public Money(int cents) { this.cents = cents; }
  protected <U> List<U> split(final U a, int... parts) throws E { return null; }
  int packagePrivate() { return 1; }
  abstract void missing();
  public static class Builder { public Money build() { return null; } private class Deep { public void hidden() {} } }
  Runnable later = () -> { int q = 1; };
  Fn<A> made = new Fn<A>() { public void apply() {} };
  void local() { class Local { void inside() {} } Runnable held = () -> {}; list.forEach(x -> {}); }
}
interface Priced { void price(); default int taxed() { return 1; } private void secret() {} }
public interface Open { static int one() { return 1; } class Nested { int two() { return 2; } } }
enum Zone implements I { A { void special() {} }, B; Zone() {} void y() {} }
public record Range(int low, int high) { public Range { check(low); } static Range of() { return null; } }
@interface Mark { int value() default 1; }
`);
    expect(brief(file)).toEqual([
      'class Money exported top', 'method Money.Money exported', 'method Money.split exported', 'method Money.packagePrivate', 'class Money.Builder exported', 'method Money.Builder.build exported',
      'class Money.Builder.Deep', 'method Money.Builder.Deep.hidden', 'method Money.later', 'method Fn.apply', 'method Money.local', 'class Local', 'method Local.inside', 'function held',
      'class Priced top', 'method Priced.taxed', 'method Priced.secret', 'class Open exported top', 'method Open.one exported', 'class Open.Nested exported', 'method Open.Nested.two',
      'class Zone top', 'method Zone.A.special', 'method Zone.Zone', 'method Zone.y', 'class Range exported top', 'method Range.Range exported', 'method Range.of', 'class Mark top',
    ]);
    expect(named(file)).toMatchObject({
      split: { signature: 'protected <U> List<U> split(final U a, int... parts) throws E' }, later: { signature: 'Runnable later = ()' }, Mark: { signature: '@interface Mark' },
      Builder: { signature: 'public static class Builder' }, taxed: { signature: 'default int taxed()' },
    });
    expect(file.records[0]!.signature).toBe('public final class Money<T extends Comparable<T>> extends Base implements Priced');
  });

  test('imports as written, without `static`', () => {
    expect(facts('java', 'package a;\nimport java.util.List;\nimport static java.lang.Math.*;\nimport static a.B.c;\nclass A {}\n').imports).toEqual(['java.util.List', 'java.lang.Math.*', 'a.B.c']);
  });

  test('documentation and annotations: Javadoc as plain text, annotations in no signature', () => {
    const file = facts('java', `
/**
 * Slug of a {@code title}, see {@link Text#fold(String) folding} and {@linkplain Slugs}.
 * <p>Never <b>null</b>, a &lt; b.
 *
 * @param title the text
 * @return the slug
 */
@Deprecated
@SuppressWarnings({"a", "b"})
public final class Slug {
  /** Makes it. */
  // internal
  @Override public @Nullable String make(@Param("x") String text) { return text; }
  // Plain.
  void plain() {}
  int x; // trailing
  void none() {}
  // NOSONAR
  void quiet() {}
}
`);
    expect(docs(file)).toEqual({
      Slug: 'Slug of a title, see folding and Slugs.\nNever null, a &lt; b.\n\n@param title the text\n@return the slug', make: 'Makes it.', plain: 'Plain.', none: '', quiet: '',
    });
    expect(file.records.map(({ signature }) => signature).slice(0, 2)).toEqual(['public final class Slug', 'public String make(@Param("x") String text)']);
    expect(file.records[0]!.body.startsWith('@Deprecated')).toBe(true);
  });
});

test('a file with a syntax error says so and keeps what can be read', () => {
  for (const [language, source, kept] of [['go', 'package a\nfunc good() {}\nfunc bad( {\n', 'good'], ['rust', 'fn good() {}\nfn bad( {\n', 'good'], ['java', 'class A { void good() {} void bad( { }', 'good']] as const) {
    const file = facts(language, source);
    expect([file.hasSyntaxError, file.records.map(({ name }) => name)]).toEqual([true, expect.arrayContaining([kept]) as unknown]);
  }
});

test('any text gives records whose ids are unique and whose offsets cut out their bodies', () => {
  const pieces = ['func f(a int) {', 'func (t *T) M() {}', 'type (', 'var x = func() {', 'fn f<T>() {', 'impl A for B {', '#[cfg(test)]', '#[test]\n', 'mod m {', 'let c = |x| x;', 'class A {', 'void m() {', 'record R(int a) {', '@A ', 'enum E { A { ', '() -> ',
    'use a::{b, c};', 'import "x"\n', 'import a.b;', '}', ')', '(', '{', "'", '"', '`', '// c\n', '/// d\n', '/** e */', ' = ', ';', '\n', ',', 'é😀'];
  fc.assert(fc.property(fc.constantFrom<Language>('go', 'rust', 'java'), fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (language, parts) => {
    const text = parts.join('');
    const { records } = facts(language, text);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    for (const each of records) expect(text.slice(each.start, each.end)).toBe(each.body);
  }), { numRuns: 300 });
});
