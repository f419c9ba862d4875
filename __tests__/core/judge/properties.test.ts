import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess, judge } from '../../../src/core/judge/verdict.ts';
import type { ClassifiedFailure, Comparison, MetricSample, SiteStrength } from '../../../src/core/model/evidence.ts';
import type { JudgeInput, JudgedTree } from '../../../src/core/model/judge-input.ts';
import { RULES, type Decision } from '../../../src/core/model/verdict.ts';
import { comparison, failure, finding, input, metric, site } from './sample.ts';

const RANK: Readonly<Record<Decision, number>> = { revert: 0, hold: 1, keep: 2 };
const rank = (each: JudgeInput) => RANK[judge(each).decision];

const small = fc.integer({ min: 0, max: 4 });
const value = fc.integer({ min: -40, max: 40 });
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
const mostly = <T>(usual: T, rare: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });

const status = mostly<'passed' | 'failed' | 'timed-out' | 'not-run'>('passed', fc.constantFrom('failed', 'timed-out', 'not-run'));
const failures: fc.Arbitrary<readonly ClassifiedFailure[]> = mostly<readonly ClassifiedFailure[]>([], names.chain((ids) =>
  fc.tuple(...ids.map((id) => fc.constantFrom<ClassifiedFailure['class']>('regression', 'not-the-patch', 'suspect').map((kind) => failure(id, kind))))));

const compared: fc.Arbitrary<Comparison> = fc.record({ newFailures: failures, vanishedTests: mostly<readonly string[]>([], names), existingFailures: names, errorsBefore: small, more: mostly(0, small), findings: mostly<readonly string[]>([], names) })
  .map(({ more, findings, newFailures, ...rest }) => comparison({ ...rest, newFailures, newFindings: findings.map((rule) => finding(rule, rule < 'c' ? 'error' : 'warning')), errorsAfter: rest.errorsBefore + newFailures.length + more }));

interface MetricDraft { readonly name: string; readonly better: 'lower' | 'higher'; readonly stability: 'exact' | 'noisy'; readonly tolerance: number; readonly scale: number; readonly weight: number; readonly from: number; readonly to: number; readonly values: readonly number[] }
const drafts: fc.Arbitrary<readonly MetricDraft[]> = fc.uniqueArray(fc.record({
  name: fc.constantFrom('m1', 'm2', 'm3'), better: fc.constantFrom('lower' as const, 'higher' as const), stability: mostly<'exact' | 'noisy'>('exact', fc.constant('noisy' as const)),
  tolerance: fc.integer({ min: 0, max: 80 }), scale: fc.integer({ min: 1, max: 20 }), weight: small, from: value, to: value, values: fc.array(value, { maxLength: 14 }),
}), { selector: ({ name }) => name, maxLength: 3 });

const sites: fc.Arbitrary<readonly SiteStrength[]> = names.chain((ids) => fc.tuple(...ids.map((id) => mostly(true, fc.constant(false)).map((noticed) => site(id, { noticed })))));
const checksOf = (lint: 'passed' | 'failed' | 'timed-out' | 'not-run', tests: typeof lint): JudgedTree['checks'] => [{ role: 'lint', name: 'lint', status: lint }, { role: 'test', name: 'test', status: tests }];

function sample(draft: MetricDraft, to: 'from' | 'to'): MetricSample {
  return metric(draft.name, draft[to], { better: draft.better, stability: draft.stability, tolerance: draft.tolerance, scale: draft.scale, weight: draft.weight });
}

const inputs: fc.Arbitrary<JudgeInput> = fc.record({
  threshold: fc.double({ min: 0, max: 5, noNaN: true }), compared, drafts, sites, statuses: fc.tuple(status, status, status, status), proved: mostly(true, fc.constant(false)),
  linesAdded: fc.integer({ min: 0, max: 400 }), errors: fc.array(small, { maxLength: 14 }), cumulativeRoi: fc.array(value, { maxLength: 14 }),
  functions: fc.array(fc.record({ path: fc.constantFrom('a.js', 'b.js'), name: fc.constantFrom('f', 'g'), before: fc.constant(12), after: mostly(12, fc.constant(13)) }), { maxLength: 3 }),
  flags: mostly<readonly string[]>([], names), passingTests: mostly(9, fc.constant(0)),
}).map((each) => input({
  threshold: each.threshold,
  change: { files: 1, linesAdded: each.linesAdded, linesRemoved: 0, testLinesAdded: 0, testLinesRemoved: 0 },
  before: { checks: checksOf(each.statuses[0], each.statuses[1]), passedTests: each.passingTests, metrics: each.drafts.map((draft) => sample(draft, 'from')) },
  after: { checks: checksOf(each.statuses[2], each.statuses[3]), passedTests: each.passingTests, metrics: each.drafts.map((draft) => sample(draft, 'to')) },
  comparison: each.compared, flags: each.flags, functions: each.functions,
  worth: { proved: each.proved, oracle: 'o', before: 'red', after: 'green', explanation: 'e' },
  strength: { sites: each.sites, ownTestsOnly: false, passingTests: each.passingTests },
  history: { errors: each.errors, cumulativeRoi: each.cumulativeRoi, metrics: each.drafts.map(({ name, values }) => ({ name, values })) },
}));

const reversed = <T>(list: readonly T[]): readonly T[] => [...list].reverse();

/** The same facts, every list whose order means nothing turned round. Series keep theirs. */
function shuffled(each: JudgeInput): JudgeInput {
  const side = (tree: JudgedTree): JudgedTree => ({ ...tree, checks: reversed(tree.checks), metrics: reversed(tree.metrics) });
  const { comparison: facts, strength } = each;
  return {
    ...each, before: side(each.before), after: side(each.after), flags: reversed(each.flags), functions: reversed(each.functions),
    comparison: { ...facts, newFailures: reversed(facts.newFailures), vanishedTests: reversed(facts.vanishedTests), existingFailures: reversed(facts.existingFailures), newFindings: reversed(facts.newFindings) },
    strength: strength && { ...strength, sites: reversed(strength.sites) },
    history: { ...each.history, metrics: reversed(each.history.metrics) },
  };
}

/** Every metric negated and its direction turned: the same facts seen in a mirror. */
function mirrored(each: JudgeInput): JudgeInput {
  const turn = (one: MetricSample): MetricSample => ({ ...one, better: one.better === 'lower' ? 'higher' : 'lower', samples: one.samples.map((number) => -number) });
  const side = (tree: JudgedTree): JudgedTree => ({ ...tree, metrics: tree.metrics.map(turn) });
  const metrics = each.history.metrics.map(({ name, values }) => ({ name, values: values.map((number) => -number) }));
  return { ...each, before: side(each.before), after: side(each.after), history: { ...each.history, metrics } };
}

describe('the judge, whatever the input', () => {
  test('the inputs below reach all three decisions and every rule that can decide', () => {
    const verdicts = fc.sample(inputs, { numRuns: 2000, seed: 7 }).map((each) => judge(each));
    expect(new Set(verdicts.map(({ decision }) => decision))).toEqual(new Set(['keep', 'hold', 'revert']));
    expect(new Set(verdicts.map(({ rule }) => rule))).toEqual(new Set([null, ...RULES.filter((rule) => rule !== 'noisy')]));
  });

  test('one more failing test never improves the verdict', () => {
    fc.assert(fc.property(inputs, fc.constantFrom<ClassifiedFailure['class']>('regression', 'not-the-patch', 'suspect'), (each, kind) => {
      const facts = each.comparison;
      const worse = { ...each, comparison: { ...facts, newFailures: [...facts.newFailures, failure('z', kind)], errorsAfter: facts.errorsAfter + 1 } };
      expect(rank(worse)).toBeLessThanOrEqual(rank(each));
      if (kind === 'regression') expect(rank(worse)).toBe(RANK.revert);
    }));
  });

  test('the order of lists is irrelevant', () => {
    fc.assert(fc.property(inputs, (each) => {
      expect(assess(shuffled(each)).verdict).toEqual(assess(each).verdict);
      expect(assess(shuffled(each)).roi).toEqual(assess(each).roi);
    }));
  });

  test('a change of nothing is never kept', () => {
    fc.assert(fc.property(inputs, (each) => {
      expect(judge({ ...each, change: { files: 0, linesAdded: 0, linesRemoved: 0, testLinesAdded: 0, testLinesRemoved: 0 } }).decision).toBe('revert');
    }));
  });

  test('swapping lower and higher mirrors', () => {
    fc.assert(fc.property(inputs, (each) => {
      const [seen, mirror] = [assess(each), assess(mirrored(each))];
      expect(mirror.verdict.reasons.map(({ rule, decision }) => [rule, decision])).toEqual(seen.verdict.reasons.map(({ rule, decision }) => [rule, decision]));
      expect(mirror.roi.delta).toBe(seen.roi.delta);
    }));
  });

  test('a larger threshold never makes the verdict stricter', () => {
    fc.assert(fc.property(inputs, fc.double({ min: 0, max: 5, noNaN: true }), (each, more) => {
      expect(rank({ ...each, threshold: each.threshold + more })).toBeGreaterThanOrEqual(rank(each));
    }));
  });
});
