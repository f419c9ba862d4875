import { describe, expect, test } from '@jest/globals';
import { assess, decidingReason, fold, judge, outcomeOf, reasonTexts } from '../../../src/core/judge/verdict.ts';
import { RULES, type Reason } from '../../../src/core/model/verdict.ts';
import { comparison, failure, input, request } from './sample.ts';

const reason = (rule: Reason['rule'], decision: Reason['decision'], text: string = rule): Reason => ({ rule, decision, metric: 'm', before: 0, after: 1, limit: 0, text, wouldPass: null });

describe('verdict', () => {
  test('good found work and good requests are kept, every rule heard in order', () => {
    for (const each of [input(), request()]) {
      const verdict = judge(each);
      expect(verdict).toMatchObject({ decision: 'keep', rule: null });
      expect([...new Set(verdict.reasons.map(({ rule }) => rule))]).toEqual(RULES);
      expect(decidingReason(verdict)).toBeNull();
      expect(outcomeOf(verdict, each.task)).toBe('kept');
    }
  });

  test('the first revert decides, else any hold, else keep', () => {
    expect(fold([reason('harmless', 'hold'), reason('exact', 'revert'), reason('roi', 'revert')])).toMatchObject({ decision: 'revert', rule: 'exact' });
    expect(fold([reason('harmless', 'note'), reason('worth', 'keep'), reason('strength', 'hold')])).toMatchObject({ decision: 'hold', rule: 'strength' });
    expect(fold([reason('harmless', 'note')])).toMatchObject({ decision: 'keep', rule: null });
    expect(fold([])).toMatchObject({ decision: 'keep', rule: null });
  });

  test('shared sentences are those of the decision, what decided first', () => {
    const verdict = fold([reason('harmless', 'hold', 'h'), reason('worth', 'keep', 'w'), reason('exact', 'revert', 'e'), reason('roi', 'revert', 'r')]);
    expect(reasonTexts(verdict)).toEqual(['e', 'r']);
    expect(reasonTexts(fold([reason('harmless', 'keep', 'h'), reason('worth', 'keep', 'w'), reason('noisy', 'note', 'n')]))).toEqual(['w', 'h']);
  });

  test('what passed names no condition, what did not always does', () => {
    const broken = input({ comparison: comparison({ newFailures: [failure('a')], errorsAfter: 1 }), strength: null, worth: null, flags: ['x'] });
    for (const { decision, wouldPass } of [...judge(broken).reasons, ...judge(input()).reasons]) {
      expect(wouldPass === null).toBe(decision === 'keep' || decision === 'note');
    }
  });

  test('outcomes follow decision and rule', () => {
    expect(outcomeOf(fold([reason('harmless', 'revert')]), { origin: 'found' })).toBe('reverted');
    expect(outcomeOf(fold([reason('worth', 'revert')]), { origin: 'found' })).toBe('unchanged');
    expect(outcomeOf(fold([reason('worth', 'revert')]), { origin: 'requested' })).toBe('unchanged');
    expect(outcomeOf(fold([{ ...reason('worth', 'revert'), metric: 'accept-command' }]), { origin: 'requested' })).toBe('reverted');
    expect(outcomeOf(fold([reason('strength', 'hold')]), { origin: 'found' })).toBe('held');
  });

  test('an assessment survives JSON unchanged', () => {
    const assessment = assess(input());
    expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
    expect(assess(JSON.parse(JSON.stringify(input())) as ReturnType<typeof input>)).toEqual(assessment);
  });
});
