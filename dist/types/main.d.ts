import type { RunReport } from './core/model/run-report.js';
import type { Settings } from './core/model/settings.js';
import { type Environment } from './wiring-place.js';
/** The Action, `main` and `post`. Returns the exit code. */
export declare function actionMain(environment?: Environment): Promise<number>;
/** The command line. Returns the exit code. */
export declare function cliMain(argv: readonly string[], environment?: Environment): Promise<number>;
/** 0 for every expected outcome; 1 for bad configuration, broken infrastructure, what a doctor finds bad, and what `fail-on` names. */
export declare function exitCodeOf(report: RunReport, settings: Settings | null): number;
export { ConfigError, InfrastructureError } from './core/errors.js';
export { safetyMonitor } from './core/change/guard.js';
export { TrendPredictor } from './core/judge/trend-predictor.js';
export { CodeDb, GptMemory, MemoryManager, PatchHistoryDB, SelfCodingEngine } from './wiring-library.js';
export type { SelfCodingOptions } from './wiring-library.js';
export type { Proposal } from './core/model/change.js';
export type { CodeRecord, Suggestion } from './core/model/code.js';
export type { Attempt } from './core/model/patch.js';
export type { RollbackReport } from './core/model/run-report.js';
export type { Verdict } from './core/model/verdict.js';
export type { Embedder, Generator, Reporter } from './core/ports.js';
export type { PatchOptions } from './run/engine.js';
