import type { Settings } from '../core/model/settings.js';
import type { Git, Head, TreeEntry } from '../core/ports.js';
export interface Survey {
    readonly head: Head;
    readonly entries: readonly TreeEntry[];
    /** Untracked, unignored files at the start; a patch that would write one of them is refused. */
    readonly untracked: readonly string[];
}
/** Throws one `ConfigError` that lists everything in the checkout that stops the run. */
export declare function survey(git: Git, settings: Settings): Promise<Survey>;
