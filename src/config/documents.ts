import { stringify } from 'yaml';
import { configSchema } from './json-schema.ts';
import { OUTPUTS, SETTING_LIST } from './schema.ts';
import type { Setting } from './setting.ts';
import { defaultEverywhere, defaultOf, formOf } from './words.ts';

/** Only these may have a default in action.yml: the runner passes defaults on as if the user had given them, and they would win over the file. */
function mayHaveDefault(setting: Setting): boolean {
  return !setting.places.includes('file') && setting.fallback.action !== null;
}

/** The complete action.yml. */
export function actionYaml(): string {
  const inputs = SETTING_LIST.filter(([, { places }]) => places.includes('input')).map(([name, setting]) => {
    const fallback = defaultOf(setting, 'action');
    const said = fallback === null || mayHaveDefault(setting) ? '' : ` Default: ${fallback}.`;
    return [name, { description: `${setting.doc}${said}`, required: false, ...(mayHaveDefault(setting) ? { default: setting.fallback.action } : {}) }] as const;
  });
  const action = {
    name: 'Self-Coding Engine',
    description: 'Writes small changes, proves each one with the repository\'s own checks, keeps only what is useful and harmless.',
    author: 'Self-Coding Engine contributors',
    branding: { icon: 'git-merge', color: 'green' },
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(Object.entries(OUTPUTS).map(([name, description]) => [name, { description }])),
    runs: { using: 'node24', main: 'dist/index.js', post: 'dist/index.js' },
  };
  return `# Generated from src/config/schema.ts by scripts/generate.mjs.\n${stringify(action, { lineWidth: 0 })}`;
}

/** The JSON Schema file. */
export function schemaFile(): string {
  return `${JSON.stringify(configSchema(), null, 2)}\n`;
}

/** The table of settings in README, between its markers. */
export function settingsTable(): string {
  const rows = SETTING_LIST.map(([name, setting]) => {
    const places = setting.places.map((place) => place.replace('flag', name === 'mode' ? 'command' : 'flag')).join(', ');
    const cells = [`\`${name}\``, places, formOf(setting.value).replaceAll('|', '\\|'), (defaultEverywhere(setting) ?? '').replaceAll('|', '\\|'), setting.doc.replaceAll('|', '\\|')];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| Setting | Where | Form | Default | What it does |', '|---|---|---|---|---|', ...rows].join('\n');
}

export const TABLE_BEGIN = '<!-- settings:begin -->';
export const TABLE_END = '<!-- settings:end -->';

/** README with its table renewed; throws if the markers are missing. */
export function withSettingsTable(readme: string): string {
  const begin = readme.indexOf(TABLE_BEGIN);
  const end = readme.indexOf(TABLE_END);
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines ${TABLE_BEGIN} and ${TABLE_END}.`);
  return `${readme.slice(0, begin + TABLE_BEGIN.length)}\n${settingsTable()}\n${readme.slice(end)}`;
}
