// Writes what is made from src/config/schema.ts: action.yml, the JSON Schema, README's table. Node 24 strips the types.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { actionYaml, schemaFile, withSettingsTable } from '../src/config/documents.ts';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

writeFileSync(at('action.yml'), actionYaml());
writeFileSync(at('docs/self-coding.schema.json'), schemaFile());
if (existsSync(at('README.md'))) writeFileSync(at('README.md'), withSettingsTable(readFileSync(at('README.md'), 'utf8')));
