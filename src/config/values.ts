import { nearest, suggestion } from '../core/nearest.ts';
import { splitList } from './forms.ts';
import { kindOf, readScalar, readScalarText } from './scalars.ts';
import type { ObjectKey, ValueProblem, ValueType } from './setting.ts';

type At = readonly (string | number)[];
type Report = (problem: ValueProblem) => void;

/**
 * Reads a value as it stands in the configuration file. Problems go to `report`, all of them; the result means
 * nothing once one was reported.
 */
export function fromFile(type: ValueType, value: unknown, report: Report, at: At = []): unknown {
  if (type.type === 'list') return readList(type, value, report, at);
  if (type.type === 'object') return readObject(type.keys, value, report, at);
  const result = readScalar(type, value);
  if (result.ok) return result.value;
  report({ at, value: show(value), ...result.found });
  return undefined;
}

/** Reads a value given as one text: an input, a flag. Lists are split at line ends and commas. */
export function fromText(type: ValueType, text: string, report: Report): unknown {
  if (type.type === 'list') {
    const items = splitList(text);
    if (items.length === 0) report({ at: [], value: text, problem: 'is empty', remedy: 'Give a value or leave the setting out.' });
    return fromFile(type, items, report);
  }
  if (type.type === 'object') throw new TypeError('A mapping cannot be given as text.');
  const result = readScalarText(type, text);
  if (result.ok) return result.value;
  report({ at: [], value: text, ...result.found });
  return undefined;
}

function readList(type: Extract<ValueType, { type: 'list' }>, value: unknown, report: Report, at: At): unknown {
  if (!Array.isArray(value)) {
    const hint = typeof value === 'string' ? `, as in \`[${splitList(value).map((item) => JSON.stringify(item)).join(', ')}]\`` : '';
    report({ at, value: show(value), problem: `is ${kindOf(value)}, not a list`, remedy: `Write a list${hint}, or leave it out.` });
    return undefined;
  }
  if (value.length > type.maximum) {
    report({ at, value: null, problem: `has ${value.length} items`, remedy: `Use at most ${type.maximum}.` });
    return undefined;
  }
  if (type.unique !== undefined) reportRepeated(type.unique, value, report, at);
  return value.map((item: unknown, index) => fromFile(type.of, item, report, [...at, index]));
}

function reportRepeated(key: string, items: readonly unknown[], report: Report, at: At): void {
  const names = items.map((item) => (isMapping(item) && Object.hasOwn(item, key) ? item[key] : undefined));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (typeof name !== 'string' || first === index) return;
    report({ at: [...at, index, key], value: name, problem: `is used twice, first by item ${first + 1}`, remedy: 'Give every item a name of its own.' });
  });
}

function readObject(keys: Readonly<Record<string, ObjectKey>>, value: unknown, report: Report, at: At): unknown {
  if (!isMapping(value)) {
    report({ at, value: show(value), problem: `is ${kindOf(value)}, not a mapping`, remedy: `Write a mapping with ${listKeys(keys)}.` });
    return undefined;
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(keys, key));
  for (const key of unknown) {
    report({ at: [...at, key], value: null, problem: 'is not a known key', remedy: suggestion(key, Object.keys(keys), `Use ${listKeys(keys)}.`) });
  }
  const read = Object.entries(keys).map(([name, key]): [string, unknown] => {
    if (Object.hasOwn(value, name)) return [name, fromFile(key.value, value[name], report, [...at, name])];
    const misspelt = unknown.some((other) => nearest(other, [name], 1).length > 0);
    if (key.fallback === undefined && !misspelt) report({ at: [...at, name], value: null, problem: 'is missing', remedy: `Add it. ${key.doc}` });
    return [name, key.fallback];
  });
  return Object.fromEntries(read);
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function listKeys(keys: Readonly<Record<string, ObjectKey>>): string {
  return Object.keys(keys).map((key) => `\`${key}\``).join(', ');
}
