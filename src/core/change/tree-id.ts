import { createHash } from 'node:crypto';
import type { FileEdit } from '../model/change.ts';
import type { TreeEntry } from '../ports.ts';
import { blobIdOf } from './edits.ts';

type Node = Map<string, { readonly mode: string; readonly id: string } | Node>;

/** Id of the tree that git would write for these entries, edited: the same bytes, hashed here instead of by four processes. */
export function treeIdOf(entries: readonly TreeEntry[], edits: readonly FileEdit[]): string {
  const algorithm = entries[0]?.blob.length === 64 ? 'sha256' : 'sha1';
  const files = new Map(entries.map(({ path, mode, blob }) => [path, { mode, id: blob }]));
  for (const { path, mode, after } of edits) {
    if (after === null) files.delete(path);
    else files.set(path, { mode, id: blobIdOf(after, algorithm) });
  }
  const root: Node = new Map();
  for (const [path, file] of files) place(root, path.split('/'), file);
  return hashTree(root, algorithm);
}

function place(root: Node, names: readonly string[], file: { readonly mode: string; readonly id: string }): void {
  let directory = root;
  for (const name of names.slice(0, -1)) {
    const known = directory.get(name);
    const next: Node = known instanceof Map ? known : (new Map() as Node);
    if (next !== known) directory.set(name, next);
    directory = next;
  }
  directory.set(names.at(-1)!, file);
}

function hashTree(directory: Node, algorithm: 'sha1' | 'sha256'): string {
  // Git sorts bytes, and directories as if their names ended in a slash.
  const rows = [...directory].map(([name, entry]) => ({ name, entry, key: Buffer.from(entry instanceof Map ? `${name}/` : name, 'utf8') })).sort((a, b) => Buffer.compare(a.key, b.key));
  const parts = rows.flatMap(({ name, entry }) => {
    const { mode, id } = entry instanceof Map ? { mode: '40000', id: hashTree(entry, algorithm) } : entry;
    return [Buffer.from(`${mode} ${name}\0`, 'utf8'), Buffer.from(id, 'hex')];
  });
  const content = Buffer.concat(parts);
  return createHash(algorithm).update(`tree ${content.length}\0`).update(content).digest('hex');
}
