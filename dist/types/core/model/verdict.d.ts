export declare const RULES: readonly ["harmless", "worth", "exact", "noisy", "forecast", "roi", "strength"];
export type RuleName = (typeof RULES)[number];
export type Decision = 'keep' | 'hold' | 'revert';
/** One rule that spoke, with its numbers. `note` informs and decides nothing. */
export interface Reason {
    readonly rule: RuleName;
    readonly decision: Decision | 'note';
    readonly metric: string;
    readonly before: number | string | null;
    readonly after: number | string | null;
    readonly limit: number | string | null;
    /** One sentence for people; the same text goes to log, summary, record and output. */
    readonly text: string;
    /** What would have passed; `null` where the rule passed. */
    readonly wouldPass: string | null;
}
export interface Verdict {
    readonly decision: Decision;
    /** The rule that decided; `null` for `keep`. */
    readonly rule: RuleName | null;
    readonly reasons: readonly Reason[];
}
/**
 * What became of one task.
 * `unchanged`: nothing to do or nothing that is worth it. `refused`: the guard stopped it before any command ran.
 * `failed`: infrastructure broke.
 */
export declare const OUTCOMES: readonly ["kept", "held", "reverted", "unchanged", "refused", "failed"];
export type Outcome = (typeof OUTCOMES)[number];
export type ForecastMethod = 'naive' | 'ses' | 'median-of-four';
/** The expected next value of a series with its interval, or why there is none. */
export type Forecast = {
    readonly type: 'forecast';
    readonly series: string;
    readonly method: ForecastMethod;
    readonly expected: number;
    readonly low: number;
    readonly high: number;
    /** Values that the forecast rests on. */
    readonly n: number;
} | {
    readonly type: 'insufficient-data';
    readonly series: string;
    readonly n: number;
    readonly needed: number;
};
/** A weighted, scaled improvement; one line of the ROI table. */
export interface RoiTerm {
    readonly name: string;
    readonly value: number;
    readonly explanation: string;
}
export interface Roi {
    readonly delta: number;
    readonly terms: readonly RoiTerm[];
}
