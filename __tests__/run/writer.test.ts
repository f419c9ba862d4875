import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { readSettings } from '../../src/config/config.ts';
import { hashOfPrompt } from '../../src/core/generate/prompt.ts';
import { PatchHistoryDB } from '../../src/core/history/patch-history.ts';
import { LOST } from '../../src/core/history/spending.ts';
import { GptMemory } from '../../src/core/knowledge/memory.ts';
import type { Settings } from '../../src/core/model/settings.ts';
import type { GenerationReply, GenerationRequest, Generator } from '../../src/core/ports.ts';
import { openState } from '../../src/run/state.ts';
import { openWriter, type RunWriter } from '../../src/run/writer.ts';
import { ledgerIn, tickingClock } from '../support/event-logs.ts';

const factory = await createDatabaseFactory();
const SECRET = 'hunter2-hunter2';

interface Bench {
  readonly writer: RunWriter;
  readonly asked: readonly GenerationRequest[];
  readonly calls: () => readonly Readonly<Record<string, unknown>>[];
  readonly told: readonly string[];
  readonly log: readonly string[];
  readonly recorded: ReadonlyMap<string, string>;
  readonly saves: () => number;
  readonly memory: GptMemory;
}

interface Around {
  readonly file?: string;
  readonly name?: Generator['id']['name'];
  readonly unknown?: string;
  readonly earlier?: readonly { readonly tokens: number; readonly cost: number | null; readonly outcome?: string }[];
  readonly cli?: boolean;
}

function bench(answer: (request: GenerationRequest) => GenerationReply | Promise<GenerationReply>, around: Around = {}): Bench {
  const settings: Settings = readSettings({
    surface: around.cli === true ? 'cli' : 'action', given: { model: 'gpt-5-mini', 'api-key': 'k' }, file: { path: 'f.yml', text: around.file ?? '' }, places: { root: '/r', gitDirectory: '/r/.git', temporary: '/t' },
  }).settings;
  const ledger = ledgerIn(factory.open());
  for (const { tokens, cost, outcome = 'answer' } of around.earlier ?? []) ledger.append('call', { model: 'm', tokens, cost, durationMs: 10, outcome });
  const memory = new GptMemory(ledger, { secrets: [SECRET] });
  const clock = tickingClock();
  const state = openState({ history: new PatchHistoryDB(ledger), memory, now: () => clock.now(), environment: 'test', spendingUnknown: around.unknown ?? null });
  const [asked, told, log, recorded] = [[] as GenerationRequest[], [] as string[], [] as string[], new Map<string, string>()];
  let saves = 0;
  const saved = (): Promise<void> => { saves += 1; return Promise.resolve(); };
  const generator: Generator = {
    id: { name: around.name ?? 'model', model: around.name === 'replay' ? null : 'gpt-5-mini' },
    generate: async (request) => { asked.push(request); return answer(request); },
  };
  const note = (text: string): void => { log.push(text); };
  const writer = openWriter(generator, {
    settings, state,
    ports: {
      clock, secrets: [SECRET], recording: { startedAt: '', add: (hash, text) => { recorded.set(hash, text); return Promise.resolve(); } },
      reporter: { group: (_, action) => action(), info: note, warning: note, error: note, summary: () => Promise.resolve(), mask: () => undefined },
      checkpoint: saved,
      store: { restore: () => Promise.reject(new Error('not here')), save: async () => { await saved(); return { type: 'saved', to: 'x' }; } },
    },
    onEnded: (text) => told.push(text),
  });
  return { writer, asked, calls: () => ledger.events('call').map(({ body }) => body), told, log, recorded, saves: () => saves, memory };
}

const usage = { promptTokens: 100, completionTokens: 200 };
const good = (): GenerationReply => ({ type: 'answer', text: 'code', tokens: 300, usage });
const question = (prompt = 'write a helper') => ({ taskId: 't', prompt });

test('a question is redacted, counted, remembered as a call at once, and recorded', async () => {
  const { writer, asked, calls, recorded, saves, log } = bench(good);
  const prompt = `key = ${SECRET}`;
  const answer = await writer.ask({ ...question(prompt), schema: { name: 's', schema: {} } });
  const sent = 'key = [redacted]';
  expect(asked).toEqual([{ taskId: 't', prompt: sent, promptHash: hashOfPrompt(sent), maxTokens: 16_000, schema: { name: 's', schema: {} } }]);
  expect(answer).toEqual({ type: 'answer', text: 'code', interaction: { prompt: sent, promptHash: hashOfPrompt(sent), response: 'code' }, tokens: 300, cost: (100 * 0.25 + 200 * 2) / 1e6 });
  expect(calls()).toEqual([{ model: 'gpt-5-mini', tokens: 300, cost: 425e-6, durationMs: expect.any(Number) as number, outcome: 'answer' }]);
  expect([...recorded]).toEqual([[hashOfPrompt(sent), 'code']]);
  expect(saves()).toBe(1);
  expect(log).toEqual([expect.stringMatching(/^model gpt-5-mini: answered after .*, 300 tokens, \$0\.0004$/)]);
  expect(writer.spending()).toEqual({ generator: { name: 'model', model: 'gpt-5-mini' }, calls: 1, tokens: 300, cost: 425e-6, ended: null });
});

test('an answer with a secret of the run is of no use, and what looks like one is redacted where it is kept', async () => {
  const own = bench(() => ({ type: 'answer', text: `a = "${SECRET}"`, tokens: 1, usage }));
  const refused = await own.writer.ask(question());
  expect(refused).toMatchObject({ type: 'none', final: false, reason: 'the answer contains a key or token of this run', tokens: 300 });
  expect(JSON.stringify([refused, [...own.recorded], own.memory.interactions()])).not.toContain(SECRET);

  const other = bench(() => ({ type: 'answer', text: 'a = "AKIAIOSFODNN7EXAMPLE"', tokens: 1, usage }));
  expect(await other.writer.ask(question())).toMatchObject({ type: 'answer', interaction: { response: 'a = "[redacted]"' } });
  expect([...other.recorded.values()]).toEqual(['a = "[redacted]"']);
});

test('an exceeded budget ends asking: nothing is sent, the remedy is told once, and the run goes on', async () => {
  const { writer, asked, told, calls } = bench(good, { file: 'budgets: { calls: 1 }' });
  await writer.ask(question('one'));
  const [second, third] = [await writer.ask(question('two')), await writer.ask(question('three'))];
  for (const none of [second, third]) expect(none).toEqual({ type: 'none', final: true, reason: '`budgets.calls` allows 1 question for this run: 1 question used, and one more question could take 1 question.', remedy: 'Raise `budgets.calls`.', interactions: [], tokens: 0, cost: 0 });
  expect([asked.length, calls().length, told.length]).toEqual([1, 1, 1]);
  expect(writer.spending().ended).toContain('`budgets.calls` allows 1 question');
});

test('a prompt that could cost more than is left is not sent', async () => {
  const { writer, asked } = bench(good, { file: 'budgets: { cost: 0.01 }' });
  expect(await writer.ask(question())).toMatchObject({ type: 'none', reason: '`budgets.cost` allows $0.01 for this run: $0 used, and one more question could take $0.032.' });
  expect(asked).toEqual([]);
});

test('a cap of money at an unknown price: no call, and `prices` is the remedy', async () => {
  const { writer, asked } = bench(good, { file: 'budgets: { cost: 100 }\nbase-url: http://127.0.0.1:11434/v1' });
  expect(await writer.ask(question())).toMatchObject({ type: 'none', final: true, remedy: 'Write what it costs under `prices`, or take `budgets.cost` out.' });
  expect(asked).toEqual([]);
});

test('without a cap an unknown price is asked and stays unknown', async () => {
  const { writer } = bench(good, { file: 'base-url: http://127.0.0.1:11434/v1' });
  expect(await writer.ask(question())).toMatchObject({ tokens: 300, cost: null });
  expect(writer.spending()).toMatchObject({ tokens: 300, cost: null });
});

test('prices of the user let a local model be asked under a cap', async () => {
  const { writer } = bench(good, { file: 'budgets: { cost: 1 }\nbase-url: http://127.0.0.1:11434/v1\nprices: [{ model: "gpt-*", input: 0, output: 0 }]' });
  expect(await writer.ask(question())).toMatchObject({ type: 'answer', cost: 0 });
});

test('the budget of a day counts what earlier runs asked', async () => {
  const { writer, asked } = bench(good, { file: 'budgets: { daily: { tokens: 20000 } }', earlier: [{ tokens: 3000, cost: 1 }, { tokens: 2000, cost: null }] });
  expect(await writer.ask(question())).toMatchObject({ type: 'none', reason: expect.stringContaining('`budgets.daily.tokens` allows 20,000 tokens for 24 hours: 5,000 tokens used') as string });
  expect(asked).toEqual([]);
});

test.each([
  ['the state was not restored', { unknown: 'the state was not restored (corrupt)' }],
  ['a state was lost within the day', { earlier: [{ tokens: 0, cost: null, outcome: LOST }] }],
])('a daily budget without counters asks nothing: %s', async (_, around) => {
  const { writer, asked } = bench(good, { file: 'budgets: { daily: { calls: 1000 } }', ...around });
  expect(await writer.ask(question())).toMatchObject({ type: 'none', final: true, reason: expect.stringContaining('what was used in the last 24 hours is not known') as string });
  expect(asked).toEqual([]);
  const without = bench(good, around);
  expect(await without.writer.ask(question())).toMatchObject({ type: 'answer' });
});

test('what a daily budget rests on reaches a directory at once, so that a killed run gives nothing back', async () => {
  const { writer, saves } = bench(good, { file: 'budgets: { daily: { calls: 10 } }', cli: true });
  await writer.ask(question());
  expect(saves()).toBe(2);
});

test('an answer without a count is charged by the estimate', async () => {
  const { writer } = bench(() => ({ type: 'answer', text: 'x', tokens: 0 }));
  expect(await writer.ask(question('x'.repeat(300)))).toMatchObject({ tokens: 16_100, cost: (100 * 0.25 + 16_000 * 2) / 1e6 });
});

test('an answer of no use is paid for and lets others be asked', async () => {
  const { writer, calls, recorded } = bench(() => ({ type: 'unusable', failure: 'truncated', reason: 'cut off', remedy: 'raise', text: 'half', usage }));
  expect(await writer.ask(question())).toMatchObject({ type: 'none', final: false, tokens: 300, interactions: [{ response: 'half' }] });
  expect(calls()).toMatchObject([{ outcome: 'truncated', tokens: 300 }]);
  expect([recorded.size, writer.spending().ended]).toEqual([0, null]);
  expect((await writer.ask(question())).type).toBe('none');
  expect(calls()).toHaveLength(2);
});

test('an endpoint that is gone ends asking; the question is remembered', async () => {
  const { writer, calls, asked, told, memory } = bench(() => ({ type: 'unavailable', failure: 'unauthorised', reason: 'the key was refused', remedy: 'renew it' }));
  expect(await writer.ask(question())).toMatchObject({ type: 'none', final: true, reason: 'the key was refused' });
  await writer.ask(question('again'));
  expect([asked.length, told]).toEqual([1, ['the key was refused renew it']]);
  expect(calls()).toMatchObject([{ outcome: 'unauthorised', tokens: 0, cost: 0 }]);
  expect(memory.interactions()).toMatchObject([{ prompt: 'write a helper', response: '[no answer: the key was refused]' }]);
});

test('two questions at once cannot take the same room', async () => {
  const { writer, asked } = bench(async () => { await new Promise((resolve) => { setImmediate(resolve); }); return good(); }, { file: 'budgets: { calls: 1 }' });
  const types = (await Promise.all([writer.ask(question('a')), writer.ask(question('b'))])).map(({ type }) => type);
  expect([types, asked.length]).toEqual([['answer', 'none'], 1]);
});

test('a question that throws stops none after it', async () => {
  let first = true;
  const { writer } = bench(() => { if (!first) return good(); first = false; throw new Error('defect'); });
  await expect(writer.ask(question())).rejects.toThrow('defect');
  expect((await writer.ask(question())).type).toBe('answer');
});

test('recorded answers are free: no budget, no call event; a missing one ends nothing', async () => {
  const { writer, calls, told } = bench(({ prompt }) => (prompt === 'known' ? { type: 'answer', text: 'x', tokens: 0, cost: 0 } : { type: 'unavailable', failure: 'no-recording', reason: 'none', remedy: 'record' }), {
    name: 'replay', file: 'budgets: { calls: 0, daily: { cost: 0 } }', unknown: 'lost',
  });
  expect(await writer.ask(question('unknown'))).toMatchObject({ type: 'none', final: false });
  expect(await writer.ask(question('known'))).toMatchObject({ type: 'answer', tokens: 0, cost: 0 });
  expect([calls(), told, writer.spending()]).toEqual([[], [], { generator: { name: 'replay', model: null }, calls: 1, tokens: 0, cost: 0, ended: null }]);
});
