import type { Attempt, PullRequestLink } from '../core/model/patch.js';
import type { Task } from '../core/model/task.js';
import type { PullRequest } from '../core/ports-forge.js';
import { type Marker } from '../core/report/pull-request.js';
import { type Occupancy } from './pull-request-branch.js';
import type { Session } from './session.js';
import type { Story } from './story.js';
/** An open pull request of the engine. */
export interface OpenOne {
    readonly pullRequest: PullRequest;
    readonly taskId: string | null;
    readonly marker: Marker | null;
    /** `null` if the branch could not be looked at. */
    readonly occupancy: Occupancy | null;
}
export interface PullRequestPlan {
    /** `null` only in a dry run. */
    readonly base: string | null;
    readonly open: readonly OpenOne[];
    /** False if the forge did not say what is open. */
    readonly isKnown: boolean;
}
type Parts = Pick<Session, 'settings' | 'ports' | 'state'>;
/** One question for what is open, one more for each that no longer is. A forge that fails is a warning: the landing will say what is wrong. */
export declare function lookUpPullRequests(base: string | null, parts: Parts, story: Story): Promise<PullRequestPlan>;
/** True if a person has decided about a pull request for this task: what the backlog asked for is then done, or not wanted. */
export declare function isDecided(taskId: string, { history }: Session['state']): boolean;
/** The open pull request of a task on this base. */
export declare function ownOf(task: Pick<Task, 'id'>, { open, base }: PullRequestPlan): OpenOne | null;
/** What results, outputs and events name of a pull request. */
export declare function linkTo({ number, url, draft }: PullRequest, operation: PullRequestLink['operation']): PullRequestLink;
export type Standing = {
    readonly type: 'try';
}
/** Its pull request is open and stays as it is. */
 | {
    readonly type: 'settled';
    readonly reason: string;
    readonly link: PullRequestLink;
}
/** A person closed its pull request. */
 | {
    readonly type: 'rejected';
    readonly reason: string;
}
/** As many are open as may be. */
 | {
    readonly type: 'waits';
    readonly reason: string;
}
/** Another proposal changes one of its files. */
 | {
    readonly type: 'busy';
    readonly reason: string;
};
/** Whether a task is worth minutes of checks. `proposed`: what this run has kept or holds for a person already. */
export declare function standingOf(task: Task, proposed: readonly Attempt[], session: Session): Standing;
/** Asks the forge, where the state may have been lost, whether a person closed the task's pull request; then it is remembered. */
export declare function closedByPerson(task: Task, session: Session): Promise<Standing>;
export {};
