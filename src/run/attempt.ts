/** One task: propose, guard, try, judge, narrow, until a candidate is kept or none is left. The tree is put back after every try. */
import { fingerprintOf } from '../core/change/edits.ts';
import type { GuardProblem } from '../core/change/guard-problem.ts';
import { feedbackOf } from '../core/generate/feedback.ts';
import type { Kind } from '../core/kinds/kind.ts';
import type { Candidate, Feedback, NoCandidate } from '../core/model/change.ts';
import type { CheckRun, Evidence } from '../core/model/evidence.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import { byOutcome, changed, notTried, refused, unchanged } from './attempt-results.ts';
import { mustEnd } from './going-on.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';
import { changesOf } from './source-tree.ts';
import { tryCandidate, type Trial } from './trial.ts';

/** Candidates of one task, made without a generator, that are put to the checks; each costs at least one run of the tests. */
const CANDIDATES_PER_TASK = 5;
const NOTHING: NoCandidate = { reason: 'nothing in the repository fits', remedy: null, nearMisses: [], interactions: [] };
/** Times that one candidate may be proposed again without the sites that no check notices. */
const NARROWINGS = 8;

/** Tries one task on one base. Never throws for what a candidate or a command does; `InfrastructureError` passes through. */
export async function attempt(task: Task, ground: Ground, session: Session, onTried: (attempt: Attempt) => Promise<Attempt>): Promise<Attempt> {
  const startedMs = session.ports.clock.monotonicMs();
  const acceptBefore = await acceptOnBase(task, ground, session);
  const settled = acceptBefore === null ? null : settledBefore(acceptBefore.checks[0]!);
  if (settled !== null) return unchanged(task, settled, session, startedMs);

  const tried: Attempt[] = [];
  const kind = kindOf(task, session);
  let without: readonly string[] = [];
  for (let narrowing = 0; narrowing <= NARROWINGS; narrowing += 1) {
    const unnoticed = await tryProposals({ task, kind, acceptBefore, without }, ground, session, async (result) => {
      tried.push(result.patch === null ? result : await onTried(result));
      // Asking bounds itself, by `repairs` and budgets: what needs no generator keeps its room.
      return tried.filter(({ candidate }) => candidate?.generator.name === 'offline').length;
    });
    if (unnoticed.length === 0) break;
    without = [...without, ...unnoticed];
  }
  const best = tried.toSorted(byOutcome)[0] ?? unchanged(task, NOTHING, session, startedMs);
  const others = tried.filter((one) => one !== best && one.patch === null && one.candidate === null);
  // Tried candidates and the result are recorded; questions that led to neither are remembered here.
  for (const { prompt, response } of others.flatMap(({ interactions }) => interactions)) session.state.memory.logInteraction(prompt, response, [task.kind, 'unchanged']);
  return wholeStory(best, tried, others);
}

/** With what the whole task took, since the best candidate may be one of the first, and with what became of the way without a model where one was asked. */
function wholeStory(best: Attempt, tried: readonly Attempt[], others: readonly Attempt[]): Attempt {
  const last = tried.reduce((most, one) => (one.tokens > most.tokens ? one : most), best);
  const wasAsked = tried.some(({ candidate }) => candidate !== null && candidate.generator.name !== 'offline');
  const more = best.outcome === 'kept' || !wasAsked ? [] : others.flatMap(({ reasons, nearMisses }) => [...reasons.slice(0, 1), ...nearMisses]);
  return { ...best, nearMisses: [...best.nearMisses, ...more], tokens: last.tokens, cost: last.cost };
}

/** Proves an attempt's candidate again on another base, without proposing anew. */
export async function proveAgain({ task }: Attempt, candidate: Candidate, ground: Ground, session: Session): Promise<Attempt> {
  const acceptBefore = await acceptOnBase(task, ground, session);
  return (await tryOne({ task, kind: kindOf(task, session), acceptBefore }, candidate, ground, session)).attempt;
}

function kindOf({ kind: name }: Task, { ports }: Session): Kind {
  return ports.kinds.find((kind) => kind.name === name)!;
}

interface Work {
  readonly task: Task;
  readonly kind: Kind;
  readonly acceptBefore: Evidence | null;
}

/** Tries what the kind proposes, in order, and tells it what became of each. Returns the sites to leave out when a narrower proposal may be kept. */
async function tryProposals({ without, ...work }: Work & { readonly without: readonly string[] }, ground: Ground, session: Session, add: (attempt: Attempt) => Promise<number>): Promise<readonly string[]> {
  const proposals = work.kind.propose(work.task, ground.context, without);
  let feedback: Feedback | undefined;
  try {
    for (;;) {
      const startedMs = session.ports.clock.monotonicMs();
      const next = await proposals.next(feedback);
      if (next.done === true) return [];
      feedback = undefined;
      if (next.value.type === 'none') {
        await add(unchanged(work.task, next.value.none, session, startedMs));
        continue;
      }
      const { candidate } = next.value;
      const { attempt: result, unnoticed } = await tryOne(work, candidate, ground, session);
      const tries = await add(result);
      if (unnoticed.length > 0) return unnoticed;
      if (result.outcome === 'kept' || tries >= CANDIDATES_PER_TASK || mustEnd(session)) return [];
      feedback = feedbackOf(result, session.ports.secrets);
    }
  } finally {
    await proposals.return();
  }
}

interface Tried {
  readonly attempt: Attempt;
  /** Optional sites that no check noticed, worth leaving out. */
  readonly unnoticed: readonly string[];
}

async function tryOne(work: Work, candidate: Candidate, ground: Ground, session: Session): Promise<Tried> {
  const { task } = work;
  const tried = { task, candidate, ground, startedMs: session.ports.clock.monotonicMs() };
  const earlier = task.origin === 'found' ? session.state.rejection(fingerprintOf(candidate.edits), session.testsDigest) : null;
  if (earlier !== null) return { attempt: notTried(tried, earlier, session), unnoticed: [] };

  const guarded = await session.ports.safetyMonitor.check(candidate, {
    entries: ground.base.entries, untracked: session.survey.untracked, mayEdit: ground.context.mayEdit, sizeCaps: session.settings.sizeCaps, syntax: session.ports.syntax,
  });
  if (guarded.type === 'refused') return { attempt: refused(tried, guarded.problems, session), unnoticed: [] };

  const obstacle = await session.ports.workspace.obstacle(changesOf(ground.base, candidate.edits));
  if (obstacle !== null) {
    const problem: GuardProblem = { rule: 'tree', path: '', problem: obstacle.problem.replace(/\.$/, ''), remedy: obstacle.remedy };
    return { attempt: refused(tried, [problem], session), unnoticed: [] };
  }

  session.ports.reporter.info(`trying: ${candidate.title}`);
  const trial = await tryCandidate({ ...work, candidate, flags: guarded.flags }, ground, session);
  return { attempt: changed(tried, trial, session), unnoticed: optionalUnnoticed(candidate, trial) };
}

/** Sites to leave out: only when strength alone holds the change, and the kind can do without them. */
function optionalUnnoticed(candidate: Candidate, trial: Trial): readonly string[] {
  if (trial.verdict.decision !== 'hold' || trial.verdict.rule !== 'strength' || trial.strength === null) return [];
  const unnoticed = new Set(trial.strength.sites.filter((site) => !site.noticed).map((site) => site.siteId));
  const optional = candidate.sites.filter((site) => site.optional && unnoticed.has(site.id)).map((site) => site.id);
  return optional.length === unnoticed.size ? optional : [];
}

async function acceptOnBase(task: Task, { base }: Ground, session: Session): Promise<Evidence | null> {
  if (task.origin !== 'requested' || task.acceptCommand === null) return null;
  return session.workbench.accept(base, [], task.acceptCommand);
}

/** Why nothing is tried: the accept command is green on the base already, or does not exist. */
function settledBefore(accept: CheckRun): NoCandidate | null {
  const none = (reason: string, remedy: string): NoCandidate => ({ reason, remedy, nearMisses: [], interactions: [] });
  switch (accept.status) {
    case 'passed': return none(`accept-command is already green on the base: ${accept.command}`, 'There is nothing to do; or the command asks for too little.');
    case 'missing-tool': return none(`accept-command cannot run: ${accept.note}`, 'Correct `accept-command`, or install what it needs in `setup-command`.');
    case 'timed-out': return none(`accept-command did not end on the base: ${accept.note}`, 'Raise `time-limits.accept`, or make the command shorter.');
    default: return null;
  }
}
