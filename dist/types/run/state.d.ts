/** What a run remembers: the event log with its projections, saved after every attempt and at the end. */
import type { HealthBody } from '../core/history/bodies.js';
import type { PatchHistoryDB } from '../core/history/patch-history.js';
import type { GptMemory } from '../core/knowledge/memory.js';
import type { Event, HistoryEntry } from '../core/model/event.js';
import type { Comparison, Evidence } from '../core/model/evidence.js';
import type { JudgeHistory, SuspectContext } from '../core/model/judge-input.js';
import type { Attempt } from '../core/model/patch.js';
export interface State {
    readonly history: PatchHistoryDB;
    readonly memory: GptMemory;
    /** The latest rejection of the same edits on the same blobs; a change held for want of tests counts only while the tests are the same. */
    rejection(fingerprint: string, testsDigest: string): HistoryEntry | null;
    /** Tests that were seen to flake without any patch. */
    flakesOnBase(): ReadonlySet<string>;
    suspects(comparison: Comparison, after: Evidence): readonly SuspectContext[];
    /** Remembers a test that failed and passed on one tree without any change. */
    flaked(test: string, file: string | null): void;
    series(): JudgeHistory;
    /** Remembers the errors of a tree by file. */
    health(body: HealthBody): void;
    healthEvents(): readonly Event[];
    record(attempt: Attempt, context: RecordContext): void;
    export(): Uint8Array;
    /** Why nobody can tell what the last day's runs spent, as a sentence without its stop; `null` if the log tells. */
    readonly spendingUnknown: string | null;
}
export interface RecordContext {
    readonly environment: string;
    readonly baseCommit: string;
    readonly testsDigest: string;
    /** False where a pull request carries what was kept: it is part of the repository once a person has merged it. */
    readonly lands: boolean;
}
export interface StateParts {
    readonly history: PatchHistoryDB;
    readonly memory: GptMemory;
    readonly now: () => Date;
    readonly environment: string;
    readonly spendingUnknown?: string | null;
}
/** History and memory may lie in one log, as an Action's do, or in files of their own; flakes lie beside the history. */
export declare function openState({ history, memory, now, environment, spendingUnknown }: StateParts): State;
