/** How each end of a try becomes an `Attempt`: the one shape that log, summary, record, history and outputs are made from. */
import { describeGuardProblem, type GuardProblem } from '../core/change/guard-problem.ts';
import { diffOf, fingerprintOf } from '../core/change/edits.ts';
import { decidingReason, outcomeOf, reasonTexts } from '../core/judge/verdict.ts';
import { forecastText } from '../core/report/log.ts';
import { describeProblem, type Problem } from '../core/errors.ts';
import type { Candidate, NoCandidate } from '../core/model/change.ts';
import type { HistoryEntry } from '../core/model/event.ts';
import { PATCH_SCHEMA, type Attempt, type Patch, type PullRequestLink } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import type { Verdict } from '../core/model/verdict.ts';
import type { Tested } from './ground.ts';
import type { Session } from './session.ts';
import type { Trial } from './trial.ts';

const EMPTY = {
  verdict: null, patch: null, candidate: null, roiDelta: 0, errorsBefore: 0, errorsAfter: 0, forecast: '', tokens: 0, cost: 0,
  pullRequest: null, commit: null, recordPath: null, nearMisses: [], decidedBy: null, judged: null, interactions: [],
} as const;

/** No candidate, or nothing to do. */
export function unchanged(task: Task, none: NoCandidate, session: Session, startedMs: number): Attempt {
  const remedy = none.remedy === null ? [] : [none.remedy];
  return { ...EMPTY, patchId: session.ports.random.id(), task, outcome: 'unchanged', reasons: [none.reason, ...remedy], nearMisses: none.nearMisses, interactions: none.interactions, tokens: none.tokens ?? 0, cost: none.cost === undefined ? 0 : none.cost, durationMs: elapsed(session, startedMs) };
}

/** A target that cannot be edited. */
export function impossible(task: Task, problems: readonly Problem[], session: Session): Attempt {
  return { ...EMPTY, patchId: session.ports.random.id(), task, outcome: 'refused', reasons: problems.map(describeProblem), durationMs: 0 };
}

/** Its pull request is open and stays as it is. */
export function settledByPullRequest(task: Task, reason: string, pullRequest: PullRequestLink, session: Session): Attempt {
  return { ...EMPTY, patchId: session.ports.random.id(), task, outcome: 'unchanged', reasons: [reason], pullRequest, durationMs: 0 };
}

/** A candidate, what it was tried on, and since when (monotonic milliseconds). */
export interface Try {
  readonly task: Task;
  readonly candidate: Candidate;
  readonly ground: Tested;
  readonly startedMs: number;
}

/** The same edits on the same files were rejected in an earlier run. */
export function notTried({ task, candidate, startedMs }: Try, earlier: HistoryEntry, session: Session): Attempt {
  const reason = `not tried again: the same change was ${earlier.outcome} on ${earlier.at.slice(0, 10)} (${(earlier.reasons[0] ?? 'no reason recorded').replace(/\.$/, '')})`;
  return { ...EMPTY, patchId: session.ports.random.id(), task, candidate, interactions: candidate.interactions, outcome: 'unchanged', reasons: [reason], tokens: candidate.tokens, cost: candidate.cost, durationMs: elapsed(session, startedMs) };
}

/** Stopped by the guard before any command ran. */
export function refused(tried: Try, problems: readonly GuardProblem[], session: Session): Attempt {
  const { task, candidate, startedMs } = tried;
  const reasons = problems.map(describeGuardProblem);
  const verdict: Verdict = {
    decision: 'revert',
    rule: 'harmless',
    reasons: problems.map((problem) => ({
      rule: 'harmless', decision: 'revert', metric: `guard: ${problem.rule}`, before: null, after: problem.path, limit: null,
      text: describeGuardProblem(problem), wouldPass: problem.remedy,
    })),
  };
  const patch = patchOf(tried, { verdict }, session);
  return { ...EMPTY, patchId: patch.id, task, candidate, interactions: candidate.interactions, patch, verdict, outcome: 'refused', reasons, tokens: candidate.tokens, cost: candidate.cost, decidedBy: verdict.reasons[0] ?? null, durationMs: elapsed(session, startedMs) };
}

/** Tried and judged. */
export function changed(tried: Try, trial: Trial, session: Session): Attempt {
  const { task, candidate, startedMs } = tried;
  const patch = patchOf(tried, trial, session);
  const { verdict } = trial;
  return {
    ...EMPTY,
    patchId: patch.id,
    task,
    candidate,
    patch,
    verdict,
    outcome: outcomeOf(verdict, task),
    reasons: reasonTexts(verdict),
    roiDelta: trial.roi.delta,
    errorsBefore: trial.comparison.errorsBefore,
    errorsAfter: trial.comparison.errorsAfter,
    forecast: forecastText(trial.forecasts),
    tokens: candidate.tokens,
    cost: candidate.cost,
    decidedBy: decidingReason(verdict),
    judged: trial.input,
    interactions: candidate.interactions,
    durationMs: elapsed(session, startedMs),
  };
}

type Judged = Pick<Patch, 'verdict'> & Partial<Pick<Patch, 'before' | 'after' | 'comparison' | 'worth' | 'strength' | 'forecasts' | 'roi'>>;

function patchOf({ task, candidate, ground, startedMs }: Try, judged: Judged, session: Session): Patch {
  const { clock, random, environment, engineVersion } = session.ports;
  return {
    schema: PATCH_SCHEMA,
    id: random.id(),
    task,
    base: { commit: ground.base.commit, tree: ground.base.tree },
    edits: candidate.edits,
    title: candidate.title,
    explanation: candidate.explanation,
    generator: candidate.generator,
    diff: diffOf(candidate.edits),
    fingerprint: fingerprintOf(candidate.edits),
    before: judged.before ?? ground.baseline,
    after: judged.after ?? null,
    comparison: judged.comparison ?? null,
    worth: judged.worth ?? null,
    strength: judged.strength ?? null,
    forecasts: judged.forecasts ?? [],
    roi: judged.roi ?? null,
    verdict: judged.verdict,
    provenance: {
      engine: engineVersion, createdAt: clock.now().toISOString(), environment,
      tokens: candidate.tokens, cost: candidate.cost, durationMs: elapsed(session, startedMs),
    },
  };
}

function elapsed(session: Session, startedMs: number): number {
  return Math.round(session.ports.clock.monotonicMs() - startedMs);
}

const RANK = { kept: 0, held: 1, reverted: 2, refused: 3, unchanged: 4, failed: 5 } as const;

/** Best first; sorting keeps the order of equals. */
export function byOutcome(a: Pick<Attempt, 'outcome'>, b: Pick<Attempt, 'outcome'>): number {
  return RANK[a.outcome] - RANK[b.outcome];
}
