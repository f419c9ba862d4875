/** One candidate on the tree: accept command, checks, reruns, oracle, strength, verdict. */
import { lineChanges } from '../core/change/edits.ts';
import { compareEvidence } from '../core/evidence/compare.ts';
import { classifyFailures, newFailingIds, vanishedIds } from '../core/evidence/failures.ts';
import { belongsTo, isStandIn } from '../core/evidence/test-ids.ts';
import { measureStrength, needsProbe, passingTests, type ProbeResult } from '../core/evidence/strength.ts';
import { assess, type Assessment } from '../core/judge/verdict.ts';
import type { Kind } from '../core/kinds/kind.ts';
import type { Candidate } from '../core/model/change.ts';
import type { Comparison, Evidence, Strength, Worth } from '../core/model/evidence.ts';
import type { ChangeSize, JudgeInput } from '../core/model/judge-input.ts';
import type { Task } from '../core/model/task.ts';
import type { Forecast, Roi, Verdict } from '../core/model/verdict.ts';
import type { Ground, Tested } from './ground.ts';
import { codeChange } from './code-change.ts';
import { probe } from './probe.ts';
import type { Session } from './session.ts';

export interface Trial {
  readonly before: Evidence;
  readonly after: Evidence;
  readonly comparison: Comparison;
  readonly worth: Worth | null;
  readonly strength: Strength | null;
  readonly forecasts: readonly Forecast[];
  readonly roi: Roi;
  readonly verdict: Verdict;
  /** The judge's whole input, for the record. */
  readonly input: JudgeInput;
}

export interface TrialRequest {
  readonly task: Task;
  readonly kind: Kind;
  readonly candidate: Candidate;
  readonly flags: readonly string[];
  /** The accept command on the base; `null` without one. */
  readonly acceptBefore: Evidence | null;
}

/** With what the change does to the code: read once, judged up to twice. */
interface Request extends TrialRequest {
  readonly code: Pick<JudgeInput, 'functions' | 'duplication'>;
}

/** Times that failing tests are run again, on the candidate and on the base: two make a false revert rarer than one in five hundred. */
const RERUNS = 2;

/** Tries one candidate. What is known to fail is not tested further: the verdict says what was not measured. */
export async function tryCandidate(wanted: TrialRequest, ground: Ground, session: Session): Promise<Trial> {
  const { candidate, task } = wanted;
  const request: Request = { ...wanted, code: await codeChange(candidate, ground, session) };
  const accepted = task.origin === 'requested' && task.acceptCommand !== null ? await session.workbench.accept(ground.base, candidate.edits, task.acceptCommand) : null;
  if (accepted !== null && accepted.checks[0]!.status !== 'passed') return notAccepted(request, accepted, ground, session);

  const checked = await session.workbench.check(ground.base, candidate.edits);
  const comparison = await compare(candidate, checked, ground, session);
  const after = joined(checked, accepted);
  const before = joined(ground.baseline, request.acceptBefore);
  const worth = await proveWorth(request, { after, comparison }, ground, session);
  const evidence = { before, after, comparison, worth };
  const soFar = decide(request, { ...evidence, strength: null }, ground, session);
  // Strength costs a run of the tests for each site: it is measured only where it can still decide.
  if (soFar.verdict.decision === 'revert') return soFar;
  return decide(request, { ...evidence, strength: await measure(request, after, ground, session) }, ground, session);
}

/** Both in one list for the record: their ids name their checks. */
function joined(evidence: Evidence, accepted: Evidence | null): Evidence {
  return accepted === null ? evidence : { ...evidence, checks: [...evidence.checks, ...accepted.checks], tests: [...evidence.tests, ...accepted.tests] };
}

/** The accept command is red: nothing else was run, and the evidence says so by being empty. */
function notAccepted(request: Request, accepted: Evidence, ground: Ground, session: Session): Trial {
  const before = request.acceptBefore ?? { ...accepted, tree: ground.baseline.tree, checks: [], tests: [] };
  const comparison: Comparison = {
    newFailures: [], vanishedTests: [], fixedTests: [], existingFailures: [], newFindings: [], fixedFindings: [], newlyIncomplete: [], errorsBefore: 0, errorsAfter: 0,
  };
  return decide(request, { before, after: accepted, comparison, worth: null, strength: null }, ground, session);
}

/** Compares with the baseline; failures that are new are run again on both sides before anybody is blamed. */
export async function compare(candidate: Pick<Candidate, 'edits'>, after: Evidence, { base, baseline }: Tested, session: Session): Promise<Comparison> {
  const suspicious = [...newFailingIds(baseline, after), ...vanishedIds(baseline, after)];
  if (suspicious.length === 0) return compareEvidence(baseline, after, []);
  session.ports.reporter.info(`${suspicious.length} new failure${suspicious.length === 1 ? '' : 's'}: running again, ${RERUNS} times with the change and ${RERUNS} times without`);
  const reruns = { candidate: [] as ReadonlyMap<string, 'passed' | 'failed' | 'absent'>[], base: [] as ReadonlyMap<string, 'passed' | 'failed' | 'absent'>[] };
  for (let round = 0; round < RERUNS; round += 1) {
    reruns.candidate.push(await session.workbench.rerun(base, candidate.edits, suspicious));
    reruns.base.push(await session.workbench.rerun(base, [], suspicious));
  }
  return compareEvidence(baseline, after, classifyFailures(baseline, after, reruns, session.state.flakesOnBase()));
}

interface Seen {
  readonly after: Evidence;
  readonly comparison: Comparison;
}

/** The oracle, red on the base and green on the candidate: the accept command, the kind's own, or tests that failed twice. */
async function proveWorth({ task, kind, candidate, acceptBefore }: TrialRequest, seen: Seen, ground: Ground, session: Session): Promise<Worth | null> {
  if (task.origin === 'requested' && task.acceptCommand !== null) {
    return { proved: true, oracle: 'accept-command', before: acceptBefore?.checks[0]?.status ?? 'not run', after: 'passed', explanation: `\`${task.acceptCommand}\` is red on the base and green with the change` };
  }
  const own = await kind.prove(task, candidate, ground.context);
  if (own?.proved === true || task.origin === 'found') return own;
  return (await fixedTests(seen, ground, session)) ?? own;
}

async function fixedTests({ after, comparison: { fixedTests: fixed } }: Seen, { base, baseline }: Ground, session: Session): Promise<Worth | null> {
  if (fixed.length === 0) return null;
  const again = await session.workbench.rerun(base, [], fixed);
  const failedTwice = fixed.filter((id) => again.get(id) === 'failed');
  if (failedTwice.length === 0) return null;
  return {
    proved: true, oracle: 'failing tests', before: `${failedTwice.length} failing`, after: '0 failing',
    explanation: `${failedTwice[0]!}${failedTwice.length > 1 ? ` and ${failedTwice.length - 1} more` : ''} failed twice on the base and passed with the change (${baseline.tests.length} tests before, ${after.tests.length} after)`,
  };
}

async function measure(request: TrialRequest, after: Evidence, ground: Ground, session: Session): Promise<Strength> {
  const { candidate } = request;
  const probes: ProbeResult[] = [];
  for (const site of candidate.sites) {
    // What does not fit is not begun; a site that was not tried is held, with that reason.
    if (session.ports.clock.monotonicMs() + after.durationMs > session.deadlineMs) break;
    if (needsProbe(site, after.coverage, candidate.ownTests)) probes.push(await probe(site, { ...request, after }, ground, session));
  }
  return measureStrength({ sites: candidate.sites, candidate: after, base: ground.baseline, coverage: after.coverage, probes, ownTests: candidate.ownTests });
}

type Known = Pick<Trial, 'before' | 'after' | 'comparison' | 'worth' | 'strength'>;

function decide(request: Request, known: Known, ground: Ground, session: Session): Trial {
  const { candidate, task } = request;
  const { functions, duplication } = request.code;
  const input: JudgeInput = {
    threshold: session.settings.threshold,
    task: { origin: task.origin, acceptCommand: task.origin === 'requested' ? task.acceptCommand : null },
    change: sizeOf(candidate, ground.context.isTest),
    before: judged(known.before),
    after: judged(known.after),
    comparison: known.comparison,
    suspects: session.state.suspects(known.comparison, known.after),
    flags: request.flags,
    worth: known.worth,
    functions,
    duplication,
    strength: known.strength,
    history: session.state.series(),
  };
  const assessment: Assessment = assess(input, session.ports.predictor);
  return { ...known, ...assessment, input };
}

/** The part of the evidence that the rules read. */
export function judged(evidence: Evidence): JudgeInput['before'] {
  const accept = evidence.checks.find(({ role }) => role === 'accept');
  const reported = accept?.reported === true ? evidence.tests.filter(({ id }) => belongsTo(id, accept.name) && !isStandIn(id)) : [];
  const count = (wanted: string): number => reported.filter(({ status }) => status === wanted).length;
  return {
    checks: evidence.checks.map(({ role, name, status }) => ({ role, name, status })),
    passedTests: passingTests(evidence).length,
    ...(reported.length === 0 ? {} : { acceptTests: { passed: count('passed'), failed: count('failed') } }),
    metrics: evidence.metrics,
  };
}

export function sizeOf(candidate: Pick<Candidate, 'edits'>, isTest: (path: string) => boolean): ChangeSize {
  const counts = candidate.edits.map((edit) => {
    const { addedLines, removedLines } = lineChanges(edit);
    return { test: isTest(edit.path), added: addedLines.length, removed: removedLines.length };
  });
  const sum = (pick: (count: (typeof counts)[number]) => number, list = counts): number => list.reduce((total, one) => total + pick(one), 0);
  const tests = counts.filter((count) => count.test);
  return {
    files: candidate.edits.filter((edit) => edit.before !== edit.after).length,
    linesAdded: sum((count) => count.added),
    linesRemoved: sum((count) => count.removed),
    testLinesAdded: sum((count) => count.added, tests),
    testLinesRemoved: sum((count) => count.removed, tests),
  };
}
