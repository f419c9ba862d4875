import type { StateStore } from '../core/ports.js';
/** What `main` has not saved yet, where `post` finds it. */
export interface PendingState {
    /** Absolute. */
    readonly path: string;
    readonly maxBytes: number;
}
export type PendingOutcome = {
    readonly type: 'nothing-pending';
} | Awaited<ReturnType<StateStore['save']>>;
/** Writes the state for `post` and returns the marker that tells `post` so. Call it after every attempt: a killed `main` saves nothing itself. */
export declare function keepPending(pending: PendingState, bytes: Uint8Array): Promise<string>;
/** Once `main` has saved: the marker becomes the returned one, and `post` has nothing to do. */
export declare function clearPending(pending: PendingState): Promise<string>;
/**
 * For `post`, also after failure and cancel: saves what `main` did not. The marker carries the hash of the bytes, so that a file left by
 * another run, or changed since, is not saved.
 */
export declare function savePending(marker: string, pending: PendingState, store: StateStore): Promise<PendingOutcome>;
