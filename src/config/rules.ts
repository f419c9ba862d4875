import type { Problem } from '../core/errors.ts';
import type { Values } from './schema.ts';
import type { Surface } from './setting.ts';

type Label = (name: string, at?: readonly (string | number)[]) => string;

/** Rules between settings, after each one by itself was read. `broken` names those that are given, but cannot be read. */
export function conflicts(values: Values, broken: ReadonlySet<string>, surface: Surface, label: Label): { readonly problems: readonly Problem[]; readonly warnings: readonly string[] } {
  return {
    problems: [...requestProblems(values, broken, label), ...modelProblems(values, broken, label), ...reservedNames(values, label), ...placeProblems(values, surface, label)],
    warnings: warnings(values),
  };
}

function requestProblems(values: Values, broken: ReadonlySet<string>, label: Label): readonly Problem[] {
  const { mode } = values;
  const given = (name: 'prompt' | 'target' | 'accept-command'): boolean => values[name] !== null || broken.has(name);
  const problems: Problem[] = [];
  if (mode === 'rollback' || mode === 'doctor' || mode === 'refactor-worst') {
    return REQUEST.filter(given).map((name) => ({ setting: label(name), value: null, problem: `cannot be used with the mode \`${mode}\``, remedy: 'Leave it out, or ask for a helper with the mode `run`.' }));
  }
  const missing = (setting: string, problem: string, remedy: string): void => {
    problems.push({ setting: label(setting), value: null, problem, remedy });
  };
  if (mode === 'run' && given('prompt') && !given('target')) missing('target', 'is missing', 'Name the file that the helper belongs in, relative to `working-directory`; it may be new.');
  if (!given('prompt') && given('target')) missing('target', 'is given without `prompt`', 'Say in `prompt` what helper is wanted, or leave `target` out.');
  if (!given('prompt') && given('accept-command')) missing('accept-command', 'is given without `prompt`', 'Say in `prompt` what helper is wanted, or leave `accept-command` out.');
  return problems;
}

function modelProblems(values: Values, broken: ReadonlySet<string>, label: Label): readonly Problem[] {
  const problems: Problem[] = [];
  const key = values['api-key'];
  if (key !== null && values.model === null && !broken.has('model')) problems.push({ setting: label('model'), value: null, problem: 'is missing, though `api-key` is given', remedy: 'Name a model of the endpoint, or leave `api-key` out to work without one.' });
  if (key !== null && /[^\x21-\x7e]/.test(key.trim())) problems.push({ setting: label('api-key'), value: null, problem: 'contains a blank, a line break or a character that is not ASCII in its middle', remedy: 'Copy the key again: it is one word.' });
  if (key !== null) problems.push(...roomProblems(values, label));
  const url = URL.parse(values['base-url'].trim());
  if (url === null || !/^https?:$/.test(url.protocol)) problems.push({ setting: label('base-url'), value: values['base-url'], problem: 'is not an address', remedy: 'Write it with its protocol, such as `https://api.openai.com/v1`.' });
  else if (url.username !== '' || url.password !== '') problems.push({ setting: label('base-url'), value: null, problem: 'holds a user name or a password', remedy: 'Give the key as `api-key`: addresses are printed.' });
  return problems;
}

/** A budget that the smallest question could exceed would never let one be asked. */
function roomProblems(values: Values, label: Label): readonly Problem[] {
  const answer = values['model-options.max-tokens'];
  const tokens = (['budgets.tokens', 'budgets.daily.tokens'] as const).flatMap((name) => {
    const limit = values[name];
    return limit === null || limit === 0 || limit > answer ? [] : [{ setting: label(name), value: String(limit), problem: `is no more than one answer may have (${answer}), so no question could be asked`, remedy: 'Raise it, or lower `model-options.max-tokens`.' }];
  });
  const wait = values['time-limits.model'];
  const times = (['budgets.time', 'budgets.daily.time'] as const).flatMap((name) => {
    const limit = values[name];
    return limit === null || limit >= wait ? [] : [{ setting: label(name), value: `${limit / 1000}s`, problem: `is shorter than one question may take (${wait / 1000}s), so no question could be asked`, remedy: 'Raise it, or lower `time-limits.model`.' }];
  });
  return [...tokens, ...times];
}

function reservedNames(values: Values, label: Label): readonly Problem[] {
  return values.metrics.flatMap(({ name }, index) =>
    RESERVED.includes(name.toLowerCase()) ? [{ setting: label('metrics', [index, 'name']), value: name, problem: 'is the name of a series that the engine keeps itself', remedy: 'Choose another name.' }] : []);
}

const REQUEST = ['prompt', 'target', 'accept-command'] as const;
const RESERVED = ['errors', 'roi', 'complexity', 'duplication'];

function placeProblems(values: Values, surface: Surface, label: Label): readonly Problem[] {
  const problems: Problem[] = [];
  const folder = (setting: string, path: string, at?: readonly (string | number)[]): void => {
    if (/(?:^|\/)\.?\/?$/.test(path)) problems.push({ setting: label(setting, at), value: path, problem: 'is a directory', remedy: 'Name a file.' });
  };
  if (values.target !== null) folder('target', values.target);
  values.backlog.forEach(({ target }, index) => {
    folder('backlog', target, [index, 'target']);
  });
  if (surface === 'cli' && values['state.store'] === 'cache') {
    problems.push({ setting: label('state.store'), value: 'cache', problem: 'works only inside an Action', remedy: 'Use `directory` or `none` on the command line.' });
  }
  return problems;
}

function warnings(values: Values): readonly string[] {
  const unread = (command: 'lint-command' | 'test-command', ...reports: readonly ('reports.lint' | 'reports.test' | 'reports.coverage')[]): readonly string[] =>
    values[command] === '' ? reports.filter((name) => values[name].length > 0).map((name) => `\`${name}\` is ignored: \`${command}\` is \`none\`.`) : [];
  const keyless = values['api-key'] === null && values.model !== null && values['replay-file'] === null;
  const onlyHelper = values.kinds.every((kind) => kind === 'helper') && values.mode === 'run' && values.prompt === null && values.backlog.length === 0;
  return [
    ...unread('lint-command', 'reports.lint'),
    ...unread('test-command', 'reports.test', 'reports.coverage'),
    ...(keyless ? ['`model` is set and `api-key` is not, so no model is used. An endpoint without keys takes any text as `api-key`.'] : []),
    ...(values.mode !== 'rollback' && values['patch-id'] !== 'last' ? [`\`patch-id\` is ignored: only the mode \`rollback\` reads it, and this is \`${values.mode}\`.`] : []),
    ...(onlyHelper ? ['There is nothing to do: `kinds` names only `helper`, and neither `prompt` nor `backlog` asks for one.'] : []),
  ];
}
