import fc from 'fast-check';
import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import { hasErrors, HALF_LIFE_DAYS, isRare, MINIMUM_SAMPLES, PRIOR_SAMPLES, rankModules } from '../../../src/core/history/health.ts';
import type { HealthBody } from '../../../src/core/history/bodies.ts';
import type { Event } from '../../../src/core/model/event.ts';
import { ledgerIn } from '../../support/event-logs.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-20T00:00:00.000Z');
const MODULES = ['src/a.js', 'src/b.js', 'src/c.js'];

let ids = 0;
function event(body: HealthBody | Record<string, unknown>, daysAgo = 0, id = `e${ids++}`): Event {
  return { id, kind: 'health', at: new Date(NOW.getTime() - daysAgo * DAY).toISOString(), body: { ...body } };
}

const baseline = (files: HealthBody['files'], daysAgo = 0): Event => event({ source: 'baseline', files }, daysAgo);
const bad = (path: string, failures = 1, findings = 0): HealthBody['files'][number] => ({ path, failures, findings });
const rank = (events: readonly Event[], modules: readonly string[] = MODULES) => rankModules(events, { at: NOW, modules });

test('a baseline is one sample of every module, an attempt one of the modules it names', () => {
  const events = [baseline([bad('src/a.js', 2, 1)]), baseline([]), baseline([]), event({ source: 'attempt', files: [bad('src/b.js', 0)] })];
  expect(rank(events).map(({ path, failures, findings, samples }) => ({ path, failures, findings, samples }))).toEqual([
    { path: 'src/a.js', failures: 2, findings: 1, samples: 3 },
    { path: 'src/c.js', failures: 0, findings: 0, samples: 3 },
    { path: 'src/b.js', failures: 0, findings: 0, samples: 4 },
  ]);
});

test('the rate is smoothed towards the mean of all modules', () => {
  const [worst] = rank([baseline([bad('src/a.js')])]);
  // 1 error, 1 sample; the mean is 1 error in 3 samples.
  expect(worst).toMatchObject({ path: 'src/a.js', rate: (1 + (1 / 3) * PRIOR_SAMPLES) / (1 + PRIOR_SAMPLES) });
});

test('an old error counts less than a new one, and half after the half-life', () => {
  const events = [baseline([bad('src/b.js')], 10), baseline([], 5), baseline([bad('src/a.js')], 1)];
  expect(rank(events).slice(0, 2).map(({ path }) => path)).toEqual(['src/a.js', 'src/b.js']);
  const [now] = rank([baseline([bad('src/a.js')])], ['src/a.js']);
  const [then] = rank([baseline([bad('src/a.js')], HALF_LIFE_DAYS), baseline([], 0)], ['src/a.js']);
  expect(now!.rate).toBe(1);
  expect(then!.rate).toBeCloseTo(0.5 / 1.5, 10);
});

test('what is older than about 200 days is forgotten', () => {
  expect(rank([baseline([bad('src/a.js')], 190)]).some(hasErrors)).toBe(true);
  expect(rank([baseline([bad('src/a.js')], 210)])).toEqual(MODULES.map((path) => ({ path, rate: 0, failures: 0, findings: 0, samples: 0 })));
});

test('too few samples come after enough of them, whatever their rate', () => {
  const attempts = Array.from({ length: MINIMUM_SAMPLES - 1 }, () => event({ source: 'attempt', files: [bad('src/b.js')] }));
  const ranking = rank([baseline([bad('src/a.js', 9)]), ...attempts]);
  expect(ranking.map((module) => [module.path, isRare(module)])).toEqual([['src/b.js', false], ['src/a.js', true], ['src/c.js', true]]);
});

test('files that are gone or must not be edited are not ranked', () => {
  expect(rank([baseline([bad('src/gone.js'), bad('src/a.js')])], ['src/a.js']).map(({ path }) => path)).toEqual(['src/a.js']);
});

test('without events, and for events of another shape, every rate is zero', () => {
  const strange = [event({ source: 'other', files: [bad('src/a.js')] }), event({ source: 'baseline', files: 3 }), event({ source: 'attempt', files: [{ path: 'src/a.js', failures: -1, findings: 'x' }, null] })];
  for (const events of [[], strange]) expect(rank(events).map(({ rate, failures }) => [rate, failures])).toEqual([[0, 0], [0, 0], [0, 0]]);
});

test('a clock that was ahead makes nothing count more', () => {
  expect(rank([baseline([bad('src/a.js')], -90)])).toEqual(rank([baseline([bad('src/a.js')])]));
});

const errors = fc.record({ path: fc.constantFrom(...MODULES), failures: fc.nat(5), findings: fc.nat(5) });
const history = fc.array(fc.record({ source: fc.constantFrom('baseline' as const, 'attempt' as const), files: fc.uniqueArray(errors, { selector: ({ path }) => path }), daysAgo: fc.nat(120) }), { maxLength: 12 })
  .map((samples) => samples.map(({ daysAgo, ...body }, index) => event(body, daysAgo, `p${String(index).padStart(3, '0')}`)));
const rateOf = (events: readonly Event[], path: string): number => rank(events).find((module) => module.path === path)!.rate;

test('the order in which events come does not matter', () => {
  fc.assert(fc.property(history.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length }))), ([events, shuffled]) => {
    expect(rank(shuffled)).toEqual(rank(events));
  }));
});

test('two logs merged in either order rank the same', async () => {
  const factory = await createDatabaseFactory();
  const write = (writer: string, start: string, bodies: readonly HealthBody[]) => {
    const ledger = ledgerIn(factory.open(), writer, start);
    for (const body of bodies) ledger.append('health', body);
    return ledger;
  };
  const left = () => write('A', '2026-11-01T00:00:00.000Z', [{ source: 'baseline', files: [bad('src/a.js', 2)] }, { source: 'attempt', files: [bad('src/b.js')] }]);
  const right = () => write('B', '2026-11-01T00:00:00.500Z', [{ source: 'baseline', files: [bad('src/c.js', 0, 3)] }, { source: 'baseline', files: [] }]);
  const [one, two] = [left(), right()];
  one.merge(right().rows());
  two.merge(left().rows());
  expect(rank(one.events('health'))).toEqual(rank(two.events('health')));
  expect(rank(one.events('health'))[0]!.samples).toBe(3);
});

test('one more error never lowers a rate, nor the place in the ranking', () => {
  fc.assert(fc.property(history, fc.constantFrom(...MODULES), fc.nat(11), (events, path, at) => {
    fc.pre(events.length > 0);
    const index = at % events.length;
    const { files, ...rest } = events[index]!.body as unknown as HealthBody;
    fc.pre(rest.source === 'baseline' || files.some((file) => file.path === path));
    const more = files.some((file) => file.path === path) ? files.map((file) => (file.path === path ? { ...file, failures: file.failures + 1 } : file)) : [...files, bad(path)];
    const worse = events.map((each, position) => (position === index ? { ...each, body: { ...rest, files: more } } : each));
    expect(rateOf(worse, path)).toBeGreaterThan(rateOf(events, path));
    const place = (all: readonly Event[]): number => rank(all).findIndex((module) => module.path === path);
    expect(place(worse)).toBeLessThanOrEqual(place(events));
  }));
});

test('at equal samples a module without errors never comes before one with errors', () => {
  fc.assert(fc.property(history, (events) => {
    const ranking = rank(events);
    for (const [index, module] of ranking.entries()) {
      for (const other of ranking.slice(index + 1)) if (module.samples === other.samples && hasErrors(other)) expect(hasErrors(module)).toBe(true);
    }
  }));
});

test('as time passes without a new sample, no module looks worse than the mean any longer', () => {
  fc.assert(fc.property(history, fc.integer({ min: 1, max: 400 }), (events, days) => {
    const later = new Date(NOW.getTime() + days * DAY);
    const spread = (at: Date): number => {
      const rates = rankModules(events, { at, modules: MODULES }).map(({ rate }) => rate);
      return Math.max(...rates) - Math.min(...rates);
    };
    fc.pre(events.every(({ at }) => NOW.getTime() - Date.parse(at) + days * DAY < 190 * DAY));
    expect(spread(later)).toBeLessThanOrEqual(spread(NOW) + 1e-9);
  }));
});
