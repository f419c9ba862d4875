import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import type { BacklogEntry, MetricSpec, Settings } from '../core/model/settings.ts';
import { nearest } from '../core/nearest.ts';
import { readConfigFile } from './file.ts';
import type { ConfigFile, FileContent } from './file.ts';
import { absolute, fromRoot, globsFromRoot, isOfKernel, normalPath } from './paths.ts';
import { conflicts } from './rules.ts';
import { SETTINGS, SETTING_LIST } from './schema.ts';
import type { Values } from './schema.ts';
import type { Setting, Surface, ValueProblem } from './setting.ts';
import { fromFile, fromText } from './values.ts';

export interface SettingsRequest {
  readonly surface: Surface;
  /** Inputs or flags as text, by the names of the settings. Unknown ones warn in an Action and are errors elsewhere. */
  readonly given: Readonly<Record<string, string>>;
  /** `null` if the commit has no such file. */
  readonly file: ConfigFile | null;
  /** What parsing the arguments found already. */
  readonly problems?: readonly Problem[];
  readonly places: {
    /** Absolute. */
    readonly root: string;
    /** The engine's own directory below the git directory, absolute. */
    readonly gitDirectory: string;
    /** The runner's temporary directory, absolute. */
    readonly temporary: string | null;
  };
}

export interface ReadSettings {
  readonly settings: Settings;
  /** Never part of `settings`: those are printed and recorded. */
  readonly token: string | null;
  readonly apiKey: string | null;
  readonly warnings: readonly string[];
}

/** The path of the configuration file, relative to the repository root; what is wrong with it `readSettings` says. */
export function configPath(given: Readonly<Record<string, string>>): string {
  return normalPath(given['config'] ?? SETTINGS.config.fallback.cli);
}

/** Inputs or flags over the file over the defaults. Pure. Throws one `ConfigError` with every problem. */
export function readSettings(request: SettingsRequest): ReadSettings {
  const read = inspectSettings(request);
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return read;
}

/** The same without throwing: a setting with a problem has its default, so that a doctor can look at the rest. */
export function inspectSettings(request: SettingsRequest): ReadSettings & { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [...(request.problems ?? [])];
  const warnings: string[] = [];
  const content = request.file === null ? null : readConfigFile(request.file);
  problems.push(...(content?.problems ?? []));
  // The runner passes action.yml's default on as if the user had given it: only another path is a promise.
  if (request.file === null && configPath(request.given) !== SETTINGS.config.fallback.cli) {
    problems.push({ setting: label(request.surface, 'config'), value: request.given['config'] ?? null, problem: 'names a file that the commit does not have', remedy: 'Commit the file, or correct its path; it is relative to the repository root.' });
  }
  checkNames(request, problems, warnings);
  const broken = new Set<string>();
  const values = readValues(request, content, problems, broken);
  const found = conflicts(values, broken, request.surface, (name, at = []) => labelFor(request, content, name, at));
  problems.push(...found.problems);
  return {
    settings: assemble(values, request), token: values.token, apiKey: values['api-key'], warnings: [...warnings, ...found.warnings],
    problems: withoutSecrets(problems, [request.given['token'], request.given['api-key']]),
  };
}

function checkNames({ surface, given }: SettingsRequest, problems: Problem[], warnings: string[]): void {
  const inputs = SETTING_LIST.filter(([, { places }]) => places.includes('input')).map(([name]) => name);
  for (const name of Object.keys(given)) {
    const known = Object.hasOwn(SETTINGS, name);
    if (surface === 'cli') {
      if (!known) problems.push({ setting: label(surface, name), value: null, problem: 'is not a known setting', remedy: 'See `self-coding --help`.' });
    } else if (!inputs.some((input) => input === name)) {
      const [meant] = nearest(name, inputs, 1);
      warnings.push(known ? `The input \`${name}\` is ignored: write \`${name}\` in the configuration file.` : `The input \`${name}\` is unknown and ignored.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`);
    }
  }
}

/** The values of a schema whose problems were reported; a setting with a problem has its default, so that the other rules can go on. */
function readValues(request: SettingsRequest, content: FileContent | null, problems: Problem[], broken: Set<string>): Values {
  const values = SETTING_LIST.map(([name, setting]): [string, unknown] => {
    const secret = setting.value.type === 'text' && setting.value.secret === true;
    const collect = (labelOf: (at: ValueProblem['at']) => string) => {
      const own: Problem[] = [];
      return { own, report: ({ at, ...rest }: ValueProblem) => own.push({ setting: labelOf(at), ...rest, value: secret ? null : shorten(rest.value) }) };
    };
    const fallback = setting.fallback[request.surface];
    let value = fallback === null || secret ? null : fromFile(setting.value, fallback, () => undefined);
    const inFile = collect((at) => content!.label(name, at));
    if (content?.values.has(name) === true) {
      const read = fromFile(setting.value, content.values.get(name), inFile.report);
      if (inFile.own.length === 0) value = read;
    }
    const asText = request.given[name];
    const inText = collect(() => label(request.surface, name));
    if (asText !== undefined && isAllowed(request.surface, setting.places, name)) {
      const read = fromText(setting.value, asText, inText.report);
      if (inText.own.length === 0) value = read;
    }
    const found = [...inFile.own, ...inText.own, ...unwritable(name, setting, value, request, content)];
    if (found.length > 0 && setting.value.type === 'place') value = null;
    if (found.length > 0) broken.add(name);
    problems.push(...found);
    return [name, value];
  });
  return Object.fromEntries(values) as unknown as Values;
}

/** A directory to be made below one of these would keep Node's `mkdir` busy for ever, or make a device. */
function unwritable(name: string, { value: type }: Setting, value: unknown, request: SettingsRequest, content: FileContent | null): readonly Problem[] {
  if (type.type !== 'place' || type.reads === true || typeof value !== 'string' || !isOfKernel(absolute(request.places.root, value))) return [];
  return [{ setting: labelFor(request, content, name, []), value: shorten(value), problem: "is a place of the operating system's kernel, where nothing can be kept", remedy: 'Use a path outside /proc, /sys and /dev.' }];
}

function isAllowed(surface: Surface, places: readonly string[], name: string): boolean {
  return surface === 'action' ? places.includes('input') : places.includes('flag') || name === 'mode' || name === 'token' || name === 'api-key';
}

function label(surface: Surface, name: string): string {
  return surface === 'cli' ? `--${name}` : name;
}

function labelFor({ given, surface }: SettingsRequest, content: FileContent | null, name: string, at: readonly (string | number)[]): string {
  return given[name] === undefined && content?.values.has(name) === true ? content.label(name, at) : label(surface, name);
}

function shorten(value: string | null): string | null {
  return value === null || value.length <= 120 ? value : `${value.slice(0, 119)}…`;
}

/** A token pasted into the wrong input must not reach the log either. */
function withoutSecrets(problems: readonly Problem[], given: readonly (string | undefined)[]): readonly Problem[] {
  const secrets = given.map((secret) => secret?.trim() ?? '').filter((secret) => secret.length >= 4);
  const hide = (text: string): string => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***').replaceAll(secret.slice(0, 100), '***'), text);
  return problems.map(({ setting, value, problem, remedy }) => ({ setting: hide(setting), value: value === null ? null : hide(value), problem: hide(problem), remedy: hide(remedy) }));
}

function assemble(values: Values, { places, surface }: SettingsRequest): Settings {
  const workingDirectory = normalPath(values['working-directory']);
  const runnerDirectory = surface === 'action' && places.temporary !== null ? join(places.temporary, 'self-coding') : places.gitDirectory;
  return {
    mode: values.mode,
    prompt: values.prompt,
    target: values.target === null ? null : fromRoot(workingDirectory, values.target),
    acceptCommand: values['accept-command'],
    kinds: [...new Set(values.kinds)],
    paths: globsFromRoot(workingDirectory, values.paths),
    workingDirectory,
    setupCommand: values['setup-command'],
    lintCommand: values['lint-command'],
    testCommand: values['test-command'],
    threshold: values.threshold,
    publish: values.publish,
    dryRun: values['dry-run'],
    maxTasks: values['max-tasks'],
    failOn: [...new Set(values['fail-on'])],
    backlog: values.backlog.map((entry): BacklogEntry => ({ id: entry.id, prompt: entry.prompt, target: fromRoot(workingDirectory, entry.target), acceptCommand: entry['accept-command'] })),
    reports: { lint: values['reports.lint'], test: values['reports.test'], coverage: values['reports.coverage'] },
    metrics: values.metrics.map((metric): MetricSpec => metric),
    timeLimits: { setup: values['time-limits.setup'], lint: values['time-limits.lint'], test: values['time-limits.test'], accept: values['time-limits.accept'], run: values['time-limits.run'] },
    sizeCaps: { files: values['size-caps.files'], lines: values['size-caps.lines'], bytes: values['size-caps.bytes'] },
    passEnv: values['pass-env'],
    sandbox: values.sandbox,
    ...modelSettings(values),
    pullRequest: {
      branchPrefix: values['pull-request.branch-prefix'], maxOpen: values['pull-request.max-open'], labels: values['pull-request.labels'], reviewers: values['pull-request.reviewers'],
      teamReviewers: values['pull-request.team-reviewers'], assignees: values['pull-request.assignees'],
    },
    patchId: values['patch-id'],
    recordAnswers: values['record-answers'] === null ? null : absolute(places.root, values['record-answers']),
    replayFile: values['replay-file'] === null ? null : absolute(places.root, values['replay-file']),
    state: { store: values['state.store'], directory: absolute(places.root, values['state.directory'] ?? join(places.gitDirectory, 'state')), maxBytes: values['state.max-size'] },
    recordsDirectory: absolute(places.root, values['records-directory'] ?? join(runnerDirectory, 'records')),
  };
}

/** A key given means that the model is used; none means none. */
function modelSettings(values: Values): Pick<Settings, 'model' | 'repairs' | 'budgets' | 'prices'> {
  return {
    model: values['api-key'] === null || values.model === null ? null : {
      name: values.model, baseUrl: values['base-url'].trim(), maxTokens: values['model-options.max-tokens'], temperature: values['model-options.temperature'],
      timeoutMs: values['time-limits.model'], retries: values['model-options.retries'],
    },
    repairs: values['model-options.repairs'],
    budgets: {
      run: { tokens: values['budgets.tokens'], cost: values['budgets.cost'], calls: values['budgets.calls'], timeMs: values['budgets.time'] },
      day: { tokens: values['budgets.daily.tokens'], cost: values['budgets.daily.cost'], calls: values['budgets.daily.calls'], timeMs: values['budgets.daily.time'] },
    },
    prices: values.prices,
  };
}
