import { describe, expect, test } from '@jest/globals';
import { strength } from '../../../src/core/judge/strength.ts';
import { judge } from '../../../src/core/judge/verdict.ts';
import type { Strength } from '../../../src/core/model/evidence.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { comparison, failure, input, request, site } from './sample.ts';

const tested = (change: Partial<Strength>): Partial<JudgeInput> => ({ strength: { sites: [site('a'), site('b')], ownTestsOnly: false, passingTests: 212, ...change } });
const suspected = comparison({ newFailures: [failure('test › shaky', 'suspect')], errorsAfter: 1 });

describe('strength', () => {
  const held: readonly [string, Partial<JudgeInput>, string][] = [
    ['a place that no check notices', tested({ sites: [site('a'), site('b', { noticed: false, by: [] })] }), 'No check would notice a mistake in 1 of 2 changed places: `b`.'],
    ['a place that was not tried', tested({ sites: [site('b', { noticed: false, method: 'not-tried', by: [] })] }), 'No check would notice a mistake in 1 of 1 changed place: `b`.'],
    ['no place at all', tested({ sites: [] }), 'No changed place could be tried, so no check is known to notice a mistake in it.'],
    ['nobody tried', { strength: null }, 'It was not tried whether the checks notice a mistake in the change.'],
    ['no passing test', tested({ passingTests: 0 }), 'No test passes, so found work cannot be proved.'],
    ['own tests alone', tested({ ownTestsOnly: true }), "Only the change's own tests notice a mistake in it, and no mutants have tried those tests yet."],
    ['a suspect about which nothing is known', { comparison: suspected }, '1 test failed with the change and passed when run again, and nobody has seen it fail without the change: `test › shaky`.'],
    ['a suspect that reaches the change', { comparison: suspected, suspects: [{ id: 'test › shaky', reachesChange: true, flakedOnBase: false }] }, '1 test failed with the change and passed when run again, and nobody has seen it fail without the change: `test › shaky`.'],
  ];

  test.each(held)('%s holds', (_, change, text) => {
    expect(strength(input(change)).filter(({ decision }) => decision === 'hold').map((reason) => reason.text)).toEqual([text]);
    expect(judge(input(change))).toMatchObject({ decision: 'hold', rule: 'strength' });
  });

  test.each([
    ['flaked on the base before', { reachesChange: true, flakedOnBase: true }],
    ['is out of reach of the change', { reachesChange: false, flakedOnBase: false }],
  ])('a suspect that %s is a note', (_, known) => {
    expect(judge(input({ comparison: suspected, suspects: [{ id: 'test › shaky', ...known }] })).decision).toBe('keep');
  });

  test('comments only: no check could tell, and none has to', () => {
    const reasons = strength(input(tested({ sites: [site('a', { noticed: false, method: 'identical-code', by: [] })] })));
    expect(reasons).toMatchObject([{ decision: 'keep', text: 'In 1 place only comments change: the code is the same.' }]);
  });

  test('passing names the tests that noticed', () => {
    expect(strength(input())).toMatchObject([{ decision: 'keep', text: 'A mistake would be noticed in 1 of 1 changed place, for example by `test › a › works`.' }]);
  });

  test('an accept-command that turned green stands for a change without places', () => {
    expect(judge(request(tested({ sites: [] }))).decision).toBe('keep');
  });
});
