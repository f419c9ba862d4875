import type { MetricSample } from '../model/evidence.js';
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
export declare function makeSeries(attempts: readonly MeasuredAttempt[]): readonly Series[];
