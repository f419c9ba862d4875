import { textList } from '../history/event-row.ts';
import type { Ledger } from '../history/ledger.ts';
import type { Event } from '../model/event.ts';
import { redact } from './redact.ts';

export interface NoteVersion {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly writer: string;
  /** True once somebody who knew this version deleted the note. */
  readonly deleted: boolean;
}

/** A note as it stands. */
export interface Note {
  readonly key: string;
  readonly text: string;
  readonly writer: string;
  readonly at: string;
  /** Versions written at the same time elsewhere and not yet replaced; the newest is the one shown. */
  readonly concurrent: readonly NoteVersion[];
}

interface StoredVersion extends NoteVersion {
  readonly parents: readonly string[];
}

/**
 * Versioned notes by key. A write replaces the versions its writer knew; versions that two writers made without knowing each
 * other both stay until the next write. Deleting a note deletes the versions known, not those written elsewhere meanwhile.
 */
export class MemoryManager {
  readonly #ledger: Ledger;
  readonly #secrets: readonly string[];
  /** Deletions by target and versions by key; made from the log again after it changed. */
  #notes: ReadonlyMap<string, readonly StoredVersion[]> | null = null;

  constructor(ledger: Ledger, options: { readonly secrets?: readonly string[] } = {}) {
    this.#ledger = ledger;
    this.#secrets = options.secrets ?? [];
    ledger.onChange(() => {
      this.#notes = null;
    });
  }

  set(key: string, text: string, { writer }: { readonly writer: string }): Note {
    const parents = this.#heads(key).map((version) => version.id);
    this.#ledger.append('note', { key, text: redact(text, this.#secrets), writer, parents });
    return this.get(key)!;
  }

  /** `null` if there is no such note, or no longer. */
  get(key: string): Note | null {
    const heads = this.#heads(key);
    const newest = heads.at(-1);
    if (newest === undefined) return null;
    return { key, text: newest.text, writer: newest.writer, at: newest.at, concurrent: heads.slice(0, -1).map(toVersion) };
  }

  /** Every version, oldest first, deleted ones included. */
  history(key: string): readonly NoteVersion[] {
    return (this.#all().get(key) ?? []).map(toVersion);
  }

  /** Keys of notes that exist, sorted. */
  keys(): readonly string[] {
    return [...this.#all().keys()].filter((key) => this.#heads(key).length > 0).sort();
  }

  /** False if there was nothing to delete. */
  delete(key: string, { writer }: { readonly writer: string }): boolean {
    const targets = this.#heads(key).map((version) => version.id);
    if (targets.length > 0) this.#ledger.append('tombstone', { targets, writer });
    return targets.length > 0;
  }

  /** Versions that nothing replaced or deleted, oldest first. */
  #heads(key: string): readonly StoredVersion[] {
    const versions = this.#all().get(key) ?? [];
    const replaced = new Set(versions.flatMap((version) => version.parents));
    return versions.filter((version) => !version.deleted && !replaced.has(version.id));
  }

  #all(): ReadonlyMap<string, readonly StoredVersion[]> {
    this.#notes ??= readNotes(this.#ledger.events('note'), new Set(this.#ledger.events('tombstone').flatMap((event) => textList(event.body['targets']))));
    return this.#notes;
  }
}

function readNotes(events: readonly Event[], deleted: ReadonlySet<string>): ReadonlyMap<string, readonly StoredVersion[]> {
  const notes = new Map<string, StoredVersion[]>();
  for (const { id, at, body } of events) {
    const { key, text, writer, parents } = body;
    if (typeof key !== 'string' || typeof text !== 'string') continue;
    const version = { id, at, text, writer: typeof writer === 'string' ? writer : 'unknown', deleted: deleted.has(id), parents: textList(parents) };
    notes.set(key, [...(notes.get(key) ?? []), version]);
  }
  return notes;
}

function toVersion({ id, at, text, writer, deleted }: StoredVersion): NoteVersion {
  return { id, at, text, writer, deleted };
}
