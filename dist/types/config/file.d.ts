import type { Problem } from '../core/errors.js';
export interface ConfigFile {
    /** As it is shown to people, relative to the repository root. */
    readonly path: string;
    readonly text: string;
}
/** What the file says, by the names of the settings; values are not checked yet. */
export interface FileContent {
    readonly values: ReadonlyMap<string, unknown>;
    readonly problems: readonly Problem[];
    /** `<path>:<line> <key>`, for messages about a setting or a part of its value. */
    readonly label: (setting: string, at: At) => string;
}
type At = readonly (string | number)[];
/** Reads the YAML file. Never throws: everything wrong with it is among the problems, with its line. */
export declare function readConfigFile(file: ConfigFile): FileContent;
export {};
