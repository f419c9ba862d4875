import { readTap } from '../../../src/core/evidence/tap.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

describe('TAP', () => {
  test("reads Node's nested subtests: leaves only, to-dos skipped, numbers that Node repeats", () => {
    expect(outcomes(readTap(recorded('node.tap')))).toEqual([
      'passed adds',
      'failed subtracts <&"> wrongly',
      'passed outer › works',
      'skipped outer › is skipped',
      'skipped outer › is to do',
      'skipped outer › fails as to do',
      'passed outer › inner › works',
      'failed outer › inner › breaks',
      'passed parent with subtests › child one',
      'passed parent with subtests › child one (2)',
      'skipped parent with subtests › child todo',
      'failed hook › never runs',
      'passed adds (2)',
      'failed node/broken.test.js',
    ]);
  });

  test('takes error and file of a failure from its diagnostics', () => {
    const reading = readTap(recorded('node.tap'));
    const broken = reading.type === 'read' ? reading.tests.find((test) => test.name === 'breaks') : undefined;
    expect(broken?.file).toBe('/repo/node/a.test.js');
    expect(broken?.message?.split('\n')[0]).toBe('no');
  });

  test('does not count a failure inside a passing parent', () => {
    const tap = '# Subtest: runs a runner\n    not ok 1 - inner\n    1..1\nok 1 - runs a runner\n1..1\n';
    expect(outcomes(readTap(tap))).toEqual(['skipped runs a runner › inner']);
  });

  test('counts a parent that failed by itself', () => {
    const tap = '# Subtest: parent\n    ok 1 - inner\n    1..1\nnot ok 1 - parent\n1..1\n';
    expect(outcomes(readTap(tap))).toEqual(['passed parent › inner', 'failed parent']);
  });

  test('keeps durations out of names', () => {
    expect(outcomes(readTap('ok 1 - a # time=12ms\n1..1\n'))).toEqual(['passed a']);
  });

  test('counts a bail-out as a failing test, the tests before it kept', () => {
    expect(outcomes(readTap('ok 1 - a\nBail out! database is down\n'))).toEqual(['passed a', 'failed Bail out!']);
  });

  test('reads a run without tests as such', () => {
    expect(readTap(recorded('node-none.tap'))).toEqual({ type: 'read', tests: [] });
  });

  test.each([
    ['', 'is empty'],
    ['no tests here', 'has no TAP plan'],
    ['ok 1 - a\nok 2 - b\n', 'has no TAP plan'],
    ['1..3\nok 1 - a\n', 'plans 3 tests and names 1'],
    ['    ok 1 - a\n    1..1\n', 'has no TAP plan'],
  ])('refuses %j', (tap, reason) => {
    expect(reasonOf(readTap(tap))).toContain(reason);
  });
});
