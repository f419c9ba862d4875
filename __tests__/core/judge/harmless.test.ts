import { describe, expect, test } from '@jest/globals';
import { harmless } from '../../../src/core/judge/harmless.ts';
import { judge } from '../../../src/core/judge/verdict.ts';
import type { CheckRun, CheckStatus } from '../../../src/core/model/evidence.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { comparison, failure, finding, input, request, tree } from './sample.ts';

function run(status: CheckStatus, name = 'lint'): CheckRun {
  return { role: name.startsWith('lint') ? 'lint' : 'test', name, command: name, status, exitCode: null, durationMs: 1, reported: false, note: '', outputTail: '' };
}

const checks = (lint: CheckStatus, test: CheckStatus) => tree({ checks: [{ role: 'lint', name: 'lint', status: lint }, { role: 'test', name: 'test', status: test }] });

describe('harmless', () => {
  const table: readonly [string, Partial<JudgeInput>, 'revert' | 'hold', string][] = [
    ['a regression', { comparison: comparison({ newFailures: [failure('test › b'), failure('test › a')], errorsAfter: 2 }) }, 'revert', '2 new failing tests: `test › a`, `test › b`.'],
    ['a vanished test', { comparison: comparison({ vanishedTests: ['test › gone'] }) }, 'revert', '1 test passed on the base and is no longer reported: `test › gone`.'],
    ['a new error finding', { comparison: comparison({ newFindings: [finding('no-undef')], errorsAfter: 1 }) }, 'revert', '1 new error finding: `no-undef at src/a.js:3`.'],
    ['a command that no longer completes', { comparison: comparison({ newlyIncomplete: [run('crashed')], errorsAfter: 1 }) }, 'revert', '1 command completed on the base and not with the change: `lint (crashed)`.'],
    ['the same, seen from the checks alone', { after: checks('timed-out', 'passed') }, 'revert', '1 command completed on the base and not with the change: `lint (timed-out)`.'],
    ['more errors than the threshold allows', { comparison: comparison({ errorsBefore: 1, errorsAfter: 2 }) }, 'revert', 'Errors 1 → 2 (+1, limit +0.5).'],
    ['a flag of the guard', { flags: ['src/a.js:4: `eval` added'] }, 'hold', 'A person should look at this: src/a.js:4: `eval` added.'],
    ['tests that complete on neither side', { before: checks('passed', 'timed-out'), after: checks('passed', 'timed-out') }, 'hold', 'No test command completed with the change (on the base: `test (timed-out)`), so nothing says that it is harmless.'],
    ['a check without a baseline', { before: tree({ checks: [] }) }, 'hold', 'No comparison: `lint`, `test` ran on one side only.'],
  ];

  test.each(table)('%s', (_, change, decision, text) => {
    const reasons = harmless(input(change));
    expect(reasons.filter((reason) => reason.decision === decision).map((reason) => reason.text)).toContain(text);
    expect(reasons.filter((reason) => reason.decision === decision).every(({ wouldPass }) => wouldPass !== null)).toBe(true);
    expect(judge(input(change))).toMatchObject({ decision, rule: 'harmless' });
  });

  test('passes with its numbers, existing failures told as a note', () => {
    expect(harmless(input()).map(({ decision, text }) => [decision, text])).toEqual([
      ['keep', 'No new failure: errors 1 → 1, 212 tests passed, 2 commands completed.'],
      ['note', '1 test failed on the base already and still fails: `test › old › red`.'],
    ]);
  });

  test('failures that reruns explained do not count as errors', () => {
    const explained = comparison({ newFailures: [failure('a', 'suspect'), failure('b', 'not-the-patch')], errorsBefore: 1, errorsAfter: 3 });
    expect(harmless(input({ comparison: explained })).map(({ decision }) => decision)).not.toContain('revert');
  });

  test('explained failures never excuse other errors', () => {
    const mixed = comparison({ newFailures: [failure('a', 'suspect')], errorsBefore: 1, errorsAfter: 3 });
    expect(harmless(input({ comparison: mixed }))[0]).toMatchObject({ decision: 'revert', metric: 'errors', before: 1, after: 2, limit: 1.5 });
  });

  test('a lint command that completes on neither side is a note, not a veto', () => {
    const both = checks('missing-tool', 'passed');
    const reasons = harmless(input({ before: both, after: both }));
    expect(reasons.map(({ decision }) => decision)).toEqual(['keep', 'note', 'note']);
    expect(reasons.at(-1)?.text).toBe('1 check said nothing on either side: `lint (missing-tool)`.');
  });

  test('one completed test command is enough evidence when another one never completes', () => {
    const two = tree({ checks: [{ role: 'test', name: 'test', status: 'passed' }, { role: 'test', name: 'test 2', status: 'timed-out' }] });
    expect(harmless(input({ before: two, after: two })).some(({ decision }) => decision === 'hold')).toBe(false);
  });

  test('a repository without tests can keep what an accept-command proves', () => {
    const none = (status: 'failed' | 'passed') => tree({ checks: [{ role: 'test', name: 'test', status: 'not-run' }, { role: 'accept', name: 'accept', status }], passedTests: 0 });
    const verdict = judge(request({ before: none('failed'), after: none('passed'), strength: { ...input().strength!, passingTests: 0 } }));
    expect(verdict.decision).toBe('keep');
    expect(verdict.reasons.some(({ text }) => text === 'No test passes; only what was asked for proves the change.')).toBe(true);
  });

  test('new warnings are told and decide nothing', () => {
    const reasons = harmless(input({ comparison: comparison({ newFindings: [finding('prefer-const', 'warning')] }) }));
    expect(reasons.map(({ decision }) => decision)).toEqual(['keep', 'note']);
  });
});
