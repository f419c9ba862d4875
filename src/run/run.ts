/** The run, top to bottom: recover, restore, survey, plan, baseline, attempt, land, record. What it did is its return value. */
import { createHash } from 'node:crypto';
import { isTest } from '../core/change/protected.ts';
import { cancellation } from '../core/errors.ts';
import { NO_SNIPPET } from '../core/knowledge/suggest.ts';
import type { Kind } from '../core/kinds/kind.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { RunReport } from '../core/model/run-report.ts';
import type { Settings } from '../core/model/settings.ts';
import type { Task } from '../core/model/task.ts';
import { passingTests } from '../core/evidence/strength.ts';
import { count } from '../core/report/format.ts';
import { taskLine, verdictLines } from '../core/report/log.ts';
import { impossible } from './attempt-results.ts';
import { attempt } from './attempt.ts';
import { baselineAfter } from './baseline.ts';
import { commitKept, type Kept } from './kept.ts';
import { openContext, openGround, type Ground } from './ground.ts';
import { afterLanding, land, writePatches } from './land.ts';
import { landPullRequests } from './land-pull-requests.ts';
import { FOUND_TRIES_PER_TASK, foundTasks, inOrder, inTurn, REQUESTED_TRIES_PER_TASK, requestedTasks, type Plan } from './plan.ts';
import { recordAttemptHealth, recordBaselineHealth } from './health.ts';
import { openPast, pastEnds } from './past.ts';
import { opensPullRequests, pullRequestBase } from './pull-request-base.ts';
import { isDecided, lookUpPullRequests } from './pull-request-plan.ts';
import { isProposed, sift, standsInTheWay } from './pull-request-wait.ts';
import { openRecorder, type Recorder } from './recorder.ts';
import { planForWorst } from './refactor-worst.ts';
import { restoreState } from './restore.ts';
import { rollBack } from './rollback.ts';
import type { RunPorts, Session } from './session.ts';
import { settledBy, settledTexts } from './settled.ts';
import type { Base } from './source-tree.ts';
import { Story } from './story.ts';
import { survey } from './survey.ts';
import { newTargetNote, targetProblems } from './target.ts';
import { surveyToolchain } from './toolchain.ts';
import { openWorkbench } from './workbench.ts';
import { openWriter } from './writer.ts';

/** Runs once. Never throws: configuration errors, broken infrastructure and defects of the engine are part of the report. */
export async function run(settings: Settings, ports: RunPorts): Promise<RunReport> {
  const story = new Story(settings, ports);
  await story.attend(() => tell(settings, ports, story));
  await story.attend(() => ports.workspace.undo());
  return story.report();
}

async function tell(settings: Settings, ports: RunPorts, story: Story): Promise<void> {
  await story.phase('recover', async () => { story.recovered(await ports.workspace.recover()); });
  const state = await story.phase('restore', () => restoreState(settings, ports, story));
  const session = await story.phase('survey', () => openSession(settings, ports, state, story));
  // A state that had to be mended is saved anew, so this run goes to its end.
  const settled = story.report().state.note === '' ? await settledBy(session) : null;
  if (settled !== null) {
    const { nothing, remedy } = settledTexts(settled);
    story.nothing(nothing);
    story.remedy(remedy);
    return;
  }
  const recorder = openRecorder(session, story);
  try {
    await work(session, recorder, story);
    recorder.finished();
  } finally {
    await story.attend(() => story.phase('record', async () => {
      await ports.workspace.undo();
      await recorder.close();
    }));
  }
}

async function work(session: Session, recorder: Recorder, story: Story): Promise<void> {
  const { commit, tree } = session.survey.head;
  const base: Base = { commit, tree, entries: session.survey.entries, kept: [] };
  if (session.settings.mode === 'suggest') {
    await story.phase('suggest', () => suggest(base, session, story));
    return;
  }
  if (session.settings.mode === 'rollback') {
    const taken = await rollBack(base, session, recorder, story, () => setUp(session, story));
    if (taken.length > 0 || story.held().length > 0) await story.phase('land', () => landKept(taken, session, story));
    return;
  }
  await story.phase('setup', () => setUp(session, story));
  if (session.settings.mode === 'refactor-worst') {
    const ground = await measure(base, session, story);
    const worst = await story.phase('ranking', async () => sift(await planForWorst(ground, enabledKinds(session), session, story), base, session, story));
    if (worst.found.length > 0) await carryOut(worst, ground, session, recorder, story);
    return;
  }
  const plan = await story.phase('plan', async () => sift(await makePlan(base, session, story), base, session, story));
  if (plan.requested.length + plan.found.length === 0) {
    recorder.waiting(plan.waiting ?? 0);
    if (story.attempts.length > 0) return;
    story.nothing('Nothing was asked for, and no kind of change found anything that it could prove.');
    return;
  }
  await carryOut(plan, await measure(base, session, story), session, recorder, story);
}

function measure(base: Base, session: Session, story: Story): Promise<Ground> {
  return story.phase('baseline', async () => {
    const opened = await openGround(base, session);
    story.baseline(opened.baseline);
    recordBaselineHealth(opened, session);
    return opened;
  });
}

async function carryOut(plan: Plan, ground: Ground, session: Session, recorder: Recorder, story: Story): Promise<void> {
  const kept = await attemptAll(plan, ground, session, recorder, story);
  await story.phase('land', () => landKept(kept, session, story));
}

/** Surveys the checkout and its toolchain. */
export async function openSession(settings: Settings, ports: RunPorts, state: Session['state'], story: Story): Promise<Session> {
  const surveyed = await survey(ports.git, settings);
  story.based(surveyed.head);
  const pullRequests = opensPullRequests(settings) ? await lookUpPullRequests(await pullRequestBase(surveyed.head, settings, ports), { settings, ports, state }, story) : null;
  const note = settings.target === null ? null : newTargetNote(settings.target, surveyed.entries);
  if (note !== null) story.remedy(note);
  const toolchain = await surveyToolchain(settings, surveyed.entries, ports);
  story.toolchain(toolchain);
  const tests = surveyed.entries.filter(({ path }) => isTest(path)).map(({ path, blob }) => `${path}\0${blob}`);
  return {
    settings, ports, state, toolchain, pullRequests,
    writer: openGenerator(settings, ports, state, story),
    past: openPast(state, pastEnds(ports.clock.now(), ports.generator, ports.recording)),
    survey: surveyed,
    workbench: openWorkbench({ ports, settings, toolchain }),
    testsDigest: createHash('sha256').update(tests.join('\n')).digest('hex'),
    deadlineMs: ports.clock.monotonicMs() + settings.timeLimits.run,
  };
}

function openGenerator(settings: Settings, ports: RunPorts, state: Session['state'], story: Story): Session['writer'] {
  if (ports.generator === null) return null;
  const writer = openWriter(ports.generator, { settings, ports, state, onEnded: (text) => { story.remedy(text); } });
  story.asking(() => writer.spending());
  return writer;
}

/** With words: the snippets that fit them. Without: what a run would try. */
async function suggest(base: Base, session: Session, story: Story): Promise<void> {
  const context = await openContext(base, session);
  const { prompt } = session.settings;
  if (prompt !== null) {
    const fitting = context.index.search(prompt, 10);
    if (fitting.length === 0) story.nothing(NO_SNIPPET);
    else story.suggestions(fitting);
    return;
  }
  const { tasks } = await foundTasks(enabledKinds(session), context);
  story.found(tasks);
  if (tasks.length === 0) story.nothing('No kind of change found anything that it could prove.');
}

async function setUp(session: Session, story: Story): Promise<void> {
  const checks = await session.workbench.setup();
  if (checks.length === 0) story.tell('nothing to set up: declared dependencies are installed, or there are none');
  for (const check of checks) if (check.status !== 'passed') story.warn(`${check.name}: ${check.note}`);
}

async function makePlan(base: Base, session: Session, story: Story): Promise<Plan> {
  const requested = inTurn(requestedTasks(session.settings, (taskId) => session.state.history.entries({ taskId, outcome: 'kept', limit: 1 }).length > 0 || isDecided(taskId, session.state)), (taskId) => session.state.history.entries({ taskId, limit: 1 })[0]?.at ?? null);
  // Whoever asks for one thing waits for that one: found work belongs to runs without a prompt.
  if (session.settings.prompt !== null) {
    story.tell(`requested: ${requested[0]?.title ?? ''}`);
    return { requested, found: [], notes: [] };
  }
  const { tasks, notes } = await foundTasks(enabledKinds(session), await openContext(base, session));
  await session.workbench.clear();
  for (const note of notes) story.tell(note);
  if (requested.length > 0) story.tell(`${count(requested.length, 'request')} from the backlog`);
  if (tasks.length === 0) story.tell('nothing found');
  return { requested, found: tasks, notes };
}

function enabledKinds({ settings, ports }: Session): readonly Kind[] {
  return ports.kinds.filter((kind) => settings.kinds.includes(kind.name));
}

/** Tries the plan in order until as many changes are kept as the settings allow; each kept one is the next one's base. */
async function attemptAll(plan: Plan, start: Ground, session: Session, recorder: Recorder, story: Story): Promise<readonly Kept[]> {
  const { maxTasks } = session.settings;
  const kept: Kept[] = [];
  const attemptedBefore = story.attempts.length;
  let ground = start;
  let triesLeft = maxTasks * FOUND_TRIES_PER_TASK;
  let requestsLeft = maxTasks * REQUESTED_TRIES_PER_TASK;
  const queue = inOrder({ ...plan, found: foundWorth(plan, start, story) });
  for (const [index, task] of queue.entries()) {
    if (kept.length >= maxTasks || (task.origin === 'found' && triesLeft <= 0)) break;
    if (task.origin === 'requested' && requestsLeft <= 0) continue;
    requireGoingOn(session);
    const obstacle = mustStop(ground, session);
    if (obstacle !== null) {
      story.remedy(obstacle);
      break;
    }
    if (await standsInTheWay(task, session, story)) continue;
    const here = ground;
    const result = await story.phase(taskLine({ task, index, total: queue.length }), () => attemptTask(task, here, session, recorder, story));
    story.attempted(result, here.base);
    // What was rejected before costs nothing, and must not keep the rest from its turn.
    if (task.origin === 'found' && !isRepetition(result)) triesLeft -= 1;
    if (task.origin === 'requested' && result.outcome !== 'kept') requestsLeft -= 1;
    if (result.outcome !== 'kept') continue;
    const { kept: one, next } = await commitKept(result, ground.base, session);
    kept.push(one);
    // A pull request may be merged or not, so no other stands on it.
    if (kept.length < maxTasks && session.pullRequests === null) ground = await openGround(next, session, baselineAfter(result));
  }
  const waiting = plan.requested.length + plan.found.length + (plan.waiting ?? 0) - (story.attempts.length - attemptedBefore);
  recorder.waiting(waiting);
  const unasked = plan.requested.filter(({ id }) => !story.attempts.some(({ task }) => task.id === id)).length;
  if (requestsLeft <= 0 && unasked > 0) story.remedy(`${count(unasked, 'entry', 'entries')} of the backlog wait for a later run, those first that were never tried: this one tried ${maxTasks * REQUESTED_TRIES_PER_TASK} without success, its limit (${REQUESTED_TRIES_PER_TASK} for each of \`max-tasks\`).`);
  if (kept.length >= maxTasks && waiting > 0) story.remedy(`${count(waiting, 'more task')} can be tried by a later run: this one lands at most ${maxTasks} (setting \`max-tasks\`).`);
  return kept;
}

/** Found work needs a test that passes: without one every change would be held, after minutes of work. */
function foundWorth(plan: Plan, { baseline }: Ground, story: Story): Plan['found'] {
  if (plan.found.length === 0 || passingTests(baseline).length > 0) return plan.found;
  const test = baseline.checks.find((check) => check.role === 'test');
  story.nothing(`Found work is not tried: no test passes on the untouched tree (${test?.note ?? 'no test command was found'}).`);
  story.remedy(`${plan.found.length} possible improvement${plan.found.length === 1 ? '' : 's'} wait${plan.found.length === 1 ? 's' : ''} for a test that passes: add tests, set \`test-command\`, or ask for a helper with \`prompt\` and \`accept-command\`.`);
  return [];
}

async function attemptTask(task: Task, ground: Ground, session: Session, recorder: Recorder, story: Story): Promise<Attempt> {
  const kind = session.ports.kinds.find((one) => one.name === task.kind)!;
  const problems = task.origin === 'requested' ? await targetProblems(task.target, { git: session.ports.git, entries: ground.base.entries, untracked: session.survey.untracked, paths: session.settings.paths }) : [];
  const result = problems.length > 0 ? impossible(task, problems, session) : await attempt(task, kind, ground, session, async (tried) => {
    recordAttemptHealth(tried, ground, session);
    const recorded = await recorder.tried(tried);
    story.tried(recorded);
    for (const line of verdictLines(recorded)) story.tell(line);
    return recorded;
  });
  if (result.patch === null) {
    for (const line of verdictLines(result)) story.tell(line);
    // What was rejected before is in the history already.
    if (isRepetition(result)) story.notRepeated();
    else return recorder.withoutCandidate(result);
  }
  return result;
}

function isRepetition({ patch, candidate }: Attempt): boolean {
  return patch === null && candidate !== null;
}

/** A cancelled run lands nothing either: whoever cancelled wants no commit afterwards. */
function requireGoingOn({ ports: { cancelled } }: Session): void {
  if (cancelled.aborted) throw cancellation(cancelled.reason);
}

/** Why no further task is begun; `null` to go on. */
function mustStop({ baseline }: Ground, { ports, deadlineMs, settings }: Session): string | null {
  const left = deadlineMs - ports.clock.monotonicMs();
  // Checks, accept command, oracle and a probe: less than two rounds of the checks are not enough for one task.
  if (left > 2 * baseline.durationMs) return null;
  return `The time limit of the run is nearly used up (${Math.round(settings.timeLimits.run / 60_000)} min): raise \`time-limits.run\` to try more.`;
}

/** Publishes what was kept; what was held becomes a patch file for a human, since nothing of it may land by itself. */
async function landKept(kept: readonly Kept[], session: Session, story: Story): Promise<void> {
  requireGoingOn(session);
  const proposals = [...kept];
  for (const { attempt: held, base } of story.held()) {
    const { kept: one } = await commitKept(held, base, session);
    if (session.pullRequests !== null && isProposed(held) && !session.settings.dryRun) proposals.push(one);
    else story.remedy(`Held for a person to decide: ${await writePatches([one], session)}`);
  }
  if (proposals.length === 0 || session.settings.dryRun) {
    story.tell(proposals.length === 0 ? 'nothing was kept, so nothing lands' : 'a dry run: nothing lands');
    return;
  }
  if (session.pullRequests !== null) {
    await landPullRequests(proposals, session, story);
    return;
  }
  const landing = await land(kept, new Map(session.ports.kinds.map((kind) => [kind.name, kind])), session);
  story.landing(landing.type === 'landed' ? { type: 'landed', text: landing.text } : { type: 'not-landed', reason: landing.reason, remedy: landing.remedy });
  story.revise((attempt) => (attempt.outcome === 'kept' ? afterLanding(attempt, landing) : attempt));
}
