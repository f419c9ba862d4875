import { InfrastructureError } from '../errors.ts';
import type { Event, EventKind } from '../model/event.ts';
import { STATE_SCHEMA } from '../model/event.ts';
import type { Clock, Database, DatabaseFactory, Random } from '../ports.ts';
import type { EventBodies } from './bodies.ts';
import { compareRows, MAX_BODY, readRow, toEvent, tombstoneSuffix } from './event-row.ts';
import type { EventRow } from './event-row.ts';
import { mergeRows } from './merge.ts';

const TABLE = 'CREATE TABLE events (id TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL)';

export interface LedgerPorts {
  readonly clock: Clock;
  readonly random: Random;
}

export type RowsReading =
  | { readonly type: 'rows'; readonly rows: readonly EventRow[] }
  | { readonly type: 'corrupt' | 'too-new'; readonly reason: string };

export type LedgerOpening = { readonly type: 'ledger'; readonly ledger: Ledger } | Exclude<RowsReading, { type: 'rows' }>;

/** Tables made from events, rebuilt on opening and after every merge; never stored. */
export interface Projection {
  /** Creates temporary tables, which exports leave out. */
  readonly create: readonly string[];
  /** Table names, for rebuilding. */
  readonly tables: readonly string[];
  apply(event: Event, database: Database): void;
}

export interface MergeReport {
  readonly added: number;
  /** Ids that stood for different content; one was kept by a fixed rule. */
  readonly conflicts: readonly string[];
}

/** The append-only log of events in one SQLite database. */
export class Ledger {
  readonly #database: Database;
  readonly #ports: LedgerPorts;
  readonly #projections: Projection[] = [];
  readonly #listeners: (() => void)[] = [];

  constructor(database: Database, ports: LedgerPorts) {
    this.#database = database;
    this.#ports = ports;
  }

  append<K extends EventKind>(kind: K, body: EventBodies[K]): Event {
    const text = JSON.stringify(body);
    if (text.length > MAX_BODY) {
      throw new InfrastructureError(`A ${kind} event of ${text.length} characters is over the limit of ${MAX_BODY}.`, 'Shorten the text that is recorded.');
    }
    const id = this.#ports.random.id() + (kind === 'tombstone' ? `-${tombstoneSuffix((body as EventBodies['tombstone']).targets)}` : '');
    const row: EventRow = { id, kind, at: this.#ports.clock.now().toISOString(), body: text };
    if (kind === 'tombstone') {
      this.merge([row]);
      return toEvent(row);
    }
    insert(this.#database, row);
    const event = toEvent(row);
    for (const projection of this.#projections) projection.apply(event, this.#database);
    this.#tell();
    return event;
  }

  /** Oldest first; all kinds unless one is named. */
  events(kind?: string): readonly Event[] {
    return this.rows(kind).map(toEvent);
  }

  rows(kind?: string): readonly EventRow[] {
    const where = kind === undefined ? '' : ' WHERE kind = ?';
    return this.#database.all(`SELECT id, kind, at, body FROM events${where}`, kind === undefined ? [] : [kind]).map((row) => row as unknown as EventRow).sort(compareRows);
  }

  /** Union with rows that have been checked by `readRows`. */
  merge(rows: readonly EventRow[]): MergeReport {
    const before = this.rows();
    const merged = mergeRows(before, rows);
    const known = new Map(before.map((row) => [row.id, row]));
    const remaining = new Set(merged.rows.map((row) => row.id));
    const changed = merged.rows.filter((row) => !isSame(row, known.get(row.id)));
    const erased = before.filter((row) => !remaining.has(row.id));
    if (changed.length + erased.length > 0) this.#rewrite(changed, erased);
    return { added: changed.filter((row) => !known.has(row.id)).length, conflicts: merged.conflicts };
  }

  /** Adds tables made from events and returns the database to query them with. */
  project(projection: Projection): Database {
    this.#projections.push(projection);
    this.#rebuild(projection);
    return this.#database;
  }

  /** Called after every change, in order of registration. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  export(): Uint8Array {
    return this.#database.export();
  }

  close(): void {
    this.#database.close();
  }

  #rewrite(changed: readonly EventRow[], erased: readonly EventRow[]): void {
    this.#database.transaction(() => {
      for (const row of [...changed, ...erased]) this.#database.run('DELETE FROM events WHERE id = ?', [row.id]);
      for (const row of changed) insert(this.#database, row);
    });
    // Deleted text would stay readable in free pages.
    if (erased.length > 0) this.#database.run('VACUUM');
    for (const projection of this.#projections) this.#rebuild(projection);
    this.#tell();
  }

  #rebuild(projection: Projection): void {
    this.#database.transaction(() => {
      for (const table of projection.tables) this.#database.run(`DROP TABLE IF EXISTS temp.${table}`);
      for (const sql of projection.create) this.#database.run(sql);
      for (const event of this.events()) projection.apply(event, this.#database);
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Opens a log in a database that may hold anything. An empty database becomes an empty log; everything but a sound log
 * of this schema is a typed refusal, and the database is left as it was.
 */
export function openLedger(database: Database, ports: LedgerPorts): LedgerOpening {
  if (isEmpty(database)) {
    database.run(TABLE);
    database.run(`PRAGMA user_version = ${STATE_SCHEMA}`);
    return { type: 'ledger', ledger: new Ledger(database, ports) };
  }
  const reading = readRows(database);
  return reading.type === 'rows' ? { type: 'ledger', ledger: new Ledger(database, ports) } : reading;
}

/** The rows of untrusted bytes. Never throws for what they contain. */
export function readState(factory: DatabaseFactory, bytes: Uint8Array): RowsReading {
  let database: Database | null = null;
  try {
    database = factory.open(bytes);
    return readRows(database);
  } catch (error) {
    return { type: 'corrupt', reason: `SQLite refuses it: ${messageOf(error)}` };
  } finally {
    database?.close();
  }
}

/** A database that holds these rows and nothing else. Equal rows give equal bytes. */
export function writeState(factory: DatabaseFactory, rows: readonly EventRow[]): Uint8Array {
  const database = factory.open();
  try {
    database.run(TABLE);
    database.run(`PRAGMA user_version = ${STATE_SCHEMA}`);
    database.transaction(() => {
      for (const row of [...rows].sort(compareRows)) insert(database, row);
    });
    return database.export();
  } finally {
    database.close();
  }
}

function readRows(database: Database): RowsReading {
  try {
    const version = database.all('PRAGMA user_version')[0]?.['user_version'];
    if (typeof version !== 'number' || version < 1) return corrupt('it carries no schema version');
    if (version > STATE_SCHEMA) return { type: 'too-new', reason: `it has schema ${version}; this version reads up to ${STATE_SCHEMA}` };
    // Before any query that a hostile view, trigger or generated column could answer.
    const objects = database.all("SELECT sql FROM sqlite_schema WHERE name <> 'sqlite_autoindex_events_1'");
    if (objects.length !== 1 || objects[0]?.['sql'] !== TABLE) return corrupt('its tables are not those of an event log');
    const check = Object.values(database.all('PRAGMA quick_check(1)')[0] ?? {})[0];
    if (check !== 'ok') return corrupt(`its integrity check says: ${String(check).slice(0, 200)}`);
    return readEvents(database);
  } catch (error) {
    return corrupt(`SQLite refuses it: ${messageOf(error)}`);
  }
}

function readEvents(database: Database): RowsReading {
  const rows: EventRow[] = [];
  for (const raw of database.all('SELECT id, kind, at, body FROM events')) {
    const reading = readRow(raw);
    if (reading.type === 'bad') return corrupt(reading.reason);
    rows.push(reading.row);
  }
  if (new Set(rows.map((row) => row.id)).size !== rows.length) return corrupt('two events have the same id');
  return { type: 'rows', rows: rows.sort(compareRows) };
}

function isEmpty(database: Database): boolean {
  try {
    return database.all('SELECT name FROM sqlite_schema').length === 0 && database.all('PRAGMA user_version')[0]?.['user_version'] === 0;
  } catch {
    return false;
  }
}

function isSame(a: EventRow, b: EventRow | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.at === b.at && a.body === b.body;
}

function insert(database: Database, row: EventRow): void {
  database.run('INSERT INTO events (id, kind, at, body) VALUES (?, ?, ?, ?)', [row.id, row.kind, row.at, row.body]);
}

function corrupt(reason: string): RowsReading & { type: 'corrupt' } {
  return { type: 'corrupt', reason };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
