/** What questions to models took, counted from the events of all runs. */
import { NOTHING_SPENT, plus, type Spent } from '../generate/budget.ts';
import type { Ledger } from './ledger.ts';

/** Outcome of a `call` event that stands for calls that the history has lost. */
export const LOST = 'lost';

export interface DaySpent {
  readonly spent: Spent;
  /** Why it cannot be trusted; `null` if it can. */
  readonly unknown: string | null;
}

/** Calls at or after a moment. The events come from a state that others may have written: what cannot be read is not taken for nothing. */
export function spentSince(ledger: Ledger, since: Date): DaySpent {
  const start = since.toISOString();
  let spent = NOTHING_SPENT;
  let unknown: string | null = null;
  for (const { at, body } of ledger.events('call')) {
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
