/** Forms of single values that text can get wrong: durations, sizes, paths. All pure. */

const DURATION = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/;
export const DURATION_PATTERN = '^(?=.)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,8}s)?$';

/** Milliseconds of `90s`, `10m`, `1h30m`; `null` if it is no duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null || text === '') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, KiB: 1024, MiB: 1024 * 1024 };
const SIZE = /^(\d{1,12}) ?(B|KB|MB|KiB|MiB)$/;
export const SIZE_PATTERN = SIZE.source;

/** Bytes of `64KiB`, `20 MiB`, `500KB`; `null` if it is no size. */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text);
  return match === null ? null : Number(match[1]) * UNITS[match[2]!]!;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** A decimal number; `null` for anything else, `Infinity` and hexadecimal included. */
export function parseNumber(text: string): number | null {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** Relative, inside, one line: the same rule as `pathProblem`, for the JSON Schema. */
export const PATH_PATTERN = '^(?![/~]|[A-Za-z]:)(?!(?:.*[/\\\\])?\\.\\.(?:[/\\\\]|$))(?!.*\\\\)[^\\u0000-\\u001f\\u007f]+$';
export const GLOB_PATTERN = '^(?![!/~]|[A-Za-z]:)(?!(?:.*[/\\\\])?\\.\\.(?:[/\\\\]|$))[^\\u0000-\\u001f\\u007f]+$';
export const EXCLUDABLE_GLOB_PATTERN = GLOB_PATTERN.replace('^', '^!?');

export interface FormProblem {
  readonly problem: string;
  readonly remedy: string;
}

/** What is wrong with a path that must stay below the directory that it is relative to; `null` if nothing is. */
export function pathProblem(path: string, options: { readonly glob: boolean }): FormProblem | null {
  const inside = 'Write it relative to the working directory, with `/`.';
  if (controlCharacter(path)) return { problem: 'contains a control character', remedy: 'Give one path on one line.' };
  if (/^(?:[/~]|[A-Za-z]:)/.test(path)) return { problem: 'is an absolute path', remedy: inside };
  if (path.split(/[/\\]/).includes('..')) return { problem: 'leaves the directory with `..`', remedy: inside };
  if (!options.glob && path.includes('\\')) return { problem: 'contains a backslash', remedy: inside };
  if (options.glob && path.startsWith('!')) return { problem: 'excludes with `!`, which is not possible here', remedy: 'Name the files that are meant.' };
  return null;
}

export function controlCharacter(text: string): boolean {
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** Splits a list given as one text at line ends and at commas outside braces, so that `{a,b}` stays whole. */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (character === '\n' || (character === ',' && depth === 0)) {
      items.push(item);
      item = '';
      depth = 0;
    } else item += character;
  }
  return [...items, item].map((one) => one.trim()).filter((one) => one !== '');
}
