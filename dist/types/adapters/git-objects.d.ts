import type { Git } from '../core/ports.js';
import type { ReadBlobs } from './git-blobs.js';
import { type RunGit } from './git-command.js';
type Objects = Pick<Git, 'listTree' | 'readBlobs' | 'diffTrees' | 'commit' | 'mergeText' | 'attributes' | 'formatPatch' | 'treeOf'>;
/** Reads and writes objects of the repository; touches neither its index nor its working tree. */
export declare function gitObjects(run: RunGit, identity: Identity, readBlobs: ReadBlobs): Objects;
/** NUL-terminated records. */
export declare function records(output: Buffer): readonly string[];
interface RawChange {
    readonly path: string;
    readonly beforeMode: string;
    readonly beforeBlob: string;
    readonly afterMode: string;
    readonly afterBlob: string;
}
/** Paths that differ between two trees, without their contents. A mode of `000000` means absent. */
export declare function rawDiff(run: RunGit, from: string, to: string): Promise<readonly RawChange[]>;
export interface IndexEntry {
    readonly path: string;
    readonly mode: string;
    /** `null` removes the path. */
    readonly blob: string | null;
}
/** Removals come first, so that a file may take a directory's name and back. Throws where git would leave a path out. */
export declare function updateIndex(run: RunGit, entries: readonly IndexEntry[], env?: Readonly<Record<string, string>>): Promise<void>;
/** Who commits where git knows nobody. */
export declare const ENGINE_IDENTITY: {
    name: string;
    email: string;
};
/** Variables that name who commits, where git would have to guess. */
export type Identity = Readonly<Record<string, string>>;
/**
 * Names the engine for each role that git's settings (keys in lower case) and environment leave open. Git's own guess
 * (login name at host name) is not used. Commits are not signed: a passphrase prompt would block.
 */
export declare function identityFor(settings: ReadonlyMap<string, string>, environment: Readonly<Record<string, string>>): Record<string, string>;
export {};
