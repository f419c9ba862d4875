import type { Event, EventKind } from '../model/event.js';
import type { Clock, Database, DatabaseFactory, Random } from '../ports.js';
import type { EventBodies } from './bodies.js';
import type { EventRow } from './event-row.js';
export interface LedgerPorts {
    readonly clock: Clock;
    readonly random: Random;
}
export type RowsReading = {
    readonly type: 'rows';
    readonly rows: readonly EventRow[];
} | {
    readonly type: 'corrupt' | 'too-new';
    readonly reason: string;
};
export type LedgerOpening = {
    readonly type: 'ledger';
    readonly ledger: Ledger;
} | Exclude<RowsReading, {
    type: 'rows';
}>;
/** Tables made from events, rebuilt on opening and after every merge; never stored. */
export interface Projection {
    /** Creates temporary tables, which exports leave out. */
    readonly create: readonly string[];
    /** Table names, for rebuilding. */
    readonly tables: readonly string[];
    apply(event: Event, database: Database): void;
}
export interface MergeReport {
    readonly added: number;
    /** Ids that stood for different content; one was kept by a fixed rule. */
    readonly conflicts: readonly string[];
}
/** The append-only log of events in one SQLite database. */
export declare class Ledger {
    #private;
    constructor(database: Database, ports: LedgerPorts);
    append<K extends EventKind>(kind: K, body: EventBodies[K]): Event;
    /** Oldest first; all kinds unless one is named. */
    events(kind?: string): readonly Event[];
    rows(kind?: string): readonly EventRow[];
    /** Union with rows that have been checked by `readRows`. */
    merge(rows: readonly EventRow[]): MergeReport;
    /** Adds tables made from events and returns the database to query them with. */
    project(projection: Projection): Database;
    /** Called after every change, in order of registration. */
    onChange(listener: () => void): void;
    export(): Uint8Array;
    close(): void;
}
/**
 * Opens a log in a database that may hold anything. An empty database becomes an empty log; everything but a sound log
 * of this schema is a typed refusal, and the database is left as it was.
 */
export declare function openLedger(database: Database, ports: LedgerPorts): LedgerOpening;
/** The rows of untrusted bytes. Never throws for what they contain. */
export declare function readState(factory: DatabaseFactory, bytes: Uint8Array): RowsReading;
/** A database that holds these rows and nothing else. Equal rows give equal bytes. */
export declare function writeState(factory: DatabaseFactory, rows: readonly EventRow[]): Uint8Array;
