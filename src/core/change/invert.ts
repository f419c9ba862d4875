import { createHash } from 'node:crypto';
import type { TreeChange, TreeEntry } from '../ports.ts';

/** What a file is on one side: absent, or a mode and a blob. */
export type Side = { readonly mode: string; readonly blob: string } | null;

/** What taking back one file of a commit asks for. */
export type Inversion =
  /** Nothing: the file stands as before the commit. */
  | { readonly type: 'done' }
  /** The very bytes from before the commit; `null` removes the file. */
  | { readonly type: 'exact'; readonly path: string; readonly mode: string; readonly content: Uint8Array | null }
  /** The file changed since: a merge of three texts decides. */
  | { readonly type: 'merge'; readonly path: string; readonly mode: string; readonly base: string; readonly ours: string; readonly theirs: Uint8Array }
  | { readonly type: 'conflict'; readonly path: string; readonly why: string };

/**
 * Takes back one file of a commit on top of a later tree. `change` leads from the commit to its parent: `before` is the file as the commit left
 * it. `renames` are those between the commit and the later tree.
 */
export function invert(change: TreeChange, entries: ReadonlyMap<string, TreeEntry>, renames: ReadonlyMap<string, string>): Inversion {
  const left = change.before;
  const original = change.after;
  const path = left !== null && !entries.has(change.path) ? (renames.get(change.path) ?? change.path) : change.path;
  const now = sideOf(entries.get(path));
  const conflict = (why: string): Inversion => ({ type: 'conflict', path, why });
  if (now !== null && original !== null && now.mode === original.mode && now.blob === blobIdOf(original.content, now.blob)) return { type: 'done' };
  if (same(now, left)) return { type: 'exact', path, mode: original?.mode ?? left!.mode, content: original?.content ?? null };
  if (original === null) return now === null ? { type: 'done' } : conflict('the change created it, and it was edited since');
  if (left === null) return conflict('the change removed it, and another one stands there since');
  if (now === null) return conflict('it was removed since');
  const mode = mergedMode(left.mode, now.mode, original.mode);
  if (mode === null || !mode.startsWith('100')) return conflict('its mode was changed since');
  if (now.blob === left.blob) return { type: 'exact', path, mode, content: original.content };
  return { type: 'merge', path, mode, base: left.blob, ours: now.blob, theirs: original.content };
}

function sideOf(entry: TreeEntry | undefined): Side {
  return entry === undefined ? null : { mode: entry.mode, blob: entry.blob };
}

/** By the algorithm of an id that the repository uses. */
function blobIdOf(content: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function same(a: Side, b: Side): boolean {
  return a?.mode === b?.mode && a?.blob === b?.blob;
}

/** Three-way merge of one value; `null` where both sides changed it differently. */
function mergedMode(base: string, ours: string, theirs: string): string | null {
  if (ours === base || ours === theirs) return theirs;
  return theirs === base ? ours : null;
}
