/** Starts the built Action exactly as a runner does: inputs and files in the environment, `main`, then `post` with the saved state. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The build under test; another one can be named for trying changes out. */
export const DIST = process.env['SELF_CODING_DIST'] ?? resolve(import.meta.dirname, '../../dist');

export interface RunnerJob {
  /** The checkout; `GITHUB_WORKSPACE`. */
  readonly workspace: string;
  /** For `RUNNER_TEMP` and the runner's files; kept by the caller. */
  readonly temporary: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What `main` is sent while it runs, as a cancelled job is. */
  readonly interrupt?: Interrupt;
  readonly skipPost?: boolean;
}

export interface Interrupt {
  readonly signal: NodeJS.Signals;
  /** Counted from the start, or from the moment at which the log says `after`. */
  readonly afterMs: number;
  readonly after?: RegExp;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
}

export interface RunnerResult {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  /** What later steps would be given: `GITHUB_ENV` and `GITHUB_PATH`. */
  readonly steering: string;
  readonly postLog: string;
  readonly postExitCode: number | null;
}

let runs = 0;

/** One job with one step. */
export async function runAction(job: RunnerJob): Promise<RunnerResult> {
  runs += 1;
  const directory = mkdtempSync(join(job.temporary, 'runner-'));
  const file = (name: string): string => {
    const path = join(directory, name);
    writeFileSync(path, '');
    return path;
  };
  const files = { GITHUB_OUTPUT: file('output'), GITHUB_STATE: file('state'), GITHUB_STEP_SUMMARY: file('summary'), GITHUB_ENV: file('env'), GITHUB_PATH: file('path') };
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? directory,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: job.workspace,
    GITHUB_REPOSITORY: 'octo/sample',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: String(1000 + runs),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    RUNNER_TEMP: directory,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...files,
    ...Object.fromEntries(Object.entries(job.inputs).map(([name, value]) => [`INPUT_${name.toUpperCase().replaceAll(' ', '_')}`, value])),
    ...job.environment,
  };
  const main = await startNode([join(DIST, 'index.js')], { cwd: job.workspace, environment, ...pick(job.interrupt) });
  const state = readCommands(readFileSync(files.GITHUB_STATE, 'utf8'));
  const saved = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  const after = job.skipPost === true ? { exitCode: null, log: '' } : await startNode([join(DIST, 'index.js')], { cwd: job.workspace, environment: { ...environment, ...saved } });
  return {
    exitCode: main.exitCode,
    log: main.log,
    outputs: readCommands(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    state,
    steering: readFileSync(files.GITHUB_ENV, 'utf8') + readFileSync(files.GITHUB_PATH, 'utf8'),
    postLog: after.log,
    postExitCode: after.exitCode,
  };
}

function pick(interrupt: Interrupt | undefined): { readonly interrupt?: Interrupt } {
  return interrupt === undefined ? {} : { interrupt };
}

export interface StartOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly interrupt?: Interrupt;
}

/** Starts this Node on a script and waits for its end; `log` has both streams. */
export function startNode(args: readonly string[], { cwd, environment, interrupt }: StartOptions): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...args], { cwd, env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    let timer: NodeJS.Timeout | undefined;
    const send = (): void => {
      if (interrupt === undefined || timer !== undefined || (interrupt.after !== undefined && !interrupt.after.test(log))) return;
      timer = setTimeout(() => { child.kill(interrupt.signal); }, interrupt.afterMs);
    };
    const read = (chunk: string): void => {
      log += chunk;
      send();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    send();
    child.on('error', fail);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      done({ exitCode, signal, log });
    });
  });
}

/** `name<<delimiter`, lines, delimiter: what `@actions/core` writes to the runner's files. */
export function readCommands(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(lines[index]!) ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, index + 1);
    values[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return values;
}
