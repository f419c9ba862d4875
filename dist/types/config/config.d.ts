import type { Problem } from '../core/errors.js';
import type { Settings } from '../core/model/settings.js';
import type { ConfigFile } from './file.js';
import type { Surface } from './setting.js';
export interface SettingsRequest {
    readonly surface: Surface;
    /** Inputs or flags as text, by the names of the settings. Unknown ones warn in an Action and are errors elsewhere. */
    readonly given: Readonly<Record<string, string>>;
    /** `null` if the commit has no such file. */
    readonly file: ConfigFile | null;
    /** What parsing the arguments found already. */
    readonly problems?: readonly Problem[];
    readonly places: {
        /** Absolute. */
        readonly root: string;
        /** The engine's own directory below the git directory, absolute. */
        readonly gitDirectory: string;
        /** The runner's temporary directory, absolute. */
        readonly temporary: string | null;
    };
}
export interface ReadSettings {
    readonly settings: Settings;
    /** Never part of `settings`: those are printed and recorded. */
    readonly token: string | null;
    readonly apiKey: string | null;
    readonly warnings: readonly string[];
}
/** The path of the configuration file, relative to the repository root; what is wrong with it `readSettings` says. */
export declare function configPath(given: Readonly<Record<string, string>>): string;
/** Inputs or flags over the file over the defaults. Pure. Throws one `ConfigError` with every problem. */
export declare function readSettings(request: SettingsRequest): ReadSettings;
/** The same without throwing: a setting with a problem has its default, so that a doctor can look at the rest. */
export declare function inspectSettings(request: SettingsRequest): ReadSettings & {
    readonly problems: readonly Problem[];
};
