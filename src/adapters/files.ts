import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { InfrastructureError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';

export interface FilesOptions {
  /** Absolute; temporary directories are made in it. On a runner: `RUNNER_TEMP`. */
  readonly temporaryBase: string;
  /** For tests of a full disk. */
  readonly writeContent?: (handle: FileHandle, content: string | Uint8Array) => Promise<void>;
}

export interface SystemFiles extends Files {
  /** Removes the temporary directories. */
  dispose(): Promise<void>;
}

/** Directories that no report lies in unless the pattern names them; walking them would cost seconds. */
const SKIPPED = ['.git', 'node_modules'];

/** Plain files on this machine. Throws `InfrastructureError` for anything but a missing file. */
export function createFiles({ temporaryBase, writeContent = (handle, content) => handle.writeFile(content) }: FilesOptions): SystemFiles {
  const temporary: string[] = [];
  return {
    read: (path) => orNull('read', path, () => readFile(path)),
    stat: (path) => orNull('examine', path, async () => {
      const found = await stat(path);
      return { size: found.size, modifiedMs: found.mtimeMs, isDirectory: found.isDirectory() };
    }),
    glob: async (directory, pattern) => (await orNull('list', directory, () => globBelow(directory, pattern))) ?? [],
    write: (path, content) => wrap('write', path, () => writeAtomically(path, (handle) => writeContent(handle, content))),
    remove: (path) => wrap('remove', path, () => rm(path, { recursive: true, force: true })),
    temporaryDirectory: () => wrap('create a directory in', temporaryBase, async () => {
      await mkdir(temporaryBase, { recursive: true });
      const path = await mkdtemp(join(temporaryBase, 'self-coding-'));
      temporary.push(path);
      return path;
    }),
    dispose: async () => {
      for (const path of temporary.splice(0)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Content goes to a new file beside the old one, reaches the disk, then takes its place. Nothing is left on failure. */
export async function writeAtomically(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function globBelow(directory: string, pattern: string): Promise<readonly string[]> {
  const clean = pattern.replace(/^\.\//, '');
  const scan = picomatch.scan(clean);
  const matches = picomatch(clean, { dot: true });
  const skipped = SKIPPED.filter((name) => !clean.split('/').includes(name));
  const found: string[] = [];
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(join(directory, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !skipped.includes(entry.name)) await walk(path);
      else if (entry.isFile() && matches(path)) found.push(path);
    }
  };
  const base = scan.isGlob ? scan.base : dirname(clean);
  await walk(base === '.' ? '' : base);
  return found.sort();
}

async function orNull<T>(verb: string, path: string, action: () => Promise<T>): Promise<T | null> {
  return wrap(verb, path, async () => {
    try {
      return await action();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw error;
    }
  });
}

async function wrap<T>(verb: string, path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fileError(verb, path, error);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some disk space and run again; the old content is untouched.',
  EDQUOT: 'Free some of the disk quota and run again; the old content is untouched.',
  EROFS: 'The file system is read-only: choose another directory.',
  EACCES: 'Give the user that runs the engine permission for this path.',
  EPERM: 'Give the user that runs the engine permission for this path.',
};

/** `verb` completes "could not … <path>". */
export function fileError(verb: string, path: string, error: unknown): InfrastructureError {
  if (error instanceof InfrastructureError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new InfrastructureError(`Could not ${verb} ${path}: ${code ?? message}.`, REMEDIES[code ?? ''] ?? 'Check the path and the state of the disk.', { cause: error });
}
