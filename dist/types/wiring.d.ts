import { type GitRepository } from './adapters/git.js';
import { type PendingState } from './adapters/state-pending.js';
import { type ReadSettings } from './config/config.js';
import type { Surface } from './config/setting.js';
import { type Problem } from './core/errors.js';
import type { Kind } from './core/kinds/kind.js';
import type { DatabaseFactory, Reporter, StateStore } from './core/ports.js';
import type { RunPorts } from './run/session.js';
export declare const ENGINE_VERSION = "0.1.0";
/** Every kind that the engine knows; order breaks ties between equal gains. */
export declare const KINDS: readonly Kind[];
/** Name under which `main` leaves the marker of unsaved state for `post`. */
export declare const PENDING_MARKER = "pending-state";
export type Environment = Record<string, string | undefined>;
/** What the engine stands in: where it was started, with what. */
export interface Surroundings {
    readonly surface: Surface;
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
export interface OpenPorts {
    readonly ports: RunPorts;
    /** Kills what still runs and removes temporary files. */
    readonly dispose: () => Promise<void>;
}
export declare function openPorts(surroundings: Surroundings, place: Place): Promise<OpenPorts>;
/** Remembers nothing. */
export declare const NO_STORE: StateStore;
export declare function openStore({ environment, directory }: Surroundings, place: Place, factory: DatabaseFactory): StateStore;
export declare function pendingState({ own, read }: Place): PendingState;
export declare function findOnPath(program: string, path: string): boolean;
/** Noisy numbers compare only between runs with the same label. */
export declare function environmentLabel(environment: Environment): string;
