import type { ClassifiedFailure, Comparison, Finding, MetricSample, SiteStrength } from '../../../src/core/model/evidence.ts';
import type { JudgedTree, JudgeInput } from '../../../src/core/model/judge-input.ts';
import type { Reason, RuleName } from '../../../src/core/model/verdict.ts';

/** Found work that is kept: one clone gone, 31 lines fewer, 212 tests, one of them failing before and after. */
export function input(change: Partial<JudgeInput> = {}): JudgeInput {
  return {
    threshold: 0.5,
    task: { origin: 'found', acceptCommand: null },
    change: { files: 3, linesAdded: 4, linesRemoved: 35, testLinesAdded: 0, testLinesRemoved: 0 },
    before: tree(),
    after: tree(),
    comparison: comparison({ existingFailures: ['test › old › red'], errorsBefore: 1, errorsAfter: 1 }),
    suspects: [],
    flags: [],
    worth: { proved: true, oracle: 'clone gone', before: '3 copies', after: '1 function', explanation: 'three equal functions became one' },
    functions: [{ path: 'src/a.js', name: 'isPlainObject', before: 3, after: 3 }],
    duplication: { before: 2, after: 0, excused: false },
    strength: { sites: [site('src/a.js:isPlainObject')], ownTestsOnly: false, passingTests: 212 },
    history: { errors: [], cumulativeRoi: [], metrics: [] },
    ...change,
  };
}

/** A request whose accept command turns green. */
export function request(change: Partial<JudgeInput> = {}): JudgeInput {
  const checks = (status: 'failed' | 'passed') => [...tree().checks, { role: 'accept' as const, name: 'accept', status }];
  return input({
    task: { origin: 'requested', acceptCommand: 'node accept.js' },
    before: tree({ checks: checks('failed') }),
    after: tree({ checks: checks('passed') }),
    worth: { proved: true, oracle: 'accept-command', before: 'failed', after: 'passed', explanation: '`node accept.js` turned green' },
    ...change,
  });
}

export function tree(change: Partial<JudgedTree> = {}): JudgedTree {
  return {
    checks: [{ role: 'lint', name: 'lint', status: 'passed' }, { role: 'test', name: 'test', status: 'failed' }],
    passedTests: 212,
    metrics: [],
    ...change,
  };
}

export function comparison(change: Partial<Comparison> = {}): Comparison {
  return {
    newFailures: [], vanishedTests: [], fixedTests: [], existingFailures: [], newFindings: [], fixedFindings: [], newlyIncomplete: [], errorsBefore: 0, errorsAfter: 0,
    ...change,
  };
}

export function failure(id: string, kind: ClassifiedFailure['class'] = 'regression'): ClassifiedFailure {
  return { id, class: kind, message: null, candidateReruns: ['failed', 'failed'], baseReruns: ['passed', 'passed'] };
}

export function finding(rule: string, level: Finding['level'] = 'error'): Finding {
  return { fingerprint: rule, tool: 'eslint', rule, level, path: 'src/a.js', line: 3, message: 'no' };
}

export function metric(name: string, value: number | readonly number[], change: Partial<MetricSample> = {}): MetricSample {
  return { name, unit: 'bytes', better: 'lower', stability: 'exact', tolerance: 0, scale: 1, weight: 1, samples: typeof value === 'number' ? [value] : value, ...change };
}

export function site(siteId: string, change: Partial<SiteStrength> = {}): SiteStrength {
  return { siteId, label: siteId, noticed: true, method: 'probe', by: ['test › a › works'], ...change };
}

/** Reasons of one rule that decided something or informed. */
export function spoken(reasons: readonly Reason[], rule: RuleName, decision?: Reason['decision']): readonly Reason[] {
  return reasons.filter((reason) => reason.rule === rule && (decision === undefined || reason.decision === decision));
}
