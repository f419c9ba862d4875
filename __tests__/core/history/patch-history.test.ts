import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import { knownFlakes, recordFlake } from '../../../src/core/history/flakes.ts';
import { writeState } from '../../../src/core/history/ledger.ts';
import { PatchHistoryDB } from '../../../src/core/history/patch-history.ts';
import type { MetricSample } from '../../../src/core/model/evidence.ts';
import { attempt, ledgerIn } from '../../support/event-logs.ts';

const factory = await createDatabaseFactory();

function history(): PatchHistoryDB {
  return new PatchHistoryDB(ledgerIn(factory.open()));
}

test('a rollback that is only proposed takes nothing back until it is merged', () => {
  const known = history();
  known.record(attempt({ patchId: 'A', outcome: 'kept', roiDelta: 2, fingerprint: 'f' }));
  known.rolledBack({ patchId: 'A', reverted: 'c1', commit: null, fingerprint: 'f' });
  expect([known.lastKept()?.patchId, known.isRejected('f')]).toEqual(['A', false]);
  known.rollbackLanded('B', 'c2');
  known.rollbackLanded('A', 'c2');
  expect([known.lastKept(), known.isRejected('f')]).toEqual([null, true]);
  known.rollbackLanded('A', 'c3');
  expect(known.ledger.events('rollback').map(({ body }) => body['commit'])).toEqual([null, 'c2']);
});

function sample(changes: Partial<MetricSample>): MetricSample {
  return { name: 'size', unit: 'kB', better: 'lower', stability: 'exact', tolerance: 0, scale: 1, weight: 1, samples: [1], ...changes };
}

test('an attempt comes back whole', () => {
  const db = history();
  const { measured, environment, testsDigest, metricsBefore, metricsAfter, tokens, cost, durationMs, ...entry } = attempt();
  expect([measured, environment, testsDigest, metricsBefore, metricsAfter, tokens, cost, durationMs]).toHaveLength(8);
  expect(db.record(attempt())).toEqual({ ...entry, at: '2026-11-01T00:00:01.000Z' });
  expect(db.entries()).toEqual([{ ...entry, at: '2026-11-01T00:00:01.000Z' }]);
});

test('entries are newest first, filtered by kind, outcome and task, and limited', () => {
  const db = history();
  db.record(attempt({ patchId: 'a', kind: 'extract', outcome: 'kept' }));
  db.record(attempt({ patchId: 'b', kind: 'helper', outcome: 'reverted', taskId: 'task-2' }));
  db.record(attempt({ patchId: 'c', kind: 'extract', outcome: 'reverted' }));
  const ids = (filter: Parameters<PatchHistoryDB['entries']>[0]): readonly string[] => db.entries(filter).map((entry) => entry.patchId);
  expect(ids({})).toEqual(['c', 'b', 'a']);
  expect(ids({ limit: 2 })).toEqual(['c', 'b']);
  expect(ids({ limit: 0 })).toEqual([]);
  expect(ids({ kind: 'extract' })).toEqual(['c', 'a']);
  expect(ids({ kind: 'extract', outcome: 'reverted' })).toEqual(['c']);
  expect(ids({ taskId: 'task-2' })).toEqual(['b']);
  expect(db.rejections().map((entry) => entry.patchId)).toEqual(['c', 'b']);
  expect(db.lastKept()?.patchId).toBe('a');
  expect(history().lastKept()).toBeNull();
});

test('the landed commit is remembered with the patch; the last one told wins', () => {
  const db = history();
  db.record(attempt({ patchId: 'a' }));
  db.landed('a', 'commit-1');
  expect(db.entry('a')?.commit).toBe('commit-1');
  db.landed('a', 'commit-2');
  expect(db.entries()[0]?.commit).toBe('commit-2');
  expect(db.entry('unknown')).toBeNull();
});

describe('a change that was taken back', () => {
  const taken = { patchId: 'a', reverted: 'commit-1', commit: 'commit-2', fingerprint: 'as found again' };

  test('is rejected under the fingerprint that it had and the one that it would have now, until it is tried again', () => {
    const db = history();
    db.record(attempt({ patchId: 'a', fingerprint: 'as it was', outcome: 'kept', commit: 'commit-1' }));
    expect(db.isRejected('as it was')).toBe(false);
    db.rolledBack(taken);
    for (const fingerprint of ['as it was', 'as found again']) {
      expect(db.rejection(fingerprint)).toMatchObject({ patchId: 'a', outcome: 'rolled back', reasons: ['change a was taken back on request'], at: '2026-11-01T00:00:02.000Z' });
    }
    expect(db.isRejected('something else')).toBe(false);
    db.record(attempt({ patchId: 'b', fingerprint: 'as it was', outcome: 'kept' }));
    expect(db.isRejected('as it was')).toBe(false);
  });

  test('counts no longer: not in the sum of gains, not as the last one kept', () => {
    const db = history();
    db.record(attempt({ patchId: 'first', outcome: 'kept', roiDelta: 1 }));
    db.record(attempt({ patchId: 'a', outcome: 'kept', roiDelta: 3 }));
    db.record(attempt({ patchId: 'last', outcome: 'reverted', roiDelta: 5 }));
    const roi = (): readonly number[] => db.series().find(({ name }) => name === 'roi')!.points.map(({ value }) => value);
    expect([roi(), db.lastKept()?.patchId]).toEqual([[1, 4, 4], 'a']);
    db.rolledBack(taken);
    expect([roi(), db.lastKept()?.patchId]).toEqual([[1, 1, 1], 'first']);
  });

  test('is known also where the attempt itself was forgotten; an inverse that was only written to a file takes nothing back', () => {
    const db = history();
    db.rolledBack({ ...taken, commit: null });
    expect(db.isRejected('as found again')).toBe(false);
    db.rolledBack(taken);
    expect(db.rejection('as found again')).toMatchObject({ patchId: 'a', title: '' });
  });
});

test('what was not kept is rejected until it is kept; infrastructure failures reject nothing', () => {
  const db = history();
  for (const outcome of ['reverted', 'refused', 'unchanged'] as const) {
    db.record(attempt({ outcome, fingerprint: outcome }));
    expect(db.isRejected(outcome)).toBe(true);
  }
  db.record(attempt({ outcome: 'failed', fingerprint: 'failed' }));
  expect(db.isRejected('failed')).toBe(false);
  db.record(attempt({ outcome: 'failed', fingerprint: 'reverted' }));
  expect(db.isRejected('reverted')).toBe(true);
  db.record(attempt({ outcome: 'kept', fingerprint: 'reverted' }));
  expect(db.isRejected('reverted')).toBe(false);
  expect(db.isRejected('never seen')).toBe(false);
});

test('a change held by weak tests is rejected only while the tests are the same', () => {
  const db = history();
  db.record(attempt({ outcome: 'held', fingerprint: 'h', testsDigest: 't1' }));
  expect(db.isRejected('h', 't1')).toBe(true);
  expect(db.isRejected('h', 't2')).toBe(false);
  expect(db.rejection('h')?.outcome).toBe('held');
});

describe('series', () => {
  const values = (db: PatchHistoryDB, name: string): readonly (readonly number[])[] => db.series().filter((series) => series.name === name).map((series) => series.points.map((point) => point.value));

  test('errors are those of the tree that remained, ROI adds up what was kept, oldest first', () => {
    const db = history();
    db.record(attempt({ outcome: 'kept', errorsBefore: 5, errorsAfter: 4, roiDelta: 1 }));
    db.record(attempt({ outcome: 'reverted', errorsBefore: 4, errorsAfter: 9, roiDelta: -3 }));
    db.record(attempt({ outcome: 'kept', errorsBefore: 4, errorsAfter: 2, roiDelta: 0.5 }));
    expect(values(db, 'errors')).toEqual([[4, 4, 2]]);
    expect(values(db, 'roi')).toEqual([[1, 1, 1.5]]);
  });

  test('an attempt on which nothing was measured enters no series', () => {
    const db = history();
    db.record(attempt({ measured: false, errorsBefore: 0, errorsAfter: 0 }));
    expect(values(db, 'errors')).toEqual([[]]);
    expect(db.entries()).toHaveLength(1);
  });

  test('exact metrics are one series, noisy ones one per environment; each point is a median', () => {
    const db = history();
    const noisy = (samples: readonly number[]): MetricSample => sample({ name: 'time', unit: 'ms', stability: 'noisy', samples });
    db.record(attempt({ environment: 'linux', metricsAfter: [sample({ samples: [7] }), noisy([30, 10, 20])] }));
    db.record(attempt({ environment: 'mac', outcome: 'reverted', metricsBefore: [sample({ samples: [7] }), noisy([1, 2])], metricsAfter: [sample({ samples: [99] })] }));
    expect(values(db, 'size')).toEqual([[7, 7]]);
    expect(db.series().filter((series) => series.name === 'time').map((series) => [series.environment, series.points.map((point) => point.value)])).toEqual([['linux', [20]], ['mac', [1.5]]]);
  });

  test('a metric whose unit or direction changed starts again', () => {
    const db = history();
    db.record(attempt({ metricsAfter: [sample({ unit: 'kB', samples: [7] })] }));
    db.record(attempt({ metricsAfter: [sample({ unit: 'B', samples: [7000] })] }));
    expect(values(db, 'size')).toEqual([[7000], [7]]);
  });
});

test('attempts of other versions: unknown fields stay in the log, unreadable ones are shown in no table and lost by nothing', () => {
  const row = (id: string, body: object) => ({ id, kind: 'attempt', at: '2026-11-01T00:00:00.000Z', body: JSON.stringify(body) });
  const rows = [
    row('a', { patchId: 'a', taskId: 't', kind: 'k', outcome: 'kept', roiDelta: 'much', reasons: [1, 'because'], metricsAfter: [{ name: 'bad' }], measured: true, novelty: { x: 1 } }),
    row('b', { patchId: 7 }),
  ];
  const ledger = ledgerIn(factory.open(writeState(factory, rows)), 'B');
  const db = new PatchHistoryDB(ledger);
  expect(db.entries()).toMatchObject([{ patchId: 'a', roiDelta: 0, reasons: ['because'], title: '' }]);
  expect(db.series().map((series) => series.name)).toEqual(['errors', 'roi']);
  ledger.append('landed', { patchId: 'a', commit: 'c' });
  expect(ledgerIn(factory.open(ledger.export())).events('attempt').map((event) => event.body)).toEqual(rows.map((stored) => JSON.parse(stored.body) as unknown));
});

test('two histories that diverged hold the same after merging either way', () => {
  const left = ledgerIn(factory.open(), 'A');
  const right = ledgerIn(factory.open(), 'B');
  const [a, b] = [new PatchHistoryDB(left), new PatchHistoryDB(right)];
  for (let index = 0; index < 25; index++) {
    a.record(attempt({ patchId: `a${index}` }));
    b.record(attempt({ patchId: `b${index}` }));
  }
  const before = left.rows();
  left.merge(right.rows());
  right.merge(before);
  expect(a.entries()).toHaveLength(50);
  expect(b.entries()).toEqual(a.entries());
});

test('a flake is known for 30 days after it was last seen', () => {
  const ledger = ledgerIn(factory.open());
  recordFlake(ledger, { test: 'slow › sometimes', file: 'a.test.js', environment: 'linux', tree: 'candidate' });
  recordFlake(ledger, { test: 'slow › sometimes', file: 'a.test.js', environment: 'linux', tree: 'base' });
  const known = knownFlakes(ledger, new Date('2026-11-02T00:00:00Z'));
  expect([...known.values()]).toEqual([{
    test: 'slow › sometimes', file: 'a.test.js', seen: 2, onBase: true, lastSeen: '2026-11-01T00:00:02.000Z', expires: '2026-12-01T00:00:02.000Z',
  }]);
  expect(knownFlakes(ledger, new Date('2026-12-01T00:00:01.500Z')).size).toBe(1);
  expect(knownFlakes(ledger, new Date('2026-12-01T00:00:02Z')).size).toBe(0);
});
