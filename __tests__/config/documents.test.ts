import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { actionYaml, schemaFile, settingsTable, withSettingsTable } from '../../src/config/documents.ts';
import { helpText } from '../../src/config/help.ts';
import { SETTING_LIST } from '../../src/config/schema.ts';

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const again = 'Run `node scripts/generate.mjs`';

test('action.yml is the schema\'s', () => {
  expect({ again, text: committed('action.yml') }).toEqual({ again, text: actionYaml() });
});

test('docs/self-coding.schema.json is the schema\'s', () => {
  expect({ again, text: committed('docs/self-coding.schema.json') }).toEqual({ again, text: schemaFile() });
});

const readme = new URL('../../README.md', import.meta.url);
test('README\'s table is the schema\'s', () => {
  const text = readFileSync(readme, 'utf8');
  expect({ again, text }).toEqual({ again, text: withSettingsTable(text) });
});

test('action.yml gives no default to what the file may set: it would win over the file', () => {
  const action = parse(actionYaml()) as { description: string; inputs: Record<string, { default?: string }>; runs: unknown };
  const inFile = new Set<string>(SETTING_LIST.filter(([, { places }]) => places.includes('file')).map(([name]) => name));
  const withDefault = Object.entries(action.inputs).filter(([, input]) => input.default !== undefined).map(([name]) => name);
  expect(withDefault).toEqual(['mode', 'patch-id', 'token', 'config']);
  expect(withDefault.filter((name) => inFile.has(name))).toEqual([]);
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/index.js' });
  // The marketplace shows no more.
  expect(action.description.length).toBeLessThan(125);
});

test('the help names every flag with its default and fits into 100 columns', () => {
  const text = helpText();
  for (const [name, setting] of SETTING_LIST) expect({ name, found: text.includes(setting.places.includes('flag') ? `--${name}` : setting.places.includes('file') ? `  ${name}:` : '') }).toEqual({ name, found: true });
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).toContain('--publish pull-request|push|commit|patch');
  expect(text).toMatch(/Default:\s+commit\./);
});

test('the table has one row for each setting, and its cells stay apart', () => {
  const rows = settingsTable().split('\n');
  expect(rows).toHaveLength(SETTING_LIST.length + 2);
  expect(new Set(rows.map((row) => row.replaceAll('\\|', '').split('|').length))).toEqual(new Set([7]));
});

test('a README without the markers is refused, one with them keeps the rest', () => {
  expect(() => withSettingsTable('# Title\n')).toThrow('settings:begin');
  const text = withSettingsTable('before\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nafter\n');
  expect(text).toMatch(/^before\n<!-- settings:begin -->\n\| Setting[\s\S]*\|\n<!-- settings:end -->\nafter\n$/);
  expect(withSettingsTable(text)).toBe(text);
});
