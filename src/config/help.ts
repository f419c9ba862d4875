import { COMMAND_LINE_FLAGS } from './arguments.ts';
import { SETTING_LIST } from './schema.ts';
import { GROUPS } from './setting.ts';
import type { Setting, ValueType } from './setting.ts';
import { defaultOf, formOf, wrap, written } from './words.ts';

const WIDTH = 100;
const INDENT = ' '.repeat(6);

const INTRODUCTION = `self-coding: writes small changes to a repository, proves each one with the repository's own checks,
and keeps only what it can prove useful and harmless.

Usage
  self-coding run [flags]             find or make changes, prove them, land what is kept
  self-coding suggest [flags]         list the functions of this repository that fit --prompt;
                                      without it, what a run would try
  self-coding refactor-worst [flags]  improve the module with the most errors
  self-coding rollback [flags]        take back a recorded change, --patch-id
  self-coding doctor [flags]          check the surroundings and say what to change
  self-coding --help                  this text
  self-coding --version               the version

Flags win over the configuration file, the file over the defaults. A list is given with commas or by
repeating its flag. The environment variable GITHUB_TOKEN is the token that pushes; without it git's
own credentials are used. SELF_CODING_API_KEY is the key of the model's endpoint; without it no
model is used. Commands never see either.`;

const CLOSING = `Exit code
  0  kept, held, reverted, unchanged or refused
  1  bad settings, failing infrastructure, or an outcome named in --fail-on

Examples
  self-coding run --dry-run
  self-coding run --prompt "turn a title into a URL slug" --target src/text.js \\
    --accept-command "node --test test/slug.test.js"
  self-coding suggest --prompt "parse a date"
  self-coding suggest
`;

/** The complete `--help`, at most 100 columns wide. */
export function helpText(): string {
  const groups = GROUPS.map((group) => {
    const flags = SETTING_LIST.filter(([, setting]) => setting.group === group && setting.places.includes('flag'));
    return [group, ...flags.map(([name, setting]) => describeFlag(name, setting))].join('\n');
  });
  const own = Object.entries(COMMAND_LINE_FLAGS).map(([name, { value, doc }]) => entry(`--${name} ${value}`, doc));
  const fileOnly = SETTING_LIST.filter(([, { places }]) => places.length === 1 && places[0] === 'file').map(([name, setting]) => entry(`${name}: ${formOf(setting.value)}`, setting.doc));
  return [INTRODUCTION, ...groups, ['Only on the command line', ...own].join('\n'), ['Only in the configuration file', ...fileOnly].join('\n'), CLOSING].join('\n\n');
}

function describeFlag(name: string, setting: Setting): string {
  const fallback = defaultOf(setting, 'cli');
  const switched = setting.value.type === 'switch';
  const notes = [fallback === null || switched ? '' : `Default: ${fallback}.`, switched ? '' : `Example: --${name} ${quoted(written(setting.example))}`];
  return entry(switched ? `--${name}, --no-${name}` : `--${name} ${placeholder(setting.value)}`, [setting.doc, ...notes].filter((note) => note !== '').join(' '));
}

function entry(head: string, text: string): string {
  const lines = [...wrap(text, WIDTH - INDENT.length)].map((line) => `${INDENT}${line}`);
  const [first = '', ...rest] = wrap(head, WIDTH - 2);
  return [`  ${first}`, ...rest.map((line) => `    ${line}`), ...lines].join('\n');
}

function placeholder(type: ValueType): string {
  if (type.type === 'choice') return type.values.join('|');
  return (type.type === 'list' ? `${placeholder(type.of)},…` : formOf(type).replace('whole number', 'number')).replace(/^[a-z]+(?=$|,)/, (word) => word.toUpperCase());
}

function quoted(text: string): string {
  return /^[\w./:=@,-]+$/.test(text) ? text : `"${text}"`;
}
