import type { Database } from '../ports.js';
import type { FactsStore, StoredFacts } from './build-index.js';
/**
 * What parsing yielded, by a key that names content, language and version. Derived: whatever is missing, stale or unreadable is
 * parsed again, and a database with other tables is emptied. Its own database, apart from the state.
 */
export declare class CodeDb implements FactsStore {
    #private;
    constructor(database: Database, save: (bytes: Uint8Array) => Promise<void>);
    get(keys: readonly string[]): ReadonlyMap<string, StoredFacts>;
    put(facts: ReadonlyMap<string, StoredFacts>): void;
    /** Writes it down if something was added; what nobody has asked for since it was opened is forgotten. */
    save(): Promise<void>;
    close(): void;
}
