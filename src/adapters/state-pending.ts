import { rm } from 'node:fs/promises';
import { sha256 } from '../core/history/state-check.ts';
import type { StateStore } from '../core/ports.ts';
import { writeAtomically } from './files.ts';
import { readUntrusted } from './state-files.ts';

/** What `main` has not saved yet, where `post` finds it. */
export interface PendingState {
  /** Absolute. */
  readonly path: string;
  readonly maxBytes: number;
}

export type PendingOutcome = { readonly type: 'nothing-pending' } | Awaited<ReturnType<StateStore['save']>>;

/** Writes the state for `post` and returns the marker that tells `post` so. Call it after every attempt: a killed `main` saves nothing itself. */
export async function keepPending(pending: PendingState, bytes: Uint8Array): Promise<string> {
  await writeAtomically(pending.path, (handle) => handle.writeFile(bytes));
  return JSON.stringify({ sha256: sha256(bytes) });
}

/** Once `main` has saved: the marker becomes the returned one, and `post` has nothing to do. */
export async function clearPending(pending: PendingState): Promise<string> {
  await rm(pending.path, { force: true });
  return '';
}

/**
 * For `post`, also after failure and cancel: saves what `main` did not. The marker carries the hash of the bytes, so that a file left by
 * another run, or changed since, is not saved.
 */
export async function savePending(marker: string, pending: PendingState, store: StateStore): Promise<PendingOutcome> {
  const expected = /^\{"sha256":"([0-9a-f]{64})"\}$/.exec(marker)?.[1];
  if (expected === undefined) return { type: 'nothing-pending' };
  const reading = await readUntrusted(pending.path, pending.maxBytes);
  if (reading.type === 'absent') return { type: 'nothing-pending' };
  if (reading.type === 'bad') return { type: 'not-saved', reason: `The state that the run left in ${pending.path} was not saved: ${reading.reason}.` };
  if (sha256(reading.bytes) !== expected) return { type: 'not-saved', reason: `The state in ${pending.path} is not the one that the run wrote: its SHA-256 differs.` };
  const outcome = await store.save(reading.bytes);
  if (outcome.type === 'saved') await rm(pending.path, { force: true });
  return outcome;
}
