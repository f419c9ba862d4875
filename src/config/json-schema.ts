import { DURATION_PATTERN, EXCLUDABLE_GLOB_PATTERN, GLOB_PATTERN, PATH_PATTERN, SIZE_PATTERN } from './forms.ts';
import { SETTING_LIST } from './schema.ts';
import type { ObjectKey, Setting, ValueType } from './setting.ts';
import { defaultOf } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of the configuration file, for editors. Draft 07, which editors' YAML support knows best. It says the
 * same as `fromFile`; what JSON Schema cannot say (repeated names, ranges of durations and sizes) only the engine checks.
 */
export function configSchema(): Json {
  const properties: Record<string, unknown> = {};
  for (const [name, setting] of SETTING_LIST) {
    if (!setting.places.includes('file')) continue;
    const levels = name.split('.');
    const last = levels.pop()!;
    let level = properties;
    for (const key of levels) level = ((level[key] ??= { type: 'object', additionalProperties: false, properties: {} }) as { properties: Record<string, unknown> }).properties;
    level[last] = describe(setting);
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of the Self-Coding Engine',
    description: 'Settings of `.github/self-coding.yml`. Inputs and flags win over this file.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties,
  };
}

function describe(setting: Setting): Json {
  const [action, cli] = [defaultOf(setting, 'action'), defaultOf(setting, 'cli')];
  const plain = action === cli && setting.fallbackText === undefined;
  const said = action === cli ? action : `${action ?? 'none'} in the Action, ${cli ?? 'none'} on the command line`;
  return {
    description: plain || said === null ? setting.doc : `${setting.doc} Default: ${said}.`,
    ...schemaOf(setting.value),
    ...(plain && setting.fallback.action !== null ? { default: setting.fallback.action } : {}),
    examples: [setting.example],
  };
}

function schemaOf(type: ValueType): Json {
  switch (type.type) {
    case 'text':
      return { type: 'string', maxLength: type.maxLength, pattern: type.pattern ?? '\\S' };
    case 'command':
    case 'place':
      return { type: 'string', pattern: type.type === 'command' ? '\\S' : '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]+$' };
    case 'choice':
      return { type: 'string', enum: type.values };
    case 'number':
      return { type: type.integer ? 'integer' : 'number', ...(type.exclusive === true ? { exclusiveMinimum: type.minimum } : { minimum: type.minimum }), maximum: type.maximum };
    case 'switch':
      return { type: 'boolean' };
    case 'duration':
      return { type: 'string', pattern: DURATION_PATTERN };
    case 'size':
      return { type: ['integer', 'string'], minimum: 1, maximum: type.maximum, pattern: SIZE_PATTERN };
    case 'path':
      return { type: 'string', pattern: visible(PATH_PATTERN) };
    case 'glob':
      return { type: 'string', pattern: visible(type.exclude ? EXCLUDABLE_GLOB_PATTERN : GLOB_PATTERN) };
    case 'list':
      return { type: 'array', maxItems: type.maximum, items: schemaOf(type.of) };
    case 'object':
      return objectSchema(type.keys);
  }
}

function visible(pattern: string): string {
  return pattern.replace('^', '^(?=.*\\S)');
}

function objectSchema(keys: Readonly<Record<string, ObjectKey>>): Json {
  const entries = Object.entries(keys);
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.filter(([, key]) => key.fallback === undefined).map(([name]) => name),
    properties: Object.fromEntries(
      entries.map(([name, key]) => [name, { description: key.doc, ...schemaOf(key.value), ...(key.fallback === undefined || key.fallback === null || key.fallback === '' ? {} : { default: key.fallback }) }]),
    ),
  };
}
