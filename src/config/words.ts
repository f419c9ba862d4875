import type { Setting, Surface, ValueType } from './setting.ts';

/** A value as people write it: lists with commas, text as it is. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The default in words; `null` where there is none worth a word. */
export function defaultOf(setting: Setting, surface: Surface): string | null {
  const text = setting.fallbackText;
  if (text !== undefined) return typeof text === 'string' ? text : text[surface];
  const value = setting.fallback[surface];
  if (value === null) return null;
  return Array.isArray(value) && setting.value.type === 'list' && setting.value.of.type === 'choice' && value.length === setting.value.of.values.length ? 'all' : written(value);
}

/** The default in words where it may differ by surface. */
export function defaultEverywhere(setting: Setting): string | null {
  const action = defaultOf(setting, 'action');
  const cli = defaultOf(setting, 'cli');
  if (action === cli || !setting.places.some((place) => place !== 'input')) return action;
  return `${action ?? 'none'}; command line: ${cli ?? 'none'}`;
}

/** What may be written, in a few words. */
export function formOf(type: ValueType): string {
  switch (type.type) {
    case 'choice':
      return type.values.join(' | ');
    case 'list':
      return type.of.type === 'object' ? `list of {${Object.keys(type.of.keys).join(', ')}}` : `list of ${type.of.type === 'choice' ? type.of.values.join(' | ') : formOf(type.of)}`;
    case 'switch':
      return 'true | false';
    case 'number':
      return type.integer ? 'whole number' : 'number';
    case 'object':
      return `{${Object.keys(type.keys).join(', ')}}`;
    case 'place':
      return 'path';
    default:
      return type.type;
  }
}

/** Breaks text into lines of at most `width` characters at blanks; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
