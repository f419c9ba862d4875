import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InfrastructureError } from '../core/errors.ts';
import { isAlive, readIdentity, thisProcess, type ProcessIdentity } from './process-identity.ts';

const RETRY_MS = 15;

/** A holder writes for milliseconds; after this long, one of another machine (whose processes cannot be asked) is taken for dead. */
const STALE_MS = 60_000;

/**
 * Runs the action while no other process holds the lock file. Locks of dead processes are taken over. Throws
 * `InfrastructureError` after `waitMs`.
 */
export async function withLock<T>(path: string, action: () => Promise<T>, waitMs = 30_000): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const giveUp = performance.now() + waitMs;
  while (!(await take(path))) {
    await breakStale(path);
    if (performance.now() > giveUp) {
      throw new InfrastructureError(`${path} has been held by another process for ${Math.round(waitMs / 1000)} s.`, 'Wait for the other run to end, or remove the file if there is none.');
    }
    await delay(RETRY_MS + Math.floor(performance.now() % RETRY_MS));
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(thisProcess()), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // On a full disk the file exists, but is empty: nobody holds it.
    await rm(path, { force: true });
    throw error;
  }
}

/** Two waiters could both find a lock stale and the slower one remove the faster one's new lock: a second lock lets one at a time look and remove. */
async function breakStale(path: string): Promise<void> {
  if (!(await isStale(path))) return;
  const breaker = `${path}.stale`;
  if (!(await take(breaker))) {
    if (await isStale(breaker)) await rm(breaker, { force: true });
    return;
  }
  try {
    if (await isStale(path)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const holder = readHolder(text);
    const alive = holder === null ? null : isAlive(holder);
    return alive === null ? Date.now() - mtimeMs > STALE_MS : !alive;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** `null` while its holder is still writing it, or was killed then. */
function readHolder(text: string): ProcessIdentity | null {
  try {
    return readIdentity(JSON.parse(text) as Partial<ProcessIdentity>);
  } catch {
    return null;
  }
}
