import { foundTasks, inOrder, inTurn, requestedTasks } from '../../src/run/plan.ts';
import type { Kind, KindContext } from '../../src/core/kinds/kind.ts';
import type { Settings } from '../../src/core/model/settings.ts';
import type { FoundTask, KindName } from '../../src/core/model/task.ts';

type Asked = Pick<Settings, 'prompt' | 'target' | 'acceptCommand' | 'backlog'>;

function settings(change: Partial<Asked>): Settings {
  return { prompt: null, target: null, acceptCommand: null, backlog: [], ...change } as unknown as Settings;
}

function found(kind: KindName, id: string, gain: number): FoundTask {
  return { origin: 'found', kind, id, title: id, paths: [], gain, detail: null };
}

function kindOf(name: KindName, tasks: readonly FoundTask[]): Kind {
  return {
    name,
    find: () => Promise.resolve(tasks),
    async *propose() {},
    prove: () => Promise.resolve(null),
  };
}

const context = {} as KindContext;

test('a prompt is the only task, under an id that white space and case do not change', () => {
  const one = requestedTasks(settings({ prompt: 'Parse  a Duration', target: 'src/a.js', backlog: [{ id: 'x', prompt: 'p', target: 't.js', acceptCommand: null }] }), () => false);
  const same = requestedTasks(settings({ prompt: ' parse a duration\n', target: 'src/a.js' }), () => false);
  const other = requestedTasks(settings({ prompt: 'parse a duration', target: 'src/b.js' }), () => false);
  expect(one.map(({ title, target }) => [title, target])).toEqual([['Parse a Duration', 'src/a.js']]);
  expect(same[0]!.id).toBe(one[0]!.id);
  expect(other[0]!.id).not.toBe(one[0]!.id);
});

test('a prompt is asked again even if it was kept before; a backlog entry is not', () => {
  expect(requestedTasks(settings({ prompt: 'p', target: 'a.js' }), () => true)).toHaveLength(1);
  const backlog = ['done', 'open'].map((id) => ({ id, prompt: 'p', target: 'a.js', acceptCommand: 'npm test' }));
  expect(requestedTasks(settings({ backlog }), (id) => id === 'backlog:done').map(({ id }) => id)).toEqual(['backlog:open']);
});

test('a long prompt has a short title and keeps its words', () => {
  const prompt = 'word '.repeat(40).trim();
  const [task] = requestedTasks(settings({ prompt, target: 'a.js' }), () => false);
  expect(task!.title).toHaveLength(72);
  expect(task!.prompt).toBe(prompt);
});

test('found work of all kinds is ordered by gain; ties by kind, then by id', async () => {
  const kinds = [kindOf('extract', [found('extract', 'b', 5), found('extract', 'a', 5)]), kindOf('suppressions', [found('suppressions', 'c', 9), found('suppressions', 'd', 5)])];
  const { tasks, notes } = await foundTasks(kinds, context);
  expect(tasks.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd']);
  expect(notes).toEqual(['extract: 2 found', 'suppressions: 2 found']);
});

test('what a kind saw and left is told, up to a few lines', async () => {
  const passing = (amount: number): Kind => ({ ...kindOf('extract', []), find: ({ passedOver }) => { for (let at = 0; at < amount; at += 1) passedOver(`\`f${at}\`: why`); return Promise.resolve([]); } });
  expect((await foundTasks([passing(2)], context)).notes).toEqual(['extract: passed over `f0`: why', 'extract: passed over `f1`: why']);
  expect((await foundTasks([passing(8)], context)).notes.slice(-2)).toEqual(['extract: passed over `f4`: why', 'extract: passed over 3 more']);
});

test('what was asked for comes before what was found', () => {
  const requested = requestedTasks(settings({ prompt: 'p', target: 'a.js' }), () => false);
  expect(inOrder({ requested, found: [found('extract', 'x', 99)], notes: [] }).map(({ origin }) => origin)).toEqual(['requested', 'found']);
});

test('in a backlog the untried come first as they stand, then what was tried longest ago', () => {
  const entries = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, prompt: id, target: 't.js', acceptCommand: null }));
  const tried: Readonly<Record<string, string>> = { 'backlog:a': '2026-11-03', 'backlog:b': '2026-11-01', 'backlog:d': '2026-11-02' };
  expect(inTurn(requestedTasks(settings({ backlog: entries }), () => false), (id) => tried[id] ?? null).map(({ id }) => id)).toEqual(['backlog:c', 'backlog:e', 'backlog:b', 'backlog:d', 'backlog:a']);
});
