import type { KindName } from './task.js';
import type { Outcome } from './verdict.js';
export type FileMode = '100644' | '100755';
/**
 * One text file before and after. `null` means that the file is absent on that side.
 * Text is UTF-8 and kept to the byte: line ends, byte-order mark and final newline included.
 */
export interface FileEdit {
    /** Relative to the repository root, with `/`. */
    readonly path: string;
    readonly mode: FileMode;
    readonly before: string | null;
    readonly after: string | null;
}
/**
 * One place that a candidate changes. The probe is the candidate with this place broken on purpose (its code throws):
 * if no check notices that, no check would notice a mistake here either.
 */
export interface Site {
    /** Stable within the candidate, for example `src/a.js:slugify`. */
    readonly id: string;
    readonly path: string;
    /** 1-based line in the candidate. */
    readonly line: number;
    readonly label: string;
    /** 1-based, inclusive line ranges of the candidate's file that must be executed; used where a coverage report exists. */
    readonly lines: readonly LineRange[];
    /** Edits from the base to the broken candidate: all of the candidate's files, this place broken. Empty when nothing can be broken here. */
    readonly probe: readonly FileEdit[];
    /** True if the kind can leave this place out and still have a change worth making. */
    readonly optional: boolean;
}
export interface LineRange {
    readonly from: number;
    readonly to: number;
}
export interface GeneratorId {
    readonly name: 'offline' | 'replay' | 'model';
    readonly model: string | null;
}
/** A prompt and its answer, as they are logged in memory (redacted there). */
export interface Interaction {
    readonly prompt: string;
    readonly promptHash: string;
    readonly response: string;
}
export interface Candidate {
    readonly taskId: string;
    readonly kind: KindName;
    readonly edits: readonly FileEdit[];
    /** One sentence made from the edit itself, never a model's words. */
    readonly title: string;
    /** What was done and why, in Markdown, made from the edit. */
    readonly explanation: string;
    readonly generator: GeneratorId;
    readonly sites: readonly Site[];
    /** Names of functions that this change introduces or moves on request; their duplication is excused. */
    readonly transplanted: boolean;
    /** Paths in `edits` that are the candidate's own new tests. */
    readonly ownTests: readonly string[];
    readonly interactions: readonly Interaction[];
    readonly tokens: number;
    /** US dollars; `null` where the price of the model is unknown. */
    readonly cost: number | null;
}
/** What became of the candidate that was yielded last: what a generator needs to do better. */
export interface Feedback {
    readonly outcome: Outcome;
    /** Equal for the same failure: asking again would change nothing. */
    readonly signature: string;
    /** What matters of the evidence as plain text, trimmed, secrets redacted: the rule, the first failing assertion, the frame in the change, the finding. */
    readonly evidence: string;
}
/** Why a kind made no candidate: an expected outcome, shown to the user. */
export interface NoCandidate {
    readonly reason: string;
    readonly remedy: string | null;
    /** Near misses, one per line of the summary. */
    readonly nearMisses: readonly string[];
    readonly interactions: readonly Interaction[];
    /** What asking for it took; absent means nothing. */
    readonly tokens?: number;
    readonly cost?: number | null;
}
export type Proposal = {
    readonly type: 'candidate';
    readonly candidate: Candidate;
} | {
    readonly type: 'none';
    readonly none: NoCandidate;
};
