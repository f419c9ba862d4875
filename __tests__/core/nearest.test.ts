import fc from 'fast-check';
import { editDistance, nearest } from '../../src/core/nearest.ts';

test('the nearest known names come first, and far ones not at all', () => {
  expect(nearest('src/txet.ts', ['src/text.ts', 'src/test.ts', 'README.md'], 3)).toEqual(['src/test.ts', 'src/text.ts']);
  expect(nearest('threshhold', ['threshold', 'target'], 3)).toEqual(['threshold']);
  expect(nearest('x', ['threshold'], 3)).toEqual([]);
});

test('distance is symmetric and zero only for equal texts', () => {
  fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
    const distance = editDistance(a, b, 20);
    expect(distance).toBe(editDistance(b, a, 20));
    expect(distance === 0).toBe(a === b);
    expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
  }));
});
