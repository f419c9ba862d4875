import fc from 'fast-check';
import { couldTake, NOTHING_SPENT, overBudget, plus, tokensOf, took, type Used } from '../../../src/core/generate/budget.ts';
import type { Budget } from '../../../src/core/model/settings.ts';
import type { GenerationReply } from '../../../src/core/ports.ts';

const NONE: Budget = { tokens: null, cost: null, calls: null, timeMs: null };
const PRICE = { model: 'm', input: 1, output: 10 };
const unused: Used = { run: NOTHING_SPENT, day: NOTHING_SPENT, dayUnknown: null };
const run = (budget: Partial<Budget>) => ({ run: { ...NONE, ...budget }, day: NONE });
const day = (budget: Partial<Budget>) => ({ run: NONE, day: { ...NONE, ...budget } });
const spent = { calls: 3, tokens: 900, cost: 0.4, timeMs: 60_000 };
const question = { calls: 1, tokens: 200, cost: 0.2, timeMs: 30_000 };

test('without budgets everything fits, even at an unknown price', () => {
  expect(overBudget({ run: NONE, day: NONE }, { run: { ...spent, cost: null }, day: spent, dayUnknown: 'lost' }, { ...question, cost: null }, 'm')).toBeNull();
});

test.each([
  ['calls', { calls: 3 }, '`budgets.calls` allows 3 questions for this run: 3 questions used, and one more question could take 1 question.', 'Raise `budgets.calls`.'],
  ['tokens', { tokens: 1000 }, '`budgets.tokens` allows 1,000 tokens for this run: 900 tokens used, and one more question could take 200 tokens.', 'Raise `budgets.tokens` or lower `model-options.max-tokens`.'],
  ['cost', { cost: 0.5 }, '`budgets.cost` allows $0.50 for this run: $0.40 used, and one more question could take $0.20.', 'Raise `budgets.cost` or lower `model-options.max-tokens`.'],
  ['time', { timeMs: 80_000 }, '`budgets.time` allows 1 min 20 s for this run: 1 min used, and one more question could take 30 s.', 'Raise `budgets.time` or lower `time-limits.model`.'],
])('a question that could exceed the budget of %s is not asked, with the numbers and the remedy', (_, budget, reason, remedy) => {
  expect(overBudget(run(budget), { ...unused, run: spent }, question, 'm')).toEqual({ reason, remedy });
});

test('a question that exactly fits is asked', () => {
  expect(overBudget(run({ calls: 4, tokens: 1100, cost: 0.61, timeMs: 90_000 }), { ...unused, run: spent }, question, 'm')).toBeNull();
});

test('a limit of money and an unknown price: no question', () => {
  expect(overBudget(run({ cost: 5 }), unused, { ...question, cost: null }, 'my-model')).toEqual({
    reason: '`budgets.cost` is set, and the price of my-model is not known, so no question is asked.', remedy: 'Write what it costs under `prices`, or take `budgets.cost` out.',
  });
});

test('a limit of money and earlier questions of unknown cost: no question', () => {
  expect(overBudget(run({ cost: 5 }), { ...unused, run: { ...spent, cost: null } }, question, 'm')?.reason).toContain('what earlier questions of this run cost is not known');
  expect(overBudget(day({ cost: 5 }), { ...unused, day: { ...spent, cost: null } }, question, 'm')?.reason).toContain('what earlier questions of the last 24 hours cost is not known');
});

test('the day counts all runs, and waiting is a remedy', () => {
  expect(overBudget(day({ calls: 3 }), { ...unused, day: spent }, question, 'm')).toEqual({
    reason: '`budgets.daily.calls` allows 3 questions for 24 hours: 3 questions used, and one more question could take 1 question.',
    remedy: 'Raise `budgets.daily.calls`. Or wait: what is older than 24 hours no longer counts.',
  });
});

test.each(['tokens', 'cost', 'calls', 'timeMs'] as const)('a daily limit of %s with lost counters: no question', (key) => {
  const found = overBudget(day({ [key]: 1e9 }), { ...unused, dayUnknown: 'the state was not restored (corrupt)' }, question, 'm');
  expect(found?.reason).toContain('what was used in the last 24 hours is not known: the state was not restored (corrupt).');
  expect(found?.remedy).toContain('Repair the state');
});

test('whatever is asked within the budgets stays within them, if the estimate holds', () => {
  const amounts = fc.record({ calls: fc.nat(5), tokens: fc.nat(1000), cost: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), timeMs: fc.nat(1000) });
  const limits = fc.record({ calls: fc.option(fc.nat(20)), tokens: fc.option(fc.nat(3000)), cost: fc.option(fc.double({ min: 0, max: 3, noNaN: true })), timeMs: fc.option(fc.nat(3000)) });
  fc.assert(fc.property(limits, fc.array(amounts, { maxLength: 30 }), (budget, questions) => {
    let used = NOTHING_SPENT;
    for (const one of questions) {
      if (overBudget({ run: budget, day: NONE }, { ...unused, run: used }, one, 'm') !== null) continue;
      used = plus(used, one);
    }
    for (const key of ['calls', 'tokens', 'cost', 'timeMs'] as const) if (budget[key] !== null) expect(used[key]!).toBeLessThanOrEqual(budget[key]);
  }));
});

test('tokens are overestimated: a third of the characters, each character of other scripts', () => {
  expect([tokensOf(''), tokensOf('abc'), tokensOf('abcd'), tokensOf('日本語'), tokensOf('a😀')]).toEqual([0, 1, 2, 3, 3]);
  expect(couldTake('x'.repeat(300), 1000, 5000, PRICE)).toEqual({ calls: 1, tokens: 1100, cost: (100 * 1 + 1000 * 10) / 1e6, timeMs: 5000 });
});

const estimate = { calls: 1, tokens: 1100, cost: 0.01, timeMs: 300_000 };
const answer = (more: object): GenerationReply => ({ type: 'answer', text: 'x', tokens: 0, ...more });
const gone = (failure: 'timed-out' | 'over-budget' | 'unauthorised' | 'no-recording' | 'rate-limited' | 'cancelled'): GenerationReply => ({ type: 'unavailable', failure, reason: '', remedy: '' });

test.each([
  ['as the endpoint counted', answer({ tokens: 50, usage: { promptTokens: 10, completionTokens: 40 } }), { calls: 1, tokens: 50, cost: 410e-6, timeMs: 7 }],
  ['without its count by the estimate', answer({}), { ...estimate, timeMs: 7 }],
  ['with a count of zero by the estimate', answer({ usage: { promptTokens: 0, completionTokens: 0 } }), { ...estimate, timeMs: 7 }],
  ['with a count that is no number by the estimate', answer({ usage: { promptTokens: Number.NaN, completionTokens: 5 } }), { ...estimate, timeMs: 7 }],
  ['with a negative count by the estimate', answer({ usage: { promptTokens: -5e9, completionTokens: 5 } }), { ...estimate, timeMs: 7 }],
  ['with a sum alone at the dearer price', answer({ tokens: 100 }), { calls: 1, tokens: 100, cost: 0.001, timeMs: 7 }],
  ['with a cost of its own as told', answer({ tokens: 9, cost: 0.5 }), { calls: 1, tokens: 9, cost: 0.5, timeMs: 7 }],
  ['for an answer of no use as counted', { type: 'unusable', failure: 'empty', reason: '', remedy: '', usage: { promptTokens: 10, completionTokens: 0 } } as const, { calls: 1, tokens: 10, cost: 10e-6, timeMs: 7 }],
  ['for a refusal without a count by the estimate', { type: 'unusable', failure: 'refused', reason: '', remedy: '' } as const, { ...estimate, timeMs: 7 }],
  ['for what timed out by the estimate', gone('timed-out'), { ...estimate, timeMs: 7 }],
  ['for what was cancelled by the estimate', gone('cancelled'), { ...estimate, timeMs: 7 }],
  ['for a key that was refused nothing but the time', gone('unauthorised'), { calls: 1, tokens: 0, cost: 0, timeMs: 7 }],
  ['for a busy endpoint nothing but the time', gone('rate-limited'), { calls: 1, tokens: 0, cost: 0, timeMs: 7 }],
  ['for what was never asked nothing', gone('no-recording'), null],
])('a question is charged %s', (_, reply, expected) => {
  expect(took(reply, estimate, 7, PRICE)).toEqual(expected);
});

test('at an unknown price tokens are counted and the cost stays unknown', () => {
  expect(took(answer({ usage: { promptTokens: 1, completionTokens: 2 } }), estimate, 7, null)).toEqual({ calls: 1, tokens: 3, cost: null, timeMs: 7 });
});
