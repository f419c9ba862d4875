import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import type { StoredFacts } from '../../../src/core/knowledge/build-index.ts';
import { CodeDb } from '../../../src/core/knowledge/code-db.ts';

const factory = await createDatabaseFactory();
const ignore = (): Promise<void> => Promise.resolve();

function facts(blob: string): StoredFacts {
  return { type: 'facts', facts: { blob, path: `${blob}.js`, language: 'javascript', records: [], imports: ['./g.js'], hasSyntaxError: false } };
}

test('facts come back by key, and skipped files too', () => {
  const db = new CodeDb(factory.open(), ignore);
  db.put(new Map<string, StoredFacts>([['k1', facts('b1')], ['k2', { type: 'skipped', reason: 'generated' }]]));
  expect(db.get(['k1', 'k2', 'k3'])).toEqual(new Map([['k1', facts('b1')], ['k2', { type: 'skipped', reason: 'generated' }]]));
});

test('saved bytes open again, without what nobody asked for', async () => {
  const saved: Uint8Array[] = [];
  const keep = (bytes: Uint8Array): Promise<void> => {
    saved.push(bytes);
    return Promise.resolve();
  };
  const db = new CodeDb(factory.open(), keep);
  db.put(new Map([['k1', facts('b1')], ['k2', facts('b2')]]));
  db.get(['k1']);
  await db.save();
  expect([...new CodeDb(factory.open(saved[0]), ignore).get(['k1', 'k2']).keys()]).toEqual(['k1']);
});

test('nothing is written when nothing was added', async () => {
  let writes = 0;
  const db = new CodeDb(factory.open(), () => {
    writes += 1;
    return Promise.resolve();
  });
  db.get(['k1']);
  await db.save();
  expect(writes).toBe(0);
});

test('a database with other tables is emptied, and unreadable rows are facts unknown', () => {
  const database = factory.open();
  database.run('CREATE TABLE facts (other TEXT)');
  database.run('CREATE VIEW "a ""view" AS SELECT 1');
  const db = new CodeDb(database, ignore);
  database.run("INSERT INTO facts VALUES ('k1', '{}'), ('k2', 'no json'), ('k3', 'null'), ('k4', '{\"type\":\"facts\",\"facts\":{}}')");
  expect(db.get(['k1', 'k2', 'k3', 'k4']).size).toBe(0);
  db.put(new Map([['k1', facts('b1')]]));
  expect(db.get(['k1']).size).toBe(1);
});
