import initSqlJs from 'sql.js/dist/sql-wasm-browser.js';
import type { Database as SqlDatabase, SqlJsStatic } from 'sql.js';
import type { Database, DatabaseFactory, SqlValue } from '../core/ports.ts';
import { readDatabaseWasm } from './database-wasm.ts';

let engine: Promise<SqlJsStatic> | null = null;

/** SQLite compiled to WebAssembly, started once per process on first use (about 15 ms). */
function startEngine(): Promise<SqlJsStatic> {
  engine ??= initSqlJs({ wasmBinary: readDatabaseWasm() });
  return engine;
}

/** In-memory SQLite databases. `open` throws an `Error` if the bytes are no database. */
export async function createDatabaseFactory(): Promise<DatabaseFactory> {
  const sql = await startEngine();
  return {
    open: (bytes) => {
      if (bytes !== undefined) refuseTruncated(bytes);
      return openDatabase(new sql.Database(bytes ?? null));
    },
  };
}

/** SQLite fills the end of a cut page with zeros and finds nothing wrong with it. See sqlite.org/fileformat2.html, section 1.3. */
function refuseTruncated(bytes: Uint8Array): void {
  if (bytes.length < 100) throw new Error(`${bytes.length} bytes are no database`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, 100);
  const pageSize = header.getUint16(16) === 1 ? 65_536 : header.getUint16(16);
  const expected = pageSize * header.getUint32(28);
  // The page count is valid only if it was written with the last change; other versions' files may lack it.
  const counted = header.getUint32(24) === header.getUint32(92) && header.getUint32(28) > 0;
  if (counted && bytes.length !== expected) throw new Error(`the file has ${bytes.length} bytes; its header says ${expected}`);
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
