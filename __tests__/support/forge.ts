/** The forge adapter before a loopback GitHub, with time that does not pass. */
import { createForge, type ForgeOptions } from '../../src/adapters/forge.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { Forge } from '../../src/core/ports-forge.ts';
import type { GitHub } from './github-server.ts';

export interface TestClock extends Clock {
  /** Milliseconds of each wait, in order. */
  readonly slept: readonly number[];
  sleep(ms: number): Promise<void>;
}

/** Only moves when somebody sleeps. */
export function testClock(): TestClock {
  const slept: number[] = [];
  const passed = (): number => slept.reduce((sum, ms) => sum + ms, 0);
  const start = Date.now();
  return { now: () => new Date(start + passed()), monotonicMs: passed, slept, sleep: (ms) => { slept.push(ms); return Promise.resolve(); } };
}

export function forgeAt({ apiUrl, graphqlUrl, serverUrl, repository, token }: GitHub, clock: TestClock, more: Partial<ForgeOptions> = {}): Forge {
  return createForge({ apiUrl, graphqlUrl, serverUrl, repository, token, secrets: [], clock, sleep: (ms) => clock.sleep(ms), cancelled: new AbortController().signal, engineVersion: '1.2.3', ...more });
}

export const NEW = { branch: 'self-coding/task', base: 'main', title: 'Reuse `isPlainObject`', body: 'Why.\n\n| a | b |', draft: false };

/** Requests so far, without the address of the repository. */
export function asked({ requests, repository }: GitHub): readonly string[] {
  return requests.map(({ method, path }) => `${method} ${path.replace(`/repos/${repository}`, '')}`);
}
