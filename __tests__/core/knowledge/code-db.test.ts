import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import { CodeDb } from '../../../src/core/knowledge/code-db.ts';
import type { CodeRecord, FileFacts } from '../../../src/core/model/code.ts';

const factory = await createDatabaseFactory();
const ignore = (): Promise<void> => Promise.resolve();

function facts(blob: string, path: string): FileFacts {
  const record: CodeRecord = {
    id: `${blob}:0`, path, language: 'javascript', kind: 'function', name: 'f', container: null, signature: 'function f()', doc: '', body: 'function f() {}',
    start: 0, end: 15, startLine: 1, endLine: 1, complexity: 0, exported: false, topLevel: true, cloneKey: 'k',
  };
  return { blob, path, language: 'javascript', records: [record], imports: ['./g.js'], hasSyntaxError: false };
}

test('facts come back by content, at the path that is asked for', () => {
  const db = new CodeDb(factory.open(), 'v1', ignore);
  db.put([facts('b1', 'old.js'), facts('b2', 'two.js')]);
  const found = db.get([{ blob: 'b1', path: 'new.js', language: 'javascript' }, { blob: 'b1', path: 'copy.js', language: 'javascript' }, { blob: 'b3', path: 'x.js', language: 'javascript' }]);
  expect([...found.keys()]).toEqual(['new.js', 'copy.js']);
  expect(found.get('new.js')).toEqual(facts('b1', 'new.js'));
  expect(found.get('copy.js')?.records[0]?.path).toBe('copy.js');
  expect(db.get([{ blob: 'b1', path: 'a.ts', language: 'typescript' }]).size).toBe(0);
});

test('saved bytes open again; another index version forgets them', async () => {
  let saved: Uint8Array | null = null;
  const db = new CodeDb(factory.open(), 'v1', (bytes) => {
    saved = bytes;
    return Promise.resolve();
  });
  db.put([facts('b1', 'a.js')]);
  await db.save();
  const key = { blob: 'b1', path: 'a.js', language: 'javascript' } as const;
  expect(new CodeDb(factory.open(saved!), 'v1', ignore).get([key]).size).toBe(1);
  expect(new CodeDb(factory.open(saved!), 'v2', ignore).get([key]).size).toBe(0);
});

test('pruning keeps the named blobs only', () => {
  const db = new CodeDb(factory.open(), 'v1', ignore);
  db.put([facts('b1', 'a.js'), facts('b2', 'b.js'), facts('b3', 'c.js')]);
  expect(db.prune(['b2'])).toBe(2);
  expect(db.get([{ blob: 'b2', path: 'b.js', language: 'javascript' }]).size).toBe(1);
  expect(db.get([{ blob: 'b1', path: 'a.js', language: 'javascript' }]).size).toBe(0);
});

test('a database with other tables is emptied, and unreadable rows are facts unknown', () => {
  const database = factory.open();
  database.run('CREATE TABLE facts (other TEXT)');
  database.run('CREATE VIEW "a ""view" AS SELECT 1');
  const db = new CodeDb(database, 'v1', ignore);
  database.run("INSERT INTO facts VALUES ('b1', 'javascript', 'v1', '{}'), ('b2', 'javascript', 'v1', 'no json'), ('b3', 'javascript', 'v1', 'null')");
  expect(db.get(['b1', 'b2', 'b3'].map((blob) => ({ blob, path: `${blob}.js`, language: 'javascript' as const }))).size).toBe(0);
  db.put([facts('b1', 'b1.js')]);
  expect(db.get([{ blob: 'b1', path: 'b1.js', language: 'javascript' }]).size).toBe(1);
});
