/** What was kept becomes a commit, a push or a patch file. Commits come from the base tree and the edits, never from the working tree. */
import type { Attempt } from '../core/model/patch.ts';
import { sentence } from '../core/report/format.ts';
import { branchName } from './branch.ts';
import { requireGoingOn } from './going-on.ts';
import { commitKept, type Kept } from './kept.ts';
import { landPullRequests } from './land-pull-requests.ts';
import { writePatches } from './patch-files.ts';
import { isProposed } from './pull-request-wait.ts';
import { reverify } from './rebase.ts';
import type { Session } from './session.ts';
import type { Story } from './story.ts';

type Landing =
  /** As it landed: after a rebase, with the evidence of the new base. Without commits where patch files were written. */
  | { readonly type: 'landed'; readonly kept: readonly Kept[]; readonly text: string }
  /** Everything was proved, but it could not be published; the patch files hold the work. */
  | { readonly type: 'not-landed'; readonly reason: string; readonly remedy: string; readonly rejudged: readonly Attempt[] };

/** Times that a push is tried again on a branch that moves. */
const PUSH_TRIES = 4;

/** Publishes what was kept; what was held becomes a patch file for a human, since nothing of it may land by itself. */
export async function landKept(kept: readonly Kept[], session: Session, story: Story): Promise<void> {
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
  const landing = await land(kept, session);
  story.landing(landing.type === 'landed' ? { type: 'landed', text: landing.text } : { type: 'not-landed', reason: landing.reason, remedy: landing.remedy });
  story.revise((attempt) => (attempt.outcome === 'kept' ? afterLanding(attempt, landing) : attempt));
}

/** Publishes what was kept as the settings say. Never half: either every commit lands or none. */
async function land(kept: readonly Kept[], session: Session): Promise<Landing> {
  const { settings, survey } = session;
  const last = kept.at(-1)!;
  switch (settings.publish) {
    // Pull requests land one by one, elsewhere.
    case 'pull-request':
    case 'patch':
      return { type: 'landed', kept: [], text: await writePatches(kept, session) };
    case 'commit': {
      await session.ports.workspace.land(survey.head.commit, last.commit, `self-coding: ${last.attempt.patch!.title}`);
      return { type: 'landed', kept, text: `committed ${short(last.commit)} on ${survey.head.ref === null ? 'a detached HEAD' : branchName(survey.head.ref)}` };
    }
    case 'push': {
      const landing = await push(kept, session);
      // Minutes of proof must not be lost with the push.
      return landing.type === 'landed' ? landing : { ...landing, remedy: `${landing.remedy} Nothing is lost: ${await writePatches(kept, session)}.` };
    }
    default:
      return settings.publish satisfies never;
  }
}

async function push(kept: readonly Kept[], session: Session): Promise<Landing> {
  const { git, reporter } = session.ports;
  const branch = branchName(session.survey.head.ref);
  let current = kept;
  for (let tries = 1; tries <= PUSH_TRIES; tries += 1) {
    const last = current.at(-1)!;
    const result = await git.push(last.commit, branch);
    if (result.type === 'pushed') {
      return { type: 'landed', kept: current, text: `pushed ${short(last.commit)} to ${branch}` };
    }
    if (result.type === 'refused') return { type: 'not-landed', reason: `the push to ${branch} was refused: ${result.reason.replace(/\.$/, '')}`, remedy: 'Or use `publish: patch`.', rejudged: [] };
    reporter.info(`${branch} moved on while the checks ran: fetching, rebasing and proving the change again (try ${tries} of ${PUSH_TRIES})`);
    const rebased = await reverify(current, branch, session);
    if (rebased.type === 'lost') return { type: 'not-landed', reason: rebased.reason, remedy: 'Run again: the next run starts from the new base.', rejudged: rebased.rejudged };
    current = rebased.kept;
  }
  return { type: 'not-landed', reason: `${branch} moved on ${PUSH_TRIES} times while the change was being proved`, remedy: 'Run again at a quieter time.', rejudged: [] };
}

function short(commit: string): string {
  return commit.slice(0, 12);
}

/** What a kept attempt became: its commit; or, where the branch or its guardians refused it, what stands in the way. */
function afterLanding(attempt: Attempt, landing: Landing): Attempt {
  if (landing.type === 'landed') {
    const landed = landing.kept.find((one) => one.attempt.patchId === attempt.patchId);
    return landed === undefined ? attempt : { ...landed.attempt, commit: landed.commit, recordPath: attempt.recordPath };
  }
  const rejudged = landing.rejudged.find((one) => one.patchId === attempt.patchId);
  return rejudged === undefined ? { ...attempt, outcome: 'failed', reasons: [sentence(landing.reason), landing.remedy] } : { ...rejudged, recordPath: attempt.recordPath };
}
