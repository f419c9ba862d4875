import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Problem } from '../core/errors.ts';
import { suggestion } from '../core/nearest.ts';
import { kindOf } from './scalars.ts';
import { SETTING_LIST } from './schema.ts';
import { isMapping } from './values.ts';

export interface ConfigFile {
  /** As it is shown to people, relative to the repository root. */
  readonly path: string;
  readonly text: string;
}

/** What the file says, by the names of the settings; values are not checked yet. */
export interface FileContent {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
  /** `<path>:<line> <key>`, for messages about a setting or a part of its value. */
  readonly label: (setting: string, at: At) => string;
}

type At = readonly (string | number)[];

const MAX_CHARACTERS = 256 * 1024;
/** An alias may not be used to blow a small file up. */
const MAX_ALIASES = 100;

/** Reads the YAML file. Never throws: everything wrong with it is among the problems, with its line. */
export function readConfigFile(file: ConfigFile): FileContent {
  const unreadable = (problem: string, remedy: string, line?: number): FileContent => ({
    values: new Map(),
    problems: [{ setting: line === undefined ? file.path : `${file.path}:${line}`, value: null, problem, remedy }],
    label: (setting) => `${file.path} ${setting}`,
  });
  if (file.text.length > MAX_CHARACTERS) return unreadable(`is ${file.text.length} characters long`, `Use at most ${MAX_CHARACTERS}.`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' });
    const [broken] = [...document.errors, ...document.warnings];
    if (broken !== undefined) return unreadable(`is not readable YAML: ${broken.message}`, 'Correct that line.', lines.linePos(broken.pos[0]).line);
    const content: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const labelAt = (at: At): string => labelOf(file.path, document, lines, at);
    if (content === null || content === undefined) return { values: new Map(), problems: [], label: (setting) => setting };
    if (!isMapping(content)) return unreadable(`holds ${kindOf(content)}, not settings`, 'Write one `name: value` for each setting.');
    return { ...collect(content, labelAt, []), label: (setting, at) => labelAt([...setting.split('.'), ...at]) };
  } catch (error) {
    // The parser throws only for too many aliases and, with thousands of brackets, for its own stack.
    return unreadable(`is not readable YAML: ${error instanceof Error ? error.message : String(error)}`, 'Use fewer levels and aliases.');
  }
}

function collect(content: Readonly<Record<string, unknown>>, label: (at: At) => string, above: readonly string[]): Omit<FileContent, 'label'> {
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(content)) {
    const at = [...above, key];
    const name = at.join('.');
    const below = keysBelow(name);
    if (key.includes('.') || (below.length === 0 && !FILE_SETTINGS.includes(name))) problems.push(above.length === 0 ? unknownKey(key, label(at)) : unknownBelow(above, key, label(at)));
    else if (below.length === 0) values.set(name, value);
    else if (isMapping(value)) {
      const inner = collect(value, label, at);
      for (const [setting, given] of inner.values) values.set(setting, given);
      problems.push(...inner.problems);
    } else problems.push({ setting: label(at), value: null, problem: `is ${kindOf(value)}, not a mapping`, remedy: `Write below it one or more of: ${below.join(', ')}.` });
  }
  return { values, problems };
}

const FILE_SETTINGS: readonly string[] = SETTING_LIST.filter(([, setting]) => setting.places.includes('file')).map(([name]) => name);
const FILE_KEYS: readonly string[] = [...new Set(FILE_SETTINGS.map((name) => name.split('.')[0]!))];

/** The keys one level below a name; none for a setting. */
function keysBelow(name: string): readonly string[] {
  const depth = name.split('.').length;
  return [...new Set(FILE_SETTINGS.filter((setting) => setting.startsWith(`${name}.`)).map((setting) => setting.split('.')[depth]!))];
}

function unknownBelow(above: readonly string[], key: string, setting: string): Problem {
  const known = keysBelow(above.join('.'));
  return { setting, value: null, problem: 'is not a known key', remedy: suggestion(key, known, `Use one of: ${known.join(', ')}.`) };
}

function unknownKey(key: string, setting: string): Problem {
  const known = SETTING_LIST.some(([name]) => name === key);
  if (key.includes('.') && FILE_SETTINGS.includes(key)) {
    const levels = key.split('.');
    return { setting, value: null, problem: 'has a dot', remedy: `Write it in ${levels.length === 2 ? 'two' : 'three'} levels: \`${levels.join(': { ')}: …${' }'.repeat(levels.length - 1)}\`.` };
  }
  if (!known) return { setting, value: null, problem: 'is not a known setting', remedy: suggestion(key, FILE_KEYS, `Use one of: ${FILE_KEYS.join(', ')}.`) };
  const asked = ['prompt', 'target', 'accept-command'].includes(key);
  if (key === 'api-key' || key === 'token') return { setting, value: null, problem: 'cannot be set in the file', remedy: 'A file in a repository is no place for a secret: take it out, renew it, and give it as an input from `secrets`.' };
  return { setting, value: null, problem: 'cannot be set in the file', remedy: asked ? 'Give it as an input or flag, or write the wanted helper under `backlog`.' : 'Give it as an input or flag.' };
}

function labelOf(path: string, document: Document, lines: LineCounter, at: At): string {
  const name = at.map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : index === 0 ? part : `.${part}`)).join('');
  // The innermost part that is there: a missing key has no line of its own.
  for (let length = at.length; length > 0; length -= 1) {
    const node = document.getIn(at.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as readonly number[] | null | undefined) : undefined;
    if (range?.[0] !== undefined) return `${path}:${lines.linePos(range[0]).line} ${name}`;
  }
  return `${path} ${name}`;
}
