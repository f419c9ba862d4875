import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { ConfigError, InfrastructureError } from '../core/errors.ts';
import type { EventRow } from '../core/history/event-row.ts';
import { readState } from '../core/history/ledger.ts';
import { mergeState } from '../core/history/state-check.ts';
import type { BadState } from '../core/history/state-check.ts';
import { packState, unpackState } from '../core/history/state-pack.ts';
import type { RestoreStatus } from '../core/model/event.ts';
import type { Clock, DatabaseFactory, Random, RestoredState, StateStore } from '../core/ports.ts';
import { withPlainPaths } from './cache-paths.ts';
import { keepQuiet, problemsIn } from './cache-quiet.ts';
import { fileError, writeAtomically } from './files.ts';
import { readUntrusted, remedyFor, setAside } from './state-files.ts';

export interface CacheStoreOptions {
  /** Absolute: `GITHUB_WORKSPACE`, which must be the process's working directory. */
  readonly workspace: string;
  /**
   * The file that travels, relative to the workspace: the same string in every run, or entries of other runs are invisible. Letters,
   * digits and `._/-` only.
   */
  readonly path: string;
  /** `RUNNER_OS` and `GITHUB_REF`. */
  readonly os: string;
  readonly ref: string;
  readonly runId: string;
  readonly runAttempt: string;
  /** The process's own environment, which `@actions/cache` and the `tar` it starts read. */
  readonly environment: Record<string, string | undefined>;
  readonly factory: DatabaseFactory;
  readonly maxBytes: number;
  readonly engine: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** A bundle of its own: see there. */
const sdk = (): Promise<typeof import('./cache-sdk.ts')> => import(/* webpackIgnore: true */ './cache-sdk.ts');

type Stored =
  | { readonly type: 'sound'; readonly key: string; readonly bytes: Uint8Array; readonly rows: readonly EventRow[] }
  | { readonly type: 'absent' }
  | { readonly type: 'unavailable'; readonly reason: string }
  | (BadState & { readonly key: string; readonly place: string });

interface Keys {
  readonly os: string;
  readonly ref: string;
}

const SAFE_PATH = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;

/** A manifest line and some room, over the limit for the database itself. */
const PACK_ROOM = 64 * 1024;

const UNAVAILABLE = 'The Actions cache cannot be reached from here: it exists in steps that use an action, not in `run:` steps or outside a workflow. Set state.store to directory elsewhere.';

/**
 * Keeps the state in the Actions cache: a new key for every save, since keys never change, restored by prefix, the newest of this ref first,
 * else of the refs that the service shows to this one. Whoever can write to the cache chooses what is restored: it is checked like
 * any stranger's file.
 */
export function createCacheStore(options: CacheStoreOptions): StateStore {
  if (!SAFE_PATH.test(options.path) || options.path.split('/').includes('..')) {
    throw new ConfigError([{ setting: 'state.directory', value: options.path, problem: 'cannot be cached', remedy: 'Use a relative path of letters, digits and ._/- below the workspace.' }]);
  }
  const keys = keysFor(options);
  // An unsound entry is known too: saving must not read and set it aside once more.
  let knownKey: string | null = null;
  return {
    restore: async () => {
      const reason = await whyUnreachable(options);
      if (reason !== null) return nothing('unavailable', reason);
      const stored = await fetchStored(options, [keys.ref, keys.os]);
      if (stored.type === 'sound' || stored.type === 'bad') knownKey = stored.key;
      return toRestored(stored);
    },
    save: async (bytes) => {
      const reason = await whyUnreachable(options);
      if (reason !== null) return { type: 'not-saved', reason };
      const own = readState(options.factory, bytes);
      if (own.type !== 'rows') return { type: 'not-saved', reason: `The state to save is not sound: ${own.reason}.` };
      const others = await fetchNewer(options, keys.ref, knownKey);
      const joined = others === null ? { bytes, events: own.rows.length } : mergeState(options.factory, others, own.rows);
      const result = await upload(options, joined);
      if (result.type === 'saved') knownKey = result.to;
      return result;
    },
  };
}

/** Where the file that travels lies: in the git directory if that is in the workspace, where neither git nor the commands under test see it. */
export function cachePathFor(workspace: string, gitDirectory: string): string {
  const inside = relative(workspace, join(gitDirectory, 'self-coding', 'cache', 'state.pack')).split(sep).join('/');
  return !isAbsolute(inside) && !inside.startsWith('../') && SAFE_PATH.test(inside) ? inside : '.self-coding/cache/state.pack';
}

/** Prefixes of every key: of this operating system, and of this ref on it. A hash stands for the ref, so that no ref's name begins another's. */
function keysFor({ os, ref }: CacheStoreOptions): Keys {
  const system = `self-coding-state-v1-${os.replace(/[^A-Za-z0-9]/g, '')}-`;
  return { os: system, ref: `${system}${createHash('sha256').update(ref).digest('hex').slice(0, 12)}-` };
}

function newKey(options: CacheStoreOptions): string {
  const clean = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').slice(0, 40);
  return `${keysFor(options).ref}${clean(options.runId)}-${clean(options.runAttempt)}-${options.random.id()}`;
}

async function whyUnreachable({ workspace }: CacheStoreOptions): Promise<string | null> {
  const { isFeatureAvailable } = await sdk();
  if (!isFeatureAvailable()) return UNAVAILABLE;
  if (process.cwd() !== workspace) return `The Actions cache stores paths relative to the workspace ${workspace}, but the engine runs in ${process.cwd()}. Run it in the workspace.`;
  return null;
}

async function upload(options: CacheStoreOptions, state: { readonly bytes: Uint8Array; readonly events: number }): ReturnType<StateStore['save']> {
  if (state.bytes.length > options.maxBytes) {
    return { type: 'not-saved', reason: `The state has ${state.bytes.length} bytes; the limit is ${options.maxBytes}. Raise state.max-size, or prune the memory.` };
  }
  const file = join(options.workspace, options.path);
  const key = newKey(options);
  try {
    await prepareDirectory(dirname(file));
    await writeAtomically(file, (handle) => handle.writeFile(packState(state.bytes, state.events, options.engine)));
    const { saveCache } = await sdk();
    const { value, printed } = await keepQuiet(() => withPlainPaths('save', placeOf(options), (plain) => withEnvironment(options, plain, () => saveCache([options.path], key))));
    if (value !== -1) return { type: 'saved', to: key };
    return { type: 'not-saved', reason: `The Actions cache did not take the state: ${problemsIn(printed) ?? 'it gave no reason'}.${ofTar(printed)} The next run starts from the last state that was saved.` };
  } catch (error) {
    return { type: 'not-saved', reason: `The state could not be given to the Actions cache: ${fileProblem(error, file)}` };
  } finally {
    await rm(file, { force: true, recursive: true });
  }
}

/** Outside the git directory git would see what lies there. */
async function prepareDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (!directory.split(sep).includes('.git')) await writeFile(join(directory, '.gitignore'), '*\n');
}

/** What another run of this ref has saved since this one restored; `null` if nothing, or nothing sound. */
async function fetchNewer(options: CacheStoreOptions, prefix: string, known: string | null): Promise<readonly EventRow[] | null> {
  try {
    const { restoreCache } = await sdk();
    const { value: newest } = await keepQuiet(() => withEnvironment(options, {}, () => restoreCache([options.path], newKey(options), [prefix], { lookupOnly: true })));
    if (newest === undefined || newest === known) return null;
  } catch {
    return null;
  }
  const stored = await fetchStored(options, [prefix]);
  return stored.type === 'sound' ? stored.rows : null;
}

async function fetchStored(options: CacheStoreOptions, prefixes: readonly string[]): Promise<Stored> {
  const file = join(options.workspace, options.path);
  try {
    await rm(file, { force: true, recursive: true });
    await prepareDirectory(dirname(file));
    // The archive is unpacked with absolute and upward paths allowed. GNU tar reads this variable: whatever an entry is called, it is written
    // to the one file that is read below.
    const confined = { TAR_OPTIONS: `--transform=s,.*,${options.path},Srh` };
    const { restoreCache } = await sdk();
    const { value: key, printed } = await keepQuiet(() => withPlainPaths('restore', placeOf(options), (plain) => withEnvironment(options, { ...confined, ...plain }, () => restoreCache([options.path], newKey(options), [...prefixes]))));
    const problem = problemsIn(printed);
    if (key === undefined) return problem === null ? { type: 'absent' } : { type: 'unavailable', reason: `The Actions cache could not be read: ${problem}.${ofTar(problem)}` };
    return await readPack(options, file, key);
  } catch (error) {
    return { type: 'unavailable', reason: `The Actions cache could not be read: ${fileProblem(error, file)}` };
  } finally {
    await rm(file, { force: true, recursive: true });
  }
}

/** The archiver's own words are not among what `@actions/cache` tells. */
function ofTar(problem: string): string {
  return /tar(?:"|'|\.exe)? failed/.test(problem) ? ' It needs GNU tar, which the one of BusyBox is not: install it (`apk add tar zstd` on Alpine).' : '';
}

function placeOf({ workspace, path, environment }: CacheStoreOptions): Parameters<typeof withPlainPaths>[1] {
  return { workspace, path, temporary: environment['RUNNER_TEMP'] ?? '' };
}

async function readPack(options: CacheStoreOptions, file: string, key: string): Promise<Stored> {
  const reading = await readUntrusted(file, options.maxBytes + PACK_ROOM);
  if (reading.type === 'absent') return { type: 'unavailable', reason: `The cache entry ${key} holds no ${options.path}.` };
  const checked = reading.type === 'bad' ? reading : unpackState(options.factory, reading.bytes, options.maxBytes);
  if (checked.type === 'sound') return { type: 'sound', key, bytes: checked.bytes, rows: checked.rows };
  const place = await setAside(dirname(file), [file], checked.status, options.clock.now());
  return { ...checked, key, reason: `the cache entry ${key} was not used: ${checked.reason}`, place };
}

/** Sets variables for `@actions/cache` and its children, and puts them back. */
async function withEnvironment<T>({ environment, workspace }: CacheStoreOptions, values: Readonly<Record<string, string>>, action: () => Promise<T>): Promise<T> {
  const all: Readonly<Record<string, string | undefined>> = { TAR_OPTIONS: undefined, GITHUB_WORKSPACE: workspace, ...values };
  const before = Object.keys(all).map((name) => [name, environment[name]] as const);
  const assign = (name: string, value: string | undefined): void => {
    if (value === undefined) Reflect.deleteProperty(environment, name);
    else environment[name] = value;
  };
  for (const [name, value] of Object.entries(all)) assign(name, value);
  try {
    return await action();
  } finally {
    for (const [name, value] of before) assign(name, value);
  }
}

function toRestored(stored: Stored): RestoredState {
  switch (stored.type) {
    case 'sound':
      return { status: 'restored', bytes: stored.bytes, source: stored.key, note: `${stored.rows.length} events from cache entry ${stored.key}` };
    case 'absent':
      return nothing('empty', 'no state in the Actions cache yet');
    case 'unavailable':
      return nothing('unavailable', `${stored.reason} This run starts without history.`);
    case 'bad':
      return nothing(stored.status, `${stored.reason}. It lies untouched in ${stored.place}. ${remedyFor(stored.status)}`);
  }
}

function nothing(status: Exclude<RestoreStatus, 'restored'>, note: string): RestoredState {
  return { status, bytes: null, source: null, note };
}

function fileProblem(error: unknown, file: string): string {
  const { message, remedy } = error instanceof InfrastructureError ? error : fileError('use', file, error);
  return `${message} ${remedy}`;
}
