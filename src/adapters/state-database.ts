import { readFile, rename } from 'node:fs/promises';
import type { EventRow } from '../core/history/event-row.ts';
import { openLedger, readState } from '../core/history/ledger.ts';
import type { Ledger, LedgerPorts } from '../core/history/ledger.ts';
import { sha256 } from '../core/history/state-check.ts';
import type { Clock, Database, DatabaseFactory } from '../core/ports.ts';
import { createDatabaseFactory } from './database.ts';
import { fileError, writeAtomically } from './files.ts';
import { fileTime } from './state-files.ts';
import { withLock } from './state-lock.ts';

/** The path of a database that is never written. */
export const IN_MEMORY = ':memory:';

export interface DatabaseFile {
  readonly database: Database;
  /** Atomic; nothing for `:memory:`. */
  readonly save: () => Promise<void>;
  /** Where an unreadable file was moved, and why; `null` if all was well. */
  readonly note: string | null;
}

export interface LedgerFile {
  readonly ledger: Ledger;
  /** Waits until everything appended so far is on disk. Throws `InfrastructureError` if it could not be written. */
  readonly flush: () => Promise<void>;
  close(): Promise<void>;
  readonly note: string | null;
}

/** Opens a database file, for derived data such as the code index. A file that SQLite refuses is renamed to `<name>.corrupt-<time>`. */
export async function openDatabaseFile(path: string, { clock }: { readonly clock: Clock }): Promise<DatabaseFile> {
  const factory = await createDatabaseFactory();
  const bytes = await readExisting(path);
  const opened = bytes === null ? { database: factory.open(), problem: null } : openChecked(factory, bytes);
  if (opened.problem === null) return { database: opened.database, note: null, save: () => writeDatabase(path, opened.database.export()) };
  const note = await moveAside(path, 'corrupt', opened.problem, clock);
  return { database: opened.database, note, save: () => writeDatabase(path, opened.database.export()) };
}

/**
 * Opens an event log of its own, for the library's classes. Every change is written soon after (calls in one go make one write) and joined
 * with what another process wrote meanwhile. A file that is no sound log is renamed to `<name>.<reason>-<time>`.
 */
export async function openLedgerFile(path: string, ports: LedgerPorts): Promise<LedgerFile> {
  const factory = await createDatabaseFactory();
  const bytes = await readExisting(path);
  const reading = bytes === null ? null : readState(factory, bytes);
  const note = reading === null || reading.type === 'rows' ? null : await moveAside(path, reading.type, reading.reason, ports.clock);
  const opening = openLedger(factory.open(bytes !== null && note === null ? bytes : undefined), ports);
  if (opening.type !== 'ledger') throw new Error(`a checked log was refused: ${opening.reason}`);
  const { ledger } = opening;
  const writer = createWriter(path, ledger, factory, ports.clock);
  return { ledger, note, flush: writer.flush, close: async () => {
    await writer.flush();
    ledger.close();
  } };
}

interface LedgerWriter {
  readonly flush: () => Promise<void>;
}

function createWriter(path: string, ledger: Ledger, factory: DatabaseFactory, clock: Clock): LedgerWriter {
  let queue: Promise<void> = Promise.resolve();
  let failure: Error | null = null;
  let dirty = false;
  let joining = false;
  let written: string | null = null;
  const write = async (): Promise<void> => {
    if (!dirty) return;
    joining = true;
    const others = await readOthers(path, factory, written, clock);
    if (others !== null) ledger.merge(others);
    joining = false;
    dirty = false;
    const bytes = ledger.export();
    await writeDatabase(path, bytes);
    written = sha256(bytes);
  };
  const schedule = (): void => {
    queue = queue.then(() => withLock(`${path}.lock`, write)).catch((error: unknown) => {
      joining = false;
      dirty = true;
      failure = fileError('write', path, error);
    });
  };
  if (path !== IN_MEMORY) {
    ledger.onChange(() => {
      if (!joining && (!dirty || failure !== null)) schedule();
      dirty = true;
    });
  }
  const flush = async (): Promise<void> => {
    await queue;
    if (failure !== null) schedule();
    failure = null;
    await queue;
    if (failure !== null) throw failure as Error;
  };
  return { flush };
}

/** What another process wrote since; `null` if nothing, or nothing sound: that is moved aside before it is replaced. */
async function readOthers(path: string, factory: DatabaseFactory, written: string | null, clock: Clock): Promise<readonly EventRow[] | null> {
  const bytes = await readExisting(path);
  if (bytes === null || sha256(bytes) === written) return null;
  const reading = readState(factory, bytes);
  if (reading.type === 'rows') return reading.rows;
  await moveAside(path, reading.type, reading.reason, clock);
  return null;
}

function openChecked(factory: DatabaseFactory, bytes: Uint8Array): { readonly database: Database; readonly problem: string | null } {
  try {
    const database = factory.open(bytes);
    const answer = Object.values(database.all('PRAGMA quick_check(1)')[0] ?? {})[0];
    if (answer === 'ok') return { database, problem: null };
    database.close();
    return { database: factory.open(), problem: `its integrity check says: ${String(answer)}` };
  } catch (error) {
    return { database: factory.open(), problem: `SQLite refuses it: ${(error as Error).message}` };
  }
}

async function readExisting(path: string): Promise<Uint8Array | null> {
  if (path === IN_MEMORY) return null;
  try {
    const bytes = await readFile(path);
    return bytes.length === 0 ? null : bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileError('read', path, error);
  }
}

async function writeDatabase(path: string, bytes: Uint8Array): Promise<void> {
  if (path === IN_MEMORY) return;
  try {
    await writeAtomically(path, (handle) => handle.writeFile(bytes));
  } catch (error) {
    throw fileError('write', path, error);
  }
}

async function moveAside(path: string, status: string, reason: string, clock: Clock): Promise<string> {
  const target = `${path}.${status}-${fileTime(clock.now())}`;
  try {
    await rename(path, target);
  } catch (error) {
    throw fileError('set aside', path, error);
  }
  return `${path} was not used: ${reason}. It lies untouched in ${target}.`;
}
