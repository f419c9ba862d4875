import type { Reporter } from '../core/ports.js';
/**
 * Makes text that neither the runner nor a viewer of the log obeys: the runner trims a line before it looks for `::command::`,
 * and finds `##[command]` anywhere in it. Child output and repository text pass through here before they reach the log.
 */
export declare function neutralise(text: string): string;
export interface RunnerFiles {
    /** Takes back what others wrote since; returns the names. Call it once no command runs any more and before anything is written. */
    putBack(): readonly string[];
}
/** Commands are not told where the runner's files lie, but their names can be guessed. The engine writes nothing into them before its end. */
export declare function keepRunnerFiles(environment: Readonly<Record<string, string | undefined>>): RunnerFiles;
export interface Runner {
    /** `hasSummary`: the runner gave a file for the step summary. */
    reporter(hasSummary: boolean, files: RunnerFiles): Reporter;
    setOutputs(outputs: Readonly<Record<string, string>>): void;
    saveForPost(name: string, value: string): void;
    savedForPost(name: string): string;
}
export declare function openRunner(): Promise<Runner>;
