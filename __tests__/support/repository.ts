import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type FileContents = Readonly<Record<string, string | Uint8Array>>;

/** An environment for git in which only the test decides: no configuration of this machine, fixed dates. */
export function gitEnvironmentFor(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH']!,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  };
}

export interface TestRepository {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs git and returns what it printed, trimmed. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: FileContents, executable?: readonly string[]) => void;
  /** Commits everything and returns the commit. */
  readonly commit: (message: string) => string;
}

/** A repository at `path` on branch `main`; with files, they are committed as a person called Ada. */
export function createRepository(path: string, files: FileContents = {}, executable: readonly string[] = []): TestRepository {
  mkdirSync(path, { recursive: true });
  const repository = openRepository(path);
  repository.git('init', '-q', '-b', 'main');
  repository.write(files, executable);
  if (Object.keys(files).length > 0) repository.commit('start');
  return repository;
}

/** Wraps a repository that exists. */
export function openRepository(path: string): TestRepository {
  const environment = gitEnvironmentFor(join(path, '..'));
  const person = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: path, env: { ...environment, ...person }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }).replace(/\n$/, '');
  const write = (files: FileContents, executable: readonly string[] = []): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
      if (executable.includes(name)) chmodSync(join(path, name), 0o755);
    }
  };
  const commit = (message: string): string => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  return { path, environment, git, write, commit };
}

/** A bare repository, ready to be pushed to. */
export function createBareRepository(path: string): void {
  mkdirSync(path, { recursive: true });
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', path], { env: gitEnvironmentFor(dirname(path)) });
  execFileSync('git', ['-C', path, 'config', 'http.receivepack', 'true'], { env: gitEnvironmentFor(dirname(path)) });
}
