import { constants, type Stats } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badState } from '../core/history/state-check.ts';
import type { BadState } from '../core/history/state-check.ts';

export type FileReading = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'absent' } | BadState;

/**
 * Reads a file that anybody may have put there: a plain file of one name and at most `maxBytes`, or nothing of it. Links are not
 * followed, and a pipe does not make the run wait.
 */
export async function readUntrusted(path: string, maxBytes: number): Promise<FileReading> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const problem = examine(await handle.stat(), maxBytes);
      return problem ?? { type: 'bytes', bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'absent' };
    if (code === 'ELOOP' || code === 'ENXIO') return badState('corrupt', 'it is not a plain file');
    throw error;
  }
}

function examine(found: Stats, maxBytes: number): BadState | null {
  if (!found.isFile() || found.nlink > 1) return badState('corrupt', 'it is not a plain file of one name');
  return found.size > maxBytes ? badState('too-large', `it has ${found.size} bytes; the limit is ${maxBytes}`) : null;
}

/** Moves files into `<directory>/set-aside/<time>-<reason>/`, content untouched, and returns that path. Missing files are passed over. */
export async function setAside(directory: string, paths: readonly string[], reason: string, now: Date): Promise<string> {
  const target = join(directory, 'set-aside', `${fileTime(now)}-${reason}`);
  await mkdir(target, { recursive: true });
  for (const path of paths) {
    try {
      await rename(path, join(target, basename(path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return target;
}

/** A moment as part of a file name, on any file system. */
export function fileTime(now: Date): string {
  return now.toISOString().replace(/[:.]/g, '-');
}

/** What a person can do about a state that is not used. */
export function remedyFor(status: BadState['status']): string {
  switch (status) {
    case 'too-new':
      return 'Use the newer version of the engine that wrote it, or go on without its history.';
    case 'too-large':
      return 'Raise state.max-size to use it, or go on without its history.';
    case 'corrupt':
      return 'This run starts without history.';
  }
}
