/** Which commit of this branch carries the change to take back: by its trailer, or by what history remembers. */
import { ConfigError } from '../core/errors.ts';
import { knownPullRequests } from '../core/history/pull-requests.ts';
import { landedChanges, MENTIONS, subjectOf, trailersOf, undoingsIn, type LandedChange } from '../core/history/undone.ts';
import type { HistoryEntry } from '../core/model/event.ts';
import { KIND_NAMES, type KindName } from '../core/model/task.ts';
import type { LoggedCommit } from '../core/ports-log.ts';
import { count } from '../core/report/format.ts';
import { branchName } from './branch.ts';
import type { Session } from './session.ts';

export interface WantedChange {
  readonly patchId: string;
  readonly kind: KindName;
  /** Of the commit, or of the attempt where none landed. */
  readonly subject: string;
}

export type Finding =
  | { readonly type: 'found'; readonly change: WantedChange; readonly commit: LoggedCommit; readonly parent: string }
  /** It is known, but there is nothing to do, or nothing that can be done here. */
  | { readonly type: 'ended'; readonly outcome: 'unchanged' | 'refused'; readonly change: WantedChange; readonly commit: string | null; readonly reasons: readonly string[] }
  /** Asked for `last`, and no change stands. */
  | { readonly type: 'none'; readonly reason: string };

/** Throws `ConfigError` for an id that names nothing here, and where the clone does not reach far enough. */
export async function findChange(wanted: string, session: Session): Promise<Finding> {
  const { git } = session.ports;
  const log = await git.log(session.survey.head.commit, { mentions: MENTIONS });
  const landed = landedChanges(log);
  if (wanted.toLowerCase() === 'last') return last(landed, session);
  const own = landed.find(({ patchId }) => patchId === wanted.toUpperCase());
  if (own !== undefined) return checked(own, session);
  const entry = session.state.history.entry(wanted.toUpperCase());
  if (entry !== null) return remembered(entry, log, session);
  if (log.some(({ message }) => trailersOf(message)['Self-Coding-Patch'] === wanted.toUpperCase())) throw rollbackOfRollback(wanted);
  return byCommit(wanted, log, landed, session);
}

function last(landed: readonly LandedChange[], session: Session): Finding {
  const newest = landed.find(({ undoneBy }) => undoneBy === null);
  if (newest !== undefined) return checked(newest, session);
  if (session.survey.head.shallow) throw tooShallow('last', 'no change of the engine stands in the part of the history that was fetched');
  return { type: 'none', reason: `No change of the engine stands on ${branch(session)}${landed.length === 0 ? '' : `: ${count(landed.length, 'change')} of it ${landed.length === 1 ? 'was' : 'were'} taken back already`}.` };
}

/** The commit has exactly one parent to go back to, and nobody took it back yet. */
function checked({ patchId, kind, commit, undoneBy }: LandedChange, { survey: { head } }: Session): Finding {
  const change: WantedChange = { patchId, kind: kindOf(kind), subject: subjectOf(commit) };
  const ended = (outcome: 'unchanged' | 'refused', ...reasons: readonly string[]): Finding => ({ type: 'ended', outcome, change, commit: commit.commit, reasons });
  if (undoneBy !== null) return ended('unchanged', `It was taken back already, by commit ${undoneBy.slice(0, 12)}.`);
  if (commit.parents.length > 1) return ended('refused', `Commit ${commit.commit.slice(0, 12)} is a merge: it has more than one state before it.`, `Take it back by hand: git revert -m 1 ${commit.commit.slice(0, 12)}`);
  const [parent] = commit.parents;
  if (parent !== undefined) return { type: 'found', change, commit, parent };
  if (head.shallow) throw tooShallow(patchId, `the state before commit ${commit.commit.slice(0, 12)} was not fetched`);
  return ended('refused', `Commit ${commit.commit.slice(0, 12)} is the first one of the repository: there is no state before it.`);
}

/** History knows the patch, and no commit of this branch names it. */
async function remembered(entry: HistoryEntry, log: readonly LoggedCommit[], session: Session): Promise<Finding> {
  const { git } = session.ports;
  const { patchId, kind, commit } = entry;
  const here = commit !== null && (await git.commitsStarting(commit)).length > 0;
  if (here && (await git.isAncestor(commit, session.survey.head.commit))) {
    const [logged] = await git.log(commit, { limit: 1 });
    return checked({ patchId, kind, commit: logged!, undoneBy: undoingsIn(log).of(commit, patchId) }, session);
  }
  if (commit !== null && !here && session.survey.head.shallow) throw tooShallow(patchId, `commit ${commit.slice(0, 12)} was not fetched`);
  return { type: 'ended', outcome: 'refused', change: { patchId, kind: kindOf(kind), subject: entry.title }, commit, reasons: notHere(entry, session) };
}

function notHere({ patchId, commit, outcome }: HistoryEntry, session: Session): readonly string[] {
  const pull = knownPullRequests(session.state.history.ledger).findLast((known) => known.patchId === patchId);
  if (pull?.state === 'open') return [`It has not landed: it waits in pull request #${pull.number}.`, `Close the pull request: ${pull.url}`];
  if (pull?.state === 'closed') return [`It never landed: pull request #${pull.number} was closed without a merge.`];
  if (commit !== null) return [`It landed as commit ${commit.slice(0, 12)}, which is not on ${branch(session)}.`, 'Check out the branch that has it.'];
  return [outcome === 'proposed' ? 'It was kept, but never landed: it was written to a patch file or could not be published.' : `It never landed: the attempt was ${outcome}.`];
}

async function byCommit(wanted: string, log: readonly LoggedCommit[], landed: readonly LandedChange[], session: Session): Promise<Finding> {
  const { git } = session.ports;
  const ids = /^[0-9a-f]{4,64}$/i.test(wanted) ? await git.commitsStarting(wanted.toLowerCase()) : [];
  if (ids.length > 1) throw problem(wanted, `is the beginning of ${ids.length} commits: ${ids.slice(0, 5).map((id) => id.slice(0, 12)).join(', ')}`, 'Give more digits.');
  const [commit] = ids;
  if (commit === undefined) {
    if (session.survey.head.shallow) throw tooShallow(wanted, 'nothing of this name is in the part of the history that was fetched');
    throw problem(wanted, `names no recorded change and no commit of ${branch(session)}`, 'Take the id from a summary, a record or the trailer `Self-Coding-Patch` of a commit; `last` means the newest one.');
  }
  if (!(await git.isAncestor(commit, session.survey.head.commit))) throw problem(wanted, `names a commit that is not on ${branch(session)}`, 'Check out the branch that has it.');
  const own = landed.find((change) => change.commit.commit === commit);
  if (own !== undefined) return checked(own, session);
  const entry = session.state.history.entries({ outcome: 'kept' }).find((one) => one.commit === commit);
  // By the merge of a pull request: what it brought in is taken back.
  const brought = landed.find(({ patchId }) => patchId === entry?.patchId);
  if (brought !== undefined) return checked(brought, session);
  if (entry !== undefined) return remembered(entry, log, session);
  const [logged] = await git.log(commit, { limit: 1 });
  if (trailersOf(logged!.message)['Self-Coding-Rollback'] !== undefined) throw rollbackOfRollback(wanted);
  const merge = logged!.parents.length > 1 ? ' It is a merge: name the commit that it brought in.' : '';
  throw problem(wanted, `names a commit that the engine did not make: ${subjectOf(logged!)}`, `Only recorded changes are taken back.${merge} For any other: git revert ${commit.slice(0, 12)}`);
}

function kindOf(name: string | null): KindName {
  return KIND_NAMES.find((kind) => kind === name) ?? 'helper';
}

function branch({ survey: { head } }: Session): string {
  return head.ref === null ? 'the checked-out commit' : branchName(head.ref);
}

function problem(value: string, text: string, remedy: string): ConfigError {
  return new ConfigError([{ setting: 'patch-id', value, problem: text, remedy }]);
}

function rollbackOfRollback(wanted: string): ConfigError {
  return problem(wanted, 'names a rollback, which is not taken back by another one', 'Bring the change back by hand with `git revert`, or ask for it again.');
}

function tooShallow(wanted: string, why: string): ConfigError {
  return problem(wanted, `lies beyond the depth of this shallow clone: ${why}`, 'Fetch the whole history: `fetch-depth: 0` for actions/checkout, `git fetch --unshallow` elsewhere.');
}
