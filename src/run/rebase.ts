/** A branch that moved on: the kept changes are carried over to it and proved again, since a clean rebase can be red. */
import type { Candidate, FileEdit } from '../core/model/change.ts';
import type { Attempt } from '../core/model/patch.ts';
import { proveAgain } from './attempt.ts';
import { measureBaseline } from './baseline.ts';
import { openGround } from './ground.ts';
import { commitKept, type Kept } from './kept.ts';
import { proveRollback } from './rollback-proof.ts';
import type { Session } from './session.ts';
import { decodeText, type Base } from './source-tree.ts';

export type Rebased =
  | { readonly type: 'rebased'; readonly kept: readonly Kept[] }
  | { readonly type: 'lost'; readonly reason: string; readonly rejudged: readonly Attempt[] };

/** Fetches the branch and proves every kept change on top of it, in order; one that fails loses all that follow. */
export async function reverify(kept: readonly Kept[], branch: string, session: Session): Promise<Rebased> {
  const { git } = session.ports;
  const remote = await git.fetch(branch);
  if (remote === null) return { type: 'lost', reason: `the remote has no branch ${branch} any more`, rejudged: [] };
  const [entries, changes, tree] = await Promise.all([git.listTree(remote), git.diffTrees(session.survey.head.commit, remote), git.treeOf(remote)]);
  let base: Base = { commit: remote, tree, entries, kept: changes };
  const result: Kept[] = [];
  for (const one of kept) {
    const candidate = await carryOver(one, base, session);
    if (candidate.type === 'conflict') return { type: 'lost', reason: `${candidate.path} was changed on ${branch} in the same place`, rejudged: [] };
    const again = await prove(one, candidate.candidate, base, session);
    const attempt = sameId(again, one.attempt.patchId);
    if (attempt.outcome !== 'kept') return { type: 'lost', reason: `on the new ${branch} the change is ${attempt.outcome}: ${attempt.reasons.join(' ')}`, rejudged: [attempt] };
    const committed = await commitKept(attempt, base, session);
    result.push(committed.kept);
    base = committed.next;
  }
  return { type: 'rebased', kept: result };
}

/** A rollback is proved by its own rule; everything else as it was proved before. */
async function prove({ attempt }: Kept, candidate: Candidate, base: Base, session: Session): Promise<Attempt> {
  const { task } = attempt;
  const reverts = attempt.patch?.reverts;
  if (reverts === undefined) return proveAgain(attempt, candidate, await openGround(base, session), session);
  return proveRollback({ task, reverts, edits: candidate.edits, explanation: candidate.explanation }, { base, baseline: await measureBaseline(base, session) }, session);
}

/** It is the same change, proved once more: history, trailer and record know it by one id. */
function sameId(attempt: Attempt, patchId: string): Attempt {
  return { ...attempt, patchId, patch: attempt.patch === null ? null : { ...attempt.patch, id: patchId } };
}

type CarriedOver = { readonly type: 'carried'; readonly candidate: Candidate } | { readonly type: 'conflict'; readonly path: string };

/** Three-way merge of each edited file, and of each probe, onto the new base. */
async function carryOver({ attempt }: Kept, base: Base, session: Session): Promise<CarriedOver> {
  const candidate = attempt.candidate!;
  const edits = await mergeEdits(candidate.edits, base, session);
  if (edits.type === 'conflict') return edits;
  const sites = [];
  for (const site of candidate.sites) {
    const probe = await mergeEdits(site.probe, base, session);
    if (probe.type === 'conflict') return probe;
    sites.push({ ...site, probe: probe.edits });
  }
  return { type: 'carried', candidate: { ...candidate, edits: edits.edits, sites } };
}

async function mergeEdits(edits: readonly FileEdit[], base: Base, session: Session): Promise<{ readonly type: 'merged'; readonly edits: readonly FileEdit[] } | { readonly type: 'conflict'; readonly path: string }> {
  const { git } = session.ports;
  const entries = new Map(base.entries.map((entry) => [entry.path, entry]));
  const merged: FileEdit[] = [];
  for (const edit of edits) {
    const entry = entries.get(edit.path);
    const bytes = entry === undefined ? undefined : (await git.readBlobs([entry.blob])).get(entry.blob);
    const theirs = bytes === undefined ? null : decodeText(bytes);
    if (theirs === edit.before) merged.push(edit);
    else if (theirs === null || edit.before === null || edit.after === null) return { type: 'conflict', path: edit.path };
    else {
      const after = await git.mergeText(edit.before, edit.after, theirs);
      if (after === null) return { type: 'conflict', path: edit.path };
      merged.push({ ...edit, before: theirs, after });
    }
  }
  return { type: 'merged', edits: merged };
}
