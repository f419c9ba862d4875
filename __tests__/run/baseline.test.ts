import type { CheckRun, Evidence, TestOutcome } from '../../src/core/model/evidence.ts';
import type { Site } from '../../src/core/model/change.ts';
import { baselineAfter, measureBaseline } from '../../src/run/baseline.ts';
import { probe } from '../../src/run/probe.ts';
import type { Ground } from '../../src/run/ground.ts';
import type { Session } from '../../src/run/session.ts';
import type { Base } from '../../src/run/source-tree.ts';
import { attempt } from '../core/report/sample.ts';

type Answer = 'passed' | 'failed' | 'absent';

const BASE = { commit: 'c0', tree: 't0', entries: [], kept: [] } as Base;
const CHECK: CheckRun = { role: 'test', name: 'test', command: 'npm test', status: 'failed', exitCode: 1, durationMs: 1, reported: true, note: '', outputTail: '' };

function evidence(outcomes: Readonly<Record<string, 'passed' | 'failed'>>, message: string | null = null): Evidence {
  const tests = Object.entries(outcomes).map(([name, status]): TestOutcome => ({ id: `test › ${name}`, status, file: `${name}.test.js`, durationMs: 1, message: status === 'failed' ? message : null }));
  return { tree: 't0', checks: [CHECK], tests, findings: [], coverage: null, metrics: [], durationMs: 1 };
}

/** A session whose commands answer from a list, in order; what they were asked is written down. */
function session(answers: { readonly check?: Evidence; readonly reruns: readonly Readonly<Record<string, Answer>>[] }): { readonly session: Session; readonly asked: string[]; readonly flaked: string[]; readonly told: string[] } {
  const asked: string[] = [];
  const flaked: string[] = [];
  const told: string[] = [];
  const reruns = [...answers.reruns];
  const workbench = {
    check: () => Promise.resolve(answers.check),
    test: () => Promise.resolve(answers.check),
    rerun: (_base: Base, edits: readonly unknown[], ids: readonly string[]) => {
      asked.push(`${edits.length} edits: ${ids.join(', ')}`);
      return Promise.resolve(new Map(Object.entries(reruns.shift() ?? {}).map(([name, status]) => [`test › ${name}`, status])));
    },
  };
  const ports = { reporter: { info: (text: string) => told.push(text) } };
  return { session: { workbench, ports, state: { flaked: (id: string) => flaked.push(id) } } as unknown as Session, asked, flaked, told };
}

function failing({ tests }: Evidence): readonly string[] {
  return tests.filter(({ status }) => status === 'failed').map(({ id }) => id);
}

describe('the untouched tree', () => {
  test('a test that fails every time fails already', async () => {
    const place = session({ check: evidence({ a: 'failed', b: 'passed' }), reruns: [{ a: 'failed' }, { a: 'failed' }] });
    expect(failing(await measureBaseline(BASE, place.session))).toEqual(['test › a']);
    expect(place.flaked).toEqual([]);
    expect(place.asked).toHaveLength(2);
  });

  test('the first failures are told with the beginning of their messages, the others are counted', async () => {
    const names = { a: 'failed', b: 'passed', c: 'failed', d: 'failed', e: 'failed' } as const;
    const place = session({ check: evidence(names, 'Cannot find module\n`left-pad`'), reruns: [names, names] });
    await measureBaseline(BASE, place.session);
    expect(place.told.slice(2)).toEqual(['a', 'c', 'd'].map((name) => `already failing: \`test › ${name}\`: Cannot find module \`left-pad\``).concat('already failing: 1 more'));
  });

  test('a test that fails once excuses nobody later: it is a flake, remembered and taken as passing', async () => {
    const place = session({ check: evidence({ a: 'failed', b: 'failed' }), reruns: [{ a: 'passed', b: 'failed' }, { b: 'passed' }] });
    expect(failing(await measureBaseline(BASE, place.session))).toEqual([]);
    expect(place.flaked).toEqual(['test › a', 'test › b']);
    expect(place.asked).toEqual(['0 edits: test › a, test › b', '0 edits: test › b']);
  });

  test('where nothing fails nothing is run again', async () => {
    const place = session({ check: evidence({ a: 'passed' }), reruns: [] });
    await measureBaseline(BASE, place.session);
    expect(place.asked).toEqual([]);
  });
});

test('a kept change leaves its evidence without its accept command and without failures that a rerun contradicted', () => {
  const made = attempt();
  const after: Evidence = {
    ...evidence({ a: 'failed', b: 'failed', c: 'passed' }),
    checks: [CHECK, { ...CHECK, role: 'accept', name: 'accept' }],
  };
  const withAccept: Evidence = { ...after, tests: [...after.tests, { ...after.tests[0]!, id: 'accept › asks' }] };
  const failure = (id: string, cause: 'suspect' | 'not-the-patch') => ({ id, class: cause, message: null, candidateReruns: [], baseReruns: [] });
  const comparison = { ...made.patch!.comparison!, newFailures: [failure('test › a', 'suspect'), failure('test › b', 'not-the-patch')] };
  const next = baselineAfter({ ...made, patch: { ...made.patch!, after: withAccept, comparison } });
  expect(next.checks.map(({ name }) => name)).toEqual(['test']);
  expect(next.tests.map(({ id, status }) => [id, status])).toEqual([['test › a', 'passed'], ['test › b', 'failed'], ['test › c', 'passed']]);
});

describe('a place broken on purpose', () => {
  const site: Site = { id: 's', path: 'a.js', line: 1, label: 'body of `f`', lines: [], probe: [{ path: 'a.js', mode: '100644', before: 'x', after: 'y' }], optional: false };
  const candidate = { ...attempt(), edits: [] } as unknown as Parameters<typeof probe>[1]['candidate'];
  const ground = { base: BASE, baseline: evidence({ a: 'passed', b: 'passed' }) } as unknown as Ground;
  const tried = { task: { ...attempt().task, origin: 'found' }, candidate, after: evidence({ a: 'passed', b: 'passed' }) } as unknown as Parameters<typeof probe>[1];

  test('is noticed by a test that repeats its words; nothing is run again', async () => {
    const place = session({ check: evidence({ a: 'failed', b: 'passed' }, 'Error: self-coding probe: this place is broken on purpose'), reruns: [] });
    const { evidence: found } = await probe(site, tried, ground, place.session);
    expect(failing(found!)).toEqual(['test › a']);
    expect(place.asked).toEqual([]);
  });

  test('is not noticed by a test that flakes: it must fail again with the place broken, and pass without', async () => {
    const place = session({ check: evidence({ a: 'failed', b: 'failed' }, 'expected 1'), reruns: [{ a: 'passed', b: 'failed' }, { a: 'passed', b: 'failed' }] });
    const { evidence: found } = await probe(site, tried, ground, place.session);
    expect(failing(found!)).toEqual([]);
    expect(place.asked).toEqual(['1 edits: test › a, test › b', '0 edits: test › a, test › b']);
  });

  test('is noticed by a test that fails in other words, every time and only then', async () => {
    const place = session({ check: evidence({ a: 'failed', b: 'passed' }, 'expected 1'), reruns: [{ a: 'failed' }, { a: 'passed' }] });
    expect(failing((await probe(site, tried, ground, place.session)).evidence!)).toEqual(['test › a']);
  });
});
