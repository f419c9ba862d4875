/**
 * One HTTP exchange, bounded: the SDK sees a reply only when all of it is here. `node:http` in place of the built-in `fetch`, which gives up
 * after five minutes without a header whatever it is told, knows no proxy, and hands an `api-key` on to where it is redirected.
 */
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

export interface Received {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Why the body was not read to its end, if it was not. */
  readonly cutShort: 'too-big' | 'stream' | null;
}

/** Rejects when no whole reply came: with the system's error, or with the signal's reason. Follows no redirect. */
export type Transport = (sent: Sent) => Promise<Received>;

export const MAX_REPLY_BYTES = 8 * 1024 * 1024;

/** `environment` may name a proxy by the usual variables. */
export function createTransport(environment: Readonly<Record<string, string | undefined>> = {}): Transport {
  const proxyEnv = Object.fromEntries(Object.entries(environment).filter(([name]) => /^(https?|no)_proxy$/i.test(name)));
  const agents = { http: new HttpAgent({ keepAlive: true, proxyEnv }), https: new HttpsAgent({ keepAlive: true, proxyEnv }) };
  return ({ url, method, headers, body, signal }) => new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const length: Record<string, string> = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options: RequestOptions = { method, headers: { ...headers, ...length, 'accept-encoding': 'identity' }, agent: secure ? agents.https : agents.http, signal };
    const request = (secure ? httpsRequest : httpRequest)(url, options);
    request.on('error', reject);
    request.on('response', (response) => { collect(request, response).then(resolve, reject); });
    request.end(body ?? undefined);
  });
}

async function collect(request: ClientRequest, response: IncomingMessage): Promise<Received> {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value ?? '']));
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  const end = (cutShort: Received['cutShort']): Received => {
    if (cutShort !== null) request.destroy();
    return { status, headers, text: Buffer.concat(chunks).toString('utf8'), cutShort };
  };
  // No stream was asked for: it may never end, and no piece of it is an answer.
  if (status < 300 && headers['content-type']?.startsWith('text/event-stream') === true) return end('stream');
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > MAX_REPLY_BYTES) return end('too-big');
    chunks.push(chunk as Buffer);
  }
  return end(null);
}
