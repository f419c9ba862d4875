import fc from 'fast-check';

import { fingerprintFindings } from '../../../src/core/evidence/fingerprint.ts';
import type { RawFinding, RawTest } from '../../../src/core/evidence/reading.ts';
import { repoPath } from '../../../src/core/evidence/repo-path.ts';
import { isStandIn, nameTests } from '../../../src/core/evidence/test-ids.ts';

const PLACE = { root: '/repo', directory: 'packages/a' };

function raw(name: string, extra: Partial<RawTest> = {}): RawTest {
  return { suite: [], name, status: 'passed', file: null, durationMs: null, message: null, ...extra };
}

function idOf(name: string, extra: Partial<RawTest> = {}): string | undefined {
  return nameTests('test', [raw(name, extra)], PLACE)[0]?.id;
}

describe('test ids', () => {
  test('are the same in every run: no root, temporary path, address or duration', () => {
    expect(idOf('reads /repo/packages/a/x.txt')).toBe('test › reads packages/a/x.txt');
    expect(idOf('writes /tmp/x-93k2/out.txt now')).toBe('test › writes <temporary path> now');
    expect(idOf('test[<object at 0x7f3a12345678>]')).toBe('test › test[<object at 0x…>]');
    expect(idOf('sleeps (12 ms)')).toBe('test › sleeps');
    expect(idOf('a\n  b')).toBe('test › a b');
  });

  test('contain the file relative to the root', () => {
    expect(nameTests('test', [raw('a', { suite: ['file:///repo/packages/a/x%20y.js'], file: './x y.js' })], PLACE)).toMatchObject([{ id: 'test › packages/a/x y.js › a', file: 'packages/a/x y.js' }]);
  });

  test('number repeated names and never collide with a name that looks numbered, nor with a stand-in', () => {
    const ids = nameTests('test', ['a', 'a', 'a (2)', 'a', 'command', 'exit code'].map((name) => raw(name)), PLACE).map((test) => test.id);
    expect(ids).toEqual(['test › a', 'test › a (2)', 'test › a (2) (2)', 'test › a (3)', 'test › command (2)', 'test › exit code (2)']);
    expect(ids.some(isStandIn)).toBe(false);
  });

  test('are unique, and keep their order, whatever the names', () => {
    const names = fc.array(fc.oneof(fc.constantFrom('a', 'a (2)', 'a (3)', ''), fc.string()), { maxLength: 30 });
    fc.assert(fc.property(names, (list) => {
      const ids = nameTests('test', list.map((name) => raw(name)), PLACE).map((test) => test.id);
      return ids.length === list.length && new Set(ids).size === ids.length;
    }));
  });
});

describe('paths of reports', () => {
  test.each([
    ['/repo/src/a.js', 'src/a.js'],
    ['file:///repo/src/a%20b.js', 'src/a b.js'],
    ['src/a.js', 'packages/a/src/a.js'],
    ['./src/../a.js', 'packages/a/a.js'],
    ['../b/a.js', 'packages/b/a.js'],
    ['../../../outside.js', null],
    ['/repository/a.js', null],
    ['/usr/lib/a.js', null],
    ['', null],
    ['/repo/', null],
  ])('%s is %s', (path, expected) => {
    expect(repoPath(path, PLACE)).toBe(expected);
  });
});

describe('fingerprints of findings', () => {
  const finding = (line: number, extra: Partial<RawFinding> = {}): RawFinding => ({ tool: 'eslint', rule: 'no-undef', level: 'error', path: '/repo/a.js', line, message: "'x' is not defined.", ...extra });
  const prints = (source: string, found: readonly RawFinding[]): readonly string[] => {
    const lines = source.split('\n');
    return fingerprintFindings(found, { root: '/repo', directory: '' }, (_, line) => lines[line - 1] ?? null).map((each) => each.fingerprint);
  };

  test('survive lines that move, indentation included', () => {
    expect(prints('x();\ny();', [finding(1)])).toEqual(prints('// new\n\n  x();', [finding(3)]));
  });

  test('survive places quoted in the message that move too', () => {
    expect(prints('x', [finding(1, { message: 'already declared on line 12' })])).toEqual(prints('x', [finding(1, { message: 'already declared on line 14' })]));
  });

  test('number equal ones: two of a kind instead of one is a new finding', () => {
    const one = prints('x();', [finding(1)]);
    const two = prints('x();\nx();', [finding(1), finding(2)]);
    expect(two[0]).toBe(one[0]);
    expect(new Set(two).size).toBe(2);
  });

  test.each([{ tool: 'ruff' }, { rule: 'other' }, { path: '/repo/b.js' }, { message: 'other' }, { line: 2 }])('differ by %j', (extra) => {
    expect(prints('x();\ny();', [finding(1, extra)])).not.toEqual(prints('x();\ny();', [finding(1)]));
  });
});
