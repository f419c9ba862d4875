import { symlinkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { openGit, type GitRepository } from '../../src/adapters/git.ts';
import { createWorkspace, type SystemWorkspace, type WorkspaceOptions } from '../../src/adapters/workspace.ts';
import type { TreeChange } from '../../src/core/ports.ts';
import { createRepository, type FileContents, type TestRepository } from './repository.ts';
import { temporaryDirectories } from './temporary.ts';

/** A repository with awkward files, some untracked and ignored ones, and a workspace over it; closed and removed after each test. */
export interface World {
  readonly repository: TestRepository;
  readonly git: GitRepository;
  readonly workspace: SystemWorkspace;
}

export interface Worlds {
  readonly world: (options?: Partial<WorkspaceOptions>, files?: FileContents) => Promise<World>;
  /** Closes this one too. */
  readonly closeLater: (workspace: SystemWorkspace) => SystemWorkspace;
  readonly makeDirectory: () => Promise<string>;
}

export const FILES: FileContents = {
  'plain.txt': 'plain\n', 'crlf.txt': 'one\r\ntwo', 'run.sh': '#!/bin/sh\necho hi\n', 'with space/ümlaut “x”.js': 'export {};\n', 'deep/er/file.txt': 'deep\n',
  'binary.bin': new Uint8Array([0, 1, 13, 10, 255]), 'dir/only.txt': 'only\n', '.gitignore': 'ignored/\n*.log\n',
};

export function worlds(): Worlds {
  const temporary = temporaryDirectories();
  const open: SystemWorkspace[] = [];
  afterEach(async () => {
    for (const workspace of open.splice(0)) await workspace.close().catch(() => undefined);
  });
  const world = async (options: Partial<WorkspaceOptions> = {}, files: FileContents = FILES): Promise<World> => {
    const repository = createRepository(join(await temporary.make(), 'repo'), files, ['run.sh']);
    symlinkSync('plain.txt', join(repository.path, 'link'));
    repository.commit('link');
    repository.write({ 'notes.txt': 'untracked\n', 'ignored/cache': 'cached', 'debug.log': 'log' });
    const git = await openGit({ directory: repository.path, token: null, environment: repository.environment });
    const workspace = await createWorkspace({ git, clock: systemClock, ...options });
    open.push(workspace);
    return { repository, git, workspace };
  };
  const closeLater = (workspace: SystemWorkspace): SystemWorkspace => {
    open.push(workspace);
    return workspace;
  };
  return { world, closeLater, makeDirectory: () => temporary.make() };
}

/** A change against HEAD. */
export function change(repository: TestRepository, path: string, content: string | Uint8Array | null, mode = '100644'): TreeChange {
  const line = repository.git('ls-tree', 'HEAD', '--', path);
  const [beforeMode, type, blob] = line.split(/[ \t]/);
  return { path, before: type !== 'blob' ? null : { mode: beforeMode!, blob: blob! }, after: content === null ? null : { mode, content: Buffer.from(content) } };
}

export function read(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.path, path), 'utf8');
}
