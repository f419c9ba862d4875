import type { JudgeInput } from '../model/judge-input.ts';

export interface ErrorCounts {
  readonly before: number;
  /** Without failures that the reruns explained; never fewer than before because of them. */
  readonly after: number;
  readonly explained: number;
}

/**
 * Failing tests, error findings and incomplete commands. Failures that the base shows too, or that passed when run
 * again, are not the candidate's: they are explained one by one elsewhere and do not count here.
 */
export function errorCounts({ comparison }: JudgeInput): ErrorCounts {
  const explained = comparison.newFailures.filter((failure) => failure.class !== 'regression').length;
  const { errorsBefore: before, errorsAfter } = comparison;
  return { before, after: Math.max(Math.min(before, errorsAfter), errorsAfter - explained), explained };
}
