import { extract, extractInto } from '../../../src/core/kinds/extract.ts';
import { contextOf, extracted, applied, proposals } from './extract/trees.ts';
import type { Sources } from './extract/trees.ts';

const MANIFEST = '{ "name": "sample", "type": "module", "dependencies": { "lodash": "1" } }';

const BODY = `{
  if (value === null || typeof value !== 'object') return false;
  const proto = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype;
}`;

async function becomes(before: Sources, title: string, linesSaved: number, after: Sources): Promise<void> {
  const result = await extracted(before);
  expect(result.task.title).toBe(title);
  expect(result.candidate.title).toBe(title);
  expect(result.after).toEqual({ ...before, ...after });
  expect(await extract.prove(result.task, result.candidate, result.context)).toMatchObject({ proved: true, oracle: 'clone gone', after: `1 copy, −${linesSaved} lines` });
}

describe('JavaScript modules', () => {
  test('an exported copy is reused; calls take its name, doc comments and blank lines go', () =>
    becomes(
      {
        'package.json': MANIFEST,
        'src/objects.js': `/** Objects made by literals. */\nexport function isPlainObject(value) ${BODY}\n`,
        'src/merge.js': `import { b } from './b.js';\n\n/**\n * A plain one?\n */\nfunction isObj(x) ${BODY.replaceAll('value', 'x').replaceAll('proto ', 'p ').replaceAll('proto;', 'p;')}\n\nexport function merge(a) {\n  return isObj(a) ? b(a) : a;\n}\n`,
        'src/clone.js': `export const clone = (v) => (isPlainObject(v) ? { ...v } : v);\n\nconst isPlainObject = (v) => ${BODY.replaceAll('value', 'v')};\n`,
        'src/b.js': 'export function b(x) { return x }\n',
      },
      'Reuse `isPlainObject` from src/objects.js in 2 modules',
      12,
      {
        'src/merge.js': `import { b } from './b.js';\nimport { isPlainObject } from './objects.js';\n\nexport function merge(a) {\n  return isPlainObject(a) ? b(a) : a;\n}\n`,
        'src/clone.js': `import { isPlainObject } from './objects.js';\n\nexport const clone = (v) => (isPlainObject(v) ? { ...v } : v);\n`,
      },
    ));

  test('CRLF, tabs, double quotes and missing semicolons stay as they are; orphaned imports go', () => {
    const copy = (name: string): string => `function ${name}(items) {\r\n\tconst sorted = sortBy(items, "name")\r\n\tconst names = sorted.map((item) => item.name)\r\n\treturn names.join(", ") + EOL\r\n}\r\n`;
    return becomes(
      {
        'package.json': MANIFEST,
        'lib/a.js': `import { EOL } from "node:os"\r\nimport { sortBy } from "lodash"\r\n\r\nexport ${copy('listNames')}`,
        'lib/b.js': `import { readFileSync } from "node:fs"\r\nimport { EOL } from "os"\r\nimport { groupBy, sortBy } from "lodash"\r\n\r\n// Names, sorted\r\n${copy('listNames')}\r\nexport default (path) => listNames(groupBy(JSON.parse(readFileSync(path))))`,
      },
      'Reuse `listNames` from lib/a.js in 1 module',
      7,
      { 'lib/b.js': `import { readFileSync } from "node:fs"\r\nimport { groupBy } from "lodash"\r\nimport { listNames } from "./a.js"\r\n\r\nexport default (path) => listNames(groupBy(JSON.parse(readFileSync(path))))` },
    );
  });

  test('without an exported copy the function moves to the module that its name belongs to', () =>
    becomes(
      {
        'package.json': MANIFEST,
        'src/object-types.js': 'export const KINDS = [];\n',
        'src/a.js': `import { KINDS } from './object-types.js';\n\nfunction isPlainObject(value) ${BODY}\n\nexport const a = (x) => isPlainObject(x) && KINDS;\n`,
        'src/b.js': `import { KINDS } from './object-types.js';\n\n/** Made by a literal. */\nfunction isPlainObject(v) ${BODY.replaceAll('value', 'v')}\n\nexport const b = (x) => isPlainObject(x) && KINDS;\n`,
        'src/z.js': `import { KINDS } from './object-types.js';\nexport { KINDS };\n`,
      },
      'Move `isPlainObject` to src/object-types.js and use it in 2 modules',
      6,
      {
        'src/object-types.js': `export const KINDS = [];\n\n/** Made by a literal. */\nexport function isPlainObject(v) ${BODY.replaceAll('value', 'v')}\n`,
        'src/a.js': `import { KINDS, isPlainObject } from './object-types.js';\n\nexport const a = (x) => isPlainObject(x) && KINDS;\n`,
        'src/b.js': `import { KINDS, isPlainObject } from './object-types.js';\n\nexport const b = (x) => isPlainObject(x) && KINDS;\n`,
      },
    ));

  test('else one copy is exported, where most others look', () =>
    becomes(
      {
        'package.json': MANIFEST,
        'src/a.js': `function isPlainObject(value) ${BODY}\n\nexport const a = (x) => isPlainObject(x);\n`,
        'src/b.js': `import { c } from './c.js';\n\nfunction isPlainObject(value) ${BODY}\n\nexport const b = (x) => c(isPlainObject(x));\n`,
        'src/c.js': `import { a } from './a.js';\n\nexport const c = (x) => a(x);\n`,
      },
      'Reuse `isPlainObject` from src/a.js in 1 module',
      5,
      {
        'src/a.js': `export function isPlainObject(value) ${BODY}\n\nexport const a = (x) => isPlainObject(x);\n`,
        'src/b.js': `import { c } from './c.js';\nimport { isPlainObject } from './a.js';\n\nexport const b = (x) => c(isPlainObject(x));\n`,
      },
    ));

  test('nothing moves into a module that declares types only, nor into one for being in a directory called core', () =>
    becomes(
      {
        'package.json': MANIFEST,
        'src/core/ports.ts': 'export interface Port {\n  readonly plain: boolean;\n}\n',
        'src/core/scan.ts': 'export const scan = (from: number): number => from;\n',
        'src/a.ts': `import type { Port } from './core/ports.ts';\nimport { scan } from './core/scan.ts';\n\nfunction isPlainObject(value: unknown): boolean ${BODY}\n\nexport const a = (x: Port): number | boolean => isPlainObject(x) || scan(1);\n`,
        'src/b.ts': `import type { Port } from './core/ports.ts';\nimport { scan } from './core/scan.ts';\n\nfunction isPlainObject(value: unknown): boolean ${BODY}\n\nexport const b = (x: Port): number | boolean => isPlainObject(x) && scan(2);\n`,
      },
      'Reuse `isPlainObject` from src/a.ts in 1 module',
      5,
      {
        'src/a.ts': `import type { Port } from './core/ports.ts';\nimport { scan } from './core/scan.ts';\n\nexport function isPlainObject(value: unknown): boolean ${BODY}\n\nexport const a = (x: Port): number | boolean => isPlainObject(x) || scan(1);\n`,
        'src/b.ts': `import { isPlainObject } from './a.ts';\nimport type { Port } from './core/ports.ts';\nimport { scan } from './core/scan.ts';\n\nexport const b = (x: Port): number | boolean => isPlainObject(x) && scan(2);\n`,
      },
    ));

  test('where the best place saves too little, no worse one is taken', async () => {
    const context = await contextOf({
      'package.json': MANIFEST,
      'src/objects.js': `export function isPlainObject(value) ${BODY}\n`,
      'src/z.js': `import { b } from './b.js';\n\nexport function isObj(value) ${BODY}\n\nexport const two = () => isObj(b);\n`,
      'src/b.js': 'export const b = 1;\n',
      'src/user.js': `import { isPlainObject } from './objects.js';\nexport const u = isPlainObject({});\n`,
    });
    const passedOver: string[] = [];
    expect(await extract.find({ ...context, passedOver: (reason) => passedOver.push(reason) })).toEqual([]);
    expect(passedOver).toEqual([expect.stringContaining('would save 3 lines only')]);
  });

  test.each([
    ['re-exported in the import block', `export function isObj(value) ${BODY}\n`, `export { isPlainObject as isObj } from './objects.js';\n`],
    ['kept in the export list', `function isObj(value) ${BODY}\n\nexport { isObj, b };\n`, `import { isPlainObject } from './objects.js';\n\nexport { isPlainObject as isObj, b };\n`],
    ['kept as the default', `/**\n * Plain?\n */\nexport default function isObj(value) ${BODY}\n\nb(isObj(1));\n`, `import { isPlainObject } from './objects.js';\n\nexport default isPlainObject;\n\nb(isPlainObject(1));\n`],
    ['exported again where it is called too', `/** Plain? */\nexport function isObj(value) ${BODY}\n\nexport const two = () => isObj(2);\n`, `import { isPlainObject } from './objects.js';\n\nexport { isPlainObject as isObj };\n\nexport const two = () => isPlainObject(2);\n`],
  ])('public exports stay: %s', async (_, copy, rest) => {
    const { after } = await extracted({
      'package.json': MANIFEST,
      'src/b.js': 'export const b = 1;\n',
      'src/objects.js': `export function isPlainObject(value) ${BODY}\n`,
      'src/z.js': `import { b } from './b.js';\n\n${copy}`,
      'src/user1.js': `import { isPlainObject } from './objects.js';\nexport const u = isPlainObject({});\n`,
      'src/user2.js': `import { isPlainObject } from './objects.js';\nexport const v = isPlainObject({});\n`,
    });
    const expected = `import { b } from './b.js';\n${rest}`;
    expect(after['src/z.js']).toBe(expected);
  });

  test('a namespace import that is there already serves', async () => {
    const { after } = await extracted({
      'package.json': MANIFEST,
      'src/objects.js': `export function isPlainObject(value) ${BODY}\n`,
      'src/z.js': `import * as objects from './objects.js';\n\nfunction isPlainObject(value) ${BODY}\n\nexport const z = (x) => [x].filter(isPlainObject) && isPlainObject(objects);\n`,
    });
    expect(after['src/z.js']).toBe(`import * as objects from './objects.js';\n\nexport const z = (x) => [x].filter(objects.isPlainObject) && objects.isPlainObject(objects);\n`);
  });

  test('a name that is taken is imported under the old one', async () => {
    const { after } = await extracted({
      'package.json': MANIFEST,
      'src/objects.js': `export function isPlainObject(value) ${BODY}\n`,
      'src/z.js': `function isObj(value) ${BODY}\n\nexport const z = (isPlainObject) => isObj(isPlainObject);\n`,
    });
    expect(after['src/z.js']).toBe(`import { isPlainObject as isObj } from './objects.js';\n\nexport const z = (isPlainObject) => isObj(isPlainObject);\n`);
  });
});

describe('CommonJS', () => {
  const MANIFEST_CJS = '{ "name": "sample" }';

  test('entries of module.exports, requires in their block', () =>
    becomes(
      {
        'package.json': MANIFEST_CJS,
        'lib/a.js': `'use strict';\n\nfunction isPlainObject(value) ${BODY}\n\nfunction a(x) {\n  return isPlainObject(x);\n}\n\nmodule.exports = { a };\n`,
        'lib/b.js': `'use strict';\n\nconst path = require('path');\n\nconst isPlainObject = function (value) ${BODY};\n\nmodule.exports = { b: (x) => isPlainObject(path.parse(x)), isPlainObject };\n`,
        'lib/index.js': `'use strict';\nconst { b } = require('./b');\nmodule.exports = { b };\n`,
      },
      'Reuse `isPlainObject` from lib/b.js in 1 module',
      4,
      { 'lib/a.js': `'use strict';\n\nconst { isPlainObject } = require('./b');\n\nfunction a(x) {\n  return isPlainObject(x);\n}\n\nmodule.exports = { a };\n` },
    ));

  test('a function that is the whole module', async () => {
    const { after } = await extracted({
      'package.json': MANIFEST_CJS,
      'lib/is-obj.js': `function isObj(value) ${BODY}\n\nmodule.exports = isObj;\n`,
      'lib/z.js': `var fs = require('fs');\n\nfunction isObject(value) ${BODY}\n\nexports.z = function (x) { return isObject(fs) };\n`,
    });
    expect(after['lib/z.js']).toBe(`var fs = require('fs');\nvar isObject = require('./is-obj');\n\nexports.z = function (x) { return isObject(fs) };\n`);
  });
});

describe('TypeScript', () => {
  const FN = `(input: Record<string, unknown>): Opts {\n  const known = KEYS.filter((key) => key in input);\n  const entries = known.map((key) => [key, input[key]] as const);\n  return Object.fromEntries(entries) as Opts;\n}\n`;

  test('types are imported from the same place; type-only imports go when orphaned', () =>
    becomes(
      {
        'package.json': '{ "name": "sample" }',
        'src/types.ts': `export interface Opts { a?: string }\nexport const KEYS = ['a'];\n`,
        'src/a.ts': `import type { Opts } from './types';\nimport { KEYS } from './types';\n\nexport function pickOpts${FN}`,
        'src/b.tsx': `import { KEYS, type Opts } from './types';\n\nfunction pick${FN}\nexport const b = (x: {}) => pick(x);\n`,
      },
      'Reuse `pickOpts` from src/a.ts in 1 module',
      6,
      { 'src/b.tsx': `import { pickOpts } from './a';\n\nexport const b = (x: {}) => pickOpts(x);\n` },
    ));

  test('types that only share a name are different types', async () => {
    const context = await contextOf({
      'package.json': '{ "name": "sample" }',
      'src/keys.ts': `export const KEYS = ['a'];\n`,
      'src/a.ts': `import { KEYS } from './keys';\n\ninterface Opts { a?: string }\n\nexport function pickOpts${FN}`,
      'src/b.ts': `import { KEYS } from './keys';\n\ninterface Opts { b?: string }\n\nfunction pick${FN}\nexport const b = (x: {}) => pick(x);\n`,
    });
    expect(context.index.clones).toHaveLength(1);
    expect(await extract.find(context)).toEqual([]);
  });

  test('path aliases of tsconfig are understood', async () => {
    const { after } = await extracted({
      'package.json': '{ "name": "sample" }',
      'tsconfig.json': '{ "compilerOptions": { /* ours */ "paths": { "@/*": ["./src/*"], }, } }',
      'src/keys.ts': `export const KEYS = ['a'];\n`,
      'src/deep/types.ts': `export interface Opts { a?: string }\n`,
      'src/a.ts': `import { KEYS } from '@/keys';\nimport type { Opts } from '@/deep/types';\n\nexport function pickOpts${FN}\nexport const other = 1;\n`,
      'src/b.ts': `import { KEYS } from './keys';\nimport { other } from '@/a';\nimport type { Opts } from './deep/types';\n\nfunction pickOpts${FN}\nexport const b = (x: {}) => pickOpts(x) && other;\n`,
    });
    expect(after['src/b.ts']).toBe(`import { other, pickOpts } from '@/a';\n\nexport const b = (x: {}) => pickOpts(x) && other;\n`);
  });
});

describe('Python', () => {
  const slug = (name: string, text = 'text', doc = ''): string => `def ${name}(${text}):\n${doc}    ${text} = ${text}.strip().lower()\n    ${text} = re.sub(r"[^a-z0-9]+", "-", ${text})\n    return ${text}.strip("-")\n`;

  test('relative imports within the package; a private copy takes the public name', () =>
    becomes(
      {
        'pkg/__init__.py': '',
        'pkg/text.py': `"""Texts."""\nimport re\n\n\n${slug('slugify', 'value', '    """Lower case, hyphens."""\n')}`,
        'pkg/sub/__init__.py': '',
        'pkg/sub/posts.py': `import json\nimport re\n\nfrom ..text import nothing\nfrom . import other\n\nX = 1\n\n\n# Slugs\n${slug('_slug')}\n\ndef post(title):\n    return json.dumps(_slug(title)), other, nothing\n`,
        'pkg/sub/other.py': `from ..text import slugify\n\n\ndef other(x):\n    return slugify(x)\n`,
        'pkg/users.py': `import re\n\nfrom pkg.sub import other\n\n\n${slug('slugify', 'value')}\n\ndef user(names):\n    return sorted(names, key=slugify), slugify(other), re\n`,
      },
      'Reuse `slugify` from pkg/text.py in 2 modules',
      13,
      {
        'pkg/sub/posts.py': `import json\n\nfrom ..text import nothing, slugify\nfrom . import other\n\nX = 1\n\n\ndef post(title):\n    return json.dumps(slugify(title)), other, nothing\n`,
        'pkg/users.py': `import re\n\nfrom pkg.sub import other\nfrom pkg.text import slugify\n\n\ndef user(names):\n    return sorted(names, key=slugify), slugify(other), re\n`,
      },
    ));

  test('a public name that others import stays importable', async () => {
    const { after } = await extracted({
      'pkg/__init__.py': 'from .z import make_slug\n\n__all__ = ["make_slug"]\n',
      'pkg/text.py': `import re\n\n\n${slug('slugify')}`,
      'pkg/z.py': `import re\n\n\n${slug('make_slug')}`,
      'pkg/user.py': `from .text import slugify\n\n\ndef user(x):\n    return slugify(x)\n`,
    });
    expect(after['pkg/z.py']).toBe('from .text import slugify as make_slug\n');
  });

  test('modules side by side without a package, where one imports another already', async () => {
    const sources = {
      'text.py': `import re\n\n\n${slug('slugify')}`,
      'a.py': `import re\n\n\n${slug('slugify')}\n\ndef a(x):\n    return slugify(x)\n`,
    };
    expect(await extract.find(await contextOf(sources))).toEqual([]);
    const { after } = await extracted({ ...sources, 'b.py': 'from text import slugify\n\n\ndef b(x):\n    return slugify(x)\n' });
    expect(after['a.py']).toBe('from text import slugify\n\n\ndef a(x):\n    return slugify(x)\n');
  });
});

describe('the task and its candidate', () => {
  const COPY = `function isPlainObject(value) ${BODY}\n`;
  const user = (name: string): string => `import fs from 'node:fs';\n\n${COPY}\nexport function ${name}(x) {\n  return isPlainObject(x) ? fs : null;\n}\n`;
  const sources = { 'package.json': MANIFEST, 'src/objects.js': `export ${COPY}`, 'src/a.js': user('a'), 'src/b.js': user('b'), 'test/a.test.js': `import { a } from '../src/a.js';\na({});\n` };

  test('the id survives unrelated edits and depends on the package', async () => {
    const first = await extracted(sources);
    const moved = await extracted({ ...sources, 'src/a.js': `// A comment\n${sources['src/a.js']}`, 'README.md': 'x' });
    const elsewhere = await extracted(Object.fromEntries(Object.entries(sources).map(([path, text]) => [`packages/x/${path}`, text])));
    expect(moved.task.id).toBe(first.task.id);
    expect(elsewhere.task.id).not.toBe(first.task.id);
  });

  test('sites: the body, and each replaced copy, with a probe that breaks it alone', async () => {
    const { candidate } = await extracted(sources);
    expect(candidate.sites.map((site) => [site.id, site.optional, site.lines])).toEqual([
      ['src/objects.js:isPlainObject', false, [{ from: 2, to: 2 }]],
      ['src/a.js:isPlainObject', true, [{ from: 5, to: 5 }]],
      ['src/b.js:isPlainObject', true, [{ from: 5, to: 5 }]],
    ]);
    const probed = candidate.sites.map((site) => applied(sources, site.probe));
    expect(probed[0]!['src/objects.js']).toContain('{\n   if (Math.PI) throw new Error(');
    expect(probed[1]!['src/a.js']).toContain('return selfCodingProbe(x) ? fs : null;');
    expect(probed[1]!['src/a.js']).toContain('const selfCodingProbe = (() => { throw new Error(');
    expect(probed[1]!['src/b.js']).toBe(applied(sources, candidate.edits)['src/b.js']);
  });

  test('sites can be left out while two places remain', async () => {
    const { context, task } = await extracted(sources);
    const [fewer] = await proposals(context, task, ['src/b.js:isPlainObject']);
    expect(fewer).toMatchObject({ type: 'candidate', candidate: { title: 'Reuse `isPlainObject` from src/objects.js in 1 module' } });
    if (fewer?.type !== 'candidate') throw new Error('no candidate');
    expect(fewer.candidate.edits.map((edit) => edit.path)).toEqual(['src/a.js']);
    expect(await extract.prove(task, fewer.candidate, context)).toMatchObject({ proved: true, before: '2 copies' });
    const [none] = await proposals(context, task, ['src/a.js:isPlainObject', 'src/b.js:isPlainObject']);
    expect(none).toMatchObject({ type: 'none' });
  });

  test('the oracle is red for a change that leaves a copy or adds lines', async () => {
    const { context, task, candidate } = await extracted(sources);
    const spoilt = { ...candidate, edits: candidate.edits.map((edit) => (edit.path === 'src/b.js' ? { ...edit, after: `${edit.before!}// more\n` } : edit)) };
    expect(await extract.prove(task, spoilt, context)).toMatchObject({ proved: false, after: '2 copies, −4 lines' });
    expect(await extract.prove(task, { ...candidate, edits: [] }, context)).toMatchObject({ proved: false });
  });

  test('lines saved count more where tests import the modules', async () => {
    const tested = await extracted(sources);
    const untested = await extracted({ ...sources, 'test/a.test.js': '' });
    expect(tested.task.gain).toBeGreaterThan(untested.task.gain);
  });

  test('into a given module, and into a new file', async () => {
    const context = await contextOf(sources);
    const task = (await extract.find(context))[0]!;
    const into = async (path: string): Promise<Sources> => {
      const proposal = await extractInto(context.index.clones[0]!, path, context, { task, without: [] });
      if (proposal.type !== 'candidate') throw new Error(JSON.stringify(proposal));
      expect(await extract.prove(task, proposal.candidate, context)).toMatchObject({ proved: true });
      return Object.fromEntries(proposal.candidate.edits.map((edit) => [edit.path, edit.after!]));
    };
    const fresh = await into('src/is-plain-object.js');
    expect(fresh['src/is-plain-object.js']).toBe(`export ${COPY}`);
    expect(fresh['src/objects.js']).toBe(`export { isPlainObject } from './is-plain-object.js';\n`);
    expect(fresh['src/a.js']).toContain(`import { isPlainObject } from './is-plain-object.js';`);
    expect(Object.keys(await into('src/a.js'))).toEqual(['src/a.js', 'src/b.js', 'src/objects.js']);
  });
});
