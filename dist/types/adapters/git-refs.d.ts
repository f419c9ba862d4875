import type { Git, Head, TreeEntry } from '../core/ports.js';
import type { RunGit } from './git-command.js';
import { type Identity } from './git-objects.js';
/** What the workspace needs beyond the port. */
export interface GitIndex {
    /** Paths, modes and blobs of the index. */
    indexEntries(): Promise<readonly TreeEntry[]>;
    /** Writes tracked files as the index has them, with git's conversions, over what is there. */
    checkoutFromIndex(paths: readonly string[]): Promise<void>;
    /** Sets the index to `to` at the paths that differ between two commits; the rest stays. */
    moveIndex(from: string, to: string): Promise<void>;
    /** Renews the index's knowledge of file times. */
    refreshIndex(): Promise<void>;
    /** Attaches HEAD as it was and puts it back on its commit; what it was on is kept under `refs/self-coding/`. Returns that ref. */
    putBackHead(head: Head): Promise<string>;
}
/** A process costs as much for all of them as for one. */
export declare const USUAL_PATHS: string[];
type Refs = Pick<Git, 'head' | 'gitPath' | 'status' | 'moveHead'>;
/** Where the repository stands: HEAD, index, status. `usual`: absolute paths of `USUAL_PATHS`. */
export declare function gitRefs(run: RunGit, identity: Identity, usual: ReadonlyMap<string, string>): Refs & GitIndex;
export {};
