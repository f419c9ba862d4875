import type { FileEdit } from '../core/model/change.js';
import type { SourceTree } from '../core/kinds/kind.js';
import type { Git, TreeChange, TreeEntry } from '../core/ports.js';
/** A commit plus what the run has kept on top of the commit that is checked out. */
export interface Base {
    readonly commit: string;
    readonly tree: string;
    readonly entries: readonly TreeEntry[];
    /** From the checked-out commit to this one; empty for the first base of a run. */
    readonly kept: readonly TreeChange[];
}
/** Decodes UTF-8 to the byte (byte-order mark kept); `null` for anything that is not text. */
export declare function decodeText(bytes: Uint8Array): string | null;
export declare function sourceTree(git: Git, entries: readonly TreeEntry[]): SourceTree;
/** Edits of the base as changes of the checked-out tree, on top of what was kept. Later changes of a path win. */
export declare function changesOf(base: Base, edits: readonly FileEdit[]): readonly TreeChange[];
/** Edits as changes of the base itself, for commits. */
export declare function commitChanges(base: Base, edits: readonly FileEdit[]): readonly TreeChange[];
/** The base that a commit of these edits makes: what git would list and compare, without asking it. */
export declare function baseAfter(base: Base, edits: readonly FileEdit[], commit: Pick<Base, 'commit' | 'tree'>): Base;
