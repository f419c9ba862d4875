/** How a question is put, and how it is put otherwise once an endpoint has refused a part of it. */
import type { GenerationRequest } from '../core/ports.ts';
import type { ModelSettings } from '../core/model/settings.ts';
import type { Address, TokensName } from './model-address.ts';
import type { EndpointTraits } from './model-memory.ts';
import type { Received } from './model-transport.ts';
import { readError } from './model-words.ts';

export interface Plan {
  readonly structured: boolean;
  readonly tokens: TokensName;
  readonly maxTokens: number;
  readonly temperature: number | null;
}

export function planOf(request: GenerationRequest, settings: ModelSettings, traits: EndpointTraits, address: Address): Plan {
  return {
    structured: request.schema !== undefined && traits.shape !== 'fenced',
    tokens: traits.tokens ?? address.tokensName,
    maxTokens: request.maxTokens ?? settings.maxTokens,
    temperature: traits.temperature ? settings.temperature : null,
  };
}

/** What the SDK is given: one message, no tools, no stream. */
export function bodyOf(request: GenerationRequest, model: string, plan: Plan) {
  return {
    model,
    messages: [{ role: 'user' as const, content: request.prompt }],
    [plan.tokens]: plan.maxTokens,
    ...(plan.temperature === null ? {} : { temperature: plan.temperature }),
    ...(plan.structured && request.schema !== undefined
      ? { response_format: { type: 'json_schema' as const, json_schema: { name: request.schema.name, strict: true, schema: request.schema.schema } } }
      : {}),
  };
}

/** Fewer tokens than this hold no answer worth asking for. */
const LEAST_TOKENS = 1024;

/** Tokens that a template adds to what the endpoint counted. */
const MARGIN = 16;

const UNKNOWN = /unsupported|not supported|does not support|unrecogni[sz]ed|unknown|unexpected|extra (inputs|fields)|not permitted|not allowed|invalid.{0,20}(parameter|argument)|deprecated/i;
const SHAPE = /response_format|json_schema|json_validate_failed|structured.?output|guided|grammar|invalid schema/i;

/** Another way to put a refused question; `null` where the refusal is about something else. Each way is new: no circle. */
export function adapted(received: Received, plan: Plan, tried: ReadonlySet<string>): Plan | null {
  if (![400, 422, 500, 501].includes(received.status)) return null;
  const { message, labels } = readError(received.text);
  const words = `${message} ${labels}`;
  const ways: readonly (Plan | null)[] = [
    fittingTokens(words, plan),
    UNKNOWN.test(words) && new RegExp(`\\b${plan.tokens}\\b`).test(words) ? { ...plan, tokens: plan.tokens === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' } : null,
    plan.temperature !== null && /temperature/i.test(words) ? { ...plan, temperature: null } : null,
    plan.structured && (SHAPE.test(words) || UNKNOWN.test(words)) && !/\bmodel\b.{0,80}\b(not found|does not exist)/i.test(words) ? { ...plan, structured: false } : null,
  ];
  return ways.find((way) => way !== null && !tried.has(planKey(way))) ?? null;
}

export function planKey(plan: Plan): string {
  return JSON.stringify([plan.structured, plan.tokens, plan.maxTokens, plan.temperature]);
}

/** Servers of small models count the answer's limit into the context; they say how much room is left. */
function fittingTokens(words: string, plan: Plan): Plan | null {
  const context = /maximum context length is (\d+)/i.exec(words)?.[1];
  const used = /\((\d+) in the messages|resulted in (\d+) tokens|(\d+) (?:prompt|input) tokens|contains (?:at least )?(\d+) (?:input )?tokens/i.exec(words)?.slice(1).find((digits) => digits !== undefined);
  const most = /at most (\d+) (?:completion|output) tokens/i.exec(words)?.[1];
  const room = most !== undefined ? Number(most) : context !== undefined && used !== undefined ? Number(context) - Number(used) - MARGIN : null;
  return room === null || room < LEAST_TOKENS || room >= plan.maxTokens ? null : { ...plan, maxTokens: room };
}
