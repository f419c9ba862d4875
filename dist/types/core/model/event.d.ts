export declare const STATE_SCHEMA = 1;
/**
 * One fact, appended and never changed. Ids are globally unique and sort by time, so two diverged logs merge by union.
 * `body` is JSON; unknown kinds and unknown fields are kept as they are.
 */
export interface Event {
    readonly id: string;
    readonly kind: string;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly body: Readonly<Record<string, unknown>>;
}
/** Kinds of event that this version writes. */
export declare const EVENT_KINDS: readonly ["attempt", "landed", "interaction", "note", "flake", "metric", "tombstone", "run", "call", "pull-request", "health", "rollback"];
export type EventKind = (typeof EVENT_KINDS)[number];
/** A logged prompt and its response, secrets redacted. */
export interface MemoryEntry {
    readonly id: string;
    readonly at: string;
    readonly prompt: string;
    readonly response: string;
    readonly tags: readonly string[];
}
/** A row of the patch history. */
export interface HistoryEntry {
    readonly patchId: string;
    readonly at: string;
    readonly taskId: string;
    readonly kind: string;
    readonly title: string;
    readonly outcome: string;
    readonly fingerprint: string | null;
    readonly diff: string;
    readonly roiDelta: number;
    readonly errorsBefore: number;
    readonly errorsAfter: number;
    readonly reasons: readonly string[];
    readonly baseCommit: string;
    readonly commit: string | null;
}
/** What loading a stored state found. Everything but `restored` and `empty` is reported and set aside, never trusted. */
export type RestoreStatus = 'restored' | 'empty' | 'corrupt' | 'too-large' | 'too-new' | 'unavailable';
