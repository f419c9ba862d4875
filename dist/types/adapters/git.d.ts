import type { Git } from '../core/ports.js';
import { type Environment } from './git-environment.js';
import { type GitIndex } from './git-refs.js';
export interface OpenGitOptions {
    /** Any directory inside the working tree. */
    readonly directory: string;
    /** For `fetch` and `push` over HTTP; `null`: git's own credentials. */
    readonly token: string | null;
    readonly environment: Environment;
    /** A transfer without a byte for this long ends. Default 30. */
    readonly lowSpeedSeconds?: number;
}
export interface GitRepository extends Git, GitIndex {
    /** Where `origin` is pushed to, as it was when the repository was opened; `null`: there is none. */
    readonly origin: string | null;
}
/**
 * Opens the repository around a directory. Open it before any repository code runs: the address that the token is sent
 * to is read now. Throws `ConfigError` where there is no working tree, `InfrastructureError` where git cannot work.
 */
export declare function openGit({ directory, token, environment, lowSpeedSeconds }: OpenGitOptions): Promise<GitRepository>;
