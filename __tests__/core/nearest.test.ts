import fc from 'fast-check';
import { editDistance, nearest, suggestion } from '../../src/core/nearest.ts';

test('the nearest known names come first, and far ones not at all', () => {
  expect(nearest('src/txet.ts', ['src/test.ts', 'src/text.ts', 'README.md'], 3)).toEqual(['src/text.ts', 'src/test.ts']);
  expect(nearest('src/txet.ts', ['src/test.ts', 'src/text.ts'], 1)).toEqual(['src/text.ts']);
  expect(nearest('threshhold', ['threshold', 'target'], 3)).toEqual(['threshold']);
  expect(nearest('x', ['threshold'], 3)).toEqual([]);
  expect(nearest('a-long-word-that-nobody-knows', ['mode', 'kinds'], 3)).toEqual([]);
});

test('capitals and underscores are no difference', () => {
  expect(nearest('max_tasks', ['max-tasks', 'mode'], 3)).toEqual(['max-tasks']);
  expect(nearest('maxTasks', ['max-tasks', 'mode'], 3)).toEqual(['max-tasks']);
});

test('a remedy begins with what was probably meant', () => {
  expect(suggestion('publsh', ['publish'], 'See the table.')).toBe('Did you mean `publish`? See the table.');
  expect(suggestion('whatever', ['publish'], 'See the table.')).toBe('See the table.');
});

test('two swapped neighbours are one slip', () => {
  expect(editDistance('tset', 'test', 4)).toBe(1);
});

test('distance is symmetric, zero only for equal texts, and right up to its reach', () => {
  const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
  fc.assert(fc.property(word, word, fc.nat({ max: 12 }), (a, b, reach) => {
    const distance = editDistance(a, b, 20);
    expect(distance).toBe(editDistance(b, a, 20));
    expect(distance === 0).toBe(a === b);
    expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    expect(editDistance(a, b, reach) <= reach).toBe(distance <= reach);
  }));
});
