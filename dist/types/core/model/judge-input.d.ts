import type { CheckRun, Comparison, MetricSample, Strength, Worth } from './evidence.js';
/**
 * Everything that a verdict rests on: numbers and names, JSON only. The decision record carries it whole, so that
 * anybody can recompute the verdict.
 */
export interface JudgeInput {
    /** Scaled distance beyond which `errors`, forecasts and ROI revert. Default 0.5. */
    readonly threshold: number;
    readonly task: {
        readonly origin: 'requested' | 'found';
        readonly acceptCommand: string | null;
    };
    readonly change: ChangeSize;
    readonly before: JudgedTree;
    readonly after: JudgedTree;
    readonly comparison: Comparison;
    /** What is known about each flake suspect; one that is missing counts as the candidate's fault. */
    readonly suspects: readonly SuspectContext[];
    /** What the guard wants a person to look at, one sentence each: process, network, eval or deserialisation added. */
    readonly flags: readonly string[];
    readonly worth: Worth | null;
    /** Functions that the change touched or introduced. */
    readonly functions: readonly FunctionComplexity[];
    /** `null` where no syntax tree was available. */
    readonly duplication: Duplication | null;
    /** `null` when the sites were not tried. */
    readonly strength: Strength | null;
    readonly history: JudgeHistory;
    /** A recorded change is taken back: the rule `harmless` alone decides, since whoever asked for it needs no other reason. */
    readonly rollback?: true;
}
/** Counted from the edits. */
export interface ChangeSize {
    readonly files: number;
    readonly linesAdded: number;
    readonly linesRemoved: number;
    /** Of those, in test files; they do not count as cost. */
    readonly testLinesAdded: number;
    readonly testLinesRemoved: number;
}
/** The part of `Evidence` that the rules read. */
export interface JudgedTree {
    /** Of lint, test and, for a request with an accept command, that command (role `accept`). */
    readonly checks: readonly Pick<CheckRun, 'role' | 'name' | 'status'>[];
    readonly passedTests: number;
    /** Tests that the accept command reported; absent without a report. */
    readonly acceptTests?: {
        readonly passed: number;
        readonly failed: number;
    };
    readonly metrics: readonly MetricSample[];
}
/** A test that failed on the candidate and passed when it was run again. */
export interface SuspectContext {
    /** Id of the test. */
    readonly id: string;
    /** True if the test's file reaches changed code, or if nobody could tell. */
    readonly reachesChange: boolean;
    /** True if history holds a flake of this test on a tree without the change. */
    readonly flakedOnBase: boolean;
}
/** Cognitive complexity of one function. */
export interface FunctionComplexity {
    readonly path: string;
    readonly name: string;
    /** Of the same function on the base, also when it moved or got another name; `null` for a new one. */
    readonly before: number | null;
    readonly after: number;
}
/** How much code of the repository is repeated: lines or functions, the same on both sides. The first of several copies is free. */
export interface Duplication {
    readonly before: number;
    readonly after: number;
    /** True for a transplant that was asked for: its copy is recorded, not judged. */
    readonly excused: boolean;
}
/** Values of earlier baselines, oldest first. Rejected candidates never enter. */
export interface JudgeHistory {
    readonly errors: readonly number[];
    /** Running sum of the ROI of what was kept. */
    readonly cumulativeRoi: readonly number[];
    readonly metrics: readonly Series[];
}
/** Oldest value first. */
export interface Series {
    readonly name: string;
    readonly values: readonly number[];
}
