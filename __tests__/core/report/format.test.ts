import { describe, expect, test } from '@jest/globals';
import { count, duration, listed, money, number, oneLine, quoted, sentence, signed } from '../../../src/core/report/format.ts';

describe('format', () => {
  test.each([[0, '0'], [-0, '0'], [3214, '3,214'], [1234567.25, '1,234,567.25'], [-31, '−31'], [0.1 + 0.2, '0.3'], [-0.0001, '0'], [Number.NaN, 'not a number'], [Number.NEGATIVE_INFINITY, '−infinite']])('number %p is %s', (value, text) => {
    expect(number(value)).toBe(text);
  });

  test.each([[1.155, '+1.16'], [-0.5, '−0.5'], [0, '0'], [-0.001, '0']])('signed %p is %s', (value, text) => {
    expect(signed(value)).toBe(text);
  });

  test.each([[0, '0 s'], [420, '0.4 s'], [9940, '9.9 s'], [9960, '10 s'], [48_200, '48 s'], [59_600, '1 min'], [192_000, '3 min 12 s'], [3_840_000, '1 h 4 min'], [7_200_000, '2 h']])('%p ms is %s', (value, text) => {
    expect(duration(value)).toBe(text);
  });

  test.each([[0, '$0'], [0.01234, '$0.0123'], [1.2, '$1.20'], [12, '$12.00']])('%p dollars is %s', (value, text) => {
    expect(money(value)).toBe(text);
  });

  test('counts carry their plural', () => {
    expect([count(1, 'test'), count(2, 'test'), count(0, 'copy', 'copies')]).toEqual(['1 test', '2 tests', '0 copies']);
  });

  test('names are one visible line in backticks that they cannot leave', () => {
    expect(quoted('a\n`b`\u202e\u200b\tc')).toBe("`a 'b' c`");
    expect(oneLine('x'.repeat(400))).toHaveLength(300);
    expect(oneLine('\u{1f600}'.repeat(10), 4)).toBe('\u{1f600}…');
  });

  test('lists are sorted and say how much they leave out', () => {
    expect(listed(['d', 'b', 'a', 'c', 'e'])).toBe('`a`, `b`, `c` and 2 more');
    expect(listed(['b', 'a'])).toBe('`a`, `b`');
  });

  test('sentences end once', () => {
    expect([sentence('it did'), sentence('it did.'), sentence('why?')]).toEqual(['it did.', 'it did.', 'why?']);
  });
});
