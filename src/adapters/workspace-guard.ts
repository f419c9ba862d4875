import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SideEffects } from '../core/ports.ts';
import type { GitRepository } from './git.ts';
import { imageKey, readPresent, type Image } from './workspace-image.ts';
import { removeStaleLocks, type IndexFile, type Start } from './workspace-index.ts';
import type { SettingsFiles } from './workspace-settings.ts';
import { realise, removeEmptyParents, type TreeContext } from './workspace-tree.ts';

export interface Expected {
  readonly start: Start;
  /** What the engine itself wrote and a command must find and leave. */
  readonly applied: ReadonlyMap<string, Image>;
  readonly settings: SettingsFiles;
  /** Path for a copy of what is replaced. */
  readonly shelf: (name: string) => Promise<string>;
  /** Locks that were there before the command. */
  readonly locks: ReadonlySet<string>;
}

export interface Cleaned extends SideEffects {
  /** New untracked paths; removed already unless they may stay. */
  readonly untracked: readonly string[];
}

/** Puts back whatever a command changed: git's settings (before git is asked anything), HEAD, index, tracked files, applied files; removes new unignored files unless they may stay. */
export async function cleanUp(git: GitRepository, index: IndexFile, context: TreeContext, expected: Expected, keepNew: boolean): Promise<Cleaned> {
  const settings = await expected.settings.putBack(expected.start.settings, expected.shelf);
  const restored: string[] = [];
  await removeStaleLocks(git, expected.start.head, expected.locks);
  if (await headMoved(git, expected.start)) {
    await git.putBackHead(expected.start.head);
    restored.push('HEAD');
  }
  restored.push(...settings);
  await index.putBack(expected.start.index);
  let status = await git.status();
  const tracked = status.tracked.filter((path) => !expected.applied.has(path));
  restored.push(...tracked);
  await restoreTracked(git, tracked, expected.start.modes);
  restored.push(...(await restoreApplied(context, expected.applied)));
  // A rule of `.gitignore` that the command had added may have hidden files.
  if (tracked.length > 0) status = await git.status();
  const known = new Set([...expected.start.untracked, ...expected.applied.keys()]);
  const untracked = status.untracked.filter((path) => !known.has(path));
  if (!keepNew) for (const path of untracked) await removeUntracked(git.root, path);
  return { restored, removed: keepNew ? [] : untracked, untracked };
}

export async function headMoved(git: GitRepository, { head }: Pick<Start, 'head'>): Promise<boolean> {
  const now = await git.head();
  return now?.commit !== head.commit || now.ref !== head.ref;
}

/** As a checkout would write them, with the permission bits of before. */
export async function restoreTracked(git: GitRepository, paths: readonly string[], modes: Start['modes']): Promise<void> {
  await git.checkoutFromIndex(paths);
  for (const path of paths) {
    const mode = modes[path];
    if (mode !== undefined) await chmod(join(git.root, path), mode);
  }
}

async function restoreApplied(context: TreeContext, applied: ReadonlyMap<string, Image>): Promise<readonly string[]> {
  const changed = new Map<string, Image>();
  for (const [path, image] of applied) {
    const present = await readPresent(join(context.root, path));
    // Where a file was removed to make room for a directory, the directory is as it should be.
    const key = present.type === 'directory' && image.type === 'absent' && [...applied.keys()].some((other) => other.startsWith(`${path}/`)) ? 'absent' : imageKey(present);
    if (key === imageKey(image)) continue;
    if (present.type === 'directory' || present.type === 'other') await rm(join(context.root, path), { recursive: true, force: true });
    changed.set(path, image);
  }
  await realise(context, changed);
  return [...changed.keys()];
}

/** A file, or a whole repository that a command made (`name/`); directories that become empty go too. */
export async function removeUntracked(root: string, path: string): Promise<void> {
  await rm(join(root, path), { recursive: true, force: true });
  await removeEmptyParents(root, [path.replace(/\/$/, '')]);
}
