import { copyFile, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface CachedFile {
  /** Absolute; the process's working directory. */
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly path: string;
  /** `RUNNER_TEMP`. */
  readonly temporary: string;
}

/**
 * `@actions/cache` gives the workspace and the temporary directory to `tar` without quotes. Where one has a blank, it works in a directory of its own that
 * has none, and the file is copied there (`save`) or back (`restore`). `action` is given the variables to set; the process's working directory moves meanwhile.
 */
export async function withPlainPaths<T>(direction: 'save' | 'restore', { workspace, path, temporary }: CachedFile, action: (variables: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  if (!/\s/.test(workspace + temporary)) return action({});
  const place = await mkdtemp(join(tmpdir(), 'self-coding-cache-'));
  const [here, there] = [join(workspace, path), join(place, path)];
  try {
    await mkdir(dirname(there), { recursive: true });
    if (direction === 'save') await copyFile(here, there);
    process.chdir(place);
    const value = await action({ GITHUB_WORKSPACE: place, RUNNER_TEMP: place });
    if (direction === 'restore') await bringBack(there, here);
    return value;
  } finally {
    process.chdir(workspace);
    await rm(place, { recursive: true, force: true });
  }
}

/** Whoever filled the cache chose what lies there: a link would bring a file of this machine. */
async function bringBack(there: string, here: string): Promise<void> {
  const found = await lstat(there).catch(() => null);
  if (found === null) return;
  if (!found.isFile() || found.nlink > 1) throw new Error('what came out of the cache is not a plain file of one name');
  await copyFile(there, here);
}
