import type { FlakeBody } from './bodies.ts';
import { compareText } from './event-row.ts';
import type { Ledger } from './ledger.ts';

/** A suspect is forgotten when it was not seen for this long: by then the test has been mended or renamed. */
export const FLAKE_EXPIRY_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A test that both failed and passed on one tree. Its failures are still reported: only explained. */
export interface KnownFlake {
  readonly test: string;
  readonly file: string | null;
  readonly seen: number;
  /** True if it was ever seen without a patch. */
  readonly onBase: boolean;
  readonly lastSeen: string;
  readonly expires: string;
}

export function recordFlake(ledger: Ledger, flake: FlakeBody): void {
  ledger.append('flake', flake);
}

/** Suspects that have not expired at a moment, by test id. */
export function knownFlakes(ledger: Ledger, at: Date): ReadonlyMap<string, KnownFlake> {
  const found = new Map<string, KnownFlake>();
  for (const event of ledger.events('flake')) {
    const { test, file, tree } = event.body;
    const expires = Date.parse(event.at) + FLAKE_EXPIRY_DAYS * DAY_MS;
    if (typeof test !== 'string' || expires <= at.getTime()) continue;
    const earlier = found.get(test);
    found.set(test, {
      test,
      file: typeof file === 'string' ? file : null,
      seen: (earlier?.seen ?? 0) + 1,
      onBase: (earlier?.onBase ?? false) || tree === 'base',
      lastSeen: event.at,
      expires: new Date(expires).toISOString(),
    });
  }
  return new Map([...found].sort(([a], [b]) => compareText(a, b)));
}
