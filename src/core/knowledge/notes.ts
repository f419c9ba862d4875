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

  /** Every version, deleted ones included; each after those it replaced, whatever the clocks of their writers said, else oldest first. */
  history(key: string): readonly NoteVersion[] {
    const versions = this.#all().get(key) ?? [];
    const depths = depthsOf(versions);
    return [...versions].sort((a, b) => depths.get(a.id)! - depths.get(b.id)!).map(toVersion);
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

/** How many versions stand one behind the other before each. A forged circle of parents ends where it is noticed. */
function depthsOf(versions: readonly StoredVersion[]): ReadonlyMap<string, number> {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const depths = new Map<string, number>();
  const depthOf = (version: StoredVersion): number => {
    const known = depths.get(version.id);
    if (known !== undefined) return known;
    depths.set(version.id, 0);
    const depth = Math.max(0, ...version.parents.flatMap((id) => byId.get(id) ?? []).map((parent) => depthOf(parent) + 1));
    depths.set(version.id, depth);
    return depth;
  };
  versions.forEach(depthOf);
  return depths;
}

function toVersion({ id, at, text, writer, deleted }: StoredVersion): NoteVersion {
  return { id, at, text, writer, deleted };
}
