/** Whether anything new may be begun: a run that is cancelled or out of time ends with what it has. */
import { cancellation } from '../core/errors.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';

/** Throws for a cancelled run, which lands nothing either: whoever cancelled wants no commit afterwards. */
export function requireGoingOn({ ports: { cancelled } }: Session): void {
  if (cancelled.aborted) throw cancellation(cancelled.reason);
}

/** True within a task: cancelled, or out of time. */
export function mustEnd({ ports, deadlineMs }: Session): boolean {
  return ports.cancelled.aborted || ports.clock.monotonicMs() > deadlineMs;
}

/** Why no further task is begun; `null` to go on. */
export function tooLate({ baseline }: Ground, { ports, deadlineMs, settings }: Session): string | null {
  const left = deadlineMs - ports.clock.monotonicMs();
  // Checks, accept command, oracle and a probe: less than two rounds of the checks are not enough for one task.
  if (left > 2 * baseline.durationMs) return null;
  return `The time limit of the run is nearly used up (${Math.round(settings.timeLimits.run / 60_000)} min): raise \`time-limits.run\` to try more.`;
}
