import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js/dist/sql-wasm-browser.js';
import type { Database as SqlDatabase, SqlJsStatic } from 'sql.js';
import type { Database, DatabaseFactory, SqlValue } from '../core/ports.ts';

let engine: Promise<SqlJsStatic> | null = null;

/** SQLite compiled to WebAssembly, started once per process on first use (about 15 ms). */
function startEngine(): Promise<SqlJsStatic> {
  // The bundler follows this literal alone and copies the file beside the bundle.
  engine ??= initSqlJs({ wasmBinary: readFileSync(new URL('../../node_modules/sql.js/dist/sql-wasm-browser.wasm', import.meta.url)) });
  return engine;
}

/** In-memory SQLite databases. `open` throws an `Error` if the bytes are no database. */
export async function createDatabaseFactory(): Promise<DatabaseFactory> {
  const sql = await startEngine();
  return { open: (bytes) => openDatabase(new sql.Database(bytes ?? null)) };
}

function openDatabase(raw: SqlDatabase): Database {
  try {
    // The header is read lazily: without this, garbage would be noticed only by the first query.
    raw.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; SELECT count(*) FROM sqlite_schema');
  } catch (error) {
    raw.close();
    throw error;
  }
  return {
    run: (sql, parameters) => {
      raw.run(sql, parameters === undefined ? undefined : [...parameters]);
    },
    all: (sql, parameters) => queryAll(raw, sql, parameters ?? []),
    transaction: (action) => inTransaction(raw, action),
    export: () => raw.export(),
    close: () => {
      raw.close();
    },
  };
}

function queryAll(raw: SqlDatabase, sql: string, parameters: readonly SqlValue[]): readonly Readonly<Record<string, SqlValue>>[] {
  const statement = raw.prepare(sql);
  try {
    statement.bind([...parameters]);
    const rows: Record<string, SqlValue>[] = [];
    while (statement.step()) rows.push(statement.getAsObject());
    return rows;
  } finally {
    statement.free();
  }
}

function inTransaction<T>(raw: SqlDatabase, action: () => T): T {
  raw.run('BEGIN');
  let value: T;
  try {
    value = action();
  } catch (error) {
    raw.run('ROLLBACK');
    throw error;
  }
  raw.run('COMMIT');
  return value;
}
