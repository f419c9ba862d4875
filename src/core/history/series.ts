import type { MetricSample } from '../model/evidence.ts';
import { compareText } from './event-row.ts';

export interface SeriesPoint {
  readonly at: string;
  readonly patchId: string;
  readonly value: number;
}

/** Values of one number over time, oldest first: a forecast of them points into the future. */
export interface Series {
  /** `errors`, `roi`, or the name of a metric. */
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly stability: 'exact' | 'noisy';
  /** Set for noisy series only: their values compare within one environment. */
  readonly environment: string | null;
  readonly points: readonly SeriesPoint[];
}

/** What an attempt left behind: its own numbers if it was kept, else those of the untouched tree. */
export interface MeasuredAttempt {
  readonly patchId: string;
  readonly at: string;
  readonly kept: boolean;
  readonly roiDelta: number;
  readonly errors: number;
  readonly environment: string;
  readonly metrics: readonly MetricSample[];
}

/** Attempts oldest first. `errors` and `roi` are always there, empty without attempts. */
export function makeSeries(attempts: readonly MeasuredAttempt[]): readonly Series[] {
  let total = 0;
  const point = (attempt: MeasuredAttempt, value: number): SeriesPoint => ({ at: attempt.at, patchId: attempt.patchId, value });
  const errors: Series = {
    name: 'errors', unit: 'errors', better: 'lower', stability: 'exact', environment: null,
    points: attempts.map((attempt) => point(attempt, attempt.errors)),
  };
  const roi: Series = {
    name: 'roi', unit: 'ROI', better: 'higher', stability: 'exact', environment: null,
    points: attempts.map((attempt) => point(attempt, (total += attempt.kept ? attempt.roiDelta : 0))),
  };
  return [errors, roi, ...metricSeries(attempts)];
}

function metricSeries(attempts: readonly MeasuredAttempt[]): readonly Series[] {
  const found = new Map<string, Series & { points: SeriesPoint[] }>();
  for (const attempt of attempts) {
    for (const { name, unit, better, stability, samples } of attempt.metrics) {
      const environment = stability === 'noisy' ? attempt.environment : null;
      // A metric that changed its unit or direction is another metric.
      const key = JSON.stringify([name, unit, better, stability, environment]);
      const series = found.get(key) ?? { name, unit, better, stability, environment, points: [] };
      series.points.push({ at: attempt.at, patchId: attempt.patchId, value: median(samples) });
      found.set(key, series);
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, series]) => series);
}

function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
