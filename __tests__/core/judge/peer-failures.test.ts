/** What other tools of this kind got wrong, one test each. */
import { describe, expect, test } from '@jest/globals';
import { roiOf } from '../../../src/core/judge/roi.ts';
import { TrendPredictor } from '../../../src/core/judge/trend-predictor.ts';
import { judge, outcomeOf } from '../../../src/core/judge/verdict.ts';
import type { CheckStatus, MetricSample } from '../../../src/core/model/evidence.ts';
import { comparison, failure, input, metric, request, spoken, tree } from './sample.ts';

const checks = (status: CheckStatus) => tree({ checks: [{ role: 'test', name: 'test', status }] });
const metrics = (...list: MetricSample[]) => tree({ metrics: list });

describe('peer failures', () => {
  test.each<[string, ReturnType<typeof tree>]>([
    ['no check at all', tree({ checks: [], passedTests: 0 })],
    ['a check that was not run', checks('not-run')],
    ['a check without tests', checks('no-tests')],
  ])('8: zero checks are not green (%s)', (_, side) => {
    const verdict = judge(input({ before: side, after: side, strength: { ...input().strength!, passingTests: 0 } }));
    expect(verdict.decision).toBe('hold');
    expect(spoken(verdict.reasons, 'harmless', 'keep')).toEqual([]);
  });

  test('9: without an untouched baseline nothing is an improvement', () => {
    expect(judge(input({ before: tree({ checks: [], passedTests: 0 }) })).decision).not.toBe('keep');
    expect(judge(input({ before: metrics(), after: metrics(metric('speed', 99, { better: 'higher' })), worth: null })).decision).toBe('revert');
    expect(roiOf(input({ before: metrics(), after: metrics(metric('speed', 99, { better: 'higher' })) })).terms.map(({ name }) => name)).not.toContain('speed');
  });

  test('10: one noisy sample neither condemns nor praises', () => {
    const time = (value: number) => metrics(metric('time', value, { stability: 'noisy' }));
    const [worse, better] = [input({ before: time(10), after: time(90) }), input({ before: time(90), after: time(10), worth: null })];
    expect(judge(worse).decision).toBe('keep');
    expect(roiOf(worse)).toEqual(roiOf(input()));
    expect(outcomeOf(judge(better), better.task)).toBe('unchanged');
  });

  test('11: directions are not mixed up', () => {
    const move = (better: 'lower' | 'higher', from: number, to: number) => judge(input({ before: metrics(metric('m', from, { better })), after: metrics(metric('m', to, { better })) })).decision;
    expect([move('lower', 1, 2), move('lower', 2, 1), move('higher', 1, 2), move('higher', 2, 1)]).toEqual(['revert', 'keep', 'keep', 'revert']);
  });

  test.each<CheckStatus>(['timed-out', 'crashed', 'missing-tool', 'stale-report', 'unreadable-report', 'no-tests'])('12: %s is no success', (status) => {
    expect(judge(input({ before: checks('passed'), after: checks(status) }))).toMatchObject({ decision: 'revert', rule: 'harmless' });
    expect(judge(input({ before: checks(status), after: checks(status), strength: { ...input().strength!, passingTests: 0 } })).decision).not.toBe('keep');
    const accept = tree({ checks: [...tree().checks, { role: 'accept', name: 'accept', status }] });
    expect(judge(request({ after: accept }))).toMatchObject({ decision: 'revert', rule: 'worth' });
  });

  test('13: a value comes from repeats of one tree, never from other candidates or earlier runs', () => {
    const sides = { before: metrics(metric('size', [10, 11, 12])), after: metrics(metric('size', [10, 11, 12])) };
    const crowded = { errors: [], cumulativeRoi: [], metrics: [{ name: 'size', values: [1, 2, 3, 4, 5] }] };
    expect(spoken(judge(input({ ...sides, history: crowded })).reasons, 'exact')).toEqual(spoken(judge(input(sides)).reasons, 'exact'));
  });

  test('14: one bad metric does not silence the others', () => {
    const before = metrics(metric('broken', []), metric('size', 10));
    expect(judge(input({ before, after: metrics(metric('broken', []), metric('size', 10)) })).decision).toBe('keep');
    expect(judge(input({ before, after: metrics(metric('broken', []), metric('size', 11)) }))).toMatchObject({ decision: 'revert', rule: 'exact' });
  });

  test('20: existing failures neither veto nor excuse', () => {
    const existing = Array.from({ length: 40 }, (_, index) => `test › old ${index}`);
    const red = comparison({ existingFailures: existing, errorsBefore: 40, errorsAfter: 40 });
    expect(judge(input({ comparison: red })).decision).toBe('keep');
    expect(judge(input({ comparison: { ...red, newFailures: [failure('test › new')], errorsAfter: 41 } }))).toMatchObject({ decision: 'revert', rule: 'harmless' });
    // One fixed, one broken: the count stands still, the verdict does not.
    expect(judge(input({ comparison: { ...red, newFailures: [failure('test › new')], fixedTests: ['test › old 0'] } })).decision).toBe('revert');
  });

  test('41: forecasts read oldest first, and "no forecast" is not a forecast of zero', () => {
    const predictor = new TrendPredictor();
    expect(predictor.forecast({ name: 'errors', values: [8, 7, 6, 5, 4, 3, 2, 1] })).toMatchObject({ expected: 1 });
    expect(predictor.forecast({ name: 'errors', values: [8, 7] })).not.toHaveProperty('expected');
    const one = comparison({ errorsBefore: 3, errorsAfter: 3 });
    expect(judge(input({ comparison: one, history: { errors: [0, 0], cumulativeRoi: [], metrics: [] } })).decision).toBe('keep');
  });

  test('42: one threshold serves different units, because each distance is divided by its scale', () => {
    const sized = (unit: number) => {
      const size = (value: number) => metrics(metric('size', value * unit, { scale: unit, tolerance: 99 * unit, weight: 0 }));
      return judge(input({ before: size(10), after: size(10.6), history: { errors: [], cumulativeRoi: [], metrics: [{ name: 'size', values: Array<number>(8).fill(10 * unit) }] } })).decision;
    };
    expect([sized(1), sized(1024), sized(1e-6)]).toEqual(['revert', 'revert', 'revert']);
  });

  test('44: a neutral green patch does not land', () => {
    const neutral = input({ worth: null, change: { files: 1, linesAdded: 3, linesRemoved: 3, testLinesAdded: 0, testLinesRemoved: 0 } });
    expect(judge(neutral)).toMatchObject({ decision: 'revert', rule: 'worth' });
    expect(outcomeOf(judge(neutral), neutral.task)).toBe('unchanged');
  });
});
