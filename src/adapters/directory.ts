import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InfrastructureError } from '../core/errors.ts';
import type { EventRow } from '../core/history/event-row.ts';
import { readState } from '../core/history/ledger.ts';
import { badState, checkState, describeState, mergeState, readManifest, sha256 } from '../core/history/state-check.ts';
import type { BadState, StateManifest } from '../core/history/state-check.ts';
import type { RestoreStatus } from '../core/model/event.ts';
import { STATE_SCHEMA } from '../core/model/event.ts';
import type { Clock, DatabaseFactory, RestoredState, StateStore } from '../core/ports.ts';
import { fileError, writeAtomically } from './files.ts';
import { readUntrusted, remedyFor, setAside } from './state-files.ts';
import { withLock } from './state-lock.ts';

export interface DirectoryStoreOptions {
  /** Absolute; created when something is saved. */
  readonly directory: string;
  readonly factory: DatabaseFactory;
  readonly maxBytes: number;
  readonly engine: string;
  readonly clock: Clock;
}

const MANIFEST = 'manifest.json';
const MAX_MANIFEST = 64 * 1024;

/** Named for its content, so that a manifest never points at bytes that somebody is writing. */
const STATE_FILE = /^state-([0-9a-f]{16})\.db$/;

type Current = { readonly type: 'sound'; readonly file: string; readonly bytes: Uint8Array; readonly rows: readonly EventRow[] } | { readonly type: 'absent' } | BadState;

/**
 * Keeps the state in a directory: `state-<hash>.db`, `manifest.json` pointing to it, and the state before. What fails a check is moved
 * to `set-aside/`, and the newest sound file takes its place. Saving adds to what another run has saved meanwhile.
 */
export function createDirectoryStore(options: DirectoryStoreOptions): StateStore {
  const { directory } = options;
  const locked = <T>(action: () => Promise<T>): Promise<T> => withLock(join(directory, 'lock'), action);
  return {
    restore: async () => {
      try {
        if ((await namesIn(directory)).length === 0) return nothing('empty', `no state in ${directory} yet`);
        return await locked(() => restore(options));
      } catch (error) {
        const { message, remedy } = problemOf('read the state in', directory, error);
        return nothing('unavailable', `${message} ${remedy}`);
      }
    },
    save: async (bytes) => {
      try {
        return await locked(() => save(options, bytes));
      } catch (error) {
        const { message, remedy } = problemOf('save the state in', directory, error);
        return { type: 'not-saved', reason: `${message} ${remedy}` };
      }
    },
  };
}

async function restore(options: DirectoryStoreOptions): Promise<RestoredState> {
  const { current, note } = await readOrSetAside(options);
  switch (current.type) {
    case 'sound':
      return { status: 'restored', bytes: current.bytes, source: join(options.directory, current.file), note: note ?? `${current.rows.length} events from ${current.file}`, ...(note === null ? {} : { isFallback: true }) };
    case 'absent':
      return nothing('empty', `no state in ${options.directory} yet`);
    case 'bad':
      return nothing(current.status, note ?? current.reason);
  }
}

async function save(options: DirectoryStoreOptions, bytes: Uint8Array): ReturnType<StateStore['save']> {
  const own = readState(options.factory, bytes);
  if (own.type !== 'rows') return { type: 'not-saved', reason: `The state to save is not sound: ${own.reason}.` };
  const { current } = await readOrSetAside(options);
  const saved = current.type === 'sound' && sha256(current.bytes) !== sha256(bytes) ? mergeState(options.factory, current.rows, own.rows) : { bytes, events: own.rows.length };
  if (saved.bytes.length > options.maxBytes) {
    return { type: 'not-saved', reason: `The state has ${saved.bytes.length} bytes; the limit is ${options.maxBytes}. Raise state.max-size, or prune the memory.` };
  }
  const manifest = describeState(saved.bytes, saved.events, options.engine);
  const file = `state-${manifest.sha256.slice(0, 16)}.db`;
  await writeAtomically(join(options.directory, file), (handle) => handle.writeFile(saved.bytes));
  await writeAtomically(join(options.directory, MANIFEST), (handle) => handle.writeFile(`${JSON.stringify({ ...manifest, file }, null, 2)}\n`));
  const keep = new Set([file, current.type === 'sound' ? current.file : file]);
  for (const name of await stateFiles(options.directory)) {
    if (!keep.has(name)) await rm(join(options.directory, name), { force: true });
  }
  return { type: 'saved', to: join(options.directory, file) };
}

/** What the manifest points to; if that is unsound it goes aside and the newest sound file beside it is used instead. */
async function readOrSetAside(options: DirectoryStoreOptions): Promise<{ readonly current: Current; readonly note: string | null }> {
  const { directory, clock } = options;
  const pointed = await readPointed(options);
  if (pointed.current.type !== 'bad') return { current: pointed.current, note: null };
  const problem = pointed.current;
  // A newer engine's files all go together: older ones beside them would hide that something newer exists.
  const unsound = problem.status === 'too-new' ? await stateFiles(directory) : pointed.file === null ? [] : [pointed.file];
  const older = problem.status === 'too-new' ? [] : (await stateFiles(directory)).filter((name) => !unsound.includes(name));
  const sound: Current[] = [];
  for (const name of older) {
    const candidate = await readByName(options, name);
    if (candidate.type === 'sound' && sound.length === 0) sound.push(candidate);
    if (candidate.type === 'bad') unsound.push(name);
  }
  const place = await setAside(directory, [MANIFEST, ...unsound].map((name) => join(directory, name)), problem.status, clock.now());
  const told = `The state in ${directory} was not used: ${problem.reason}. It lies untouched in ${place}.`;
  const [fallback] = sound;
  if (fallback?.type !== 'sound') return { current: problem, note: `${told} ${remedyFor(problem.status)}` };
  return { current: fallback, note: `${told} The state saved before it is used: ${fallback.rows.length} events.` };
}

async function readPointed(options: DirectoryStoreOptions): Promise<{ readonly current: Current; readonly file: string | null }> {
  const manifest = await readUntrusted(join(options.directory, MANIFEST), MAX_MANIFEST);
  // A first run killed before its manifest was written leaves a file that nothing points to.
  if (manifest.type === 'absent') return { current: { type: 'absent' }, file: null };
  if (manifest.type === 'bad') return { current: badState('corrupt', `its manifest cannot be read: ${manifest.reason}`), file: null };
  const text = Buffer.from(manifest.bytes).toString('utf8');
  const reading = readManifest(text);
  if (reading.type === 'bad') return { current: reading, file: null };
  const { file } = JSON.parse(text) as { readonly file?: unknown };
  if (typeof file !== 'string' || !STATE_FILE.test(file)) return { current: badState('corrupt', 'its manifest names no state file'), file: null };
  return { current: await readChecked(options, file, () => reading.manifest), file };
}

/** A file that no manifest describes: its name must be the beginning of its hash. */
function readByName(options: DirectoryStoreOptions, file: string): Promise<Current> {
  return readChecked(options, file, (bytes) => {
    const rows = readState(options.factory, bytes);
    const hash = sha256(bytes);
    const named = STATE_FILE.exec(file)?.[1] === hash.slice(0, 16);
    return { schema: STATE_SCHEMA, sha256: named ? hash : '', bytes: bytes.length, events: rows.type === 'rows' ? rows.rows.length : 0, engine: options.engine };
  });
}

async function readChecked(options: DirectoryStoreOptions, file: string, manifestOf: (bytes: Uint8Array) => StateManifest): Promise<Current> {
  const reading = await readUntrusted(join(options.directory, file), options.maxBytes);
  if (reading.type === 'absent') return badState('corrupt', `its manifest points to ${file}, which is missing`);
  if (reading.type === 'bad') return reading;
  const checked = checkState(options.factory, reading.bytes, manifestOf(reading.bytes), options.maxBytes);
  return checked.type === 'bad' ? checked : { type: 'sound', file, bytes: reading.bytes, rows: checked.rows };
}

/** Newest first. */
async function stateFiles(directory: string): Promise<string[]> {
  const names = (await namesIn(directory)).filter((name) => STATE_FILE.test(name));
  const dated = await Promise.all(names.map(async (name) => ({ name, time: (await stat(join(directory, name))).mtimeMs })));
  return dated.sort((a, b) => b.time - a.time).map(({ name }) => name);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function nothing(status: Exclude<RestoreStatus, 'restored'>, note: string): RestoredState {
  return { status, bytes: null, source: null, note };
}

function problemOf(verb: string, path: string, error: unknown): InfrastructureError {
  return error instanceof InfrastructureError ? error : fileError(verb, path, error);
}
