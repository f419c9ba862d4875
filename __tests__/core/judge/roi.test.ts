import { describe, expect, test } from '@jest/globals';
import { roiOf } from '../../../src/core/judge/roi.ts';
import { judge } from '../../../src/core/judge/verdict.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { comparison, input, metric, spoken, tree } from './sample.ts';

const change = (linesAdded: number, linesRemoved = 0, testLinesAdded = 0): Partial<JudgeInput> => ({ change: { files: 1, linesAdded, linesRemoved, testLinesAdded, testLinesRemoved: 0 } });

describe('ROI', () => {
  test('worth counts one, a line half a hundredth, tests nothing', () => {
    expect(roiOf(input()).terms).toEqual([
      { name: 'errors', value: 0, explanation: '1 → 1, scale 1, weight 1' },
      { name: 'worth', value: 1, explanation: 'proved' },
      { name: 'lines', value: 0.155, explanation: '−31 net outside tests' },
    ]);
    expect(roiOf(input()).delta).toBeCloseTo(1.155, 12);
    expect(roiOf(input(change(60, 0, 40))).delta).toBeCloseTo(0.9, 12);
  });

  test('metrics count by weight and scale, clipped at three either way', () => {
    const metrics = (small: number, large: number) => [metric('a', small, { scale: 10, weight: 2, tolerance: 99 }), metric('b', large, { better: 'higher', tolerance: 1e9 })];
    const terms = roiOf(input({ before: tree({ metrics: metrics(50, 0) }), after: tree({ metrics: metrics(45, -1000) }) })).terms;
    expect(terms.map(({ name, value }) => [name, value])).toEqual([['errors', 0], ['a', 1], ['b', -3], ['worth', 1], ['lines', 0.155]]);
  });

  test('fixing a test counts, noisy metrics do not', () => {
    const noisy = (value: number) => tree({ metrics: [metric('t', value, { stability: 'noisy' })] });
    expect(roiOf(input({ comparison: comparison({ errorsBefore: 2, errorsAfter: 1 }), before: noisy(9), after: noisy(1) })).terms[0]).toMatchObject({ name: 'errors', value: 1 });
    expect(roiOf(input({ before: noisy(9), after: noisy(1) })).terms.map(({ name }) => name)).not.toContain('t');
  });

  test('below minus the threshold reverts; at it passes', () => {
    expect(judge(input(change(300))).decision).toBe('keep');
    const verdict = judge(input(change(302)));
    expect(verdict).toMatchObject({ decision: 'revert', rule: 'roi' });
    expect(spoken(verdict.reasons, 'roi')).toMatchObject([{ limit: -0.5, text: 'ROI against before −0.51 (worth +1, lines −1.51); limit −0.5.', wouldPass: 'an ROI of at least −0.5' }]);
  });

  test('the forecast replaces "before" only where the candidate is worse than its own baseline', () => {
    const size = (value: number) => metric('size', value, { tolerance: 50, scale: 10 });
    const falling = { errors: [], cumulativeRoi: [], metrics: [{ name: 'size', values: [90, 86, 82, 78, 74, 70, 66, 60] }] };
    const worse = input({ threshold: 2, before: tree({ metrics: [size(66)] }), after: tree({ metrics: [size(68)] }), history: falling });
    expect(spoken(judge(worse).reasons, 'roi').map(({ metric: name, after }) => [name, Math.round(Number(after) * 1000)])).toEqual([['roi', 955], ['roi against forecast', 355]]);
    const better = { ...worse, after: tree({ metrics: [size(65)] }) };
    expect(spoken(judge(better).reasons, 'roi')).toHaveLength(1);
  });

  test('a scale of zero cannot void a threshold', () => {
    const size = (value: number) => tree({ metrics: [metric('size', value, { scale: 0, tolerance: 99 })] });
    expect(roiOf(input({ before: size(1), after: size(3) })).terms[1]).toMatchObject({ name: 'size', value: -2 });
  });
});
