/** Remembers every attempt: in the state as soon as it is over, and as a decision record. What was kept is remembered by what landed. */
import { fingerprintOf } from '../core/change/edits.ts';
import type { Attempt, Patch } from '../core/model/patch.ts';
import { decisionRecord, settingsDigest } from '../core/report/record.ts';
import type { Session } from './session.ts';
import { runBody } from './settled.ts';
import type { RecordContext } from './state.ts';
import type { Story } from './story.ts';

export interface Recorder {
  /** A candidate that was tried; one that is kept waits for the landing. */
  tried(attempt: Attempt): Promise<Attempt>;
  /** A task without any candidate; what a model was asked for it goes on record all the same. */
  withoutCandidate(attempt: Attempt): Promise<Attempt>;
  /** Tasks of the plan that this run leaves to a later one. */
  waiting(tasks: number): void;
  /** The work came to its end; without this the run counts as failed. */
  finished(): void;
  /** Writes down what is left: kept attempts as landed, or as proposed where nothing landed; then the run itself. */
  close(): Promise<void>;
}

/** One for each run. Nothing is written before the first attempt. */
export function openRecorder(session: Session, story: Story): Recorder {
  const { state, ports, testsDigest, survey } = session;
  const recorded = new Set<string>();
  const flakesBefore = flakesIn(session);
  const ending = { finished: false, waiting: 0 };
  const context = { environment: ports.environment, baseCommit: survey.head.commit, testsDigest, lands: session.pullRequests === null };
  const remember = (attempt: Attempt): void => {
    if (recorded.has(attempt.patchId)) return;
    recorded.add(attempt.patchId);
    if (attempt.patch?.reverts === undefined) rememberAttempt(attempt, state, context);
    else rememberRollback(attempt, attempt.patch, state, context);
  };
  return {
    async tried(attempt) {
      const written = await write(attempt, session);
      if (attempt.outcome !== 'kept') {
        remember(written);
        await ports.checkpoint(state.export());
      }
      return written;
    },
    withoutCandidate: (attempt) => recordAsked(attempt, session, remember),
    waiting(tasks) { ending.waiting = tasks; },
    finished() { ending.finished = true; },
    async close() {
      for (const attempt of [...story.allTried, ...story.attempts]) {
        // Without a patch there was nothing to try; what was rejected before is in the history already.
        if (recorded.has(attempt.patchId) || attempt.patch === null) continue;
        await write(attempt, session);
        remember(attempt);
      }
      // Looking at what there is decides nothing.
      if (session.settings.mode !== 'suggest') state.history.recordRun(await runBody({ ...ending, report: story.report(), flaked: flakesIn(session) - flakesBefore }, session));
      const saved = await ports.store.save(state.export());
      if (saved.type === 'saved') story.tell(`state saved to ${saved.to}`);
      else story.warn(`state not saved: ${saved.reason}`);
    },
  };
}

function rememberAttempt(attempt: Attempt, state: Session['state'], context: RecordContext & { readonly lands: boolean }): void {
  state.record(attempt, context);
  for (const interaction of attempt.interactions) {
    state.memory.logInteraction(interaction.prompt, interaction.response, [attempt.task.kind, attempt.outcome]);
  }
  if (attempt.commit !== null && context.lands) state.history.landed(attempt.patchId, attempt.commit);
}

/** A rollback is no attempt of its own: it takes one out of what counts, once it has landed. */
function rememberRollback({ outcome, commit }: Attempt, { reverts, edits }: Patch, { history }: Session['state'], { lands }: { readonly lands: boolean }): void {
  if (outcome !== 'kept' || commit === null) return;
  const again = edits.map((edit) => ({ ...edit, before: edit.after, after: edit.before }));
  history.rolledBack({ patchId: reverts!.patchId, reverted: reverts!.commit, commit: lands ? commit : null, fingerprint: fingerprintOf(again) });
}

async function recordAsked(attempt: Attempt, session: Session, remember: (attempt: Attempt) => void): Promise<Attempt> {
  const written = attempt.interactions.length === 0 ? attempt : await write(attempt, session);
  remember(written);
  return written;
}

function flakesIn({ state }: Session): number {
  return state.history.ledger.rows('flake').length;
}

/** Writes the decision record; the attempt then knows its path. */
async function write(attempt: Attempt, { ports, settings }: Session): Promise<Attempt> {
  const recordPath = `${settings.recordsDirectory}/${attempt.patchId}.json`;
  const record = decisionRecord(attempt, {
    input: attempt.judged, settingsDigest: settingsDigest(settings), engine: ports.engineVersion, environment: ports.environment, createdAt: ports.clock.now().toISOString(),
  });
  await ports.files.write(recordPath, `${JSON.stringify(record, null, 2)}\n`);
  return { ...attempt, recordPath };
}
