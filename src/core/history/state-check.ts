import { createHash } from 'node:crypto';
import { STATE_SCHEMA } from '../model/event.ts';
import type { RestoreStatus } from '../model/event.ts';
import type { DatabaseFactory } from '../ports.ts';
import type { EventRow } from './event-row.ts';
import { readState, writeState } from './ledger.ts';
import { mergeRows } from './merge.ts';

/** What stands beside the bytes of a stored state. */
export interface StateManifest {
  readonly schema: number;
  /** SHA-256 of the database, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly events: number;
  readonly engine: string;
}

export type ManifestReading = { readonly type: 'manifest'; readonly manifest: StateManifest } | BadState;

export interface BadState {
  readonly type: 'bad';
  readonly status: Exclude<RestoreStatus, 'restored' | 'empty' | 'unavailable'>;
  readonly reason: string;
}

export type StateReading = { readonly type: 'sound'; readonly rows: readonly EventRow[] } | BadState;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function describeState(bytes: Uint8Array, events: number, engine: string): StateManifest {
  return { schema: STATE_SCHEMA, sha256: sha256(bytes), bytes: bytes.length, events, engine };
}

/** Reads a manifest that anybody may have written. A newer schema is recognised before anything else of it is trusted. */
export function readManifest(text: string): ManifestReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return badState('corrupt', 'its manifest is not JSON');
  }
  if (typeof value !== 'object' || value === null) return badState('corrupt', 'its manifest is not a JSON object');
  const { schema, sha256: hash, bytes, events, engine } = value as Record<string, unknown>;
  if (!isCount(schema) || schema < 1) return badState('corrupt', 'its manifest names no schema version');
  if (schema > STATE_SCHEMA) return badState('too-new', `it has schema ${schema}; this version reads up to ${STATE_SCHEMA}`);
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash) || !isCount(bytes) || !isCount(events)) return badState('corrupt', 'its manifest lacks hash, size or number of events');
  return { type: 'manifest', manifest: { schema, sha256: hash, bytes, events, engine: typeof engine === 'string' ? engine : 'unknown' } };
}

/**
 * Everything that must hold before stored bytes are believed: size cap, size and hash as the manifest says, schema,
 * table shape, SQLite's own integrity check, the shape of every event, their number.
 */
export function checkState(factory: DatabaseFactory, bytes: Uint8Array, manifest: StateManifest, maxBytes: number): StateReading {
  if (bytes.length > maxBytes) return badState('too-large', `it has ${bytes.length} bytes; the limit is ${maxBytes}`);
  if (bytes.length !== manifest.bytes) return badState('corrupt', `it has ${bytes.length} bytes; its manifest says ${manifest.bytes}`);
  if (sha256(bytes) !== manifest.sha256) return badState('corrupt', 'its SHA-256 is not the one of its manifest');
  const reading = readState(factory, bytes);
  if (reading.type !== 'rows') return badState(reading.type, reading.reason);
  if (reading.rows.length !== manifest.events) return badState('corrupt', `it has ${reading.rows.length} events; its manifest says ${manifest.events}`);
  return { type: 'sound', rows: reading.rows };
}

/** The union of two sound logs as a database of its own. */
export function mergeState(factory: DatabaseFactory, left: readonly EventRow[], right: readonly EventRow[]): { readonly bytes: Uint8Array; readonly events: number } {
  const { rows } = mergeRows(left, right);
  return { bytes: writeState(factory, rows), events: rows.length };
}

export function badState(status: BadState['status'], reason: string): BadState {
  return { type: 'bad', status, reason };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
