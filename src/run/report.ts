/** The report of a run where there was none to tell of, and how a failure is told. */
import { ConfigError, describeProblem, InfrastructureError, type Problem } from '../core/errors.ts';
import type { Diagnosis, RunFailure, RunReport } from '../core/model/run-report.ts';

/** Of a run that did nothing. */
export function emptyReport(engine: string, environment: string): RunReport {
  return {
    engine, environment, mode: 'run', dryRun: false, publish: 'patch', base: null, attempts: [], tried: [], baseline: null, toolchain: null,
    state: { status: 'off', source: null, note: '', attempts: 0, kept: 0, notRepeated: 0 },
    landing: null, failure: null, nothing: null, recovery: null, warnings: [], remedies: [], suggestions: [], found: [], spending: null, ranking: [], diagnosis: [], rollback: null, phases: [], durationMs: 0,
  };
}

/** What a doctor found; no run took place. */
export function reportOfDiagnosis(diagnosis: readonly Diagnosis[], engine: string, environment: string): RunReport {
  return { ...emptyReport(engine, environment), mode: 'doctor', diagnosis };
}

/** Of a run that could not begin. */
export function reportOfFailure(error: unknown, engine: string, environment: string): RunReport {
  return { ...emptyReport(engine, environment), failure: failureOf(error) };
}

/** A defect of the engine is told like broken infrastructure: with what it was, and where to take it. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof ConfigError) return { type: 'config', problems: error.problems };
  if (error instanceof InfrastructureError) return { type: 'infrastructure', message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.stack ?? error.message : String(error);
  return { type: 'infrastructure', message: `unexpected error in the engine: ${message}`, remedy: 'This is a defect of the engine: please report it with this text. The tree was put back and nothing was landed.' };
}

/** For the log, one line for each problem, with its remedy. */
export function failureLines(failure: RunFailure): readonly string[] {
  return failure.type === 'config' ? failure.problems.map((problem: Problem) => describeProblem(problem)) : [`${failure.message} ${failure.remedy}`];
}
