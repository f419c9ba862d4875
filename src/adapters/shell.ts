import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cancellation, InfrastructureError } from '../core/errors.ts';
import type { CommandResult, CommandSpec, Shell } from '../core/ports.ts';
import type { Confinement } from './sandbox.ts';
import { boxedEnding, statusOf } from './shell-boxed.ts';
import { commandEnvironment } from './shell-environment.ts';
import { createCappedOutput, type CappedOutput } from './shell-output.ts';
import { endMarked, ENGINE_MARKER, MARKER_VARIABLE, signalGroup } from './shell-processes.ts';

export interface ShellOptions {
  /** What the engine itself was started with; commands see the allow-listed part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Further names that commands may see. */
  readonly passEnv: readonly string[];
  /** Per stream. */
  readonly outputLimitBytes: number;
  /** Between SIGTERM and SIGKILL after a timeout. Default 2,000. */
  readonly graceMs?: number;
  /** What commands run in; absent: nothing. */
  readonly confinement?: Confinement | null;
  /** Once aborted, no command starts and none counts: whoever called `killAll` then must not find its result taken for evidence. */
  readonly cancelled?: AbortSignal;
}

export interface SystemShell extends Shell {
  /** Kills what still runs, synchronously: for the engine's own exit. */
  readonly killAll: () => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly stdout: CappedOutput;
  readonly stderr: CappedOutput;
  readonly started: number;
  /** What the box said of the command; `null` without one. */
  readonly boxed: Promise<string> | null;
  readonly marker: string;
}

export type Ending = Pick<CommandResult, 'status' | 'exitCode' | 'signal'>;

/** How long open pipes may delay the return once everything that could be found was killed. */
const DRAIN_MS = 500;
const NOT_FOUND_CODE = 127;

/**
 * Runs repository code. A line runs as a workflow's `run:` step does: `bash --noprofile --norc -eo pipefail -c`, or
 * `sh -ec` where there is no bash; a vector runs without a shell. Each command leads its own process group; whatever
 * outlives it is killed. Throws `InfrastructureError` if the directory does not exist, no process can be started, or the run was
 * cancelled.
 */
export function createShell(options: ShellOptions): SystemShell {
  const environment = commandEnvironment(options.environment, options.passEnv);
  const interpreter = findInterpreter(environment['PATH'] ?? '');
  const live = new Set<number>();
  let count = 0;
  const run = async (spec: CommandSpec): Promise<CommandResult> => {
    requireGoingOn(options.cancelled);
    count += 1;
    const marker = `${ENGINE_MARKER}.${count}`;
    const running = { ...start(spec, { ...environment, ...spec.env, [MARKER_VARIABLE]: marker }, interpreter, options), marker };
    const leader = running.child.pid;
    if (leader !== undefined) live.add(leader);
    try {
      const ending = await ended(running, spec, options.graceMs ?? 2_000);
      await settle(running, leader);
      requireGoingOn(options.cancelled);
      return result(running, running.boxed === null ? ending : boxedEnding(ending, await running.boxed, running.stderr.text()));
    } finally {
      if (leader !== undefined) live.delete(leader);
    }
  };
  const killAll = (): void => {
    for (const leader of live) signalGroup(leader, 'SIGKILL');
    endMarked(ENGINE_MARKER);
  };
  return { run, killAll };
}

function requireGoingOn(cancelled: AbortSignal | undefined): void {
  if (cancelled?.aborted === true) throw cancellation(cancelled.reason);
}

function findInterpreter(path: string): readonly string[] {
  const bash = path.split(':').some((directory) => {
    try {
      accessSync(join(directory, 'bash'), constants.X_OK);
      return directory !== '';
    } catch {
      return false;
    }
  });
  return bash ? ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'] : ['sh', '-ec'];
}

function start(spec: CommandSpec, env: Record<string, string>, interpreter: readonly string[], { outputLimitBytes: limit, confinement }: ShellOptions): Omit<Running, 'marker'> {
  if (!statSync(spec.cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InfrastructureError(`The directory ${spec.cwd}, in which a command was to run, does not exist.`, 'Check the working directory, or whether an earlier command removed it.');
  }
  const bare = typeof spec.command === 'string' ? [...interpreter, spec.command] : spec.command;
  if (bare.length === 0) throw new InfrastructureError('An empty command was to run.', 'Give the command at least a program name.');
  const vector = confinement?.wrap(bare, spec) ?? bare;
  const child = spawn(vector[0]!, vector.slice(1), { cwd: spec.cwd, env, detached: true, stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(confinement == null ? [] : ['pipe' as const])] });
  const stdout = createCappedOutput(limit);
  const stderr = createCappedOutput(limit);
  child.stdout?.on('data', (chunk: Buffer) => { stdout.push(chunk); });
  child.stderr?.on('data', (chunk: Buffer) => { stderr.push(chunk); });
  // A command need not read its input; the broken pipe is no failure of ours.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(spec.stdin);
  return { child, stdout, stderr, boxed: confinement == null ? null : statusOf(child), started: performance.now() };
}

/** Waits for the leader, or ends its group at the time limit. */
async function ended({ child }: Running, spec: CommandSpec, graceMs: number): Promise<Ending> {
  const exit = new Promise<Ending>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ status: 'not-found', exitCode: null, signal: null });
      else reject(new InfrastructureError(`A command could not be started: ${error.message}`, 'Check memory and process limits of the machine.', { cause: error }));
    });
    child.once('exit', (exitCode, signal) => {
      const status = signal !== null ? 'signalled' : exitCode === NOT_FOUND_CODE ? 'not-found' : 'exited';
      resolve({ status, exitCode, signal });
    });
  });
  const stop = new AbortController();
  // Longer delays than this overflow a timer and fire at once.
  const limit = delay(Math.min(spec.timeoutMs, 2_147_483_647), 'timeout' as const, { signal: stop.signal }).catch(() => 'cancelled' as const);
  try {
    const first = await Promise.race([exit, limit]);
    if (typeof first !== 'string') return first;
    await endGroup(child.pid!, graceMs);
    return { ...(await exit), status: 'timed-out' };
  } finally {
    stop.abort();
  }
}

async function endGroup(leader: number, graceMs: number): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && signalGroup(leader, 0)) await delay(20);
  signalGroup(leader, 'SIGKILL');
}

/** Kills what outlives the leader and waits, briefly, until the pipes are drained. */
async function settle({ child, marker }: Running, leader: number | undefined): Promise<void> {
  if (leader === undefined) return;
  const closed = new Promise<void>((resolve) => { child.once('close', () => { resolve(); }); });
  const alreadyClosed = child.stdout?.closed === true && child.stderr?.closed === true;
  signalGroup(leader, 'SIGKILL');
  endMarked(marker);
  if (alreadyClosed) return;
  const stop = new AbortController();
  await Promise.race([closed, delay(DRAIN_MS, undefined, { signal: stop.signal }).catch(() => undefined)]);
  stop.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function result({ stdout, stderr, started }: Running, ending: Ending): CommandResult {
  return {
    ...ending,
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.truncated() || stderr.truncated(),
    durationMs: performance.now() - started,
  };
}
