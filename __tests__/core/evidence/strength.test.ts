import { isCovered, measureStrength, needsProbe, passingTests, type StrengthInput } from '../../../src/core/evidence/strength.ts';
import type { Site } from '../../../src/core/model/change.ts';
import type { CheckStatus, Evidence } from '../../../src/core/model/evidence.ts';
import { check, evidence } from './sample.ts';

const EDIT = { path: 'a.js', mode: '100644', before: '', after: 'throw' } as const;

function site(extra: Partial<Site> = {}): Site {
  return { id: 's', path: 'a.js', line: 2, label: 'a.js: slug', lines: [{ from: 2, to: 4 }], probe: [EDIT], optional: false, ...extra };
}

function measure(extra: Partial<StrengthInput>): ReturnType<typeof measureStrength> {
  return measureStrength({ sites: [site()], candidate: evidence(['+a', '+b']), coverage: null, probes: [], ownTests: [], ...extra });
}

function probed(probe: Evidence | null, acceptNoticed: boolean | null = null): StrengthInput['probes'] {
  return [{ siteId: 's', evidence: probe, acceptNoticed }];
}

describe('strength by probe', () => {
  test('a test that fails on the broken candidate noticed it; three are named at most', () => {
    const input = { candidate: evidence(['+a', '+b', '+c', '+d', '-old']), probes: probed(evidence(['-a', '-b', '-c', '-d', '-old'])) };
    expect(measure(input).sites).toEqual([{ siteId: 's', label: 'a.js: slug', noticed: true, method: 'probe', by: ['test › a', 'test › b', 'test › c'] }]);
  });

  test('failures that the candidate has as well notice nothing', () => {
    expect(measure({ candidate: evidence(['-a']), probes: probed(evidence(['-a'])) }).sites).toMatchObject([{ noticed: false, method: 'probe', by: [] }]);
  });

  test('tests that disappear notice', () => {
    expect(measure({ probes: probed(evidence(['+a'])) }).sites).toMatchObject([{ noticed: true, by: ['test › b'] }]);
  });

  test('tests that are gone where an own one failed went with it: they say nothing of their own', () => {
    const own = { candidate: evidence(['+a', '+b', '+mine']), base: evidence(['+a', '+b']), ownTests: ['mine_test.go'] };
    expect(measure({ ...own, probes: probed(evidence(['-mine'])) })).toMatchObject({ ownTestsOnly: true, sites: [{ noticed: true }] });
    expect(measure({ ...own, probes: probed(evidence(['-a'])) })).toMatchObject({ ownTestsOnly: false });
    expect(measure({ ...own, probes: probed(evidence(['+mine'])) })).toMatchObject({ ownTestsOnly: false });
  });

  test.each<[CheckStatus, boolean]>([['crashed', true], ['unreadable-report', true], ['no-tests', true], ['timed-out', false], ['missing-tool', false], ['stale-report', false]])(
    'a test command that is %s on the broken candidate: noticed %s',
    (status, noticed) => {
      expect(measure({ probes: probed(evidence([], { checks: [check({ status, reported: false })] })) }).sites).toMatchObject([{ noticed, method: 'probe' }]);
    },
  );

  test('the accept command counts as a witness of its own', () => {
    expect(measure({ probes: probed(null, true) }).sites).toMatchObject([{ noticed: true, method: 'accept-command' }]);
    expect(measure({ probes: probed(evidence(['+a', '+b']), true) }).sites).toMatchObject([{ noticed: true, method: 'accept-command' }]);
    expect(measure({ probes: probed(null, false) }).sites).toMatchObject([{ noticed: false, method: 'probe' }]);
  });

  test('a probe decides against coverage', () => {
    const coverage = [{ path: 'a.js', covered: [2, 3, 4], missed: [] }];
    expect(measure({ coverage, probes: probed(evidence(['+a', '+b'])) }).sites).toMatchObject([{ noticed: false, method: 'probe' }]);
  });
});

describe('strength by coverage', () => {
  test.each([
    ['every executable line executed', [2, 4], [], true],
    ['one line missed', [2, 4], [3], false],
    ['no executable line in the range', [1, 9], [10], null],
    ['a missed line elsewhere', [3], [5], true],
  ])('%s', (_, covered, missed, expected) => {
    expect(isCovered(site(), [{ path: 'a.js', covered, missed }])).toBe(expected);
  });

  test('every range must be executed', () => {
    const lines = [{ from: 2, to: 2 }, { from: 8, to: 9 }];
    expect(isCovered(site({ lines }), [{ path: 'a.js', covered: [2], missed: [9] }])).toBe(false);
    expect(isCovered(site({ lines }), [{ path: 'a.js', covered: [2], missed: [] }])).toBeNull();
    expect(isCovered(site({ lines }), [{ path: 'a.js', covered: [2, 8], missed: [] }])).toBe(true);
  });

  test('a file that the report does not know is not judged', () => {
    expect(isCovered(site(), [{ path: 'b.js', covered: [2], missed: [] }])).toBeNull();
    expect(measure({ coverage: [] }).sites).toMatchObject([{ noticed: false, method: 'not-tried' }]);
  });

  test('is used where no probe was run', () => {
    expect(measure({ coverage: [{ path: 'a.js', covered: [2], missed: [] }] }).sites).toMatchObject([{ noticed: true, method: 'coverage' }]);
    expect(measure({ coverage: [{ path: 'a.js', covered: [2], missed: [3] }] }).sites).toMatchObject([{ noticed: false, method: 'coverage' }]);
  });

  test('asks for a probe only where it does not settle the site', () => {
    const covered = [{ path: 'a.js', covered: [2], missed: [] }];
    expect(needsProbe(site(), covered)).toBe(false);
    expect(needsProbe(site(), covered, ['a.test.js'])).toBe(true);
    expect(needsProbe(site(), [])).toBe(true);
    expect(needsProbe(site(), null)).toBe(true);
    expect(needsProbe(site({ probe: [] }), null)).toBe(false);
  });
});

describe('own tests', () => {
  test('alone are reported as such', () => {
    const named = evidence(['+a', '+test › own.test.js › b']);
    expect(measure({ candidate: named, ownTests: ['own.test.js'], probes: probed(evidence(['+a', '-test › own.test.js › b'])) })).toMatchObject({ ownTestsOnly: true, sites: [{ noticed: true }] });
    expect(measure({ candidate: named, ownTests: ['own.test.js'], probes: probed(evidence(['+a', '-test › own.test.js › test file'])) }).ownTestsOnly).toBe(true);
  });

  test('are not taken for those of a file whose name ends alike', () => {
    const named = evidence(['+test › down.test.js › b']);
    expect(measure({ candidate: named, ownTests: ['own.test.js'], probes: probed(evidence(['-test › down.test.js › b'])) }).ownTestsOnly).toBe(false);
  });

  test('are recognised by being new where reports name no files', () => {
    const input = { candidate: evidence(['+a', '+new']), ownTests: ['own.test.js'], probes: probed(evidence(['+a', '-new'])) };
    expect(measure({ ...input, base: evidence(['+a']) }).ownTestsOnly).toBe(true);
    expect(measure({ ...input, base: evidence(['+a', '+new']) }).ownTestsOnly).toBe(false);
  });

  test('cannot be told from others in a command without a report', () => {
    const probes = probed(evidence(['-command'], { checks: [check({ reported: false, status: 'failed' })] }));
    expect(measure({ candidate: evidence(['+command']), ownTests: ['own.test.js'], probes }).ownTestsOnly).toBe(true);
    expect(measure({ candidate: evidence(['+command']), probes })).toMatchObject({ ownTestsOnly: false, sites: [{ noticed: true }] });
  });

  test('besides others are not alone, and others are named first', () => {
    const named = evidence(['+test › own.test.js › b', '+z']);
    expect(measure({ candidate: named, ownTests: ['own.test.js'], probes: probed(evidence(['-test › own.test.js › b', '-z'])) })).toMatchObject({
      ownTestsOnly: false, sites: [{ by: ['test › z', 'test › own.test.js › b'] }],
    });
  });

  test('are recognised by the dotted names that pytest gives', () => {
    const named = evidence(['+test › tests.test_own › test_b']);
    expect(measure({ candidate: named, ownTests: ['tests/test_own.py'], probes: probed(evidence(['-test › tests.test_own › test_b'])) }).ownTestsOnly).toBe(true);
  });

  test('make coverage prove nothing about the others', () => {
    expect(measure({ coverage: [{ path: 'a.js', covered: [2], missed: [] }], ownTests: ['own.test.js'] })).toMatchObject({ ownTestsOnly: true, sites: [{ noticed: true }] });
  });
});

test('only comments changed: no check could tell', () => {
  expect(measure({ sites: [site({ probe: [], lines: [] })] })).toMatchObject({ ownTestsOnly: false, sites: [{ noticed: true, method: 'identical-code' }] });
});

test('nothing was tried: nothing was noticed', () => {
  expect(measure({}).sites).toMatchObject([{ noticed: false, method: 'not-tried' }]);
});

test('only tests of test commands count as passing tests', () => {
  const checks = [check(), check({ role: 'accept', name: 'accept' })];
  expect(passingTests(evidence(['+a', '-b', '~c', '+accept › command'], { checks })).map(({ id }) => id)).toEqual(['test › a']);
});
