/** What `main`, `post` and the command line do: find the place, run, tell the result. */
import { resolve } from 'node:path';
import { keepRunnerFiles, openRunner, type Runner } from './adapters/actions.ts';
import { createDatabaseFactory } from './adapters/database.ts';
import { createFiles } from './adapters/files.ts';
import { savePending } from './adapters/state-pending.ts';
import { terminalReporter } from './adapters/terminal.ts';
import { parseArguments } from './config/arguments.ts';
import { givenFromInputs, givenFromShell } from './config/environment.ts';
import { helpText } from './config/help.ts';
import { ConfigError } from './core/errors.ts';
import type { RunReport } from './core/model/run-report.ts';
import type { Settings } from './core/model/settings.ts';
import type { Reporter } from './core/ports.ts';
import { resultLine } from './core/report/log.ts';
import { outputs, outputSource } from './core/report/outputs.ts';
import { summary } from './core/report/summary.ts';
import { failureLines, reportOfFailure } from './run/report.ts';
import { run } from './run/run.ts';
import { diagnose } from './wiring-doctor.ts';
import { environmentLabel, findPlace, type Environment, type Surroundings } from './wiring-place.ts';
import { ENGINE_VERSION, openPorts, openStore, PENDING_MARKER, pendingState } from './wiring.ts';

const STARTED = 'started';

/** The Action, `main` and `post`. Returns the exit code. */
export async function actionMain(environment: Environment = process.env): Promise<number> {
  const runner = await openRunner();
  const surroundings: Surroundings = {
    surface: 'action',
    runner,
    environment,
    directory: environment['GITHUB_WORKSPACE'] ?? process.cwd(),
    given: givenFromInputs(environment),
    problems: [],
    reporter: runner.reporter((environment['GITHUB_STEP_SUMMARY'] ?? '') !== '', keepRunnerFiles(environment)),
    cancelled: onSignals(),
  };
  if (runner.savedForPost(STARTED) !== '') return post(surroundings, runner);
  runner.saveForPost(STARTED, 'true');
  const { report, exitCode } = await execute(surroundings, null);
  runner.setOutputs(outputs(outputSource(report)));
  return exitCode;
}

/** The command line. Returns the exit code. */
export async function cliMain(argv: readonly string[], environment: Environment = process.env): Promise<number> {
  const invocation = parseArguments(argv);
  switch (invocation.type) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'version':
      process.stdout.write(`${ENGINE_VERSION}\n`);
      return 0;
    case 'run': {
      const { exitCode } = await execute({
        surface: 'cli',
        runner: null,
        environment,
        directory: resolve(invocation.repository ?? process.cwd()),
        given: { ...givenFromShell(environment), ...invocation.given },
        problems: invocation.problems,
        reporter: terminalReporter({ out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) }),
        cancelled: onSignals(),
      }, invocation.summaryFile);
      return exitCode;
    }
    default:
      return invocation satisfies never;
  }
}

interface Executed {
  readonly report: RunReport;
  readonly exitCode: number;
}

/** A doctor must work where nothing else does: what would end a run is a finding. */
async function execute(surroundings: Surroundings, summaryFile: string | null): Promise<Executed> {
  if (surroundings.given['mode']?.trim() !== 'doctor') return carryOut(surroundings, summaryFile);
  const report = await diagnose(surroundings);
  await tell(report, surroundings.reporter, async (markdown) => { if (summaryFile !== null) await createFiles({ temporaryBase: '/' }).write(resolve(summaryFile), markdown); });
  return { report, exitCode: exitCodeOf(report, null) };
}

async function carryOut(surroundings: Surroundings, summaryFile: string | null): Promise<Executed> {
  const { reporter, environment } = surroundings;
  const files = createFiles({ temporaryBase: '/' });
  // Relative to where the shell stands, as its user means it, not to the repository.
  const summaryPaths = summaryFile === null ? [] : [resolve(summaryFile)];
  let report: RunReport;
  let settings: Settings | null = null;
  try {
    const place = await findPlace(surroundings);
    settings = place.read.settings;
    for (const warning of place.read.warnings) reporter.warning(warning);
    summaryPaths.push(`${settings.recordsDirectory}/summary.md`);
    const { ports, dispose } = await openPorts(surroundings, place);
    try {
      report = await run(settings, ports);
    } finally {
      await dispose();
    }
  } catch (error) {
    report = reportOfFailure(error, ENGINE_VERSION, environmentLabel(environment));
    for (const line of failureLines(report.failure!)) reporter.error(line);
  }
  await tell(report, reporter, (markdown) => Promise.all(summaryPaths.map((path) => files.write(path, markdown))));
  return { report, exitCode: exitCodeOf(report, settings) };
}

/** A summary that cannot be written is told and changes nothing. */
async function tell(report: RunReport, reporter: Reporter, write: (markdown: string) => Promise<unknown>): Promise<void> {
  const markdown = summary(report);
  try {
    await Promise.all([reporter.summary(markdown), write(markdown)]);
  } catch (error) {
    reporter.warning(`the summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  reporter.info(resultLine(report));
}

/** 0 for every expected outcome; 1 for bad configuration, broken infrastructure, what a doctor finds bad, and what `fail-on` names. */
export function exitCodeOf(report: RunReport, settings: Settings | null): number {
  if (report.diagnosis.some(({ status }) => status === 'bad')) return 1;
  if (report.failure !== null || report.attempts.some(({ outcome }) => outcome === 'failed')) return 1;
  return report.attempts.some(({ outcome }) => settings?.failOn.includes(outcome) === true) ? 1 : 0;
}

/** After `main`, also when it failed or was cancelled: puts the tree back and saves the state, where `main` could not. */
async function post(surroundings: Surroundings, runner: Runner): Promise<number> {
  const { reporter } = surroundings;
  try {
    const place = await findPlace(surroundings);
    const { ports, dispose } = await openPorts(surroundings, place);
    try {
      const recovery = await ports.workspace.recover();
      if (recovery.type === 'restored') reporter.info(recovery.files.length === 0 ? 'the run was ended early; it had left no change in the tree' : `put back what the run left: ${recovery.files.join(', ')}`);
      const saved = await savePending(runner.savedForPost(PENDING_MARKER), pendingState(place), openStore(surroundings, place, await createDatabaseFactory()));
      if (saved.type === 'saved') reporter.info(`state saved to ${saved.to}`);
      if (saved.type === 'not-saved') reporter.warning(`state not saved: ${saved.reason}`);
      if (recovery.type === 'nothing' && saved.type === 'nothing-pending') reporter.info('nothing left to do: the step came to its end by itself');
    } finally {
      await dispose();
    }
  } catch (error) {
    // The step's result stands: what went wrong here is told, and the next run recovers. Settings that cannot be used are an annotation of `main` already.
    if (error instanceof ConfigError) reporter.info(`nothing is put back or saved, since the settings cannot be used: ${error.message.replaceAll('\n', ' ')}`);
    else reporter.warning(error instanceof Error ? error.message : String(error));
  }
  return 0;
}

/** The runner cancels with SIGINT, then SIGTERM seven seconds later, then kills: commands are ended at once, the rest is put back. */
function onSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { controller.abort(new Error(`received ${signal}`)); });
  return controller.signal;
}

export { ConfigError, InfrastructureError } from './core/errors.ts';
export { safetyMonitor } from './core/change/guard.ts';
export { TrendPredictor } from './core/judge/trend-predictor.ts';
export { CodeDb, GptMemory, MemoryManager, PatchHistoryDB, SelfCodingEngine } from './wiring-library.ts';
export type { SelfCodingOptions } from './wiring-library.ts';
export type { Proposal } from './core/model/change.ts';
export type { CodeRecord, Suggestion } from './core/model/code.ts';
export type { Attempt } from './core/model/patch.ts';
export type { RollbackReport } from './core/model/run-report.ts';
export type { Verdict } from './core/model/verdict.ts';
export type { Embedder, Generator, Reporter } from './core/ports.ts';
export type { PatchOptions } from './run/engine.ts';
