import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Head } from '../core/ports.ts';
import { imageKey, sha256, type Image } from './workspace-image.ts';
import type { GitSettings } from './workspace-settings.ts';

type StoredImage =
  | { readonly type: 'absent' }
  | { readonly type: 'file'; readonly mode: number; readonly blob: string }
  | { readonly type: 'link'; readonly blob: string };

/** The index file to the byte. Its time matters: git trusts no entry that is not older than the index. */
export interface IndexCopy {
  readonly content: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/** One path that the engine writes: what was there, and the keys of what it may have put there. */
export interface JournalEntry {
  readonly path: string;
  readonly before: Image;
  /** `imageKey` of the last two images written, in order: a kill may fall between journal and tree. */
  readonly after: readonly string[];
}

export interface JournalRecord {
  readonly head: Head;
  /** The index file; `null` if there was none. */
  readonly index: IndexCopy | null;
  /** Untracked, unignored paths that were there before, or that setup was allowed to leave. */
  readonly untracked: readonly string[];
  /** Permission bits of tracked files where they are not what a checkout would give. */
  readonly modes: Readonly<Record<string, number>>;
  readonly settings: GitSettings;
  readonly entries: readonly JournalEntry[];
  /** Directories that did not exist, parents first. */
  readonly created: readonly string[];
  /** Directories that made room for a file, parents first. */
  readonly replaced: readonly { readonly path: string; readonly mode: number }[];
  /** True while a command of the repository runs. */
  readonly command: boolean;
  readonly landing: { readonly from: string; readonly to: string } | null;
}

interface StoredRecord extends Omit<JournalRecord, 'index' | 'entries' | 'settings'> {
  readonly schema: 1;
  readonly index: { readonly blob: string; readonly modifiedMs: number } | null;
  readonly entries: readonly { readonly path: string; readonly before: StoredImage; readonly after: readonly string[] }[];
  readonly settings: readonly { readonly path: string; readonly before: StoredImage }[];
}

/** `damaged`: the record does not match its checksum. */
export type JournalState = { readonly type: 'none' } | { readonly type: 'open'; readonly record: JournalRecord } | { readonly type: 'damaged' };

export interface Journal {
  readonly directory: string;
  read(): Promise<JournalState>;
  /** Returns once the record is on disk; only then may the tree be touched. */
  write(record: JournalRecord): Promise<void>;
  /** Forgets the record: the tree is as it should be. */
  remove(): Promise<void>;
}

/** Called at each point at which a kill leaves a different state on disk; for tests. */
export type Step = (name: string) => void;

const RECORD = 'record';

/**
 * A write-ahead journal. Contents lie in files named by their hash; one record, replaced by renaming, names them and
 * starts with its own checksum. A record that was not renamed yet means that the tree was not touched.
 */
export function createJournal(directory: string, step: Step): Journal {
  const recordPath = join(directory, RECORD);
  const stored = new Set<string>();
  const store = async (content: Uint8Array): Promise<string> => {
    const name = sha256(content);
    if (!stored.has(name)) {
      await writeSynced(join(directory, name), content);
      stored.add(name);
      step('journal: content written');
    }
    return name;
  };
  const write = async (record: JournalRecord): Promise<void> => {
    await mkdir(directory, { recursive: true });
    const body = JSON.stringify(await toStored(record, store));
    step('journal: before the record');
    await writeSynced(`${recordPath}.new`, Buffer.from(`${sha256(Buffer.from(body))}\n${body}`));
    step('journal: record not yet renamed');
    await rename(`${recordPath}.new`, recordPath);
    await syncDirectory(directory);
    step('journal: record in place');
  };
  const remove = async (): Promise<void> => {
    await rm(recordPath, { force: true });
    step('journal: record removed');
    stored.clear();
    await rm(directory, { recursive: true, force: true });
  };
  return { directory, read: () => readJournal(directory, recordPath), write, remove };
}

async function toStored(record: JournalRecord, store: (content: Uint8Array) => Promise<string>): Promise<StoredRecord> {
  const image = async (before: Image): Promise<StoredImage> => {
    switch (before.type) {
      case 'absent': return before;
      case 'link': return { type: 'link', blob: await store(before.content) };
      case 'file': return { type: 'file', mode: before.mode, blob: await store(before.content) };
      default: return before satisfies never;
    }
  };
  const entries = [];
  for (const { path, before, after } of record.entries) entries.push({ path, before: await image(before), after });
  const settings = [];
  for (const [path, before] of record.settings) settings.push({ path, before: await image(before) });
  return { ...record, schema: 1, entries, settings, index: record.index === null ? null : { blob: await store(record.index.content), modifiedMs: record.index.modifiedMs } };
}

async function readJournal(directory: string, recordPath: string): Promise<JournalState> {
  const text = await readFile(recordPath, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { type: 'none' };
  const newline = text.indexOf('\n');
  const body = text.slice(newline + 1);
  if (sha256(Buffer.from(body)) !== text.slice(0, newline)) return { type: 'damaged' };
  const stored = JSON.parse(body) as StoredRecord;
  const load = async (name: string): Promise<Uint8Array | null> => {
    const content = await readFile(join(directory, name)).catch(() => null);
    return content !== null && sha256(content) === name ? content : null;
  };
  const image = async (before: StoredImage): Promise<Image | null> => {
    if (before.type === 'absent') return before;
    const content = await load(before.blob);
    if (content === null) return null;
    return before.type === 'link' ? { type: 'link', content } : { type: 'file', mode: before.mode, content };
  };
  const index = stored.index === null ? null : await load(stored.index.blob);
  if (stored.index !== null && index === null) return { type: 'damaged' };
  const entries: JournalEntry[] = [];
  for (const { path, before, after } of stored.entries) {
    const found = await image(before);
    if (found === null) return { type: 'damaged' };
    entries.push({ path, before: found, after });
  }
  const settings = new Map<string, Image>();
  for (const { path, before } of stored.settings) {
    const found = await image(before);
    if (found === null) return { type: 'damaged' };
    settings.set(path, found);
  }
  return { type: 'open', record: { ...stored, entries, settings, index: index === null ? null : { content: index, modifiedMs: stored.index!.modifiedMs } } };
}

/** True if the engine may have put this image there. */
export function isOurs(entry: JournalEntry, key: string): boolean {
  return key === imageKey(entry.before) || entry.after.includes(key);
}

async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
