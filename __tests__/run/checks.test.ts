import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { compareEvidence } from '../../src/core/evidence/compare.ts';
import { runChecks, runSetup } from '../../src/run/checks.ts';
import { rerunChecks } from '../../src/run/rerun.ts';
import { temporaryDirectories } from '../support/temporary.ts';
import { bench, plan, source } from './checks.ports.ts';

const directories = temporaryDirectories();

const NODE_JUNIT = 'node --test --test-reporter=junit --test-reporter-destination="$SELF_CODING_REPORTS/junit.xml"';
const JUNIT = source('junit', 'report-directory', '*.xml');
const TWO_TESTS = "const { test } = require('node:test'); const assert = require('node:assert'); const { one } = require('./one.js');\n"
  + "test('is one', () => assert.equal(one(), 1)); test('is a number', () => assert.equal(typeof one(), 'number'));\n";

test('runs a real test command with a fresh report directory, and compares two trees by name', async () => {
  const { options, write, temporary, told } = await bench(await directories.make());
  await write('one.test.js', TWO_TESTS);
  await write('one.js', 'exports.one = () => 1;\n');
  const plans = [plan(NODE_JUNIT, { reports: [JUNIT] })];
  const before = await runChecks(plans, options);
  await write('one.js', 'exports.one = () => 2;\n');
  const after = await runChecks(plans, options);
  expect(before).toMatchObject({ tree: 'tree-id', checks: [{ status: 'passed', reported: true, note: '2 passed, 0 failed, 0 skipped.' }], coverage: null });
  expect(before.tests).toMatchObject([{ id: 'test › one.test.js › is one', file: 'one.test.js' }, { id: 'test › one.test.js › is a number' }]);
  const comparison = compareEvidence(before, after, []);
  expect(comparison.newFailures.map(({ id }) => id)).toEqual(['test › one.test.js › is one']);
  expect([comparison.errorsBefore, comparison.errorsAfter]).toEqual([0, 1]);
  expect(await readdir(temporary)).toEqual([]);
  expect(told.map(({ run }) => run.status)).toEqual(['passed', 'failed']);
});

test('a program that ends early with exit code 0 does not pass', async () => {
  const { options, write } = await bench(await directories.make());
  await write('run.js', "require('node:fs').writeFileSync(process.env.SELF_CODING_REPORTS + '/r.xml', '<testsuite name=\"s\"><testcase name=\"a\"/></testsuite>');\n");
  const plans = [plan('node run.js', { reports: [{ ...JUNIT, required: false }] })];
  const before = await runChecks(plans, options);
  await write('run.js', 'process.exit(0);\n');
  const after = await runChecks(plans, options);
  expect(after.checks).toMatchObject([{ status: 'passed', reported: false }]);
  expect(compareEvidence(before, after, [])).toMatchObject({ newlyIncomplete: [{ name: 'test', status: 'unreadable-report' }], errorsAfter: 1 });
});

describe('reports in the working directory', () => {
  const REPORT = '<testsuite name="s"><testcase name="a"/></testsuite>';
  const reports = [source('junit', 'working-directory', 'reports/*.xml')];

  test('one that the command does not write again is stale, however new it is', async () => {
    const { options, write } = await bench(await directories.make());
    await write('reports/r.xml', REPORT);
    const { checks, tests } = await runChecks([plan('true', { reports })], options);
    expect(checks).toMatchObject([{ status: 'stale-report', note: expect.stringContaining('reports/r.xml') as unknown }]);
    expect(tests).toEqual([]);
  });

  test('one that is written with the same content is fresh', async () => {
    const { options, write, root } = await bench(await directories.make());
    await write('reports/r.xml', REPORT);
    await utimes(join(root, 'reports/r.xml'), new Date(2020, 0, 1), new Date(2020, 0, 1));
    const { checks } = await runChecks([plan(`printf '%s' '${REPORT}' > reports/r.xml`, { reports })], options);
    expect(checks).toMatchObject([{ status: 'passed', reported: true }]);
  });

  test('one that is copied from elsewhere with its old time is stale', async () => {
    const { options, write, root } = await bench(await directories.make());
    await write('old.xml', REPORT);
    await utimes(join(root, 'old.xml'), new Date(2020, 0, 1), new Date(2020, 0, 1));
    const { checks } = await runChecks([plan('mkdir -p reports && cp -p old.xml reports/r.xml', { reports })], options);
    expect(checks).toMatchObject([{ status: 'stale-report' }]);
  });

  test('an old one beside fresh ones is left out, and its tests have vanished', async () => {
    const { options, write } = await bench(await directories.make());
    const suite = (name: string): string => `<testsuite name="${name}"><testcase name="a"/></testsuite>`;
    await write('make.sh', `printf '%s' '${suite('x')}' > reports/x.xml; printf '%s' '${suite('y')}' > reports/y.xml\n`);
    await write('reports/keep', '');
    const before = await runChecks([plan('sh make.sh', { reports })], options);
    await write('make.sh', `printf '%s' '${suite('x')}' > reports/x.xml\n`);
    const after = await runChecks([plan('sh make.sh', { reports })], options);
    expect(before.tests.map(({ id }) => id)).toEqual(['test › x › a', 'test › y › a']);
    expect(compareEvidence(before, after, []).vanishedTests).toEqual(['test › y › a']);
  });

  test('are read before what the command left behind is removed, and side effects are told', async () => {
    const { options, root, told } = await bench(await directories.make());
    const { checks } = await runChecks([plan(`mkdir reports; printf '%s' '${REPORT}' > reports/r.xml`, { reports })], options);
    expect(checks).toMatchObject([{ status: 'passed', reported: true }]);
    expect(await readdir(root)).toEqual([]);
    expect(told[0]?.sideEffects.removed).toEqual(['reports']);
  });

  test('a declared one that is missing is no pass', async () => {
    const { options } = await bench(await directories.make());
    const { checks } = await runChecks([plan('true', { reports })], options);
    expect(checks).toMatchObject([{ status: 'unreadable-report', exitCode: 0 }]);
  });
});

describe('commands that do not complete', () => {
  test.each([
    ['sleep 60', { timeoutMs: 200 }, 'timed-out'],
    ['kill -9 $$', {}, 'crashed'],
    ['no-such-program-anywhere', {}, 'missing-tool'],
    ['cd .. && sh -c "kill -SEGV \\$\\$"', {}, 'crashed'],
  ])('%s', async (command, extra, status) => {
    const { options } = await bench(await directories.make());
    const evidence = await runChecks([plan(command, extra)], options);
    expect(evidence.checks).toMatchObject([{ status, reported: false }]);
    expect(evidence.tests).toEqual([]);
  });

  test('zero tests are no pass, with a report or without', async () => {
    const { options, write } = await bench(await directories.make());
    await write('index.js', '');
    const { checks } = await runChecks([plan(NODE_JUNIT, { reports: [JUNIT] }), plan('node --test', { name: 'test 2' })], options);
    expect(checks.map(({ status }) => status)).toEqual(['no-tests', 'no-tests']);
  });

  test('a role without a command is recorded as not run', async () => {
    const { options } = await bench(await directories.make());
    const { checks } = await runChecks([plan('true')], { ...options, expected: ['lint', 'test'] });
    expect(checks.map(({ role, status }) => [role, status])).toEqual([['test', 'passed'], ['lint', 'not-run']]);
  });
});

test('an assertion that is only printed has failed', async () => {
  const { options, write } = await bench(await directories.make());
  await write('check.js', "console.assert(1 === 2, 'one is two');\n");
  const { checks, tests } = await runChecks([plan('node check.js')], options);
  expect(checks).toMatchObject([{ status: 'failed', exitCode: 0 }]);
  expect(tests[0]?.message).toContain('one is two');
});

test('findings keep their fingerprint when their line moves, in a package directory too', async () => {
  const { options, write } = await bench(await directories.make());
  const report = (line: number): string => JSON.stringify([{ filePath: 'a.js', messages: [{ ruleId: 'no-undef', severity: 2, message: "'x' is not defined.", line }] }]);
  const lint = plan('cat report.json; exit 1', { role: 'lint', name: 'lint', directory: 'packages/a', reports: [source('eslint', 'stdout', '')] });
  await write('packages/a/a.js', 'x();\n');
  await write('packages/a/report.json', report(1));
  const before = await runChecks([lint], options);
  await write('packages/a/a.js', '// above\n\nx();\n');
  await write('packages/a/report.json', report(3));
  const after = await runChecks([lint], options);
  expect(before.findings).toMatchObject([{ path: 'packages/a/a.js', line: 1 }]);
  expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
  await write('packages/a/a.js', '// above\n\ny();\n');
  expect((await runChecks([lint], options)).findings[0]?.fingerprint).not.toBe(before.findings[0]?.fingerprint);
});

test('coverage is placed below the root and added up; files that do not exist are left out', async () => {
  const { options, write, root } = await bench(await directories.make());
  await write('src/a.js', '1;\n2;\n3;\n');
  const lcov = `SF:${root}/src/a.js\\nDA:1,1\\nDA:2,0\\nend_of_record\\nSF:gone.js\\nDA:1,1\\nend_of_record\\n`;
  const reports = (name: string): ReturnType<typeof source>[] => [source('lcov', 'report-directory', name)];
  const evidence = await runChecks([
    plan(`printf '${lcov}' > "$SELF_CODING_REPORTS/lcov.info"`, { reports: reports('lcov.info') }),
    plan(`printf 'SF:src/a.js\\nDA:2,1\\nDA:3,0\\nend_of_record\\n' > "$SELF_CODING_REPORTS/x.info"`, { name: 'test 2', reports: reports('*.info') }),
  ], options);
  expect(evidence.coverage).toEqual([{ path: 'src/a.js', covered: [1, 2], missed: [3] }]);
});

test('setup keeps what it creates', async () => {
  const { options, root, guarded } = await bench(await directories.make());
  const run = await runSetup(plan('mkdir node_modules', { role: 'setup', name: 'setup' }), options);
  expect(run).toMatchObject({ role: 'setup', status: 'passed' });
  expect(guarded).toEqual([true]);
  expect(await readdir(root)).toEqual(['node_modules']);
});

test('a compiler that prints nothing is read like one that prints errors', async () => {
  const { options } = await bench(await directories.make());
  const lint = (command: string): ReturnType<typeof plan> => plan(command, { role: 'lint', name: 'lint', reports: [source('tsc', 'stdout', '', false)] });
  const before = await runChecks([lint("echo \"a.ts(1,7): error TS2322: Type 'string' is not assignable.\"; exit 2")], options);
  const after = await runChecks([lint('true')], options);
  expect(before).toMatchObject({ checks: [{ status: 'failed', reported: true }], findings: [{ rule: 'TS2322', path: 'a.ts' }], tests: [] });
  expect(compareEvidence(before, after, [])).toMatchObject({ fixedFindings: [{ rule: 'TS2322' }], newlyIncomplete: [], errorsBefore: 1, errorsAfter: 0 });
});

describe('metrics', () => {
  const spec = { name: 'size', unit: 'bytes', better: 'lower', stability: 'exact', tolerance: 0, scale: 100, weight: 1 } as const;
  const measure = async (command: string, timeoutMs = 10_000): ReturnType<typeof runChecks> => {
    const { options } = await bench(await directories.make());
    return runChecks([], { ...options, metrics: { specs: [{ ...spec, command }], directory: '', timeoutMs } });
  };

  test.each([['echo building; echo 42', 42], ['printf "%s" -1.5e3', -1500], ["printf '.5\\n\\n'", 0.5], ['echo 42; echo', 42]])('%s', async (command, value) => {
    const evidence = await measure(command);
    expect(evidence.metrics).toEqual([{ ...spec, samples: [value] }]);
    expect(evidence.checks).toMatchObject([{ role: 'lint', name: 'metric size', status: 'passed' }]);
    expect(evidence.tests).toEqual([]);
  });

  test.each(['echo 42 bytes', 'echo NaN', 'echo Infinity', 'echo 1e999', 'echo 0x10', 'true', 'echo 42; exit 1', 'echo 1,5'])('%s is a failed check, never a guess', async (command) => {
    const evidence = await measure(command);
    expect(evidence.metrics).toEqual([]);
    expect(evidence.checks).toMatchObject([{ status: 'failed' }]);
    expect(evidence.tests).toMatchObject([{ id: 'metric size › command', status: 'failed' }]);
  });

  test('that do not end are incomplete', async () => {
    expect(await measure('echo 1; sleep 60', 200)).toMatchObject({ metrics: [], checks: [{ status: 'timed-out', note: expect.stringContaining('Raise `time-limits.accept`, or give `metrics` a faster command.') as string }] });
  });
});

describe('reruns', () => {
  test('run only the commands that own the ids, and say what became of each', async () => {
    const { options, write, told } = await bench(await directories.make());
    await write('one.test.js', TWO_TESTS);
    await write('one.js', 'exports.one = () => 2;\n');
    const plans = [plan('exit 1', { role: 'lint', name: 'lint' }), plan(NODE_JUNIT, { reports: [JUNIT] })];
    const ids = ['test › one.test.js › is one', 'test › one.test.js › is a number', 'test › gone'];
    expect([...(await rerunChecks(plans, ids, options)).values()]).toEqual(['failed', 'passed', 'absent']);
    expect(told.map(({ run }) => run.name)).toEqual(['test']);
  });

  test('a stand-in that is not needed any more has passed; one whose command did not complete is absent', async () => {
    const { options } = await bench(await directories.make());
    const lint = (command: string, timeoutMs = 10_000): ReturnType<typeof plan> => plan(command, { role: 'lint', name: 'lint', timeoutMs });
    const status = async (...of: Parameters<typeof lint>): Promise<unknown> => (await rerunChecks([lint(...of)], ['lint › command'], options)).get('lint › command');
    expect([await status('true'), await status('false'), await status('sleep 60', 200)]).toEqual(['passed', 'failed', 'absent']);
  });
});
