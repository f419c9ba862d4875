import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { PatchHistoryDB } from '../../src/core/history/patch-history.ts';
import { GptMemory } from '../../src/core/knowledge/memory.ts';
import { NO_ANSWER, openPast, pastEnds } from '../../src/run/past.ts';
import { attempt, ledgerIn } from '../support/event-logs.ts';

const factory = await createDatabaseFactory();
/** Every event is a second later than the one before. */
const opened = () => {
  const ledger = ledgerIn(factory.open(), 'A', '2026-11-01T00:00:00.000Z');
  return { history: new PatchHistoryDB(ledger), memory: new GptMemory(ledger), last: () => ledger.events().at(-1)!.at };
};
const LATER = '2027-01-01T00:00:00.000Z';

test('only what was remembered before the given moment is told, in the same order as then', async () => {
  const { history, memory, last } = opened();
  memory.logInteraction('write a slug helper', 'one');
  memory.logInteraction('parse a slug', 'two');
  history.record(attempt({ patchId: 'p1', outcome: 'reverted', diff: '+++ b/src/a.js\n' }));
  const before = new Date(Date.parse(last()) + 1).toISOString();
  const asked = async () => {
    const past = openPast({ history, memory }, before);
    return { similar: (await past.similar('slug helper', 5)).map(({ response }) => response), failures: past.failures({ paths: ['src/a.js'] }, 5).map(({ patchId }) => patchId) };
  };
  const then = await asked();
  expect(then).toEqual({ similar: ['one', 'two'], failures: ['p1'] });
  for (let index = 0; index < 20; index += 1) memory.logInteraction('slug slug helper', `later ${index}`);
  history.record(attempt({ patchId: 'p2', outcome: 'reverted', diff: '+++ b/src/a.js\n' }));
  expect(await asked()).toEqual(then);
  expect((await openPast({ history, memory }, LATER).similar('slug helper', 50)).length).toBe(22);
});

test('questions without an answer teach nothing', async () => {
  const { history, memory } = opened();
  memory.logInteraction('slug helper', `${NO_ANSWER}the key was refused]`);
  memory.logInteraction('slug helper', ' ');
  memory.logInteraction('slug helper', 'code');
  expect((await openPast({ history, memory }, LATER).similar('slug', 1)).map(({ response }) => response)).toEqual(['code']);
});

test('failures are those of the task or of its files', () => {
  const { history, memory } = opened();
  history.record(attempt({ patchId: 'p1', taskId: 't1', outcome: 'reverted', diff: '+++ b/x.js\n' }));
  history.record(attempt({ patchId: 'p2', taskId: 't2', outcome: 'held', diff: '+++ b/src/a.js\n' }));
  history.record(attempt({ patchId: 'p3', taskId: 't3', outcome: 'kept', diff: '+++ b/src/a.js\n' }));
  const ids = (about: { readonly taskId?: string; readonly paths: readonly string[] }) => openPast({ history, memory }, LATER).failures(about, 5).map(({ patchId }) => patchId);
  expect([ids({ taskId: 't1', paths: [] }), ids({ paths: ['src/a.js'] }), ids({ paths: ['src/a'] })]).toEqual([['p1'], ['p2'], []]);
});

test('the past ends where the replayed recording began, else where this one begins, else now', () => {
  const now = new Date('2026-11-05T00:00:00.000Z');
  const generate = () => Promise.reject(new Error('not asked'));
  const replay = { id: { name: 'replay' as const, model: null }, recordedAt: '2026-11-02T00:00:00.000Z', generate };
  const recording = { startedAt: '2026-11-04T00:00:00.000Z', add: () => Promise.resolve() };
  expect(pastEnds(now, replay, recording)).toBe('2026-11-02T00:00:00.000Z');
  expect(pastEnds(now, { ...replay, recordedAt: null }, recording)).toBe('2026-11-04T00:00:00.000Z');
  expect(pastEnds(now, null, null)).toBe('2026-11-05T00:00:00.000Z');
});
