import type { Problem } from '../core/errors.ts';
import { MODES } from '../core/model/settings.ts';
import { suggestion } from '../core/nearest.ts';
import { SETTINGS, SETTING_LIST } from './schema.ts';
import type { SettingName } from './schema.ts';
import type { Setting } from './setting.ts';

/** What a command line asks for. `given` and `problems` go on to `readSettings`, which reports everything at once. */
export type Invocation =
  | { readonly type: 'help' }
  | { readonly type: 'version' }
  | {
      readonly type: 'run';
      readonly given: Readonly<Record<string, string>>;
      readonly problems: readonly Problem[];
      /** Where to start looking for the repository; `null` is the current directory. */
      readonly repository: string | null;
      /** A file that the summary is written to. */
      readonly summaryFile: string | null;
    };

/** Flags that belong to the command line alone. */
export const COMMAND_LINE_FLAGS: Readonly<Record<string, { readonly value: string; readonly doc: string }>> = {
  repository: { value: 'DIR', doc: 'The repository to work on. Default: the one around the current directory.' },
  'summary-file': { value: 'FILE', doc: 'Writes the summary, as Markdown, to this file too.' },
};

/** Parses what follows the program's name: `run --prompt "…" --target=src/a.js --no-dry-run`. Pure; never throws. */
export function parseArguments(argv: readonly string[]): Invocation {
  if (argv.includes('--help') || argv.includes('-h') || argv[0] === 'help') return { type: 'help' };
  if (argv[0] === '--version' || argv[0] === 'version') return { type: 'version' };
  const state = { given: new Map<string, string>(), problems: [] as Problem[] };
  const first = argv[0];
  const named = first !== undefined && !first.startsWith('-');
  if (named) state.given.set('mode', first);
  if (!named || !(MODES as readonly string[]).includes(first)) {
    state.given.delete('mode');
    state.problems.push(noCommand(named ? first : null));
  }
  const second = argv[1];
  // `self-coding rollback <id>` leaves no doubt about what is meant.
  const names = first === 'rollback' && second !== undefined && !second.startsWith('-');
  if (names) state.given.set('patch-id', second);
  readFlags(argv.slice(Number(named) + Number(names)), state);
  const { repository = null, 'summary-file': summaryFile = null, ...given } = Object.fromEntries(state.given);
  return { type: 'run', given, problems: state.problems, repository, summaryFile };
}

interface Parsed {
  readonly given: Map<string, string>;
  readonly problems: Problem[];
}

function readFlags(words: readonly string[], parsed: Parsed): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (!word.startsWith('--') || word === '--') {
      parsed.problems.push({ setting: 'command line', value: word, problem: 'is not a flag', remedy: 'Put text with blanks in quotes, and name the flag that it belongs to, such as `--prompt`.' });
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const inline = equals < 0 ? null : word.slice(equals + 1);
    if (isSwitch(name) || isSwitch(name.replace(/^no-/, ''))) setSwitch(name, inline, parsed);
    else {
      const next = words[index + 1];
      const value = inline ?? (next === undefined || next.startsWith('--') ? null : next);
      if (inline === null && value !== null) index += 1;
      setFlag(name, value, parsed);
    }
  }
}

function setSwitch(name: string, inline: string | null, { given, problems }: Parsed): void {
  if (isSwitch(name)) given.set(name, inline ?? 'true');
  else if (inline === null) given.set(name.replace(/^no-/, ''), 'false');
  else problems.push({ setting: `--${name}`, value: inline, problem: 'takes no value', remedy: `Write \`--${name}\` alone.` });
}

function setFlag(name: string, value: string | null, { given, problems }: Parsed): void {
  const setting = settingOf(name);
  const own = Object.hasOwn(COMMAND_LINE_FLAGS, name);
  const fail = (problem: string, remedy: string): void => {
    problems.push({ setting: `--${name}`, value: null, problem, remedy });
  };
  if (setting === null && !own) fail('is not a known flag', suggestion(`--${name}`, FLAGS.map((flag) => `--${flag}`), 'See `self-coding --help`.'));
  else if (setting !== null && !setting.places.includes('flag')) fail('cannot be given as a flag', notAFlag(name));
  else if (value === null) fail('needs a value', `Write \`--${name} ${own ? COMMAND_LINE_FLAGS[name]!.value : 'VALUE'}\`; a value that starts with \`--\` goes after \`=\`.`);
  else if (own && value === '') fail('is empty', 'Give a path.');
  else if (given.has(name) && setting?.value.type !== 'list') fail('is given twice', 'Give it once.');
  else given.set(name, given.has(name) ? `${given.get(name)!}\n${value}` : value);
}

function notAFlag(name: string): string {
  if (name === 'token') return 'Set the environment variable `GITHUB_TOKEN`: arguments can be read by every process of the machine.';
  if (name === 'api-key') return 'Set the environment variable `SELF_CODING_API_KEY`: arguments can be read by every process of the machine.';
  return name === 'mode' ? `Make it the first word, as in \`self-coding run\`: one of ${MODES.join(', ')}.` : 'Write it in the configuration file.';
}

function noCommand(word: string | null): Problem {
  const remedy = `Start with one of: ${MODES.join(', ')}. See \`self-coding --help\`.`;
  return word === null
    ? { setting: 'command line', value: null, problem: 'names no command', remedy }
    : { setting: 'command line', value: word, problem: 'is not a command', remedy: suggestion(word, MODES, remedy) };
}

const FLAGS: readonly string[] = [...SETTING_LIST.filter(([, setting]) => setting.places.includes('flag')).map(([name]) => name), ...Object.keys(COMMAND_LINE_FLAGS)];

function settingOf(name: string): Setting | null {
  return Object.hasOwn(SETTINGS, name) ? SETTINGS[name as SettingName] : null;
}

function isSwitch(name: string): boolean {
  return settingOf(name)?.value.type === 'switch';
}
