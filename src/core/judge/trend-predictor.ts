import type { Series } from '../model/judge-input.ts';
import type { Forecast } from '../model/verdict.ts';

/** Fewer values than this say nothing about where a series goes. */
export const NEEDED_VALUES = 8;
/** Fewer residuals than this have no 90 % quantile. */
const NEEDED_RESIDUALS = 10;

/**
 * Expects the next value of a series: the last one, with a 90 % interval. Split conformal prediction over the absolute
 * one-step residuals (Lei et al., "Distribution-Free Predictive Inference for Regression", JASA 2018).
 */
export class TrendPredictor {
  /** Values oldest first; those that are no finite number are left out. */
  forecast({ name, values }: Series): Forecast {
    const known = values.filter(Number.isFinite);
    if (known.length < NEEDED_VALUES) return { type: 'insufficient-data', series: name, n: known.length, needed: NEEDED_VALUES };
    const residuals = known.slice(1).map((value, index) => Math.abs(value - known[index]!));
    const width = halfWidth(residuals.sort((a, b) => a - b));
    const expected = known.at(-1)!;
    return { type: 'forecast', series: name, method: 'naive', expected, low: expected - width, high: expected + width, n: known.length };
  }
}

/** Of ascending absolute residuals. */
function halfWidth(residuals: readonly number[]): number {
  const n = residuals.length;
  if (n < NEEDED_RESIDUALS) return 1.5 * residuals.at(-1)!;
  return residuals[Math.ceil(((n + 1) * 9) / 10) - 1]!;
}
