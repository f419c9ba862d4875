import { afterOf, candidatesOf, noneOf, scenes } from './scene.ts';

const scene = scenes();
const ESM = '{"type":"module"}';
const SLUG = `import { createHash } from 'node:crypto';
import path from 'node:path';

const SEPARATOR = /[^a-z0-9]+/;

// words of a text
function words(text) {
  return text.toLowerCase().split(SEPARATOR).filter(Boolean);
}

/** Lower-case words joined by dashes, with a short hash. */
export function slugify(text) {
  return [...words(text), createHash('sha1').update(text).digest('hex').slice(0, 2)].join('-');
}

export const other = path.sep;
`;
const EXPECTED = 'a-b-b2';

describe('where no import is possible, a copy with what it needs is made', () => {
  test('from an ES module into CommonJS', async () => {
    const { propose, runs } = await scene({ 'src/text.mjs': SLUG, 'src/index.js': "'use strict';\n\nconst x = 1;\n\nmodule.exports = { x };\n" });
    const accept = `node -e "const { slugify } = require('./src/index.js'); if (slugify('A b') !== '${EXPECTED}') { console.log(slugify('A b')); process.exit(1); }"`;
    const [candidate] = candidatesOf(await propose('slugify a text', 'src/index.js', accept));
    expect(afterOf(candidate, 'src/index.js')).toBe(`'use strict';

const { createHash } = require('node:crypto');

const x = 1;

const SEPARATOR = /[^a-z0-9]+/;

// words of a text
function words(text) {
  return text.toLowerCase().split(SEPARATOR).filter(Boolean);
}

/** Lower-case words joined by dashes, with a short hash. */
function slugify(text) {
  return [...words(text), createHash('sha1').update(text).digest('hex').slice(0, 2)].join('-');
}

module.exports = { x, slugify };
`);
    expect(candidate).toMatchObject({ transplanted: true, ownTests: [], title: 'Copy `slugify` from src/text.mjs to src/index.js' });
    expect(candidate!.explanation).toContain('a copy is the only way');
    expect(candidate!.sites.map(({ label }) => label)).toEqual(expect.arrayContaining(['words', 'slugify']));
    expect(await runs(accept, candidate!.edits)).toBe(0);
    for (const site of candidate!.sites) expect(await runs(accept, site.probe)).not.toBe(0);
  });

  test('from another package, with the tests that are about it alone', async () => {
    const test = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slugify } from '../src/text.js';\n\ntest('joins', () => assert.equal(slugify('A b'), 'a-b-b2'));\n";
    const { propose, runs } = await scene({
      'a/package.json': ESM, 'a/src/text.js': SLUG, 'a/test/text.test.js': test,
      'b/package.json': ESM, 'b/src/main.js': 'export const m = 1;\n', 'b/tests/main.test.js': "import '../src/main.js';\n",
    });
    const accept = `node --input-type=module -e "import { slugify } from './b/src/main.js'; if (slugify('A b') !== '${EXPECTED}') process.exit(1);"`;
    const [candidate] = candidatesOf(await propose('slugify a text', 'b/src/main.js', accept));
    expect(candidate!.ownTests).toEqual(['b/tests/slugify.test.js']);
    expect(afterOf(candidate, 'b/tests/slugify.test.js')).toBe(test.replace('../src/text.js', '../src/main.js'));
    expect(await runs('node --test b/tests/slugify.test.js', candidate!.edits)).toBe(0);
    expect(await runs('node --test b/tests/slugify.test.js', candidate!.edits.slice(1))).not.toBe(0);
    expect(await runs(accept, candidate!.edits)).toBe(0);
  });

  test('in Python, out of a module that would close a cycle', async () => {
    const text = 'import re\nfrom .api import VERSION\n\nWORD = re.compile(r"[a-z0-9]+")\n\n\ndef slugify(text):\n    """Lower-case words joined by dashes."""\n    return "-".join(WORD.findall(text.lower()))\n\n\nNAME = slugify(VERSION)\n';
    const { propose, runs } = await scene({ 'pkg/__init__.py': '', 'pkg/api.py': '"""The interface."""\n\nVERSION = "1"\n', 'pkg/text.py': text });
    const accept = 'python3 -B -c "from pkg.api import slugify; assert slugify(\'A b\') == \'a-b\'"';
    const [candidate] = candidatesOf(await propose('slugify a text', 'pkg/api.py', accept));
    expect(afterOf(candidate, 'pkg/api.py')).toBe('"""The interface."""\n\nimport re\n\nVERSION = "1"\n\n\nWORD = re.compile(r"[a-z0-9]+")\n\n\ndef slugify(text):\n    """Lower-case words joined by dashes."""\n    return "-".join(WORD.findall(text.lower()))\n');
    expect(await runs(accept, candidate!.edits)).toBe(0);
  });
});

describe('no copy is made', () => {
  const target = { 'src/index.js': 'module.exports = { x: 1 };\n' };
  const accept = `node -e "const { slugify } = require('./src/index.js'); slugify('a');"`;

  test.each([
    ['of a function that needs a package that the target has not', "import leftPad from 'left-pad';\nexport function slugify(text) {\n  return leftPad(text);\n}\n", 'needs the package `left-pad`'],
    ['of a function that needs a module that cannot be imported', "import { y } from './y.mjs';\nexport function slugify(text) {\n  return y(text);\n}\n", 'it needs src/y.mjs'],
    ['of a function with state', 'let count = 0;\nexport function slugify(text) {\n  count += 1;\n  return text + count;\n}\n', 'state of its module'],
    ['of a function that knows its place', 'export function slugify(text) {\n  return import.meta.url + text;\n}\n', 'import.meta'],
    ['of a function that is tied to its caller', 'export function slugify(text) {\n  return this.sep + text;\n}\n', '`this`'],
  ])('%s', async (_, text, reason) => {
    const { propose } = await scene({ ...target, 'src/text.mjs': text, 'src/y.mjs': 'export const y = (z) => z;\n' });
    const proposals = await propose('slugify a text', 'src/index.js', accept);
    expect(candidatesOf(proposals)).toEqual([]);
    expect(noneOf(proposals).reason).toContain(reason);
  });

  test('over a name that the target has', async () => {
    const { propose } = await scene({ 'src/index.js': 'const words = 1;\nmodule.exports = { words };\n', 'src/text.mjs': SLUG });
    expect(noneOf(await propose('slugify a text', 'src/index.js', accept)).reason).toContain('declares `words` already');
  });
});
