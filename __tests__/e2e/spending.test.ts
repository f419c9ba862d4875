/** What a model costs, may see, and leaves behind: budgets, recorded answers, `.selfcodingignore`, a long backlog. A real server on loopback answers. */
import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { machines, type Machine } from '../support/job.ts';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';
import type { Ended } from '../support/runner.ts';

const machine = machines();
const open: ModelServer[] = [];
afterEach(async () => { for (const server of open.splice(0)) await server.close(); });

async function serving(answer: ModelServerOptions['answer']): Promise<ModelServer> {
  const server = await startModelServer({ answer });
  open.push(server);
  return server;
}

const GOOD = '```js\nexport function shout(text) {\n  return `${text.toUpperCase()}!`;\n}\n```';
const BAD = '```js\nexport function shout(text) {\n  return text;\n}\n```';
const FILES = {
  'package.json': '{ "name": "words", "private": true, "type": "module" }\n',
  'src/words.js': 'export function whisper(text) {\n  return text.toLowerCase();\n}\n',
  'src/secret.js': 'export function shoutingAlgorithm(text) {\n  return text + "CONFIDENTIAL shout";\n}\n',
  'test.mjs': "import assert from 'node:assert/strict';\nimport { whisper } from './src/words.js';\nassert.equal(whisper('A'), 'a');\n",
  'accept.mjs': "import assert from 'node:assert/strict';\nimport { shout } from './src/words.js';\nassert.equal(shout('a'), 'A!');\n",
};
const ASK = ['--prompt', 'Shout a text as `shout`: upper case and an exclamation mark', '--target', 'src/words.js', '--accept-command', 'node accept.mjs'];
const CHECKS = ['--test-command', 'node test.mjs', '--lint-command', 'none', '--setup-command', 'none', '--publish', 'patch'];

function at({ repository, directory }: Machine, server: ModelServer | null, more: readonly string[]): Promise<Ended> {
  const model = server === null ? [] : ['--model', 'gpt-5-mini', '--base-url', server.url];
  return runCli(['run', ...CHECKS, ...model, ...more], { cwd: repository.path, temporary: directory, environment: server === null ? {} : { SELF_CODING_API_KEY: 'sk-loopback-0123456789' } });
}

interface Written { readonly outcome: string; readonly change: { readonly diff: string; readonly generator: { readonly name: string } } | null; readonly interactions: readonly { readonly prompt: string; readonly promptHash: string; readonly response: string }[]; readonly tokens: number; readonly cost: number | null }

function records({ repository }: Machine): readonly Written[] {
  const directory = join(repository.path, '.git/self-coding/records');
  return !existsSync(directory) ? [] : readdirSync(directory).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Written);
}

const summaryOf = ({ repository }: Machine): string => readFileSync(join(repository.path, '.git/self-coding/records/summary.md'), 'utf8');

test('a run with a model, repairs included, is replayed from its recording: same prompts, same edits, no call', async () => {
  const here = await machine({ files: FILES });
  const server = await serving([BAD, GOOD]);
  const answers = join(here.directory, 'deep', 'answers.jsonl');
  const first = await at(here, server, [...ASK, '--record-answers', answers]);
  expect(first.log).toMatch(/^Kept 1 of 1: .* · unknown cost$/m);
  expect(server.questions).toHaveLength(2);
  const recorded = records(here);
  expect(readFileSync(answers, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(summaryOf(here)).toMatch(/\*\*Cost\*\*: model gpt-5-mini: 2 questions, [\d,]+ tokens, unknown cost/);

  const again = await at(here, null, [...ASK, '--replay-file', answers]);
  expect(again.log).toMatch(/^Kept 1 of 1: .* · \$0$/m);
  expect(server.questions).toHaveLength(2);
  const replayed = records(here).slice(recorded.length);
  const told = (list: readonly Written[]): unknown => list.map(({ outcome, change, interactions }) => ({ outcome, diff: change?.diff, asked: interactions.map(({ promptHash, response }) => ({ promptHash, response })) }));
  expect(told(replayed)).toEqual(told(recorded));
  expect(replayed.at(-1)!.change!.generator.name).toBe('replay');
  expect(summaryOf(here)).toContain('**Cost**: recorded answers: 2 answers');
});

test('a prompt that was not recorded says so and how to record it; the way without a model goes on', async () => {
  const here = await machine({ files: FILES });
  const answers = join(here.directory, 'answers.jsonl');
  writeFileSync(answers, `${JSON.stringify({ prompt: '0'.repeat(64), answer: GOOD })}\n`);
  const { log, exitCode } = await at(here, null, [...ASK, '--replay-file', answers]);
  expect(exitCode).toBe(0);
  expect(log).toMatch(/has no answer to this prompt \([0-9a-f]{64}\)/);
  expect(log).toMatch(/^Unchanged 1 of 1/m);
});

test('record and outputs tell tokens and cost at the price of the settings', async () => {
  const here = await machine({ files: { ...FILES, '.github/self-coding.yml': 'prices: [{ model: "gpt-*", input: 1000, output: 2000 }]\n' } });
  const server = await serving({ type: 'answer', text: GOOD, usage: { promptTokens: 100, completionTokens: 50 } });
  const { log } = await at(here, server, ASK);
  expect(log).toMatch(/^Kept 1 of 1: .* · \$0\.20$/m);
  const [record] = records(here);
  expect(record).toMatchObject({ tokens: 150, cost: 0.2, outcome: 'kept' });
  expect(record!.interactions).toEqual([{ prompt: server.questions[0]!.prompt, promptHash: expect.stringMatching(/^[0-9a-f]{64}$/), response: GOOD }]);
});

test('a cap of money at an unknown price asks nothing and names the remedy', async () => {
  const here = await machine({ files: FILES });
  const server = await serving(GOOD);
  const { log, exitCode } = await at(here, server, [...ASK, '--budgets.cost', '5']);
  expect([exitCode, server.questions.length]).toEqual([0, 0]);
  expect(log).toContain('`budgets.cost` is set, and the price of gpt-5-mini is not known, so no question is asked. Write what it costs under `prices`, or take `budgets.cost` out.');
  expect(log.match(/the price of gpt-5-mini is not known/g)!.length).toBeLessThanOrEqual(3);
});

test('what earlier runs asked counts for the day; a state that is gone asks nothing for a day', async () => {
  const here = await machine({ files: FILES });
  const server = await serving(BAD);
  const daily = [...ASK, '--model-options.repairs', '0', '--budgets.daily.calls', '2'];
  await at(here, server, daily);
  await at(here, server, daily);
  expect(server.questions).toHaveLength(2);
  expect((await at(here, server, daily)).log).toContain('`budgets.daily.calls` allows 2 questions for 24 hours: 2 questions used, and one more question could take 1 question.');
  expect(server.questions).toHaveLength(2);

  const state = join(here.repository.path, '.git/self-coding/state');
  for (const name of readdirSync(state)) if (name.endsWith('.db')) writeFileSync(join(state, name), 'no database');
  for (const text of ['the state was not restored (corrupt)', 'the state was lost on']) {
    const { log, exitCode } = await at(here, server, [...daily.slice(0, -1), '1000']);
    expect(exitCode).toBe(0);
    expect(log).toContain(`what was used in the last 24 hours is not known: ${text}`);
  }
  expect(server.questions).toHaveLength(2);
});

test('a backlog of 1,000 tasks: a few are tried, the rest is told to wait, and the next run goes on with the untried', async () => {
  const entries = Array.from({ length: 1000 }, (_, index) => `  - { id: t${index}, prompt: "Shout number ${index} as \`shout${index}\`", target: src/words.js, accept-command: "exit ${1 + (index % 5)}" }`);
  const here = await machine({ files: { ...FILES, '.github/self-coding.yml': `kinds: [helper]\nmodel-options: { repairs: 0 }\nbacklog:\n${entries.join('\n')}\n` } });
  const server = await serving(GOOD);
  const { log, exitCode } = await at(here, server, []);
  expect(exitCode).toBe(0);
  expect(server.questions).toHaveLength(5);
  expect(log).toContain('995 entries of the backlog wait for a later run, those first that were never tried: this one tried 5 without success');
  const asked = (): readonly string[] => server.questions.map(({ prompt }) => /Shout number (\d+)/.exec(prompt)![1]!);
  expect(asked()).toEqual(['0', '1', '2', '3', '4']);
  await at(here, server, []);
  expect(asked().slice(5)).toEqual(['5', '6', '7', '8', '9']);
});

test('what .selfcodingignore names reaches no prompt; keys and environments neither', async () => {
  const here = await machine({ files: { ...FILES, '.selfcodingignore': 'secret.js\n' } });
  const server = await serving(GOOD);
  await at(here, server, ASK);
  expect(server.questions[0]!.prompt).toContain('whisper');
  expect(server.questions[0]!.prompt).not.toMatch(/CONFIDENTIAL|shoutingAlgorithm/);
  const open = await machine({ files: FILES });
  const other = await serving(GOOD);
  await at(open, other, ASK);
  expect(other.questions[0]!.prompt).toContain('CONFIDENTIAL');
});

test('a secret in the target stays where it is, and shows nowhere else: not in the prompt, the record, the summary, the state or the log', async () => {
  const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  const here = await machine({ files: { ...FILES, 'src/words.js': `${FILES['src/words.js']}\nconst token = '${secret}';\nexport const size = () => token.length;\n` } });
  const server = await serving(GOOD);
  const { log } = await at(here, server, ASK);
  expect(log).toMatch(/^Kept 1 of 1: Add `shout` to src\/words\.js/m);
  expect(server.questions[0]!.prompt).toContain("const token = '[redacted]';");
  const [record] = records(here);
  expect(record!.interactions[0]!.prompt).toBe(server.questions[0]!.prompt);
  expect(record!.change!.diff).toContain("const token = '[redacted]';");
  const state = join(here.repository.path, '.git/self-coding/state');
  const written = readdirSync(state).map((name) => readFileSync(join(state, name), 'latin1'));
  for (const text of [log, summaryOf(here), JSON.stringify(records(here)), server.questions[0]!.prompt, ...written]) expect(text).not.toContain(secret);
  // What is applied is not what is shown.
  const patch = readdirSync(join(here.repository.path, '.git/self-coding/records')).find((name) => name.endsWith('.patch'))!;
  here.repository.git('am', join(here.repository.path, '.git/self-coding/records', patch));
  expect(readFileSync(join(here.repository.path, 'src/words.js'), 'utf8')).toContain(secret);
});

test('an answer with the key of the run is thrown away: it is in no record, answer file, log or state', async () => {
  const here = await machine({ files: FILES });
  const server = await serving('```js\nexport function shout(text) {\n  const key = "sk-loopback-0123456789";\n  return `${text.toUpperCase()}!${key.slice(99)}`;\n}\n```');
  const answers = join(here.directory, 'answers.jsonl');
  const { log } = await at(here, server, [...ASK, '--record-answers', answers]);
  expect(log).toContain('the answer contains a key or token of this run');
  expect(log).toMatch(/^Unchanged 1 of 1/m);
  expect(existsSync(answers)).toBe(false);
  const state = join(here.repository.path, '.git/self-coding/state');
  for (const name of readdirSync(state)) expect(readFileSync(join(state, name), 'latin1')).not.toContain('sk-loopback');
  expect(server.questions.every(({ key }) => key === 'sk-loopback-0123456789')).toBe(true);
  for (const text of [log, summaryOf(here), JSON.stringify(records(here))]) expect(text).not.toContain('sk-loopback');
});
