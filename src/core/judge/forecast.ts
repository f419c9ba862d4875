import type { JudgeInput } from '../model/judge-input.ts';
import type { Forecast, Reason } from '../model/verdict.ts';
import { number, quoted } from '../report/format.ts';
import { errorCounts } from './errors.ts';
import { metricPairs, scaleOf, worsening, type Direction } from './metric.ts';
import { reasons } from './reason.ts';
import { roiOf } from './roi.ts';
import type { TrendPredictor } from './trend-predictor.ts';

const { keep, note, hold, revert } = reasons('forecast');

export const ERRORS_SERIES = 'errors';
export const ROI_SERIES = 'cumulative ROI';

interface Watched {
  readonly name: string;
  readonly values: readonly number[];
  readonly better: Direction;
  readonly scale: number;
  readonly noisy: boolean;
  /** The candidate's own baseline, and the candidate. `null`: nothing was measured. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Rule 5: where each series was going, for those in which the candidate is worse than its own baseline. */
export function forecast(input: JudgeInput, forecasts: readonly Forecast[]): readonly Reason[] {
  const made = new Map(forecasts.map((each) => [each.series, each]));
  return watched(input).flatMap((each) => {
    const expectation = made.get(each.name);
    return expectation === undefined ? [] : compare(input.threshold, each, expectation);
  });
}

/** One forecast for each series: `errors`, cumulative ROI and every declared metric. */
export function forecastsOf(input: JudgeInput, predictor: Pick<TrendPredictor, 'forecast'>): readonly Forecast[] {
  return watched(input).map(({ name, values }) => predictor.forecast({ name, values }));
}

function watched(input: JudgeInput): readonly Watched[] {
  const { errors, cumulativeRoi, metrics } = input.history;
  const total = cumulativeRoi.at(-1) ?? 0;
  const values = new Map(metrics.map((series) => [series.name, series.values]));
  const pairs = [...metricPairs(input, 'exact'), ...metricPairs(input, 'noisy')].filter(({ name }) => name !== ERRORS_SERIES && name !== ROI_SERIES);
  return [
    { name: ERRORS_SERIES, values: errors, better: 'lower', scale: 1, noisy: false, ...errorCounts(input) },
    { name: ROI_SERIES, values: cumulativeRoi, better: 'higher', scale: 1, noisy: false, before: total, after: total + roiOf(input).delta },
    ...pairs.map(({ name, metric, before, after }) => (
      { name, values: values.get(name) ?? [], better: metric.better, scale: scaleOf(metric), noisy: metric.stability === 'noisy', before, after })),
  ];
}

function compare(threshold: number, each: Watched, expectation: Forecast): readonly Reason[] {
  const label = quoted(each.name);
  const { before, after } = each;
  if (expectation.type === 'insufficient-data') {
    return [note({ metric: each.name, before, after, limit: null, text: `No forecast for ${label}: ${number(expectation.n)} of ${number(expectation.needed)} values.` })];
  }
  if (before === null || after === null) return [];
  const { expected, low, high } = expectation;
  const edge = each.better === 'lower' ? high : low;
  const range = `expected ${number(expected)}, interval ${number(low)} to ${number(high)}`;
  const numbers = { metric: each.name, before, after, limit: edge };
  if (worsening(each.better, before, after) <= 0) return [keep({ ...numbers, text: `${label} ${number(before)} → ${number(after)} is not worse than its own baseline (${range}).` })];
  if (worsening(each.better, edge, after) <= 0) return [keep({ ...numbers, text: `${label} ${number(before)} → ${number(after)} lies inside its forecast (${range}).` })];
  const distance = worsening(each.better, expected, after) / each.scale;
  const text = `${label} ${number(before)} → ${number(after)} lies outside its forecast (${range}), ${number(distance)} from the expected value in units of its scale; limit ${number(threshold)}.`;
  const wouldPass = `${label} of at ${each.better === 'lower' ? 'most' : 'least'} ${number(each.better === 'lower' ? Math.max(edge, before) : Math.min(edge, before))}`;
  // One value of a noisy metric is not enough to throw work away.
  return [distance > threshold && !each.noisy ? revert({ ...numbers, text }, wouldPass) : hold({ ...numbers, text }, wouldPass)];
}
