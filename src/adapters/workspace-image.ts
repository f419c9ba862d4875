import { createHash } from 'node:crypto';
import { chmod, lstat, open, readFile, readlink, rm, symlink, unlink, type FileHandle } from 'node:fs/promises';

/** What is at one path. `mode`: the permission bits. */
export type Image =
  | { readonly type: 'absent' }
  | { readonly type: 'file'; readonly mode: number; readonly content: Uint8Array }
  | { readonly type: 'link'; readonly content: Uint8Array };

export type Present = Image | { readonly type: 'directory'; readonly mode: number } | { readonly type: 'other' };

export type WriteContent = (handle: FileHandle, content: Uint8Array) => Promise<void>;

export const ABSENT: Image = { type: 'absent' };

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Equal for equal images. */
export function imageKey(image: Present): string {
  switch (image.type) {
    case 'file': return `file:${image.mode.toString(8)}:${sha256(image.content)}`;
    case 'link': return `link:${sha256(image.content)}`;
    case 'directory':
    case 'other':
    case 'absent': return image.type;
    default: return image satisfies never;
  }
}

export async function readPresent(path: string): Promise<Present> {
  try {
    const stats = await lstat(path);
    if (stats.isDirectory()) return { type: 'directory', mode: stats.mode & 0o7777 };
    if (stats.isSymbolicLink()) return { type: 'link', content: await readlink(path, { encoding: 'buffer' }) };
    if (!stats.isFile()) return { type: 'other' };
    return { type: 'file', mode: stats.mode & 0o7777, content: await readFile(path) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ABSENT;
    throw error;
  }
}

/** Files that exist are written in place: inode, owner and hard links stay, and putting back needs no new space. */
export async function writeImage(path: string, image: Image, present: Present, write: WriteContent): Promise<void> {
  if (image.type === 'absent') {
    await rm(path, { force: true });
    return;
  }
  if (image.type === 'link') {
    if (present.type !== 'absent') await unlink(path);
    await symlink(Buffer.from(image.content), path);
    return;
  }
  const inPlace = present.type === 'file';
  if (!inPlace && present.type !== 'absent') await unlink(path);
  const handle = inPlace ? await openExisting(path) : await open(path, 'wx', image.mode);
  try {
    await write(handle, image.content);
    await handle.truncate(image.content.length);
    // Only its owner may set the mode of a file, and who writes need not be that: a CI host may check out as one user and run as another.
    if (((await handle.stat()).mode & 0o7777) !== image.mode) await handle.chmod(image.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openExisting(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    // A command took the write permission away from a file that had it at the start.
    await chmod(path, 0o600);
    return open(path, 'r+');
  }
}
