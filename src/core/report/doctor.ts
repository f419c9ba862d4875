/** What `doctor` says about what it found: one line for each check, with the remedy. */
import type { DaySpent } from '../history/spending.ts';
import type { Toolchain } from '../model/check.ts';
import { describeProblem, type Problem } from '../errors.ts';
import type { Budget, Publish, Settings } from '../model/settings.ts';
import type { Diagnosis } from '../model/run-report.ts';
import type { ForgeResult } from '../ports-forge.ts';
import type { Head, PushResult, RestoredState } from '../ports.ts';
import { count, listed, money, number, oneLine, sentence } from './format.ts';
import { sandboxLine } from './sandbox.ts';

type Status = Diagnosis['status'];

function line(check: string, status: Status, found: string, remedy = ''): Diagnosis {
  return { check, status, found: sentence(found), remedy: remedy === '' ? '' : sentence(remedy) };
}

/** A check that could not be carried out is a finding, too. */
export function notLookedAt(check: string, message: string, remedy: string): Diagnosis {
  return line(check, 'bad', oneLine(message), remedy);
}

/** A check that does not apply, or whose answer cannot be known. */
export function skipped(check: string, why: string, remedy = ''): Diagnosis {
  return line(check, 'skipped', why, remedy);
}

/** What the machine is. Numbers of bytes. */
export interface Machine {
  readonly surface: 'action' | 'cli';
  readonly node: string;
  /** True if the process can replace itself by one without secrets in its environment. */
  readonly hidesSecrets: boolean;
  /** What `git version` says; `null` without git. */
  readonly git: string | null;
  readonly hasToken: boolean;
  readonly cache: { readonly url: boolean; readonly token: boolean; readonly mode: string; readonly tar: boolean; readonly zstd: boolean };
  /** `null` where it cannot be told. */
  readonly freeBytes: number | null;
}

const GIBIBYTE = 1024 ** 3;

/** Node, git and the disk. */
export function machineLines({ node, hidesSecrets, git, freeBytes }: Machine): readonly Diagnosis[] {
  const free = freeBytes === null ? 'unknown' : `${number(freeBytes / GIBIBYTE, 1)} GiB free`;
  return [
    line('runtime', 'good', `Node.js ${node}`),
    hidesSecrets ? line('secrets', 'good', 'the process hides inputs and tokens from the commands that it starts')
      : line('secrets', 'warning', 'this platform cannot replace a running process, so commands of the repository could read the inputs and tokens of the engine', 'Run on Linux or macOS, or give no key and no token that may write'),
    git === null ? line('git', 'bad', 'no git was found', 'Install git 2.31 or newer, or use an image that has it') : gitLine(git),
    freeBytes !== null && freeBytes < GIBIBYTE / 2 ? line('disk', freeBytes < GIBIBYTE / 20 ? 'bad' : 'warning', free, 'Free some space: checks and setup write files') : line('disk', 'good', free),
  ];
}

function gitLine(version: string): Diagnosis {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = Number(major) < 2 || (Number(major) === 2 && Number(minor) < 31);
  return isOld ? line('git', 'bad', version, 'Install git 2.31 or newer') : line('git', 'good', version);
}

/** Everything that is wrong with the settings, one line each. */
export function settingsLines(problems: readonly Problem[], warnings: readonly string[], file: string | null): readonly Diagnosis[] {
  const bad = problems.map((each) => line('settings', 'bad', describeProblem({ ...each, remedy: '' }).trim().replace(/\.$/, ''), each.remedy));
  const noted = warnings.map((text) => line('settings', 'warning', text, 'Change or remove this setting'));
  if (bad.length + noted.length > 0) return [...bad, ...noted];
  return [line('settings', 'good', file === null ? 'no configuration file; inputs and defaults are sound' : `${file} and the inputs are sound`)];
}

/** HEAD, and paths of tracked files that have changes. */
export function repositoryLines(head: Head | null, changed: readonly string[], { publish }: Pick<Settings, 'publish'>): readonly Diagnosis[] {
  if (head === null) return [line('repository', 'bad', 'there is no commit yet', 'Commit something first: a change can only be proved against a base')];
  const needsBranch = publish === 'push' || publish === 'pull-request';
  return [
    head.ref !== null ? line('branch', 'good', `${head.ref.replace(/^refs\/heads\//, '')} at ${head.commit.slice(0, 12)}`)
      : line('branch', needsBranch ? (publish === 'push' ? 'bad' : 'warning') : 'good', `HEAD is detached at ${head.commit.slice(0, 12)}`, needsBranch ? 'Check out a branch (actions/checkout with `ref: ${{ github.head_ref || github.ref_name }}`), or use `publish: patch`' : ''),
    changed.length === 0 ? line('working tree', 'good', 'clean') : line('working tree', 'bad', `tracked files have uncommitted changes: ${listed(changed, 5)}`, 'Commit or stash them: the checks must judge a change alone'),
    head.shallow ? line('depth', 'warning', 'the clone is shallow: `rollback` reaches only what was fetched', 'For `mode: rollback` fetch all: `fetch-depth: 0` for actions/checkout, `git fetch --unshallow` elsewhere') : line('depth', 'good', 'the whole history is here'),
  ];
}

/** What would run; nothing of it was run. `missing` names, for each check, the program that is not there. */
export function commandLines({ setup, lint, test, notes }: Toolchain, missing: ReadonlyMap<string, string>): readonly Diagnosis[] {
  const told = [...setup, ...lint, ...test].map(({ name, role, command, shown, why, directory }) => {
    const what = `\`${oneLine(shown ?? command, 120)}\`${directory === '' ? '' : ` in ${directory}`} (${why})`;
    const program = missing.get(name);
    if (program === undefined) return line(name, 'good', role === 'setup' ? `would run first: ${what}` : what);
    if (setup.length > 0 && role !== 'setup') return line(name, 'warning', `${what}: \`${program}\` is not there yet`, 'The setup command must bring it');
    return line(name, 'bad', `${what}: \`${program}\` was not found`, `Install ${program}, or set \`${role}-command\``);
  });
  const absent = [
    ...(test.length > 0 ? [] : [line('test', 'warning', 'no test command: only requests with an `accept-command` can be kept', 'Set `test-command`')]),
    ...(lint.length > 0 ? [] : [line('lint', 'good', 'no lint command: nothing but the tests speaks')]),
  ];
  return [...told, ...absent, ...(told.length > 0 ? [] : notes.map((note) => line('commands', 'skipped', note)))];
}

/** `name`: of what was started to see that it works. */
export function sandboxDiagnosis(name: string): Diagnosis {
  return line('sandbox', 'good', sandboxLine(name));
}

/** Whether there is a token where one is needed. */
export function tokenLine(publish: Publish, { surface, hasToken }: Machine): Diagnosis {
  if (publish === 'commit' || publish === 'patch') return skipped('token', `not needed: \`publish: ${publish}\` sends nothing`);
  if (hasToken) return line('token', 'good', 'given');
  if (surface === 'cli' && publish === 'push') return line('token', 'good', "none given: git's own credentials are used");
  return line('token', publish === 'pull-request' ? 'bad' : 'warning', 'none given', surface === 'cli' ? 'Set the environment variable `GITHUB_TOKEN`' : 'Leave `token` out to use the one of the job, and give the job `permissions: contents: write, pull-requests: write`');
}

/** `answer`: to a push with `--dry-run`. */
export function pushLine(answer: PushResult, branch: string): Diagnosis {
  if (answer.type === 'refused') return line('push', 'bad', `the remote would refuse a push to ${branch}: ${answer.reason}`, 'Give the job `permissions: contents: write`, or use `publish: patch`');
  return answer.type === 'pushed' ? line('push', 'good', `origin would take a push to ${branch}`) : line('push', 'warning', `${branch} has moved on at origin`, 'Fetch and start from its tip');
}

/** `null` where no host of pull requests is known. */
export function forgeLines(answer: ForgeResult<{ readonly push: boolean; readonly defaultBranch: string; readonly archived: boolean }> | null): readonly Diagnosis[] {
  if (answer === null) return [line('pull requests', 'bad', 'no host of pull requests is known', 'Give a `token`, and run where `GITHUB_REPOSITORY` or `origin` names the repository; or use `publish: push`')];
  if (answer.type === 'failed') return [line('pull requests', 'bad', answer.reason, answer.remedy)];
  const { archived, defaultBranch, push } = answer.value;
  if (archived) return [line('pull requests', 'bad', 'the repository is archived: it takes no changes', 'Unarchive it')];
  if (!push) return [line('pull requests', 'bad', 'the token may read only', 'Give the job `permissions: contents: write, pull-requests: write`')];
  return [
    line('pull requests', 'good', `the token may write; pull requests go to ${defaultBranch} unless the run is on another branch`),
    skipped('permission to open', 'whether workflows may open pull requests cannot be asked', 'See Settings, Actions, General: "Allow GitHub Actions to create and approve pull requests". Without it the branch is pushed and a link is given'),
  ];
}

/** `none`, `read`, `write` or `write-only`; anything else restricts nothing. */
export function cacheLines({ cache: { url, token, mode, tar, zstd } }: Machine): readonly Diagnosis[] {
  if (!url || !token) return [line('cache', 'bad', 'the service of the Actions cache is not there', 'Use the engine as an action step: `run:` steps have no access. Elsewhere set `state.store: directory`')];
  if (!tar) return [line('cache', 'bad', '`tar` was not found, which the cache needs', 'Install tar in the image of the job')];
  const lines: Diagnosis[] = [];
  if (mode === 'none' || mode === 'write-only') lines.push(line('cache', 'warning', `this job may not read the cache (mode ${mode})`, 'Run on a trigger that only the team can fire: history starts empty here'));
  if (mode === 'none' || mode === 'read') lines.push(line('cache', 'warning', `this job may not write the cache (mode ${mode})`, 'Run on a trigger that only the team can fire: what is learned here is lost'));
  if (!zstd) lines.push(line('cache', 'warning', '`zstd` was not found: state saved where it exists is invisible here, and the other way round', 'Install zstd in the image of the job'));
  return lines.length > 0 ? lines : [line('cache', 'good', 'this job may use the service, for reading and writing')];
}

/** `newest`: when the latest event was written, ISO 8601; `null` without any. */
export function stateLines(restored: RestoredState, events: number, newest: string | null): readonly Diagnosis[] {
  const { status, source, note, bytes } = restored;
  if (status === 'empty') return [line('state', 'good', 'nothing is remembered yet')];
  if (status !== 'restored') return [line('state', status === 'unavailable' ? 'warning' : 'bad', note, 'A run would start with an empty history; nothing was overwritten')];
  const size = bytes === null ? '' : `, ${number(bytes.length / 1024, 0)} KiB`;
  const found = `${count(events, 'event')}${size}${newest === null ? '' : `, the newest of ${newest.slice(0, 16).replace('T', ' ')} UTC`} from ${source ?? 'the store'}`;
  return [line('state', restored.isFallback === true ? 'warning' : 'good', restored.isFallback === true ? note : found, restored.isFallback === true ? 'Look at what was set aside' : '')];
}

/** `problem`: why it cannot be written; `null` if it can. */
export function directoryLine(check: string, path: string, problem: string | null, setting: string): Diagnosis {
  return problem === null ? line(check, 'good', `${path} can be written`) : line(check, 'bad', `${path} cannot be written: ${problem}`, `Set \`${setting}\` to a directory that the user of this process may write`);
}

/** A money cap with an unknown price means that nothing is asked. */
export function priceLine(model: string | null, { run, day }: Settings['budgets'], known: boolean): Diagnosis {
  if (model === null) return skipped('price', 'no model is used');
  if (known) return line('price', 'good', `the price of ${model} is known`);
  if (run.cost === null && day.cost === null) return line('price', 'warning', `the price of ${model} is not known, so costs are not told`, 'Add it to `prices`; a model of your own machine costs 0');
  return line('price', 'bad', `the price of ${model} is not known and a limit in dollars is set, so no question would be asked`, 'Add the model to `prices`, or remove `budgets.cost` and `budgets.daily.cost`');
}

/** What the questions of the last 24 hours leave of the daily budgets. With a limit and numbers that cannot be trusted nothing would be asked. */
export function budgetLine({ spent: { calls, tokens, cost, timeMs }, unknown }: DaySpent, day: Budget): Diagnosis {
  const limited = Object.values(day).some((limit) => limit !== null);
  if (limited && unknown !== null) return line('budget', 'bad', `what was used in the last 24 hours is not known: ${unknown}`, 'Repair the state, wait a day, or take `budgets.daily` out');
  const used = `${count(calls, 'question')}, ${count(tokens, 'token')} and ${cost === null ? 'an unknown sum of money' : money(cost)} in the last 24 hours`;
  const isOver = [[calls, day.calls], [tokens, day.tokens], [cost ?? Infinity, day.cost], [timeMs, day.timeMs]].some(([value, limit]) => limit != null && value! >= limit);
  return isOver ? line('budget', 'bad', `${used}: the daily budget is used up`, 'Wait, or raise `budgets.daily`') : line('budget', 'good', used);
}

/** An entry whose target cannot be edited. */
export function backlogLine(id: string, problems: readonly Problem[]): Diagnosis {
  return line('backlog', 'bad', `${id}: ${problems.map(({ value, problem }) => `${value ?? ''} ${problem}`.trim()).join('; ')}`, problems.map(({ remedy }) => remedy).join(' '));
}

/** `Doctor: 2 things to change`. */
export function diagnosisText(diagnosis: readonly Diagnosis[]): string {
  const of = (status: Status): number => diagnosis.filter((each) => each.status === status).length;
  const [bad, warnings] = [of('bad'), of('warning')];
  const noted = warnings === 0 ? '' : `${bad === 0 ? '' : ', '}${count(warnings, 'warning')}`;
  if (bad === 0) return `${warnings === 0 ? 'everything is in order' : 'nothing stands in the way'}${warnings === 0 ? '' : `, ${count(warnings, 'warning')}`}`;
  return `${count(bad, 'thing')} to change${noted}`;
}

/** For the log: the word, the check, what was found, the remedy. */
export function diagnosisLines(diagnosis: readonly Diagnosis[]): readonly string[] {
  const width = Math.max(0, ...diagnosis.map(({ check }) => check.length));
  return diagnosis.flatMap(({ check, status, found, remedy }) => [`${status.padEnd(7)}  ${check.padEnd(width)}  ${found}`, ...(remedy === '' ? [] : [`${' '.repeat(width + 11)}→ ${remedy}`])]);
}
