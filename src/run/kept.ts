/** Commits of what was kept, made from the base tree and the edits; nothing points to them until they land. */
import type { Attempt } from '../core/model/patch.ts';
import { commitMessage } from '../core/report/commit-message.ts';
import type { Session } from './session.ts';
import { commitChanges, type Base } from './source-tree.ts';

/** A kept attempt with the commit object that carries it; nothing points to the commit yet. */
export interface Kept {
  readonly attempt: Attempt;
  readonly commit: string;
  /** The base that the commit stands on. */
  readonly on: Base;
}

/** Makes the commit of a kept attempt on its base, and the base that the next attempt stands on. */
export async function commitKept(attempt: Attempt, base: Base, session: Session): Promise<{ readonly kept: Kept; readonly next: Base }> {
  const { git } = session.ports;
  const changes = commitChanges(base, attempt.patch!.edits);
  const { commit, tree } = await git.commit({ parent: base.commit, changes, message: commitMessage(attempt.patch!) });
  const [entries, kept] = await Promise.all([git.listTree(commit), git.diffTrees(session.survey.head.commit, commit)]);
  return { kept: { attempt, commit, on: base }, next: { commit, tree, entries, kept } };
}
