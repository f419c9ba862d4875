/** A repository on a machine of its own, in which jobs run: what every end-to-end test begins with. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCacheServer, type CacheServer } from './cache-server.ts';
import { createRepository, openRepository, type FileContents, type TestRepository } from './repository.ts';
import { runAction, type RunnerJob, type RunnerResult } from './runner.ts';
import { temporaryDirectory, type Temporary } from './temporary.ts';
import { TOOL_PATH } from './tools.ts';
import { snapshotOf } from './tree-snapshot.ts';

export interface Machine {
  /** Everything of this machine lies below. */
  readonly directory: string;
  readonly repository: TestRepository;
  readonly cache: CacheServer;
  /** One job in the repository, `main` and `post`, with git's identity and configuration out of the way. Writes patch files unless the inputs say how to publish. */
  readonly job: (inputs?: Readonly<Record<string, string>>, more?: Partial<RunnerJob>) => Promise<RunnerResult>;
}

export interface MachineOptions {
  /** A folder of `examples/` to begin with. */
  readonly example?: 'javascript' | 'typescript' | 'python' | 'go' | 'rust' | 'java' | 'monorepo';
  readonly files?: FileContents;
  readonly executable?: readonly string[];
  /** Of every job, beside what a runner sets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Built by the tools of an example, never part of it. */
const DEBRIS = /(^|\/)(node_modules|__pycache__|\.pytest_cache|\.ruff_cache|\.venv|target)(\/|$)/;

/** Machines are shut down after each test; with `perSuite`, after the last. */
export function machines({ perSuite = false } = {}): (options: MachineOptions) => Promise<Machine> {
  const open: { temporary: Temporary; cache: CacheServer }[] = [];
  (perSuite ? afterAll : afterEach)(async () => {
    for (const { temporary, cache } of open.splice(0)) {
      await cache.close();
      await temporary.remove();
    }
  });
  return async ({ example, files = {}, executable = [], environment = {} }) => {
    const temporary = await temporaryDirectory();
    const cache = await startCacheServer();
    open.push({ temporary, cache });
    const path = join(temporary.path, 'repository');
    mkdirSync(path);
    if (example !== undefined) copyExample(example, path);
    const repository = createRepository(path, files, executable);
    if (example !== undefined) repository.commit('start');
    return { directory: temporary.path, repository, cache, job: (inputs = {}, more = {}) => runAction(jobOn(path, temporary.path, cache, { publish: 'patch', ...inputs }, { ...more, environment: { ...environment, ...more.environment } })) };
  };
}

/** Without what the example's tools left in it. */
export function copyExample(example: string, to: string): void {
  const from = resolve(import.meta.dirname, '../../examples', example);
  cpSync(from, to, { recursive: true, filter: (source) => !DEBRIS.test(source.slice(from.length)) });
}

function jobOn(workspace: string, temporary: string, cache: CacheServer, inputs: Readonly<Record<string, string>>, more: Partial<RunnerJob>): RunnerJob {
  // Each job has a temporary directory of its own.
  const service = Object.entries(cache.environment(workspace, temporary)).filter(([name]) => name !== 'RUNNER_TEMP');
  return {
    workspace, temporary, inputs, ...more,
    environment: { ...Object.fromEntries(service), PATH: TOOL_PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...more.environment },
  };
}

/** The configuration file and an answer that stands in for a model's: `.github/self-coding.yml` and what it points to. */
export function replaying(answer: string, configuration = ''): FileContents {
  return {
    '.github/self-coding.yml': `replay-file: .github/answers.jsonl\n${configuration}`,
    '.github/answers.jsonl': `${JSON.stringify({ prompt: '*', answer })}\n`,
  };
}

/** The record of a run's first task, as written. */
export function recordOf({ outputs }: RunnerResult): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(outputs['record-path']!, 'utf8')) as Readonly<Record<string, unknown>>;
}

/**
 * Runs a job and returns it with the tree, index and branches before and after, which must be equal to the byte where nothing landed.
 * Caches that tools keep in ignored places are theirs.
 */
export async function watched(machine: Machine, run: () => Promise<RunnerResult>): Promise<{ readonly result: RunnerResult; readonly before: unknown; readonly after: unknown }> {
  const { git, path } = machine.repository;
  const look = (): unknown => {
    const ignored = git('ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory').split('\0').filter(Boolean);
    const tree = Object.entries(snapshotOf(path)).filter(([name]) => !ignored.some((each) => `${name}/`.startsWith(each) || name === each));
    return { tree: Object.fromEntries(tree), refs: git('for-each-ref'), head: git('rev-parse', 'HEAD') };
  };
  const before = look();
  const result = await run();
  return { result, before, after: look() };
}

/** A fresh checkout of the same repository on the same machine, as the next job gets it: the same path, so that the cache is found. */
export function checkoutAgain({ repository }: Machine, remote: string): void {
  rmSync(repository.path, { recursive: true, force: true });
  openRepository(join(repository.path, '..')).git('clone', '-q', remote, repository.path);
}
