export type CheckRole = 'setup' | 'lint' | 'test' | 'accept';
/**
 * How one command ended.
 * - `passed`, `failed`: it completed and said so.
 * - `timed-out`, `crashed` (killed by a signal), `missing-tool`, `stale-report`, `unreadable-report`: it did not complete.
 * - `no-tests`: a test command that ran no test at all.
 * - `not-run`: none was found or configured; never read as green.
 */
export type CheckStatus = 'passed' | 'failed' | 'timed-out' | 'crashed' | 'missing-tool' | 'stale-report' | 'unreadable-report' | 'no-tests' | 'not-run';
export interface CheckRun {
    readonly role: CheckRole;
    /** Unique within the evidence: `lint`, `lint 2`, `test`. */
    readonly name: string;
    readonly command: string;
    readonly status: CheckStatus;
    readonly exitCode: number | null;
    readonly durationMs: number;
    /** True if a structured report was read; false if the exit code is all there was. */
    readonly reported: boolean;
    /** One sentence for people: what happened and, on failure, the remedy. */
    readonly note: string;
    /** The last lines of output, capped; never printed where the runner obeys commands. */
    readonly outputTail: string;
}
export interface TestOutcome {
    /** Unique and stable: `<check name> › <suite> › <test>`; a number is appended to repeated names. */
    readonly id: string;
    readonly status: 'passed' | 'failed' | 'skipped';
    readonly file: string | null;
    readonly durationMs: number | null;
    /** First lines of the failure, capped. */
    readonly message: string | null;
}
export type FindingLevel = 'error' | 'warning' | 'note';
export interface Finding {
    /** Hash of tool, rule, path, message and the text of the line: survives moving lines. Equal ones are numbered. */
    readonly fingerprint: string;
    readonly tool: string;
    readonly rule: string;
    readonly level: FindingLevel;
    readonly path: string;
    readonly line: number;
    readonly message: string;
}
/** Lines of one file: executed at least once, and executable but never executed. 1-based. */
export interface FileCoverage {
    readonly path: string;
    readonly covered: readonly number[];
    readonly missed: readonly number[];
}
export interface MetricSample {
    readonly name: string;
    readonly unit: string;
    readonly better: 'lower' | 'higher';
    readonly stability: 'exact' | 'noisy';
    /** In units of the metric. */
    readonly tolerance: number;
    /** Distance that counts as one; every comparison with `threshold` is divided by it. */
    readonly scale: number;
    readonly weight: number;
    /** Raw samples; the value is their median. */
    readonly samples: readonly number[];
}
/** What the checks said about one tree. */
export interface Evidence {
    /** The git tree that was checked. */
    readonly tree: string;
    readonly checks: readonly CheckRun[];
    readonly tests: readonly TestOutcome[];
    readonly findings: readonly Finding[];
    /** `null` when no coverage report exists. */
    readonly coverage: readonly FileCoverage[] | null;
    readonly metrics: readonly MetricSample[];
    readonly durationMs: number;
}
/** Why a test failed on the candidate, after reruns. */
export type FailureClass = 'regression' | 'not-the-patch' | 'suspect';
export interface ClassifiedFailure {
    readonly id: string;
    readonly class: FailureClass;
    readonly message: string | null;
    readonly candidateReruns: readonly ('passed' | 'failed' | 'absent')[];
    readonly baseReruns: readonly ('passed' | 'failed' | 'absent')[];
}
/** What changed between the evidence before and after. */
export interface Comparison {
    readonly newFailures: readonly ClassifiedFailure[];
    /** Ids that passed before and are no longer reported: a failure that hides itself. */
    readonly vanishedTests: readonly string[];
    readonly fixedTests: readonly string[];
    readonly existingFailures: readonly string[];
    readonly newFindings: readonly Finding[];
    readonly fixedFindings: readonly Finding[];
    /** Commands that completed before and do not complete after. */
    readonly newlyIncomplete: readonly CheckRun[];
    /** Failing test ids + error-level findings + commands that did not complete. */
    readonly errorsBefore: number;
    readonly errorsAfter: number;
}
/** Proof that a change improves something: an oracle red on the base and green on the candidate. */
export interface Worth {
    readonly proved: boolean;
    /** For example `accept-command`, `clone gone`, `suppression gone`, `own tests`. */
    readonly oracle: string;
    readonly before: string;
    readonly after: string;
    /** One sentence for people. */
    readonly explanation: string;
}
/** Whether the checks would notice a mistake at one site. */
export interface SiteStrength {
    readonly siteId: string;
    readonly label: string;
    readonly noticed: boolean;
    /** How it was tried. `identical-code`: only comments changed, so no check could tell. */
    readonly method: 'coverage' | 'probe' | 'accept-command' | 'identical-code' | 'not-tried';
    /** Ids of some tests that noticed, at most three. */
    readonly by: readonly string[];
}
export interface Strength {
    readonly sites: readonly SiteStrength[];
    /** True if only the candidate's own tests noticed anything. */
    readonly ownTestsOnly: boolean;
    readonly passingTests: number;
}
