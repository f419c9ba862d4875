/** What a doctor looks at: the machine, and as many of a run's adapters as can be opened. */
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createShell } from './adapters/shell.ts';
import { ConfigError, InfrastructureError, type Problem } from './core/errors.ts';
import type { Diagnosis, RunReport } from './core/model/run-report.ts';
import { diagnosisLines, notLookedAt, type Machine } from './core/report/doctor.ts';
import { examine } from './run/doctor.ts';
import { reportOfDiagnosis } from './run/report.ts';
import { environmentLabel, inspectPlace, type InspectedPlace, type Surroundings } from './wiring-place.ts';
import { ENGINE_VERSION, findOnPath, openPorts, type OpenPorts } from './wiring.ts';

/** Never throws: whatever cannot be opened is part of the diagnosis. */
export async function diagnose(surroundings: Surroundings): Promise<RunReport> {
  const { environment, reporter } = surroundings;
  const diagnosis = await reporter.group('doctor', async () => {
    const found = await look(surroundings);
    for (const line of diagnosisLines(found)) reporter.info(line);
    return found;
  });
  return reportOfDiagnosis(diagnosis, ENGINE_VERSION, environmentLabel(environment));
}

async function look(surroundings: Surroundings): Promise<readonly Diagnosis[]> {
  const machine = await machineOf(surroundings);
  let place: InspectedPlace;
  try {
    place = await inspectPlace(surroundings);
  } catch (error) {
    return [...(await examine({ machine, problems: surroundings.problems, warnings: [], file: null }, null)), ...findingsOf('repository', error)];
  }
  const { problems, warnings, settings } = place.read;
  const { opened, failures } = await open(surroundings, place);
  try {
    return [...(await examine({ machine, problems, warnings, file: place.file }, opened === null ? null : { settings, ports: opened.ports })), ...failures];
  } finally {
    await opened?.dispose();
  }
}

/** With a sandbox or a model that cannot be opened, everything else is still looked at. */
async function open(surroundings: Surroundings, place: InspectedPlace): Promise<{ readonly opened: OpenPorts | null; readonly failures: readonly Diagnosis[] }> {
  try {
    return { opened: await openPorts(surroundings, place), failures: [] };
  } catch (error) {
    const { read } = place;
    if (error instanceof ConfigError && error.problems.every(({ setting }) => setting === 'sandbox')) {
      const { opened, failures } = await open(surroundings, { ...place, read: { ...read, settings: { ...read.settings, sandbox: 'none' } } });
      return { opened, failures: [...findingsOf('sandbox', error), ...failures] };
    }
    if (read.settings.model === null && read.settings.replayFile === null && read.settings.recordAnswers === null) return { opened: null, failures: findingsOf('engine', error) };
    const without = { ...place, read: { ...read, apiKey: null, settings: { ...read.settings, model: null, replayFile: null, recordAnswers: null } } };
    const { opened, failures } = await open(surroundings, without);
    return { opened, failures: [...findingsOf('model', error), ...failures] };
  }
}

function findingsOf(check: string, error: unknown): readonly Diagnosis[] {
  if (error instanceof ConfigError) return error.problems.map(({ setting, value, problem, remedy }: Problem) => notLookedAt(check, `${setting}${value === null ? '' : ` (${value})`}: ${problem}`, remedy));
  if (error instanceof InfrastructureError) return [notLookedAt(check, error.message, error.remedy)];
  return [notLookedAt(check, error instanceof Error ? error.message : String(error), 'This is a defect of the engine: please report it')];
}

async function machineOf({ surface, environment, directory, given, cancelled }: Surroundings): Promise<Machine> {
  const shell = createShell({ environment, passEnv: [], outputLimitBytes: 64 * 1024, cancelled });
  const git = await shell.run({ command: ['git', 'version'], cwd: tmpdir(), timeoutMs: 20_000 });
  const isSet = (...names: readonly string[]): boolean => names.some((name) => (environment[name] ?? '') !== '');
  const path = environment['PATH'] ?? '';
  // The older service, on other servers and runners, may carry its credentials in the address.
  const mayAskCache = isSet('ACTIONS_RUNTIME_TOKEN', 'ACTIONS_CACHE_URL');
  return {
    surface,
    node: process.versions.node,
    hidesSecrets: process.execve !== undefined && process.platform !== 'win32',
    git: git.status === 'exited' && git.exitCode === 0 ? git.stdout.trim() : null,
    hasToken: (given['token']?.trim() ?? '') !== '',
    cache: {
      url: isSet('ACTIONS_RESULTS_URL', 'ACTIONS_CACHE_URL'), token: mayAskCache, mode: (environment['ACTIONS_CACHE_MODE'] ?? '').trim().toLowerCase(),
      tar: findOnPath('tar', path), zstd: findOnPath('zstd', path),
    },
    freeBytes: freeBytes(directory),
  };
}

function freeBytes(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}
