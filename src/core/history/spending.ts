/** What questions to models took, counted from the events of all runs. */
import { NOTHING_SPENT, plus, type Spent } from '../generate/budget.ts';
import type { Event } from '../model/event.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Outcome of a `call` event that stands for calls that the history has lost. */
export const LOST = 'lost';

export interface DaySpent {
  readonly spent: Spent;
  /** Why it cannot be trusted; `null` if it can. */
  readonly unknown: string | null;
}

/** From when on calls count for the budgets of a day. */
export function dayBefore(now: Date): Date {
  return new Date(now.getTime() - DAY_MS);
}

/** What `call` events at or after a moment took. They come from a state that others may have written: what cannot be read is not taken for nothing. */
export function spentSince(calls: readonly Pick<Event, 'at' | 'body'>[], since: Date): DaySpent {
  const start = since.toISOString();
  let spent = NOTHING_SPENT;
  let unknown: string | null = null;
  for (const { at, body } of calls) {
    if (at < start) continue;
    const { tokens, cost, durationMs, outcome } = body;
    if (outcome === LOST) unknown = `the state was lost on ${at.slice(0, 10)}`;
    else if (!isAmount(tokens) || !isAmount(durationMs) || (cost !== null && !isAmount(cost))) unknown ??= 'a recorded question has no readable numbers';
    else spent = plus(spent, { calls: 1, tokens, cost, timeMs: durationMs });
  }
  return { spent, unknown };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
