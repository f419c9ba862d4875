/** The base of an attempt as text, and edits as changes of the working tree. */
import { blobIdOf } from '../core/change/edits.ts';
import type { FileEdit } from '../core/model/change.ts';
import type { SourceTree } from '../core/kinds/kind.ts';
import type { Git, TreeChange, TreeEntry } from '../core/ports.ts';

/** A commit plus what the run has kept on top of the commit that is checked out. */
export interface Base {
  readonly commit: string;
  readonly tree: string;
  readonly entries: readonly TreeEntry[];
  /** From the checked-out commit to this one; empty for the first base of a run. */
  readonly kept: readonly TreeChange[];
}

const REGULAR = new Set(['100644', '100755']);

/** Decodes UTF-8 to the byte (byte-order mark kept); `null` for anything that is not text. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Texts by blob id, which never change: toolchain, kinds and later bases of a run read the same files. */
const textsOf = new WeakMap<Git, Map<string, string | null>>();

export function sourceTree(git: Git, entries: readonly TreeEntry[]): SourceTree {
  const byPath = new Map(entries.filter(({ mode }) => REGULAR.has(mode)).map(({ path, blob }) => [path, blob]));
  const texts = textsOf.get(git) ?? new Map<string, string | null>();
  textsOf.set(git, texts);
  let waiting: { readonly blobs: Set<string>; readonly done: Promise<void> } | null = null;
  // Those who ask at the same time share a process.
  const flush = async (): Promise<void> => {
    const { blobs } = waiting!;
    waiting = null;
    for (const [blob, bytes] of await git.readBlobs([...blobs])) texts.set(blob, decodeText(bytes));
  };
  const load = async (paths: readonly string[]): Promise<void> => {
    const missing = [...new Set(paths.flatMap((path) => byPath.get(path) ?? []))].filter((blob) => !texts.has(blob));
    if (missing.length === 0) return;
    const batch = (waiting ??= { blobs: new Set(), done: Promise.resolve().then(flush) });
    for (const blob of missing) batch.blobs.add(blob);
    await batch.done;
  };
  const known = (path: string): string | null => texts.get(byPath.get(path) ?? '') ?? null;
  return {
    entries,
    async read(path) {
      await load([path]);
      return known(path);
    },
    readMany: load,
  };
}

/** Edits of the base as changes of the checked-out tree, on top of what was kept. Later changes of a path win. */
export function changesOf(base: Base, edits: readonly FileEdit[]): readonly TreeChange[] {
  const started = startEntries(base);
  const byPath = new Map(base.kept.map((change) => [change.path, change]));
  for (const edit of edits) {
    const entry = started.get(edit.path);
    byPath.set(edit.path, {
      path: edit.path,
      before: entry === undefined ? null : { mode: entry.mode, blob: entry.blob },
      after: edit.after === null ? null : { mode: edit.mode, content: Buffer.from(edit.after, 'utf8') },
    });
  }
  return [...byPath.values()].filter((change) => change.before !== null || change.after !== null);
}

/** Edits as changes of the base itself, for commits. */
export function commitChanges(base: Base, edits: readonly FileEdit[]): readonly TreeChange[] {
  const entries = new Map(base.entries.map((entry) => [entry.path, entry]));
  return edits.map((edit) => {
    const entry = entries.get(edit.path);
    return {
      path: edit.path,
      before: entry === undefined ? null : { mode: entry.mode, blob: entry.blob },
      after: edit.after === null ? null : { mode: edit.mode, content: Buffer.from(edit.after, 'utf8') },
    };
  });
}

/** The base that a commit of these edits makes: what git would list and compare, without asking it. */
export function baseAfter(base: Base, edits: readonly FileEdit[], commit: Pick<Base, 'commit' | 'tree'>): Base {
  const algorithm = commit.commit.length === 64 ? 'sha256' : 'sha1';
  const entries = new Map(base.entries.map((entry) => [entry.path, entry]));
  for (const { path, mode, after } of edits) {
    if (after === null) entries.delete(path);
    else entries.set(path, { path, mode, blob: blobIdOf(after, algorithm) });
  }
  return { ...commit, entries: [...entries.values()], kept: changesOf(base, edits) };
}

/** The checked-out tree's entries: the base's own, with what was kept taken back. */
function startEntries(base: Base): ReadonlyMap<string, { readonly mode: string; readonly blob: string }> {
  const entries = new Map<string, { mode: string; blob: string }>(base.entries.map(({ path, mode, blob }) => [path, { mode, blob }]));
  for (const change of base.kept) {
    if (change.before === null) entries.delete(change.path);
    else entries.set(change.path, change.before);
  }
  return entries;
}
