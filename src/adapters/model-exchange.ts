/** One exchange with the endpoint: the `openai` SDK over the bounded transport, with a deadline. */
import type OpenAI from 'openai';
import type { ModelSettings } from '../core/model/settings.ts';
import type { Clock } from '../core/ports.ts';
import type { Address } from './model-address.ts';
import { unavailable, type Context, type Failure } from './model-failure.ts';
import type { EndpointMemory } from './model-memory.ts';
import { networkFailure } from './model-network.ts';
import type { Received, Transport } from './model-transport.ts';

/** What all questions share. */
export interface Connection {
  readonly settings: ModelSettings;
  readonly address: Address;
  readonly key: string;
  readonly cancelled: AbortSignal;
  readonly clock: Clock;
  readonly memory: EndpointMemory;
  readonly transport: Transport;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What came of one exchange; `value` is the reply as the SDK understood it. */
export type Exchanged = { readonly type: 'received'; readonly received: Received; readonly value: unknown } | { readonly type: 'broken'; readonly failure: Failure };

/** One request through the SDK, at most `leftMs` long. Closes what it opened. */
export async function exchange(connection: Connection, leftMs: number, call: (client: OpenAI, options: { readonly signal: AbortSignal }) => PromiseLike<unknown>, baseUrl: string = connection.address.baseUrl): Promise<Exchanged> {
  const { cancelled, address, settings, key } = connection;
  const context: Context = { address, model: settings.name, key, maxTokens: settings.maxTokens };
  const stop = new AbortController();
  const onCancelled = (): void => { stop.abort(); };
  const timer = setTimeout(() => { stop.abort(); }, Math.max(0, leftMs));
  cancelled.addEventListener('abort', onCancelled);
  const seen: { received: Received | null; error: unknown } = { received: null, error: null };
  try {
    if (cancelled.aborted) stop.abort();
    const value = await call(await openClient(connection, baseUrl, seen), { signal: stop.signal });
    return { type: 'received', received: seen.received!, value };
  } catch (error) {
    if (seen.received !== null) return { type: 'received', received: seen.received, value: null };
    if (cancelled.aborted) return { type: 'broken', failure: unavailable('cancelled', 'The run was cancelled before an answer came.', 'Run again when you like.') };
    if (stop.signal.aborted) return { type: 'broken', failure: unavailable('timed-out', `${address.host} gave no whole answer within ${seconds(settings.timeoutMs)}.`, 'Raise `time-limits.model`, use a faster model, or look at the endpoint: it took the connection and then went silent or slow.') };
    return { type: 'broken', failure: networkFailure(seen.error ?? error, context) };
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', onCancelled);
  }
}

/** A day and a bit: the transport's own deadline always comes first. */
const SDK_TIMEOUT_MS = 25 * 60 * 60 * 1000;

async function openClient({ key, address, transport }: Connection, baseURL: string, seen: { received: Received | null; error: unknown }): Promise<OpenAI> {
  const { default: Client } = await import(/* webpackIgnore: true */ './model-sdk.ts');
  return new Client({
    // The SDK insists on a key; an endpoint without keys takes any.
    apiKey: key === '' ? 'none' : key,
    baseURL, organization: null, project: null, adminAPIKey: null, webhookSecret: null, maxRetries: 0, timeout: SDK_TIMEOUT_MS, logLevel: 'off',
    ...(address.isAzure ? { defaultHeaders: { 'api-key': key, authorization: null } } : {}),
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      // What the SDK tells of this machine is nobody's business.
      const headers = Object.fromEntries([...new Headers(init?.headers)].filter(([name]) => !name.startsWith('x-stainless-')));
      try {
        seen.received = await transport({ url, method: init?.method ?? 'GET', headers, body: typeof init?.body === 'string' ? init.body : null, signal: init?.signal ?? new AbortController().signal });
      } catch (error) {
        seen.error = error;
        throw error;
      }
      return responseOf(seen.received);
    },
  });
}

/** What the SDK parses. Some servers forget to say that their JSON is JSON. */
function responseOf({ status, text }: Received): Response {
  const isJson = /^\s*[{[]/.test(text);
  return new Response(text === '' ? null : text, { status: status >= 200 && status <= 599 ? status : 502, headers: { 'content-type': isJson ? 'application/json' : 'text/plain' } });
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}
