/** The tasks of a plan, one after the other, until as many changes are kept as the settings allow. */
import { passingTests } from '../core/evidence/strength.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import { count } from '../core/report/format.ts';
import { taskLine, verdictLines } from '../core/report/log.ts';
import { impossible } from './attempt-results.ts';
import { attempt } from './attempt.ts';
import { baselineAfter } from './baseline.ts';
import { requireGoingOn, tooLate } from './going-on.ts';
import { openGround, type Ground } from './ground.ts';
import { recordAttemptHealth } from './health.ts';
import { commitKept, type Kept } from './kept.ts';
import { FOUND_TRIES_PER_TASK, inOrder, REQUESTED_TRIES_PER_TASK, type Plan } from './plan.ts';
import { standsInTheWay } from './pull-request-wait.ts';
import type { Running } from './session.ts';
import type { Story } from './story.ts';
import { targetProblems } from './target.ts';

/** Tries the plan in order until as many changes are kept as the settings allow; each kept one is the next one's base. */
export async function attemptAll(plan: Plan, start: Ground, running: Running): Promise<readonly Kept[]> {
  const { session, story } = running;
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
    const obstacle = tooLate(ground, session);
    if (obstacle !== null) {
      story.remedy(obstacle);
      break;
    }
    if (await standsInTheWay(task, session, story)) continue;
    const here = ground;
    const result = await story.phase(taskLine({ task, index, total: queue.length }), () => attemptTask(task, here, running));
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
  tellWaiting(plan, kept.length, { requestsLeft, attemptedBefore }, running);
  return kept;
}

/** What this run leaves to a later one. */
function tellWaiting(plan: Plan, kept: number, { requestsLeft, attemptedBefore }: { readonly requestsLeft: number; readonly attemptedBefore: number }, { session, recorder, story }: Running): void {
  const { maxTasks } = session.settings;
  const waiting = plan.requested.length + plan.found.length + (plan.waiting ?? 0) - (story.attempts.length - attemptedBefore);
  recorder.waiting(waiting);
  const unasked = plan.requested.filter(({ id }) => !story.attempts.some(({ task }) => task.id === id)).length;
  if (requestsLeft <= 0 && unasked > 0) story.remedy(`${count(unasked, 'entry', 'entries')} of the backlog wait for a later run, those first that were never tried: this one tried ${maxTasks * REQUESTED_TRIES_PER_TASK} without success, its limit (${REQUESTED_TRIES_PER_TASK} for each of \`max-tasks\`).`);
  if (kept >= maxTasks && waiting > 0) story.remedy(`${count(waiting, 'more task')} can be tried by a later run: this one lands at most ${maxTasks} (setting \`max-tasks\`).`);
}

/** Found work needs a test that passes: without one every change would be held, after minutes of work. */
function foundWorth(plan: Plan, { baseline }: Ground, story: Story): Plan['found'] {
  if (plan.found.length === 0 || passingTests(baseline).length > 0) return plan.found;
  const test = baseline.checks.find((check) => check.role === 'test');
  story.nothing(`Found work is not tried: no test passes on the untouched tree (${test?.note ?? 'no test command was found'}).`);
  story.remedy(`${plan.found.length} possible improvement${plan.found.length === 1 ? '' : 's'} wait${plan.found.length === 1 ? 's' : ''} for a test that passes: add tests, set \`test-command\`, or ask for a helper with \`prompt\` and \`accept-command\`.`);
  return [];
}

/** Tries one task, and writes down each candidate as soon as it is judged. */
async function attemptTask(task: Task, ground: Ground, { session, recorder, story }: Running): Promise<Attempt> {
  const problems = task.origin === 'requested' ? await targetProblems(task.target, { git: session.ports.git, entries: ground.base.entries, untracked: session.survey.untracked, paths: session.settings.paths }) : [];
  const result = problems.length > 0 ? impossible(task, problems, session) : await attempt(task, ground, session, async (tried) => {
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
