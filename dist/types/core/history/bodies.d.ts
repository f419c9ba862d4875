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
    /** US dollars. */
    readonly cost: number;
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
    readonly outcome: string;
    readonly baseCommit: string | null;
    readonly environment: string;
    readonly tokens: number;
    readonly cost: number;
    readonly durationMs: number;
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
}
