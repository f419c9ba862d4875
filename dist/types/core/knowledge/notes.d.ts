import type { Ledger } from '../history/ledger.js';
export interface NoteVersion {
    readonly id: string;
    readonly at: string;
    readonly text: string;
    readonly writer: string;
    /** True once somebody who knew this version deleted the note. */
    readonly deleted: boolean;
}
/** A note as it stands. */
export interface Note {
    readonly key: string;
    readonly text: string;
    readonly writer: string;
    readonly at: string;
    /** Versions written at the same time elsewhere and not yet replaced; the newest is the one shown. */
    readonly concurrent: readonly NoteVersion[];
}
/**
 * Versioned notes by key. A write replaces the versions its writer knew; versions that two writers made without knowing each
 * other both stay until the next write. Deleting a note deletes the versions known, not those written elsewhere meanwhile.
 */
export declare class MemoryManager {
    #private;
    constructor(ledger: Ledger, options?: {
        readonly secrets?: readonly string[];
    });
    set(key: string, text: string, { writer }: {
        readonly writer: string;
    }): Note;
    /** `null` if there is no such note, or no longer. */
    get(key: string): Note | null;
    /** Every version, deleted ones included; each after those it replaced, whatever the clocks of their writers said, else oldest first. */
    history(key: string): readonly NoteVersion[];
    /** Keys of notes that exist, sorted. */
    keys(): readonly string[];
    /** False if there was nothing to delete. */
    delete(key: string, { writer }: {
        readonly writer: string;
    }): boolean;
}
