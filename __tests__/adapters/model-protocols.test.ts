/** OpenAI, Azure OpenAI (both addresses), Ollama, vLLM and LiteLLM: what each is sent, what each answers, its typical error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAddress } from '../../src/adapters/model-address.ts';
import { createTransport, type Transport } from '../../src/adapters/model-transport.ts';
import type { Behaviour } from '../support/model-server.ts';
import { ask, KEY, modelOf, modelServers, SCHEMA } from './model.ask.ts';

interface Protocol {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly path: string;
  readonly keyHeader: 'authorization' | 'api-key';
  readonly tokens: string;
  readonly success: Omit<Extract<Behaviour, { type: 'reply' }>, 'type'>;
  readonly usage: unknown;
  readonly error: Omit<Extract<Behaviour, { type: 'reply' }>, 'type'>;
  readonly failure: string;
  readonly says: string;
}

const FIXTURES = resolve(import.meta.dirname, '../fixtures/model');
const protocols = readdirSync(FIXTURES).map((file) => ({ ...(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as Omit<Protocol, 'name'>), name: file.replace('.json', '') }));
const servers = modelServers();

/** The real transport, its requests led to loopback. */
function ledTo(origin: string): Transport {
  const transport = createTransport();
  return (sent) => { const { pathname, search } = new URL(sent.url); return transport({ ...sent, url: `${origin}${pathname}${search}` }); };
}

function serve({ baseUrl }: Protocol, reply: Protocol['success']) {
  return servers.start({ answer: { type: 'reply', ...reply }, basePath: new URL(readAddress(baseUrl).baseUrl).pathname.replace(/\/$/, '') });
}

test('there is a recording for each protocol', () => {
  expect(protocols.map(({ name }) => name).sort()).toEqual(['azure-deployment', 'azure-v1', 'litellm', 'ollama', 'openai', 'vllm']);
});

test.each(protocols)('$name: asked as it wants to be, its answer and its count are read', async (protocol) => {
  const server = await serve(protocol, protocol.success);
  const { reply } = await ask(protocol.baseUrl, { settings: { name: protocol.model }, schema: SCHEMA, transport: ledTo(server.origin) });
  const { promptTokens, completionTokens } = protocol.usage as { promptTokens: number; completionTokens: number };
  expect(reply).toEqual({ type: 'answer', text: '{"files":[]}', tokens: promptTokens + completionTokens, usage: protocol.usage });
  const [request] = server.questions;
  expect(request!.path).toBe(protocol.path);
  expect(request!.headers[protocol.keyHeader]).toBe(protocol.keyHeader === 'api-key' ? KEY : `Bearer ${KEY}`);
  expect(request!.headers[protocol.keyHeader === 'api-key' ? 'authorization' : 'api-key']).toBeUndefined();
  expect(request!.body).toEqual({
    model: protocol.model, messages: [{ role: 'user', content: 'Write slugify.' }], [protocol.tokens]: 16_000,
    response_format: { type: 'json_schema', json_schema: { ...SCHEMA, strict: true } },
  });
});

test.each(protocols)('$name: its typical error has a name and a remedy', async (protocol) => {
  const server = await serve(protocol, protocol.error);
  const { reply } = await ask(protocol.baseUrl, { settings: { name: protocol.model }, transport: ledTo(server.origin) });
  expect(reply).toMatchObject({ type: protocol.failure === 'refused' ? 'unusable' : 'unavailable', failure: protocol.failure });
  expect(reply.type === 'answer' ? '' : `${reply.reason} ${reply.remedy}`).toContain(protocol.says);
  expect(JSON.stringify(reply)).not.toMatch(/8aSP|569909a9/);
});

test.each(protocols)('$name: its list of models is asked for with the key', async (protocol) => {
  const server = await serve(protocol, protocol.success);
  const { endpoint } = modelOf(protocol.baseUrl, { settings: { name: protocol.model }, transport: ledTo(server.origin) });
  const { status } = await endpoint.check();
  expect(status).toBe(protocol.name.startsWith('azure') ? 'good' : 'warning');
  expect(server.requests.map(({ key }) => key)).toEqual([KEY]);
});

test.each([
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
  [' https://api.openai.com/v1/chat/completions ', 'https://api.openai.com/v1'],
  ['https://a.openai.azure.com/openai/deployments/x/chat/completions?api-version=1', 'https://a.openai.azure.com/openai/deployments/x?api-version=1'],
  ['http://localhost:11434', 'http://localhost:11434'],
])('%s is asked at %s', (given, baseUrl) => {
  expect(readAddress(given).baseUrl).toBe(baseUrl);
});
