import type { HistoryEntry } from '../model/event.js';
import type { AttemptBody, RollbackBody, RunBody } from './bodies.js';
import type { Ledger } from './ledger.js';
import type { Series } from './series.js';
export interface HistoryFilter {
    readonly kind?: string;
    readonly outcome?: string;
    readonly taskId?: string;
    readonly limit?: number;
}
/** Every attempt, whatever became of it. */
export declare class PatchHistoryDB {
    #private;
    constructor(ledger: Ledger);
    /** The log that it is made from. */
    get ledger(): Ledger;
    record(attempt: AttemptBody): HistoryEntry;
    recordRun(run: RunBody): void;
    /** Remembers the commit under which a patch landed; the last one told wins. */
    landed(patchId: string, commit: string): void;
    /** Remembers that a landed patch was taken back: its gain no longer counts, and the same edits are not tried again as found work. */
    rolledBack(body: RollbackBody): void;
    /** A rollback that was only proposed, which is remembered without a commit, was merged as this one. */
    rollbackLanded(patchId: string, commit: string): void;
    /** Newest first. */
    entries(filter?: HistoryFilter): readonly HistoryEntry[];
    /** `null` if no attempt has this patch id. */
    entry(patchId: string): HistoryEntry | null;
    /**
     * The latest attempt with the same edits on the same base blobs, if it was not kept or was taken back later; else `null`. One that was held counts only while
     * the tests are those of `testsDigest`: better tests may decide what these could not. Requests are tried again anyway: ask only for found work.
     */
    rejection(fingerprint: string, testsDigest?: string): HistoryEntry | null;
    isRejected(fingerprint: string, testsDigest?: string): boolean;
    /** Newest first; what was taken back is not among them. */
    rejections(limit?: number): readonly HistoryEntry[];
    lastKept(): HistoryEntry | null;
    /** Oldest first: `errors`, `roi` (cumulative, kept patches that were not taken back) and every declared metric; noisy metrics by environment. */
    series(): readonly Series[];
}
