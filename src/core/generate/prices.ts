/** What a model costs. */
import picomatch from 'picomatch';
import type { Price } from '../model/settings.ts';
import type { Usage } from '../ports.ts';

/** Day on which the bundled prices were looked up; `prices` overrides them, since lists like this one grow old. */
export const PRICES_AS_OF = '2026-11-22';

/**
 * US dollars for a million tokens, question and answer, of well-known models at their providers' own addresses: standard tier, prompts below
 * the length from which some charge more (200,000 tokens and up; ours are far shorter), no discount for cached or batched input. Looked up
 * in the providers' public price pages, as collected by the llm-prices project. Elsewhere, at a proxy or at home, the same name may cost
 * anything: the price is unknown there.
 */
const BUNDLED: Readonly<Record<string, Readonly<Record<string, readonly [input: number, output: number]>>>> = {
  'api.openai.com': {
    'gpt-5.5': [5, 30], 'gpt-5.5-pro': [30, 180], 'gpt-5.4': [2.5, 15], 'gpt-5.4-pro': [30, 180], 'gpt-5.4-mini': [0.75, 4.5], 'gpt-5.4-nano': [0.2, 1.25],
    'gpt-5.3-codex': [1.75, 14], 'gpt-5.2': [1.75, 14], 'gpt-5.2-codex': [1.75, 14], 'gpt-5.2-pro': [21, 168], 'gpt-5.1': [1.25, 10], 'gpt-5.1-codex': [1.25, 10],
    'gpt-5.1-codex-max': [1.25, 10], 'gpt-5.1-codex-mini': [0.25, 2], 'gpt-5': [1.25, 10], 'gpt-5-codex': [1.25, 10], 'gpt-5-mini': [0.25, 2], 'gpt-5-nano': [0.05, 0.4],
    'gpt-5-pro': [15, 120], 'gpt-4.1': [2, 8], 'gpt-4.1-mini': [0.4, 1.6], 'gpt-4.1-nano': [0.1, 0.4], 'gpt-4o': [2.5, 10], 'gpt-4o-mini': [0.15, 0.6],
    o3: [2, 8], 'o3-mini': [1.1, 4.4], 'o3-pro': [20, 80], 'o4-mini': [1.1, 4.4],
  },
  'api.anthropic.com': {
    'claude-fable-5-1': [10, 50], 'claude-fable-5': [10, 50], 'claude-opus-5-5': [4, 20], 'claude-opus-5': [5, 25], 'claude-opus-4-8': [5, 25], 'claude-opus-4-7': [5, 25],
    'claude-opus-4-6': [5, 25], 'claude-opus-4-5': [5, 25], 'claude-opus-4-1': [15, 75], 'claude-sonnet-5-5': [2, 10], 'claude-sonnet-5': [2, 10], 'claude-sonnet-4-6': [3, 15],
    'claude-sonnet-4-5': [3, 15], 'claude-haiku-4-5': [1, 5],
  },
  'generativelanguage.googleapis.com': {
    'gemini-3.6-flash': [1.5, 7.5], 'gemini-3.5-flash': [1.5, 9], 'gemini-3.5-flash-lite': [0.3, 2.5], 'gemini-3.1-pro-preview': [2, 12], 'gemini-3-flash-preview': [0.5, 3],
    'gemini-2.5-pro': [1.25, 10], 'gemini-2.5-flash': [0.3, 2.5], 'gemini-2.5-flash-lite': [0.1, 0.4],
  },
};

/** A snapshot costs what its model costs: `gpt-5-mini-2025-08-07`, `claude-haiku-4-5-20251001`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|20\d{6})$/;

/**
 * The price of a model: the first entry of `prices` whose name or glob (`*` matches `/` too) fits, else the bundled one of its provider, else
 * `null`: unknown, never free. An address of this machine or network is no provider's.
 */
export function priceOf(model: string, baseUrl: string | null, prices: readonly Price[]): Price | null {
  const own = prices.find((price) => price.model === model || picomatch.isMatch(model, price.model, { bash: true, dot: true, nonegate: true }));
  if (own !== undefined) return own;
  const host = baseUrl === null ? undefined : URL.parse(baseUrl)?.hostname;
  const models = host !== undefined && Object.hasOwn(BUNDLED, host) ? BUNDLED[host]! : {};
  const name = model.replace(/^models\//, '').replace(SNAPSHOT, '');
  const found = Object.hasOwn(models, name) ? models[name] : undefined;
  return found === undefined ? null : { model: name, input: found[0], output: found[1] };
}

/** US dollars; `null` where the price is unknown. */
export function costOf(usage: Usage, price: Price | null): number | null {
  return price === null ? null : (usage.promptTokens * price.input + usage.completionTokens * price.output) / 1e6;
}
