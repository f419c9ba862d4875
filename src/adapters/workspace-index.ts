import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, InfrastructureError } from '../core/errors.ts';
import type { Head } from '../core/ports.ts';
import type { GitRepository } from './git.ts';
import type { IndexCopy } from './journal.ts';
import type { GitSettings, SettingsFiles } from './workspace-settings.ts';

/** The repository as a run found it, apart from file contents. */
export interface Start {
  readonly head: Head;
  readonly index: IndexCopy | null;
  readonly untracked: readonly string[];
  readonly modes: Readonly<Record<string, number>>;
  readonly settings: GitSettings;
}

export interface IndexFile {
  read(): Promise<IndexCopy | null>;
  /** Writes the bytes back if they differ; a reader sees the old index or this one. */
  putBack(copy: IndexCopy | null): Promise<boolean>;
}

export async function openIndex(git: GitRepository): Promise<IndexFile> {
  const path = await git.gitPath('index');
  const read = async (): Promise<IndexCopy | null> => {
    try {
      const { mtimeMs } = await stat(path);
      return { content: await readFile(path), modifiedMs: Math.floor(mtimeMs) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
  const putBack = async (copy: IndexCopy | null): Promise<boolean> => {
    const now = await read();
    if (copy === null || (now !== null && Buffer.compare(now.content, copy.content) === 0)) return false;
    const temporary = `${path}.self-coding-${randomBytes(4).toString('hex')}`;
    await writeFile(temporary, copy.content);
    await utimes(temporary, copy.modifiedMs / 1_000, copy.modifiedMs / 1_000);
    await rename(temporary, path);
    return true;
  };
  return { read, putBack };
}

/**
 * Takes note of everything that must be the same in the end. Throws `ConfigError` where tracked files have uncommitted
 * changes (putting back what commands change would destroy them), `InfrastructureError` without a commit.
 */
export async function readStart(git: GitRepository, index: IndexFile, settings: SettingsFiles, umask: number): Promise<Start> {
  const [head, { tracked, untracked }, indexCopy, gitSettings, modes] = await Promise.all([git.head(), git.status(), index.read(), settings.read(), unusualModes(git, umask)]);
  if (head === null) throw new InfrastructureError('The repository has no commit yet.', 'Commit something first: the engine needs a base to compare with.');
  if (tracked.length > 0) throw uncommitted(git.root, tracked);
  await requireUnlocked(git, head);
  return { head, index: indexCopy, settings: gitSettings, untracked, modes };
}

const NAMED = 10;

function uncommitted(root: string, paths: readonly string[]): ConfigError {
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return new ConfigError([{
    setting: 'working tree', value: root, problem: `${paths.length} tracked file${paths.length === 1 ? ' has' : 's have'} uncommitted changes: ${paths.slice(0, NAMED).join(', ')}${more}`,
    remedy: 'Commit or stash them first, or run in another working tree (`git worktree add`).',
  }]);
}

/** Permission bits that new files lose here. Found by trying: asking the process would set it for a moment. */
export async function umaskIn(directory: string): Promise<number> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `umask-${randomBytes(4).toString('hex')}`);
  try {
    await writeFile(path, '', { mode: 0o777, flag: 'wx' });
    return 0o777 & ~(await lstat(path)).mode;
  } finally {
    await rm(path, { force: true });
  }
}

/** Permission bits of tracked files where they are not those that a checkout would give. */
async function unusualModes(git: GitRepository, umask: number): Promise<Readonly<Record<string, number>>> {
  const expected: Readonly<Record<string, number>> = { 100755: 0o777 & ~umask, 100644: 0o666 & ~umask };
  const files = (await git.indexEntries()).filter(({ mode }) => expected[mode] !== undefined);
  // A promise for each file costs more than looking at it.
  return Object.fromEntries(files.flatMap(({ path, mode }): (readonly [string, number])[] => {
    const found = modeOf(join(git.root, path));
    return found !== null && found !== expected[mode] ? [[path, found]] : [];
  }));
}

/** Permission bits of a file; `null` for anything else, and for what cannot be looked at. */
function modeOf(path: string): number | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats.mode & 0o7777 : null;
  } catch {
    return null;
  }
}

/** Locks that a killed git left; nobody else works here, the run holds its own lock. */
export async function removeStaleLocks(git: GitRepository, head: Head, before: ReadonlySet<string> = new Set()): Promise<void> {
  for (const path of await lockPaths(git, head)) {
    if (!before.has(path)) await rm(path, { force: true });
  }
}

/** An editor's `git status` holds a lock for moments; one that stays is somebody's work, or the rest of it. */
const LOCK_PATIENCE_MS = 3_000;

/** Throws `ConfigError` while another git process works here: what it writes would undo what lands, or the other way round. */
export async function requireUnlocked(git: GitRepository, head: Head): Promise<void> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const [lock] = await presentLocks(git, head);
    if (lock === undefined) return;
    if (performance.now() >= deadline) {
      throw new ConfigError([{ setting: 'working tree', value: git.root, problem: `another git process works here, or was killed: ${lock} is there`, remedy: 'Wait for it to end; if none runs, remove that file.' }]);
    }
    await delay(100);
  }
}

export async function presentLocks(git: GitRepository, head: Head): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (const path of await lockPaths(git, head)) {
    if ((await stat(path).catch(() => null)) !== null) present.add(path);
  }
  return present;
}

async function lockPaths(git: GitRepository, { ref }: Head): Promise<readonly string[]> {
  const [index, head, branch] = await Promise.all([git.gitPath('index.lock'), git.gitPath('HEAD.lock'), ref === null ? null : git.gitPath(ref)]);
  return [index, head, ...(branch === null ? [] : [`${branch}.lock`])];
}
