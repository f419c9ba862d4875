/** Takes back one recorded change: find it, invert it onto the present state, prove that nothing breaks, land it like any change. */
import { reasonTexts } from '../core/judge/verdict.ts';
import type { Attempt, Reverted } from '../core/model/patch.ts';
import type { RollbackReport } from '../core/model/run-report.ts';
import type { FoundTask } from '../core/model/task.ts';
import { oneLine, sentence } from '../core/report/format.ts';
import { verdictLines } from '../core/report/log.ts';
import { impossible } from './attempt-results.ts';
import { measureBaseline } from './baseline.ts';
import { commitKept, type Kept } from './kept.ts';
import { rollbackId } from './pull-request-branch.ts';
import { findChange, type Finding, type WantedChange } from './rollback-find.ts';
import { inverseOf, proveRollback, type Inverse } from './rollback-proof.ts';
import type { Running, Session } from './session.ts';
import { setUp } from './setup.ts';
import type { Base } from './source-tree.ts';
import type { Story } from './story.ts';

type Found = Extract<Finding, { type: 'found' }>;

/** What is to land: one commit, or none. Dependencies are set up only if there is something to prove. */
export async function rollBack(base: Base, running: Running): Promise<readonly Kept[]> {
  const { session, story } = running;
  const finding = await story.phase('find', () => findChange(session.settings.patchId, session));
  if (finding.type === 'none') {
    story.nothing(finding.reason);
    story.rollback({ patchId: '', title: '', reverted: '', conflicts: [], outcome: 'not-found', reasons: [finding.reason], commit: null, pullRequest: null });
    return [];
  }
  if (finding.type === 'ended') {
    end(finding, { outcome: finding.outcome, reasons: finding.reasons, conflicts: [] }, base, running);
    return [];
  }
  const inverse = await story.phase('invert', () => inverted(finding, base, session, story));
  if (inverse.type !== 'edits') {
    end({ ...finding, commit: finding.commit.commit }, await explained(finding, inverse, base, session), base, running);
    return [];
  }
  await story.phase('setup', () => setUp(session, story));
  const attempt = await proved(finding, inverse, base, running);
  return attempt.outcome === 'kept' ? [(await commitKept(attempt, base, session)).kept] : [];
}

async function inverted({ change, commit, parent }: Found, base: Base, session: Session, story: Story): Promise<Inverse> {
  story.tell(`${change.patchId}: ${change.subject} (commit ${commit.commit.slice(0, 12)})`);
  return inverseOf({ commit: commit.commit, parent }, base, session);
}

async function proved(finding: Found, { edits, untouched }: Extract<Inverse, { type: 'edits' }>, base: Base, { session, recorder, story }: Running): Promise<Attempt> {
  const reverts = revertedBy(finding);
  const baseline = await story.phase('baseline', async () => {
    const measured = await measureBaseline(base, session);
    story.baseline(measured);
    return measured;
  });
  const attempt = await story.phase('check', async () => {
    const task = taskOf(finding.change, edits.map(({ path }) => path));
    const result = await recorder.tried(await proveRollback({ task, reverts, edits, explanation: explanation(finding, untouched) }, { base, baseline }, session));
    story.tried(result);
    const told = result.verdict === null ? result.reasons : reasonTexts(result.verdict);
    for (const line of [...verdictLines(result), ...result.reasons.filter((reason) => !told.includes(reason))]) story.tell(line);
    return result;
  });
  story.attempted(attempt, base);
  story.rollback(reportOf(finding.change, reverts.commit, { outcome: attempt.outcome === 'kept' ? 'rolled-back' : 'refused', reasons: attempt.reasons, conflicts: [] }));
  return attempt;
}

interface Ending {
  readonly outcome: 'unchanged' | 'refused';
  readonly reasons: readonly string[];
  readonly conflicts: readonly string[];
}

/** Nothing was tried. */
function end({ change, commit }: { readonly change: WantedChange; readonly commit: string | null }, { outcome, reasons, conflicts }: Ending, base: Base, { session, story }: Running): void {
  const attempt: Attempt = { ...impossible(taskOf(change, conflicts), [], session), outcome, reasons };
  for (const line of verdictLines(attempt)) story.tell(line);
  story.attempted(attempt, base);
  story.rollback(reportOf(change, commit ?? '', { outcome: conflicts.length > 0 ? 'conflict' : 'refused', reasons, conflicts }));
}

async function explained({ commit }: Found, inverse: Exclude<Inverse, { type: 'edits' }>, base: Base, { ports: { git } }: Session): Promise<Ending> {
  if (inverse.type === 'nothing') return { outcome: 'unchanged', reasons: ['Nothing is left to take back: every file of it stands as before the change.'], conflicts: [] };
  const reasons: string[] = [];
  for (const { path, why } of inverse.conflicts) {
    const since = await git.log(`${commit.commit}..${base.commit}`, { paths: [path], limit: 3 });
    const by = since.length === 0 ? '' : ` (since then: ${since.map((each) => `${each.commit.slice(0, 12)} ${oneLine(each.message.split('\n')[0]!, 60)}`).join('; ')})`;
    reasons.push(`\`${path}\` cannot be taken back: ${why}${by}.`);
  }
  const remedy = `Nothing was changed. Take back the later changes first, or solve the conflict by hand: git revert ${commit.commit.slice(0, 12)}`;
  return { outcome: 'refused', reasons: [...reasons, remedy], conflicts: inverse.conflicts.map(({ path }) => path) };
}

function revertedBy({ change, commit }: Found): Reverted {
  return { patchId: change.patchId, commit: commit.commit, subject: change.subject };
}

function taskOf({ patchId, kind, subject }: WantedChange, paths: readonly string[]): FoundTask {
  return { origin: 'found', kind, id: rollbackId(patchId), title: `Revert "${oneLine(subject, 61)}"`, paths, gain: 0, detail: { rollback: patchId } };
}

function explanation({ change, commit }: Found, untouched: boolean): string {
  const files = untouched ? 'Nobody has edited its files since: each stands again as before, to the byte.' : 'Its files were edited since; those later edits stay.';
  return `Takes back exactly what the change ${change.patchId} of ${commit.at.slice(0, 10)} did. ${files}\n\nThis reverts commit ${commit.commit}.`;
}

function reportOf({ patchId, subject }: WantedChange, reverted: string, { outcome, reasons, conflicts }: Pick<RollbackReport, 'outcome' | 'reasons' | 'conflicts'>): RollbackReport {
  return { patchId, title: subject, reverted, conflicts, outcome, reasons: reasons.map(sentence), commit: null, pullRequest: null };
}
