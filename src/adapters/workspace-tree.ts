import { chmod, lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InfrastructureError } from '../core/errors.ts';
import type { TreeChange } from '../core/ports.ts';
import type { JournalRecord, Step } from './journal.ts';
import { ABSENT, imageKey, readPresent, writeImage, type Image, type Present, type WriteContent } from './workspace-image.ts';

export interface TreeContext {
  readonly root: string;
  /** Permission bits that new files lose. */
  readonly umask: number;
  readonly write: WriteContent;
  readonly step: Step;
}

/** What must be known before the tree is touched. */
export interface Plan {
  readonly desired: ReadonlyMap<string, Image>;
  /** Of the paths in `desired`, as they are now. */
  readonly present: ReadonlyMap<string, Image>;
  readonly created: readonly string[];
  readonly replaced: JournalRecord['replaced'];
}

const SUBMODULE = '160000';

/**
 * Reads what is at the changed paths and refuses what could not be put back exactly, before anything is written. `ours`:
 * paths that an earlier change of this run wrote, with what was there at the start.
 */
export async function planChanges({ root, umask }: TreeContext, changes: readonly TreeChange[], ours: ReadonlyMap<string, Image>): Promise<Plan> {
  const desired = new Map<string, Image>();
  const present = new Map<string, Image>();
  const replaced: { path: string; mode: number }[] = [];
  const removed = new Set(changes.filter(({ after }) => after === null).map(({ path }) => path));
  const parents = new Set<string>();
  for (const { path, before, after } of changes) {
    if (after?.mode === SUBMODULE || before?.mode === SUBMODULE) continue;
    const makesRoom = (parent: string): boolean => removed.has(parent) || ours.get(parent)?.type === 'absent';
    for (const parent of await checkParents(root, path, makesRoom)) parents.add(parent);
    const found = await readPresent(join(root, path));
    if (found.type === 'directory') replaced.push(...(await replaceable(root, path, found.mode, removed, ours)));
    const image = found.type === 'directory' ? ABSENT : regular(path, found);
    if (before === null && image.type !== 'absent' && !ours.has(path)) throw wouldOverwrite(path);
    if (before !== null && image.type === 'absent' && !ours.has(path)) throw vanished(path);
    checkWritable(root, path, found);
    present.set(path, image);
    desired.set(path, imageAfter(after, ours.get(path) ?? image, umask));
  }
  return { desired, present, created: await missing(root, [...parents]), replaced };
}

function imageAfter(after: TreeChange['after'], start: Image, umask: number): Image {
  if (after === null) return ABSENT;
  if (after.mode === '120000') return { type: 'link', content: after.content };
  const executable = after.mode === '100755';
  const mode = start.type === 'file' ? start.mode : 0o666 & ~umask;
  // Who may read it may run it, as git does.
  return { type: 'file', mode: executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111, content: after.content };
}

/** What a landed commit puts into the tree; `start`: what was there. */
export function landedImages(changes: readonly TreeChange[], start: ReadonlyMap<string, Image>, umask: number): ReadonlyMap<string, Image> {
  return new Map(changes.filter(({ before, after }) => before?.mode !== SUBMODULE && after?.mode !== SUBMODULE).map(({ path, after }) => [path, imageAfter(after, start.get(path) ?? ABSENT, umask)]));
}

/** As git does after removing files. */
export async function removeEmptyParents(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    for (const directory of ancestors(path).toReversed()) {
      try {
        await rmdir(join(root, directory));
      } catch {
        break;
      }
    }
  }
}

/** Directories above a path, parents first. */
function ancestors(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function checkParents(root: string, path: string, makesRoom: (parent: string) => boolean): Promise<readonly string[]> {
  const parts = path.split('/');
  if (path === '' || parts.some((part) => part === '' || part === '.' || part === '..') || parts[0]!.toLowerCase() === '.git' || path.includes('\0')) {
    throw new InfrastructureError(`${JSON.stringify(path)} is not a path inside the repository.`, 'Name a file relative to the top of the repository.');
  }
  const parents = ancestors(path);
  for (const parent of parents) {
    const { type } = await readPresent(join(root, parent));
    if (type === 'directory' || type === 'absent' || (type === 'file' && makesRoom(parent))) continue;
    if (type === 'link') throw new InfrastructureError(`${path} lies behind the symbolic link ${parent}.`, 'Name the file by its real path; the engine does not write through links.');
    throw new InfrastructureError(`${path} cannot be written: ${parent} is not a directory.`, 'Choose another target.');
  }
  return parents;
}

/** A directory may make room for a file only if nothing but removed files is in it: the rest could not be put back. */
async function replaceable(root: string, path: string, mode: number, removed: ReadonlySet<string>, ours: ReadonlyMap<string, Image>): Promise<JournalRecord['replaced']> {
  const directories = [{ path, mode }];
  for (const entry of await readdir(join(root, path), { withFileTypes: true, recursive: true })) {
    const name = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (entry.isDirectory()) directories.push({ path: name, mode: (await lstat(join(root, name))).mode & 0o7777 });
    else if (!removed.has(name) && !ours.has(name)) {
      throw new InfrastructureError(`${path} is a directory with other files in it, such as ${name}.`, 'Choose another target, or move these files.');
    }
  }
  return directories.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function regular(path: string, present: Present): Image {
  if (present.type === 'file' || present.type === 'link' || present.type === 'absent') return present;
  throw new InfrastructureError(`${path} is neither a file nor a link.`, 'Choose another target.');
}

function wouldOverwrite(path: string): InfrastructureError {
  return new InfrastructureError(`The untracked file ${path} would be overwritten.`, 'Commit, move or remove it, or choose another target.');
}

function vanished(path: string): InfrastructureError {
  return new InfrastructureError(`${path} is part of the base but not in the working tree.`, 'Restore it (`git checkout -- <path>`), or use a full checkout: sparse ones lack files.');
}

/** By its mode bits too: the super-user may write anything, but a read-only file says that nobody should. */
function checkWritable(root: string, path: string, present: Present): void {
  const absolute = join(root, path);
  try {
    if (present.type === 'file') {
      if ((present.mode & 0o200) === 0) throw new Error('its mode has no write permission');
      accessSync(absolute, constants.W_OK);
    } else if (present.type !== 'directory') {
      accessSync(nearestDirectory(root, path), constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    throw new InfrastructureError(`${path} is read-only: ${(error as Error).message}.`, 'Make it writable (`chmod u+w`), or leave it out with `paths`.', { cause: error });
  }
}

function nearestDirectory(root: string, path: string): string {
  let directory = dirname(join(root, path));
  while (directory !== root && statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) directory = dirname(directory);
  return directory;
}

/** Those that do not exist as directories, parents first. */
async function missing(root: string, directories: readonly string[]): Promise<readonly string[]> {
  const absent: string[] = [];
  for (const directory of directories.toSorted()) {
    if ((await readPresent(join(root, directory))).type !== 'directory') absent.push(directory);
  }
  return absent;
}

/** Makes the tree agree with the images; untouched where it does already. Directories in the way of a file are removed if empty. */
export async function realise({ root, write, step }: TreeContext, desired: ReadonlyMap<string, Image>): Promise<void> {
  const paths = [...desired].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, image] of paths.toReversed()) {
    const present = await readPresent(join(root, path));
    if (image.type !== 'absent' || present.type === 'absent' || present.type === 'directory') continue;
    await rm(join(root, path), { force: true });
    step('tree: file removed');
  }
  for (const [path, image] of paths) {
    if (image.type === 'absent') continue;
    const absolute = join(root, path);
    let present = await readPresent(absolute);
    if (imageKey(present) === imageKey(image)) continue;
    if (present.type === 'directory') {
      await removeEmptyDirectories(absolute);
      present = ABSENT;
    }
    await mkdir(dirname(absolute), { recursive: true });
    step('tree: before a file');
    await writeImage(absolute, image, present, async (handle, content) => { await write(handle, content); step('tree: written, old end not cut yet'); });
    step('tree: file written');
  }
}

/** Removes a directory that holds directories only; fails on the first file. */
async function removeEmptyDirectories(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmptyDirectories(join(path, entry.name));
  }
  await rmdir(path);
}

/** Back to what the record says: files, then the directories that the engine created or replaced. */
export async function takeBack(context: TreeContext, record: JournalRecord, keep: ReadonlySet<string> = new Set()): Promise<readonly string[]> {
  const { root, step } = context;
  const wanted = new Map(record.entries.filter(({ path }) => !keep.has(path)).map(({ path, before }) => [path, before]));
  const changed: string[] = [];
  for (const [path, image] of wanted) {
    const present = await readPresent(join(root, path));
    if (imageKey(present.type === 'directory' && image.type === 'absent' ? image : present) !== imageKey(image)) changed.push(path);
  }
  await realise(context, new Map([...wanted].filter(([, image]) => image.type === 'absent')));
  for (const directory of record.created.toReversed()) {
    if ([...keep].some((path) => path.startsWith(`${directory}/`))) continue;
    // Whatever is left in a directory of ours came from commands: caches, compiled files.
    if ((await readPresent(join(root, directory))).type === 'directory') await rm(join(root, directory), { recursive: true, force: true });
    step('tree: directory removed');
  }
  for (const { path, mode } of record.replaced) {
    await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, path), mode);
  }
  await realise(context, wanted);
  return changed;
}
