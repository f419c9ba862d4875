import type { FileEdit } from '../core/model/change.js';
import type { CheckPlan, Toolchain } from '../core/model/check.js';
import type { CheckRun, Evidence } from '../core/model/evidence.js';
import type { Settings } from '../core/model/settings.js';
import type { CommandResult } from '../core/ports.js';
import type { RunPorts } from './session.js';
import { type Base } from './source-tree.js';
export interface LabCommand {
    readonly command: string | readonly string[];
    /** Relative to the repository root. */
    readonly directory: string;
    readonly timeoutMs: number;
}
export interface Workbench {
    /** Lint, tests and declared metrics. */
    check(base: Base, edits: readonly FileEdit[]): Promise<Evidence>;
    /** Tests alone: what a probe needs. */
    test(base: Base, edits: readonly FileEdit[]): Promise<Evidence>;
    checkWith(base: Base, edits: readonly FileEdit[], plans: readonly CheckPlan[]): Promise<Evidence>;
    /** Evidence with one check of role `accept`. */
    accept(base: Base, edits: readonly FileEdit[], command: string): Promise<Evidence>;
    /** The commands that own these tests, once more. */
    rerun(base: Base, edits: readonly FileEdit[], ids: readonly string[]): Promise<ReadonlyMap<string, 'passed' | 'failed' | 'absent'>>;
    run(base: Base, edits: readonly FileEdit[], command: LabCommand): Promise<CommandResult>;
    setup(): Promise<readonly CheckRun[]>;
    /** Puts the tree back as it was at the start. */
    clear(): Promise<void>;
}
export interface WorkbenchOptions {
    readonly ports: Pick<RunPorts, 'shell' | 'workspace' | 'files' | 'clock' | 'git' | 'reporter'>;
    readonly settings: Settings;
    readonly toolchain: Toolchain;
}
export declare function openWorkbench({ ports, settings, toolchain }: WorkbenchOptions): Workbench;
