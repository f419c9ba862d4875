/** Budgets that fail closed: what a question could take is counted before it is asked, and what is not known counts as too much. Pure. */
import { duration, money, number } from '../report/format.ts';
import type { Budget, Price, Settings } from '../model/settings.ts';
import type { GenerationReply, Usage } from '../ports.ts';
import { costOf } from './prices.ts';

/** What questions took; `cost` in US dollars, `null` where a price was unknown. */
export interface Spent {
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number | null;
  /** Milliseconds of waiting. */
  readonly timeMs: number;
}

export const NOTHING_SPENT: Spent = { calls: 0, tokens: 0, cost: 0, timeMs: 0 };

/** An unknown cost makes the sum unknown. */
export function plus(a: Spent, b: Spent): Spent {
  return { calls: a.calls + b.calls, tokens: a.tokens + b.tokens, cost: a.cost === null || b.cost === null ? null : a.cost + b.cost, timeMs: a.timeMs + b.timeMs };
}

/**
 * Tokens that a text has at most, near enough: tokenizers of current models need about 4 characters for a token of English and 3.3 to 4 for one of
 * source code (OpenAI's guide for tokens; measured ratios of cl100k and o200k on code), so 3 errs on the safe side; other scripts
 * need up to a token for each character, so those count as one each.
 */
export function tokensOf(text: string): number {
  const other = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  return Math.ceil((text.length - other) / 3) + other;
}

/** What one question could take: all of its prompt, an answer of the greatest length, all of its time. */
export function couldTake(prompt: string, maxTokens: number, timeMs: number, price: Price | null): Spent {
  const usage: Usage = { promptTokens: tokensOf(prompt), completionTokens: maxTokens };
  return { calls: 1, tokens: usage.promptTokens + usage.completionTokens, cost: costOf(usage, price), timeMs };
}

/** What was asked for is not known to fit; told to people as it is. */
export interface OverBudget {
  readonly reason: string;
  readonly remedy: string;
}

export interface Used {
  readonly run: Spent;
  /** All runs of the last 24 hours, this one included. */
  readonly day: Spent;
  /** Why `day` cannot be trusted, as a sentence without its stop; `null` if it can. */
  readonly dayUnknown: string | null;
}

/** Why a question is not asked; `null` if every budget has room for it. */
export function overBudget(budgets: Settings['budgets'], used: Used, question: Spent, model: string): OverBudget | null {
  return over(budgets.run, { setting: 'budgets', used: used.run }, question, model) ?? unknownDay(budgets.day, used) ?? over(budgets.day, { setting: 'budgets.daily', used: used.day }, question, model);
}

function unknownDay(day: Budget, { dayUnknown }: Used): OverBudget | null {
  const set = dayUnknown === null ? undefined : LIMITS.find(({ key }) => day[key] !== null);
  if (set === undefined) return null;
  return {
    reason: `\`budgets.daily.${set.name}\` is set, and what was used in the last 24 hours is not known: ${dayUnknown!}.`,
    remedy: 'No question is asked. Repair the state (see the warning about it), wait a day, or take `budgets.daily` out; `budgets` still limits each run.',
  };
}

const LIMITS = [
  { key: 'calls', name: 'calls', text: (value: number) => `${number(value)} ${value === 1 ? 'question' : 'questions'}`, lower: '' },
  { key: 'tokens', name: 'tokens', text: (value: number) => `${number(value)} tokens`, lower: ' or lower `model-options.max-tokens`' },
  { key: 'cost', name: 'cost', text: money, lower: ' or lower `model-options.max-tokens`' },
  { key: 'timeMs', name: 'time', text: duration, lower: ' or lower `time-limits.model`' },
] as const;

function over(budget: Budget, { setting, used }: { readonly setting: 'budgets' | 'budgets.daily'; readonly used: Spent }, question: Spent, model: string): OverBudget | null {
  const isRun = setting === 'budgets';
  for (const { key, name, text, lower } of LIMITS) {
    const limit = budget[key];
    if (limit === null) continue;
    const [already, more] = [used[key], question[key]];
    if (more === null) return { reason: `\`${setting}.${name}\` is set, and the price of ${model} is not known, so no question is asked.`, remedy: `Write what it costs under \`prices\`, or take \`${setting}.${name}\` out.` };
    if (already === null) return { reason: `\`${setting}.${name}\` is set, and what earlier questions ${isRun ? 'of this run' : 'of the last 24 hours'} cost is not known.`, remedy: `Write what their models cost under \`prices\`, wait a day, or take \`${setting}.${name}\` out.` };
    if (already + more <= limit) continue;
    const wait = isRun ? '' : ' Or wait: what is older than 24 hours no longer counts.';
    return { reason: `\`${setting}.${name}\` allows ${text(limit)} ${isRun ? 'for this run' : 'for 24 hours'}: ${text(already)} used, and one more question could take ${text(more)}.`, remedy: `Raise \`${setting}.${name}\`${lower}.${wait}` };
  }
  return null;
}

/** Failures with which nothing was asked of a model. */
const NOT_ASKED: ReadonlySet<string> = new Set(['over-budget', 'no-recording']);
/** An endpoint that was still at work when we stopped waiting may charge for all of it. */
const MAY_BE_CHARGED: ReadonlySet<string> = new Set(['timed-out', 'cancelled']);

/**
 * What a question took, `timeMs` being what was waited: as the endpoint counted; without its numbers the estimate. `null` if no model was
 * asked. A generator that names its own cost is believed.
 */
export function took(reply: GenerationReply, estimate: Spent, timeMs: number, price: Price | null): Spent | null {
  if (reply.type === 'unavailable') {
    if (reply.failure !== undefined && NOT_ASKED.has(reply.failure)) return null;
    return MAY_BE_CHARGED.has(reply.failure ?? '') ? { ...estimate, timeMs } : { calls: 1, tokens: 0, cost: 0, timeMs };
  }
  const usage = sound(reply.usage ?? null);
  const own = reply.type === 'answer' ? reply.cost : undefined;
  const told = amount(reply.tokens);
  if (usage !== null) return { calls: 1, tokens: usage.promptTokens + usage.completionTokens, cost: amount(own) ?? costOf(usage, price), timeMs };
  if (amount(own) !== null) return { calls: 1, tokens: told ?? 0, cost: own!, timeMs };
  if (told === null || told === 0) return { ...estimate, timeMs };
  // A sum alone does not say on which side its tokens stand: the dearer one.
  return { calls: 1, tokens: told, cost: price === null ? null : (told * Math.max(price.input, price.output)) / 1e6, timeMs };
}

/** Endpoints that do not count send zeros, or nothing. */
function sound(usage: Usage | null): Usage | null {
  if (usage === null || amount(usage.promptTokens) === null || amount(usage.completionTokens) === null) return null;
  return usage.promptTokens + usage.completionTokens === 0 ? null : usage;
}

function amount(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
