import type { Database } from '../ports.ts';
import type { FactsStore, StoredFacts } from './build-index.ts';

const TABLE = 'CREATE TABLE facts (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID';

/**
 * What parsing yielded, by a key that names content, language and version. Derived: whatever is missing, stale or unreadable is
 * parsed again, and a database with other tables is emptied. Its own database, apart from the state.
 */
export class CodeDb implements FactsStore {
  readonly #database: Database;
  readonly #save: (bytes: Uint8Array) => Promise<void>;
  readonly #asked = new Set<string>();
  #changed = false;

  constructor(database: Database, save: (bytes: Uint8Array) => Promise<void>) {
    this.#database = database;
    this.#save = save;
    prepare(database);
  }

  get(keys: readonly string[]): ReadonlyMap<string, StoredFacts> {
    for (const key of keys) this.#asked.add(key);
    const wanted = new Set(keys);
    const found = new Map<string, StoredFacts>();
    // One scan beats a thousand look-ups through the engine's boundary.
    for (const { key, body } of this.#database.all('SELECT key, body FROM facts')) {
      const facts = wanted.has(String(key)) ? readFacts(String(body)) : null;
      if (facts !== null) found.set(String(key), facts);
    }
    return found;
  }

  put(facts: ReadonlyMap<string, StoredFacts>): void {
    if (facts.size === 0) return;
    this.#changed = true;
    this.#database.transaction(() => {
      // Bytes cross into the database by one copy, text character by character.
      for (const [key, value] of facts) this.#database.run('INSERT OR REPLACE INTO facts VALUES (?, CAST(? AS TEXT))', [key, Buffer.from(JSON.stringify(value))]);
    });
  }

  /** Writes it down if something was added; what nobody has asked for since it was opened is forgotten. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    this.#database.transaction(() => {
      for (const { key } of this.#database.all('SELECT key FROM facts')) {
        if (!this.#asked.has(String(key))) this.#database.run('DELETE FROM facts WHERE key = ?', [key!]);
      }
    });
    await this.#save(this.#database.export());
    this.#changed = false;
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

/** `null` if it is not what this version wrote. */
function readFacts(json: string): StoredFacts | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const stored = value as { readonly type?: unknown; readonly reason?: unknown; readonly facts?: { readonly records?: unknown; readonly imports?: unknown } };
  const isSound = stored.type === 'skipped' ? typeof stored.reason === 'string' : stored.type === 'facts' && Array.isArray(stored.facts?.records) && Array.isArray(stored.facts.imports);
  return isSound ? (value as StoredFacts) : null;
}
