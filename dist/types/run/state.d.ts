import type { PatchHistoryDB } from '../core/history/patch-history.js';
import type { GptMemory } from '../core/knowledge/memory.js';
import type { HistoryEntry } from '../core/model/event.js';
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
    record(attempt: Attempt, context: RecordContext): void;
    export(): Uint8Array;
}
export interface RecordContext {
    readonly environment: string;
    readonly baseCommit: string;
    readonly testsDigest: string;
}
export interface StateParts {
    readonly history: PatchHistoryDB;
    readonly memory: GptMemory;
    readonly now: () => Date;
    readonly environment: string;
}
/** History and memory may lie in one log, as an Action's do, or in files of their own; flakes lie beside the history. */
export declare function openState({ history, memory, now, environment }: StateParts): State;
