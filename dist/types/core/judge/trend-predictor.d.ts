import type { Series } from '../model/judge-input.js';
import type { Forecast } from '../model/verdict.js';
/** Fewer values than this say nothing about where a series goes. */
export declare const NEEDED_VALUES = 8;
/**
 * Expects the next value of a series: the last one, with a 90 % interval. Split conformal prediction over the absolute
 * one-step residuals (Lei et al., "Distribution-Free Predictive Inference for Regression", JASA 2018).
 */
export declare class TrendPredictor {
    /** Values oldest first; those that are no finite number are left out. */
    forecast({ name, values }: Series): Forecast;
}
