import type { KindName } from './task.js';
import type { MetricSample } from './evidence.js';
import type { Outcome } from './verdict.js';
export declare const MODES: readonly ["run", "suggest", "refactor-worst", "rollback", "doctor"];
export type Mode = (typeof MODES)[number];
export declare const PUBLISH: readonly ["pull-request", "push", "commit", "patch"];
export type Publish = (typeof PUBLISH)[number];
export declare const SANDBOXES: readonly ["none", "bubblewrap"];
export type Sandbox = (typeof SANDBOXES)[number];
export interface BacklogEntry {
    readonly id: string;
    readonly prompt: string;
    readonly target: string;
    readonly acceptCommand: string | null;
}
/** A structured report that a command writes; `path` may be a glob, relative to the working directory. */
export interface ReportSpec {
    readonly path: string;
    readonly format: 'junit' | 'tap' | 'jest' | 'unittest' | 'go-test' | 'libtest' | 'eslint' | 'sarif' | 'checkstyle' | 'go-vet' | 'rustc' | 'lcov' | 'cobertura' | 'coverprofile' | 'jacoco';
}
export interface MetricSpec extends Omit<MetricSample, 'samples'> {
    /** Prints one number on the last line of its output. */
    readonly command: string;
}
export interface TimeLimits {
    /** Milliseconds. */
    readonly setup: number;
    readonly lint: number;
    readonly test: number;
    readonly accept: number;
    /** For the whole run; work that does not fit is not begun. */
    readonly run: number;
}
export interface SizeCaps {
    readonly files: number;
    readonly lines: number;
    readonly bytes: number;
}
/** Which model writes, and how it is asked. The key is not part of it: settings are printed and recorded. */
export interface ModelSettings {
    readonly name: string;
    readonly baseUrl: string;
    /** Tokens of one answer at most. */
    readonly maxTokens: number;
    /** `null`: the endpoint's own. */
    readonly temperature: number | null;
    /** Milliseconds for one question with all its retries. */
    readonly timeoutMs: number;
    /** Times that a question is sent again when the endpoint is busy or broken. */
    readonly retries: number;
}
/** Limits that end asking; `null`: none. */
export interface Budget {
    readonly tokens: number | null;
    /** US dollars. */
    readonly cost: number | null;
    readonly calls: number | null;
    /** Milliseconds of waiting for answers. */
    readonly timeMs: number | null;
}
/** US dollars for a million tokens of the models whose name fits the glob. */
export interface Price {
    readonly model: string;
    readonly input: number;
    readonly output: number;
}
export interface PullRequestSettings {
    /** Of the branches that carry changes; ends in `/`. */
    readonly branchPrefix: string;
    readonly maxOpen: number;
    readonly labels: readonly string[];
    readonly reviewers: readonly string[];
    readonly teamReviewers: readonly string[];
    readonly assignees: readonly string[];
}
/** Everything a run is told. Paths are relative to the repository root unless said otherwise. */
export interface Settings {
    readonly mode: Mode;
    readonly prompt: string | null;
    readonly target: string | null;
    readonly acceptCommand: string | null;
    readonly kinds: readonly KindName[];
    /** Globs; a leading `!` excludes. Empty means everything. */
    readonly paths: readonly string[];
    /** Directory in which commands run, relative to the repository root; `` is the root. */
    readonly workingDirectory: string;
    /** `null`: detect. Empty: run none. */
    readonly setupCommand: string | null;
    readonly lintCommand: string | null;
    readonly testCommand: string | null;
    readonly threshold: number;
    readonly publish: Publish;
    readonly dryRun: boolean;
    readonly maxTasks: number;
    readonly failOn: readonly Outcome[];
    readonly backlog: readonly BacklogEntry[];
    readonly reports: {
        readonly lint: readonly ReportSpec[];
        readonly test: readonly ReportSpec[];
        readonly coverage: readonly ReportSpec[];
    };
    readonly metrics: readonly MetricSpec[];
    readonly timeLimits: TimeLimits;
    readonly sizeCaps: SizeCaps;
    /** Environment variables, beyond the allow-list, that commands may see. */
    readonly passEnv: readonly string[];
    /** What commands of the repository run in. */
    readonly sandbox: Sandbox;
    /** `null`: no model is used. */
    readonly model: ModelSettings | null;
    /** Times that a task may ask the generator again with what went wrong. */
    readonly repairs: number;
    readonly budgets: {
        readonly run: Budget;
        readonly day: Budget;
    };
    /** Before the bundled ones. */
    readonly prices: readonly Price[];
    readonly pullRequest: PullRequestSettings;
    /** What `rollback` takes back: a patch id, a commit, or `last`. */
    readonly patchId: string;
    readonly replayFile: string | null;
    /** Where answers are recorded for `replay-file`; absolute. */
    readonly recordAnswers: string | null;
    readonly state: {
        readonly store: 'cache' | 'directory' | 'none';
        readonly directory: string;
        readonly maxBytes: number;
    };
    /** Absolute directories for decision records and patch files, and for the summary when no runner provides one. */
    readonly recordsDirectory: string;
}
