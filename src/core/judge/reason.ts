import type { Reason, RuleName } from '../model/verdict.ts';

type Numbers = Pick<Reason, 'metric' | 'before' | 'after' | 'limit' | 'text'>;

/** Builders that leave out what a decision cannot have: what passed needs nothing to pass. */
export function reasons(rule: RuleName) {
  return {
    keep: (numbers: Numbers): Reason => ({ rule, decision: 'keep', ...numbers, wouldPass: null }),
    note: (numbers: Numbers): Reason => ({ rule, decision: 'note', ...numbers, wouldPass: null }),
    hold: (numbers: Numbers, wouldPass: string): Reason => ({ rule, decision: 'hold', ...numbers, wouldPass }),
    revert: (numbers: Numbers, wouldPass: string): Reason => ({ rule, decision: 'revert', ...numbers, wouldPass }),
  };
}

/** True if a rule found nothing to hold or revert. */
export function passes(spoken: readonly Reason[]): boolean {
  return spoken.every(({ decision }) => decision === 'keep' || decision === 'note');
}
