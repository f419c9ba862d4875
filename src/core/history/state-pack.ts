import type { DatabaseFactory } from '../ports.ts';
import type { EventRow } from './event-row.ts';
import { badState, checkState, describeState, readManifest } from './state-check.ts';
import type { BadState } from './state-check.ts';

const NEWLINE = 10;
const MAX_HEADER = 4096;

export type Unpacked = { readonly type: 'sound'; readonly bytes: Uint8Array; readonly rows: readonly EventRow[] } | BadState;

/** A state as one file, for stores that move files one by one: the manifest as a line of JSON, then the database. */
export function packState(bytes: Uint8Array, events: number, engine: string): Uint8Array {
  const header = new TextEncoder().encode(`${JSON.stringify(describeState(bytes, events, engine))}\n`);
  const packed = new Uint8Array(header.length + bytes.length);
  packed.set(header);
  packed.set(bytes, header.length);
  return packed;
}

/** Reads a packed state that anybody may have written; see `checkState`. */
export function unpackState(factory: DatabaseFactory, packed: Uint8Array, maxBytes: number): Unpacked {
  const end = packed.subarray(0, MAX_HEADER).indexOf(NEWLINE);
  if (end === -1) return badState('corrupt', 'it begins with no manifest');
  const reading = readManifest(new TextDecoder().decode(packed.subarray(0, end)));
  if (reading.type === 'bad') return reading;
  const bytes = packed.slice(end + 1);
  const checked = checkState(factory, bytes, reading.manifest, maxBytes);
  return checked.type === 'bad' ? checked : { type: 'sound', bytes, rows: checked.rows };
}
