/** What the benches share: figures of repeated timings, and the processes that are timed. */
import { spawnSync } from 'node:child_process';

export interface Figures {
  readonly medianMs: number;
  readonly minMs: number;
}

export function figures(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { medianMs: Math.round(median), minMs: Math.round(sorted[0]!) };
}

export interface Timed {
  readonly ms: number;
  /** User and system time of the process and its children: says more than the clock on a loaded machine. */
  readonly cpuMs: number;
  readonly stdout: string;
}

/** Time of a process of this Node. Throws with its output if it fails. */
export function timeNode(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Timed {
  const start = performance.now();
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', process.execPath, ...args];
  const { status, stdout, stderr } = spawnSync('bash', timed, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 });
  const ms = performance.now() - start;
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}:\n${stdout}${stderr}`);
  return { ms, cpuMs: (user + system) * 1000, stdout };
}

export function countOf(argument: string | undefined, fallback: number, what: string): number {
  const count = Number(argument ?? fallback);
  if (!Number.isInteger(count) || count < 1) throw new Error(`The number of ${what} must be a whole number above 0 (given: ${argument ?? ''}).`);
  return count;
}
