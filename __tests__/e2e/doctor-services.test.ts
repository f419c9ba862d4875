/** What the doctor says of the services around a job: endpoint, host of pull requests, cache. Real HTTP on loopback; nothing is asked that costs. */
import { describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from '../support/github-failures.ts';
import { SMALL_FILES } from '../support/hosted.ts';
import { REPLIES, startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';
import { proposingMachines, type ProposingPlace } from '../support/proposing-job.ts';
import type { RunnerResult } from '../support/runner.ts';

const place = proposingMachines();
const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const KEY = 'sk-doctor-0123456789abcdefghij';
// The answers of the small repository stand in for a model: here a real one is asked.
const FILES = { ...SMALL_FILES, '.github/self-coding.yml': 'threshold: 0.5\n' };

function doctor(here: ProposingPlace, inputs: Readonly<Record<string, string>> = {}, environment: Readonly<Record<string, string>> = {}): Promise<RunnerResult> {
  return here.propose({ mode: 'doctor', 'test-command': 'node test.mjs', ...inputs }, environment);
}

function row(result: RunnerResult, check: string): string {
  const lines = result.log.split('\n').map((each) => each.replace(/^::\w+::/, ''));
  const at = lines.findIndex((each) => new RegExp(`^(good|bad|warning|skipped) +${check} `).test(each));
  return at === -1 ? `no row ${check}` : [lines[at]!, ...(/^ +→/.test(lines[at + 1] ?? '') ? [lines[at + 1]!] : [])].map((each) => each.trim().replace(/ {2,}/g, ' ')).join(' ');
}

describe('the endpoint', () => {
  async function asked(options: Partial<ModelServerOptions> = {}, inputs: Readonly<Record<string, string>> = {}): Promise<{ readonly result: RunnerResult; readonly server: ModelServer }> {
    const here = await place({ files: FILES });
    const server = await startModelServer({ answer: 'never asked', key: KEY, models: ['gpt-5-mini'], ...options });
    servers.push(server);
    const result = await doctor(here, { model: 'gpt-5-mini', 'base-url': server.url, 'api-key': KEY, ...inputs });
    expect(server.questions).toEqual([]);
    for (const text of [result.log.replace(/^::add-mask::.*$/gm, ''), result.summary, JSON.stringify(result.outputs)]) expect(text).not.toMatch(new RegExp(KEY));
    return { result, server };
  }

  test('is there and has the model: good, without a question', async () => {
    const { result, server } = await asked();
    expect([result.exitCode, row(result, 'model')]).toEqual([0, expect.stringMatching(/^good model /)]);
    expect(server.requests.length).toBeGreaterThan(0);
  });

  test.each<[string, Partial<ModelServerOptions>, Readonly<Record<string, string>>, RegExp]>([
    ['the key is wrong', { key: 'another' }, {}, /^bad model .*401/],
    ['a proxy answers with a page', { listing: REPLIES.webPage }, {}, /^bad model /],
    ['nobody listens', {}, { 'base-url': 'http://127.0.0.1:9/v1' }, /^bad model /],
  ])('%s: bad, with a remedy, and the rest is looked at', async (_, options, inputs, expected) => {
    const { result } = await asked(options, inputs);
    expect([result.exitCode, row(result, 'model')]).toEqual([1, expect.stringMatching(expected)]);
    expect(row(result, 'model')).toContain('→');
    expect(row(result, 'pull requests')).toMatch(/^good /);
  });

  test('the model is not among its models: said, with those that are', async () => {
    const { result } = await asked({}, { model: 'gpt-5-minii' });
    expect(row(result, 'model')).toMatch(/^(bad|warning) model .*gpt-5-mini/);
  });
});

describe('the host of pull requests', () => {
  test.each<[string, (here: ProposingPlace) => void, RegExp, number]>([
    ['lets the token write', () => undefined, /^good pull requests .*main/, 0],
    ['lets it read only', ({ github }) => { github.settings.push = false; }, /^bad pull requests .*read only\. → .*contents: write/, 1],
    ['is archived', ({ github }) => { github.settings.archived = true; }, /^bad pull requests .*archived/, 1],
    ['says 403', ({ github }) => { github.fail(refusal(403, 'Resource not accessible by integration'), 5); }, /^bad pull requests .*403.* → .*pull-requests: write/, 1],
    ['says 404', ({ github }) => { github.settings.visible = false; }, /^bad pull requests .*404.* → /, 1],
    ['says 401', ({ github }) => { github.fail(refusal(401, 'Bad credentials'), 5); }, /^bad pull requests .*401.* → .*token/, 1],
  ])('%s', async (_, prepare, expected, exitCode) => {
    const here = await place({ files: FILES });
    prepare(here);
    const result = await doctor(here);
    expect([row(result, 'pull requests'), result.exitCode]).toEqual([expect.stringMatching(expected), exitCode]);
    expect(result.outputs['outcome']).toBe(exitCode === 0 ? 'unchanged' : 'failed');
    expect(here.github.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(here.github.pulls).toEqual([]);
  });
});

describe('the cache', () => {
  test('answers: good', async () => {
    const result = await doctor(await place({ files: FILES }));
    expect([row(result, 'cache'), row(result, 'state')]).toEqual([expect.stringMatching(/^good cache /), expect.stringMatching(/^good state .*nothing is remembered yet/)]);
  });

  test('is not there: bad, with the way out', async () => {
    const result = await doctor(await place({ files: FILES }), {}, { ACTIONS_RESULTS_URL: '', ACTIONS_RUNTIME_TOKEN: '' });
    expect([result.exitCode, row(result, 'cache')]).toEqual([1, expect.stringMatching(/^bad cache .*not there\. → .*state\.store: directory/)]);
  });

  test('is the older service, which needs no token of its own: good', async () => {
    const older = createServer((_, response) => { response.writeHead(204).end(); });
    await new Promise<void>((resolve) => { older.listen(0, '127.0.0.1', resolve); });
    const address = `http://127.0.0.1:${(older.address() as AddressInfo).port}/secret/`;
    const result = await doctor(await place({ files: FILES }), {}, { ACTIONS_RESULTS_URL: '', ACTIONS_CACHE_SERVICE_V2: '', ACTIONS_RUNTIME_TOKEN: '', ACTIONS_CACHE_URL: address });
    older.close();
    expect([row(result, 'cache'), row(result, 'state')]).toEqual([expect.stringMatching(/may use the service/), expect.stringMatching(/nothing is remembered yet/)]);
  });

  test('does not answer: the state says so', async () => {
    const result = await doctor(await place({ files: FILES }), {}, { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' });
    expect([row(result, 'cache'), row(result, 'state')]).toEqual([expect.stringMatching(/may use the service/), expect.stringMatching(/^(bad|warning) state /)]);
  });
});
