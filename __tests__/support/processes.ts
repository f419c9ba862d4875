import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Found {
  readonly pid: number;
  readonly command: string;
}

/** Processes that stand below a directory, without zombies. Linux only. */
function processesIn(directory: string): readonly Found[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const stands = readlinkSync(`/proc/${pid}/cwd`);
      if (stands !== directory && !stands.startsWith(`${directory}/`)) return [];
      return [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It ended in the meantime, or belongs to somebody else.
      return [];
    }
  });
}

/** What is still there once processes that were killed had a moment to go. */
export async function leftOverIn(directory: string): Promise<readonly Found[]> {
  for (let round = 0; round < 50 && processesIn(directory).length > 0; round += 1) await delay(20);
  return processesIn(directory);
}
