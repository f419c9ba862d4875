import fc from 'fast-check';
import { tombstoneSuffix } from '../../../src/core/history/event-row.ts';
import type { EventRow } from '../../../src/core/history/event-row.ts';
import { mergeRows } from '../../../src/core/history/merge.ts';

const AT = '2026-11-01T00:00:00.000Z';

/** Few ids, so that two logs often know the same event, and sometimes disagree about it. */
const plainRow: fc.Arbitrary<EventRow> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom('attempt', 'interaction', 'note', 'unheard-of'),
  at: fc.constantFrom(AT, '2026-11-02T00:00:00.000Z'),
  body: fc.constantFrom('{}', '{"x":1}', '{"future":["field"]}'),
});

const tombstone: fc.Arbitrary<EventRow> = fc.record({ targets: fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }), tied: fc.boolean() })
  .map(({ targets, tied }) => ({ id: `t-${tied ? tombstoneSuffix(targets) : 'loose'}`, kind: 'tombstone', at: AT, body: JSON.stringify({ targets }) }));

/** A log holds an id once, and what its tombstones named is gone. */
const log = fc.array(fc.oneof({ weight: 4, arbitrary: plainRow }, { weight: 1, arbitrary: tombstone }), { maxLength: 8 }).map((rows) => mergeRows(rows, []).rows);

test('merging is commutative', () => {
  fc.assert(fc.property(log, log, (a, b) => {
    expect(mergeRows(a, b)).toEqual(mergeRows(b, a));
  }));
});

test('merging is associative', () => {
  fc.assert(fc.property(log, log, log, (a, b, c) => {
    expect(mergeRows(mergeRows(a, b).rows, c).rows).toEqual(mergeRows(a, mergeRows(b, c).rows).rows);
  }), { numRuns: 1000 });
});

test('merging is idempotent and reports no conflict with itself', () => {
  fc.assert(fc.property(log, (a) => {
    expect(mergeRows(a, a)).toEqual({ rows: a, conflicts: [] });
  }));
});

test('nothing but erased interactions is lost, and conflicts are told', () => {
  fc.assert(fc.property(log, log, (a, b) => {
    const { rows, conflicts } = mergeRows(a, b);
    const ids = new Set(rows.map((row) => row.id));
    for (const row of [...a, ...b]) if (row.kind !== 'interaction') expect(ids.has(row.id)).toBe(true);
    const clash = a.filter((row) => b.some((other) => other.id === row.id && JSON.stringify(other) !== JSON.stringify(row)));
    expect(conflicts).toEqual(clash.map((row) => row.id).sort());
  }));
});

test('an unknown kind with unknown fields survives to the byte', () => {
  const row = { id: 'x', kind: 'from.the-future', at: AT, body: '{ "b":2, "a" : [1e400] }' };
  expect(mergeRows([row], []).rows).toEqual([row]);
});

test('a tombstone erases interactions of both sides, and no attempt', () => {
  const interaction = { id: 'i', kind: 'interaction', at: AT, body: '{}' };
  const attempt = { id: 'p', kind: 'attempt', at: AT, body: '{}' };
  const grave = { id: `t-${tombstoneSuffix(['i', 'p'])}`, kind: 'tombstone', at: AT, body: '{"targets":["i","p"]}' };
  expect(mergeRows([interaction, attempt], [grave]).rows).toEqual([attempt, grave]);
  expect(mergeRows([attempt, grave], [interaction]).rows).toEqual([attempt, grave]);
});
