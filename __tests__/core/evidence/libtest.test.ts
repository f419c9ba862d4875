import { readLibtest } from '../../../src/core/evidence/libtest.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

const RUN = ['running 2 tests', 'test a ... ok', 'test b ... FAILED', '', 'failures:', '', '---- b stdout ----', 'test a ... ok', "thread 'b' (77) panicked at src/lib.rs:3:5:", 'boom', '', '', 'failures:', '    b', ''];
const counted = (passed: number, failed: number) => `test result: FAILED. ${passed} passed; ${failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`;

test('tests are named by binary and source; documentation tests by file and item, not by line', () => {
  expect(outcomes(readLibtest(recorded('libtest.txt'))).toSorted()).toEqual([
    'failed shop › src/lib.rs › tests::fails',
    'passed shop documentation › src/lib.rs - total',
    'passed shop documentation › src/lib.rs - total (2)',
    'passed shop › src/lib.rs › tests::adds',
    'passed shop › src/lib.rs › tests::panics',
    'passed whole › tests/whole.rs › adds',
    'skipped shop › src/lib.rs › tests::slow',
  ]);
});

test('a failing test says what it printed, without the number of its thread', () => {
  const reading = readLibtest([...RUN, counted(1, 1)].join('\n'));
  expect(reading.type === 'read' && reading.tests.find(({ name }) => name === 'b')?.message).toBe("test a ... ok\nthread 'b' panicked at src/lib.rs:3:5:\nboom");
});

test('a binary that ends before its result fails, with exit code 0, too; half lines in front of a result do not hide it', () => {
  expect(outcomes(readLibtest(recorded('libtest-ended.txt'))).toSorted()).toEqual([
    'failed exits › tests/exits.rs › test binary',
    'failed modes › src/lib.rs › test binary',
    'passed noisy › tests/noisy.rs › noisy',
    'passed noisy › tests/noisy.rs › spoof',
  ]);
});

test('what does not compile is a failing test with the first error', () => {
  const reading = readLibtest(recorded('libtest-broken.txt'));
  expect(outcomes(reading)).toEqual(['failed modes › build']);
  expect(reading.type === 'read' && reading.tests[0]?.message?.split('\n')[0]).toBe('does not compile: src/lib.rs:1: mismatched types');
});

test('documentation tests of one crate may run in two parts', () => {
  const part = (name: string) => ['running 1 test', `test src/lib.rs - ${name} (line 9) ... ok`, '', 'test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s', ''];
  expect(outcomes(readLibtest(['   Doc-tests shop', ...part('a'), ...part('b')].join('\n')))).toEqual(['passed shop documentation › src/lib.rs - a', 'passed shop documentation › src/lib.rs - b']);
});

test('two binaries without headers are read by their counts', () => {
  const run = (name: string) => ['running 1 test', `test ${name} ... ok`, '', 'test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s', ''];
  expect(outcomes(readLibtest([...run('a'), ...run('a')].join('\n')))).toEqual(['passed a', 'passed a (2)']);
});

test('a binary with a harness of its own is no test, and fails only where cargo says so', () => {
  const text = (error: string) => ['     Running tests/own.rs (target/debug/deps/own-263ce5c32b53ffa5)', 'all well', error].join('\n');
  expect(outcomes(readLibtest(text('')))).toEqual([]);
  expect(outcomes(readLibtest(text('error: test failed, to rerun pass `--test own`')))).toEqual(['failed own › tests/own.rs › test binary']);
});

test.each([
  ['a printed line that looks like a result', ['running 1 test', 'test ghost ... ok', 'test a ... ok', counted(1, 0)]],
  ['a name without a result', ['running 2 tests', 'test a ... ok', 'test b ... hello', counted(2, 0)]],
  ['dots in place of names', ['running 2 tests', '..', counted(2, 0)]],
  ['a failure that is counted and not named', ['running 2 tests', 'test a ... ok', counted(1, 1)]],
])('%s makes the report unreadable', (_, lines) => {
  expect(reasonOf(readLibtest(lines.join('\n')))).toMatch(/^counts \d tests in a test binary and names \d: something else printed among the results/);
});

test('in one thread, what a test prints past the harness is between its name and its result', () => {
  const lines = ['running 3 tests', 'test a ... [INFO] hello', 'more', 'ok', 'test b ... half a lineFAILED', 'test c ... ignored, slow', '', 'failures:', '', '---- b stdout ----', 'boom', '', 'failures:', '    b', '', 'test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s'];
  expect(outcomes(readLibtest(lines.join('\n')))).toEqual(['passed a', 'failed b', 'skipped c']);
});

test('what is empty or of something else is unreadable', () => {
  expect(reasonOf(readLibtest(''))).toBe('is empty');
  expect(reasonOf(readLibtest('error: the lock file /repo/Cargo.lock needs to be updated but --locked was passed\n'))).toBe('has no line "running <n> tests" and no compiler error; it says "error: the lock file /repo/Cargo.lock needs to be updated but --locked was passed"');
});
