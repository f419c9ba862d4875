/** The verbs of a host of pull requests. */
export interface PullRequest {
    readonly number: number;
    readonly url: string;
    readonly state: 'open' | 'closed' | 'merged';
    readonly draft: boolean;
    /** Head branch, without `refs/heads/`. */
    readonly branch: string;
    /** Head commit. */
    readonly head: string;
    readonly base: string;
    /** The commit by which it was merged, where the forge tells it. */
    readonly mergeCommit?: string | null;
    readonly title: string;
    readonly body: string;
    /** Login of who opened it. */
    readonly author: string;
    /** ISO 8601, UTC. */
    readonly updatedAt: string;
}
export interface PullRequestText {
    readonly title: string;
    readonly body: string;
}
export interface NewPullRequest extends PullRequestText {
    /** In the forge's own repository. */
    readonly branch: string;
    readonly base: string;
    readonly draft: boolean;
}
/**
 * Why the forge did not do it. `not-permitted`: the token or a setting of the repository forbids it. `no-drafts`: this repository has no
 * draft pull requests. `exists`: there is an open one for this branch already. `nothing-between`: head and base do not differ.
 */
export type ForgeFailure = 'not-permitted' | 'unauthorised' | 'not-found' | 'no-drafts' | 'exists' | 'nothing-between' | 'invalid' | 'rate-limited' | 'unreachable' | 'server-error';
export type ForgeResult<T> = {
    readonly type: 'done';
    readonly value: T;
} | {
    readonly type: 'failed';
    readonly failure: ForgeFailure;
    readonly reason: string;
    readonly remedy: string;
};
/** A host of pull requests. Expected refusals are values; waits for limits that end soon, gives up on others. */
export interface Forge {
    /** `owner/name`. */
    readonly repository: string;
    /** All pull requests whose head is this branch of the repository itself, newest first. */
    ofBranch(branch: string): Promise<ForgeResult<readonly PullRequest[]>>;
    /** Open pull requests whose head branch starts with the prefix, oldest first. */
    openWith(prefix: string): Promise<ForgeResult<readonly PullRequest[]>>;
    open(request: NewPullRequest): Promise<ForgeResult<PullRequest>>;
    update(number: number, text: PullRequestText): Promise<ForgeResult<PullRequest>>;
    setDraft(number: number, draft: boolean): Promise<ForgeResult<null>>;
    addLabels(number: number, labels: readonly string[]): Promise<ForgeResult<null>>;
    requestReviewers(number: number, reviewers: readonly string[], teams: readonly string[]): Promise<ForgeResult<null>>;
    addAssignees(number: number, assignees: readonly string[]): Promise<ForgeResult<null>>;
    comment(number: number, body: string): Promise<ForgeResult<null>>;
    /** What this token may do; for `doctor`. */
    permissions(): Promise<ForgeResult<{
        readonly push: boolean;
        readonly defaultBranch: string;
        readonly archived: boolean;
    }>>;
    /** The page on which a person opens the pull request with one click, title and body filled in; cut to what a browser takes. */
    compareUrl(request: Omit<NewPullRequest, 'draft'>): string;
}
