import type { Candidate } from '../model/change.js';
import type { SizeCaps } from '../model/settings.js';
import type { Syntax, TreeEntry } from '../ports.js';
import type { GuardProblem } from './guard-problem.js';
export interface GuardOptions {
    /** The base of the attempt: what the candidate's `before` sides must equal. */
    readonly entries: readonly TreeEntry[];
    /** Untracked files of the checkout: a candidate that would write one of them could not be undone. */
    readonly untracked?: readonly string[];
    readonly mayEdit: (path: string) => boolean;
    readonly isTest?: (path: string) => boolean;
    readonly sizeCaps: SizeCaps;
    readonly syntax: Syntax;
}
export type GuardResult = 
/** `flags` are for a human to see: the judge holds the candidate. */
{
    readonly type: 'clean';
    readonly flags: readonly string[];
} | {
    readonly type: 'refused';
    readonly problems: readonly GuardProblem[];
};
/** What no candidate may do, looked at before anything of it runs. Reports every problem at once. */
export declare function guard(candidate: Candidate, options: GuardOptions): Promise<GuardResult>;
/** The guard as something that can be replaced or wrapped; the library knows it by this name. */
export interface SafetyMonitor {
    check(candidate: Candidate, options: GuardOptions): Promise<GuardResult>;
}
export declare const safetyMonitor: SafetyMonitor;
