/** What a run remembers: the event log with its projections, saved after every attempt and at the end. */
import type { AttemptBody, HealthBody } from '../core/history/bodies.ts';
import { knownFlakes, recordFlake } from '../core/history/flakes.ts';
import { closedWith } from '../core/history/pull-requests.ts';
import type { PatchHistoryDB } from '../core/history/patch-history.ts';
import type { GptMemory } from '../core/knowledge/memory.ts';
import { redact } from '../core/knowledge/redact.ts';
import type { Event, HistoryEntry } from '../core/model/event.ts';
import type { Comparison, Evidence } from '../core/model/evidence.ts';
import type { JudgeHistory, SuspectContext } from '../core/model/judge-input.ts';
import type { Attempt } from '../core/model/patch.ts';

export interface State {
  readonly history: PatchHistoryDB;
  readonly memory: GptMemory;
  /** The latest rejection of the same edits on the same blobs; a change held for want of tests counts only while the tests are the same. */
  rejection(fingerprint: string, testsDigest: string): HistoryEntry | null;
  /** Tests that were seen to flake without any patch. */
  flakesOnBase(): ReadonlySet<string>;
  suspects(comparison: Comparison, after: Evidence): readonly SuspectContext[];
  /** Remembers a test that failed and passed on one tree without any change. */
  flaked(test: string, file: string | null): void;
  series(): JudgeHistory;
  /** Remembers the errors of a tree by file. */
  health(body: HealthBody): void;
  healthEvents(): readonly Event[];
  record(attempt: Attempt, context: RecordContext): void;
  export(): Uint8Array;
  /** Why nobody can tell what the last day's runs spent, as a sentence without its stop; `null` if the log tells. */
  readonly spendingUnknown: string | null;
}

export interface RecordContext {
  readonly environment: string;
  readonly baseCommit: string;
  readonly testsDigest: string;
  /** False where a pull request carries what was kept: it is part of the repository once a person has merged it. */
  readonly lands: boolean;
}

export interface StateParts {
  readonly history: PatchHistoryDB;
  readonly memory: GptMemory;
  readonly now: () => Date;
  readonly environment: string;
  readonly spendingUnknown?: string | null;
}

/** History and memory may lie in one log, as an Action's do, or in files of their own; flakes lie beside the history. */
export function openState({ history, memory, now, environment, spendingUnknown = null }: StateParts): State {
  const { ledger } = history;
  const flakes = () => knownFlakes(ledger, now());
  return {
    history,
    memory,
    rejection: (fingerprint, testsDigest) => history.rejection(fingerprint, testsDigest) ?? closedByPerson(history, fingerprint),
    flakesOnBase: () => new Set([...flakes().values()].filter((flake) => flake.onBase).map((flake) => flake.test)),
    suspects: (comparison) => suspectsOf(comparison, flakes()),
    flaked: (test, file) => { recordFlake(ledger, { test, file, environment, tree: 'base' }); },
    series: () => seriesOf(history, environment),
    health: (body) => { ledger.append('health', body); },
    healthEvents: () => ledger.events('health'),
    record(attempt, context) {
      history.record(bodyOf(attempt, context));
      for (const { id, class: cause, baseReruns } of attempt.patch?.comparison?.newFailures ?? []) {
        // One failure without the change is enough: the test flakes by itself.
        if (cause !== 'regression') recordFlake(ledger, { test: id, file: fileOf(attempt, id), environment: context.environment, tree: cause === 'not-the-patch' || baseReruns.includes('failed') ? 'base' : 'candidate' });
      }
    },
    export: () => ledger.export(),
    spendingUnknown,
  };
}

/** Nobody can tell yet which files a test reaches, so a suspect is taken to reach the change; only history excuses it. */
function suspectsOf(comparison: Comparison, flakes: ReturnType<typeof knownFlakes>): readonly SuspectContext[] {
  return comparison.newFailures.filter((failure) => failure.class === 'suspect').map(({ id }) => ({ id, reachesChange: true, flakedOnBase: flakes.get(id)?.onBase ?? false }));
}

function seriesOf(history: PatchHistoryDB, environment: string): JudgeHistory {
  const all = history.series().filter((series) => series.environment === null || series.environment === environment);
  const values = (name: string): readonly number[] => all.find((series) => series.name === name)?.points.map((point) => point.value) ?? [];
  const metrics = all.filter(({ name }) => name !== 'errors' && name !== 'roi').map(({ name }) => ({ name, values: values(name) }));
  return { errors: values('errors'), cumulativeRoi: values('roi'), metrics };
}

/** What a person did to the pull request with these edits, as an entry. */
function closedByPerson(history: PatchHistoryDB, fingerprint: string): HistoryEntry | null {
  const closed = closedWith(history.ledger, fingerprint);
  if (closed === null) return null;
  const { patchId, taskId, kind, base, at, number } = closed;
  const known = history.entry(patchId) ?? { patchId, taskId, kind, title: '', fingerprint, diff: '', roiDelta: 0, errorsBefore: 0, errorsAfter: 0, baseCommit: base, commit: null };
  return { ...known, at, outcome: 'closed by a person', reasons: [`pull request #${number} was closed without a merge`] };
}

function bodyOf(attempt: Attempt, { environment, baseCommit, testsDigest, lands }: RecordContext): AttemptBody {
  const { patch, task } = attempt;
  const commit = lands ? attempt.commit : null;
  return {
    patchId: attempt.patchId,
    taskId: task.id,
    kind: task.kind,
    title: patch?.title ?? task.title,
    // What did not land is no part of the repository: it may be proposed again, and earns nothing.
    outcome: attempt.outcome === 'kept' && commit === null ? 'proposed' : attempt.outcome,
    fingerprint: patch?.fingerprint ?? null,
    diff: redact(patch?.diff ?? ''),
    roiDelta: attempt.roiDelta,
    errorsBefore: attempt.errorsBefore,
    errorsAfter: attempt.errorsAfter,
    reasons: attempt.reasons,
    baseCommit,
    commit,
    measured: patch?.after != null && patch.before.checks.some(({ role }) => role === 'test' || role === 'lint'),
    environment,
    testsDigest,
    metricsBefore: patch?.before.metrics ?? [],
    metricsAfter: patch?.after?.metrics ?? [],
    tokens: attempt.tokens,
    cost: attempt.cost,
    durationMs: attempt.durationMs,
  };
}

function fileOf({ patch }: Attempt, id: string): string | null {
  return patch?.after?.tests.find((test) => test.id === id)?.file ?? null;
}
