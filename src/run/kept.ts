/** Commits of what was kept, made from the base tree and the edits; nothing points to them until they land. */
import type { Attempt } from '../core/model/patch.ts';
import { commitMessage } from '../core/report/commit-message.ts';
import type { Session } from './session.ts';
import { baseAfter, commitChanges, type Base } from './source-tree.ts';

/** A kept attempt with the commit object that carries it; nothing points to the commit yet. */
export interface Kept {
  readonly attempt: Attempt;
  readonly commit: string;
  /** The base that the commit stands on. */
  readonly on: Base;
}

/** Makes the commit of a kept attempt on its base, and the base that the next attempt stands on. */
export async function commitKept(attempt: Attempt, base: Base, session: Session): Promise<{ readonly kept: Kept; readonly next: Base }> {
  const { edits } = attempt.patch!;
  const made = await session.ports.git.commit({ parent: base.commit, changes: commitChanges(base, edits), message: commitMessage(attempt.patch!) });
  return { kept: { attempt, commit: made.commit, on: base }, next: baseAfter(base, edits, made) };
}
