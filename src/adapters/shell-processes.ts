import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Environment variable by which a process is recognised as a descendant of this engine, even after it left its group. */
export const MARKER_VARIABLE = 'SELF_CODING_ENGINE';

/** Marker of this process, unique: a later engine can end what a killed one left running. Each command adds `.` and its number. */
export const ENGINE_MARKER = `${process.pid}-${randomBytes(8).toString('hex')}`;

/** Sends a signal to a process group; false if it has no member any more. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

function carriesMarker(pid: string, marker: string): boolean {
  try {
    const entry = `${MARKER_VARIABLE}=${marker}`;
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').some((line) => line === entry || line.startsWith(`${entry}.`));
  } catch {
    return false;
  }
}

function marked(marker: string): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && carriesMarker(name, marker))
      .map(Number);
  } catch {
    return [];
  }
}

/**
 * Ends every process whose environment carries the marker (an engine's, or one command's). Daemons leave their process group but seldom change their
 * environment. Linux only (`/proc`); elsewhere it does nothing. Returns how many were ended.
 */
export function endMarked(marker: string): number {
  let ended = 0;
  // A process may fork while the list is read; three rounds are enough for anything but a fork bomb.
  for (let round = 0; round < 3; round += 1) {
    const pids = marked(marker);
    if (pids.length === 0) break;
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
        ended += 1;
      } catch {
        // It ended by itself in the meantime.
      }
    }
  }
  return ended;
}
