/** What can be found out about an endpoint for nothing: its list of models. */
import { nearest } from '../core/nearest.ts';
import type { Endpoint, GenerationReply } from '../core/ports.ts';
import { otherBases } from './model-address.ts';
import { exchange, type Connection } from './model-exchange.ts';
import { failureOf, notAnApi, type Context, type Failure } from './model-failure.ts';
import { field, parse } from './model-words.ts';

type Checked = Awaited<ReturnType<Endpoint['check']>>;

type Listing = { readonly type: 'models'; readonly names: readonly string[] } | { readonly type: 'failed'; readonly failure: Failure['reply']; readonly status: number | null };

const CHECK_MS = 15_000;
const LOOK_UP_MS = 3000;
const MAX_NAMES = 5;

/** Asks for the list of models: `good` where the model is in it, `bad` where the endpoint or the key is of no use. */
export async function checkEndpoint(connection: Connection): Promise<Checked> {
  const { address, settings } = connection;
  const listing = await list(connection, address.listingUrl, Math.min(settings.timeoutMs, CHECK_MS));
  if (listing.type === 'failed') return await checkFailed(listing, connection);
  const host = `${address.host} answers and takes the key`;
  if (address.isExposed) return { status: 'warning', found: `${host}, which travels unencrypted.`, remedy: 'Begin `base-url` with `https://`.' };
  if (listing.names.some((name) => sameModel(name, settings.name))) return { status: 'good', found: `${host}; it has \`${settings.name}\`.`, remedy: '' };
  // The list is that of Azure's catalogue; deployments are known to the management interface only.
  if (address.isAzure) return { status: 'good', found: `${host}; whether a deployment \`${settings.name}\` exists shows with the first question.`, remedy: '' };
  return { status: 'warning', found: `${host}, but does not list \`${settings.name}\`${among(listing.names, settings.name)}.`, remedy: 'Set `model` to a listed name, unless the endpoint is known to serve more than it lists.' };
}

async function checkFailed({ failure, status }: Extract<Listing, { type: 'failed' }>, connection: Connection): Promise<Checked> {
  const { address } = connection;
  const base = address.isRetired || (failure.failure !== 'no-such-endpoint' && failure.failure !== 'not-an-api') ? null : await fittingBase(connection, LOOK_UP_MS);
  if (base !== null) return { status: 'bad', found: failure.reason, remedy: `Set \`base-url\` to ${base}: there it answers.` };
  if (!address.isRetired && (status === 404 || status === 405)) return { status: 'warning', found: `${address.host} answers, but lists no models (${status}): neither key nor model can be checked for nothing.`, remedy: 'If the first question fails too, check `base-url`: most end in `/v1`.' };
  return { status: 'bad', found: failure.reason, remedy: failure.remedy };
}

/** The reply with what a free look at the endpoint adds: names of models, or the base URL at which it answers. */
export async function enriched(reply: Failure['reply'], connection: Connection, endMs: number): Promise<GenerationReply> {
  const { address, settings, clock } = connection;
  const leftMs = Math.min(LOOK_UP_MS, endMs - clock.monotonicMs());
  if (reply.type !== 'unavailable' || leftMs <= 0 || address.isRetired) return reply;
  if (reply.failure === 'no-such-model' && !address.isAzure) {
    const listing = await list(connection, address.listingUrl, leftMs);
    return listing.type === 'failed' || listing.names.length === 0 ? reply : { ...reply, remedy: `${reply.remedy}${capital(among(listing.names, settings.name))}` };
  }
  if (reply.failure !== 'no-such-endpoint' && reply.failure !== 'not-an-api') return reply;
  const base = await fittingBase(connection, leftMs);
  return base === null ? reply : { ...reply, remedy: `Set \`base-url\` to ${base}: there it answers.` };
}

/** The first other base URL of the same host where models are listed, or asked for with another key. */
async function fittingBase(connection: Connection, leftMs: number): Promise<string | null> {
  for (const base of otherBases(connection.address)) {
    const listing = await list(connection, base, leftMs);
    if (listing.type === 'models' || listing.status === 401) return base;
  }
  return null;
}

async function list(connection: Connection, baseUrl: string, leftMs: number): Promise<Listing> {
  const { address, settings, key, clock } = connection;
  const exchanged = await exchange(connection, leftMs, (client, options) => client.models.list(options), baseUrl);
  if (exchanged.type === 'broken') return { type: 'failed', failure: exchanged.failure.reply, status: null };
  const { received } = exchanged;
  const context: Context = { address, model: settings.name, key, maxTokens: settings.maxTokens };
  if (received.status < 200 || received.status > 299) return { type: 'failed', failure: failureOf(received, context, clock.now()).reply, status: received.status };
  // The SDK makes an empty page of whatever it gets.
  const data = field(parse(received.text), 'data');
  if (!Array.isArray(data)) return { type: 'failed', failure: notAnApi(received, context).reply, status: received.status };
  return { type: 'models', names: (data as readonly unknown[]).map((one) => field(one, 'id')).filter((id) => typeof id === 'string') };
}

/** Ollama lists `name:latest` for `name`. */
function sameModel(listed: string, wanted: string): boolean {
  return listed === wanted || listed === `${wanted}:latest`;
}

/** `; it has …`: the nearest names, or all of a few. */
function among(names: readonly string[], wanted: string): string {
  const near = nearest(wanted, names, MAX_NAMES);
  const shown = near.length > 0 ? near : names.length <= MAX_NAMES ? names : [];
  return shown.length === 0 ? `; it lists ${names.length} others` : `; it has ${shown.map((name) => `\`${name}\``).join(', ')}`;
}

function capital(text: string): string {
  return `${text.replace(/^; i/, ' I')}.`;
}
