import type { Toolchain } from '../core/model/check.js';
import type { Suggestion } from '../core/model/code.js';
import type { Evidence } from '../core/model/evidence.js';
import type { Attempt } from '../core/model/patch.js';
import type { RankedModule, RollbackReport, RunReport, Spending, StateReport } from '../core/model/run-report.js';
import type { Settings } from '../core/model/settings.js';
import type { FoundTask } from '../core/model/task.js';
import type { Recovery } from '../core/ports.js';
import type { RunPorts } from './session.js';
import type { Base } from './source-tree.js';
/** Collects what happened. The only mutable thing of a run; nobody reads it before the run is over. */
export declare class Story {
    #private;
    constructor(settings: Settings, ports: RunPorts);
    /** A log group with its duration. */
    phase<T>(name: string, action: () => Promise<T>): Promise<T>;
    tell(text: string): void;
    warn(text: string): void;
    /** What a person can do so that the next run achieves more. */
    remedy(text: string): void;
    recovered(recovery: Recovery): void;
    restored(state: Omit<StateReport, 'notRepeated'>): void;
    based(base: {
        readonly commit: string;
        readonly tree: string;
    }): void;
    toolchain(toolchain: Toolchain): void;
    baseline(evidence: Evidence): void;
    /** Where the report finds what was asked of a generator. */
    asking(spending: () => Spending): void;
    /** Every candidate that was put to the checks or refused. */
    tried(attempt: Attempt): void;
    /** The result of a task, and the base that it was tried on. */
    attempted(attempt: Attempt, base: Base): void;
    /** Results that wait for a human. */
    held(): readonly {
        readonly attempt: Attempt;
        readonly base: Base;
    }[];
    notRepeated(): void;
    nothing(text: string): void;
    suggestions(suggestions: readonly Suggestion[]): void;
    found(tasks: readonly FoundTask[]): void;
    ranked(ranking: readonly RankedModule[]): void;
    /** What is known before landing; the commit follows from the attempt. */
    rollback(rollback: RollbackReport): void;
    landing(landing: NonNullable<RunReport['landing']>): void;
    /** Replaces results of tasks by what became of them later: a commit, a path, another outcome. */
    revise(change: (attempt: Attempt) => Attempt): void;
    get attempts(): readonly Attempt[];
    get allTried(): readonly Attempt[];
    /** Does something whose failure ends the run and is told in its report. */
    attend(action: () => Promise<void>): Promise<void>;
    /** What happened so far, as summary, record and outputs tell it. */
    report(): RunReport;
}
