import fc from 'fast-check';

import { assessCheck, type Assessment, type FoundReport } from '../../../src/core/evidence/assess.ts';
import { OUTPUT_CAP } from '../../../src/core/evidence/command-end.ts';
import type { CheckPlan, ReportSource } from '../../../src/core/model/check.ts';
import type { CommandResult } from '../../../src/core/ports.ts';
import { recorded } from './recorded.ts';

function plan(extra: Partial<CheckPlan> = {}): CheckPlan {
  return { role: 'test', name: 'test', command: 'run', tool: null, directory: '', timeoutMs: 60_000, reports: [], env: {}, why: '', ...extra };
}

function result(extra: Partial<CommandResult> = {}): CommandResult {
  return { status: 'exited', exitCode: 0, signal: null, stdout: '', stderr: '', truncated: false, durationMs: 5, ...extra };
}

function report(format: ReportSource['format'], texts: readonly string[], extra: Partial<ReportSource> = {}, stale: readonly string[] = []): FoundReport {
  return { source: { format, where: 'report-directory', pattern: '*.xml', required: true, ...extra }, texts, stale };
}

function assess(of: Partial<CheckPlan>, ended: Partial<CommandResult>, reports: readonly FoundReport[] = []): Assessment {
  return assessCheck(plan(of), result(ended), reports, '/repo');
}

const said = ({ run, tests }: Assessment): readonly unknown[] => [run.status, run.reported, tests.map((test) => `${test.status} ${test.id}`)];

describe('a command without a report', () => {
  test.each<[string, Partial<CheckPlan>, Partial<CommandResult>, readonly unknown[]]>([
    ['passes', {}, {}, ['passed', false, ['passed test › command']]],
    ['fails', {}, { exitCode: 3 }, ['failed', false, ['failed test › command']]],
    ['lints clean', { role: 'lint', name: 'lint' }, {}, ['passed', false, []]],
    ['lints badly', { role: 'lint', name: 'lint' }, { exitCode: 1 }, ['failed', false, ['failed lint › command']]],
    ['is stopped at its time limit, whatever it printed', {}, { status: 'timed-out', exitCode: 0, stdout: 'all good' }, ['timed-out', false, []]],
    ['is killed by a signal', {}, { status: 'signalled', exitCode: null, signal: 'SIGKILL' }, ['crashed', false, []]],
    ['has a child killed for its memory', {}, { exitCode: 137 }, ['crashed', false, []]],
    ['does not exist', {}, { status: 'not-found', exitCode: 127 }, ['missing-tool', false, []]],
    ['ends with the code of a missing program', {}, { exitCode: 127 }, ['missing-tool', false, []]],
    ['is a Python module that is not installed', {}, { exitCode: 1, stderr: '/usr/bin/python3: No module named pytest\n' }, ['missing-tool', false, []]],
    ['is an npm script that does not exist', {}, { exitCode: 1, stderr: 'npm error Missing script: "test"\n' }, ['missing-tool', false, []]],
  ])('%s', (_, of, ended, expected) => {
    expect(said(assess(of, ended))).toEqual(expected);
  });

  test.each([
    ['unittest', `\n${'-'.repeat(70)}\nRan 0 tests in 0.000s\n\nOK\n`, 0],
    ['jest', recorded('jest-none.txt'), 1],
    ['jest with --passWithNoTests', 'No tests found, exiting with code 0\n', 0],
    ['vitest', 'No test files found, exiting with code 1\n', 1],
    ['node', recorded('node-none.txt'), 0],
    ['node in TAP', recorded('node-none.tap'), 0],
    ['pytest', 'collected 0 items\n\n============================ no tests ran in 0.00s =============================\n', 5],
    ['mocha', '\n\n  0 passing (2ms)\n\n', 0],
    ['cargo', '\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.00s\n', 0],
    ['go without test files', '?   \texample.com/shop\t[no test files]\n', 0],
    ['go without a test of that name', 'testing: warning: no tests to run\nPASS\nok  \texample.com/shop\t0.002s [no tests to run]\n', 0],
    ['Surefire', '[INFO] No tests to run.\n[INFO] BUILD SUCCESS\n', 0],
  ])('that ran no test is no pass: %s', (_, stdout, exitCode) => {
    expect(said(assess({}, { stdout, exitCode }))).toEqual(['no-tests', false, []]);
    expect(assess({ role: 'accept', name: 'accept' }, { stdout, exitCode }).run.status).toBe('no-tests');
  });

  test('may run several runners, one of them without tests', () => {
    expect(assess({}, { stdout: 'Ran 0 tests in 0.000s\n\nOK\n===== 12 passed in 0.1s =====\n' }).run.status).toBe('passed');
    expect(assess({}, { stdout: '?   \tp/a\t[no test files]\nok  \tp/b\t0.002s\n' }).run.status).toBe('passed');
    expect(assess({}, { stdout: 'running 0 tests\n\nrunning 1 test\n' }).run.status).toBe('passed');
  });

  test('that only prints its failed assertions has failed, exit code 0 or not', () => {
    const assessment = assess({}, { stderr: 'Assertion failed: slug is wrong\n' });
    expect(said(assessment)).toEqual(['failed', false, ['failed test › command']]);
    expect(assessment.tests[0]?.message).toContain('slug is wrong');
  });
});

describe('a command with a report', () => {
  test('counts what the report names', () => {
    const assessment = assess({}, { exitCode: 1 }, [report('jest', [recorded('jest.json')])]);
    expect(assessment.run).toMatchObject({ status: 'failed', reported: true, note: '3 passed, 3 failed, 2 skipped.' });
    expect(assessment.tests).toHaveLength(8);
  });

  test('has failed when the report says so and the exit code does not', () => {
    expect(assess({}, { exitCode: 0 }, [report('jest', [recorded('jest.json')])]).run.status).toBe('failed');
  });

  test('gets a stand-in for an exit code that the report does not explain', () => {
    const assessment = assess({}, { exitCode: 1, stderr: 'coverage threshold not met' }, [report('tap', ['ok 1 - a\n1..1\n'])]);
    expect(said(assessment)).toEqual(['failed', true, ['passed test › a', 'failed test › exit code']]);
    expect(assessment.tests[1]?.message).toContain('coverage threshold not met');
  });

  test.each([['no test', '1..0\n'], ['only skipped ones', 'ok 1 - a # SKIP\n1..1\n']])('that names %s is no pass', (_, text) => {
    expect(said(assess({}, {}, [report('tap', [text])]))).toEqual(['no-tests', false, []]);
  });

  test('reads several files as one', () => {
    const suite = (name: string): string => `<testsuite name="${name}"><testcase name="a" classname="${name}"/></testsuite>`;
    expect(assess({}, {}, [report('junit', [suite('x'), suite('y')])]).tests.map(({ id }) => id)).toEqual(['test › x › a', 'test › y › a']);
  });

  test.each<[string, Partial<CommandResult>, FoundReport, string]>([
    ['a declared report that is missing', {}, report('junit', []), 'unreadable-report'],
    ['a truncated one', {}, report('jest', ['{"testResults":[']), 'unreadable-report'],
    ['a truncated one that was only detected', {}, report('jest', ['{"testResults":['], { required: false }), 'unreadable-report'],
    ['an old one', {}, report('junit', [], {}, ['report.xml']), 'stale-report'],
    ['an old one that was only detected', {}, report('junit', [], { required: false }, ['report.xml']), 'stale-report'],
    ['output that lost its middle', { truncated: true }, report('tap', ['ok 1 - a\n1..1\n'], { where: 'stdout' }), 'unreadable-report'],
    ['noise with exit code 0', {}, report('tap', ['hello'], { where: 'stdout', required: false }), 'unreadable-report'],
  ])('is not trusted with %s', (_, ended, found, status) => {
    expect(said(assess({}, ended, [found]))).toEqual([status, false, []]);
  });

  test.each([
    ['was not written', report('junit', [], { required: false })],
    ['is an error message on the output', report('tap', ['Cannot find module'], { where: 'stdout', required: false })],
  ])('falls back to the exit code when a detected report %s and the command failed', (_, found) => {
    expect(said(assess({}, { exitCode: 1 }, [found]))).toEqual(['failed', false, ['failed test › command']]);
  });

  test('coverage alone is no report of tests', () => {
    const assessment = assess({}, {}, [report('lcov', [recorded('jest.lcov')])]);
    expect(said(assessment)).toEqual(['passed', false, ['passed test › command']]);
    expect(assessment.coverage).toHaveLength(1);
    expect(assess({}, {}).coverage).toBeNull();
  });
});

describe('a linter', () => {
  const lint = (exitCode: number, text: string, of: Partial<CheckPlan> = {}): readonly unknown[] => said(assess({ role: 'lint', name: 'lint', ...of }, { exitCode }, [report('eslint', [text])]));
  const message = (severity: number): string => JSON.stringify([{ filePath: '/repo/a.js', messages: [{ ruleId: 'r', severity, message: 'm', line: 1 }] }]);

  test('that ends with 1 because of an error has said so by name', () => {
    expect(lint(1, message(2))).toEqual(['failed', true, []]);
  });

  test('with warnings only passes', () => {
    expect(lint(0, message(1))).toEqual(['passed', true, []]);
  });

  test('that ends with 1 without an error, over its limit of warnings, gets a stand-in', () => {
    expect(lint(1, message(1))).toEqual(['failed', true, ['failed lint › exit code']]);
  });

  test('that ends with 2 failed itself', () => {
    expect(lint(2, message(2))).toEqual(['failed', true, ['failed lint › exit code']]);
  });

  test('is not asked for tests', () => {
    expect(lint(0, '[]')).toEqual(['passed', true, []]);
  });

  test('the TypeScript compiler is read by its diagnostics: an existing type error excuses no new one', () => {
    const tsc = { role: 'lint', name: 'lint', tool: 'tsc' } as const;
    const bad = assess(tsc, { exitCode: 2, stdout: recorded('tsc.txt') });
    expect(said(bad)).toEqual(['failed', true, []]);
    expect(bad.findings.map(({ rule }) => rule)).toEqual(['TS2322', 'TS2304']);
    expect(said(assess(tsc, {}))).toEqual(['passed', true, []]);
    expect(said(assess(tsc, { exitCode: 1, stderr: 'out of memory' }))).toEqual(['failed', false, ['failed lint › command']]);
  });
});

test('a compiler next to another linter is read from its output; an exit code that nothing explains stays visible', () => {
  const sources = (text: string): readonly FoundReport[] => [report('tsc', [text], { where: 'stdout', required: false }), report('eslint', ['[]'])];
  const lint = { role: 'lint', name: 'lint', tool: 'eslint' } as const;
  expect(said(assess(lint, { exitCode: 2 }, sources(recorded('tsc.txt'))))).toEqual(['failed', true, []]);
  expect(said(assess(lint, { exitCode: 0 }, sources('> tsc --noEmit\n')))).toEqual(['passed', true, []]);
  expect(said(assess(lint, { exitCode: 1 }, sources('')))).toEqual(['failed', true, ['failed lint › exit code']]);
});

test('every note of a command that did not complete names a remedy', () => {
  const notes = [
    assess({}, { status: 'timed-out' }), assess({}, { status: 'signalled' }), assess({}, { status: 'not-found' }), assess({}, { stdout: 'Ran 0 tests in 0s' }),
    assess({}, {}, [report('junit', [])]), assess({}, {}, [report('junit', [], {}, ['a.xml'])]), assess({}, {}, [report('junit', ['x'])]),
  ].map(({ run }) => run.note);
  expect(notes.slice(0, 4).every((note) => /`test-command`|by hand/.test(note))).toBe(true);
  expect(notes.every((note) => note.endsWith('.') && note.length > 20)).toBe(true);
});

test('output and messages are capped and carry no escape sequences', () => {
  const escape = String.fromCharCode(27);
  fc.assert(fc.property(fc.nat(9000), fc.nat(9000), (a, b) => {
    const { run, tests } = assess({}, { exitCode: 1, stdout: `${escape}[31m${'x'.repeat(a)}${escape}[0m`, stderr: 'y'.repeat(b) });
    expect(run.outputTail.length).toBeLessThanOrEqual(OUTPUT_CAP);
    expect(run.outputTail).not.toContain(escape);
    expect(tests.every((test) => (test.message ?? '').length <= 1024)).toBe(true);
  }));
});

describe('a build that fails before its tests', () => {
  const junit = report('junit', [], { required: false, where: 'working-directory' }, ['target/surefire-reports/TEST-A.xml']);
  const output = (text: string): FoundReport => report('javac', [text], { required: false, where: 'stdout', pattern: '' });

  test('says what does not compile, whatever reports the last one left', () => {
    const { run, tests } = assess({ tool: 'maven' }, { exitCode: 1, stdout: recorded('maven-broken.txt') }, [junit, output(recorded('maven-broken.txt'))]);
    expect(run).toMatchObject({ status: 'failed', reported: true, note: '0 passed, 1 failed, 0 skipped.' });
    expect(tests).toMatchObject([{ id: 'test › shop › build', status: 'failed', message: expect.stringMatching(/^does not compile: \/repo\/src\/main\/java\/com\/example\/Bad\.java:2: incompatible types/) as unknown }]);
  });

  test('for another reason counts by its exit code, and never as a pass', () => {
    expect(said(assess({ tool: 'maven' }, { exitCode: 1, stdout: '[ERROR] Could not resolve dependencies' }, [junit, output('[ERROR] Could not resolve dependencies')]))).toEqual(['failed', false, ['failed test › command']]);
    expect(assess({ tool: 'maven' }, { exitCode: 0, stdout: 'BUILD SUCCESS' }, [junit, output('BUILD SUCCESS')]).run.status).toBe('stale-report');
  });

  test('output too long to keep does not make the reports unreadable', () => {
    const fresh = report('junit', [recorded('surefire-nested.xml')], { required: false, where: 'working-directory' });
    expect(assess({ tool: 'maven' }, { exitCode: 1, stdout: 'x', truncated: true }, [fresh, output('x')]).run).toMatchObject({ status: 'failed', reported: true });
  });

  test('of a compiled language explains its exit code by the errors it reports', () => {
    const cargo = report('rustc', [recorded('cargo.json')], { required: false });
    expect(said(assess({ role: 'lint', name: 'lint', tool: 'clippy' }, { exitCode: 101 }, [cargo]))).toEqual(['failed', true, []]);
    const events = report('go-test', [recorded('go-test.json')], { required: false });
    expect(assess({ tool: 'go test' }, { exitCode: 1 }, [events]).run.note).toBe('6 passed, 1 failed, 1 skipped.');
    expect(assess({ tool: 'go test' }, { exitCode: 0 }, [report('go-test', ['{"Action":"skip","Package":"p"}'], { required: false })]).run.status).toBe('no-tests');
  });
});
