import { describe, expect, test } from '@jest/globals';
import { TrendPredictor } from '../../../src/core/judge/trend-predictor.ts';
import { assess, judge } from '../../../src/core/judge/verdict.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import type { MetricSample } from '../../../src/core/model/evidence.ts';
import { comparison, input, metric, spoken, tree } from './sample.ts';

const predictor = new TrendPredictor();
const forecast = (...values: number[]) => predictor.forecast({ name: 's', values });

describe('TrendPredictor', () => {
  test('abstains under eight values, and zero is not an answer', () => {
    expect(forecast(1, 2, 3, 4, 5, 6, 7)).toEqual({ type: 'insufficient-data', series: 's', n: 7, needed: 8 });
    expect(forecast()).toEqual({ type: 'insufficient-data', series: 's', n: 0, needed: 8 });
  });

  test('expects the last, newest value; 1.5 times the largest of few residuals on both sides', () => {
    expect(forecast(1, 2, 3, 4, 5, 6, 7, 9)).toEqual({ type: 'forecast', series: 's', method: 'naive', expected: 9, low: 6, high: 12, n: 8 });
  });

  test('takes the 90 % conformal quantile from ten residuals on', () => {
    const steps = (sizes: readonly number[]) => sizes.reduce<number[]>((values, size) => [...values, values.at(-1)! + size], [0]);
    // Ten residuals: the 10th of 10. Nineteen residuals: the 18th of 19, so the largest is left out.
    expect(forecast(...steps([1, 1, 1, 1, 1, 1, 1, 1, 1, 7]))).toMatchObject({ expected: 16, low: 9, high: 23 });
    expect(forecast(...steps([9, ...Array<number>(17).fill(1), 5]))).toMatchObject({ expected: 31, low: 26, high: 36 });
  });

  test('leaves out what is no number', () => {
    expect(forecast(1, 1, Number.NaN, 1, 1, Number.POSITIVE_INFINITY, 1, 1, 1)).toMatchObject({ type: 'insufficient-data', n: 7 });
  });
});

const eight = (value: number) => Array<number>(8).fill(value);
const history = (change: Partial<JudgeInput['history']>): JudgeInput['history'] => ({ errors: [], cumulativeRoi: [], metrics: [], ...change });

function withMetric(before: MetricSample, after: MetricSample, values: readonly number[], threshold = 0.5): JudgeInput {
  return input({ threshold, before: tree({ metrics: [before] }), after: tree({ metrics: [after] }), history: history({ metrics: [{ name: before.name, values }] }) });
}

describe('forecast', () => {
  const size = (value: number) => metric('size', value, { tolerance: 1000, scale: 100, weight: 0 });

  test.each([
    ['inside the interval', size(1200), size(1240), [1000, 1100, 1100, 1000, 1100, 1000, 1100, 1200], 'keep'],
    ['outside, but within the threshold', size(1000), size(1040), eight(1000), 'hold'],
    ['outside and beyond the threshold', size(1000), size(1060), eight(1000), 'revert'],
    ['better than expected', size(1000), size(900), eight(1000), 'keep'],
  ] as const)('%s', (_, before, after, values, decision) => {
    const judged = judge(withMetric(before, after, values));
    expect(spoken(judged.reasons, 'forecast').filter(({ metric: name }) => name === 'size').map((reason) => reason.decision)).toEqual([decision]);
    expect(judged.decision).toBe(decision);
  });

  test('nobody is judged for what others broke: a base far from the forecast is no reproach', () => {
    expect(judge(withMetric(size(5000), size(5000), eight(1000))).decision).toBe('keep');
    expect(judge(withMetric(size(5000), size(4900), eight(1000))).decision).toBe('keep');
  });

  test('a noisy metric holds at most', () => {
    const noisy = (value: number) => metric('size', value, { stability: 'noisy', scale: 1 });
    expect(judge(withMetric(noisy(1000), noisy(9000), eight(1000)))).toMatchObject({ decision: 'hold', rule: 'forecast' });
  });

  test('what would have passed never asks for more than the baseline itself', () => {
    const reason = spoken(judge(withMetric(size(2000), size(2100), eight(1000))).reasons, 'forecast').find(({ decision }) => decision === 'revert');
    expect(reason).toMatchObject({ limit: 1000, wouldPass: '`size` of at most 2,000' });
  });

  test('errors and cumulative ROI are always watched, and say how much they lack', () => {
    const { forecasts, verdict } = assess(input({ history: history({ errors: [1, 1, 1] }) }));
    expect(forecasts.map((each) => [each.series, each.type, each.n])).toEqual([['errors', 'insufficient-data', 3], ['cumulative ROI', 'insufficient-data', 0]]);
    expect(spoken(verdict.reasons, 'forecast').map(({ decision, text }) => [decision, text])).toEqual([
      ['note', 'No forecast for `errors`: 3 of 8 values.'],
      ['note', 'No forecast for `cumulative ROI`: 0 of 8 values.'],
    ]);
  });

  test('one more error than a steady series expects reverts, also where the threshold lets `harmless` pass', () => {
    const one = input({ threshold: 0.9, comparison: comparison({ errorsBefore: 1, errorsAfter: 2 }), history: history({ errors: eight(1) }) });
    expect(spoken(judge(one).reasons, 'forecast', 'revert')).toHaveLength(1);
    expect(spoken(judge({ ...one, threshold: 1 }).reasons, 'forecast', 'hold')).toHaveLength(1);
  });

  test('a falling ROI is compared with a steady one', () => {
    const costly = input({ change: { files: 1, linesAdded: 280, linesRemoved: 0, testLinesAdded: 0, testLinesRemoved: 0 }, history: history({ cumulativeRoi: eight(4) }) });
    expect(spoken(judge(costly).reasons, 'forecast', 'hold')).toMatchObject([{ metric: 'cumulative ROI', before: 4, after: 3.6 }]);
  });

  test('another predictor can be given', () => {
    const never = { forecast: ({ name }: { readonly name: string }) => ({ type: 'insufficient-data', series: name, n: 0, needed: 99 }) as const };
    expect(spoken(judge(withMetric(size(1000), size(9000), eight(1000)), never).reasons, 'forecast').every(({ decision }) => decision === 'note')).toBe(true);
  });
});
