/** A commit becomes a branch of the remote and a pull request, or brings those of its task up to date. What people did to them stays. */
import { recordPullRequest } from '../core/history/pull-requests.ts';
import type { PullRequestLink } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import type { Forge, PullRequest } from '../core/ports-forge.ts';
import { readMarker, type ProposalText } from '../core/report/pull-request.ts';
import { branchFor, occupancyOf, type Carried } from './pull-request-branch.ts';
import { linkTo, ownOf } from './pull-request-plan.ts';
import type { Session } from './session.ts';

/** One commit to publish. The commit carries the engine's trailers, or nobody will know the branch for ours. */
export interface Publication {
  readonly task: Pick<Task, 'id' | 'kind' | 'title'>;
  readonly patchId: string;
  readonly fingerprint: string;
  /** The commit that carries the change, the commit that it stands on, and the hash of its edits as its trailer has it. */
  readonly commit: string;
  readonly parent: string;
  readonly change: string;
  readonly text: ProposalText;
  readonly draft: boolean;
}

/** `notes`: what went wrong without stopping it, each with its remedy. `hints`: what a person should know. */
export type Published =
  | { readonly type: 'proposed'; readonly branch: string; readonly commit: string; readonly link: PullRequestLink; readonly notes: readonly string[]; readonly hints: readonly string[] }
  /** The branch is there; a person opens the pull request by the link. */
  | { readonly type: 'branch-only'; readonly branch: string; readonly commit: string; readonly compareUrl: string; readonly reason: string; readonly remedy: string }
  /** The base got the change while it was being proved. */
  | { readonly type: 'there-already'; readonly branch: string; readonly commit: string; readonly base: string }
  /** Somebody else's work stands on the branch. */
  | { readonly type: 'left-alone'; readonly branch: string; readonly reason: string; readonly link: PullRequestLink | null }
  | { readonly type: 'refused'; readonly branch: string; readonly reason: string };

interface Place {
  readonly branch: string;
  /** What the branch carries of ours; `null` if it does not exist. */
  readonly carried: Carried | null;
  readonly open: PullRequest | null;
}

/** Names that are tried when people have taken those before. */
const NAMES = 9;

/** Publishes one commit. Never throws for what the remote or the forge refuses; `InfrastructureError` passes through. */
export async function publish(publication: Publication, session: Session): Promise<Published> {
  const place = await placeFor(publication, session);
  if ('type' in place) return place;
  const { branch, carried } = place;
  // The same edits on the same files: the proof holds, wherever the base went.
  if (carried?.fingerprint === publication.change) return propose(publication, place, carried.commit, session);
  const pushed = await session.ports.git.push(publication.commit, branch, { replacing: carried?.commit ?? null });
  if (pushed.type === 'refused') return { type: 'refused', branch, reason: pushed.reason };
  if (pushed.type === 'pushed') return propose(publication, place, publication.commit, session);
  return afterRace(publication, place, session);
}

/** Another run was faster. Its branch stays; if it carries the same, nothing is missing. */
async function afterRace(publication: Publication, { branch, carried }: Place, session: Session): Promise<Published> {
  const now = await occupancyOf(branch, session.ports.git);
  if (now.type === 'free') {
    return { type: 'refused', branch, reason: `the remote does not take a branch of this name${carried === null ? '; a branch named like its beginning may stand in the way (setting `pull-request.branch-prefix`)' : ' any more: it was deleted meanwhile'}` };
  }
  const open = await openOf(branch, session);
  if (now.type === 'ours' && now.carried.fingerprint === publication.change) return propose(publication, { branch, carried: now.carried, open }, now.carried.commit, session);
  return { type: 'left-alone', branch, reason: `another run updated ${branch} meanwhile; its change stays`, link: open === null ? null : linkTo(open, 'unchanged') };
}

/** The open one for the run's base; one branch may have others, for other bases. */
async function openOf(branch: string, session: Session): Promise<PullRequest | null> {
  return (await allOpenOf(branch, session)).find(({ base }) => base === session.pullRequests!.base) ?? null;
}

async function allOpenOf(branch: string, { ports }: Session): Promise<readonly PullRequest[]> {
  const answer = await ports.forge!.ofBranch(branch);
  return answer.type === 'done' ? answer.value.filter(({ state }) => state === 'open') : [];
}

/** The task's own branch, or the next free name where a person has taken it. */
async function placeFor({ task }: Publication, session: Session): Promise<Place | Published> {
  const { ports, pullRequests, settings } = session;
  const first = ownOf(task, pullRequests!)?.pullRequest.branch ?? branchFor(task, settings.pullRequest.branchPrefix);
  for (let number = 1; number <= NAMES; number += 1) {
    const branch = number === 1 ? first : `${first}-${number}`;
    const occupancy = await occupancyOf(branch, ports.git);
    if (occupancy.type === 'free') return { branch, carried: null, open: null };
    const all = await allOpenOf(branch, session);
    const open = all.find(({ base }) => base === pullRequests!.base) ?? null;
    if (occupancy.type === 'foreign') {
      const shown = open ?? all[0] ?? null;
      if (await isOursBelow(occupancy.commit, shown, session)) return { type: 'left-alone', branch, reason: `someone committed to ${branch}; left alone`, link: shown === null ? null : linkTo(shown, 'unchanged') };
    } else if (open !== null || all.length === 0) return { branch, carried: occupancy.carried, open };
  }
  return { type: 'refused', branch: first, reason: `the names ${first} to ${first}-${NAMES} are all taken by other branches` };
}

/** True if a branch with a foreign tip is ours all the same: its pull request says so, or a commit below does. */
async function isOursBelow(tip: string, open: PullRequest | null, { ports, survey }: Session): Promise<boolean> {
  if (open !== null && readMarker(open.body) !== null) return true;
  const below = await ports.git.log(`${survey.head.commit}..${tip}`, { mentions: ['Self-Coding-Patch: '], limit: 1 });
  return below.length > 0;
}

/** The branch carries the change: opens the pull request, or brings the open one up to date. */
async function propose(publication: Publication, { branch, open }: Place, commit: string, session: Session): Promise<Published> {
  const forge = session.ports.forge!;
  const { text: { title, body, short }, draft } = publication;
  if (open !== null) return update(publication, { branch, commit }, open, session);
  const base = session.pullRequests!.base!;
  const opened = await forge.open({ branch, base, draft, title, body });
  if (opened.type === 'done') {
    const notes = await dress(opened.value.number, session);
    return remember(publication, { type: 'proposed', branch, commit, link: { ...linkTo(opened.value, 'created'), draft }, notes, hints: quietly(opened.value) }, session);
  }
  const other = opened.failure === 'exists' ? await openOf(branch, session) : null;
  if (other !== null) return update(publication, { branch, commit }, other, session);
  if (opened.failure === 'nothing-between') return { type: 'there-already', branch, commit, base };
  const compareUrl = forge.compareUrl({ branch, base, title, body: short });
  const why = opened.failure === 'no-drafts' ? 'this repository has no draft pull requests, and the change lacks evidence' : opened.reason;
  return { type: 'branch-only', branch, commit, compareUrl, reason: why, remedy: opened.remedy };
}

/** Text and state follow the change. What people set themselves (labels, reviewers, draft or ready) follows only a change of the verdict. */
async function update(publication: Publication, { branch, commit }: { readonly branch: string; readonly commit: string }, open: PullRequest, session: Session): Promise<Published> {
  const forge = session.ports.forge!;
  const { text: { title, body }, draft } = publication;
  const marker = readMarker(open.body);
  const isSame = open.head === commit && marker?.held === draft;
  if (isSame) return remember(publication, { type: 'proposed', branch, commit, link: linkTo(open, 'unchanged'), notes: [], hints: stillDraft(open, draft) }, session);
  const notes: string[] = [];
  const updated = await forge.update(open.number, { title, body });
  if (updated.type === 'failed') notes.push(`The text of pull request #${open.number} could not be brought up to date: ${updated.reason} ${updated.remedy}`);
  const turns = marker?.held !== draft && open.draft !== draft;
  const turned = turns ? await forge.setDraft(open.number, draft) : null;
  if (turned?.type === 'failed') notes.push(`Pull request #${open.number} could not be made ${draft ? 'a draft' : 'ready for review'}: ${turned.reason} ${turned.remedy}`);
  const isDraft = turned?.type === 'done' ? draft : open.draft;
  const hints = [...quietly(open), ...(turned === null ? stillDraft(open, draft) : [])];
  return remember(publication, { type: 'proposed', branch, commit, link: { ...linkTo(open, 'updated'), draft: isDraft }, notes, hints }, session);
}

/** Somebody made it a draft, or the token may not make it ready: nobody is asked to review a draft. */
function stillDraft({ number, draft: isDraft }: PullRequest, draft: boolean): readonly string[] {
  return isDraft && !draft ? [`Pull request #${number} is still a draft, though no evidence is missing: click "Ready for review" on it.`] : [];
}

/** GitHub starts no workflow for what its own token pushes or opens. */
function quietly({ author, number }: PullRequest): readonly string[] {
  if (author !== 'github-actions[bot]') return [];
  return [`GitHub starts no workflows for pull request #${number}, since the default token pushed it: close and reopen it to start them, or give the engine a \`token\` of an app (docs/pull-requests.md).`];
}

/** Labels and people, once: whatever people change later stays. */
async function dress(number: number, { ports, settings: { pullRequest } }: Session): Promise<readonly string[]> {
  const forge: Forge = ports.forge!;
  const { labels, reviewers, teamReviewers, assignees } = pullRequest;
  const asked = [
    labels.length === 0 ? null : { what: 'labels', result: await forge.addLabels(number, labels) },
    reviewers.length + teamReviewers.length === 0 ? null : { what: 'reviewers', result: await forge.requestReviewers(number, reviewers, teamReviewers) },
    assignees.length === 0 ? null : { what: 'assignees', result: await forge.addAssignees(number, assignees) },
  ];
  return asked.flatMap((one) => (one?.result.type === 'failed' ? [`Pull request #${number} got no ${one.what}: ${one.result.reason} ${one.result.remedy}`] : []));
}

function remember<T extends Extract<Published, { type: 'proposed' }>>({ patchId, task, fingerprint, parent }: Publication, published: T, { state }: Session): T {
  const { link, branch, commit } = published;
  recordPullRequest(state.history.ledger, { patchId, taskId: task.id, kind: task.kind, fingerprint, branch, number: link.number, url: link.url, state: 'open', base: parent, head: commit });
  return published;
}
