/** What was kept becomes pull requests, and what a request was held for becomes a draft; each stands on the run's base by itself. */
import { fingerprintOf } from '../core/change/edits.ts';
import type { Attempt } from '../core/model/patch.ts';
import { sentence } from '../core/report/format.ts';
import { pullRequestText } from '../core/report/pull-request.ts';
import { titleOf } from '../core/report/proof.ts';
import type { Kept } from './kept.ts';
import { writePatches } from './patch-files.ts';
import { publish, type Publication, type Published } from './pull-request.ts';
import type { Session } from './session.ts';
import type { Story } from './story.ts';

/** Publishes one by one: what stands in the way of one stops no other. */
export async function landPullRequests(proposals: readonly Kept[], session: Session, story: Story): Promise<void> {
  const landed: string[] = [];
  const links: { readonly label: string; readonly url: string }[] = [];
  const lost: { readonly reason: string; readonly remedy: string }[] = [];
  // Told after what they are about.
  const hints: string[] = [];
  for (const one of proposals) {
    const published = await publish(publicationOf(one), session);
    const patches = published.type === 'left-alone' || published.type === 'refused' ? await writePatches([one], session) : '';
    for (const note of published.type === 'proposed' ? published.notes : []) story.warn(note);
    if (published.type === 'proposed') hints.push(...published.hints);
    if (published.type === 'branch-only') {
      hints.push(remedyOf(published));
      links.push({ label: 'Open the pull request', url: published.compareUrl });
    }
    if (published.type === 'proposed') links.push({ label: `Pull request ${published.link.number}`, url: published.link.url });
    if (published.type === 'refused') lost.push({ reason: `the push to ${published.branch} was refused: ${published.reason.replace(/\.$/, '')}`, remedy: `Or use \`publish: patch\`. Nothing is lost: ${patches}.` });
    else landed.push(textOf(published, one.attempt, patches));
    story.revise((attempt) => (attempt.patchId === one.attempt.patchId ? afterPublishing(attempt, published, lost.at(-1)) : attempt));
  }
  if (landed.length > 0) story.landing({ type: 'landed', text: landed.join('; '), links });
  for (const { reason, remedy } of lost) {
    if (landed.length === 0) story.landing({ type: 'not-landed', reason, remedy });
    else story.warn(`${sentence(reason)} ${remedy}`);
  }
  for (const hint of hints) story.remedy(hint);
}

/** What is published of a kept or held attempt: the hash of its edits is what its branch is recognised by. */
export function publicationOf({ attempt, commit, on }: Kept): Publication {
  const patch = attempt.patch!;
  return {
    task: attempt.task, patchId: attempt.patchId, fingerprint: patch.fingerprint, commit, parent: on.commit,
    change: fingerprintOf(patch.edits.filter(({ before, after }) => before !== after)),
    text: pullRequestText(attempt), draft: attempt.outcome === 'held',
  };
}

function remedyOf({ branch, reason, remedy }: Extract<Published, { type: 'branch-only' }>): string {
  return `The branch ${branch} is pushed, but its pull request could not be opened: ${sentence(reason)} Open it by the link, and from now on: ${remedy}`;
}

function textOf(published: Exclude<Published, { type: 'refused' }>, attempt: Attempt, patches: string): string {
  switch (published.type) {
    case 'proposed': {
      const { link: { number, operation, draft } } = published;
      const what = `${draft ? 'draft ' : ''}pull request #${number}`;
      const did = { created: `opened ${what}`, updated: `updated ${what}`, unchanged: `${what} carries it already` }[operation];
      return `${did}: ${titleOf(attempt)}`;
    }
    case 'branch-only': return `pushed ${published.commit.slice(0, 12)} to ${published.branch}`;
    case 'there-already': return `${published.base} has the change already (commit ${published.commit.slice(0, 12)}), so there is nothing to open: ${titleOf(attempt)}`;
    case 'left-alone': return `${published.reason}; ${patches}`;
    default: return published satisfies never;
  }
}

/** A held request stays held: its draft says what is missing. */
function afterPublishing(attempt: Attempt, published: Published, lost: { readonly reason: string; readonly remedy: string } | undefined): Attempt {
  switch (published.type) {
    case 'proposed': return { ...attempt, commit: published.commit, pullRequest: published.link };
    case 'branch-only': return { ...attempt, commit: published.commit };
    case 'there-already': return { ...attempt, outcome: 'unchanged', commit: published.commit, reasons: [`${published.base} has the change already: commit ${published.commit.slice(0, 12)}.`, ...attempt.reasons] };
    case 'left-alone': return { ...attempt, pullRequest: published.link, reasons: [sentence(published.reason), ...attempt.reasons] };
    case 'refused': return attempt.outcome === 'kept' ? { ...attempt, outcome: 'failed', reasons: [sentence(lost!.reason), lost!.remedy] } : attempt;
    default: return published satisfies never;
  }
}
