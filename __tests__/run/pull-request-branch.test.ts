import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { branchFor } from '../../src/run/pull-request-branch.ts';

const named = (id: string, title: string) => branchFor({ id, kind: 'helper', title }, 'self-coding/');

test('the name is readable and the same in every run', () => {
  expect(named('0123456789abcdef', 'Parse a Duration: `1h 30m`')).toBe('self-coding/helper-parse-a-duration-1h-30m-01234567');
  expect(named('0123456789abcdef', 'reuse `isPlainObject` in 3 modules')).toBe('self-coding/helper-reuse-is-plain-object-in-3-modules-01234567');
  expect(named('0123456789abcdef', 'Größe in Ångström')).toBe('self-coding/helper-gro-e-in-angstrom-01234567');
  expect(named('0123456789abcdef', '文字数')).toBe('self-coding/helper-01234567');
});

test('a backlog entry keeps its id; one that no branch can have gets a digest, so that no two share a branch', () => {
  expect(named('backlog:parse-duration', 'whatever')).toBe('self-coding/helper-parse-duration');
  const [spaced, dashed] = [named('backlog:Parse Duration', ''), named('backlog:parse-duration', '')];
  expect(spaced).toMatch(/^self-coding\/helper-parse-duration-[0-9a-f]{8}$/);
  expect(spaced).not.toBe(dashed);
});

test('whatever the task: git takes the name, and other ids have other names', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (id, title, backlog) => {
    const name = named(backlog ? `backlog:${id}` : id, title);
    expect(name).toMatch(/^self-coding\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(name.length).toBeLessThan(120);
    expect(named(backlog ? `backlog:${id}x` : `${id}x`, title)).not.toBe(name);
  }), { numRuns: 300 });
  for (const id of ['../../x', '@{-1}', 'a..b', '.lock', 'HEAD', '-x', 'ß', '']) execFileSync('git', ['check-ref-format', '--branch', named(`backlog:${id}`, '')]);
});
