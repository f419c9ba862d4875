/** Tasks that open pull requests make superfluous or let wait are left out before minutes of checks, and said so. */
import type { Attempt } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import { count, quoted } from '../core/report/format.ts';
import { settledByPullRequest } from './attempt-results.ts';
import type { Plan } from './plan.ts';
import { closedByPerson, standingOf, type Standing } from './pull-request-plan.ts';
import type { Session } from './session.ts';
import type { Base } from './source-tree.ts';
import type { Story } from './story.ts';

/** The plan without what its pull requests settle; those are told as results of their own. */
export function sift(plan: Plan, base: Base, session: Session, story: Story): Plan {
  if (session.pullRequests === null) return plan;
  const waiting = new Map<string, { readonly type: 'waits' | 'busy'; readonly tasks: number }>();
  const stays = (task: Task): boolean => {
    const standing = standingOf(task, [], session);
    if (standing.type === 'waits' || standing.type === 'busy') waiting.set(standing.reason, { type: standing.type, tasks: (waiting.get(standing.reason)?.tasks ?? 0) + 1 });
    if (standing.type === 'rejected') story.tell(`left out: ${task.title}: ${standing.reason}`);
    if (standing.type === 'settled') {
      story.attempted(settledByPullRequest(task, standing.reason, standing.link, session), base);
      story.tell(`left out: ${task.title}: ${standing.reason}`);
    }
    return standing.type === 'try';
  };
  const sifted = { ...plan, requested: plan.requested.filter(stays), found: plan.found.filter(stays) };
  for (const [reason, { type, tasks }] of waiting) tellWaiting(`${count(tasks, 'task')} ${tasks === 1 ? 'waits' : 'wait'}: ${reason}.`, type, story);
  const left = [...waiting.values()].reduce((sum, { tasks }) => sum + tasks, 0);
  if (left > 0 && sifted.requested.length + sifted.found.length === 0) story.nothing(`${count(left, 'task')} ${left === 1 ? 'waits' : 'wait'} for a pull request that is open.`);
  return { ...sifted, waiting: left };
}

/** Looked at again right before a task is tried: what this run proposes takes room and files, and a lost state knows of no rejection. */
export async function standsInTheWay(task: Task, session: Session, story: Story): Promise<boolean> {
  if (session.pullRequests === null) return false;
  const now = standingOf(task, story.attempts.filter(isProposed), session);
  const standing: Standing = now.type === 'try' ? await closedByPerson(task, session) : now;
  if (standing.type === 'try') return false;
  if (standing.type === 'waits') tellWaiting(`More work waits: ${standing.reason}.`, standing.type, story);
  else story.tell(`${quoted(task.title)} is left for later: ${standing.reason}.`);
  return true;
}

/** A person can make room; a busy file comes free by itself. */
function tellWaiting(text: string, type: 'waits' | 'busy', story: Story): void {
  if (type === 'waits') story.remedy(text);
  else story.tell(text);
}

/** Kept, or held for the person who asked: both become pull requests. */
export function isProposed({ outcome, task }: Attempt): boolean {
  return outcome === 'kept' || (outcome === 'held' && task.origin === 'requested');
}
