import fc from 'fast-check';
import { feedbackOf, signatureOf } from '../../../src/core/generate/feedback.ts';
import type { Candidate } from '../../../src/core/model/change.ts';
import type { ClassifiedFailure, Comparison, Evidence, Finding } from '../../../src/core/model/evidence.ts';
import type { Attempt } from '../../../src/core/model/patch.ts';
import type { Reason } from '../../../src/core/model/verdict.ts';
import { bare, check, evidence, patch } from '../report/sample.ts';

const candidate = { edits: [{ path: 'src/a.js', mode: '100644', before: '', after: 'x' }] } as unknown as Candidate;
const reason = (rule: Reason['rule'], text: string, wouldPass: string): Reason => ({ rule, decision: 'revert', metric: rule, before: 0, after: 1, limit: 0, text, wouldPass });
const NOTHING: Comparison = { newFailures: [], vanishedTests: [], fixedTests: [], existingFailures: [], newFindings: [], fixedFindings: [], newlyIncomplete: [], errorsBefore: 0, errorsAfter: 0 };

interface Given {
  readonly reasons?: readonly Reason[];
  readonly comparison?: Partial<Comparison>;
  readonly after?: Partial<Evidence>;
}

function reverted({ reasons = [], comparison = {}, after = {} }: Given): Attempt {
  const verdict = { decision: 'revert', rule: reasons[0]?.rule ?? null, reasons } as const;
  return bare({ outcome: 'reverted', candidate, verdict, decidedBy: reasons[0] ?? null, patch: { ...patch(), after: evidence({ tests: [], checks: [], ...after }), comparison: { ...NOTHING, ...comparison } } });
}

const failure = (message: string, id = 'test › a'): ClassifiedFailure => ({ id, class: 'regression', message, candidateReruns: [], baseReruns: [] });
const finding: Finding = { fingerprint: 'f', tool: 'eslint', rule: 'eqeqeq', level: 'error', path: 'src/a.js', line: 3, message: 'Expected ===.' };

test('a regression: the rule, the first assertion with its frame, the other tests by name, what would have passed', () => {
  const message = 'AssertionError: 1 !== 2\n    at f (file:///w/src/a.js:3:5)\n    at node:internal/x:1:1';
  const { evidence: text, outcome } = feedbackOf(reverted({ reasons: [reason('harmless', '2 new failing tests.', 'every test passes')], comparison: { newFailures: [failure(message), failure('AssertionError: other', 'test › b')] } }));
  expect(outcome).toBe('reverted');
  expect(text.split('\n')).toEqual(['The change was reverted: 2 new failing tests.', 'failing: test › a', 'AssertionError: 1 !== 2', 'at f (src/a.js:3:5)', 'failing: test › b', 'What would have passed: every test passes']);
});

test('findings that are new, each with its place', () => {
  expect(feedbackOf(reverted({ comparison: { newFindings: [finding] } })).evidence).toContain('new error of eslint: eqeqeq at src/a.js:3: Expected ===.');
});

test('a red accept command: its failing tests, or what it printed', () => {
  const accept = check({ role: 'accept', name: 'accept', status: 'failed', outputTail: 'before\nError: no such export\nafter' });
  expect(feedbackOf(reverted({ after: { checks: [accept] } })).evidence).toContain('accept: failed\nbefore\nError: no such export\nafter');
  const tests: Evidence['tests'] = [{ id: 'accept › minutes', status: 'failed', file: null, durationMs: 1, message: 'NaN !== 45' }];
  expect(feedbackOf(reverted({ after: { checks: [accept], tests } })).evidence).toContain('failing: accept › minutes\nNaN !== 45');
});

test('a command that does not complete any more, and more rules with their numbers', () => {
  const text = feedbackOf(reverted({
    reasons: [reason('harmless', '1 command does not complete.', 'it completes'), reason('exact', 'Complexity 20 > 15.', 'at most 15')],
    comparison: { newlyIncomplete: [check({ status: 'timed-out', note: 'Did not end within 60 s.' })] },
  })).evidence;
  expect(text).toContain('test: timed-out (Did not end within 60 s.)');
  expect(text).toContain('Also: Complexity 20 > 15.');
  expect(text).toContain('What would have passed: at most 15');
});

test('what the guard refused: its rule and its remedy', () => {
  const refused = reason('harmless', 'package.json: the file is protected. Leave it.', 'Leave it.');
  expect(feedbackOf({ ...reverted({ reasons: [refused] }), outcome: 'refused' }).evidence).toBe('The change was refused: package.json: the file is protected. Leave it.\nWhat would have passed: Leave it.');
});

test('work that proves nothing is said to be so', () => {
  expect(feedbackOf(bare({ outcome: 'unchanged', candidate, reasons: ['not tried again: the same change was reverted'] })).evidence).toBe('The change was not worth keeping: not tried again: the same change was reverted');
});

test('secrets are redacted, known ones and what looks like one', () => {
  const text = feedbackOf(reverted({ comparison: { newFailures: [failure(`Error: token=hunter2-secret and ghp_${'a1'.repeat(20)}`)] } }), ['hunter2-secret']).evidence;
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('ghp_');
  expect(text).toContain('[redacted]');
});

describe('the signature', () => {
  const of = (message: string, id?: string): string => feedbackOf(reverted({ reasons: [reason('harmless', '1 new failing test.', '')], comparison: { newFailures: [failure(message, id)] } })).signature;

  test('is equal where only lines, times and directories differ', () => {
    expect(of('Error: no (3 ms)\n    at f (file:///tmp/a1/src/a.js:3:5)')).toBe(of('Error: no (77 ms)\n    at f (file:///tmp/b2/src/a.js:14:1)'));
  });

  test('differs with the test, the value and the rule', () => {
    const all = [of('1 !== 2'), of('1 !== 3'), of('1 !== 2', 'test › b'), feedbackOf(reverted({ reasons: [reason('exact', '1 new failing test.', '')], comparison: { newFailures: [failure('1 !== 2')] } })).signature];
    expect(new Set(all).size).toBe(4);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of parts is not that of their concatenation', () => {
    expect(signatureOf(['a', 'b'])).not.toBe(signatureOf(['ab']));
  });
});

test('whatever was found, it stays within its size, and says the same twice', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 4000 }), { maxLength: 6 }), (messages) => {
    const attempt = reverted({ comparison: { newFailures: messages.map((message, index) => failure(message, `test › ${index}`)), newFindings: Array.from({ length: 30 }, () => finding) }, after: { checks: [check({ role: 'accept', name: 'accept', outputTail: messages.join('\n') })] } });
    const first = feedbackOf(attempt);
    return first.evidence.length <= 2000 && JSON.stringify(feedbackOf(attempt)) === JSON.stringify(first);
  }));
});
