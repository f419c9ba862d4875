import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Temporary {
  readonly path: string;
  remove(): Promise<void>;
}

/** A new empty directory, its path free of symbolic links. */
export async function temporaryDirectory(): Promise<Temporary> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'self-coding-test-')));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Directories made through `make` are removed after each test. */
export function temporaryDirectories(): { make(): Promise<string> } {
  const made: Temporary[] = [];
  afterEach(async () => {
    for (const directory of made.splice(0)) await directory.remove();
  });
  return {
    make: async () => {
      const directory = await temporaryDirectory();
      made.push(directory);
      return directory.path;
    },
  };
}
