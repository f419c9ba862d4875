import type { Event } from '../model/event.ts';
import type { PullRequestBody } from './bodies.ts';
import type { Ledger } from './ledger.ts';

/** The latest that is known of a pull request of ours. */
export interface KnownPullRequest extends PullRequestBody {
  /** ISO 8601, UTC: when this was learnt. */
  readonly at: string;
}

/** Appends what is known of a pull request now; the latest event for its number counts. */
export function recordPullRequest(ledger: Ledger, body: PullRequestBody): void {
  ledger.append('pull-request', body);
}

/** One for each number, oldest first; the latest event counts. Events of unknown form are left out. */
export function knownPullRequests(ledger: Ledger): readonly KnownPullRequest[] {
  const latest = new Map<number, KnownPullRequest>();
  for (const event of ledger.events('pull-request')) {
    const known = read(event);
    if (known !== null) latest.set(known.number, known);
  }
  return [...latest.values()];
}

/** The pull request with these edits on these base files that a person closed without merging it; `null` if there is none. */
export function closedWith(ledger: Ledger, fingerprint: string): KnownPullRequest | null {
  return knownPullRequests(ledger).findLast((known) => known.state === 'closed' && known.fingerprint === fingerprint) ?? null;
}

function read({ at, body }: Event): KnownPullRequest | null {
  const { patchId, taskId, kind, fingerprint, branch, number, url, state, base, head } = body as Partial<Record<keyof PullRequestBody, unknown>>;
  const texts = { patchId, taskId, kind, fingerprint, branch, url, base, head };
  if (!Object.values(texts).every((value) => typeof value === 'string') || !Number.isSafeInteger(number)) return null;
  if (state !== 'open' && state !== 'closed' && state !== 'merged') return null;
  return { ...(texts as Record<keyof typeof texts, string>), number: number as number, state, at };
}
