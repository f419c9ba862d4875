import fc from 'fast-check';
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { applyReply, type Applied } from '../../../src/core/generate/apply-reply.ts';
import type { ReplyEdit } from '../../../src/core/generate/reply-json.ts';

const syntax = createSyntax();
const TEXT = `export function words(text) {
  return text.split(' ');
}

export function lines(text) {
  return text.split('\\n');
}
`;

function apply(edits: readonly ReplyEdit[], files: Readonly<Record<string, string>> = { 'src/text.js': TEXT }, more: { readonly wanted?: readonly string[]; readonly maySend?: (path: string) => boolean } = {}): Promise<Applied> {
  const entries = Object.keys(files).map((path) => ({ path, mode: '100644', blob: path }));
  return applyReply(edits, { tree: { entries, read: (path) => Promise.resolve(files[path] ?? null) }, syntax, maySend: () => true, ...more });
}

async function after(edits: readonly ReplyEdit[], files?: Readonly<Record<string, string>>, more?: Parameters<typeof apply>[2]): Promise<Readonly<Record<string, string | null>>> {
  const applied = await apply(edits, files, more);
  if (applied.type === 'failure') throw new Error(applied.reason);
  return Object.fromEntries(applied.edits.map((edit) => [edit.path, edit.after]));
}

const insert = (code: string, path = 'src/text.js', name: string | null = null): ReplyEdit => ({ type: 'insert', path, code, name });

test('edits of one file follow one another; what is there before the first is the base', async () => {
  const applied = await apply([
    { type: 'replace', path: 'src/text.js', search: "' '", replace: '/ +/' },
    insert('function trim(text) {\n  return text.trim();\n}'),
    { type: 'symbol', path: 'src/text.js', symbol: 'lines', code: 'function lines(text) {\n  return trim(text).split(/\\r?\\n/);\n}' },
  ]);
  expect(applied).toEqual({
    type: 'applied',
    edits: [{
      path: 'src/text.js', mode: '100644', before: TEXT,
      after: `${TEXT.replace("' '", '/ +/').replace("text.split('\\n')", 'trim(text).split(/\\r?\\n/)')}\nexport function trim(text) {\n  return text.trim();\n}\n`,
    }],
  });
});

describe('a whole file', () => {
  const content = (text: string): ReplyEdit => ({ type: 'content', path: 'src/text.js', content: text });
  const added = `${TEXT}\nexport function trim(text) {\n  return text.trim();\n}\n`;

  test.each([
    ['as content', content(added)],
    ['as code', insert(added)],
  ])('%s is taken if little of it changes', async (_, edit) => {
    expect(await after([edit])).toEqual({ 'src/text.js': added });
  });

  test.each([
    ['as content', content('export const words = () => [];\n')],
    ['with its rest left out', content('// … the rest stays …\nexport function trim(text) {\n  return text.trim();\n}\n')],
    ['as code, written anew', insert('export const words = (t) => t.split(/ /);\nexport const lines = (t) => t.split(/x/);\nexport const trim = (t) => t.trim();')],
  ])('%s is refused where more goes', async (_, edit) => {
    expect(await apply([edit])).toMatchObject({ type: 'failure', reason: expect.stringContaining('a whole file') as string, remedy: expect.stringContaining('`symbol`') as string });
  });

  test('is fine where there was none, as it was written', async () => {
    const code = "import { readFile } from 'node:fs/promises';\n\nconst LIMIT = 3;\n\nexport function first(text) {\n  return text.slice(0, LIMIT);\n}\n\nexport const read = (path) => readFile(path);";
    const files = { 'package.json': '{"type":"module"}', 'src/text.js': TEXT };
    expect(await after([insert(code, 'src/new.js')], files)).toEqual({ 'src/new.js': `${code}\n` });
  });

  test('of another module system is rewritten for its own', async () => {
    const files = { 'package.json': '{}', 'src/old.js': 'module.exports = {};\n' };
    expect(await after([insert('export function first(text) {\n  return text[0];\n}\n\nexport function last(text) {\n  return text.at(-1);\n}', 'src/new.js')], files)).toEqual({
      'src/new.js': 'function first(text) {\n  return text[0];\n}\n\nfunction last(text) {\n  return text.at(-1);\n}\n\nmodule.exports = { first, last };\n',
    });
  });
});

test('all that the code exports is exported, and what is wanted first of all', async () => {
  const two = 'export function one(text) {\n  return two(text);\n}\n\nexport function two(text) {\n  return text;\n}';
  expect((await after([insert(two)]))['src/text.js']).toContain('export function one(text) {\n  return two(text);\n}\n\nexport function two(text)');
  const bare = 'function part(text) {\n  return text;\n}\n\nfunction join(text) {\n  return part(text);\n}';
  expect((await after([insert(bare)], undefined, { wanted: ['part'] }))['src/text.js']).toContain('export function part');
  expect((await after([insert(bare)]))['src/text.js']).toContain('export function join');
});

test('a search in other line ends matches; the text stays in those of the file', async () => {
  const windows = TEXT.replaceAll('\n', '\r\n');
  expect(await after([{ type: 'replace', path: 'src/text.js', search: "{\n  return text.split(' ');\n}", replace: '{\n  return [];\n}' }], { 'src/text.js': windows })).toEqual({ 'src/text.js': windows.replace("text.split(' ')", '[]') });
});

describe('a search that does not match', () => {
  const search: ReplyEdit = { type: 'replace', path: 'src/text.js', search: 'function words(txt) {\n    return txt.split(" ");\n}', replace: 'x' };

  test('is told with the nearest text and its line', async () => {
    expect(await apply([search])).toMatchObject({
      type: 'failure', reason: 'the text to replace does not occur in `src/text.js`', hint: "The nearest text of the file begins at line 1:\nexport function words(text) {\n  return text.split(' ');\n}",
    });
  });

  test('has no hint where nothing is like it, or where the text may not be sent', async () => {
    expect(await apply([{ ...search, search: 'SELECT * FROM users' }])).not.toHaveProperty('hint');
    expect(await apply([search], undefined, { maySend: () => false })).not.toHaveProperty('hint');
  });
});

test.each([
  ['does not parse', [insert('function f( {')], 'does not parse as javascript'],
  ['breaks its file', [{ type: 'replace', path: 'src/text.js', search: "split(' ');\n}", replace: "split(' ');" }], 'does not parse as javascript after the edits'],
  ['breaks a new file', [{ type: 'content', path: 'src/new.js', content: 'const = ;' }], 'does not parse as javascript after the edits'],
  ['declares nothing', [insert('1 + 1;')], 'declares no function'],
  ['declares something else than it says', [insert('function bar() {}', 'src/text.js', 'foo')], 'declares no function `foo`'],
  ['repeats one function', [insert('function words() {}')], 'declares `words` already'],
  ['is in no known language', [insert('x', 'src/text.rb')], 'in no language'],
  ['replaces in a file that is not there', [{ type: 'replace', path: 'src/no.js', search: 'a', replace: 'b' }], '`src/no.js` does not exist'],
  ['replaces a symbol there', [{ type: 'symbol', path: 'src/no.js', symbol: 'a', code: 'b' }], '`src/no.js` does not exist'],
  ['is for a directory that is not there', [{ type: 'content', path: 'no/a.js', content: '' }], 'the directory of `no/a.js` does not exist'],
  ['matches twice', [{ type: 'replace', path: 'src/text.js', search: 'text.split', replace: 'x' }], 'occurs more than once'],
] satisfies readonly (readonly [string, readonly ReplyEdit[], string])[])('an answer that %s is a failure with a remedy', async (_, edits, reason) => {
  const applied = await apply(edits);
  expect(applied.type === 'failure' ? applied.reason : '').toContain(reason);
  expect(applied.type === 'failure' && applied.remedy !== '').toBe(true);
});

test('a file that did not parse before may stay so', async () => {
  expect(await after([{ type: 'replace', path: 'a.js', search: 'x', replace: 'y' }], { 'a.js': 'const x = ;' })).toEqual({ 'a.js': 'const y = ;' });
});

test('every function that is wanted is exported, in the way of the module', async () => {
  const code = 'const encode = (s) => s + 1;\n\nconst decode = (s) => s - 1;';
  const made = await after([insert(code, 'src/new.js')], { 'src/a.js': 'module.exports = {};\n' }, { wanted: ['encode', 'decode'] });
  expect(made['src/new.js']).toBe(`${code}\n\nmodule.exports = { encode, decode };\n`);
  expect((await after([insert(code)], undefined, { wanted: ['decode', 'encode'] }))['src/text.js']).toContain('export const encode = (s) => s + 1;\n\nexport const decode = (s) => s - 1;');
});

test('whatever the edits, applying them never throws, starts from the file as it is, and leaves a file that parses', async () => {
  const shard = fc.constantFrom('function words() {}', 'export const a = 1;', "import x from 'x';", '{', '}', '`', '/**', '*/', '\n', '\r\n', '\u2028', '  ', '@', 'class A {}', "return text.split(' ');", 'words', 'lines', '#');
  const text = fc.array(fc.oneof(shard, fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const path = fc.constantFrom('src/text.js', 'src/new.js');
  const edit = fc.oneof(
    fc.record({ type: fc.constant('content' as const), path, content: text }),
    fc.record({ type: fc.constant('replace' as const), path, search: text, replace: text }),
    fc.record({ type: fc.constant('insert' as const), path, code: text, name: fc.option(fc.constantFrom('words', 'a', 'A')) }),
    fc.record({ type: fc.constant('symbol' as const), path, symbol: fc.constantFrom('words', 'lines', 'A.b', '.', ''), code: text }),
  );
  await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
    const applied = await apply(edits);
    if (applied.type === 'failure') return applied.reason !== '' && applied.remedy !== '';
    return applied.edits.every(({ path: each, before, after: now }) => before === (each === 'src/text.js' ? TEXT : null) && !syntax.parse('javascript', now ?? '', ({ root }) => root.hasError));
  }), { numRuns: 1000 });
});
