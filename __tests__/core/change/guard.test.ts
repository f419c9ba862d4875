import { createSyntax } from '../../../src/adapters/syntax.ts';
import { blobIdOf } from '../../../src/core/change/edits.ts';
import { guard, type GuardOptions, type GuardResult } from '../../../src/core/change/guard.ts';
import { describeGuardProblem } from '../../../src/core/change/guard-problem.ts';
import type { Candidate, FileEdit } from '../../../src/core/model/change.ts';
import type { TreeEntry } from '../../../src/core/ports.ts';

const FILES: Readonly<Record<string, string>> = {
  'src/a.js': 'export const a = 1;\n',
  'src/crlf.js': 'const a = 1;\r\nconst b = 2;\r\n',
  'src/open.js': 'const a = 1;',
  'src/broken.js': 'const = ;\nfunction f() { return 1; }\n',
  'src/quiet.js': '// eslint-disable-next-line no-console, no-alert -- on purpose\nconsole.log(alert());\nlet x; // @ts-ignore\n',
  'src/run.py': 'import os\n\nVALUE = 1  # noqa: E501, F401\n',
  'test/a.test.js': "it('a', () => {});\n",
};
const SPECIAL: readonly TreeEntry[] = [
  { path: 'link', mode: '120000', blob: blobIdOf('/etc') },
  { path: 'module', mode: '160000', blob: blobIdOf('') },
  { path: 'src/run.sh', mode: '100755', blob: blobIdOf('echo\n') },
  { path: 'src/image.js', mode: '100644', blob: blobIdOf('binary') },
];
const syntax = createSyntax();

const options: GuardOptions = {
  entries: [...Object.entries(FILES).map(([path, text]) => ({ path, mode: '100644', blob: blobIdOf(text) })), ...SPECIAL],
  untracked: ['src/draft.js'],
  mayEdit: (path) => path.startsWith('src/') || path.startsWith('test/'),
  sizeCaps: { files: 3, lines: 20, bytes: 2000 },
  syntax,
};

function candidate(edits: readonly FileEdit[]): Candidate {
  return { taskId: 't', kind: 'helper', edits, title: '', explanation: '', generator: { name: 'offline', model: null }, sites: [], transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0 };
}
const edit = (path: string, after: string | null, more: Partial<FileEdit> = {}): FileEdit => ({ path, mode: '100644', before: FILES[path] ?? null, after, ...more });
const tried = (edits: readonly FileEdit[], more: Partial<GuardOptions> = {}): Promise<GuardResult> => guard(candidate(edits), { ...options, ...more });
async function rulesFor(edits: readonly FileEdit[], more: Partial<GuardOptions> = {}): Promise<string[]> {
  const result = await tried(edits, more);
  return result.type === 'clean' ? [] : result.problems.map(({ rule }) => rule);
}

test('a plain change is clean', async () => {
  expect(await tried([edit('src/a.js', 'export const a = 2;\n'), edit('src/new.js', 'export const b = 1;\n'), edit('test/new.test.js', "it('b', () => {});\n")])).toEqual({ type: 'clean', flags: [] });
});

describe('places', () => {
  test.each([
    '../x.js', 'src/../../x.js', '/etc/passwd', 'C:/x.js', 'src\\x.js', '.git/config', 'src/.GIT/hooks/pre-commit', 'git~1/config', '.git./config', '.g\u200Cit/config',
    '.git::$INDEX_ALLOCATION/config', 'src//x.js', './src/x.js', 'src/\u0007.js', '', 'link/passwd', 'link', 'module/x.js', 'src/a.js/b.js',
  ])('%j escapes', async (path) => {
    expect(await rulesFor([edit(path, 'x\n')], { mayEdit: () => true })).toContain('path');
  });

  test.each(['.github/workflows/x.yml', 'package.json', 'src/conftest.py', 'src/jest.config.js', 'src/.npmrc', 'src/sitecustomize.py', 'src/x.pth', 'test/a.test.js', 'test/__snapshots__/a.snap'])('%s is protected', async (path) => {
    expect(await rulesFor([edit(path, 'x\n')], { mayEdit: () => true })).toEqual(['protected']);
  });

  test('what is outside paths is refused', async () => {
    expect(await rulesFor([edit('docs/a.js', 'x\n')])).toEqual(['paths']);
  });

  test('an untracked file is not overwritten', async () => {
    expect(await rulesFor([edit('src/draft.js', 'x;\n')])).toEqual(['untracked']);
  });

  test.each(['src/A.js', 'SRC/b.js'])('%s collides with another spelling', async (path) => {
    expect(await rulesFor([edit(path, 'x\n')], { mayEdit: () => true })).toEqual(['collision']);
  });

  test('new paths that collide with each other, and one path twice, are refused', async () => {
    expect(await rulesFor([edit('src/caf\u00E9.js', 'a;\n'), edit('src/cafe\u0301.js', 'b;\n')])).toEqual(['collision']);
    expect(await rulesFor([edit('src/n.js', 'a;\n'), edit('src/n.js', 'b;\n')])).toEqual(['collision']);
  });

  test('modes stay', async () => {
    expect(await rulesFor([edit('src/a.js', 'x;\n', { mode: '100755' })])).toEqual(['mode']);
    expect(await rulesFor([edit('src/n.js', 'x;\n', { mode: '100755' })])).toEqual(['mode']);
    expect(await rulesFor([edit('src/run.sh', 'echo 2\n', { mode: '100755', before: 'echo\n' })])).toEqual([]);
  });
});

describe('content', () => {
  test.each([
    ['src/a.js', 'x;\0\n', 'binary'],
    ['src/a.js', 'x = "\uFFFD";\n', 'binary'],
    ['src/a.js', 'x = "\uD800";\n', 'binary'],
    ['src/image.js', 'x;\n', 'stale'],
    ['src/crlf.js', 'const a = 1;\nconst b = 2;\n', 'line-ends'],
    ['src/a.js', 'export const a = 1;\r\n', 'line-ends'],
    ['src/a.js', 'export const a = 2;', 'line-ends'],
    ['src/open.js', 'const a = 2;\n', 'line-ends'],
    ['src/a.js', '\uFEFFexport const a = 2;\n', 'line-ends'],
    ['src/n.js', 'a;\r\nb;\n', 'line-ends'],
    ['src/a.js', 'const a = "\u202E";\n', 'characters'],
    ['src/a.js', 'const a\u200B = 1;\n', 'characters'],
    ['src/a.js', 'const a = "\u{E0041}";\n', 'characters'],
    ['src/a.js', 'const a = "\u001B[2J";\n', 'characters'],
    ['src/a.js', 'export const = 2;\n', 'syntax'],
    ['src/run.py', 'def f(:\n  pass\n', 'syntax'],
    ['src/broken.js', 'const = ;\nfunction f( { return 1; }\nfoo(;\n', 'syntax'],
  ])('%s with %j is refused', async (path, after, rule) => {
    expect(await rulesFor([edit(path, after)])).toContain(rule);
  });

  test('syntax errors that the base has are excused', async () => {
    expect(await rulesFor([edit('src/broken.js', 'const = ;\nfunction f() { return 2; }\n')])).toEqual([]);
  });

  test('a candidate made from other content is stale', async () => {
    expect(await rulesFor([edit('src/a.js', 'export const a = 3;\n', { before: 'export const a = 0;\n' })])).toEqual(['stale']);
    expect(await rulesFor([edit('src/n.js', 'a;\n', { before: 'b;\n' })])).toEqual(['stale']);
  });

  test('nothing changed is refused', async () => {
    expect(await rulesFor([])).toEqual(['no-op']);
    expect(await rulesFor([edit('src/a.js', FILES['src/a.js']!)])).toEqual(['no-op']);
  });

  test('caps count files, lines and bytes, with the numbers', async () => {
    expect(await rulesFor(['1', '2', '3', '4'].map((n) => edit(`src/${n}.js`, 'x;\n')))).toEqual(['size']);
    expect(await rulesFor([edit('src/n.js', 'x;\n'.repeat(21))])).toEqual(['size']);
    const result = await tried([edit('src/n.js', `x("${'y'.repeat(200)}");\n`.repeat(10))]);
    expect(result.type === 'refused' && result.problems.map(describeGuardProblem)).toEqual(['src/n.js: the file would have 2070 bytes; the cap is 2000. Raise `size-caps.bytes` or ask for less.']);
  });

});

describe('suppressions', () => {
  test.each([
    ['src/a.js', '/* eslint-disable */\nexport const a = 1;\n'],
    ['src/a.js', 'export const a = 1; // eslint-disable-line no-var\n'],
    ['src/a.js', '// @ts-ignore\nexport const a = 1;\n'],
    ['src/a.js', '// @ts-expect-error why\nexport const a = 1;\n'],
    ['src/a.js', '/* istanbul ignore next */\nexport const a = 1;\n'],
    ['src/a.js', '// biome-ignore lint/style/useConst: x\nexport const a = 1;\n'],
    ['src/a.js', '/* eslint no-var: "off" */\nexport const a = 1;\n'],
    ['src/quiet.js', FILES['src/quiet.js']!.replace('no-alert', 'no-alert, no-var')],
    ['src/run.py', 'import os  # noqa\n'],
    ['src/run.py', 'import os  # type: ignore[attr]\n'],
    ['src/run.py', 'import os  # nosec\n'],
    ['src/run.py', 'import os  # pragma: no cover\n'],
    ['test/n.test.js', "it.skip('a', () => {});\n"],
    ['test/n.test.js', "describe.only('a', () => {});\n"],
    ['test/n.test.js', "xit('a', () => {});\n"],
    ['test/n.test.js', "test('a', { skip: true }, () => {});\n"],
    ['test/test_n.py', '@pytest.mark.skip\ndef test_a():\n    pass\n'],
  ])('%s: %j adds one', async (path, after) => {
    expect(await rulesFor([edit(path, after)])).toContain('suppression');
  });

  test.each([
    ['src/quiet.js', FILES['src/quiet.js']!.replace('no-console, ', '')],
    ['src/quiet.js', 'console.log(alert());\nlet x; // @ts-ignore\n'],
    ['src/quiet.js', FILES['src/quiet.js']!.replace('alert()', 'alert(1)')],
    ['src/run.py', 'import os\n\nVALUE = 1  # noqa: E501\n'],
    ['src/a.js', 'export const a = limit.skip;\n'],
  ])('%s: %j adds none', async (path, after) => {
    expect(await rulesFor([edit(path, after)])).toEqual([]);
  });

  test('one that moves along with its line is none', async () => {
    const moved = '// eslint-disable-next-line no-console, no-alert -- on purpose\nconsole.log(alert());\n';
    expect(await rulesFor([edit('src/quiet.js', 'let x; // @ts-ignore\n'), edit('src/n.js', moved)])).toEqual([]);
    expect(await rulesFor([edit('src/n.js', moved)])).toContain('suppression');
  });
});

describe('secrets', () => {
  // Put together at run time, so that no scanner takes this file for a leak.
  test.each([
    ['const k = "AKIA', 'IOSFODNN7EXAMPLE";\n'],
    ['const k = "ghp', `_${'a1B2c3D4'.repeat(5)}";\n`],
    ['const k = `-----BEGIN RSA', ' PRIVATE KEY-----`;\n'],
    ['const k = "sk', `-proj-${'a1B2c3D4'.repeat(4)}";\n`],
    ['const k = "postgres://app:', 'hunter2x9@db/x";\n'],
    ['const password', ' = "xK9$mQ2!vL7pR4z";\n'],
  ])('%j%j is refused without repeating it', async (start, end) => {
    const after = start + end;
    const result = await tried([edit('src/a.js', after)]);
    expect(result.type === 'refused' && result.problems.map(({ rule }) => rule)).toEqual(['secret']);
    expect(JSON.stringify(result)).not.toContain(after.slice(11, 30));
  });

  test('names, placeholders and sentences are no secrets', async () => {
    expect(await rulesFor([edit('src/a.js', 'const password = "password";\nconst apiKey = "your-api-key-here";\nconst u = "http://user:password@host/";\n')])).toEqual([]);
  });
});

test.each([
  ['src/a.js', 'eval("1");\n', 'eval'],
  ['src/a.js', "import { execFile } from 'node:child_process';\n", 'shell'],
  ['src/a.js', 'await fetch("x");\n', 'network'],
  ['src/run.py', 'import os\nos.system("ls")\n', 'shell'],
  ['src/run.py', 'import pickle\npickle.loads(x)\n', 'deserialisation'],
  ['src/run.py', 'import yaml\nyaml.load(x)\n', 'deserialisation'],
  ['src/run.py', 'import requests\n', 'network'],
])('%s: %j is flagged, not refused', async (path, after, flag) => {
  expect(await tried([edit(path, after)])).toEqual({ type: 'clean', flags: [`${flag} added in ${path}`] });
});

test('what is there already is not flagged again', async () => {
  const before = 'eval(a);\n';
  const entries = [...options.entries, { path: 'src/e.js', mode: '100644', blob: blobIdOf(before) }];
  expect(await tried([{ path: 'src/e.js', mode: '100644', before, after: 'eval(b);\n' }], { entries })).toEqual({ type: 'clean', flags: [] });
});
