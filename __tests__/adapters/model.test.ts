import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEndpointMemory, passingMemory } from '../../src/adapters/model-memory.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import { temporaryDirectories } from '../support/temporary.ts';
import { REPLIES, type ModelServer } from '../support/model-server.ts';
import { ask, KEY, modelOf, modelServers, SCHEMA } from './model.ask.ts';

const servers = modelServers();
const temporary = temporaryDirectories();

const ANSWER = '{"files":[]}';

function sent({ questions }: ModelServer): readonly (readonly string[])[] {
  return questions.map(({ body }) => Object.keys(body).filter((name) => name !== 'model' && name !== 'messages').sort());
}

describe('what is sent', () => {
  test('one message, the limit of tokens, a temperature if set; no tools, no stream, nothing about this machine', async () => {
    const server = await servers.start({ answer: 'x' });
    await ask(server.url, { settings: { temperature: 0.2 } });
    const [{ body, headers }] = server.questions as [ModelServer['questions'][number]];
    expect(body).toEqual({ model: 'loopback', messages: [{ role: 'user', content: 'Write slugify.' }], max_tokens: 16_000, temperature: 0.2 });
    expect(Object.keys(headers).filter((name) => /stainless|organization|project/.test(name))).toEqual([]);
  });

  test.each([['a trailing newline', `${KEY}\n`], ['blanks and CRLF', ` ${KEY} \r\n`]])('a key with %s is the key', async (_, key) => {
    const server = await servers.start({ answer: 'x', key: KEY });
    expect((await ask(server.url, { key })).reply.type).toBe('answer');
  });

  test('the request\'s own limit of tokens goes before the settings\'', async () => {
    const server = await servers.start({ answer: 'x' });
    await modelOf(server.url).generator.generate({ taskId: 't', prompt: 'p', promptHash: '', maxTokens: 300 });
    expect(server.questions[0]!.body['max_tokens']).toBe(300);
  });

  test('variables of the SDK in the environment change nothing', async () => {
    const server = await servers.start({ answer: 'x' });
    const names = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_ORG_ID: 'org-x', OPENAI_PROJECT_ID: 'proj-x', OPENAI_API_KEY: 'other' };
    Object.assign(process.env, names);
    try {
      expect((await ask(server.url)).reply.type).toBe('answer');
    } finally {
      for (const name of Object.keys(names)) Reflect.deleteProperty(process.env, name);
    }
    expect(server.questions[0]).toMatchObject({ key: KEY });
    expect(Object.keys(server.questions[0]!.headers)).not.toContain('openai-organization');
  });
});

describe('what is counted', () => {
  test('nothing, where the endpoint counts nothing', async () => {
    const server = await servers.start({ answer: { type: 'answer', text: 'x', usage: null } });
    expect((await ask(server.url)).reply).toEqual({ type: 'answer', text: 'x', tokens: 0, usage: null });
  });

  test('thoughts that are only in the total', async () => {
    const server = await servers.start({ answer: { type: 'reply', status: 200, body: { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 115 } } } });
    expect((await ask(server.url)).reply).toMatchObject({ tokens: 115, usage: { promptTokens: 10, completionTokens: 105 } });
  });

  test.each([[{ prompt_tokens: 'many' }], [{ prompt_tokens: -1, completion_tokens: 1 }], [{ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }], [[]]])('nothing from %j', async (usage) => {
    const server = await servers.start({ answer: { type: 'reply', status: 200, body: { choices: [{ message: { content: 'x' } }], usage } } });
    expect((await ask(server.url)).reply).toMatchObject({ type: 'answer', tokens: 0, usage: null });
  });
});

test('an answer in parts is put together; thoughts before it are left out', async () => {
  const content = [{ type: 'text', text: '<think>hm</think>\n' }, { type: 'text', text: 'done' }];
  const server = await servers.start({ answer: { type: 'reply', status: 200, headers: { 'content-type': 'text/plain' }, body: { choices: [{ message: { content } }] } } });
  expect((await ask(server.url)).reply).toMatchObject({ type: 'answer', text: 'done' });
});

describe('an endpoint that takes less is found out once', () => {
  test('no structured output: asked plainly, and remembered', async () => {
    const server = await servers.start({ answer: 'in words', structured: false });
    const memory = passingMemory();
    expect((await ask(server.url, { schema: SCHEMA, memory })).reply).toMatchObject({ type: 'answer', text: 'in words' });
    expect((await ask(server.url, { schema: SCHEMA, memory })).reply.type).toBe('answer');
    expect(sent(server)).toEqual([['max_tokens', 'response_format'], ['max_tokens'], ['max_tokens']]);
    expect(memory.get()).toEqual({ shape: 'fenced', tokens: null, temperature: true });
  });

  test.each([
    ['vLLM', 400, { object: 'error', message: "[{'type': 'extra_forbidden', 'loc': ('body', 'response_format'), 'msg': 'Extra inputs are not permitted'}]" }],
    ['FastAPI', 422, { detail: [{ loc: ['body', 'response_format'], msg: 'extra fields not permitted', type: 'value_error.extra' }] }],
    ['a gateway', 400, { error: { message: 'This response_format type is unavailable now', type: 'invalid_request_error' } }],
    ['Groq', 400, { error: { message: 'Failed to generate JSON.', code: 'json_validate_failed' } }],
    ['one that names nothing', 400, { error: { message: 'Unsupported parameter' } }],
  ])('the words of %s are understood', async (_, status, body) => {
    const server = await servers.start({ answer: ({ body: asked }) => 'response_format' in asked ? { type: 'reply', status, body } : 'plain' });
    expect((await ask(server.url, { schema: SCHEMA })).reply).toMatchObject({ type: 'answer', text: 'plain' });
    expect(server.questions).toHaveLength(2);
  });

  test('a shape that is taken and not heeded is not asked for again', async () => {
    const server = await servers.start({ answer: ['Here you are: `x`', 'again'] });
    const memory = passingMemory();
    expect((await ask(server.url, { schema: SCHEMA, memory })).reply).toMatchObject({ type: 'answer', text: 'Here you are: `x`' });
    await ask(server.url, { schema: SCHEMA, memory });
    expect(sent(server)).toEqual([['max_tokens', 'response_format'], ['max_tokens']]);
  });

  test('a shape that is heeded is remembered, and a bad answer after it changes that', async () => {
    const server = await servers.start({ answer: [ANSWER, ANSWER] });
    const memory = passingMemory();
    await ask(server.url, { schema: SCHEMA, memory });
    expect(memory.get().shape).toBe('structured');
    await ask(server.url, { memory });
    expect(memory.get().shape).toBe('structured');
  });

  test('the name of the limit, in both directions, and a temperature', async () => {
    for (const tokensParameter of ['max_tokens', 'max_completion_tokens'] as const) {
      const server = await servers.start({ answer: ANSWER, tokensParameter, temperature: false, structured: false });
      const memory = passingMemory();
      const asking = { schema: SCHEMA, memory, settings: { temperature: 0.2 } };
      expect((await ask(server.url, asking)).reply.type).toBe('answer');
      server.forget();
      await ask(server.url, asking);
      expect(sent(server)).toEqual([[tokensParameter]]);
    }
  });

  test('an endpoint that refuses whatever it is asked is not asked for ever', async () => {
    const server = await servers.start({ answer: { type: 'reply', status: 400, body: { error: { message: 'Unsupported: max_tokens, max_completion_tokens, temperature, response_format' } } } });
    const { reply } = await ask(server.url, { schema: SCHEMA, settings: { temperature: 0.2 } });
    expect(reply).toMatchObject({ type: 'unavailable', failure: 'rejected' });
    expect(server.questions.length).toBeLessThanOrEqual(8);
  });

  test('a limit of tokens beyond the context is fitted to it where there is room', async () => {
    const refuse = (message: string) => ({ type: 'reply', status: 400, body: { object: 'error', message, code: 400 } }) as const;
    const server = await servers.start({ answer: [refuse("This model's maximum context length is 8192 tokens. However, you requested 16120 tokens (120 in the messages, 16000 in the completion)."), 'short'] });
    expect((await ask(server.url)).reply).toMatchObject({ type: 'answer', text: 'short' });
    expect(server.questions.map(({ body }) => body['max_tokens'])).toEqual([16_000, 8056]);
    const tight = await servers.start({ answer: refuse("This model's maximum context length is 2048 tokens. However, you requested 17900 tokens (1900 in the messages, 16000 in the completion).") });
    expect((await ask(tight.url)).reply).toMatchObject({ type: 'unavailable', failure: 'too-long' });
    const capped = await servers.start({ answer: [refuse('max_tokens is too large: 16000. This model supports at most 4096 completion tokens, whereas you provided 16000.'), 'short'] });
    expect((await ask(capped.url)).reply.type).toBe('answer');
  });
});

describe('the memory of an endpoint', () => {
  const options = (path: string, change: object = {}) => ({ path, baseUrl: 'http://a/v1', model: 'm', clock: systemClock, ...change });
  const traits = { shape: 'fenced', tokens: 'max_tokens', temperature: false } as const;

  test('outlives the process, for its model and address only', async () => {
    const path = join(await temporary.make(), 'deep/endpoints.json');
    await (await openEndpointMemory(options(path))).set(traits);
    await (await openEndpointMemory(options(path, { model: 'other' }))).set({ ...traits, shape: 'structured' });
    expect((await openEndpointMemory(options(path))).get()).toEqual(traits);
    expect((await openEndpointMemory(options(path, { baseUrl: 'http://b/v1' }))).get().shape).toBeNull();
    expect(await readFile(path, 'utf8')).not.toContain('http');
  });

  test('is believed for 30 days', async () => {
    const path = join(await temporary.make(), 'endpoints.json');
    await (await openEndpointMemory(options(path))).set(traits);
    const later = { ...systemClock, now: () => new Date(Date.now() + 31 * 24 * 60 * 60 * 1000) };
    expect((await openEndpointMemory(options(path, { clock: later }))).get().shape).toBeNull();
  });

  test.each(['', 'no json', '[]', '{"x": 1}', '{"0": {"shape": "round"}}'])('is empty where the file holds %j', async (text) => {
    const path = join(await temporary.make(), 'endpoints.json');
    await writeFile(path, text);
    const memory = await openEndpointMemory(options(path));
    expect(memory.get().shape).toBeNull();
    await memory.set(traits);
    expect((await openEndpointMemory(options(path))).get()).toEqual(traits);
  });

  test('that cannot be written breaks nothing', async () => {
    const file = join(await temporary.make(), 'file');
    await writeFile(file, '');
    const memory = await openEndpointMemory(options(join(file, 'endpoints.json')));
    await memory.set(traits);
    expect(memory.get()).toEqual(traits);
  });
});

describe('the check, which costs nothing', () => {
  const check = async (baseUrl: string, settings = {}) => modelOf(baseUrl, { settings }).endpoint.check();

  test('good: answers, takes the key, has the model, `:latest` or not', async () => {
    const server = await servers.start({ answer: 'x', models: ['loopback:latest', 'other'] });
    expect(await check(server.url)).toMatchObject({ status: 'good', found: expect.stringContaining('`loopback`') as string });
    expect(server.questions).toEqual([]);
  });

  test('warning: another model is listed, the nearest first', async () => {
    const server = await servers.start({ answer: 'x', models: ['whisper', 'loopback-2', 'a', 'b', 'c', 'd'] });
    expect(await check(server.url)).toMatchObject({ status: 'warning', found: expect.stringContaining('it has `loopback-2`.') as string });
  });

  test('warning: no list at all', async () => {
    const server = await servers.start({ answer: 'x', listing: { type: 'reply', status: 404, body: 'no' } });
    expect(await check(server.url)).toMatchObject({ status: 'warning', found: expect.stringContaining('lists no models (404)') as string });
  });

  test('bad: the wrong key, a web page, silence, a base URL without /v1', async () => {
    const server = await servers.start({ answer: 'x', key: 'another' });
    expect(await check(server.url)).toMatchObject({ status: 'bad', found: expect.stringContaining('(401)') as string, remedy: expect.stringContaining('`api-key`') as string });
    const page = await servers.start({ answer: 'x', listing: REPLIES.webPage });
    expect(await check(page.url)).toMatchObject({ status: 'bad', found: expect.stringContaining('web page') as string });
    const silent = await servers.start({ answer: 'x', listing: { type: 'hang' } });
    expect(await check(silent.url, { timeoutMs: 200 })).toMatchObject({ status: 'bad', found: expect.stringContaining('within 200 ms') as string });
    const { origin } = await servers.start({ answer: 'x' });
    expect(await check(origin)).toMatchObject({ status: 'bad', remedy: `Set \`base-url\` to ${origin}/v1: there it answers.` });
  });
});
