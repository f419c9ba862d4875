import type { Attempt } from '../model/patch.js';
import type { Task } from '../model/task.js';
import type { PullRequestText } from '../ports-forge.js';
/** UTF-16 code units; GitHub takes 65,536 characters. */
export declare const BODY_LIMIT = 60000;
/** What a pull request of ours says about itself, for a run without memory. */
export interface Marker {
    readonly patchId: string;
    readonly taskId: string;
    readonly fingerprint: string;
    /** Digest of what was asked for; other words or another command are another question. */
    readonly asked: string;
    /** True as long as evidence was missing when the text was written. */
    readonly held: boolean;
}
/** Digest of a request as it was asked; the same for all work that was found. */
export declare function askedOf(task: Task): string;
/** A comment that a reader does not see. Values are taken out of whatever could end it. */
export declare function markerLine({ patchId, taskId, fingerprint, asked, held }: Marker): string;
/** `null` if the text carries none. */
export declare function readMarker(body: string): Marker | null;
/** `short`: what fits into an address. */
export interface ProposalText extends PullRequestText {
    readonly short: string;
}
/** Title of at most 72 characters and a body whose first screen is what, why, proof and undo. A held change begins with what is missing. */
export declare function pullRequestText(attempt: Attempt): ProposalText;
