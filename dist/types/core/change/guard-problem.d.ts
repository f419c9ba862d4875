export type GuardRule = 'no-op' | 'path' | 'paths' | 'protected' | 'shadow' | 'mode' | 'collision' | 'untracked' | 'size' | 'stale' | 'binary' | 'line-ends' | 'characters' | 'syntax' | 'incomplete' | 'suppression' | 'tampering' | 'secret' | 'tree';
/** Why the guard refused a candidate: one rule, one file, the remedy. */
export interface GuardProblem {
    readonly rule: GuardRule;
    /** Empty where the whole candidate is meant. */
    readonly path: string;
    readonly problem: string;
    readonly remedy: string;
}
/** One sentence for log, summary and record. */
export declare function describeGuardProblem({ path, problem, remedy }: GuardProblem): string;
