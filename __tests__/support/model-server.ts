/**
 * An endpoint that speaks the OpenAI protocol on loopback: real HTTP, scripted answers, a record of every request.
 *
 *     const server = await startModelServer({ answer: '{"files": []}' });
 *     const server = await startModelServer({ answer: [REPLIES.rateLimited(1), 'second'] });          // one each, in order
 *     const server = await startModelServer({ answer: ({ prompt }) => prompt.includes('sort') ? 'a' : { type: 'hang' } });
 *     … base-url: server.url, api-key: any text …; await server.close();
 *
 * It lives in the process that started it: wait for children with `spawn`, never with `spawnSync`.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; `{}` where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** All messages' texts, joined by blank lines. */
  readonly prompt: string;
  /** The key, however it came; `null` without one. */
  readonly key: string | null;
}

export interface ModelUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What the server does with one request; a text is `{ type: 'answer', text }`. */
export type Behaviour =
  | {
      readonly type: 'answer';
      readonly text: string | null;
      readonly refusal?: string;
      /** `finish_reason`; default `stop`. */
      readonly finish?: string;
      /** `null`: none is told; default: a token for four characters. */
      readonly usage?: ModelUsage | null;
      readonly latencyMs?: number;
    }
  /** Any other reply; an object becomes JSON. */
  | { readonly type: 'reply'; readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly latencyMs?: number }
  /** Takes the request and says nothing, ever. */
  | { readonly type: 'hang' }
  /** Status and headers come, the body does not. */
  | { readonly type: 'headers-only' }
  /** A body without end, as fast as it is read, or a piece each `everyMs`. */
  | { readonly type: 'endless'; readonly contentType: string; readonly piece: string; readonly everyMs?: number }
  /** The connection breaks: at once, or in the middle of the body. */
  | { readonly type: 'cut'; readonly after?: string };

type Answer = string | Behaviour;

export interface ModelServerOptions {
  /** For every question; for each in turn (then 500); or made from the request. */
  readonly answer: Answer | readonly Answer[] | ((request: ModelRequest, index: number) => Answer | Promise<Answer>);
  /** What `/models` lists; a question for another model gets a 404 as OpenAI gives it. Default: any model is known, `/models` lists one. */
  readonly models?: readonly string[];
  /** What `/models` does in place of listing. */
  readonly listing?: Behaviour;
  /** The only key that is let in; default: any. */
  readonly key?: string;
  /** False: a question with `response_format` is refused, as endpoints without structured output do. */
  readonly structured?: boolean;
  /** The only name for the limit of tokens that is taken; default: both. */
  readonly tokensParameter?: 'max_tokens' | 'max_completion_tokens';
  /** False: a question with `temperature` is refused. */
  readonly temperature?: boolean;
  /** Before `/chat/completions` and `/models`; default `/v1`. */
  readonly basePath?: string;
}

export interface ModelServer {
  /** The base URL, path included, without a slash at the end. */
  readonly url: string;
  /** Without a path. */
  readonly origin: string;
  /** Every request, in order, questions and others. */
  readonly requests: readonly ModelRequest[];
  /** Only the questions. */
  readonly questions: readonly ModelRequest[];
  /** Milliseconds that the server itself spent on each question, in order. */
  readonly ownMs: readonly number[];
  /** Forgets requests and times, not the place in a list of answers. */
  forget(): void;
  close(): Promise<void>;
}

const apiError = (status: number, message: string, type: string, code: string | null, param: string | null = null, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  ({ type: 'reply', status, headers, body: { error: { message, type, param, code } } });

/** Replies as OpenAI words them. */
export const REPLIES = {
  unauthorised: apiError(401, 'Incorrect API key provided: sk-loop****************back. You can find your API key at https://platform.openai.com/account/api-keys.', 'invalid_request_error', 'invalid_api_key'),
  forbidden: apiError(403, 'Project `proj_1` does not have access to model `gpt-5-mini`', 'invalid_request_error', 'model_not_found'),
  noSuchModel: (model: string): Behaviour => apiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, 'invalid_request_error', 'model_not_found'),
  tooLong: apiError(400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 20000 tokens. Please reduce the length of the messages.", 'invalid_request_error', 'context_length_exceeded', 'messages'),
  rateLimited: (seconds: number): Behaviour => apiError(429, `Rate limit reached for gpt-5-mini in organization org-1 on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in ${seconds}s.`, 'requests', 'rate_limit_exceeded', null, { 'retry-after': String(seconds) }),
  outOfCredit: apiError(429, 'You exceeded your current quota, please check your plan and billing details.', 'insufficient_quota', 'insufficient_quota'),
  serverError: apiError(500, 'The server had an error while processing your request. Sorry about that!', 'server_error', null),
  overloaded: apiError(503, 'The engine is currently overloaded, please try again later', 'server_error', null),
  webPage: { type: 'reply', status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!DOCTYPE html>\n<html><head><title>Sign in to the corporate proxy</title></head><body>Please sign in.</body></html>' },
  notJson: { type: 'reply', status: 200, headers: { 'content-type': 'application/json' }, body: '{"id": "chatcmpl-1", "choices": [' },
  gone: apiError(410, 'GitHub Models has been retired.', 'invalid_request_error', 'gone'),
  redirect: (to: string): Behaviour => ({ type: 'reply', status: 307, headers: { location: to } }),
} as const satisfies Readonly<Record<string, Behaviour | ((argument: never) => Behaviour)>>;

/** Starts it on a free port. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const questions: ModelRequest[] = [];
  const ownMs: number[] = [];
  let asked = 0;
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const start = performance.now();
    const request = await readRequest(incoming);
    requests.push(request);
    const isQuestion = request.method === 'POST' && request.path.split('?')[0]!.endsWith('/chat/completions');
    if (isQuestion) questions.push(request);
    const refused = refusalOf(request, options);
    if (refused === null && isQuestion) asked += 1;
    const behaviour = refused ?? (isQuestion ? await nextAnswer(options, request, asked - 1) : listing(options));
    const latency = 'latencyMs' in behaviour ? behaviour.latencyMs ?? 0 : 0;
    if (latency > 0) await new Promise((resolve) => { setTimeout(resolve, latency).unref(); });
    if (isQuestion) response.on('finish', () => { ownMs.push(performance.now() - start); });
    perform(behaviour, request, response);
  };
  const http = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => { response.destroy(error as Error); });
  });
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    http.closeAllConnections();
    await new Promise((resolve) => { http.close(resolve); });
  };
  const forget = (): void => { for (const list of [requests, questions, ownMs]) list.length = 0; };
  return { url: `${origin}${options.basePath ?? '/v1'}`, origin, requests, questions, ownMs, forget, close };
}

/** Why the server does not even ask the model. */
function refusalOf({ path, key, body, method }: ModelRequest, options: ModelServerOptions): Behaviour | null {
  const base = options.basePath ?? '/v1';
  // Azure lists models beside its deployments, not below them.
  const known = method === 'POST' ? `${base}/chat/completions` : `${base.replace(/\/deployments\/[^/]+$/, '')}/models`;
  if (path.split('?')[0] !== known) return { type: 'reply', status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '404 page not found' };
  if (options.key !== undefined && key !== options.key) return REPLIES.unauthorised;
  if (method !== 'POST') return null;
  if (options.models !== undefined && !options.models.includes(String(body['model']))) return REPLIES.noSuchModel(String(body['model']));
  if (options.structured === false && 'response_format' in body) return apiError(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", 'invalid_request_error', null, 'response_format');
  const other = options.tokensParameter === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  if (options.tokensParameter !== undefined && other in body) return apiError(400, `Unsupported parameter: '${other}' is not supported with this model. Use '${options.tokensParameter}' instead.`, 'invalid_request_error', 'unsupported_parameter', other);
  if (options.temperature === false && 'temperature' in body) return apiError(400, "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.", 'invalid_request_error', 'unsupported_value', 'temperature');
  return null;
}

async function nextAnswer({ answer }: ModelServerOptions, request: ModelRequest, index: number): Promise<Behaviour> {
  const chosen = typeof answer === 'function' ? await answer(request, index) : isList(answer) ? answer[index] ?? apiError(500, 'The script of this test has no further answer.', 'server_error', null) : answer;
  return typeof chosen === 'string' ? { type: 'answer', text: chosen } : chosen;
}

function isList(answer: Answer | readonly Answer[]): answer is readonly Answer[] {
  return Array.isArray(answer);
}

function listing({ listing: scripted, models = ['loopback'] }: ModelServerOptions): Behaviour {
  return scripted ?? { type: 'reply', status: 200, body: { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 1_760_000_000, owned_by: 'loopback' })) } };
}

function perform(behaviour: Behaviour, request: ModelRequest, response: ServerResponse): void {
  switch (behaviour.type) {
    case 'answer':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion(behaviour, request)));
      return;
    case 'reply': {
      const { status, body = '', headers = {} } = behaviour;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
      return;
    }
    case 'hang':
      return;
    case 'headers-only':
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': behaviour.contentType });
      pour(response, behaviour.piece, behaviour.everyMs ?? 0);
      return;
    case 'cut':
      if (behaviour.after === undefined) return void response.destroy();
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(behaviour.after.length + 100) });
      response.write(behaviour.after, () => { setTimeout(() => { response.destroy(); }, 20); });
      return;
    default:
      return behaviour satisfies never;
  }
}

function pour(response: ServerResponse, piece: string, everyMs: number): void {
  if (response.destroyed) return;
  const goOn = (): void => { pour(response, piece, everyMs); };
  if (!response.write(piece)) response.once('drain', goOn);
  else if (everyMs > 0) setTimeout(goOn, everyMs).unref();
  else setImmediate(goOn);
}

function completion({ text, refusal, finish = 'stop', usage }: Extract<Behaviour, { type: 'answer' }>, { body, prompt }: ModelRequest): Record<string, unknown> {
  const counted = usage === undefined ? { promptTokens: tokensOf(prompt), completionTokens: tokensOf(text ?? '') } : usage;
  return {
    id: 'chatcmpl-loopback', object: 'chat.completion', created: 1_760_000_000, model: body['model'],
    choices: [{ index: 0, message: { role: 'assistant', content: text, refusal: refusal ?? null }, logprobs: null, finish_reason: finish }],
    ...(counted === null ? {} : { usage: { prompt_tokens: counted.promptTokens, completion_tokens: counted.completionTokens, total_tokens: counted.promptTokens + counted.completionTokens } }),
  };
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

async function readRequest(incoming: IncomingMessage): Promise<ModelRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const messages = (body['messages'] ?? []) as readonly { readonly content?: unknown }[];
  const bearer = /^Bearer (.*)$/.exec(incoming.headers.authorization ?? '')?.[1];
  const { method = '', url = '', headers } = incoming;
  return { method, path: url, headers, body, prompt: messages.map(({ content }) => String(content)).join('\n\n'), key: bearer ?? headers['api-key']?.toString() ?? null };
}
