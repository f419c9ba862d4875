import { readUnittest } from '../../../src/core/evidence/unittest.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

const FAILED = [
  'failed unittest.loader._FailedTest › test_import',
  'failed test_u.Broken › setUpClass',
  'failed test_u.Words › test_error',
  'failed test_u.Words › test_fail',
  'failed test_u.Words › test_sub',
  'failed test_u.Words › test_unexpected',
];

describe('unittest output', () => {
  test('names every test of the verbose output; subtests count with their test', () => {
    expect(outcomes(readUnittest(recorded('unittest-v.txt')))).toEqual([
      'skipped test_u.Words › test_expected',
      'passed test_u.Words › test_ok',
      'passed test_u.Words › test_prints',
      'skipped test_u.Words › test_skip',
      ...FAILED,
    ]);
  });

  test('names the failing tests of the plain output and numbers the passing ones', () => {
    expect(outcomes(readUnittest(recorded('unittest.txt')))).toEqual(['passed unnamed passing test', 'passed unnamed passing test (2)', ...FAILED]);
  });

  test('keeps the failure, not the rulers around it', () => {
    const reading = readUnittest(recorded('unittest.txt'));
    const failure = reading.type === 'read' ? reading.tests.find((test) => test.name === 'test_unexpected' || test.name === 'test_sub') : undefined;
    expect(failure?.message).toMatch(/^Traceback[^]*AssertionError: 1 == 1$/);
  });

  test('reads names as Python up to 3.10 prints them, and text printed before a result', () => {
    const text = 'test_a (pkg.test_x.T) ... ok\ntest_b (pkg.test_x.T) ... noise\nok\ntest_c (pkg.test_x.T) ... hello FAIL\n\n'
      + `${'='.repeat(70)}\nFAIL: test_c (pkg.test_x.T)\n${'-'.repeat(70)}\nAssertionError\n\n${'-'.repeat(70)}\nRan 3 tests in 0.001s\n\nFAILED (failures=1)\n`;
    expect(outcomes(readUnittest(text))).toEqual(['passed pkg.test_x.T › test_a', 'passed pkg.test_x.T › test_b', 'failed pkg.test_x.T › test_c']);
  });

  test('reads a run without tests as such', () => {
    expect(readUnittest(`\n${'-'.repeat(70)}\nRan 0 tests in 0.000s\n\nOK\n`)).toEqual({ type: 'read', tests: [] });
  });

  test.each([
    ['', 'has no line "Ran <n> tests"'],
    [recorded('unittest.txt').slice(0, 800), 'has no line "Ran <n> tests"'],
    ['Ran 3 tests in 0.1s\n', 'ends before "OK" or "FAILED"'],
    ['Ran 3 tests in 0.1s\n\nFAILED (failures=2)\n', 'counts 2 failures and names 0'],
  ])('refuses %#', (text, reason) => {
    expect(reasonOf(readUnittest(text))).toContain(reason);
  });
});
