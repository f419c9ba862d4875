import type { Ledger } from '../history/ledger.js';
import type { MemoryEntry } from '../model/event.js';
import type { Embedder } from '../ports.js';
/** A longer prompt or response is cut in the middle; characters. */
export declare const MAX_TEXT: number;
export interface MemoryOptions {
    readonly embedder?: Embedder;
    /** Values to redact besides what looks like a secret. */
    readonly secrets?: readonly string[];
}
export interface InteractionFilter {
    readonly tags?: readonly string[];
    /** Whether an entry needs any of the tags or all of them; `all` by default. */
    readonly match?: 'any' | 'all';
    readonly limit?: number;
    /** Only what was stored earlier than this; ISO 8601, UTC. */
    readonly before?: string;
}
export interface MemoryHit {
    readonly entry: MemoryEntry;
    readonly score: number;
}
export interface Compaction {
    readonly summary: MemoryEntry | null;
    readonly replaced: number;
}
/** Every prompt and response, secrets redacted before they are stored. */
export declare class GptMemory {
    #private;
    constructor(ledger: Ledger, options?: MemoryOptions);
    logInteraction(prompt: string, response: string, tags?: readonly string[]): MemoryEntry;
    /** Newest first. Tags are compared whole, never as parts of words. */
    interactions(filter?: InteractionFilter): readonly MemoryEntry[];
    /** Best first, by words and, with an embedder, by meaning; any text is a query. Texts go to the embedder as stored, redacted. */
    search(text: string, options?: InteractionFilter): Promise<readonly MemoryHit[]>;
    /** Deletes all but the newest `keep` entries with the tag (of all entries without one); 0 deletes all. Returns how many went. */
    prune({ tag, keep }: {
        readonly tag?: string;
        readonly keep: number;
    }): number;
    /** Replaces all but the newest `keep` entries with the tag by one summary. Summaries are never summarised again. */
    compact({ tag, keep }: {
        readonly tag: string;
        readonly keep: number;
    }): Compaction;
}
