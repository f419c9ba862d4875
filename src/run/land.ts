/** What was kept becomes a commit, a push or a patch file. Commits come from the base tree and the edits, never from the working tree. */
import type { Kind } from '../core/kinds/kind.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { KindName } from '../core/model/task.ts';
import { branchName } from './branch.ts';
import { sentence } from '../core/report/format.ts';
import type { Kept } from './kept.ts';
import { reverify } from './rebase.ts';
import type { Session } from './session.ts';

export type Landing =
  /** As it landed: after a rebase, with the evidence of the new base. Without commits where patch files were written. */
  | { readonly type: 'landed'; readonly kept: readonly Kept[]; readonly text: string }
  /** Everything was proved, but it could not be published; the patch files hold the work. */
  | { readonly type: 'not-landed'; readonly reason: string; readonly remedy: string; readonly rejudged: readonly Attempt[] };

/** Times that a push is tried again on a branch that moves. */
const PUSH_TRIES = 4;

/** Publishes what was kept as the settings say. Never half: either every commit lands or none. */
export async function land(kept: readonly Kept[], kinds: ReadonlyMap<KindName, Kind>, session: Session): Promise<Landing> {
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
      const landing = await push(kept, kinds, session);
      // Minutes of proof must not be lost with the push.
      return landing.type === 'landed' ? landing : { ...landing, remedy: `${landing.remedy} Nothing is lost: ${await writePatches(kept, session)}.` };
    }
    default:
      return settings.publish satisfies never;
  }
}

async function push(kept: readonly Kept[], kinds: ReadonlyMap<KindName, Kind>, session: Session): Promise<Landing> {
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
    const rebased = await reverify(current, branch, kinds, session);
    if (rebased.type === 'lost') return { type: 'not-landed', reason: rebased.reason, remedy: 'Run again: the next run starts from the new base.', rejudged: rebased.rejudged };
    current = rebased.kept;
  }
  return { type: 'not-landed', reason: `${branch} moved on ${PUSH_TRIES} times while the change was being proved`, remedy: 'Run again at a quieter time.', rejudged: [] };
}

/** One `git am`-able file for each commit, beside the decision records. */
export async function writePatches(kept: readonly Kept[], session: Session): Promise<string> {
  const written: string[] = [];
  for (const { attempt, commit } of kept) {
    const path = `${session.settings.recordsDirectory}/${attempt.patchId}.patch`;
    await session.ports.files.write(path, await session.ports.git.formatPatch(commit));
    written.push(path);
  }
  return `wrote ${written.join(', ')} (apply with: git am <file>)`;
}

function short(commit: string): string {
  return commit.slice(0, 12);
}

/** What a kept attempt became: its commit; or, where the branch or its guardians refused it, what stands in the way. */
export function afterLanding(attempt: Attempt, landing: Landing): Attempt {
  if (landing.type === 'landed') {
    const landed = landing.kept.find((one) => one.attempt.patchId === attempt.patchId);
    return landed === undefined ? attempt : { ...landed.attempt, commit: landed.commit, recordPath: attempt.recordPath };
  }
  const rejudged = landing.rejudged.find((one) => one.patchId === attempt.patchId);
  return rejudged === undefined ? { ...attempt, outcome: 'failed', reasons: [sentence(landing.reason), landing.remedy] } : { ...rejudged, recordPath: attempt.recordPath };
}
