import { createHash } from 'node:crypto';
import type { Event } from '../model/event.ts';

/** An event as it is stored: `body` is the JSON text itself, so that nothing unknown is lost by reading and writing. */
export interface EventRow {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly body: string;
}

/** Longest body of one event, in UTF-16 units. */
export const MAX_BODY = 4 * 1024 * 1024;

const ID = /^[0-9A-Za-z][0-9A-Za-z._:-]{0,127}$/;
const KIND = /^[a-z][a-z0-9.-]{0,63}$/;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

export type RowReading = { readonly type: 'row'; readonly row: EventRow } | { readonly type: 'bad'; readonly reason: string };

/** Checks one stored row, which anybody may have written: types, lengths, alphabet, time, JSON object. */
export function readRow(raw: Readonly<Record<string, unknown>>): RowReading {
  const { id, kind, at, body } = raw;
  if (typeof id !== 'string' || !ID.test(id)) return bad('an event id is not 1 to 128 letters, digits or ._:-');
  if (typeof kind !== 'string' || !KIND.test(kind)) return bad(`event ${id} has a malformed kind`);
  if (typeof at !== 'string' || !AT.test(at) || Number.isNaN(Date.parse(at))) return bad(`event ${id} has a malformed time`);
  if (typeof body !== 'string') return bad(`event ${id} has a body that is not text`);
  if (body.length > MAX_BODY) return bad(`event ${id} has a body of ${body.length} characters; the limit is ${MAX_BODY}`);
  if (parseBody(body) === null) return bad(`event ${id} has a body that is not a JSON object`);
  return { type: 'row', row: { id, kind, at, body } };
}

export function toEvent({ id, kind, at, body }: EventRow): Event {
  return { id, kind, at, body: parseBody(body) ?? {} };
}

export function compareRows(a: EventRow, b: EventRow): number {
  return compareText(a.at, b.at) || compareText(a.id, b.id);
}

/**
 * Ties a tombstone's id to what it deletes. A tombstone that does not match is kept but deletes nothing: otherwise two
 * tombstones under one id would make the merge depend on its order.
 */
export function tombstoneSuffix(targets: readonly string[]): string {
  return createHash('sha256').update([...targets].sort(compareText).join('\n')).digest('hex').slice(0, 16);
}

/** What a row deletes; empty unless it is a valid tombstone. */
export function tombstoneTargets(row: EventRow): readonly string[] {
  if (row.kind !== 'tombstone') return [];
  const targets = textList(parseBody(row.body)?.['targets']);
  return row.id.endsWith(`-${tombstoneSuffix(targets)}`) ? targets : [];
}

/** The texts of an untrusted JSON value; empty if it is no list. */
export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parseBody(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function bad(reason: string): RowReading {
  return { type: 'bad', reason };
}
