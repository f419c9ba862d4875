import type { JudgeInput } from '../model/judge-input.ts';
import type { MetricSample } from '../model/evidence.ts';
import { byText } from '../report/format.ts';

/** Median of the finite samples; `null` if there is none. */
export function metricValue(metric: MetricSample | undefined): number | null {
  const samples = (metric?.samples ?? []).filter(Number.isFinite).sort((a, b) => a - b);
  if (samples.length === 0) return null;
  const middle = samples.length >> 1;
  return samples.length % 2 === 1 ? samples[middle]! : (samples[middle - 1]! + samples[middle]!) / 2;
}

export type Direction = Pick<MetricSample, 'better'>['better'];

/** How much worse `to` is than `from`, in units of the metric; negative for an improvement. */
export function worsening(better: Direction, from: number, to: number): number {
  return better === 'lower' ? to - from : from - to;
}

/** The distance that counts as one. A scale that is no positive number would void every threshold. */
export function scaleOf(metric: Pick<MetricSample, 'scale'>): number {
  return metric.scale > 0 && Number.isFinite(metric.scale) ? metric.scale : 1;
}

export interface MetricPair {
  readonly name: string;
  readonly metric: MetricSample;
  readonly before: number | null;
  readonly after: number | null;
}

/** Declared metrics of one stability, before and after, by name. */
export function metricPairs(input: JudgeInput, stability: MetricSample['stability']): readonly MetricPair[] {
  const before = new Map(input.before.metrics.map((metric) => [metric.name, metric]));
  const after = new Map(input.after.metrics.map((metric) => [metric.name, metric]));
  return [...new Set([...before.keys(), ...after.keys()])].sort(byText).flatMap((name) => {
    // The base's declaration counts: a candidate must not be able to turn the direction round.
    const metric = before.get(name) ?? after.get(name)!;
    if (metric.stability !== stability) return [];
    return [{ name, metric, before: metricValue(before.get(name)), after: metricValue(after.get(name)) }];
  });
}
