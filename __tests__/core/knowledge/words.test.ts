import fc from 'fast-check';

import { chunksOf, partsOf, queryWords, stem } from '../../../src/core/knowledge/words.ts';
import { RELATED_STEMS } from '../../../src/core/knowledge/words-related.ts';

const split = (text: string): string[] => chunksOf(text).flatMap(partsOf);

test.each([
  ['parseHTTPServer', ['parse', 'http', 'server']],
  ['HTTPServer2Config', ['http', 'server', '2', 'config']],
  ['snake_case_Name', ['snake', 'case', 'name']],
  ['SCREAMING_CASE', ['screaming', 'case']],
  ['utf8ToBase64', ['utf', '8', 'to', 'base', '64']],
  ['kebab-case.path/to', ['kebab', 'case', 'path', 'to']],
  ['größeÄndern', ['größeändern']],
  ['$x #y `z` "q"', ['x', 'y', 'z', 'q']],
  ['', []],
])('%s is split', (text, words) => {
  expect(split(text)).toEqual(words);
});

test('forms of a word share a stem', () => {
  const same = (...words: string[]): void => { expect(new Set(words.map(stem)).size).toBe(1); };
  same('write', 'writes', 'writing');
  same('file', 'files');
  same('query', 'queries');
  same('strip', 'strips', 'stripped', 'stripping');
  same('match', 'matches', 'matched', 'matching');
  same('convert', 'converted', 'converting');
  expect(['class', 'status', 'this', 'is', 'red', 'thing'].map(stem)).toEqual(['class', 'status', 'this', 'is', 'red', 'thing']);
});

test('questions lose stop words unless nothing else is left, and repeated words', () => {
  expect(queryWords('How to do the reverse of a list, list in Python?', 64)).toEqual(['reverse', 'list']);
  expect(queryWords('how to do it', 64)).toEqual(['how', 'to', 'do', 'it']);
  expect(queryWords('  ?!… ', 64)).toEqual([]);
  expect(queryWords('one two three', 2)).toEqual(['one', 'two']);
});

test('relations go both ways and never to the word itself', () => {
  for (const [word, others] of RELATED_STEMS) {
    expect(others.has(word)).toBe(false);
    for (const other of others) expect(RELATED_STEMS.get(other)!.has(word)).toBe(true);
  }
  expect(RELATED_STEMS.get('directory')!.has('dir')).toBe(true);
});

test('splitting loses no letter and no digit', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', 'b', 'Q', '0', '9', '_', '$', '-', 'é', ' ', 'ß', '界', '…', '😀') }), (text) => {
    expect(split(text).join('')).toBe(text.replaceAll(/[_$\- …😀]/gu, '').toLowerCase());
  }));
});
