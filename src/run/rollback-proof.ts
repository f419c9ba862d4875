/** Takes back one commit on top of a later tree: the exact inverse, and the proof that it breaks nothing. */
import { invert, type Inversion } from '../core/change/invert.ts';
import type { GuardProblem } from '../core/change/guard-problem.ts';
import { placeProblems } from '../core/change/place-rules.ts';
import { isTest } from '../core/change/protected.ts';
import { withoutTestsOf } from '../core/evidence/own-tests.ts';
import { assess } from '../core/judge/verdict.ts';
import type { Candidate, FileEdit, FileMode } from '../core/model/change.ts';
import type { JudgeInput } from '../core/model/judge-input.ts';
import type { Attempt, Reverted } from '../core/model/patch.ts';
import type { Task } from '../core/model/task.ts';
import { count, listed } from '../core/report/format.ts';
import { changed, refused } from './attempt-results.ts';
import type { Tested } from './ground.ts';
import type { Session } from './session.ts';
import { changesOf, decodeText, type Base } from './source-tree.ts';
import { compare, judged, sizeOf } from './trial.ts';

export interface Conflict {
  readonly path: string;
  readonly why: string;
}

export type Inverse =
  /** `untouched`: every file stands as the commit left it, so that the result is the tree before it at these paths. */
  | { readonly type: 'edits'; readonly edits: readonly FileEdit[]; readonly untouched: boolean }
  /** Every file stands as before the commit already. */
  | { readonly type: 'nothing' }
  | { readonly type: 'conflict'; readonly conflicts: readonly Conflict[] };

/** The edits that take back what `commit` did to its one parent. Never half: one file that conflicts stops them all. */
export async function inverseOf({ commit, parent }: { readonly commit: string; readonly parent: string }, base: Base, session: Session): Promise<Inverse> {
  const { git } = session.ports;
  const changes = await git.diffTrees(commit, parent);
  const entries = new Map(base.entries.map((entry) => [entry.path, entry]));
  const moved = changes.some(({ path, before }) => before !== null && !entries.has(path));
  const renames = moved ? await git.renames(commit, base.commit) : new Map<string, string>();
  const inversions = changes.map((change) => invert(change, entries, renames));
  const edits: FileEdit[] = [];
  const conflicts: Conflict[] = [];
  for (const inversion of inversions) {
    const result = await resolve(inversion, entries, session);
    if (result !== null && 'why' in result) conflicts.push(result);
    else if (result !== null) edits.push(result);
  }
  if (conflicts.length > 0) return { type: 'conflict', conflicts };
  if (edits.length === 0) return { type: 'nothing' };
  return { type: 'edits', edits, untouched: inversions.every(({ type }) => type === 'exact') };
}

/** `null` where nothing is to be done. */
async function resolve(inversion: Inversion, entries: ReadonlyMap<string, Base['entries'][number]>, session: Session): Promise<FileEdit | Conflict | null> {
  if (inversion.type === 'done') return null;
  if (inversion.type === 'conflict') return inversion;
  const { path, mode } = inversion;
  const entry = entries.get(path);
  const now = entry === undefined ? null : await textOf(entry.blob, session);
  const wanted = inversion.type === 'exact' ? decoded(inversion.content) : await merged(inversion, now, session);
  if (wanted === undefined || now === undefined || !isFileMode(mode) || (entry !== undefined && !isFileMode(entry.mode))) return { path, why: 'it is no text file' };
  if (wanted === 'conflict') return { path, why: 'the same lines were edited since' };
  return now === wanted.text && entry?.mode === mode ? null : { path, mode, before: now, after: wanted.text };
}

type Wanted = { readonly text: string | null };

/** `undefined` for bytes that are no text. */
function decoded(content: Uint8Array | null): Wanted | undefined {
  if (content === null) return { text: null };
  const text = decodeText(content);
  return text === null ? undefined : { text };
}

async function merged({ base, theirs }: Extract<Inversion, { type: 'merge' }>, now: string | null | undefined, session: Session): Promise<Wanted | 'conflict' | undefined> {
  const [left, original] = [await textOf(base, session), decodeText(theirs)];
  if (left === undefined || original === null || now == null) return undefined;
  const text = await session.ports.git.mergeText(left, now, original);
  return text === null ? 'conflict' : { text };
}

async function textOf(blob: string, { ports: { git } }: Session): Promise<string | undefined> {
  const bytes = (await git.readBlobs([blob])).get(blob);
  return bytes === undefined ? undefined : (decodeText(bytes) ?? undefined);
}

function isFileMode(mode: string): mode is FileMode {
  return mode === '100644' || mode === '100755';
}

export interface Rollback {
  readonly task: Task;
  readonly reverts: Reverted;
  readonly edits: readonly FileEdit[];
  readonly explanation: string;
}

/** Runs the checks with the change taken back. The rule `harmless` decides; tests that came with the change go with it. */
export async function proveRollback(rollback: Rollback, { base, baseline: measured }: Tested, session: Session): Promise<Attempt> {
  const { task, edits, reverts } = rollback;
  const startedMs = session.ports.clock.monotonicMs();
  const candidate = candidateOf(rollback);
  const problems = await obstacles(edits, base, session);
  if (problems.length > 0) return refused({ task, candidate, ground: { base, baseline: measured }, startedMs }, problems, session);
  session.ports.reporter.info(`trying: ${candidate.title}`);
  const after = await session.workbench.check(base, edits);
  const baseline = withoutTestsOf(edits.filter((edit) => edit.after === null && isTest(edit.path)), measured, after);
  const ground: Tested = { base, baseline };
  const comparison = await compare(candidate, after, ground, session);
  const input: JudgeInput = {
    threshold: session.settings.threshold,
    task: { origin: task.origin, acceptCommand: null },
    change: sizeOf(candidate, isTest),
    before: judged(baseline),
    after: judged(after),
    comparison,
    suspects: session.state.suspects(comparison, after),
    flags: [], worth: null, functions: [], duplication: null, strength: null,
    history: { errors: [], cumulativeRoi: [], metrics: [] },
    rollback: true,
  };
  const trial = { before: baseline, after, comparison, worth: null, strength: null, ...assess(input), input };
  const attempt = changed({ task, candidate, ground, startedMs }, trial, session);
  const healed = comparison.fixedTests;
  const reasons = healed.length === 0 || attempt.outcome !== 'kept' ? attempt.reasons : [...attempt.reasons, `It heals ${count(healed.length, 'test')} that failed with the change: ${listed(healed)}.`];
  return { ...attempt, reasons, patch: { ...attempt.patch!, reverts } };
}

/** Whatever the path: what was recorded may be taken back. Only a path that leads elsewhere, or what could not be undone, stops it. */
async function obstacles(edits: readonly FileEdit[], base: Base, session: Session): Promise<readonly GuardProblem[]> {
  const { untracked } = session.survey;
  const unsafe = placeProblems(edits, { entries: base.entries, untracked: [], mayEdit: () => true, isTest: () => false }).filter(({ rule }) => rule === 'path' || rule === 'collision');
  const hidden = edits.filter(({ path }) => untracked.includes(path)).map(({ path }): GuardProblem => ({ rule: 'untracked', path, problem: 'an untracked file of this name exists', remedy: 'Commit, move or remove it.' }));
  if (unsafe.length + hidden.length > 0) return [...unsafe, ...hidden];
  const obstacle = await session.ports.workspace.obstacle(changesOf(base, edits));
  return obstacle === null ? [] : [{ rule: 'tree', path: '', problem: obstacle.problem.replace(/\.$/, ''), remedy: obstacle.remedy }];
}

function candidateOf({ task, edits, explanation }: Rollback): Candidate {
  return {
    taskId: task.id, kind: task.kind, edits, title: task.title, explanation, generator: { name: 'offline', model: null }, sites: [], transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0,
  };
}
