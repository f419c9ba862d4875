import { createSyntax } from '../../../src/adapters/syntax.ts';
import { sitesOf } from '../../../src/core/generate/sites.ts';
import type { FileEdit, Site } from '../../../src/core/model/change.ts';

const syntax = createSyntax();
const edit = (before: string | null, after: string, path = 'src/a.js'): FileEdit => ({ path, mode: '100644', before, after });
const sites = (edits: readonly FileEdit[]): Promise<Site[]> => sitesOf(edits, syntax);
const A = 'export function a() {\n  return 1;\n}\n';
const B = '\nexport const b = (x) => {\n  return x;\n};\n';

test('a new file has one site for each function, with the lines it covers', async () => {
  const found = await sites([edit(null, A + B)]);
  expect(found.map(({ id, line, lines }) => ({ id, line, lines }))).toEqual([
    { id: 'src/a.js:a', line: 1, lines: [{ from: 1, to: 3 }] },
    { id: 'src/a.js:b', line: 5, lines: [{ from: 5, to: 7 }] },
  ]);
});

test('a probe breaks one place and keeps the other edits', async () => {
  const other = edit('x;\n', 'y;\n', 'src/b.js');
  const [first] = await sites([edit(A, A.replace('1', '2')), other]);
  expect(first!.probe).toEqual([edit(A, 'export function a() { throw new Error("self-coding probe");\n  return 2;\n}\n'), other]);
});

test('only the touched function is a site; several hunks of it are one', async () => {
  const before = `${A}${B}`;
  expect((await sites([edit(before, before.replace('return x', 'return x + 1'))])).map(({ id }) => id)).toEqual(['src/a.js:b']);
  const long = 'function a() {\n  one();\n  two();\n  three();\n  four();\n}\n';
  const [site, ...rest] = await sites([edit(long, long.replace('one', 'eins').replace('four', 'vier'))]);
  expect(rest).toEqual([]);
  expect(site!.lines).toEqual([{ from: 2, to: 2 }, { from: 5, to: 5 }]);
});

test('a line that only goes is a change of the function around it', async () => {
  const before = 'function a() {\n  one();\n  two();\n}\n';
  expect((await sites([edit(before, before.replace('  one();\n', ''))])).map(({ id }) => id)).toEqual(['src/a.js:a']);
});

test('imports are covered by the functions that change with them; alone, by whoever loads the module', async () => {
  const both = await sites([edit(A, `import { c } from './c.js';\n\n${A.replace('1', 'c()')}`)]);
  expect(both.map(({ id }) => id)).toEqual(['src/a.js:a']);
  const alone = await sites([edit(A, `export { c } from './c.js';\n${A}`)]);
  expect(alone.map(({ id }) => id)).toEqual(['src/a.js:module']);
  expect(alone[0]!.probe[0]!.after).toMatch(/throw new Error\("self-coding probe"\);\n$/);
});

test('tests, other languages and edits that change nothing have no site', async () => {
  expect(await sites([edit(null, A, 'test/a.test.js'), edit(null, '# a\n', 'README.md'), edit(A, A)])).toEqual([]);
});

test('equal names are told apart', async () => {
  const text = 'class A {\n  m() {\n    return 1;\n  }\n}\nclass B {\n  m() {\n    return 2;\n  }\n}\n';
  expect((await sites([edit(null, text)])).map(({ id }) => id)).toEqual(['src/a.js:m', 'src/a.js:m#2']);
});
