import type { Candidate, FileEdit, GeneratorId, Interaction } from './change.js';
import type { Comparison, Evidence, Strength, Worth } from './evidence.js';
import type { JudgeInput } from './judge-input.js';
import type { Task } from './task.js';
import type { Forecast, Outcome, Reason, Roi, Verdict } from './verdict.js';
export declare const PATCH_SCHEMA = 1;
/** Where the tree stood when the change was tried. */
export interface Base {
    readonly commit: string;
    readonly tree: string;
}
/** The serialised unit that travels: between phases, between jobs, into records. JSON only. */
export interface Patch {
    readonly schema: typeof PATCH_SCHEMA;
    /** Globally unique and sortable by time. */
    readonly id: string;
    readonly task: Task;
    readonly base: Base;
    readonly edits: readonly FileEdit[];
    readonly title: string;
    readonly explanation: string;
    readonly generator: GeneratorId;
    /** Unified diff made from `edits`. */
    readonly diff: string;
    /** Hash of the edits and the blobs they start from: *rejected before* means this value. */
    readonly fingerprint: string;
    readonly before: Evidence;
    readonly after: Evidence | null;
    readonly comparison: Comparison | null;
    readonly worth: Worth | null;
    readonly strength: Strength | null;
    readonly forecasts: readonly Forecast[];
    readonly roi: Roi | null;
    readonly verdict: Verdict;
    readonly provenance: Provenance;
    /** Set where this change takes back a recorded one. */
    readonly reverts?: Reverted;
}
/** A recorded change that landed. */
export interface Reverted {
    readonly patchId: string;
    /** The commit that carries it. */
    readonly commit: string;
    /** First line of that commit's message. */
    readonly subject: string;
}
export interface Provenance {
    readonly engine: string;
    readonly createdAt: string;
    readonly environment: string;
    readonly tokens: number;
    readonly cost: number | null;
    readonly durationMs: number;
}
/** The pull request that carries a change. */
export interface PullRequestLink {
    readonly number: number;
    readonly url: string;
    readonly operation: 'created' | 'updated' | 'unchanged';
    readonly draft: boolean;
}
/** What became of one task. The library's `applyPatch` resolves to this. */
export interface Attempt {
    readonly patchId: string;
    readonly task: Task;
    readonly outcome: Outcome;
    readonly verdict: Verdict | null;
    /** The sentences that log, summary, record and output share. */
    readonly reasons: readonly string[];
    readonly patch: Patch | null;
    readonly candidate: Candidate | null;
    readonly roiDelta: number;
    readonly errorsBefore: number;
    readonly errorsAfter: number;
    readonly forecast: string;
    readonly tokens: number;
    /** US dollars; `null` where the price of the model is unknown. */
    readonly cost: number | null;
    readonly durationMs: number;
    readonly pullRequest: PullRequestLink | null;
    /** The landed commit, when there is one. */
    readonly commit: string | null;
    /** Path of the decision record, when one was written. */
    readonly recordPath: string | null;
    readonly nearMisses: readonly string[];
    readonly decidedBy: Reason | null;
    /** What the judge was told: the verdict can be recomputed from it. `null` where nothing was judged. */
    readonly judged: JudgeInput | null;
    /** Prompts and answers, whatever came of them. */
    readonly interactions: readonly Interaction[];
}
