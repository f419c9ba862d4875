import { describe, expect, test } from '@jest/globals';
import { exact } from '../../../src/core/judge/exact.ts';
import { noisy } from '../../../src/core/judge/noisy.ts';
import { assess, judge } from '../../../src/core/judge/verdict.ts';
import type { MetricSample } from '../../../src/core/model/evidence.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { input, metric, request, tree } from './sample.ts';

const metrics = (before: readonly MetricSample[], after: readonly MetricSample[]): Partial<JudgeInput> => ({ before: tree({ metrics: before }), after: tree({ metrics: after }) });

describe('exact metrics', () => {
  const table: readonly [string, Partial<JudgeInput>, string, string][] = [
    ['a touched function that got harder', { functions: [{ path: 'src/a.js', name: 'f', before: 3, after: 4 }] }, 'Cognitive complexity of `f` in `src/a.js` 3 → 4.', 'at most 3'],
    ['a new function above 15', { functions: [{ path: 'src/a.js', name: 'f', before: null, after: 16 }] }, 'Cognitive complexity of the new `f` in `src/a.js` is 16; limit 15.', 'at most 15'],
    ['more copies than before', { duplication: { before: 2, after: 3, excused: false } }, 'Duplicated lines in the changed files 2 → 3 (+1).', 'at most 2'],
    ['a metric beyond its tolerance', metrics([metric('size', 120, { tolerance: 5 })], [metric('size', 126, { tolerance: 5 })]), 'Metric `size` 120 → 126 bytes (lower is better, tolerance 5).', 'at most 125 bytes'],
    ['the same, higher being better', metrics([metric('speed', 9, { better: 'higher', unit: '', tolerance: 1 })], [metric('speed', 7, { better: 'higher', unit: '', tolerance: 1 })]), 'Metric `speed` 9 → 7 (higher is better, tolerance 1).', 'at least 8'],
  ];

  test.each(table)('%s reverts', (_, change, text, wouldPass) => {
    expect(exact(input(change)).filter(({ decision }) => decision === 'revert')).toMatchObject([{ text, wouldPass }]);
    expect(judge(input(change))).toMatchObject({ decision: 'revert', rule: 'exact' });
  });

  test.each<[string, Partial<JudgeInput>]>([
    ['a new function of exactly 15', { functions: [{ path: 'src/a.js', name: 'f', before: null, after: 15 }] }],
    ['a moved function above 15 that did not get harder', { functions: [{ path: 'src/a.js', name: 'f', before: 22, after: 22 }] }],
    ['a copy that was asked for', { duplication: { before: 2, after: 3, excused: true } }],
    ['a metric at its tolerance', metrics([metric('size', 120, { tolerance: 5, scale: 100 })], [metric('size', 125, { tolerance: 5, scale: 100 })])],
    ['a metric without a value on the base', metrics([], [metric('size', 125)])],
  ])('%s passes', (_, change) => {
    expect(judge(input(change)).decision).toBe('keep');
  });

  describe('hard functions of a request', () => {
    const asked = (functions: JudgeInput['functions']): JudgeInput => request({ functions, change: { files: 1, linesAdded: 30, linesRemoved: 0, testLinesAdded: 0, testLinesRemoved: 0 } });

    test('cost ROI, say so, and are kept while what was asked for is worth more', () => {
      const hard = asked([{ path: 'src/a.js', name: 'f', before: null, after: 24 }]);
      expect(judge(hard).decision).toBe('keep');
      expect(exact(hard)[0]).toMatchObject({ decision: 'note', after: 24, text: 'Cognitive complexity of the new `f` in `src/a.js` is 24; above 15 a function that was asked for costs ROI.' });
      expect(assess(hard).roi.terms.find(({ name }) => name === 'complexity')?.value).toBeCloseTo(-0.6);
    });

    test('fall as monsters, and where they make an old function harder', () => {
      expect(judge(asked([{ path: 'src/a.js', name: 'f', before: null, after: 45 }]))).toMatchObject({ decision: 'revert', rule: 'roi' });
      expect(judge(asked([{ path: 'src/a.js', name: 'f', before: 16, after: 17 }]))).toMatchObject({ decision: 'revert', rule: 'exact' });
    });
  });

  test('a metric that gives no number any more is inconclusive and holds', () => {
    expect(judge(input(metrics([metric('size', 120)], [metric('size', [])])))).toMatchObject({ decision: 'hold', rule: 'exact' });
    expect(judge(input(metrics([metric('size', 120)], [metric('size', Number.NaN)])))).toMatchObject({ decision: 'hold', rule: 'exact' });
  });

  test('the value is the median of the samples', () => {
    expect(exact(input(metrics([metric('size', [1, 100, 2])], [metric('size', [2, 2, 900])]))).at(-1)).toMatchObject({ decision: 'keep', before: 2, after: 2 });
  });

  test('a candidate cannot turn the direction of a metric round', () => {
    expect(judge(input(metrics([metric('size', 120)], [metric('size', 900, { better: 'higher', tolerance: 1e9 })]))).rule).toBe('exact');
  });
});

describe('noisy metrics', () => {
  test('are said not to be measured yet, each with its single values', () => {
    const change = metrics([metric('time', 10, { stability: 'noisy', unit: 'ms' })], [metric('time', 90, { stability: 'noisy', unit: 'ms' })]);
    expect(noisy(input(change))).toMatchObject([{
      decision: 'note', before: 10, after: 90,
      text: 'Noisy metric `time` is not measured yet: single values 10 → 90 are recorded and enter neither this rule nor the ROI.',
    }]);
    expect(judge(input(change)).decision).toBe('keep');
  });

  test('say so even when none is declared', () => {
    expect(noisy(input())).toMatchObject([{ decision: 'note', text: 'Noisy metrics are not measured yet; none is declared.' }]);
  });
});
