/** What was committed, as `git log` tells it. */
/** As `git log` shows it; at the edge of a shallow clone without parents. */
export interface LoggedCommit {
    readonly commit: string;
    readonly parents: readonly string[];
    /** ISO 8601. */
    readonly at: string;
    readonly message: string;
}
export interface LogOptions {
    /** Only commits whose message contains one of these texts. */
    readonly mentions?: readonly string[];
    /** Only commits that touch one of these paths. */
    readonly paths?: readonly string[];
    readonly limit?: number;
}
/** The commit at the tip of a branch of the remote, fetched with its parents and nothing older. */
export interface BranchTip {
    readonly commit: string;
    readonly parents: readonly string[];
    readonly message: string;
}
