/** Looks at everything that a run needs, runs nothing of the repository, and says what to change. No check stops the others. */
import { InfrastructureError, ConfigError, describeProblem, type Problem } from '../core/errors.ts';
import { priceOf } from '../core/generate/prices.ts';
import { readState } from '../core/history/ledger.ts';
import { dayBefore, spentSince } from '../core/history/spending.ts';
import type { CheckPlan, Toolchain } from '../core/model/check.ts';
import type { Event } from '../core/model/event.ts';
import type { Diagnosis } from '../core/model/run-report.ts';
import type { Settings } from '../core/model/settings.ts';
import {
  backlogLine, budgetLine, cacheLines, commandLines, directoryLine, forgeLines, machineLines, notLookedAt, priceLine, pushLine, repositoryLines, sandboxDiagnosis, settingsLines, skipped, stateLines, tokenLine,
  type Machine,
} from '../core/report/doctor.ts';
import { branchName } from './branch.ts';
import type { RunPorts } from './session.ts';
import { targetProblems } from './target.ts';
import { surveyToolchain } from './toolchain.ts';

/** What was found before any port could be opened. */
export interface Found {
  readonly machine: Machine;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** Path of the configuration file; `null` without one. */
  readonly file: string | null;
}

interface Looking {
  readonly settings: Settings;
  readonly ports: RunPorts;
  readonly machine: Machine;
}

type Check = readonly [name: string, look: (looking: Looking) => Promise<readonly Diagnosis[]>];

const CHECKS: readonly Check[] = [
  ['repository', async ({ settings, ports: { git } }) => repositoryLines(await git.head(), (await git.status()).tracked, settings)],
  ['commands', commands],
  ['sandbox', ({ ports: { sandbox } }) => Promise.resolve(sandbox === null ? [] : [sandboxDiagnosis(sandbox)])],
  ['token', ({ settings, machine }) => Promise.resolve([tokenLine(settings.publish, machine)])],
  ['push', push],
  ['pull requests', pullRequests],
  ['cache', ({ settings, machine }) => Promise.resolve(settings.state.store === 'cache' ? cacheLines(machine) : [])],
  ['state', state],
  ['directories', directories],
  ['model', model],
  ['backlog', backlog],
];

/** Without ports (no repository, no git) only what is known of the machine and the settings. */
export async function examine({ machine, problems, warnings, file }: Found, opened: { readonly settings: Settings; readonly ports: RunPorts } | null): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [...machineLines(machine), ...settingsLines(problems, warnings, file)];
  if (opened === null) return found;
  for (const [name, look] of CHECKS) {
    try {
      found.push(...(await look({ ...opened, machine })));
    } catch (error) {
      found.push(failed(name, error));
    }
  }
  return found;
}

function failed(name: string, error: unknown): Diagnosis {
  if (error instanceof ConfigError) return notLookedAt(name, error.problems.map((each) => describeProblem({ ...each, remedy: '' })).join(' '), error.problems[0]?.remedy ?? '');
  if (error instanceof InfrastructureError) return notLookedAt(name, error.message, error.remedy);
  return notLookedAt(name, `could not be looked at: ${error instanceof Error ? error.message : String(error)}`, 'This is a defect of the engine: please report it');
}

async function commands({ settings, ports }: Looking): Promise<readonly Diagnosis[]> {
  const head = await ports.git.head();
  if (head === null) return [];
  const toolchain = await surveyToolchain(settings, await ports.git.listTree(head.commit), ports);
  return commandLines(toolchain, await missingPrograms(toolchain, ports));
}

async function missingPrograms({ setup, lint, test }: Toolchain, ports: RunPorts): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, string>();
  for (const plan of [...setup, ...lint, ...test]) {
    const program = programOf(plan);
    if (program !== null && !(await exists(program, plan, ports))) missing.set(plan.name, program);
  }
  return missing;
}

/** The first word that is a program; `null` where only a shell could tell. */
function programOf({ command, shown }: CheckPlan): string | null {
  const words = (shown ?? command).trim().split(/\s+/);
  const first = words.find((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) ?? '';
  const plain = /^[A-Za-z0-9_.][A-Za-z0-9_./+-]*$/.test(first);
  return plain && !BUILTINS.has(first) ? first : null;
}

const BUILTINS = new Set(['.', 'cd', 'echo', 'eval', 'exec', 'exit', 'export', 'false', 'for', 'if', 'printf', 'set', 'source', 'test', 'time', 'true', 'ulimit', 'umask', 'until', 'while']);

async function exists(program: string, { directory }: CheckPlan, { files, git, onPath }: RunPorts): Promise<boolean> {
  const below = directory === '' ? git.root : `${git.root}/${directory}`;
  const places = program.includes('/') ? [program.startsWith('/') ? program : `${below}/${program}`] : [`${below}/node_modules/.bin/${program}`, `${git.root}/node_modules/.bin/${program}`];
  if (!program.includes('/') && (await onPath(program))) return true;
  for (const place of places) if ((await files.stat(place)) !== null) return true;
  return false;
}

/** Asks the remote, and sends nothing. */
async function push({ settings: { publish, pullRequest }, ports: { git } }: Looking): Promise<readonly Diagnosis[]> {
  if (publish === 'commit' || publish === 'patch') return [skipped('push', `not needed: \`publish: ${publish}\` sends nothing`)];
  const head = await git.head();
  if (head === null || (publish === 'push' && head.ref === null)) return [];
  const branch = publish === 'push' ? branchName(head.ref) : `${pullRequest.branchPrefix}doctor`;
  return [pushLine(await git.push(head.commit, branch, { dryRun: true }), branch)];
}

async function pullRequests({ settings, ports: { forge } }: Looking): Promise<readonly Diagnosis[]> {
  return settings.publish === 'pull-request' ? forgeLines(forge === null ? null : await forge.permissions()) : [];
}

async function state({ settings, ports }: Looking): Promise<readonly Diagnosis[]> {
  if (settings.state.store === 'none') return [skipped('state', 'switched off: nothing is remembered (setting `state.store`)')];
  const restored = await ports.store.restore();
  const reading = restored.bytes === null ? null : readState(ports.databases, restored.bytes);
  const rows = reading?.type === 'rows' ? reading.rows : [];
  const lines = stateLines(restored, rows.length, rows.at(-1)?.at ?? null);
  if (settings.model === null) return lines;
  const calls = rows.filter(({ kind }) => kind === 'call').map(({ at, body }): Pick<Event, 'at' | 'body'> => ({ at, body: JSON.parse(body) as Event['body'] }));
  return [...lines, budgetLine(spentSince(calls, dayBefore(ports.clock.now())), settings.budgets.day)];
}

async function directories({ settings, ports }: Looking): Promise<readonly Diagnosis[]> {
  const wanted = [
    ...(settings.state.store === 'directory' ? [['state directory', settings.state.directory, 'state.directory'] as const] : []),
    ['records', settings.recordsDirectory, 'records-directory'] as const,
  ];
  const lines: Diagnosis[] = [];
  for (const [check, path, setting] of wanted) lines.push(directoryLine(check, path, await writeProblem(path, ports), setting));
  return lines;
}

async function writeProblem(directory: string, { files, random }: RunPorts): Promise<string | null> {
  const probe = `${directory}/.doctor-${random.id()}`;
  try {
    await files.write(probe, '');
    await files.remove(probe);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function model({ settings: { model: asked, prices, budgets }, ports: { endpoint } }: Looking): Promise<readonly Diagnosis[]> {
  if (asked === null) return [skipped('model', 'no key is given, so no model is used')];
  const answer = endpoint === null ? null : await endpoint.check();
  return [
    ...(answer === null ? [] : [{ check: 'model', ...answer }]),
    priceLine(asked.name, budgets, priceOf(asked.name, asked.baseUrl, prices) !== null),
  ];
}

async function backlog({ settings, ports: { git } }: Looking): Promise<readonly Diagnosis[]> {
  const head = await git.head();
  if (head === null || settings.backlog.length === 0) return [];
  const place = { git, entries: await git.listTree(head.commit), untracked: (await git.status()).untracked, paths: settings.paths };
  const lines: Diagnosis[] = [];
  for (const { id, target } of settings.backlog) {
    const problems = await targetProblems(target, place);
    if (problems.length > 0) lines.push(backlogLine(id, problems));
  }
  return lines;
}
