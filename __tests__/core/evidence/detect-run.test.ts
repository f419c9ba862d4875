/** The detected commands, run by bash in small real projects; what they write is read by our own readers. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { detectToolchain } from '../../../src/core/evidence/detect.ts';
import { readReport } from '../../../src/core/evidence/report.ts';
import type { CheckPlan } from '../../../src/core/model/check.ts';
import { describeWith } from '../../support/tools.ts';

const MODULES = resolve(import.meta.dirname, '../../../node_modules');
const made: string[] = [];

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'detect '));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  if (files['package.json'] !== undefined) symlinkSync(MODULES, join(root, 'node_modules'));
  return root;
}

async function plansOf(files: Readonly<Record<string, string>>, root: string, testCommand: string | null = null) {
  return detectToolchain({
    files: Object.keys(files), read: (path) => Promise.resolve(files[path] ?? null), installed: (path) => Promise.resolve(existsSync(join(root, path))), workingDirectory: '',
    settings: { setupCommand: null, lintCommand: null, testCommand, reports: { lint: [], test: [], coverage: [] }, timeLimits: { setup: 1, lint: 1, test: 1, accept: 1, run: 1 } },
  });
}

/** `passed`, `failed` by test name, or findings as `rule line`. */
function run(plan: CheckPlan, root: string) {
  const reports = mkdtempSync(join(tmpdir(), 'reports '));
  made.push(reports);
  const { PATH = '', HOME = '' } = process.env;
  const done = spawnSync('bash', ['-c', plan.command], { cwd: join(root, plan.directory), encoding: 'utf8', env: { PATH, HOME, npm_config_update_notifier: 'false', ...plan.env, SELF_CODING_REPORTS: reports } });
  const answers = plan.reports.map(({ where, pattern, format }) => {
    const text = where === 'stderr' || where === 'stdout' ? done[where] : readFileSync(join(reports, pattern), 'utf8');
    const { reading } = readReport(format, text);
    if (reading.type !== 'read') throw new Error(reading.reason);
    if ('tests' in reading) return Object.fromEntries(reading.tests.map(({ name, status }) => [name, status]));
    return 'findings' in reading ? reading.findings.map(({ rule, line, level }) => `${level} ${rule} ${line}`) : reading;
  });
  return { status: done.status, answers, output: done.stdout + done.stderr };
}

const NODE_TEST = "import test from 'node:test'; import assert from 'node:assert';\ntest('good', () => {}); test('bad', () => assert.equal(1, 2));\n";
const manifest = (scripts: Readonly<Record<string, string>>, more: object = {}) => JSON.stringify({ name: 'p', version: '1.0.0', type: 'module', scripts, ...more });

test.each([
  ['node --test', null],
  ['node --test --test-reporter=dot', null],
  ['node --test', 'npm test'],
  ['npm run unit', null],
])('node --test through the script %j and the command %j', async (script, command) => {
  const files = { 'package.json': manifest({ test: script, unit: 'node --test' }), 'test/a.test.js': NODE_TEST };
  const root = project(files);
  const { test: plans } = await plansOf(files, root, command);
  expect(run(plans[0]!, root)).toMatchObject({ status: 1, answers: [{ good: 'passed', bad: 'failed' }] });
});

test('two runs of node --test in one script write two reports', async () => {
  const files = {
    'package.json': manifest({ test: 'node --test a/*.js && node --test b/*.js', pretest: 'echo before' }),
    'a/a.test.js': NODE_TEST.replace('1, 2', '1, 1'),
    'b/b.test.js': NODE_TEST,
  };
  const root = project(files);
  const done = run((await plansOf(files, root)).test[0]!, root);
  expect(done).toMatchObject({ status: 1, answers: [{ good: 'passed', bad: 'passed' }, { good: 'passed', bad: 'failed' }] });
  expect(done.output).toContain('before');
});

test.each([['jest', 1], ['true && jest', 1], ['jest || node -e 0', 0]])('jest through the script %j', async (script, status) => {
  const files = { 'package.json': manifest({ test: script }, { type: 'commonjs', devDependencies: { jest: '30' } }), 'a.test.js': "test('good', () => {}); test('bad', () => { expect(1).toBe(2); });\n" };
  const root = project(files);
  expect(run((await plansOf(files, root)).test[0]!, root)).toMatchObject({ status, answers: [{ good: 'passed', bad: 'failed' }] });
});

test('ESLint through a script that would fix, and directly', async () => {
  const rest = { 'eslint.config.js': "export default [{ rules: { 'no-var': 'error', 'no-debugger': 'warn' } }];\n", 'a.js': 'var a = 1;\ndebugger;\n' };
  for (const scripts of [{ lint: 'eslint --fix .' }, {}]) {
    const files = { 'package.json': manifest(scripts), ...rest };
    const root = project(files);
    expect(run((await plansOf(files, root)).lint[0]!, root)).toMatchObject({ status: 1, answers: [['error no-var 1', 'warning no-debugger 2']] });
    expect(readFileSync(join(root, 'a.js'), 'utf8')).toBe(rest['a.js']);
  }
});

test('the TypeScript compiler, alone and over references', async () => {
  const options = '"compilerOptions": { "strict": true, "types": [] }';
  const wrong = 'export const a: number = "x";\n';
  const alone = { 'package.json': manifest({}), 'tsconfig.json': `{ ${options} }`, 'a.ts': wrong };
  const referring = { 'package.json': manifest({}), 'tsconfig.json': '{ "files": [], "references": [{ "path": "app" }, { "path": "lib" }] }', 'app/tsconfig.json': `{ ${options} }`, 'app/a.ts': wrong, 'lib/tsconfig.json': `{ ${options} }`, 'lib/b.ts': 'export {};\n' };
  for (const [files, line] of [[alone, 'a.ts(1,14): error TS2322'], [referring, 'app/a.ts(1,14): error TS2322']] as const) {
    const root = project(files);
    const [plan] = (await plansOf(files, root)).lint;
    expect(plan?.tool).toBe('tsc');
    const done = run(plan!, root);
    expect(done.status).not.toBe(0);
    expect(done.output).toContain(line);
  }
});

function works(...command: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

(works('python3', '--version') ? test : test.skip)('unittest, whose tests import a package beside them (skipped without python3)', async () => {
  const files = {
    'pkg/__init__.py': 'def one():\n    return 1\n',
    'tests/test_a.py': 'import unittest\nfrom pkg import one\n\nclass T(unittest.TestCase):\n    def test_good(self):\n        self.assertEqual(one(), 1)\n\n    def test_bad(self):\n        self.assertEqual(one(), 2)\n',
  };
  const root = project(files);
  expect(run((await plansOf(files, root)).test[0]!, root)).toMatchObject({ status: 1, answers: [{ test_good: 'passed', test_bad: 'failed' }] });
});

(works('python3', '-c', 'import pytest') ? test : test.skip)('pytest, detected and given, with setup that finds nothing to do (skipped without pytest)', async () => {
  const files = { 'pytest.ini': '[pytest]\n', 'test_a.py': 'def test_good(): pass\ndef test_bad(): assert 0\n' };
  for (const command of [null, 'python3 -m pytest -q']) {
    const root = project(files);
    const { setup, test: plans } = await plansOf(files, root, command);
    expect(run(setup[0]!, root).status).toBe(0);
    expect(existsSync(join(root, '.venv'))).toBe(false);
    expect(run(plans[0]!, root)).toMatchObject({ status: 1, answers: [{ test_good: 'passed', test_bad: 'failed' }] });
  }
});

describeWith(['go', 'make'], 'Go', () => {
  test('go test and go vet, detected, given, and through make', async () => {
    const files = {
      'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': 'package m\n\nfunc One() int { return 1 }\n', Makefile: 'test:\n\t@go test ./...\n',
      'a_test.go': 'package m\n\nimport "testing"\n\nfunc TestGood(t *testing.T) {}\n\nfunc TestBad(t *testing.T) { t.Fatal(One()) }\n',
    };
    for (const command of [null, 'go test ./...', 'env X=1 go test ./...', 'make test']) {
      const root = project(files);
      const { lint, test: plans } = await plansOf(files, root, command);
      expect([command, run(plans[0]!, root).answers]).toEqual([command, [{ TestGood: 'passed', TestBad: 'failed' }]]);
      if (command === null) expect(run(lint[0]!, root)).toMatchObject({ status: 0, answers: [[]] });
    }
  }, 60_000);
});

test('what Biome and mocha wrote with the detected reporters can be read', () => {
  const recorded = (name: string) => readFileSync(new URL(`../../fixtures/detect/${name}`, import.meta.url), 'utf8');
  const biome = readReport('sarif', recorded('biome.sarif')).reading;
  const mocha = readReport('junit', recorded('mocha.xml')).reading;
  if (!('findings' in biome) || !('tests' in mocha)) throw new Error('a report was not read');
  expect(biome.findings.map(({ rule, level, line }) => [rule, level, line])).toContainEqual(['lint/correctness/noUnusedVariables', 'warning', 1]);
  expect(biome.findings.some(({ level }) => level === 'error')).toBe(true);
  expect(mocha.tests.map(({ name, status }) => [name, status])).toEqual([['ok', 'passed'], ['bad', 'failed'], ['k', 'skipped']]);
});
