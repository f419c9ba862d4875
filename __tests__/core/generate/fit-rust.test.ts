import { createSyntax } from '../../../src/adapters/syntax.ts';
import { fitRust, inlineTests, testsAlone } from '../../../src/core/generate/fit-rust.ts';
import type { Fitted } from '../../../src/core/generate/fragment.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['rust']));

const fit = (code: string, source = ''): Fitted => fitRust({ path: 'src/text.rs', source, code, names: ['slug'], packageName: null }, syntax);
const textOf = (fitted: Fitted): string => (fitted.type === 'placed' ? fitted.text : fitted.reason);
const HEAD = '//! Text.\n\nuse std::fmt;\n\n';
const SHOUT = '/// Louder.\npub fn shout(text: &str) -> String {\n    text.to_uppercase()\n}\n';
const TESTS = '#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn louder() {}\n}\n';
const SLUG = '/// Joined.\n#[must_use]\npub fn slug(text: &str) -> String {\n    text.replace(\' \', "-")\n}\n';

test('a function is public and stands in front of the tests', () => {
  expect(textOf(fit(SLUG.replace('pub fn', 'fn'), HEAD + SHOUT + '\n' + TESTS))).toBe(`${HEAD}${SHOUT}\n${SLUG}\n${TESTS}`);
});

test('its tests stand last, under a name that is free', () => {
  const own = TESTS.replace('louder', 'joined');
  expect(textOf(fit(`${SLUG}\n${own}`, `${SHOUT}\n${TESTS}`))).toBe(`${SHOUT}\n${SLUG}\n${TESTS}\n${own.replace('mod tests', 'mod slug_tests')}`);
  expect(textOf(fit(`${SLUG}\n${own}`, SHOUT))).toBe(`${SHOUT}\n${SLUG}\n${own}`);
});

test('what the file has already is left out, what it has otherwise is refused', () => {
  expect(textOf(fit(`${SHOUT}\n${SLUG}`, SHOUT))).toBe(`${SHOUT}\n${SLUG}`);
  expect(fit(`${SHOUT.replace('upper', 'lower')}\n${SLUG}`, SHOUT)).toMatchObject({ type: 'impossible', reason: 'the target declares `shout` already' });
});

describe('use lines', () => {
  test.each([
    ['in order', 'use std::io;', 'use std::fmt;\nuse std::io;\n'],
    ['only what is missing of a list', 'use std::{fmt, io::Read};', 'use std::fmt;\nuse std::io::Read;\n'],
    ['under another name', 'use std::fmt as formatting;', 'use std::fmt;\nuse std::fmt as formatting;\n'],
    ['all of a module', 'use std::io::*;', 'use std::fmt;\nuse std::io::*;\n'],
    ['a list of which nothing is there', 'use std::io::{self, Read};', 'use std::fmt;\nuse std::io::{self, Read};\n'],
    ['a module and something of it', 'use std::{fmt, io::{self, Read}};', 'use std::fmt;\nuse std::io;\nuse std::io::Read;\n'],
    ['what is there', 'use std::fmt;', 'use std::fmt;\n\n/// Louder.'],
  ])('%s', (_, line, expected) => {
    expect(textOf(fit(`${line}\n\n${SLUG}`, HEAD + SHOUT))).toContain(expected);
  });

  test('the first stands below the documentation of the file', () => {
    expect(textOf(fit(`use std::io;\n\n${SLUG}`, `//! Text.\n\n${SHOUT}`))).toBe(`//! Text.\n\nuse std::io;\n\n${SHOUT}\n${SLUG}`);
  });

  test('what was forgotten of the standard library is added, not what a parameter is called', () => {
    const code = 'pub fn slug(words: &HashMap<String, u8>, fmt: u8) -> u8 {\n    fmt\n}';
    expect(textOf(fit(code, SHOUT))).toBe(`use std::collections::HashMap;\n\n${SHOUT}\n${code}\n`);
  });
});

test('a new file stays as it was written, the function public', () => {
  expect(textOf(fit(`use std::fmt;\n\n${SLUG.replace('pub ', '')}`))).toBe(`use std::fmt;\n\n${SLUG}`);
});

test('inline tests are known by name, and can stand alone', () => {
  const text = `${HEAD}${SHOUT}\n${TESTS}`;
  expect([...inlineTests(text, syntax).keys()]).toEqual(['tests']);
  expect(inlineTests(HEAD + SHOUT, syntax).size).toBe(0);
  expect(testsAlone(text, syntax).replace(/\n+/g, '\n')).toBe(`${HEAD}${TESTS}`.replace(/\n+/g, '\n'));
});
