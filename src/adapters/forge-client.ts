/** One request to GitHub and its repetitions, through the SDK of the runner's own toolkit. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/ports.ts';
import type { ForgeFailure } from '../core/ports-forge.ts';
import { explain, failed, FOREIGN, limitOf, retryAfterMs, type Failed, type Refusal } from './forge-refusals.ts';

export interface ForgeLimits {
  /** Of one verb, waits included. */
  readonly callMs: number;
  /** Of one request, its body included. */
  readonly requestMs: number;
  /** Longer limits are not waited for. */
  readonly waitMs: number;
  /** Of one answer; a page of 100 pull requests with the longest bodies stays below. */
  readonly bodyBytes: number;
}

export const DEFAULT_LIMITS: ForgeLimits = { callMs: 150_000, requestMs: 30_000, waitMs: 60_000, bodyBytes: 48 * 1024 * 1024 };

export interface ClientOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Values that never show in a reason; the token is among them anyway. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
  readonly userAgent: string;
  readonly limits: ForgeLimits;
  /** Default: the SDK's, which honours `https_proxy` and `no_proxy`. */
  readonly fetch: typeof fetch | null;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Ask {
  /** Such as `GET /repos/{owner}/{repo}`, or a verb and a whole address. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** True if doing it twice is as good as once: repeated where its fate is unknown. */
  readonly repeatable: boolean;
  /** Reasons of refusals that pass by themselves within seconds. */
  readonly passing?: RegExp;
}

export type Reply =
  | { readonly type: 'answer'; readonly data: object; readonly hasNext: boolean }
  /** `fateUnknown`: it may have taken effect all the same. */
  | (Failed & { readonly fateUnknown: boolean });

/** Asks within the time of one call. */
export type Asker = (ask: Ask) => Promise<Reply>;

export interface Client {
  /** Begins a call: its requests share one deadline. */
  begin(): Asker;
  /** A failure that no answer of GitHub told. */
  fail(failure: ForgeFailure, reason: string, remedy: string): Failed;
}

/** Waits before the second and third try. */
const BACKOFF_MS = [1_000, 4_000];
const LIMIT_WAITS = 2;

/** Errors before anything was sent. */
const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|_CERT|SELF_SIGNED/;

type Outcome =
  | { readonly type: 'answer'; readonly data: object; readonly hasNext: boolean }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'lost'; readonly reason: string; readonly unsent: boolean }
  | { readonly type: 'foreign'; readonly reason: string };

type Octokit = InstanceType<(typeof import('./forge-sdk.ts'))['GitHub']>;

/** Asks nothing yet. Only in here the token is known. */
export function createClient(options: ClientOptions): Client {
  const secrets = [options.token, ...options.secrets];
  let octokit: Promise<Octokit> | null = null;
  const begin = (): Asker => {
    const deadline = options.clock.monotonicMs() + options.limits.callMs;
    return async (ask) => repeated(ask, { options, secrets, deadline }, async (ms) => once(await (octokit ??= openOctokit(options)), ask, options, ms));
  };
  return { begin, fail: (failure, reason, remedy) => failed(failure, reason, remedy, secrets) };
}

/** Loaded when the first request is made: a run that opens nothing does not pay for it. */
async function openOctokit({ token, apiUrl, userAgent, limits, fetch }: ClientOptions): Promise<Octokit> {
  const { GitHub, getOctokitOptions, defaults } = await import(/* webpackIgnore: true */ './forge-sdk.ts');
  const base = fetch ?? (defaults.request?.fetch as typeof globalThis.fetch | undefined) ?? globalThis.fetch;
  const silent = (): void => undefined;
  // A runner obeys commands on standard output, and the SDK writes deprecations there.
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return new GitHub(getOctokitOptions(token, { baseUrl: apiUrl, userAgent, log, request: { fetch: bounded(base, limits.bodyBytes), log } }));
}

/** Reads the body here, so that no answer is longer than this. */
function bounded(base: typeof fetch, limit: number): typeof fetch {
  return async (...request) => {
    const response = await base(...request);
    if (response.body === null) return response;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) throw new Error(`the answer is longer than ${Math.round(limit / 1024 / 1024)} MiB`);
      chunks.push(chunk);
    }
    const isEmpty = size === 0;
    return new Response(isEmpty ? null : Buffer.concat(chunks), { status: response.status, statusText: response.statusText, headers: new Headers([...response.headers]) });
  };
}

interface Bounds {
  readonly options: ClientOptions;
  readonly secrets: readonly string[];
  /** On the clock's monotonic scale. */
  readonly deadline: number;
}

/** Sends until there is an answer, a refusal that lasts, or no time. */
async function repeated(ask: Ask, { options, secrets, deadline }: Bounds, send: (ms: number) => Promise<Outcome>): Promise<Reply> {
  const { clock, cancelled, limits, sleep } = options;
  let [losses, waits] = [0, 0];
  for (;;) {
    if (cancelled.aborted) return { ...failed('unreachable', 'the run was cancelled before GitHub answered', 'Run again: what was pushed is found and continued.', secrets), fateUnknown: false };
    const left = deadline - clock.monotonicMs();
    const outcome = await send(Math.max(1, Math.min(limits.requestMs, left)));
    if (outcome.type === 'answer') return outcome;
    const reply = explained(outcome, secrets, clock);
    const limit = outcome.type === 'refused' ? limitOf(outcome.refusal, clock.now()) : null;
    let wait: number | null = null;
    if (limit !== null) wait = limit.waitMs <= limits.waitMs && waits++ < LIMIT_WAITS ? limit.waitMs : null;
    else if (mayRepeat(outcome, ask) || ask.passing?.test(reply.reason) === true) wait = pause(outcome, losses++, limits, clock);
    if (wait === null || cancelled.aborted || clock.monotonicMs() + wait >= deadline) return reply;
    await sleep(wait, cancelled);
  }
}

function mayRepeat(outcome: Exclude<Outcome, { readonly type: 'answer' }>, { repeatable }: Ask): boolean {
  switch (outcome.type) {
    case 'lost': return repeatable || outcome.unsent;
    case 'refused': return repeatable && outcome.refusal.status >= 500;
    case 'foreign': return false;
    default: return outcome satisfies never;
  }
}

function pause(outcome: Outcome, losses: number, { waitMs }: ForgeLimits, clock: Clock): number | null {
  const backoff = BACKOFF_MS[losses];
  const told = outcome.type === 'refused' ? retryAfterMs(outcome.refusal, clock.now()) : null;
  if (backoff === undefined || (told !== null && told > waitMs)) return null;
  return Math.max(backoff, told ?? 0);
}

function explained(outcome: Exclude<Outcome, { readonly type: 'answer' }>, secrets: readonly string[], clock: Clock): Failed & { readonly fateUnknown: boolean } {
  switch (outcome.type) {
    case 'refused': return { ...explain(outcome.refusal, secrets, clock.now()), fateUnknown: outcome.refusal.status >= 500 };
    case 'lost': return { ...failed('unreachable', `GitHub could not be reached: ${outcome.reason}`, 'Check the network, the proxy and GITHUB_API_URL, then run again.', secrets), fateUnknown: !outcome.unsent };
    case 'foreign': return { ...failed('unreachable', `the answer is not GitHub's: ${outcome.reason}`, FOREIGN, secrets), fateUnknown: true };
    default: return outcome satisfies never;
  }
}

async function once(octokit: Octokit, { route, parameters }: Ask, { cancelled }: ClientOptions, ms: number): Promise<Outcome> {
  const timeout = AbortSignal.timeout(ms);
  const headers = { 'x-github-api-version': '2022-11-28' };
  try {
    const response = await octokit.request(route, { ...parameters, headers, request: { signal: AbortSignal.any([timeout, cancelled]) } });
    const [data, given] = [response.data as unknown, response.headers];
    if (typeof data !== 'object' || data === null) return { type: 'foreign', reason: `${given['content-type'] ?? 'no content type'} instead of JSON` };
    return { type: 'answer', data, hasNext: /rel="?next"?/.test(given.link ?? '') };
  } catch (error) {
    return outcomeOf(error, timeout.aborted, cancelled.aborted, ms);
  }
}

/** The SDK's errors carry the request with its token: nothing of them leaves but what is picked here. */
function outcomeOf(error: unknown, isTimeout: boolean, isCancelled: boolean, ms: number): Outcome {
  const { status, response } = error as { readonly status?: number; readonly response?: { readonly headers: Refusal['headers']; readonly data: unknown } };
  if (response !== undefined && status !== undefined) return { type: 'refused', refusal: { status, headers: response.headers, data: response.data } };
  if (isCancelled) return { type: 'lost', reason: 'the run was cancelled', unsent: false };
  if (isTimeout) return { type: 'lost', reason: `no answer within ${Math.round(ms / 1000)} s`, unsent: false };
  const causes = causesOf(error);
  return { type: 'lost', reason: causes.at(-1) ?? 'unknown', unsent: causes.some((cause) => UNSENT.test(cause)) };
}

/** By shape, not by class: errors of the system come from elsewhere. */
function causesOf(error: unknown): readonly string[] {
  const found: string[] = [];
  for (let current = error; typeof current === 'object' && current !== null && found.length < 5; current = (current as { readonly cause?: unknown }).cause) {
    const { message = '', code } = current as { readonly message?: unknown; readonly code?: unknown };
    const text = [message, typeof code === 'string' && !String(message).includes(code) ? `(${code})` : ''].filter((part) => part !== '').join(' ');
    if (text !== '') found.push(text);
  }
  return found;
}

/** Ends early, without an error, when the run is cancelled. */
export async function sleepUnlessCancelled(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
