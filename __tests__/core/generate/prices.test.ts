import fc from 'fast-check';
import { costOf, priceOf, PRICES_AS_OF } from '../../../src/core/generate/prices.ts';

const OPENAI = 'https://api.openai.com/v1';

test.each([
  ['gpt-5-mini', OPENAI, [0.25, 2]],
  ['gpt-5-mini-2025-08-07', OPENAI, [0.25, 2]],
  ['gpt-5.4', OPENAI, [2.5, 15]],
  ['claude-haiku-4-5-20251001', 'https://api.anthropic.com/v1/', [1, 5]],
  ['models/gemini-2.5-flash', 'https://generativelanguage.googleapis.com/v1beta/openai/', [0.3, 2.5]],
] as const)('%s at %s has a bundled price', (model, url, [input, output]) => {
  expect(priceOf(model, url, [])).toMatchObject({ input, output });
});

test.each([
  ['a model that nobody knows', 'gpt-9', OPENAI],
  ['a name that only begins like a known one', 'gpt-5-mini-preview', OPENAI],
  ['a known name on this machine', 'gpt-5-mini', 'http://localhost:4000/v1'],
  ['a known name on the loopback address', 'gpt-5-mini', 'http://127.0.0.1:11434/v1'],
  ['a known name in a private network', 'gpt-5-mini', 'http://192.168.1.7/v1'],
  ['a known name at a proxy', 'gpt-5-mini', 'https://llm.example.com/v1'],
  ['a known name at another provider', 'gpt-5-mini', 'https://api.anthropic.com/v1'],
  ['a host that only ends like a known one', 'gpt-5-mini', 'https://evil-api.openai.com.example.com/v1'],
  ['an own generator without an address', 'gpt-5-mini', null],
  ['a name of every object', 'constructor', OPENAI],
  ['a host of every object', 'gpt-5', 'https://constructor/v1'],
])('%s is unknown, not free', (_, model, url) => {
  expect(priceOf(model, url, [])).toBeNull();
});

test('what the user says comes first: names as they are, then globs in order, across slashes', () => {
  const prices = [{ model: 'my-*', input: 0, output: 0 }, { model: 'openai/*', input: 3, output: 4 }, { model: 'gpt-5*', input: 1, output: 1 }, { model: 'odd[1]', input: 9, output: 9 }];
  expect(priceOf('my-model:7b', 'http://localhost:11434/v1', prices)).toMatchObject({ input: 0, output: 0 });
  expect(priceOf('openai/gpt-5/x', null, prices)).toMatchObject({ input: 3 });
  expect(priceOf('gpt-5-mini', OPENAI, prices)).toMatchObject({ input: 1, output: 1 });
  expect(priceOf('odd[1]', null, prices)).toMatchObject({ input: 9 });
  expect(priceOf('other', null, prices)).toBeNull();
});

test('a cost is never negative, grows with the tokens, and is unknown without a price', () => {
  const tokens = fc.nat(1e7);
  fc.assert(fc.property(tokens, tokens, (promptTokens, completionTokens) => {
    const price = { model: 'm', input: 0.25, output: 2 };
    const cost = costOf({ promptTokens, completionTokens }, price)!;
    expect(cost).toBeCloseTo(promptTokens * 0.25e-6 + completionTokens * 2e-6, 9);
    expect(costOf({ promptTokens, completionTokens: completionTokens + 1 }, price)!).toBeGreaterThan(cost);
  }));
  expect(costOf({ promptTokens: 1, completionTokens: 1 }, null)).toBeNull();
});

test('the bundled list says how old it is', () => {
  expect(Number.isNaN(Date.parse(PRICES_AS_OF))).toBe(false);
});
