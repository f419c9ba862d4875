import { ConfigError } from '../errors.ts';
import { textList } from '../history/event-row.ts';
import type { Ledger, Projection } from '../history/ledger.ts';
import type { Event, MemoryEntry } from '../model/event.ts';
import type { Database, Embedder, SqlValue } from '../ports.ts';
import { summarise } from './memory-summary.ts';
import { fuse, rankByVectors, rankByWords } from './memory-search.ts';
import type { Ranked } from './memory-search.ts';
import { redact } from './redact.ts';

/** A longer prompt or response is cut in the middle; characters. */
export const MAX_TEXT = 256 * 1024;

export interface MemoryOptions {
  readonly embedder?: Embedder;
  /** Values to redact besides what looks like a secret. */
  readonly secrets?: readonly string[];
}

export interface InteractionFilter {
  readonly tags?: readonly string[];
  /** Whether an entry needs any of the tags or all of them; `all` by default. */
  readonly match?: 'any' | 'all';
  readonly limit?: number;
  /** Only what was stored earlier than this; ISO 8601, UTC. */
  readonly before?: string;
}

export interface MemoryHit {
  readonly entry: MemoryEntry;
  readonly score: number;
}

export interface Compaction {
  readonly summary: MemoryEntry | null;
  readonly replaced: number;
}

const PROJECTION: Projection = {
  tables: ['interactions', 'interaction_tags'],
  create: [
    'CREATE TEMP TABLE interactions (id TEXT PRIMARY KEY, at TEXT, prompt TEXT, response TEXT, tags TEXT, summary INTEGER)',
    'CREATE TEMP TABLE interaction_tags (tag TEXT, id TEXT, PRIMARY KEY (tag, id)) WITHOUT ROWID',
  ],
  apply: applyInteraction,
};

/** Every prompt and response, secrets redacted before they are stored. */
export class GptMemory {
  readonly #ledger: Ledger;
  readonly #database: Database;
  readonly #embedder: Embedder | null;
  readonly #secrets: readonly string[];
  readonly #vectors = new Map<string, Float32Array>();

  constructor(ledger: Ledger, options: MemoryOptions = {}) {
    this.#ledger = ledger;
    this.#database = ledger.project(PROJECTION);
    this.#embedder = options.embedder ?? null;
    this.#secrets = options.secrets ?? [];
  }

  logInteraction(prompt: string, response: string, tags: readonly string[] = []): MemoryEntry {
    return this.#store(prompt, response, tags, false);
  }

  /** Newest first. Tags are compared whole, never as parts of words. */
  interactions(filter: InteractionFilter = {}): readonly MemoryEntry[] {
    const tags = [...new Set(filter.tags ?? [])];
    const needed = filter.match === 'any' ? 1 : tags.length;
    const marks = tags.map(() => '?').join(', ');
    const tagged = tags.length === 0 ? '' : `id IN (SELECT id FROM interaction_tags WHERE tag IN (${marks}) GROUP BY id HAVING count(*) >= ?)`;
    const conditions = [tagged, filter.before === undefined ? '' : 'at < ?'].filter((condition) => condition !== '');
    const parameters = [...(tags.length === 0 ? [] : [...tags, needed]), ...(filter.before === undefined ? [] : [filter.before])];
    return this.#select(conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, [...parameters, filter.limit === undefined ? -1 : wholeNumber('limit', filter.limit)]);
  }

  /** Best first, by words and, with an embedder, by meaning; any text is a query. Texts go to the embedder as stored, redacted. */
  async search(text: string, options: InteractionFilter = {}): Promise<readonly MemoryHit[]> {
    const { limit = 10, ...filter } = options;
    const entries = this.interactions(filter);
    const documents = entries.map((entry) => ({ id: entry.id, text: textOf(entry) }));
    const byWords = rankByWords(text, documents);
    const ranked = this.#embedder === null || text.trim() === '' ? byWords : fuse([byWords, await this.#rankByMeaning(this.#embedder, text, documents)]);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    return ranked.slice(0, wholeNumber('limit', limit)).map(({ id, score }) => ({ entry: byId.get(id)!, score }));
  }

  /** Deletes all but the newest `keep` entries with the tag (of all entries without one); 0 deletes all. Returns how many went. */
  prune({ tag, keep }: { readonly tag?: string; readonly keep: number }): number {
    const entries = this.interactions(tag === undefined ? {} : { tags: [tag] });
    const old = entries.slice(wholeNumber('keep', keep));
    if (old.length > 0) this.#ledger.append('tombstone', { targets: old.map((entry) => entry.id), writer: 'memory' });
    return old.length;
  }

  /** Replaces all but the newest `keep` entries with the tag by one summary. Summaries are never summarised again. */
  compact({ tag, keep }: { readonly tag: string; readonly keep: number }): Compaction {
    const originals = this.#select('WHERE summary = 0 AND id IN (SELECT id FROM interaction_tags WHERE tag = ?)', [tag, -1]);
    const old = originals.slice(wholeNumber('keep', keep));
    if (old.length < 2) return { summary: null, replaced: 0 };
    const common = old[0]!.tags.filter((candidate) => old.every((entry) => entry.tags.includes(candidate)));
    const { prompt, response } = summarise(old);
    const summary = this.#store(prompt, response, common, true);
    this.#ledger.append('tombstone', { targets: old.map((entry) => entry.id), writer: 'memory' });
    return { summary, replaced: old.length };
  }

  #store(prompt: string, response: string, tags: readonly string[], summary: boolean): MemoryEntry {
    const clean = (text: string): string => cut(redact(text, this.#secrets));
    const event = this.#ledger.append('interaction', {
      prompt: clean(prompt),
      response: clean(response),
      tags: [...new Set(tags.map((tag) => clean(tag.trim())).filter((tag) => tag !== ''))],
      summary,
    });
    return toEntry(event);
  }

  #select(where: string, parameters: readonly SqlValue[]): readonly MemoryEntry[] {
    return this.#database.all(`SELECT * FROM interactions ${where} ORDER BY at DESC, id DESC LIMIT ?`, parameters).map((row) => ({
      id: String(row['id']),
      at: String(row['at']),
      prompt: String(row['prompt']),
      response: String(row['response']),
      tags: JSON.parse(String(row['tags'])) as readonly string[],
    }));
  }

  async #rankByMeaning(embedder: Embedder, text: string, documents: readonly { readonly id: string; readonly text: string }[]): Promise<readonly Ranked[]> {
    const missing = documents.filter(({ id }) => !this.#vectors.has(id));
    const vectors = await embedder.embed([redact(text, this.#secrets), ...missing.map((document) => document.text)]);
    missing.forEach(({ id }, index) => this.#vectors.set(id, vectors[index + 1] ?? new Float32Array()));
    return rankByVectors(vectors[0] ?? new Float32Array(), documents.map(({ id }) => ({ id, vector: this.#vectors.get(id)! })));
  }
}

function applyInteraction(event: Event, database: Database): void {
  if (event.kind !== 'interaction') return;
  const { id, at, prompt, response, tags } = toEntry(event);
  const summary = event.body['summary'] === true ? 1 : 0;
  database.run('INSERT INTO interactions VALUES (?, ?, ?, ?, ?, ?)', [id, at, prompt, response, JSON.stringify(tags), summary]);
  for (const tag of new Set(tags)) database.run('INSERT INTO interaction_tags VALUES (?, ?)', [tag, id]);
}

function toEntry({ id, at, body }: Event): MemoryEntry {
  const { prompt, response, tags } = body;
  return { id, at, prompt: typeof prompt === 'string' ? prompt : '', response: typeof response === 'string' ? response : '', tags: textList(tags) };
}

function textOf({ prompt, response, tags }: MemoryEntry): string {
  return `${prompt}\n${response}\n${tags.join(' ')}`;
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const half = Math.floor(MAX_TEXT / 2);
  return `${text.slice(0, half)}\n[${text.length - 2 * half} characters left out]\n${text.slice(-half)}`;
}

function wholeNumber(setting: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ConfigError([{ setting, value: String(value), problem: 'is not a whole number', remedy: 'Give 0 or more.' }]);
}
