import type { HistoryEntry } from '../model/event.js';
import type { EventKind } from '../model/event.js';
import type { MetricSample } from '../model/evidence.js';
/** Everything of a `HistoryEntry` that is known when the attempt ends. */
export interface AttemptBody extends Omit<HistoryEntry, 'at'> {
    /** False if no check ran on the base: the error counts then say nothing and enter no series. */
    readonly measured: boolean;
    readonly environment: string;
    /** Hash of the tests that judged: a change held by weak tests is tried again once it differs. */
    readonly testsDigest: string;
    readonly metricsBefore: readonly MetricSample[];
    readonly metricsAfter: readonly MetricSample[];
    readonly tokens: number;
    /** US dollars; `null` where the price of the model is unknown. */
    readonly cost: number | null;
    readonly durationMs: number;
}
export interface LandedBody {
    readonly patchId: string;
    readonly commit: string;
}
export interface InteractionBody {
    readonly prompt: string;
    readonly response: string;
    readonly tags: readonly string[];
    /** True for an entry that compaction made. */
    readonly summary: boolean;
}
export interface NoteBody {
    readonly key: string;
    readonly text: string;
    readonly writer: string;
    /** Versions that this one replaces. */
    readonly parents: readonly string[];
}
export interface FlakeBody {
    /** Id of the test that failed and then passed on the same tree. */
    readonly test: string;
    readonly file: string | null;
    readonly environment: string;
    /** `base`: seen without any patch; `candidate`: only with one. */
    readonly tree: 'base' | 'candidate';
}
/** A measurement outside an attempt, such as a calibration. */
export interface MetricBody {
    readonly environment: string;
    readonly sample: MetricSample;
}
export interface TombstoneBody {
    readonly targets: readonly string[];
    readonly writer: string;
}
export interface RunBody {
    readonly engine: string;
    readonly mode: string;
    readonly outcome: string;
    /** Digest of all that the next run would depend on; `null` if it must not be taken as settled: interrupted, failed, or with work left. */
    readonly settled: string | null;
    readonly baseCommit: string | null;
    readonly environment: string;
    readonly tokens: number;
    readonly cost: number | null;
    readonly durationMs: number;
}
/** One question to a model, whatever came of it: budgets of a day are counted from these. */
export interface CallBody {
    readonly model: string;
    readonly tokens: number;
    /** US dollars; `null` where the price of the model is unknown. */
    readonly cost: number | null;
    readonly durationMs: number;
    /** `answer`, or the failure. */
    readonly outcome: string;
}
/** What is known of a pull request of ours; the latest event for its number counts. */
export interface PullRequestBody {
    readonly patchId: string;
    readonly taskId: string;
    readonly kind: string;
    readonly fingerprint: string;
    readonly branch: string;
    readonly number: number;
    readonly url: string;
    /** `closed`: by a person, who thereby rejects the change. */
    readonly state: 'open' | 'closed' | 'merged';
    /** Commit that the change stands on, and the commit that carries it. */
    readonly base: string;
    readonly head: string;
}
/** Errors by file at the end of a run's baseline or of an attempt: what `refactor-worst` ranks by. */
export interface HealthBody {
    /** A baseline is one sample of every module of its tree, named or not; an attempt is one of the modules that it names. */
    readonly source: 'baseline' | 'attempt';
    /** For a baseline files with at least one error; for an attempt the modules that it changed, also without any. */
    readonly files: readonly {
        readonly path: string;
        readonly failures: number;
        readonly findings: number;
    }[];
}
/** A recorded change that was taken back. */
export interface RollbackBody {
    readonly patchId: string;
    /** The commit that was reverted, and the commit that reverts it; `null` as long as a pull request proposes it. */
    readonly reverted: string;
    readonly commit: string | null;
    /** Of the change as it could be found again on the tree without it: it is not tried again. */
    readonly fingerprint: string;
}
/** What this version writes for each kind of event. */
export interface EventBodies extends Record<EventKind, object> {
    readonly attempt: AttemptBody;
    readonly landed: LandedBody;
    readonly interaction: InteractionBody;
    readonly note: NoteBody;
    readonly flake: FlakeBody;
    readonly metric: MetricBody;
    readonly tombstone: TombstoneBody;
    readonly run: RunBody;
    readonly call: CallBody;
    readonly 'pull-request': PullRequestBody;
    readonly health: HealthBody;
    readonly rollback: RollbackBody;
}
