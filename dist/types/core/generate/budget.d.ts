import type { Price, Settings } from '../model/settings.js';
import type { GenerationReply } from '../ports.js';
/** What questions took; `cost` in US dollars, `null` where a price was unknown. */
export interface Spent {
    readonly calls: number;
    readonly tokens: number;
    readonly cost: number | null;
    /** Milliseconds of waiting. */
    readonly timeMs: number;
}
export declare const NOTHING_SPENT: Spent;
/** An unknown cost makes the sum unknown. */
export declare function plus(a: Spent, b: Spent): Spent;
/**
 * Tokens that a text has at most, near enough: tokenizers of current models need about 4 characters for a token of English and 3.3 to 4 for one of
 * source code (OpenAI's guide for tokens; measured ratios of cl100k and o200k on code), so 3 errs on the safe side; other scripts
 * need up to a token for each character, so those count as one each.
 */
export declare function tokensOf(text: string): number;
/** What one question could take: all of its prompt, an answer of the greatest length, all of its time. */
export declare function couldTake(prompt: string, maxTokens: number, timeMs: number, price: Price | null): Spent;
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
export declare function overBudget(budgets: Settings['budgets'], used: Used, question: Spent, model: string): OverBudget | null;
/**
 * What a question took, `timeMs` being what was waited: as the endpoint counted; without its numbers the estimate. `null` if no model was
 * asked. A generator that names its own cost is believed.
 */
export declare function took(reply: GenerationReply, estimate: Spent, timeMs: number, price: Price | null): Spent | null;
