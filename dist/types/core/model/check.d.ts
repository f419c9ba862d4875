import type { CheckRole } from './evidence.js';
import type { ReportSpec } from './settings.js';
/** Where a structured report is read from after a command has run. */
export interface ReportSource {
    /** `tsc` and `javac`: what compilers print, which only the detector asks for. */
    readonly format: ReportSpec['format'] | 'tsc' | 'javac';
    /**
     * `report-directory`: a fresh directory outside the tree, given to the command as `$SELF_CODING_REPORTS`; `pattern` is a glob in it.
     * `working-directory`: a glob relative to the directory in which the command runs; a file older than the command is stale.
     */
    readonly where: 'report-directory' | 'working-directory' | 'stdout' | 'stderr';
    readonly pattern: string;
    /** A declared report must exist; a detected one may be missing when the tool ends early. */
    readonly required: boolean;
}
/** One command that a run will execute, and how its answer is read. */
export interface CheckPlan {
    readonly role: CheckRole;
    /** Unique within a run: `lint`, `lint 2`, `test`. */
    readonly name: string;
    /** A shell line, run by `bash` (or `sh`). Only users and the detector write it. */
    readonly command: string;
    /** The command as people know it: without reporters and the search for a program. Absent where it is `command`. */
    readonly shown?: string;
    /** What was recognised: `jest`, `eslint`, `tsc`, …; `null` for a command that nobody recognised. */
    readonly tool: string | null;
    /** Relative to the repository root; `` is the root. */
    readonly directory: string;
    readonly timeoutMs: number;
    readonly reports: readonly ReportSource[];
    readonly env: Readonly<Record<string, string>>;
    /** One phrase for the log: where it was found. */
    readonly why: string;
}
/** All checks of a run, and what to say where none was found. */
export interface Toolchain {
    /** Runs only where declared dependencies are not installed. */
    readonly setup: readonly CheckPlan[];
    readonly lint: readonly CheckPlan[];
    readonly test: readonly CheckPlan[];
    /** For the log: what was looked for and not found, with the input that overrides it. */
    readonly notes: readonly string[];
}
