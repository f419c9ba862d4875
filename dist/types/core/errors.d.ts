/** One thing that the user must change: setting, value, remedy. */
export interface Problem {
    readonly setting: string;
    readonly value: string | null;
    readonly problem: string;
    readonly remedy: string;
}
/** Settings that cannot be used. Carries every problem at once. */
export declare class ConfigError extends Error {
    readonly problems: readonly Problem[];
    constructor(problems: readonly Problem[]);
}
export declare function describeProblem({ setting, value, problem, remedy }: Problem): string;
/** The world failed: disk, network, git, a service. `remedy` says what a person can do. */
export declare class InfrastructureError extends Error {
    readonly remedy: string;
    constructor(message: string, remedy: string, options?: {
        cause?: unknown;
    });
}
/** A source that no parser of the engine takes: too long, or nested too deeply. */
export declare class UnparsableError extends InfrastructureError {
    constructor(message: string);
}
/** The run was told to end: nothing new is begun, nothing lands, what was tried is remembered. `reason` is the signal's. */
export declare function cancellation(reason: unknown): InfrastructureError;
