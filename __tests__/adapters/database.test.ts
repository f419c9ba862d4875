import { createDatabaseFactory } from '../../src/adapters/database.ts';

const factory = await createDatabaseFactory();

test('rows come back as they were written, text, numbers, bytes and nulls', () => {
  const database = factory.open();
  database.run('CREATE TABLE things (a TEXT, b REAL, c BLOB, d TEXT)');
  database.run('INSERT INTO things VALUES (?, ?, ?, ?)', ['Grüße 🎉', 1.5, new Uint8Array([0, 255]), null]);
  expect(database.all('SELECT * FROM things WHERE a = ?', ['Grüße 🎉'])).toEqual([{ a: 'Grüße 🎉', b: 1.5, c: new Uint8Array([0, 255]), d: null }]);
  database.close();
});

test('an export opens again and leaves the database usable, temporary tables and settings included', () => {
  const database = factory.open();
  database.run('CREATE TABLE kept (a)');
  database.run('CREATE TEMP TABLE passing (a)');
  database.run('PRAGMA user_version = 7');
  const first = database.export();
  database.run('INSERT INTO kept VALUES (1)');
  database.run('INSERT INTO passing VALUES (2)');
  const second = factory.open(database.export());
  expect(database.all('SELECT * FROM passing')).toEqual([{ a: 2 }]);
  expect(database.all('PRAGMA trusted_schema')).toEqual([{ trusted_schema: 0 }]);
  expect(second.all('SELECT * FROM kept')).toEqual([{ a: 1 }]);
  expect(second.all('SELECT name FROM sqlite_schema')).toEqual([{ name: 'kept' }]);
  expect(second.all('PRAGMA user_version')).toEqual([{ user_version: 7 }]);
  expect(factory.open(first).all('SELECT * FROM kept')).toEqual([]);
});

test('a transaction that throws leaves nothing behind', () => {
  const database = factory.open();
  database.run('CREATE TABLE t (a)');
  expect(() => database.transaction(() => {
    database.run('INSERT INTO t VALUES (1)');
    throw new Error('half-way');
  })).toThrow('half-way');
  expect(database.transaction(() => database.all('SELECT count(*) AS n FROM t'))).toEqual([{ n: 0 }]);
});

test('bytes that are no database are refused at once', () => {
  expect(() => factory.open(new TextEncoder().encode('this is certainly not a database file'.repeat(10)))).toThrow('not a database');
});

test.each([1, 99, 4096, 5000, 8191])('a database cut to %i bytes is refused, though SQLite would take it', (length) => {
  const database = factory.open();
  database.run('CREATE TABLE t (a)');
  database.run('INSERT INTO t VALUES (1)');
  const bytes = database.export();
  expect(bytes.length).toBe(8192);
  expect(() => factory.open(bytes.slice(0, length))).toThrow('bytes');
});

test('a statement that fails is freed: the database can still be exported and closed', () => {
  const database = factory.open();
  database.run('CREATE TABLE t (a INTEGER PRIMARY KEY)');
  database.run('INSERT INTO t VALUES (1)');
  for (let attempt = 0; attempt < 100; attempt++) expect(() => database.all('INSERT INTO t VALUES (1) RETURNING a')).toThrow('UNIQUE');
  expect(factory.open(database.export()).all('SELECT count(*) AS n FROM t')).toEqual([{ n: 1 }]);
  database.close();
});
