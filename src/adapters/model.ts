/** The endpoint that serves the model: the `openai` SDK over a bounded transport, every outcome a value. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { ModelSettings } from '../core/model/settings.ts';
import type { Clock, Endpoint, GenerationReply, GenerationRequest, Generator } from '../core/ports.ts';
import { readAddress } from './model-address.ts';
import { isStructured, readCompletion } from './model-answer.ts';
import { checkEndpoint, enriched } from './model-check.ts';
import { exchange, seconds, type Connection, type Exchanged } from './model-exchange.ts';
import { failureOf, type Context, type Failure } from './model-failure.ts';
import { passingMemory, type EndpointMemory } from './model-memory.ts';
import { adapted, bodyOf, planKey, planOf, type Plan } from './model-plan.ts';
import { createTransport, type Transport } from './model-transport.ts';

export interface ModelOptions {
  readonly settings: ModelSettings;
  /** Blanks around it do not count. */
  readonly apiKey: string;
  readonly cancelled: AbortSignal;
  readonly clock: Clock;
  /** What the endpoint was seen to take; default: found out anew in each process. */
  readonly memory?: EndpointMemory;
  readonly transport?: Transport;
  /** Rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The settings' address must be one that `config` accepts. Nothing is sent before the first question. */
export function createModel(options: ModelOptions): { readonly generator: Generator; readonly endpoint: Endpoint } {
  const connection: Connection = {
    settings: options.settings,
    address: readAddress(options.settings.baseUrl),
    key: options.apiKey.trim(),
    cancelled: options.cancelled,
    clock: options.clock,
    memory: options.memory ?? passingMemory(),
    transport: options.transport ?? createTransport(),
    sleep: options.sleep ?? ((ms, signal) => sleepFor(ms, undefined, { signal })),
  };
  return {
    generator: { id: { name: 'model', model: options.settings.name }, generate: (request) => ask(request, connection) },
    endpoint: { check: () => checkEndpoint(connection) },
  };
}

async function ask(request: GenerationRequest, connection: Connection): Promise<GenerationReply> {
  const { settings, address, clock, memory, cancelled } = connection;
  const endMs = clock.monotonicMs() + settings.timeoutMs;
  let plan = planOf(request, settings, memory.get(), address);
  const tried = new Set([planKey(plan)]);
  for (let retries = 0; ;) {
    const context: Context = { address, model: settings.name, key: connection.key, maxTokens: plan.maxTokens };
    const exchanged = await exchange(connection, endMs - clock.monotonicMs(), (client, options) => client.chat.completions.create(bodyOf(request, settings.name, plan), options));
    const next = exchanged.type === 'received' ? adapted(exchanged.received, plan, tried) : null;
    if (next !== null) {
      plan = next;
      tried.add(planKey(plan));
      continue;
    }
    const read = exchanged.type === 'broken' ? { type: 'failure' as const, failure: exchanged.failure } : readReply(exchanged, context, clock.now());
    if (read.type === 'reply') {
      await remember(request, read.reply, plan, connection);
      return read.reply;
    }
    const { failure } = read;
    const waitMs = Math.max(backoffMs(retries), failure.retry?.afterMs ?? 0);
    if (failure.retry === null || retries >= settings.retries) return await enriched(withTries(failure.reply, retries), connection, endMs);
    if (clock.monotonicMs() + waitMs >= endMs) return tooLate(withTries(failure.reply, retries), waitMs, settings.timeoutMs);
    retries += 1;
    await connection.sleep(waitMs, cancelled).catch(() => undefined);
  }
}

function readReply({ received, value }: Extract<Exchanged, { type: 'received' }>, context: Context, now: Date) {
  return received.status >= 200 && received.status < 300 ? readCompletion(value, received, context, now) : { type: 'failure' as const, failure: failureOf(received, context, now) };
}

async function remember(request: GenerationRequest, reply: GenerationReply, plan: Plan, { memory, address, settings }: Connection): Promise<void> {
  const known = memory.get();
  const wasAsked = request.schema !== undefined && plan.structured;
  // Refused, or taken without a word and not heeded.
  const shape = request.schema !== undefined && !plan.structured ? 'fenced' as const : wasAsked && reply.type === 'answer' ? isStructured(reply.text) ? 'structured' as const : 'fenced' as const : known.shape;
  const tokens = plan.tokens === address.tokensName ? null : plan.tokens;
  const temperature = settings.temperature === null ? known.temperature : plan.temperature !== null;
  if (shape !== known.shape || tokens !== known.tokens || temperature !== known.temperature) await memory.set({ shape, tokens, temperature });
}

/** One second, then twice as long each time, up to half a minute. */
function backoffMs(retries: number): number {
  return Math.min(1000 * 2 ** retries, 30_000);
}

function withTries(reply: Failure['reply'], retries: number): Failure['reply'] {
  return retries === 0 ? reply : { ...reply, reason: `${reply.reason} Asked ${retries + 1} times.` };
}

function tooLate(reply: Failure['reply'], waitMs: number, timeoutMs: number): GenerationReply {
  return { ...reply, reason: `${reply.reason} It may be asked again in ${seconds(waitMs)}, which is beyond the ${seconds(timeoutMs)} that a question may take.`, remedy: `${reply.remedy} Or raise \`time-limits.model\`.` };
}
