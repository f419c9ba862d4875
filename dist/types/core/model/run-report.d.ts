import type { Problem } from '../errors.js';
import type { Toolchain } from './check.js';
import type { Suggestion } from './code.js';
import type { RestoreStatus } from './event.js';
import type { Evidence } from './evidence.js';
import type { GeneratorId } from './change.js';
import type { Attempt, Base, PullRequestLink } from './patch.js';
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
    /** What the generator was asked and what it cost; `cost` is `null` where a price is unknown. `null` without a generator. */
    readonly spending: Spending | null;
    /** Mode `refactor-worst`: modules by their smoothed error rate, worst first. */
    readonly ranking: readonly RankedModule[];
    /** Mode `doctor`: what was looked at, in the order of looking. */
    readonly diagnosis: readonly Diagnosis[];
    /** Mode `rollback`: what became of it. */
    readonly rollback: RollbackReport | null;
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
    /** Attempts that history holds from earlier runs, and how many of them landed. */
    readonly attempts: number;
    readonly kept: number;
    /** Changes that were not tried in this run because they were rejected before. */
    readonly notRepeated: number;
}
export type LandingReport = 
/** `links`: pages where a person goes on, such as a pull request; absent where there are none. */
{
    readonly type: 'landed';
    readonly text: string;
    readonly links?: readonly {
        readonly label: string;
        readonly url: string;
    }[];
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
export interface Spending {
    readonly generator: GeneratorId;
    readonly calls: number;
    readonly tokens: number;
    /** US dollars. */
    readonly cost: number | null;
    /** Why asking ended before the work did; `null` if it did not. */
    readonly ended: string | null;
}
export interface RankedModule {
    readonly path: string;
    /** Errors for each time that the module was looked at, smoothed and weighted by recency. */
    readonly rate: number;
    readonly failures: number;
    readonly findings: number;
    /** Times that it was looked at. */
    readonly samples: number;
}
export interface Diagnosis {
    readonly check: string;
    readonly status: 'good' | 'warning' | 'bad' | 'skipped';
    readonly found: string;
    /** What to change; empty where nothing is wrong. */
    readonly remedy: string;
}
export interface RollbackReport {
    readonly patchId: string;
    readonly title: string;
    readonly reverted: string;
    /** Files in which later changes stand in the way; nothing was applied then. */
    readonly conflicts: readonly string[];
    readonly outcome: 'rolled-back' | 'conflict' | 'refused' | 'not-found';
    readonly reasons: readonly string[];
    readonly commit: string | null;
    readonly pullRequest: PullRequestLink | null;
}
