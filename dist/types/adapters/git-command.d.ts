import { InfrastructureError } from '../core/errors.js';
export interface GitOptions {
    readonly input?: string | Uint8Array;
    readonly env?: Readonly<Record<string, string>>;
    /** Exit codes that are answers; any other throws. Default: 0 only. */
    readonly accept?: readonly number[];
    /** Output that may be large, or that a run asks for often. */
    readonly bulk?: boolean;
}
export interface GitOutput {
    readonly code: number;
    readonly stdout: Buffer;
    /** Without secrets. */
    readonly stderr: string;
}
export type RunGit = (args: readonly string[], options?: GitOptions) => Promise<GitOutput>;
/** Runs git in one directory with one environment. Throws `InfrastructureError`, or `ConfigError` where there is no repository. */
export declare function gitRunner(directory: string, environment: Readonly<Record<string, string>>, token: string | null): RunGit;
export declare function notStarted(cwd: string, cause: unknown): InfrastructureError;
/** A directory that exists as long as the action runs. */
export declare function withScratch<T>(action: (directory: string) => Promise<T>): Promise<T>;
/** The last lines that git printed, capped: for messages. */
export declare function lastWords(stderr: string): string;
