import { createSyntax } from '../../../src/adapters/syntax.ts';
import { isProtected, isTest } from '../../../src/core/change/protected.ts';
import { frameworkOf, testHomeFor, type TestHome, type TestSubject } from '../../../src/core/generate/test-home.ts';
import type { KindContext } from '../../../src/core/kinds/kind.ts';
import { languageOf } from '../../../src/core/syntax/language.ts';
import { testedBy } from '../kinds/helper/scene.ts';

const syntax = createSyntax();
const NODE = "import test from 'node:test';\nimport { a } from '../src/a.js';\n";
const PYTEST = 'from shop.a import a\n\n\ndef test_a():\n    assert a() == 1\n';

interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly target: string;
  readonly name?: string | null;
  readonly tools?: readonly (string | null)[];
  readonly more?: Partial<KindContext>;
}

/** A baseline whose tests lie in these files. */
function ran(...files: readonly string[]): Partial<KindContext> {
  const tests = files.map((file) => ({ id: `test › ${file}`, status: 'passed' as const, file, durationMs: 1, message: null }));
  return { baseline: { tree: 't', checks: [], tests, findings: [], coverage: null, metrics: [], durationMs: 1 } };
}

function homeFor({ files, target, name = 'minutes', tools = ['node --test'], more = {} }: Given): Promise<TestHome | null> {
  const subject: TestSubject = { target, language: languageOf(target)!, name };
  const context: Partial<KindContext> = {
    tree: { entries: Object.keys(files).map((path) => ({ path, mode: '100644', blob: path })), read: (path) => Promise.resolve(files[path] ?? null) },
    toolchain: { setup: [], lint: [], test: tools.flatMap((tool) => testedBy(tool).test), notes: [] },
    syntax, isTest, mayEdit: (path) => !isProtected(path), maySend: () => true, workingDirectory: '', ...more,
  };
  return testHomeFor(subject, context as KindContext);
}

describe('a new test stands beside the nearest one, is named as it is and imports as it does', () => {
  test.each([
    ['in a directory of tests', { files: { 'src/a.js': '', 'test/a.test.js': NODE }, target: 'src/a.js' }, 'test/minutes.test.js', '../src/a.js'],
    ['beside the code', { files: { 'src/a.ts': '', 'src/a.spec.ts': "import { a } from './a';\n", 'test/b.test.ts': '' }, target: 'src/a.ts' }, 'src/minutes.spec.ts', './a'],
    ['in a mirrored tree', { files: { 'src/x/a.ts': '', '__tests__/b.test.ts': '', '__tests__/x/c.test.ts': "import { c } from '../../src/x/c.ts';\n" }, target: 'src/x/a.ts' }, '__tests__/x/minutes.test.ts', '../../src/x/a.ts'],
    ['as tests of Python', { files: { 'shop/__init__.py': '', 'shop/a.py': '', 'tests/test_a.py': PYTEST }, target: 'shop/a.py', tools: ['pytest'] }, 'tests/test_minutes.py', 'shop.a'],
    ['with the name behind', { files: { 'shop/__init__.py': '', 'shop/a.py': '', 'shop/a_test.py': PYTEST }, target: 'shop/a.py', tools: ['pytest'] }, 'shop/minutes_test.py', 'shop.a'],
    ['beside the target where there is none', { files: { 'src/a.mjs': '' }, target: 'src/a.mjs' }, 'src/minutes.test.mjs', './a.mjs'],
    ['for a new target', { files: { 'test/a.test.js': NODE }, target: 'src/new.js' }, 'test/minutes.test.js', '../src/new.js'],
    ['named after the target where no name is known', { files: { 'src/a.js': '', 'test/b.test.js': NODE }, target: 'src/a.js', name: null }, 'test/a.test.js', '../src/a.js'],
    ['numbered where the names are taken', { files: { 'src/a.js': '', 'test/a.test.js': NODE, 'test/minutes.test.js': NODE }, target: 'src/a.js' }, 'test/minutes-2.test.js', '../src/a.js'],
    ['where the test command looks, not in a nearer directory that it never runs', { files: { 'src/a.js': '', 'acceptance/a.test.js': NODE, 'test/b.test.js': NODE }, target: 'src/a.js', more: ran('test/b.test.js') }, 'test/minutes.test.js', '../src/a.js'],
    ['not beside what only looks like a test', { files: { 'src/a.js': '', 'test/fixtures/a.test.js': NODE, 'test/support/x.test.js': NODE, 'spec/b.test.js': NODE }, target: 'src/a.js' }, 'spec/minutes.test.js', '../src/a.js'],
  ] satisfies readonly (readonly [string, Given, string, string])[])('%s', async (_, given, path, specifier) => {
    expect(await homeFor(given)).toMatchObject({ path, specifier });
  });
});

describe('the framework', () => {
  const files = { 'src/a.js': '', 'test/a.test.js': "import { test } from 'vitest';\n", 'shop/a.py': '', 'tests/test_a.py': PYTEST };
  test.each([
    ['is that of the test command', 'src/a.js', ['jest'], 'jest'],
    ['of the same language', 'src/a.js', ['pytest', 'mocha'], 'mocha'],
    ['for Python', 'shop/a.py', ['node --test', 'unittest'], 'unittest'],
    ['is read from the tests where the command is unknown', 'src/a.js', [null], 'vitest'],
    ['also in Python', 'shop/a.py', [null], 'pytest'],
  ] as const)('%s', async (_, target, tools, framework) => {
    expect(await homeFor({ files, target, tools })).toMatchObject({ framework });
  });

  test.each([
    ["const test = require('node:test');", false, 'node:test'],
    ["import { describe } from '@jest/globals';", false, 'jest'],
    ['jest.mock("./a");', false, 'jest'],
    ["import { describe } from 'mocha';", false, 'mocha'],
    ['describe("a", () => {});', false, null],
    ['import unittest\n\nclass A(unittest.TestCase): ...', true, 'unittest'],
    ['import pytest', true, 'pytest'],
    ['x = 1', true, null],
  ] as const)('%j', (text, isPython, framework) => {
    expect(frameworkOf(text, isPython)).toBe(framework);
  });
});

describe('there is none', () => {
  const files = { 'src/a.js': '', 'test/a.test.js': NODE };
  test('without a test command, or with one of another language only', async () => {
    expect(await homeFor({ files, target: 'src/a.js', tools: [] })).toBeNull();
    expect(await homeFor({ files, target: 'src/a.js', tools: ['pytest'] })).toBeNull();
  });

  test('where no new file may be written', async () => {
    expect(await homeFor({ files, target: 'src/a.js', more: { mayEdit: () => false } })).toBeNull();
    expect(await homeFor({ files, target: 'src/a.js', more: { mayEdit: (path) => path.startsWith('src/') } })).toMatchObject({ path: 'src/minutes.test.js', specifier: './a.js' });
  });
});

test('the example is a test that may be sent', async () => {
  const files = { 'src/a.js': '', 'test/a.test.js': NODE, 'test/b.test.js': '// b' };
  expect((await homeFor({ files, target: 'src/a.js' }))!.example).toEqual({ path: 'test/a.test.js', text: NODE });
  expect((await homeFor({ files, target: 'src/a.js', more: { maySend: (path) => path !== 'test/a.test.js' } }))!.example).toEqual({ path: 'test/b.test.js', text: '// b' });
  expect((await homeFor({ files, target: 'src/a.js', more: { maySend: () => false } }))!.example).toBeNull();
});
