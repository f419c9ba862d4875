import fc from 'fast-check';
import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import { openLedger, readState, writeState } from '../../../src/core/history/ledger.ts';
import { checkState, describeState } from '../../../src/core/history/state-check.ts';
import type { Database } from '../../../src/core/ports.ts';
import { attempt, ledgerIn, ports } from '../../support/event-logs.ts';

const factory = await createDatabaseFactory();
const TABLE = 'CREATE TABLE events (id TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL)';
const AT = '2026-11-01T00:00:00.000Z';

function sample(count = 40): Uint8Array {
  const ledger = ledgerIn(factory.open());
  for (let index = 0; index < count; index++) ledger.append('note', { key: `key ${index}`, text: 'text '.repeat(30), writer: 'A', parents: [] });
  const bytes = ledger.export();
  ledger.close();
  return bytes;
}

/** A database as somebody else would have made it. */
function made(statements: readonly string[], version = 1): Uint8Array {
  const database = factory.open();
  for (const sql of statements) database.run(sql);
  database.run(`PRAGMA user_version = ${version}`);
  return database.export();
}

function withRow(values: string): Uint8Array {
  return made([TABLE, `INSERT INTO events VALUES (${values})`]);
}

test('events are read as they were appended, oldest first, after export and opening', () => {
  const ledger = ledgerIn(factory.open());
  ledger.append('note', { key: 'k', text: 'first', writer: 'A', parents: [] });
  ledger.append('landed', { patchId: 'p', commit: 'c' });
  const again = ledgerIn(factory.open(ledger.export()), 'B');
  expect(again.events()).toEqual(ledger.events());
  expect(again.events().map((event) => event.kind)).toEqual(['note', 'landed']);
  expect(again.events('landed')[0]?.body).toEqual({ patchId: 'p', commit: 'c' });
});

test('the same events make the same bytes, whatever the order in which they came', () => {
  const reading = readState(factory, sample());
  if (reading.type !== 'rows') throw new Error(reading.reason);
  expect(writeState(factory, [...reading.rows].reverse())).toEqual(writeState(factory, reading.rows));
});

test('projections are left out of exports', () => {
  const ledger = ledgerIn(factory.open());
  const database: Database = ledger.project({ tables: ['seen'], create: ['CREATE TEMP TABLE seen (id)'], apply: (event, db) => {
    db.run('INSERT INTO seen VALUES (?)', [event.id]);
  } });
  ledger.append('landed', { patchId: 'p', commit: 'c' });
  expect(database.all('SELECT count(*) AS n FROM seen')).toEqual([{ n: 1 }]);
  expect(factory.open(ledger.export()).all('SELECT name FROM sqlite_schema')).toEqual([{ name: 'events' }, { name: 'sqlite_autoindex_events_1' }]);
});

test('merging adds what is new, rebuilds projections, tells of conflicts and listeners', () => {
  const ledger = ledgerIn(factory.open(), 'A');
  const other = ledgerIn(factory.open(), 'B');
  const database = ledger.project({ tables: ['seen'], create: ['CREATE TEMP TABLE seen (id)'], apply: (event, db) => {
    db.run('INSERT INTO seen VALUES (?)', [event.id]);
  } });
  let changes = 0;
  ledger.onChange(() => changes++);
  ledger.append('landed', { patchId: 'p', commit: 'c' });
  other.append('landed', { patchId: 'q', commit: 'd' });
  expect(ledger.merge(other.rows())).toEqual({ added: 1, conflicts: [] });
  expect(ledger.merge(other.rows())).toEqual({ added: 0, conflicts: [] });
  const forged = ledger.rows().map((row) => ({ ...row, body: '{"forged":true}' }));
  expect(ledger.merge(forged).conflicts).toEqual(ledger.rows().map((row) => row.id).sort());
  expect(database.all('SELECT count(*) AS n FROM seen')).toEqual([{ n: 2 }]);
  expect(changes).toBeGreaterThanOrEqual(2);
});

test('an event over the size limit is refused before it is stored', () => {
  const ledger = ledgerIn(factory.open());
  expect(() => ledger.append('attempt', attempt({ diff: 'x'.repeat(5_000_000) }))).toThrow('over the limit');
  expect(ledger.events()).toEqual([]);
});

describe('a database that is no sound log', () => {
  test.each([
    ['no table', made([]), 'tables are not those'],
    ['another table', made(['CREATE TABLE other (a)']), 'tables are not those'],
    ['a view in place of the table', made(["CREATE VIEW events AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, 'k' AS kind, 'a' AS at, 'b' AS body FROM c"]), 'tables are not those'],
    ['a trigger beside the table', made([TABLE, 'CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM events; END']), 'tables are not those'],
    ['a missing column', made(['CREATE TABLE events (id TEXT PRIMARY KEY, kind TEXT)']), 'tables are not those'],
    ['no version', made([TABLE], 0), 'no schema version'],
    ['a blob for an id', withRow(`x'00', 'note', '${AT}', '{}'`), 'event id'],
    ['an id that is a path', withRow(`'../../x', 'note', '${AT}', '{}'`), 'event id'],
    ['a malformed kind', withRow(`'a', 'No Te', '${AT}', '{}'`), 'malformed kind'],
    ['no time', withRow("'a', 'note', 'yesterday', '{}'"), 'malformed time'],
    ['an impossible time', withRow("'a', 'note', '2026-13-40T00:00:00Z', '{}'"), 'malformed time'],
    ['a body that is no JSON', withRow(`'a', 'note', '${AT}', '{'`), 'not a JSON object'],
    ['a body that is a list', withRow(`'a', 'note', '${AT}', '[]'`), 'not a JSON object'],
    ['a body of bytes', withRow(`'a', 'note', '${AT}', x'7b7d'`), 'not text'],
    ['a body over the limit', withRow(`'a', 'note', '${AT}', '{"x":"${'y'.repeat(4_200_000)}"}'`), 'the limit is'],
  ])('%s is corrupt, with the reason', (_, bytes, reason) => {
    expect(readState(factory, bytes)).toEqual({ type: 'corrupt', reason: expect.stringContaining(reason) as string });
    expect(['corrupt', 'too-new']).toContain(openLedgerType(bytes));
  });

  /** An empty database without version is a log about to begin, so only those two differ between reading and opening. */
  function openLedgerType(bytes: Uint8Array): string {
    const opening = openLedger(factory.open(bytes), ports());
    return opening.type;
  }

  test('a newer schema is told apart from damage, whatever its tables', () => {
    expect(readState(factory, made(['CREATE TABLE future (a)'], 2))).toEqual({ type: 'too-new', reason: expect.stringContaining('schema 2') as string });
  });

  test('bodies may nest deeply, name prototypes and hold any text without harm', () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const bodies = [deep, '{"__proto__":{"polluted":true}}', '{"text":"\\u0000\\ud800 ::set-output name=x::y"}'];
    const bytes = writeState(factory, bodies.map((body, index) => ({ id: `e${index}`, kind: 'attempt', at: AT, body })));
    const ledger = ledgerIn(factory.open(bytes));
    expect(ledger.rows().map((row) => row.body)).toEqual(bodies);
    expect(ledger.events()).toHaveLength(3);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('damage', () => {
  const bytes = sample();
  const manifest = describeState(bytes, 40, '0.1.0');

  test('every flipped byte is noticed by the hash', () => {
    for (let at = 0; at < bytes.length; at += 61) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(checkState(factory, damaged, manifest, 1_000_000)).toMatchObject({ type: 'bad', status: 'corrupt' });
    }
  });

  test('without the help of a hash, a flipped byte yields sound rows or a typed refusal, never an exception', () => {
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const damaged = bytes.slice();
      damaged[at]! ^= mask;
      expect(['rows', 'corrupt', 'too-new']).toContain(readState(factory, damaged).type);
    }), { numRuns: 300 });
  });

  test.each([0, 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, bytes.length - 4096, bytes.length - 1])('truncated to %i bytes it is refused', (length) => {
    const cut = bytes.slice(0, length);
    expect(checkState(factory, cut, manifest, 1_000_000)).toMatchObject({ type: 'bad', status: 'corrupt' });
    expect(['corrupt']).toContain(readState(factory, cut).type);
  });

  test('over the size limit it is not even opened', () => {
    expect(checkState(factory, bytes, manifest, bytes.length - 1)).toEqual({ type: 'bad', status: 'too-large', reason: expect.stringContaining(String(bytes.length)) as string });
  });

  test('undamaged it is sound', () => {
    expect(checkState(factory, bytes, manifest, bytes.length)).toMatchObject({ type: 'sound' });
  });
});
