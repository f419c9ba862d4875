import type { Event } from '../model/event.js';
/** An event as it is stored: `body` is the JSON text itself, so that nothing unknown is lost by reading and writing. */
export interface EventRow {
    readonly id: string;
    readonly kind: string;
    readonly at: string;
    readonly body: string;
}
/** Longest body of one event, in UTF-16 units. */
export declare const MAX_BODY: number;
export type RowReading = {
    readonly type: 'row';
    readonly row: EventRow;
} | {
    readonly type: 'bad';
    readonly reason: string;
};
/** Checks one stored row, which anybody may have written: types, lengths, alphabet, time, JSON object. */
export declare function readRow(raw: Readonly<Record<string, unknown>>): RowReading;
export declare function toEvent({ id, kind, at, body }: EventRow): Event;
export declare function compareRows(a: EventRow, b: EventRow): number;
/**
 * Ties a tombstone's id to what it deletes. A tombstone that does not match is kept but deletes nothing: otherwise two
 * tombstones under one id would make the merge depend on its order.
 */
export declare function tombstoneSuffix(targets: readonly string[]): string;
/** What a row deletes; empty unless it is a valid tombstone. */
export declare function tombstoneTargets(row: EventRow): readonly string[];
/** The texts of an untrusted JSON value; empty if it is no list. */
export declare function textList(value: unknown): readonly string[];
export declare function compareText(a: string, b: string): number;
