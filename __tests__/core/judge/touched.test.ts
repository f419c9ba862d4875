import { describe, expect, test } from '@jest/globals';
import { touchedFunctions } from '../../../src/core/judge/touched.ts';
import type { CodeRecord } from '../../../src/core/model/code.ts';

let position = 0;
function record(path: string, name: string, complexity: number, body: string, change: Partial<CodeRecord> = {}): CodeRecord {
  position += 10;
  return {
    id: `${path}:${position}`, path, language: 'javascript', kind: 'function', name, container: null, signature: name, doc: '', body, start: position, end: position + 5,
    startLine: 1, endLine: 2, complexity, exported: true, topLevel: true, cloneKey: body, ...change,
  };
}

describe('touchedFunctions', () => {
  test('leaves out what did not change and compares what did', () => {
    const before = [record('a.js', 'same', 3, 'x'), record('a.js', 'edited', 3, 'y')];
    expect(touchedFunctions(before, [record('a.js', 'same', 3, 'x'), record('a.js', 'edited', 5, 'y2')])).toEqual([{ path: 'a.js', name: 'edited', before: 3, after: 5 }]);
  });

  test('a moved function is compared with what it was, a new one with nothing', () => {
    const before = [record('a.js', 'isObject', 20, 'body')];
    expect(touchedFunctions(before, [record('shared.js', 'isPlainObject', 20, 'body'), record('shared.js', 'fresh', 16, 'other')])).toEqual([
      { path: 'shared.js', name: 'isPlainObject', before: 20, after: 20 },
      { path: 'shared.js', name: 'fresh', before: null, after: 16 },
    ]);
  });

  test('methods carry their class, and equal names are told apart by order', () => {
    const before = [record('a.js', 'run', 1, 'p', { container: 'A', kind: 'method' }), record('a.js', 'f', 1, 'q'), record('a.js', 'f', 9, 'r')];
    const after = [record('a.js', 'run', 2, 'p2', { container: 'A', kind: 'method' }), record('a.js', 'f', 1, 'q'), record('a.js', 'f', 8, 'r2')];
    expect(touchedFunctions(before, after)).toEqual([{ path: 'a.js', name: 'A.run', before: 1, after: 2 }, { path: 'a.js', name: 'f', before: 9, after: 8 }]);
  });

  test('removing one of several functions of a name does not blame those that stay', () => {
    const before = [record('a.js', 'visit', 1, 'q'), record('a.js', 'visit', 9, 'r')];
    expect(touchedFunctions(before, [record('a.js', 'visit', 9, 'r')])).toEqual([]);
    expect(touchedFunctions([...before, record('a.js', 'visit', 2, 's')], [record('a.js', 'visit', 9, 'r'), record('a.js', 'visit', 3, 'new')])).toEqual([{ path: 'a.js', name: 'visit', before: 2, after: 3 }]);
  });

  test('classes have no complexity of their own', () => {
    expect(touchedFunctions([], [record('a.js', 'A', 40, 'x', { kind: 'class' })])).toEqual([]);
  });
});
