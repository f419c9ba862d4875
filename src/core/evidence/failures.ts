import type { CheckRun, ClassifiedFailure, Evidence, FailureClass } from '../model/evidence.ts';
import { UNNAMED_TEST } from './unittest.ts';
import { belongsTo, SEPARATOR } from './test-ids.ts';

export type RerunStatus = 'passed' | 'failed' | 'absent';

/** True if the command came to an end of its own that says something about the tree. */
export function hasCompleted(check: CheckRun): boolean {
  return check.status === 'passed' || check.status === 'failed';
}

/** Commands that were run and did not complete. `not-run` is not one: it is judged where tests are asked for. */
export function incompleteChecks(evidence: Evidence): readonly CheckRun[] {
  return evidence.checks.filter((check) => !hasCompleted(check) && check.status !== 'not-run');
}

export function failingIds(evidence: Evidence): readonly string[] {
  return evidence.tests.filter((test) => test.status === 'failed').map((test) => test.id);
}

/** Ids that fail after and did not fail before, absent and skipped ones included: what a rerun has to explain. */
export function newFailingIds(before: Evidence, after: Evidence): readonly string[] {
  const known = new Set(failingIds(before));
  return failingIds(after).filter((id) => !known.has(id));
}

/**
 * Ids that passed before and are not reported any more, or only as skipped, although their check completed and its
 * report was read.
 */
export function vanishedIds(before: Evidence, after: Evidence): readonly string[] {
  const reported = after.checks.filter((check) => check.reported && hasCompleted(check));
  const present = new Set(after.tests.filter((test) => test.status !== 'skipped').map((test) => test.id));
  const gone = before.tests.filter((test) => test.status === 'passed' && !present.has(test.id)).map((test) => test.id);
  return gone.filter((id) => reported.some((check) => belongsTo(id, check.name) && hasLost(id, check.name, before, after)));
}

/** Unnamed tests take each other's numbers when one fails: they are gone only if there are fewer tests altogether. */
function hasLost(id: string, check: string, before: Evidence, after: Evidence): boolean {
  if (!id.includes(SEPARATOR + UNNAMED_TEST)) return true;
  const count = (evidence: Evidence): number => evidence.tests.filter((test) => belongsTo(test.id, check)).length;
  return count(after) < count(before);
}

export interface Reruns {
  readonly candidate: readonly RerunStatus[];
  readonly base: readonly RerunStatus[];
  /** True for a test that vanished: being absent is its failure. */
  readonly vanished: boolean;
  /** True if history remembers this test as a flake. */
  readonly knownFlake: boolean;
}

/**
 * Why a test fails on the candidate. It is the base's failure if it fails in every rerun there; a suspect if any rerun
 * contradicts another (a known flake that passes on rerun is explained); else a regression, new tests included.
 */
export function classifyFailure({ candidate, base, vanished, knownFlake }: Reruns): FailureClass {
  const isBad = (status: RerunStatus): boolean => status === 'failed' || (vanished && status === 'absent');
  if (base.length > 0 && base.every(isBad)) return 'not-the-patch';
  if (candidate.includes('passed')) return knownFlake ? 'not-the-patch' : 'suspect';
  return base.some(isBad) ? 'suspect' : 'regression';
}

/** Classifies new failures and vanished tests from the statuses of their reruns, keyed by id; one map per rerun. */
export function classifyFailures(
  before: Evidence,
  after: Evidence,
  reruns: { readonly candidate: readonly ReadonlyMap<string, RerunStatus>[]; readonly base: readonly ReadonlyMap<string, RerunStatus>[] },
  knownFlakes: ReadonlySet<string>,
): readonly ClassifiedFailure[] {
  const messages = new Map(after.tests.map((test) => [test.id, test.message]));
  const statuses = (maps: readonly ReadonlyMap<string, RerunStatus>[], id: string): readonly RerunStatus[] => maps.map((map) => map.get(id) ?? 'absent');
  const classify = (id: string, vanished: boolean): ClassifiedFailure => {
    const candidate = statuses(reruns.candidate, id);
    const base = statuses(reruns.base, id);
    const cause = classifyFailure({ candidate, base, vanished, knownFlake: knownFlakes.has(id) });
    return { id, class: cause, message: vanished ? null : (messages.get(id) ?? null), candidateReruns: candidate, baseReruns: base };
  };
  return [...newFailingIds(before, after).map((id) => classify(id, false)), ...vanishedIds(before, after).map((id) => classify(id, true))];
}
