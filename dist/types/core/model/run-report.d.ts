import type { Problem } from '../errors.js';
import type { Toolchain } from './check.js';
import type { Suggestion } from './code.js';
import type { RestoreStatus } from './event.js';
import type { Evidence } from './evidence.js';
import type { Attempt, Base } from './patch.js';
import type { Mode, Publish } from './settings.js';
import type { FoundTask } from './task.js';
/** What a run found, tried and did: all that log, summary and outputs are made from. JSON only. */
export interface RunReport {
    /** Version of the engine. */
    readonly engine: string;
    readonly mode: Mode;
    readonly dryRun: boolean;
    readonly publish: Publish;
    readonly environment: string;
    readonly base: Base | null;
    /** One for each task, in the order in which they were tried; the single outputs describe the first. */
    readonly attempts: readonly Attempt[];
    /** Every candidate that was put to the checks or refused, also those that lost to another one of the same task. */
    readonly tried: readonly Attempt[];
    readonly baseline: BaselineReport | null;
    readonly toolchain: Toolchain | null;
    readonly state: StateReport;
    /** `null` when nothing was kept, or in a dry run. */
    readonly landing: LandingReport | null;
    /** Why the run ended before its work was done; `null` for every expected end. */
    readonly failure: RunFailure | null;
    /** Why no task was tried, one sentence; `null` if one was. */
    readonly nothing: string | null;
    /** What was undone of a run that had been killed. */
    readonly recovery: string | null;
    readonly warnings: readonly string[];
    /** What a person can do so that the next run achieves more. */
    readonly remedies: readonly string[];
    /** Mode `suggest` without words: what a run would try, best first. */
    readonly found: readonly FoundTask[];
    /** Mode `suggest`, best first. */
    readonly suggestions: readonly Suggestion[];
    readonly phases: readonly {
        readonly name: string;
        readonly durationMs: number;
    }[];
    readonly durationMs: number;
}
export interface BaselineReport {
    readonly evidence: Evidence;
    /** Where it came from when history held this tree, these commands and this environment; `null` if it was measured now. */
    readonly reusedFrom: string | null;
}
export interface StateReport {
    readonly status: RestoreStatus | 'off';
    /** Key or path it came from. */
    readonly source: string | null;
    /** What was wrong and what was done about it; empty when nothing was. */
    readonly note: string;
    /** Attempts that history holds from earlier runs, and how many of them were kept. */
    readonly attempts: number;
    readonly kept: number;
    /** Changes that were not tried in this run because they were rejected before. */
    readonly notRepeated: number;
}
export type LandingReport = {
    readonly type: 'landed';
    readonly text: string;
}
/** Proved, but not published. */
 | {
    readonly type: 'not-landed';
    readonly reason: string;
    readonly remedy: string;
};
export type RunFailure = {
    readonly type: 'config';
    readonly problems: readonly Problem[];
} | {
    readonly type: 'infrastructure';
    readonly message: string;
    readonly remedy: string;
};
