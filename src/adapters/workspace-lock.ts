import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { isAlive, readIdentity, thisProcess, type ProcessIdentity } from './process-identity.ts';
import { ENGINE_MARKER } from './shell-processes.ts';

interface Owner extends ProcessIdentity {
  readonly marker: string;
}

/** An earlier owner that ended without releasing. */
export interface DeadOwner {
  readonly marker: string;
  /** Milliseconds since the epoch at which it was last known to live, within a second. */
  readonly lastAliveMs: number;
}

export interface Lock {
  readonly previous: DeadOwner | null;
  release(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;
/** On another host, or in another container, a pid says nothing; silence for this long does. */
const SILENT_MS = 60_000;

/** Takes the lock of one working tree. Throws `ConfigError` while another run holds it; takes over from a dead one. */
export async function acquireLock(path: string, root: string): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true });
  const mine: Owner = { ...thisProcess(), marker: ENGINE_MARKER };
  let previous: DeadOwner | null = null;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await create(path, mine)) return hold(path, previous);
    previous = (await takeOver(path, root)) ?? previous;
  }
  throw inUse(root, path, 'another run keeps taking the lock');
}

/** Appears complete or not at all: another run must never read half an owner. */
async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // On a full disk the file exists, but is empty: nobody owns it.
    await rm(path, { force: true });
    throw error;
  }
}

async function takeOver(path: string, root: string): Promise<DeadOwner | null> {
  const found = await readOwner(path);
  if (found === null) return null;
  const { owner, aliveMs } = found;
  const reason = lives(owner, aliveMs);
  if (reason !== null) throw inUse(root, path, reason);
  // Renaming first: of two runs that find the same dead owner, one gets the file.
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  await rm(aside, { force: true });
  return { marker: owner.marker, lastAliveMs: aliveMs };
}

async function readOwner(path: string): Promise<{ readonly owner: Owner; readonly aliveMs: number } | null> {
  try {
    const { mtimeMs } = await stat(path);
    return { owner: parseOwner(await readFile(path, 'utf8')), aliveMs: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Unreadable text is the lock of a run that was killed while it wrote it. */
function parseOwner(text: string): Owner {
  const nobody: Owner = { ...thisProcess(), pid: 0, started: null, marker: '' };
  try {
    const said = JSON.parse(text) as Partial<Owner>;
    return { ...(readIdentity(said) ?? nobody), marker: said.marker ?? '' };
  } catch {
    return nobody;
  }
}

/** Why the owner must be taken for alive; `null` if it is dead. */
function lives(owner: Owner, aliveMs: number): string | null {
  const silentMs = Date.now() - aliveMs;
  if (owner.pid === 0) return silentMs < HEARTBEAT_MS ? 'it is just taking the lock' : null;
  const works = `process ${owner.pid} on ${owner.host} works in it`;
  const alive = isAlive(owner);
  if (alive !== null) return alive ? works : null;
  return silentMs < SILENT_MS ? `${works}, or did ${Math.max(0, Math.round(silentMs / 1000))} s ago; it is taken for dead after ${SILENT_MS / 1000} s` : null;
}

/** An exit without `release` leaves the lock: its time tells the next run when this one ended. */
function hold(path: string, previous: DeadOwner | null): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  const release = async (): Promise<void> => {
    clearInterval(beat);
    await rm(path, { force: true });
  };
  return { previous, release };
}

function inUse(root: string, path: string, reason: string): ConfigError {
  return new ConfigError([{
    setting: 'working tree', value: root, problem: `another run uses this working tree: ${reason}`,
    remedy: `Wait for it to end, or work in another one (\`git worktree add\`). If no run exists, remove ${path}.`,
  }]);
}
