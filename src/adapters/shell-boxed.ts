/** How a command ended that ran in a box: bubblewrap tells on a descriptor of its own, apart from all output. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { InfrastructureError } from '../core/errors.ts';
import { STATUS_DESCRIPTOR } from './sandbox-arguments.ts';
import type { Ending } from './shell.ts';

/** Nothing in the box holds the descriptor: it is closed once bubblewrap has ended, whatever the machine has to do. */
const CLOSED_WITHIN_MS = 10_000;
const STATUS_LIMIT = 4096;

/** Everything that was told, once `child` has ended. */
export async function statusOf(child: ChildProcess): Promise<string> {
  const stream = child.stdio[STATUS_DESCRIPTOR] as Readable | null | undefined;
  if (stream == null) return '';
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => { text = (text + chunk).slice(-STATUS_LIMIT); });
  const closed = new Promise<void>((resolve) => { stream.once('close', resolve).once('error', () => { resolve(); }); });
  await new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }).once('error', () => { resolve(); }); });
  const stop = new AbortController();
  await Promise.race([closed, delay(CLOSED_WITHIN_MS, undefined, { signal: stop.signal }).catch(() => undefined)]);
  stop.abort();
  return text;
}

/**
 * A command that was started is judged by its own exit code; a signal is told as 128 and its number, as shells do. Throws
 * `InfrastructureError` if the box could not be set up: that says nothing about the command.
 */
export function boxedEnding(ending: Ending, status: string, stderr: string): Ending {
  if (ending.status === 'timed-out' || ending.status === 'signalled' || /"exit-code"/.test(status)) return ending;
  const words = stderr.trim().split('\n').at(-1) ?? '';
  if (/^bwrap: execvp .*: (No such file or directory|Permission denied)$/.test(words)) return { status: 'not-found', exitCode: null, signal: null };
  throw new InfrastructureError(`The sandbox could not be set up for a command: ${words.slice(0, 300)}`, 'Look for a directory that vanished or that this user may not read, or set `sandbox: none`.');
}
