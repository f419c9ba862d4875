import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Head } from '../core/ports.ts';

/**
 * Asks git where HEAD is, and asks again only when one of the files that decide it has changed: the question comes after every command of the
 * repository, and a process costs fifty times as much as reading these files.
 */
export function headReader(gitPath: (name: string) => Promise<string>, ask: () => Promise<Head | null>): () => Promise<Head | null> {
  let known: { readonly files: string; readonly head: Head | null } | null = null;
  return async () => {
    const files = await filesOfHead(gitPath);
    if (known !== null && files === known.files) return known.head;
    const head = await ask();
    known = files !== null && files === (await filesOfHead(gitPath)) ? { files, head } : null;
    return head;
  };
}

/** Digest of everything that HEAD is made from; `null` where refs are not files, or name each other. */
async function filesOfHead(gitPath: (name: string) => Promise<string>): Promise<string | null> {
  const head = await bytesOf(await gitPath('HEAD'));
  const ref = /^ref: (refs\/heads\/[^\n]+)\n$/.exec(head)?.[1];
  // The backend `reftable` leaves a HEAD that names no branch.
  if (ref === 'refs/heads/.invalid' || (ref === undefined && !/^[0-9a-f]{40,64}\n$/.test(head))) return null;
  const loose = ref === undefined ? '' : await bytesOf(await gitPath(ref));
  if (loose.startsWith('ref:')) return null;
  const packed = loose === '' && ref !== undefined ? await bytesOf(await gitPath('packed-refs')) : '';
  return createHash('sha256').update([head, loose, packed, await bytesOf(await gitPath('shallow'))].join('\0')).digest('hex');
}

/** Empty for a file that does not exist. */
async function bytesOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch((error: unknown) => {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  });
}
