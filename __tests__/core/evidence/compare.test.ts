import fc from 'fast-check';

import { compareEvidence, countErrors } from '../../../src/core/evidence/compare.ts';
import { classifyFailure, classifyFailures, newFailingIds, vanishedIds, type Reruns, type RerunStatus } from '../../../src/core/evidence/failures.ts';
import type { CheckStatus } from '../../../src/core/model/evidence.ts';
import { check, evidence, finding } from './sample.ts';

const INCOMPLETE: readonly CheckStatus[] = ['timed-out', 'crashed', 'missing-tool', 'stale-report', 'unreadable-report', 'no-tests'];

describe('comparing by name', () => {
  test('existing failures neither veto nor excuse', () => {
    const comparison = compareEvidence(evidence(['-old', '+a', '+b']), evidence(['-old', '-a', '+b']), []);
    expect(comparison.existingFailures).toEqual(['test › old']);
    expect(comparison.newFailures.map(({ id, class: cause }) => [id, cause])).toEqual([['test › a', 'regression']]);
    expect([comparison.errorsBefore, comparison.errorsAfter]).toEqual([1, 2]);
  });

  test('one failure fixed does not pay for another', () => {
    const comparison = compareEvidence(evidence(['-a', '+b']), evidence(['+a', '-b']), []);
    expect(comparison.fixedTests).toEqual(['test › a']);
    expect(comparison.newFailures).toHaveLength(1);
    expect([comparison.errorsBefore, comparison.errorsAfter]).toEqual([1, 1]);
  });

  test('a new test that fails is a new failure, a skipped one that fails too', () => {
    expect(newFailingIds(evidence(['+a', '~b']), evidence(['+a', '-b', '-c']))).toEqual(['test › b', 'test › c']);
  });

  test('lists findings by fingerprint, and fixed ones only where the linter completed', () => {
    const lint = (status: CheckStatus): ReturnType<typeof check>[] => [check({ role: 'lint', name: 'lint', status })];
    const before = evidence([], { checks: lint('failed'), findings: [finding('a'), finding('b', 'warning')] });
    const after = evidence([], { checks: lint('failed'), findings: [finding('b', 'warning'), finding('c')] });
    expect(compareEvidence(before, after, [])).toMatchObject({ newFindings: [{ fingerprint: 'c' }], fixedFindings: [{ fingerprint: 'a' }], errorsBefore: 1, errorsAfter: 1 });
    expect(compareEvidence(before, evidence([], { checks: lint('crashed') }), [])).toMatchObject({ newFindings: [], fixedFindings: [], errorsAfter: 1 });
  });
});

describe('tests that vanish', () => {
  test('a test that passed and is not reported, or only skipped, has vanished', () => {
    const comparison = compareEvidence(evidence(['+a', '+b', '-c', '~d', '+e']), evidence(['+a', '~b']), []);
    expect(comparison.vanishedTests).toEqual(['test › b', 'test › e']);
  });

  test.each(INCOMPLETE)('nothing vanishes from a command that is %s: that is reported instead', (status) => {
    const comparison = compareEvidence(evidence(['+a']), evidence([], { checks: [check({ status, reported: false })] }), []);
    expect(comparison.vanishedTests).toEqual([]);
    expect(comparison.newlyIncomplete.map((run) => run.status)).toEqual([status]);
    expect(comparison.errorsAfter).toBe(1);
  });

  test('a report that is no longer written is a command that did not complete, even with exit code 0', () => {
    const after = evidence(['+command'], { checks: [check({ reported: false })] });
    const comparison = compareEvidence(evidence(['+a']), after, []);
    expect(comparison.newlyIncomplete).toMatchObject([{ name: 'test', status: 'unreadable-report' }]);
    expect([comparison.errorsBefore, comparison.errorsAfter]).toEqual([0, 1]);
  });

  test('numbered tests without names vanish only when there are fewer tests', () => {
    const before = evidence(['+unnamed passing test', '+unnamed passing test (2)']);
    expect(vanishedIds(before, evidence(['+unnamed passing test', '-b']))).toEqual([]);
    expect(vanishedIds(before, evidence(['+unnamed passing test']))).toEqual(['test › unnamed passing test (2)']);
  });

  test('checks do not claim tests of others whose name starts alike', () => {
    const before = evidence(['+test 2 › a'], { checks: [check(), check({ name: 'test 2' })] });
    const after = evidence([], { checks: [check(), check({ name: 'test 2', status: 'timed-out', reported: false })] });
    expect(vanishedIds(before, after)).toEqual([]);
  });
});

describe('commands that do not complete', () => {
  test.each(INCOMPLETE)('%s counts as an error and is never a pass', (status) => {
    const broken = evidence([], { checks: [check({ status, reported: false })] });
    expect(countErrors(broken)).toBe(1);
    expect(compareEvidence(broken, broken, [])).toMatchObject({ newlyIncomplete: [], errorsBefore: 1, errorsAfter: 1 });
  });

  test('a base without tests does not excuse a crash', () => {
    const before = evidence([], { checks: [check({ status: 'no-tests', reported: false })] });
    const after = evidence([], { checks: [check({ status: 'crashed', reported: false })] });
    expect(compareEvidence(before, after, []).newlyIncomplete).toHaveLength(1);
  });

  test('not run is no error', () => {
    expect(countErrors(evidence([], { checks: [check({ status: 'not-run', reported: false })] }))).toBe(0);
  });

  test('a stand-in is fixed when its command completes without needing one', () => {
    const before = evidence(['-exit code', '+a'], { checks: [check({ status: 'failed' })] });
    expect(compareEvidence(before, evidence(['+a']), []).fixedTests).toEqual(['test › exit code']);
    expect(compareEvidence(before, evidence([], { checks: [check({ status: 'timed-out' })] }), []).fixedTests).toEqual([]);
  });
});

describe('explaining a failure by reruns', () => {
  const P = 'passed';
  const F = 'failed';
  const A = 'absent';
  const cases: readonly (readonly [string, readonly RerunStatus[], readonly RerunStatus[], Partial<Reruns>, string])[] = [
    ['fails both reruns, base passes both', [F, F], [P, P], {}, 'regression'],
    ['base fails too', [F, F], [F, F], {}, 'not-the-patch'],
    ['passes on a rerun', [F, P], [P, P], {}, 'suspect'],
    ['passes on both reruns', [P, P], [P, P], {}, 'suspect'],
    ['base contradicts itself', [F, F], [P, F], {}, 'suspect'],
    ['is new and fails', [F, F], [A, A], {}, 'regression'],
    ['is not reported any more on the reruns', [A, A], [P, P], {}, 'regression'],
    ['was never rerun', [], [], {}, 'regression'],
    ['a known flake that passes on a rerun', [F, P], [P, P], { knownFlake: true }, 'not-the-patch'],
    ['a known flake that fails every time', [F, F], [P, P], { knownFlake: true }, 'regression'],
    ['vanished and comes back', [P, P], [P, P], { vanished: true }, 'suspect'],
    ['vanished here, there every time', [A, A], [P, P], { vanished: true }, 'regression'],
    ['vanished on the base too', [A, A], [A, A], { vanished: true }, 'not-the-patch'],
  ];
  test.each(cases)('%s', (_, candidate, base, extra, expected) => {
    expect(classifyFailure({ candidate, base, vanished: false, knownFlake: false, ...extra })).toBe(expected);
  });

  test('explained failures stay listed; explained vanished tests do not', () => {
    const [before, after] = [evidence(['+a', '+b', '+gone']), evidence(['-a', '-b'])];
    const round = (a: RerunStatus, b: RerunStatus, gone: RerunStatus): ReadonlyMap<string, RerunStatus> => new Map([['test › a', a], ['test › b', b], ['test › gone', gone]]);
    const reruns = { candidate: [round(F, P, P), round(F, F, P)], base: [round(P, P, P), round(P, P, P)] };
    const classified = classifyFailures(before, after, reruns, new Set());
    expect(classified.map(({ id, class: cause }) => [id, cause])).toEqual([['test › a', 'regression'], ['test › b', 'suspect'], ['test › gone', 'suspect']]);
    const comparison = compareEvidence(before, after, classified);
    expect(comparison.newFailures).toEqual(classified.slice(0, 2));
    expect(comparison.vanishedTests).toEqual([]);
    expect(comparison.newFailures[0]).toMatchObject({ message: 'no', candidateReruns: [F, F], baseReruns: [P, P] });
  });
});

describe('properties', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
  const tests = names.chain((list) => fc.tuple(...list.map((name) => fc.constantFrom('+', '-', '~').map((sign) => sign + name))));

  test('a tree compared with itself differs in nothing', () => {
    fc.assert(fc.property(tests, (list) => {
      const comparison = compareEvidence(evidence(list), evidence(list), []);
      expect([comparison.newFailures, comparison.vanishedTests, comparison.fixedTests, comparison.newlyIncomplete]).toEqual([[], [], [], []]);
      expect(comparison.errorsAfter).toBe(comparison.errorsBefore);
    }));
  });

  test('every failure after is either new or existing, and errors count them all', () => {
    fc.assert(fc.property(tests, tests, (before, after) => {
      const comparison = compareEvidence(evidence(before), evidence(after), []);
      expect([...comparison.newFailures.map(({ id }) => id), ...comparison.existingFailures].sort()).toEqual(after.filter((spec) => spec.startsWith('-')).map((spec) => `test › ${spec.slice(1)}`).sort());
      expect(comparison.errorsAfter).toBe(comparison.newFailures.length + comparison.existingFailures.length);
    }));
  });
});
