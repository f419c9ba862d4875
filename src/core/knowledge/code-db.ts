import type { CodeRecord, FileFacts, Language } from '../model/code.ts';
import { LANGUAGES } from '../model/code.ts';
import type { Database } from '../ports.ts';

const TABLE = 'CREATE TABLE facts (blob TEXT, language TEXT, version TEXT, body TEXT NOT NULL, PRIMARY KEY (blob, language, version)) WITHOUT ROWID';

/** A file whose facts are wanted: equal content at two paths shares one entry. */
export interface FactsKey {
  readonly blob: string;
  readonly path: string;
  readonly language: Language;
}

/**
 * What parsing yielded, by content, language and index version. Derived: whatever is missing, stale or unreadable is parsed
 * again, and a database with other tables is emptied. Its own database, apart from the state.
 */
export class CodeDb {
  readonly #database: Database;
  readonly #version: string;
  readonly #save: (bytes: Uint8Array) => Promise<void>;

  /** `version` names everything that the facts depend on besides the file, such as grammars and the rules of the index. */
  constructor(database: Database, version: string, save: (bytes: Uint8Array) => Promise<void>) {
    this.#database = database;
    this.#version = version;
    this.#save = save;
    prepare(database);
    database.run('DELETE FROM facts WHERE version <> ?', [version]);
  }

  /** Facts that are known, by path. */
  get(keys: readonly FactsKey[]): ReadonlyMap<string, FileFacts> {
    const found = new Map<string, FileFacts>();
    for (const key of keys) {
      const row = this.#database.all('SELECT body FROM facts WHERE blob = ? AND language = ? AND version = ?', [key.blob, key.language, this.#version])[0];
      const facts = row === undefined ? null : readFacts(String(row['body']), key);
      if (facts !== null) found.set(key.path, facts);
    }
    return found;
  }

  put(facts: readonly FileFacts[]): void {
    this.#database.transaction(() => {
      for (const file of facts) {
        this.#database.run('INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)', [file.blob, file.language, this.#version, JSON.stringify(file)]);
      }
    });
  }

  /** Forgets all other blobs; returns how many entries went. */
  prune(keepBlobs: Iterable<string>): number {
    const keep = new Set(keepBlobs);
    const stale = this.#database.all('SELECT DISTINCT blob FROM facts').map((row) => String(row['blob'])).filter((blob) => !keep.has(blob));
    this.#database.transaction(() => {
      for (const blob of stale) this.#database.run('DELETE FROM facts WHERE blob = ?', [blob]);
    });
    return stale.length;
  }

  async save(): Promise<void> {
    await this.#save(this.#database.export());
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: Database): void {
  const objects = database.all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
  if (objects.length === 1 && objects[0]!['sql'] === TABLE) return;
  for (const { type, name } of objects) {
    if (type === 'table' || type === 'view') database.run(`DROP ${type} IF EXISTS "${String(name).replaceAll('"', '""')}"`);
  }
  database.run(TABLE);
}

/** `null` if it is not what this version wrote. Paths are those of the question: the same content may have moved. */
function readFacts(json: string, key: FactsKey): FileFacts | null {
  let facts: FileFacts | null;
  try {
    facts = JSON.parse(json) as FileFacts | null;
  } catch {
    return null;
  }
  const sound = facts?.blob === key.blob && LANGUAGES.includes(facts.language) && Array.isArray(facts.imports) && Array.isArray(facts.records);
  if (facts === null || !sound) return null;
  return { ...facts, path: key.path, records: facts.records.map((record): CodeRecord => ({ ...record, path: key.path })) };
}
