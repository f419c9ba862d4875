/** From a reply that is no answer to what it means, what a person can do, and whether asking again makes sense. */
import type { EndpointFailure, GenerationReply } from '../core/ports.ts';
import type { Address } from './model-address.ts';
import { MAX_REPLY_BYTES, type Received } from './model-transport.ts';
import { isWebPage, quote, readError, titleOf, type Said } from './model-words.ts';

export interface Context {
  readonly address: Address;
  readonly model: string;
  readonly key: string;
  /** Limit of tokens of the answer that was asked for. */
  readonly maxTokens: number;
}

/** `retry`: the same question may be answered later; `afterMs` as the endpoint wishes. */
export interface Failure {
  readonly reply: Exclude<GenerationReply, { readonly type: 'answer' }>;
  readonly retry: { readonly afterMs: number | null } | null;
}

export function unavailable(failure: EndpointFailure, reason: string, remedy: string, retry: Failure['retry'] = null): Failure {
  return { reply: { type: 'unavailable', failure, reason, remedy }, retry };
}

export function retired({ address }: Context, what: string): Failure {
  return unavailable('no-such-endpoint', `${address.host} is gone (${what}).`, RETIRED);
}

const RETIRED =
  'GitHub Models was retired on 2026-07-30, so no model is to be had inside a workflow without a key of its own any more. Set `base-url`, `model` and `api-key` to another endpoint (docs/models.md has recipes), or leave `api-key` out to work without a model.';

const TOO_LONG = /context_length_exceeded|maximum context length|context (length|window|size)|prompt is too long|too many (input )?tokens|input (is )?too long|max_model_len|reduce the length|string_above_max_length/i;
const NO_MODEL = /model_not_found|DeploymentNotFound|invalid model|unknown model|no such model|model\b.{0,120}\b(not found|does not exist|not exist|not available|unavailable)|not a (chat|valid) model|deployment .{0,60}does not exist/is;
const NO_CREDIT = /insufficient_quota|exceeded your current quota|budget_exceeded|budget has been exceeded|exceeded.{0,20}budget|credit balance|insufficient (credit|balance|funds)|payment required|billing_hard_limit|usage limits/i;
const FILTERED = /content_filter|content_policy|ResponsibleAIPolicyViolation|content management policy|flagged as potentially/i;

/** What a status other than 2xx means, or a body of 2xx that holds an error. `now`: for dates in `Retry-After`. */
export function failureOf(received: Received, context: Context, now: Date): Failure {
  const { status } = received;
  const said = readError(received.text);
  const { address } = context;
  if (address.isRetired || status === 410) return retired(context, `${status}${quote(said.message, context.key)}`);
  if (status >= 300 && status < 400) return redirected(received, context);
  const words = `${said.message} ${said.labels}`;
  if (NO_CREDIT.test(words) || status === 402) return unavailable('out-of-credit', `${address.host} has no credit left for this key (${status})${quote(said.message, context.key)}.`, 'Top up the account or raise its limit, use another key, or leave `api-key` out to work without a model.');
  if (status === 400 || status === 413 || status === 422) return rejected(received, said, context);
  switch (status) {
    case 401: return unauthorised(context);
    case 403: return isWebPage(received.text) ? webPage(received, context) : unavailable('forbidden', `${address.host} forbids the use of \`${context.model}\` with this key (403)${quote(said.message, context.key)}.`, 'Allow the model for the project or resource that the key belongs to, or use another key.');
    case 407: return unavailable('forbidden', `A proxy on the way to ${address.host} asks for a sign-in (407).`, 'Put the user name and password into the proxy\'s address in `HTTPS_PROXY`, or let the host pass by `NO_PROXY`.');
    case 404: case 405: return notFound(received, said, context);
    case 429: return unavailable('rate-limited', `${address.host} lets no more questions in for now (429)${quote(said.message, context.key)}.`, 'Run again later, ask less (`budgets.calls`, `kinds`), or raise the limits of the account.', { afterMs: waitOf(received, now) });
    default: return serverError(received, said, context, now);
  }
}

function serverError(received: Received, said: Said, { address, key }: Context, now: Date): Failure {
  const { status, text } = received;
  const what = isWebPage(text) ? ` with a web page${titleOf(text)}` : quote(said.message, key);
  // 409 and 425 are what some gateways say while a model is loaded.
  if (status >= 500 || status === 408 || status === 409 || status === 425) return unavailable('server-error', `${address.host} is broken or busy (${status})${what}.`, 'Run again later; if it lasts, look at the endpoint\'s own log or status page.', { afterMs: waitOf(received, now) });
  return unavailable('rejected', `${address.host} refused the question (${status})${what}.`, 'Compare `base-url` and `model` with docs/models.md.');
}

function rejected({ status }: Received, said: Said, context: Context): Failure {
  const { address, model, key, maxTokens } = context;
  const words = `${said.message} ${said.labels}`;
  if (FILTERED.test(words)) {
    return { reply: { type: 'unusable', failure: 'refused', reason: `${address.host} filters the question out (${status})${quote(said.message, key)}.`, remedy: 'Word the request differently, or loosen the content filter of the deployment.' }, retry: null };
  }
  if (TOO_LONG.test(words) || status === 413) {
    return unavailable('too-long', `The question and ${maxTokens} tokens of answer are more than \`${model}\` takes (${status})${quote(said.message, key)}.`, `Lower \`model-options.max-tokens\` (now ${maxTokens}), use a model with a larger context, or serve this one with more of it.`);
  }
  if (NO_MODEL.test(words)) return noSuchModel(status, said, context);
  return unavailable('rejected', `${address.host} refused the question (${status})${quote(said.message, key)}.`, 'Compare `base-url` and `model` with docs/models.md.');
}

function unauthorised({ address }: Context): Failure {
  const where = address.isAzure ? 'Azure takes only a key of the very resource that `base-url` names (page "Keys and Endpoint").' : 'Keys of another provider or project do not count.';
  // Endpoints repeat parts of the key here, so that none of their words are quoted.
  return unavailable('unauthorised', `${address.host} does not know this key (401).`, `Put a valid key of this endpoint into \`api-key\`; in a workflow, a repository secret. ${where}`);
}

function noSuchModel(status: number, said: Said, { address, model, key }: Context): Failure {
  const remedy = address.isAzure ? 'Azure wants the name of the deployment, not of the model; a new deployment takes some minutes.' : 'Set `model` to a name that the endpoint knows.';
  return unavailable('no-such-model', `${address.host} has no model \`${model}\` (${status})${quote(said.message, key)}.`, remedy);
}

function notFound(received: Received, said: Said, context: Context): Failure {
  if (NO_MODEL.test(`${said.message} ${said.labels}`)) return noSuchModel(received.status, said, context);
  const what = isWebPage(received.text) ? ` (${received.status}, a web page${titleOf(received.text)})` : ` (${received.status})${quote(said.message, context.key)}`;
  return unavailable('no-such-endpoint', `There is no chat at ${context.address.baseUrl}${what}.`, 'Set `base-url` to the address of the API; most end in `/v1`.');
}

function redirected({ status, headers }: Received, { address }: Context): Failure {
  const target = URL.parse(headers['location'] ?? '', address.baseUrl);
  const to = target === null ? 'elsewhere' : `to ${target.origin}`;
  return unavailable('no-such-endpoint', `${address.origin} redirects ${to} (${status}); the key is not sent there.`, 'If that is the endpoint, set `base-url` to it; if it is a sign-in page, let the runner through to the endpoint.');
}

/** A body of status 2xx that is no completion. */
export function notAnApi(received: Received, context: Context): Failure {
  const { address, key } = context;
  const { text, status, cutShort } = received;
  if (cutShort === 'too-big') return unavailable('not-an-api', `${address.host} sent more than ${MAX_REPLY_BYTES / (1024 * 1024)} MiB in one answer.`, 'Set `base-url` to an endpoint that speaks the OpenAI protocol; what comes here is no chat answer.');
  if (cutShort === 'stream') return unavailable('not-an-api', `${address.host} streams its answer, which it was not asked to.`, 'Switch forced streaming off in the endpoint or the proxy before it.');
  if (isWebPage(text)) return webPage(received, context);
  // Half a body may be the network's fault.
  const retry = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}') ? { afterMs: null } : null;
  return unavailable('not-an-api', text.trim() === '' ? `${address.host} answered with nothing at all (${status}).` : `${address.host} answered with something that is no chat answer (${status})${quote(text, key)}.`, 'Set `base-url` to an endpoint that speaks the OpenAI protocol; most end in `/v1`.', retry);
}

function webPage({ text, status }: Received, { address }: Context): Failure {
  return unavailable('not-an-api', `${address.host} answered with a web page${titleOf(text)} (${status}), not with data.`, 'Set `base-url` to the address of the API (most end in `/v1`), not of the website; if a proxy or a sign-in page stands between, let the runner through to the endpoint.');
}

/** Milliseconds from `Retry-After` (seconds or a date) or `retry-after-ms`; `null`: none was given. */
export function waitOf({ headers }: Received, now: Date): number | null {
  const exact = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
