/** What is known of the engine's pull requests when a run begins, and which tasks they make superfluous or let wait. */
import { knownPullRequests, recordPullRequest, type KnownPullRequest } from '../core/history/pull-requests.ts';
import { InfrastructureError } from '../core/errors.ts';
import type { Attempt, PullRequestLink } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import type { PullRequest } from '../core/ports-forge.ts';
import { count } from '../core/report/format.ts';
import { askedOf, readMarker, type Marker } from '../core/report/pull-request.ts';
import { branchFor, occupancyOf, rolledBackBy, type Occupancy } from './pull-request-branch.ts';
import type { Session } from './session.ts';
import type { Story } from './story.ts';

/** Requests for pull requests that are no longer open; there are rarely more than one or two. */
const LOOKED_UP = 20;

/** An open pull request of the engine. */
export interface OpenOne {
  readonly pullRequest: PullRequest;
  readonly taskId: string | null;
  readonly marker: Marker | null;
  /** `null` if the branch could not be looked at. */
  readonly occupancy: Occupancy | null;
}

export interface PullRequestPlan {
  /** `null` only in a dry run. */
  readonly base: string | null;
  readonly open: readonly OpenOne[];
  /** False if the forge did not say what is open. */
  readonly isKnown: boolean;
}

type Parts = Pick<Session, 'settings' | 'ports' | 'state'>;

/** One question for what is open, one more for each that no longer is. A forge that fails is a warning: the landing will say what is wrong. */
export async function lookUpPullRequests(base: string | null, parts: Parts, story: Story): Promise<PullRequestPlan> {
  const { ports: { forge }, settings } = parts;
  const nothing = { base, open: [], isKnown: false };
  if (forge === null) return nothing;
  const answer = await forge.openWith(settings.pullRequest.branchPrefix);
  if (answer.type === 'failed') {
    story.warn(`The open pull requests are not known: ${answer.reason} ${answer.remedy}`);
    return nothing;
  }
  const known = knownPullRequests(parts.state.history.ledger);
  const open = [];
  for (const pullRequest of answer.value) {
    const remembered = known.find(({ number }) => number === pullRequest.number);
    const marker = readMarker(pullRequest.body);
    // Whoever else uses the prefix is not counted.
    if (remembered === undefined && marker === null) continue;
    const one: OpenOne = { pullRequest, marker, taskId: remembered?.taskId ?? marker?.taskId ?? null, occupancy: await lookAt(pullRequest.branch, parts, story) };
    learn(one, remembered, parts);
    open.push(one);
  }
  await followUp(known.filter(({ number, state }) => state === 'open' && !answer.value.some((one) => one.number === number)), parts, story);
  return { base, open, isKnown: true };
}

async function lookAt(branch: string, { ports }: Parts, story: Story): Promise<Occupancy | null> {
  try {
    return await occupancyOf(branch, ports.git);
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    story.warn(`${branch} could not be looked at: ${error.message} ${error.remedy}`);
    return null;
  }
}

/** Remembers what a lost state, a person's push or a person's reopening made new. */
function learn({ pullRequest, marker, occupancy }: OpenOne, remembered: KnownPullRequest | undefined, { state }: Parts): void {
  if (remembered?.state === 'open' && remembered.head === pullRequest.head) return;
  const carried = occupancy?.type === 'ours' ? occupancy.carried : null;
  recordPullRequest(state.history.ledger, {
    patchId: remembered?.patchId ?? marker!.patchId, taskId: remembered?.taskId ?? marker!.taskId, kind: remembered?.kind ?? carried?.kind ?? '',
    fingerprint: remembered?.fingerprint ?? marker!.fingerprint, branch: pullRequest.branch, number: pullRequest.number, url: pullRequest.url,
    state: 'open', base: carried?.parent ?? remembered?.base ?? '', head: pullRequest.head,
  });
}

/** What became of pull requests that are no longer open: merged is landed; closed is a person's no. */
async function followUp(gone: readonly KnownPullRequest[], { ports, state }: Parts, story: Story): Promise<void> {
  for (const known of gone.slice(-LOOKED_UP)) {
    const answer = await ports.forge!.ofBranch(known.branch);
    if (answer.type === 'failed') {
      story.warn(`What became of pull request #${known.number} is not known: ${answer.reason} ${answer.remedy}`);
      continue;
    }
    const found = answer.value.find(({ number }) => number === known.number);
    if (found === undefined || found.state === 'open') continue;
    settle(known, found, state);
    story.tell(found.state === 'merged' ? `pull request #${known.number} was merged` : `pull request #${known.number} was closed without a merge: the change is not proposed again by itself`);
  }
}

function settle(known: Omit<KnownPullRequest, 'at'>, { state: became, head, mergeCommit }: PullRequest, { history }: Session['state']): void {
  const { patchId, taskId, kind, fingerprint, branch, number, url, base } = known;
  recordPullRequest(history.ledger, { patchId, taskId, kind, fingerprint, branch, number, url, base, head, state: became });
  if (became !== 'merged') return;
  const undone = rolledBackBy(taskId);
  if (undone === null) history.landed(patchId, mergeCommit ?? head);
  else history.rollbackLanded(undone, mergeCommit ?? head);
}

/** True if a person has decided about a pull request for this task: what the backlog asked for is then done, or not wanted. */
export function isDecided(taskId: string, { history }: Session['state']): boolean {
  const latest = knownPullRequests(history.ledger).findLast((known) => known.taskId === taskId);
  return latest !== undefined && latest.state !== 'open';
}

/** The open pull request of a task on this base. */
export function ownOf(task: Pick<Task, 'id'>, { open, base }: PullRequestPlan): OpenOne | null {
  return open.find(({ taskId, pullRequest }) => taskId === task.id && (base === null || pullRequest.base === base)) ?? null;
}

/** What results, outputs and events name of a pull request. */
export function linkTo({ number, url, draft }: PullRequest, operation: PullRequestLink['operation']): PullRequestLink {
  return { number, url, draft, operation };
}

export type Standing =
  | { readonly type: 'try' }
  /** Its pull request is open and stays as it is. */
  | { readonly type: 'settled'; readonly reason: string; readonly link: PullRequestLink }
  /** A person closed its pull request. */
  | { readonly type: 'rejected'; readonly reason: string }
  /** As many are open as may be. */
  | { readonly type: 'waits'; readonly reason: string }
  /** Another proposal changes one of its files. */
  | { readonly type: 'busy'; readonly reason: string };

const TRY: Standing = { type: 'try' };

/** Whether a task is worth minutes of checks. `proposed`: what this run has kept or holds for a person already. */
export function standingOf(task: Task, proposed: readonly Attempt[], session: Session): Standing {
  const plan = session.pullRequests;
  if (plan === null) return TRY;
  const own = ownOf(task, plan);
  if (own !== null) return standingOfOwn(task, own, session);
  const closed = task.origin === 'found' ? knownPullRequests(session.state.history.ledger).findLast((known) => known.taskId === task.id) : undefined;
  if (closed?.state === 'closed') return { type: 'rejected', reason: `pull request #${closed.number} for it was closed without a merge` };
  const full = noRoom(proposed, session);
  if (full !== null) return { type: 'waits', reason: full };
  return busyFile(task, proposed, plan);
}

function standingOfOwn(task: Task, { pullRequest, occupancy, marker }: OpenOne, { survey, state, testsDigest }: Session): Standing {
  const name = `pull request #${pullRequest.number}`;
  const link = linkTo(pullRequest, 'unchanged');
  if (occupancy?.type === 'foreign') return { type: 'settled', link, reason: `someone committed to ${pullRequest.branch} (${name}); left alone` };
  if (occupancy?.type !== 'ours' || marker?.asked !== askedOf(task)) return TRY;
  const blobs = new Map(survey.entries.map(({ path, blob }) => [path, blob]));
  if (occupancy.carried.changes.some(({ path, before }) => blobs.get(path) !== before?.blob)) return TRY;
  // Better tests may decide what these could not.
  if (marker.held && state.rejection(marker.fingerprint, testsDigest) === null) return TRY;
  const draft = pullRequest.draft && !marker.held ? '; it is still a draft: click "Ready for review" on it' : '';
  return { type: 'settled', link, reason: `${name} is open, and the files that it changes are the same: there is nothing to prove again${draft}` };
}

function noRoom(proposed: readonly Attempt[], { settings, pullRequests }: Session): string | null {
  const { maxOpen } = settings.pullRequest;
  const open = pullRequests!.open;
  const added = proposed.filter(({ task }) => ownOf(task, pullRequests!) === null).length;
  if (open.length + added < maxOpen) return null;
  const names = open.map(({ pullRequest }) => `#${pullRequest.number}`).join(', ');
  const which = open.length === 0 ? `this run proposes ${count(added, 'pull request')}` : `${count(open.length, 'pull request')} of the engine ${open.length === 1 ? 'is' : 'are'} open (${names})${added === 0 ? '' : `, and this run proposes ${added} more`}`;
  return `${which}, and \`pull-request.max-open\` is ${maxOpen}: merge or close one, or raise it`;
}

/** Two pull requests that change one file would stand in each other's way. */
function busyFile(task: Task, proposed: readonly Attempt[], { open }: PullRequestPlan): Standing {
  if (task.origin === 'requested') return TRY;
  const here = new Set(proposed.flatMap(({ patch }) => patch?.edits.map(({ path }) => path) ?? []));
  const there = new Map(open.flatMap(({ pullRequest, occupancy }) => (occupancy?.type === 'ours' ? occupancy.carried.changes.map(({ path }) => [path, pullRequest.number] as const) : [])));
  const path = task.paths.find((each) => here.has(each) || there.has(each));
  if (path === undefined) return TRY;
  return { type: 'busy', reason: here.has(path) ? `another proposal of this run changes ${path}` : `pull request #${there.get(path)!} changes ${path}` };
}

/** Asks the forge, where the state may have been lost, whether a person closed the task's pull request; then it is remembered. */
export async function closedByPerson(task: Task, session: Session): Promise<Standing> {
  const { ports: { forge }, settings, pullRequests, state } = session;
  if (pullRequests?.isKnown !== true || forge === null || task.origin !== 'found' || ownOf(task, pullRequests) !== null) return TRY;
  const branch = branchFor(task, settings.pullRequest.branchPrefix);
  const answer = await forge.ofBranch(branch);
  const newest = answer.type === 'done' ? answer.value[0] : undefined;
  const marker = newest === undefined ? null : readMarker(newest.body);
  if (newest?.state !== 'closed' || marker?.taskId !== task.id) return TRY;
  settle({ ...marker, kind: task.kind, branch, number: newest.number, url: newest.url, state: 'closed', base: '', head: newest.head }, newest, state);
  return { type: 'rejected', reason: `pull request #${newest.number} for it was closed without a merge` };
}
