import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parseDuration, parseNumber, parseSize, splitList } from '../../src/config/forms.ts';
import { configSchema } from '../../src/config/json-schema.ts';
import { SETTINGS, SETTING_LIST } from '../../src/config/schema.ts';
import type { ValueProblem } from '../../src/config/setting.ts';
import { fromFile, fromText } from '../../src/config/values.ts';

const accepts = new Ajv({ allErrors: false, allowUnionTypes: true }).compile(configSchema());

function accepted(name: keyof typeof SETTINGS, value: unknown): boolean {
  const problems: ValueProblem[] = [];
  fromFile(SETTINGS[name].value, value, (problem) => problems.push(problem));
  return problems.length === 0;
}

function document(name: string, value: unknown): unknown {
  return name.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

const fileSettings = SETTING_LIST.filter(([, { places }]) => places.includes('file'));
const scraps = fc.array(fc.constantFrom('a', '/', '..', '\\', '!', '~', 'C:', '.', '*', '{', ',', ' ', '\n', '\u0007', '1', 's', 'm', 'h', 'KiB', 'INPUT_', 'none'), { maxLength: 6 }).map((parts) => parts.join(''));
const anything = fc.oneof(scraps, fc.integer({ min: -2, max: 2000 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(scraps, { maxLength: 3 }), fc.array(fc.dictionary(fc.constantFrom('id', 'prompt', 'target', 'path', 'format', 'name', 'command', 'better', 'odd'), fc.constantFrom('a', 'lower', 'junit', 'sarif', 'eslint', '..', '')), { maxLength: 2 }));

// Ranges of durations and sizes, and repeated names, are beyond JSON Schema.
const beyondSchema = (name: keyof typeof SETTINGS, value: unknown) => typeof value === 'string' && (SETTINGS[name].value.type === 'duration' ? parseDuration(value) !== null : parseSize(value) !== null) || (Array.isArray(value) && value.length > 1);

test('the editor\'s schema and the engine accept the same values', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fileSettings.map(([name]) => name)), anything, (name, value) => {
      fc.pre(!beyondSchema(name, value));
      expect({ name, value, ok: accepts(document(name, value)) }).toEqual({ name, value, ok: accepted(name, value) });
    }),
    { numRuns: 4000 },
  );
});

test.each(SETTING_LIST.map(([name, setting]) => [name, setting] as const))('%s: its example and its defaults are valid', (name, setting) => {
  expect(accepted(name, setting.example)).toBe(true);
  for (const fallback of Object.values(setting.fallback)) if (fallback !== null) expect(accepted(name, fallback)).toBe(true);
  if (setting.places.includes('file')) expect(accepts(document(name, setting.example))).toBe(true);
});

test.each([
  ['90s', 90_000], ['10m', 600_000], ['1h', 3_600_000], ['1h30m', 5_400_000], ['', null], ['10', null], ['1m1h', null], ['-1s', null], ['1.5h', null], ['500ms', null],
])('the duration %j reads as %j', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each([
  ['64KiB', 65_536], ['20 MiB', 20_971_520], ['5MB', 5_000_000], ['7B', 7], ['64', null], ['64kib', null], ['1.5MiB', null],
])('the size %j reads as %j', (text, expected) => {
  expect(parseSize(text)).toBe(expected);
});

test.each([['1', 1], ['.5', 0.5], ['-2.', -2], ['1e3', 1000], ['1e999', null], ['NaN', null], ['0x1', null], ['1_000', null], ['', null], ['1 2', null]])('the number %j reads as %j', (text, expected) => {
  expect(parseNumber(text)).toBe(expected);
});

test('a list given as text is split at commas outside braces and at line ends', () => {
  expect(splitList('src/*.{js,ts}, !gen/**\n lib/** ,')).toEqual(['src/*.{js,ts}', '!gen/**', 'lib/**']);
  expect(splitList('{a,b\nc')).toEqual(['{a,b', 'c']);
});

test('numbers survive being given as text', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (number) => {
    expect(fromText(SETTINGS.threshold.value, String(number), () => undefined)).toBe(number);
  }));
});

test('reading never throws and always either reports or yields a value', () => {
  fc.assert(fc.property(fc.constantFrom(...SETTING_LIST.filter(([, { places }]) => places.includes('flag'))), scraps, ([, setting], text) => {
    let reported = 0;
    const value = fromText(setting.value, text, () => (reported += 1));
    expect(reported > 0 || value !== undefined).toBe(true);
  }));
});
