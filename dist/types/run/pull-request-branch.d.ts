import type { Task } from '../core/model/task.js';
import type { Git, TreeChange } from '../core/ports.js';
/** `self-coding/helper-parse-a-duration-1a2b3c4d`: the same for a task in every run; a backlog entry keeps its own id. Takes a prefix that ends in `/`. */
export declare function branchFor(task: Pick<Task, 'id' | 'kind' | 'title'>, prefix: string): string;
/** Of the task that takes a change back: one for each patch, so that asking twice updates the same branch. */
export declare function rollbackId(patchId: string): string;
/** The patch that a task takes back; `null` for every other task. */
export declare function rolledBackBy(taskId: string): string | null;
/** What stands at the tip of a branch of ours. */
export interface Carried {
    readonly commit: string;
    readonly parent: string;
    readonly patchId: string;
    readonly kind: string;
    readonly changes: readonly TreeChange[];
    readonly fingerprint: string;
}
export type Occupancy = {
    readonly type: 'free';
}
/** Exactly what the engine committed: it may be rewritten. */
 | {
    readonly type: 'ours';
    readonly carried: Carried;
}
/** A commit of somebody else; on top of ours or not is for the caller to know. */
 | {
    readonly type: 'foreign';
    readonly commit: string;
};
/** Whose a branch is. A commit with our trailers whose content is not what they say was amended by somebody. */
export declare function occupancyOf(branch: string, git: Git): Promise<Occupancy>;
