/** Replies that go wrong, one by one, against a real server: a typed outcome, a reason without the key, a remedy. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createTransport } from '../../src/adapters/model-transport.ts';
import type { GenerationReply } from '../../src/core/ports.ts';
import { REPLIES, type Behaviour } from '../support/model-server.ts';
import { ask, KEY, modelOf, modelServers } from './model.ask.ts';

const servers = modelServers();

async function askFor(answer: string | Behaviour | readonly (string | Behaviour)[], asking: Parameters<typeof ask>[1] = {}) {
  const server = await servers.start({ answer });
  return { ...(await ask(server.url, asking)), server };
}

function told(reply: GenerationReply): string {
  if (reply.type === 'answer') throw new Error(`answered: ${reply.text}`);
  expect(reply.reason).toMatch(/^\S.*\.$/);
  expect(reply.remedy).toMatch(/^\S.*\.$/);
  expect(`${reply.reason}${reply.remedy}`).not.toContain(KEY);
  return `${reply.failure}: ${reply.reason} | ${reply.remedy}`;
}

describe('an answer that is no use is paid for, and another question may be asked', () => {
  test.each<[string, Behaviour, RegExp]>([
    ['empty', { type: 'answer', text: '' }, /^empty: .*is empty.*max-tokens/],
    ['blank', { type: 'answer', text: ' \n' }, /^empty:/],
    ['without content', { type: 'answer', text: null, finish: 'tool_calls' }, /^empty: .*\(tool_calls\)/],
    ['refused by the model', { type: 'answer', text: null, refusal: `I can't help with ${KEY}.` }, /^refused: .*I can't help with \*\*\*/],
    ['held back by a filter', { type: 'answer', text: '', finish: 'content_filter' }, /^refused: .*content filter/],
    ['truncated', { type: 'answer', text: 'export function', finish: 'length' }, /^truncated: .*16000 tokens.*model-options\.max-tokens/],
  ])('%s', async (_, behaviour, expected) => {
    const { reply, server } = await askFor(behaviour);
    expect(told(reply)).toMatch(expected);
    expect(reply).toMatchObject({ type: 'unusable', usage: { promptTokens: 4 } });
    expect(server.questions).toHaveLength(1);
  });
});

describe('a refusal that no repetition changes is not repeated', () => {
  test.each<[string, Behaviour, RegExp]>([
    ['401', REPLIES.unauthorised, /^unauthorised: .*does not know this key \(401\)\. \| .*`api-key`/],
    ['403', REPLIES.forbidden, /^forbidden: .*`loopback`.*\(403\): Project `proj_1`/],
    ['404 of a model', REPLIES.noSuchModel('loopbak'), /^no-such-model: .*no model `loopback` \(404\).*It has `loopback`/],
    ['400 of a model, as LiteLLM words it', { type: 'reply', status: 400, body: { error: { message: '/chat/completions: Invalid model name passed in model=x. Call `/v1/models` to view available models for your key.', type: 'invalid_request_error', param: 'model', code: '400' } } }, /^no-such-model:/],
    ['a question that is too long', REPLIES.tooLong, /^too-long: .*16000 tokens.*8192.*\| Lower `model-options\.max-tokens`/],
    ['another bad request', { type: 'reply', status: 400, body: { error: { message: 'messages: array too short' } } }, /^rejected: .*\(400\): messages: array too short/],
    ['a filtered question', { type: 'reply', status: 400, body: { error: { message: 'triggering our content management policy', code: 'content_filter' } } }, /^refused:/],
    ['a quota that is used up', REPLIES.outOfCredit, /^out-of-credit: .*\(429\).*current quota.*\| Top up/],
    ['a budget of LiteLLM that is used up', { type: 'reply', status: 400, body: { error: { message: 'Budget has been exceeded! Current cost: 10.2, Max budget: 10', type: 'budget_exceeded', code: '400' } } }, /^out-of-credit:/],
    ['402', { type: 'reply', status: 402, body: { error: { message: 'Insufficient Balance' } } }, /^out-of-credit:/],
    ['a retired service', REPLIES.gone, /^no-such-endpoint: .*gone.*410.*\| .*GitHub Models was retired on 2026-07-30/],
    ['a proxy that wants a sign-in', { type: 'reply', status: 407, body: '' }, /^forbidden: .*proxy.*407/],
    ['a web page', REPLIES.webPage, /^not-an-api: .*answered with a web page titled "Sign in to the corporate proxy" \(200\)/],
    ['a web page with 403', { ...REPLIES.webPage, status: 403 }, /^not-an-api: .*web page.*403/],
    ['a text', { type: 'reply', status: 200, headers: { 'content-type': 'text/plain' }, body: 'Ollama is running' }, /^not-an-api: .*: Ollama is running/],
    ['nothing', { type: 'reply', status: 200, body: '' }, /^not-an-api: .*nothing at all/],
    ['204', { type: 'reply', status: 204 }, /^not-an-api: .*nothing at all \(204\)/],
    ['JSON of another kind', { type: 'reply', status: 200, body: { status: 'ok', choices: [] } }, /^not-an-api: .*no chat answer/],
    ['JSON that is none', { type: 'reply', status: 200, body: '{"choices": [}' }, /^not-an-api: .*no chat answer/],
    ['a stream', { type: 'endless', contentType: 'text/event-stream; charset=utf-8', piece: 'data: {"choices":[]}\n\n', everyMs: 5 }, /^not-an-api: .*streams its answer/],
    ['a redirect to another host', REPLIES.redirect('https://login.example.com/start?key=1'), /^no-such-endpoint: .*redirects to https:\/\/login\.example\.com \(307\); the key is not sent there/],
  ])('%s', async (_, behaviour, expected) => {
    const { reply, waits, server } = await askFor(behaviour);
    expect(told(reply)).toMatch(expected);
    expect(reply.type).toBe(/^refused/.test(told(reply)) ? 'unusable' : 'unavailable');
    expect({ waits, questions: server.questions.length }).toEqual({ waits: [], questions: 1 });
  });

  test('an error in the body of a 200 counts as what it says', async () => {
    const { reply } = await askFor({ type: 'reply', status: 200, body: { error: { message: 'No credit', code: 402 } } });
    expect(told(reply)).toMatch(/^out-of-credit:/);
  });

  test('a body without end is cut', async () => {
    const { reply } = await askFor({ type: 'endless', contentType: 'application/json', piece: `{"choices":["${'a'.repeat(64 * 1024)}`.padEnd(64 * 1024) });
    expect(told(reply)).toMatch(/^not-an-api: .*sent more than 8 MiB/);
  });
});

describe('what may pass is asked again, as often as the settings say', () => {
  test.each<[string, Behaviour]>([
    ['500', REPLIES.serverError], ['503', REPLIES.overloaded], ['408', { type: 'reply', status: 408 }], ['529', { type: 'reply', status: 529 }], ['a limit without a time', { type: 'reply', status: 429, body: { error: { message: 'slow down' } } }],
    ['a web page with 502', { type: 'reply', status: 502, headers: { 'content-type': 'text/html' }, body: '<html><head><title>502 Bad Gateway</title></head></html>' }],
    ['a connection that breaks at once', { type: 'cut' }], ['a connection that breaks in the middle', { type: 'cut', after: '{"choices": [' }], ['half a body', REPLIES.notJson],
  ])('%s, then an answer', async (_, behaviour) => {
    const { reply, waits, server } = await askFor([behaviour, behaviour, 'done']);
    expect(reply).toMatchObject({ type: 'answer', text: 'done' });
    expect({ waits, questions: server.questions.length }).toEqual({ waits: [1000, 2000], questions: 3 });
  });

  test.each<[string, Behaviour, RegExp]>([
    ['500', REPLIES.serverError, /^server-error: .*broken or busy \(500\).*Asked 3 times\./],
    ['a web page with 502', { type: 'reply', status: 502, body: '<html><head><title>502 Bad Gateway</title></head></html>' }, /^server-error: .*\(502\) with a web page titled "502 Bad Gateway"/],
    ['broken connections', { type: 'cut' }, /^unreachable: .*ECONNRESET.*Asked 3 times/],
    ['half bodies', REPLIES.notJson, /^not-an-api: .*no chat answer.*Asked 3 times/],
    ['limits that never end', REPLIES.rateLimited(1), /^rate-limited: .*\(429\).*Asked 3 times/],
  ])('%s to the end', async (_, behaviour, expected) => {
    const { reply, server } = await askFor(behaviour, { settings: { retries: 2 } });
    expect(told(reply)).toMatch(expected);
    expect(server.questions).toHaveLength(3);
  });

  test('Retry-After is waited for where it fits', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { reply, waits } = await askFor([REPLIES.rateLimited(7), { type: 'reply', status: 503, headers: { 'retry-after': date } }, { type: 'reply', status: 429, headers: { 'retry-after-ms': '9000', 'retry-after': '99' } }, 'done']);
    expect(reply.type).toBe('answer');
    expect([waits[0], waits[2]]).toEqual([7000, 9000]);
    expect(waits[1]! > 20_000 && waits[1]! <= 30_000).toBe(true);
  });

  test('Retry-After beyond the time limit is told, not waited for', async () => {
    const { reply, waits } = await askFor(REPLIES.rateLimited(3600));
    expect(told(reply)).toMatch(/^rate-limited: .*again in 60 min, which is beyond the 60 s.*\| .*`time-limits\.model`/);
    expect(waits).toEqual([]);
  });
});

describe('silence ends with the time limit, retries included', () => {
  test.each<[string, Behaviour]>([
    ['a hung connection', { type: 'hang' }], ['headers without a body', { type: 'headers-only' }],
    ['a body in drops', { type: 'endless', contentType: 'application/json', piece: ' ', everyMs: 20 }], ['a slow answer', { type: 'answer', text: 'late', latencyMs: 60_000 }],
  ])('%s', async (_, behaviour) => {
    const { reply, server } = await askFor(behaviour, { settings: { timeoutMs: 300 } });
    expect(told(reply)).toMatch(/^timed-out: .*within 300 ms.*`time-limits\.model`/);
    expect(server.questions).toHaveLength(1);
  });

  test('errors before do not buy more time', async () => {
    const { reply } = await askFor([REPLIES.serverError, { type: 'hang' }], { settings: { timeoutMs: 1500 } });
    expect(told(reply)).toMatch(/^timed-out:/);
  });
});

describe('no endpoint', () => {
  test('nothing listens', async () => {
    const server = await servers.start({ answer: '' });
    await server.close();
    const { reply, waits } = await ask(server.url);
    expect(told(reply)).toMatch(/^unreachable: Nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. \| Start the model server/);
    expect(waits).toEqual([]);
  });

  test('a name that nobody knows', async () => {
    expect(told((await ask('http://nowhere.invalid/v1')).reply)).toMatch(/^unreachable: The name nowhere\.invalid is not known/);
  });

  test('plain HTTP where TLS was expected', async () => {
    const { url } = await servers.start({ answer: '' });
    expect(told((await ask(url.replace('http:', 'https:'))).reply)).toMatch(/^unreachable: No secure connection .*\| .*`http:\/\/`/);
  });

  test('something that speaks no HTTP', async () => {
    const sockets: Socket[] = [];
    const tcp = createServer((socket) => { sockets.push(socket); socket.end('SSH-2.0-OpenSSH_9.9\r\n'); });
    await new Promise<void>((resolve) => { tcp.listen(0, '127.0.0.1', resolve); });
    const { reply } = await ask(`http://127.0.0.1:${(tcp.address() as AddressInfo).port}/v1`);
    for (const socket of sockets) socket.destroy();
    tcp.close();
    expect(told(reply)).toMatch(/^unreachable: The connection .* broke \(HPE_INVALID_CONSTANT\)/);
  });

  test.each(['https://models.github.ai/inference', 'https://models.inference.ai.azure.com'])('%s was retired, whatever is heard from it', async (baseUrl) => {
    const gone = await servers.start({ answer: REPLIES.gone, basePath: new URL(baseUrl).pathname.replace(/\/$/, '') });
    const transport = createTransport();
    const led = await ask(baseUrl, { transport: (sent) => transport({ ...sent, url: `${gone.origin}${new URL(sent.url).pathname}` }) });
    const silent = await ask(baseUrl, { transport: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })) });
    for (const { reply } of [led, silent]) expect(told(reply)).toMatch(/^no-such-endpoint: .*\| GitHub Models was retired on 2026-07-30.*docs\/models\.md/);
  });

  test.each([['without /v1', ''], ['of a path beside it', '/api'], ['with a path too much', '/v1/v1']])('a base URL %s: the one that answers is named', async (_, path) => {
    const { origin } = await servers.start({ answer: 'x' });
    expect(told((await ask(`${origin}${path}`)).reply)).toMatch(new RegExp(`^no-such-endpoint: .*\\| Set \`base-url\` to ${origin}/v1: there it answers\\.$`));
  });

  test('a website in the place of the API: the base URL that answers is named', async () => {
    const { origin } = await servers.start({ answer: 'x' });
    const transport = createTransport();
    const { reply } = await ask(origin, { transport: (sent) => sent.url === `${origin}/chat/completions` ? Promise.resolve({ status: 200, headers: {}, text: '<!doctype html><title>Hello</title>', cutShort: null }) : transport(sent) });
    expect(told(reply)).toMatch(new RegExp(`^not-an-api: .*web page titled "Hello".*\\| Set \`base-url\` to ${origin}/v1`));
  });
});

describe('a run that is cancelled', () => {
  test('before the question: nothing is sent', async () => {
    const server = await servers.start({ answer: 'x' });
    const { reply } = await ask(server.url, { cancelled: AbortSignal.abort() });
    expect(told(reply)).toMatch(/^cancelled:/);
    expect(server.requests).toEqual([]);
  });

  test('while it waits for an answer', async () => {
    const controller = new AbortController();
    const server = await servers.start({ answer: () => { controller.abort(); return { type: 'hang' }; } });
    expect(told((await ask(server.url, { cancelled: controller.signal })).reply)).toMatch(/^cancelled:/);
  });

  test('while it waits to ask again', async () => {
    const controller = new AbortController();
    const server = await servers.start({ answer: () => { controller.abort(); return REPLIES.serverError; } });
    expect(told((await ask(server.url, { cancelled: controller.signal })).reply)).toMatch(/^cancelled:/);
    expect(server.questions).toHaveLength(1);
  });
});

test('no reason repeats a key, whatever the endpoint says', async () => {
  const { reply } = await askFor({ type: 'reply', status: 400, body: { error: { message: `bad ${KEY} Bearer abcdefgh sk-proj-${'x'.repeat(20)} ${'0123456789abcdef'.repeat(4)}\u001b[31m\u202e` } } });
  expect(told(reply)).toMatch(/: bad \*\*\* Bearer \*\*\* \*\*\* \*\*\* \[31m\. \|/);
});

test('what is told of a long error is short', async () => {
  const { reply } = await askFor({ type: 'reply', status: 400, body: 'x'.repeat(5000) });
  expect(told(reply).length).toBeLessThan(500);
});

test('the questions after a failure are asked anew', async () => {
  const server = await servers.start({ answer: [REPLIES.unauthorised, 'fine'] });
  const { generator } = modelOf(server.url);
  const question = { taskId: 't', prompt: 'p', promptHash: '0'.repeat(64) };
  expect([(await generator.generate(question)).type, (await generator.generate(question)).type]).toEqual(['unavailable', 'answer']);
});
