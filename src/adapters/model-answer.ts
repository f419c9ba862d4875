/** From a completion to a reply. */
import type { GenerationReply, Usage } from '../core/ports.ts';
import { failureOf, notAnApi, type Context, type Failure } from './model-failure.ts';
import type { Received } from './model-transport.ts';
import { field, parse, quote } from './model-words.ts';

type Read = { readonly type: 'reply'; readonly reply: GenerationReply } | { readonly type: 'failure'; readonly failure: Failure };

/** Models that think aloud put their thoughts before the answer where a server does not part them. */
const THOUGHTS = /^\s*<think>[\s\S]*?<\/think>\s*/;

/** Reads what the SDK made of a reply of status 2xx. `now`: for dates in headers. */
export function readCompletion(completion: unknown, received: Received, context: Context, now: Date): Read {
  const choices = field(completion, 'choices');
  const choice = Array.isArray(choices) ? (choices as readonly unknown[])[0] : undefined;
  const message = field(choice, 'message');
  if (message === undefined || received.cutShort !== null) {
    const code = Number(field(field(completion, 'error'), 'code'));
    const isError = field(completion, 'error') !== undefined && field(completion, 'error') !== null;
    // Some gateways send 200 and put the error of the provider behind them into the body.
    return { type: 'failure', failure: isError ? failureOf({ ...received, status: code >= 400 && code < 600 ? code : 500 }, context, now) : notAnApi(received, context) };
  }
  return { type: 'reply', reply: replyOf({ content: textOf(field(message, 'content')), refusal: field(message, 'refusal'), finish: field(choice, 'finish_reason'), usage: usageOf(field(completion, 'usage')) }, context) };
}

interface Said {
  readonly content: string;
  readonly refusal: unknown;
  readonly finish: unknown;
  readonly usage: Usage | null;
}

function replyOf({ content, refusal, finish, usage }: Said, { model, maxTokens, key }: Context): GenerationReply {
  const text = content.replace(THOUGHTS, '');
  const counted = { tokens: usage === null ? 0 : usage.promptTokens + usage.completionTokens, usage };
  const held = text === '' ? {} : { text };
  if (typeof refusal === 'string' && refusal.trim() !== '') {
    return { type: 'unusable', failure: 'refused', reason: `${model} refused to answer${quote(refusal, key)}.`, remedy: 'Word the request differently, or use another model.', text: refusal, ...counted };
  }
  if (finish === 'content_filter') {
    return { type: 'unusable', failure: 'refused', reason: `The answer of ${model} was held back by a content filter.`, remedy: 'Word the request differently, or loosen the content filter of the endpoint.', ...held, ...counted };
  }
  if (finish === 'length') {
    return { type: 'unusable', failure: 'truncated', reason: `The answer of ${model} ended at the limit of ${maxTokens} tokens.`, remedy: `Raise \`model-options.max-tokens\` (now ${maxTokens}; thinking counts too), or ask for less at once.`, ...held, ...counted };
  }
  if (text.trim() === '') {
    return { type: 'unusable', failure: 'empty', reason: `The answer of ${model} is empty${typeof finish === 'string' && finish !== 'stop' ? ` (${quote(finish, key).slice(2)})` : ''}.`, remedy: 'Ask again, raise `model-options.max-tokens` if the model thinks at length, or use another model.', ...counted };
  }
  return { type: 'answer', text, ...counted };
}

/** A text, or parts of which the texts count. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly unknown[]).map((part) => field(part, 'text')).filter((text) => typeof text === 'string').join('');
}

/** `null` where the endpoint counts nothing, or only zeros. */
function usageOf(usage: unknown): Usage | null {
  const promptTokens = field(usage, 'prompt_tokens');
  const total = field(usage, 'total_tokens');
  if (!isCount(promptTokens)) return null;
  const given = field(usage, 'completion_tokens');
  // Thoughts are in the total everywhere, and not everywhere in the completion's tokens.
  const completionTokens = Math.max(isCount(given) ? given : 0, isCount(total) ? total - promptTokens : 0);
  return promptTokens + completionTokens === 0 ? null : { promptTokens, completionTokens };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** Whether a text is an object in JSON, as a schema asks for. */
export function isStructured(text: string): boolean {
  const value = parse(text);
  return typeof value === 'object' && value !== null;
}
