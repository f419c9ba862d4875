import { suggestion } from '../core/nearest.ts';
import { controlCharacter, parseDuration, parseNumber, parseSize, pathProblem } from './forms.ts';
import type { FormProblem } from './forms.ts';
import type { ValueType } from './setting.ts';

export type ScalarType = Exclude<ValueType, { readonly type: 'list' | 'object' }>;
type TextType = Exclude<ScalarType, { readonly type: 'number' | 'switch' | 'size' }>;

/** What one value reads as, or what is wrong with it. */
export type ScalarResult = { readonly ok: true; readonly value: string | number | boolean } | { readonly ok: false; readonly found: FormProblem };

const fine = (value: string | number | boolean): ScalarResult => ({ ok: true, value });
const wrong = (problem: string, remedy: string): ScalarResult => ({ ok: false, found: { problem, remedy } });

/** One value as it stands in the configuration file. */
export function readScalar(type: ScalarType, value: unknown): ScalarResult {
  switch (type.type) {
    case 'number':
      return typeof value === 'number' ? readNumber(type, value) : wrongType(value, 'a number');
    case 'switch':
      return typeof value === 'boolean' ? fine(value) : wrongType(value, '`true` or `false`');
    case 'size':
      return readSize(type.maximum, value);
    default:
      return typeof value === 'string' ? readText(type, value) : wrongType(value, type.type === 'duration' ? 'a duration such as `90s` or `10m`' : 'text');
  }
}

/** One value given as text: an input, a flag. */
export function readScalarText(type: ScalarType, text: string): ScalarResult {
  const word = text.trim();
  switch (type.type) {
    case 'number': {
      const value = parseNumber(word);
      if (value === null) return wrong('is not a number', /^\d*,\d+$/.test(word) ? 'Write the decimal point as `.`.' : 'Use a number such as 0.5.');
      return readNumber(type, value);
    }
    case 'switch':
      return /^(?:true|false)$/i.test(word) ? fine(word.toLowerCase() === 'true') : wrong('is neither `true` nor `false`', 'Use one of the two.');
    case 'size':
      return readSize(type.maximum, parseNumber(word) ?? word);
    default:
      return readText(type, word);
  }
}

function readText(type: TextType, value: string): ScalarResult {
  if (value.trim() === '') return wrong('is empty', type.type === 'command' ? 'Give a command, write `none` to run none, or leave the setting out.' : 'Give a value or leave the setting out.');
  switch (type.type) {
    case 'text':
      return readWords(type, value);
    case 'command':
      return fine(value.trim() === 'none' ? '' : value);
    case 'choice':
      return type.values.includes(value) ? fine(value) : wrong('is not one of the choices', suggestion(value, type.values, `Use one of: ${type.values.join(', ')}.`));
    case 'duration':
      return readDuration(type.maximumMs, value);
    case 'path':
      return unless(pathProblem(value, { glob: false }), value);
    case 'glob':
      return readGlob(type.exclude, value);
    case 'place':
      return controlCharacter(value) ? wrong('contains a control character', 'Give one path on one line.') : fine(value);
  }
}

function readWords(type: Extract<ValueType, { type: 'text' }>, value: string): ScalarResult {
  if (value.length > type.maxLength) return wrong(`is ${value.length} characters long`, `Use at most ${type.maxLength}.`);
  if (type.pattern !== undefined && !new RegExp(type.pattern).test(value)) return wrong('has the wrong form', `Use ${type.form ?? type.pattern}.`);
  return fine(value);
}

function readDuration(maximumMs: number, value: string): ScalarResult {
  const duration = parseDuration(value);
  if (duration === null) return wrong('is not a duration', 'Write it with its unit: `90s`, `10m`, `1h` or `1h30m`.');
  return duration < 1000 || duration > maximumMs ? wrong('is out of range', `Use a duration from 1s to ${maximumMs / 3_600_000}h.`) : fine(duration);
}

function readGlob(exclude: boolean, value: string): ScalarResult {
  const bare = exclude && value.startsWith('!') ? value.slice(1) : value;
  return bare === '' ? wrong('excludes nothing', 'Name what is excluded, as in `!vendor/**`.') : unless(pathProblem(bare, { glob: true }), value);
}

function unless(found: FormProblem | null, value: string): ScalarResult {
  return found === null ? fine(value) : { ok: false, found };
}

function readNumber(type: Extract<ValueType, { type: 'number' }>, value: number): ScalarResult {
  const least = type.exclusive === true ? `above ${type.minimum}` : `${type.minimum} or more`;
  if (!Number.isFinite(value)) return wrong('is not a finite number', `Use a number, ${least}.`);
  if (value < type.minimum || (type.exclusive === true && value === type.minimum)) return wrong(value < 0 ? 'is negative' : 'is too small', `Use a number, ${least}.`);
  if (value > type.maximum) return wrong('is too large', `Use at most ${type.maximum}.`);
  return type.integer && !Number.isInteger(value) ? wrong('is not a whole number', 'Use a whole number.') : fine(value);
}

function readSize(maximum: number, value: unknown): ScalarResult {
  const size = typeof value === 'string' ? parseSize(value) : value;
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= maximum) return fine(size);
  return wrong('is not a size in range', `Use a whole number of bytes, or text such as \`64KiB\` or \`20MiB\`; from 1 to ${maximum} bytes.`);
}

function wrongType(value: unknown, wanted: string): ScalarResult {
  const quoted = typeof value === 'string' && (wanted === 'text' ? false : wanted === 'a number' ? parseNumber(value) !== null : /^(?:true|false)$/i.test(value));
  return wrong(`is ${kindOf(value)}, not ${wanted}`, quoted ? 'Remove the quotes.' : wanted === 'text' && !isEmpty(value) ? 'Put it in quotes.' : `Write ${wanted}, or leave it out.`);
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (isEmpty(value)) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'a number' : typeof value === 'boolean' ? 'a truth value' : typeof value;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}
