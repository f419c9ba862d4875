import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that another one can tell later whether it still lives. Containers reuse numbers, and some share a host name. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start of the process in clock ticks (`/proc`); tells a reused number apart. `null` where there is no `/proc`. */
  readonly started: string | null;
  readonly host: string;
  /** Where the number counts: the same one means another process in another container. `null` where there is no `/proc`. */
  readonly namespace: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), host: hostname(), namespace: namespaceHere() };
}

/** `null` where this process cannot know: on another host, or in another container. */
export function isAlive({ pid, started, host, namespace }: ProcessIdentity): boolean | null {
  if (host !== hostname() || namespace !== namespaceHere()) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
    // Another user's process may be hidden in `/proc`: then its number is all that is known.
    if (startOf(pid) === null) return true;
  }
  return started === null || startOf(pid) === started;
}

/** What a lock file says about its owner; `null` if it names none. Without a namespace it is taken for one of this place. */
export function readIdentity({ pid, started, host, namespace }: Partial<ProcessIdentity>): ProcessIdentity | null {
  if (typeof pid !== 'number' || typeof host !== 'string') return null;
  return { pid, started: started ?? null, host, namespace: namespace === undefined ? namespaceHere() : namespace };
}

function namespaceHere(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

/** A zombie is dead: its parent has not looked yet. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
