import type { Runner } from './adapters/actions.js';
import { type GitRepository } from './adapters/git.js';
import { type ReadSettings } from './config/config.js';
import type { Surface } from './config/setting.js';
import { type Problem } from './core/errors.js';
import type { Reporter } from './core/ports.js';
export type Environment = Record<string, string | undefined>;
/** What the engine stands in: where it was started, with what. */
export interface Surroundings {
    readonly surface: Surface;
    /** `null` at a shell. */
    readonly runner: Runner | null;
    readonly environment: Environment;
    /** Where to look for the repository, absolute. */
    readonly directory: string;
    readonly given: Readonly<Record<string, string>>;
    readonly problems: readonly Problem[];
    readonly reporter: Reporter;
    readonly cancelled: AbortSignal;
}
/** The repository that was found, and what it is to be done with. */
export interface Place {
    readonly git: GitRepository;
    /** The engine's own directory below the git directory, absolute. */
    readonly own: string;
    readonly read: ReadSettings;
}
export interface InspectedPlace extends Place {
    readonly read: ReadSettings & {
        readonly problems: readonly Problem[];
    };
    /** Path of the configuration file; `null` without one. */
    readonly file: string | null;
}
/** Finds the repository and reads the settings. Throws `ConfigError` with every problem, `InfrastructureError` where git cannot work. */
export declare function findPlace(surroundings: Surroundings): Promise<Place>;
/** The same with settings that may have problems, for a doctor. Throws where there is no repository, or no git that can read it. */
export declare function inspectPlace({ surface, environment, directory, given, problems, reporter }: Surroundings): Promise<InspectedPlace>;
/** Noisy numbers compare only between runs with the same label. */
export declare function environmentLabel(environment: Environment): string;
