import { cp, lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock, Recovery } from '../core/ports.ts';
import type { GitRepository } from './git.ts';
import { isOurs, type Journal, type JournalRecord } from './journal.ts';
import { headMoved, removeUntracked, restoreTracked } from './workspace-guard.ts';
import { imageKey, readPresent, type Image } from './workspace-image.ts';
import { removeStaleLocks, type IndexFile } from './workspace-index.ts';
import type { SettingsFiles } from './workspace-settings.ts';
import { landedImages, realise, takeBack, type TreeContext } from './workspace-tree.ts';

export interface RecoverContext {
  readonly git: GitRepository;
  readonly index: IndexFile;
  readonly settings: SettingsFiles;
  readonly journal: Journal;
  readonly tree: TreeContext;
  readonly clock: Clock;
  /** Directory for copies of what somebody else changed. */
  readonly recovered: string;
  /** When the killed run was last seen, in milliseconds since the epoch; infinity: it is this run; `null`: unknown. */
  readonly lastAliveMs: number | null;
}

/** A command may outlive the killed engine for a moment; what happens later was a person. */
const AFTERMATH_MS = 5_000;

type Author = 'run' | 'unclear' | 'person';

/** Undoes what the journal of a killed run says, or completes a landing whose branch had moved. Loses nothing that a person did since. */
export async function recoverFrom(context: RecoverContext): Promise<Recovery> {
  const state = await context.journal.read();
  if (state.type === 'none') {
    await context.journal.remove();
    return { type: 'nothing' };
  }
  const shelf = shelfFor(context);
  if (state.type === 'damaged') {
    const aside = await shelf.place('journal');
    await rename(context.journal.directory, aside);
    return { type: 'restored', files: [], setAside: [aside] };
  }
  const { record } = state;
  await removeStaleLocks(context.git, record.head);
  const landed = record.landing !== null && (await context.git.head())?.commit === record.landing.to;
  const files = landed ? await rollForward(context, record, shelf) : await rollBack(context, record, shelf);
  await context.journal.remove();
  return { type: 'restored', files, setAside: shelf.placed };
}

export interface Shelf {
  readonly placed: string[];
  /** Path for a copy; its directory exists. */
  readonly place: (name: string) => Promise<string>;
  /** Copies what is at a path of the tree. */
  readonly copy: (path: string) => Promise<void>;
}

/** Copies of one moment lie in one directory. */
export function shelfFor({ recovered, clock, git }: Pick<RecoverContext, 'recovered' | 'clock' | 'git'>): Shelf {
  const directory = join(recovered, clock.now().toISOString().replaceAll(':', '-'));
  const placed: string[] = [];
  const place = async (name: string): Promise<string> => {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    placed.push(path);
    return path;
  };
  const copy = async (path: string): Promise<void> => {
    await cp(join(git.root, path), await place(path), { recursive: true, verbatimSymlinks: true });
  };
  return { placed, place, copy };
}

/** By the time of the last change of content or name, which nobody can set. */
async function author(path: string, lastAliveMs: number | null): Promise<Author> {
  if (lastAliveMs === null) return 'unclear';
  const found = await lstat(path).catch(() => null);
  if (found === null || found.ctimeMs <= lastAliveMs) return 'run';
  return found.ctimeMs <= lastAliveMs + AFTERMATH_MS ? 'unclear' : 'person';
}

async function rollForward(context: RecoverContext, record: JournalRecord, shelf: Shelf): Promise<readonly string[]> {
  const { git, tree } = context;
  const { from, to } = record.landing!;
  const images = landedImages(await git.diffTrees(from, to), new Map(record.entries.map(({ path, before }) => [path, before])), tree.umask);
  for (const entry of record.entries) await setAsideForeign(context, entry, shelf);
  await realise(tree, images);
  await git.moveIndex(from, to);
  await git.refreshIndex();
  return [...images.keys()];
}

async function setAsideForeign({ git, lastAliveMs }: RecoverContext, entry: JournalRecord['entries'][number], shelf: Shelf): Promise<void> {
  if (lastAliveMs === Infinity) return;
  const present = await readPresent(join(git.root, entry.path));
  if (present.type === 'file' || present.type === 'link') {
    if (!isOurs(entry, imageKey(present))) await shelf.copy(entry.path);
  }
}

async function rollBack(context: RecoverContext, record: JournalRecord, shelf: Shelf): Promise<readonly string[]> {
  const { git, tree, index, lastAliveMs } = context;
  const mine = async (path: string): Promise<boolean> => (await author(path, lastAliveMs)) !== 'person';
  const settings = record.command ? await context.settings.putBack(record.settings, shelf.place, mine) : [];
  let moved = await headMoved(git, record);
  if (moved && record.command && (await author(await git.gitPath('logs/HEAD'), lastAliveMs)) !== 'person') {
    shelf.placed.push(await git.putBackHead(record.head));
    moved = false;
  }
  const keep = moved ? await committedSince(context, record) : new Set<string>();
  for (const entry of record.entries) if (!keep.has(entry.path)) await setAsideForeign(context, entry, shelf);
  await setAsideFromCreated(context, record, shelf);
  const files = [...settings, ...(await takeBack(tree, record, keep))];
  // Once a person moved HEAD, the index is theirs.
  if (moved) return files;
  await setAsideIndex(context, record, shelf);
  if (await index.putBack(record.index)) files.push('index');
  if (record.command) files.push(...(await undoCommand(context, record, shelf)));
  return files;
}

/** Paths that are as the commit says to which a person moved: they stay. */
async function committedSince({ git }: RecoverContext, record: JournalRecord): Promise<ReadonlySet<string>> {
  const status = await git.status();
  const changed = new Set([...status.tracked, ...status.untracked]);
  const tracked = new Set((await git.indexEntries()).map(({ path }) => path));
  const keep = new Set<string>();
  for (const { path } of record.entries) {
    if (changed.has(path)) continue;
    if (tracked.has(path) || (await readPresent(join(git.root, path))).type === 'absent') keep.add(path);
  }
  return keep;
}

/** What a person put into a directory that the engine had made. */
async function setAsideFromCreated({ git, lastAliveMs }: RecoverContext, record: JournalRecord, shelf: Shelf): Promise<void> {
  const ours = new Set(record.entries.map(({ path }) => path));
  const { untracked } = await git.status();
  for (const path of untracked) {
    const inside = record.created.some((directory) => path.startsWith(`${directory}/`));
    if (inside && !ours.has(path) && (await author(join(git.root, path), lastAliveMs)) !== 'run') await shelf.copy(path);
  }
}

async function setAsideIndex({ git, index, lastAliveMs }: RecoverContext, record: JournalRecord, shelf: Shelf): Promise<void> {
  const now = await index.read();
  if (now === null || record.index === null || Buffer.compare(now.content, record.index.content) === 0) return;
  if ((await author(await git.gitPath('index'), lastAliveMs)) === 'person') await writeFile(await shelf.place('git-index'), now.content);
}

/** Puts back tracked files and removes new ones, but leaves alone what appeared after the run had ended. */
async function undoCommand({ git, lastAliveMs }: RecoverContext, record: JournalRecord, shelf: Shelf): Promise<readonly string[]> {
  const entries = new Map<string, Image>(record.entries.map(({ path, before }) => [path, before]));
  const undone: string[] = [];
  const mine = async (path: string): Promise<boolean> => {
    const who = await author(join(git.root, path), lastAliveMs);
    if (who === 'unclear') await shelf.copy(path);
    return who !== 'person';
  };
  const tracked: string[] = [];
  for (const path of (await git.status()).tracked) if (!entries.has(path) && (await mine(path))) tracked.push(path);
  await restoreTracked(git, tracked, record.modes);
  undone.push(...tracked);
  const known = new Set([...record.untracked, ...entries.keys()]);
  for (const path of (await git.status()).untracked) {
    if (known.has(path) || !(await mine(path))) continue;
    await removeUntracked(git.root, path);
    undone.push(path);
  }
  return undone;
}
