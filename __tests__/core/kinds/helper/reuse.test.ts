import { afterOf, candidatesOf, noneOf, scenes } from './scene.ts';

const scene = scenes();
const SLUG = '/** Lower-case words joined by dashes. */\nexport function slugify(text) {\n  return text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join(\'-\');\n}\n';
const ESM = '{"type":"module"}';
const acceptEsm = (target: string, name = 'slugify'): string => `node --input-type=module -e "import { ${name} } from './${target}'; if (${name}('A b') !== 'a-b') process.exit(1);"`;

describe('a snippet that the target can import is handed on', () => {
  test('from a module of re-exports, in order, and only what comes through the target is broken by the probe', async () => {
    const { propose, runs } = await scene({ 'package.json': ESM, 'src/text.js': SLUG, 'src/b.js': 'export const b = 1;\n', 'src/index.js': "export { b } from './b.js';\n" });
    const accept = acceptEsm('src/index.js');
    const [candidate] = candidatesOf(await propose('make a slug from a text', 'src/index.js', accept));
    expect(afterOf(candidate, 'src/index.js')).toBe("export { b } from './b.js';\nexport { slugify } from './text.js';\n");
    expect(candidate!.title).toBe('Reuse `slugify` in src/index.js');
    expect(candidate!.explanation).toContain('- `slugify` is `slugify` at `src/text.js:2`; `src/index.js` hands it on.');
    expect(await runs(accept, candidate!.edits)).toBe(0);
    expect(candidate!.sites).toHaveLength(1);
    expect(await runs(accept, candidate!.sites[0]!.probe)).not.toBe(0);
  });

  test('a private one is exported first; the name that the accept command misses wins over the words', async () => {
    const { propose, runs } = await scene({
      'package.json': ESM, 'src/page.js': `import { b } from './b.js';\n\n${SLUG.replace('export ', '')}\nexport const page = () => slugify(b);\n`, 'src/b.js': "export const b = 'B';\n",
      'src/index.js': "export { b } from './b.js';\n", 'accept/x.test.js': "import { slugify } from '../src/index.js';\nif (slugify('A b') !== 'a-b') process.exit(1);\n",
    });
    const [candidate] = candidatesOf(await propose('the thing for pages', 'src/index.js', 'node accept/x.test.js'));
    expect(candidate!.edits.map(({ path }) => path).sort()).toEqual(['src/index.js', 'src/page.js']);
    expect(afterOf(candidate, 'src/page.js')).toContain('export function slugify');
    expect(candidate!.explanation).toContain('which was private and is exported there now');
    expect(await runs('node accept/x.test.js', candidate!.edits)).toBe(0);
  });

  test('under the name that is wanted', async () => {
    const { propose, runs } = await scene({ 'package.json': ESM, 'src/text.js': SLUG, 'src/api.js': 'export const version = 1;\n' });
    const accept = acceptEsm('src/api.js', 'toSlug');
    const [candidate] = candidatesOf(await propose('slugify a text', 'src/api.js', accept));
    expect(afterOf(candidate, 'src/api.js')).toContain("export { slugify as toSlug } from './text.js';");
    expect(await runs(accept, candidate!.edits)).toBe(0);
    expect(await runs(accept, candidate!.sites[0]!.probe)).not.toBe(0);
  });

  test('in CommonJS', async () => {
    const { propose, runs } = await scene({
      'src/text.js': `${SLUG.replace('export ', '')}\nmodule.exports = { slugify };\n`, 'src/index.js': "'use strict';\n\nconst { b } = require('./b');\n\nmodule.exports = { b };\n", 'src/b.js': 'exports.b = 1;\n',
    });
    const accept = `node -e "const { slugify } = require('./src/index.js'); if (slugify('A b') !== 'a-b') process.exit(1);"`;
    const [candidate] = candidatesOf(await propose('slugify', 'src/index.js', accept));
    expect(afterOf(candidate, 'src/index.js')).toBe("'use strict';\n\nconst { b } = require('./b');\nconst { slugify } = require('./text');\n\nmodule.exports = { b, slugify };\n");
    expect(await runs(accept, candidate!.edits)).toBe(0);
    expect(await runs(accept, candidate!.sites[0]!.probe)).not.toBe(0);
  });

  test.each([
    ['with a list of public names', '"""Package."""\n\nfrom .b import b\n\n__all__ = ["b"]\n', '"""Package."""\n\nfrom .b import b\nfrom .text import slugify\n\n__all__ = ["b", "slugify"]\n'],
    ['without one', 'from .b import b\n', 'from .b import b\nfrom .text import slugify as slugify\n'],
  ])('in Python, %s', async (_, before, after) => {
    const { propose, runs } = await scene({ 'pkg/text.py': 'def slugify(text):\n    """Lower-case words joined by dashes."""\n    return "-".join(text.lower().split())\n', 'pkg/b.py': 'b = 1\n', 'pkg/__init__.py': before });
    const accept = 'python3 -B -c "from pkg import slugify; assert slugify(\'A b\') == \'a-b\'"';
    const [candidate] = candidatesOf(await propose('slugify text', 'pkg/__init__.py', accept));
    expect(afterOf(candidate, 'pkg/__init__.py')).toBe(after);
    expect(await runs(accept, candidate!.edits)).toBe(0);
    expect(await runs(accept, candidate!.sites[0]!.probe)).not.toBe(0);
  });

  test('a private function of the target itself is exported', async () => {
    const { propose } = await scene({ 'package.json': ESM, 'src/text.js': `${SLUG.replace('export ', '')}\nexport const a = () => slugify('x');\n` });
    const [candidate] = candidatesOf(await propose('slugify', 'src/text.js', acceptEsm('src/text.js')));
    expect(candidate!.title).toBe('Export `slugify` from src/text.js');
    expect(candidate!.sites[0]!.probe[0]!.after).toContain('export function slugify(text) { throw new Error("self-coding probe");');
  });

  test('into a file that does not exist yet', async () => {
    const { propose, runs } = await scene({ 'package.json': ESM, 'src/text.js': SLUG });
    const [candidate] = candidatesOf(await propose('slugify', 'src/public.js', acceptEsm('src/public.js')));
    expect(candidate!.edits).toMatchObject([{ path: 'src/public.js', before: null, after: "export { slugify } from './text.js';\n" }]);
    expect(await runs(acceptEsm('src/public.js'), candidate!.edits)).toBe(0);
  });
});

describe('no import is made', () => {
  const index = { 'package.json': ESM, 'src/index.js': 'export const x = 1;\n' };

  test.each([
    ['that would close a cycle', { ...index, 'src/text.js': `import { x } from './index.js';\n${SLUG}export const y = x;\n` }, 'close a cycle'],
    ['from another package', { ...index, 'other/package.json': ESM, 'other/text.js': SLUG }, 'another package'],
    ['of a module that does something when it is loaded', { ...index, 'src/text.js': `${SLUG}console.log(slugify('x'));\n` }, 'has an effect'],
    ['of a file that may not be changed, where it is private', { ...index, 'dist/text.js': `${SLUG.replace('export ', '')}export const z = 1;\n` }, 'nothing'],
    ['of an ES module from CommonJS', { 'src/index.js': 'module.exports = { x: 1 };\n', 'src/text.mjs': SLUG }, 'ES module'],
  ])('%s', async (_, files, reason) => {
    const proposals = await (await scene(files)).propose('slugify a text', 'src/index.js', acceptEsm('src/index.js'));
    expect(candidatesOf(proposals).filter(({ transplanted }) => !transplanted)).toEqual([]);
    const said = proposals.map((proposal) => (proposal.type === 'candidate' ? proposal.candidate.explanation : proposal.none.reason));
    expect(said.join('\n')).toContain(reason);
  });

  test('from tests', async () => {
    const { propose } = await scene({ ...index, 'test/helpers.js': SLUG });
    expect(candidatesOf(await propose('slugify a text', 'src/index.js', acceptEsm('src/index.js')))).toEqual([]);
  });
});

describe('nothing is written', () => {
  test('without an accept command it is said where the snippet is', async () => {
    const { propose } = await scene({ 'package.json': ESM, 'src/text.js': SLUG, 'src/index.js': 'export const x = 1;\n' });
    const none = noneOf(await propose('slugify a text', 'src/index.js'));
    expect(none.reason).toBe('the repository has this already: `slugify` (src/text.js:2, 0.50); import it from there'.replace('0.50', /\d\.\d\d/.exec(none.reason)![0]));
    expect(none.remedy).toContain('accept-command');
  });

  test.each(['flux capacitor calibration', 'xyzzy', 'text', 'please write the best code'])('for words that nothing fits: %s', async (words) => {
    const { propose } = await scene({ 'package.json': ESM, 'src/text.js': SLUG, 'src/index.js': 'export const x = 1;\n' });
    const proposals = await propose(words, 'src/index.js', acceptEsm('src/index.js', 'calibrate'));
    expect(candidatesOf(proposals)).toEqual([]);
    expect(noneOf(proposals).reason).toBe('nothing in the repository fits the words');
  });

  test('near misses name what came closest', async () => {
    const { propose } = await scene({ 'package.json': ESM, 'src/text.js': SLUG, 'src/index.js': 'export const x = 1;\n' });
    expect(noneOf(await propose('words joined by commas and counted per paragraph', 'src/index.js')).nearMisses.join()).toMatch(/`slugify` \(src\/text\.js:2, 0\.\d\d\)/);
  });

  test.each([['README.md', 'no language'], ['src/broken.js', 'does not parse']])('into %s', async (target, reason) => {
    const { propose } = await scene({ 'README.md': '# a\n', 'src/broken.js': 'const = ;\n' });
    expect(noneOf(await propose('slugify', target)).reason).toContain(reason);
  });
});
