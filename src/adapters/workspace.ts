import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { InfrastructureError } from '../core/errors.ts';
import type { Clock, Recovery, SideEffects, TreeChange, Workspace } from '../core/ports.ts';
import { fileError } from './files.ts';
import type { GitRepository } from './git.ts';
import { createJournal, type JournalRecord, type Step } from './journal.ts';
import { endMarked } from './shell-processes.ts';
import { cleanUp } from './workspace-guard.ts';
import { imageKey, type Image } from './workspace-image.ts';
import { openIndex, presentLocks, readStart, requireUnlocked, umaskIn, type Start } from './workspace-index.ts';
import { acquireLock, type Lock } from './workspace-lock.ts';
import { recoverFrom, shelfFor, type RecoverContext } from './workspace-recover.ts';
import { openSettings } from './workspace-settings.ts';
import { planChanges, realise, removeEmptyParents, takeBack, type TreeContext } from './workspace-tree.ts';

export interface WorkspaceOptions {
  readonly git: GitRepository;
  readonly clock: Clock;
  /** For tests: called where a kill leaves a different state. */
  readonly step?: Step;
  /** For tests of a full disk. */
  readonly writeContent?: (handle: FileHandle, content: Uint8Array) => Promise<void>;
}

export interface SystemWorkspace extends Workspace {
  /** Undoes what is open and lets other runs use the working tree. */
  close(): Promise<void>;
}

/** Writes everything: one `write` call may write a part. Overwrites from the start of the file. */
async function writeAll(handle: FileHandle, content: Uint8Array): Promise<void> {
  let at = 0;
  while (at < content.length) at += (await handle.write(content, at, content.length - at, at)).bytesWritten;
}

/**
 * The working tree of a repository. Its lock is taken by the first operation and held until `close`; a second run in the
 * same tree gets a `ConfigError`. Paths that cannot be put back exactly are refused with `InfrastructureError` before
 * anything is written.
 */
export async function createWorkspace({ git, clock, step = () => undefined, writeContent = writeAll }: WorkspaceOptions): Promise<SystemWorkspace> {
  const directory = await git.gitPath('self-coding');
  const tree: TreeContext = { root: git.root, umask: await umaskIn(directory), write: writeContent, step };
  const session = new Session({ git, clock, directory, tree, index: await openIndex(git), settings: await openSettings(git, writeContent) });
  return {
    recover: () => session.named(() => session.recover()),
    apply: (changes) => session.named(() => session.apply(changes)),
    obstacle: (changes) => session.named(() => session.obstacle(changes)),
    undo: () => session.named(() => session.undo()),
    guardCommand: (options, action) => session.guard(options.keepNew, action),
    land: (from, to, message) => session.named(() => session.land(from, to, message)),
    close: () => session.named(() => session.close()),
  };
}

interface SessionParts extends Pick<RecoverContext, 'git' | 'clock' | 'tree' | 'index' | 'settings'> {
  /** The engine's own, below the git directory. */
  readonly directory: string;
}

/** Holds the lock, the journal and what this run has written. */
class Session {
  private readonly git: GitRepository;
  private readonly tree: TreeContext;
  private readonly index: RecoverContext['index'];
  private readonly parts: SessionParts;
  private readonly journal;
  private lock: Lock | null = null;
  private start: Start | null = null;
  /** The open journal: its entries are what the engine has written. */
  private record: JournalRecord | null = null;
  private applied: ReadonlyMap<string, Image> = new Map();

  constructor(parts: SessionParts) {
    this.git = parts.git;
    this.tree = parts.tree;
    this.index = parts.index;
    this.parts = parts;
    this.journal = createJournal(join(parts.directory, 'journal'), parts.tree.step);
  }

  /** Turns an error of the file system into one with a remedy. */
  async named<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) throw fileError('write in the working tree', 'path' in error ? String(error.path) : this.git.root, error);
      throw error;
    }
  }

  async recover(): Promise<Recovery> {
    if (this.lock !== null) {
      await this.undo();
      return { type: 'nothing' };
    }
    return this.open();
  }

  private async open(): Promise<Recovery> {
    const lock = await acquireLock(join(this.parts.directory, 'lock'), this.git.root);
    try {
      if (lock.previous !== null && lock.previous.marker !== '') endMarked(lock.previous.marker);
      const recovery = await recoverFrom(this.recovery(lock.previous?.lastAliveMs ?? null));
      this.lock = lock;
      return recovery;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  private recovery(lastAliveMs: number | null): RecoverContext {
    return { ...this.parts, journal: this.journal, recovered: join(this.parts.directory, 'recovered'), lastAliveMs };
  }

  private async started(): Promise<Start> {
    if (this.lock === null) await this.open();
    this.start ??= await readStart(this.git, this.index, this.parts.settings, this.tree.umask);
    return this.start;
  }

  private blank(start: Start): JournalRecord {
    return { ...start, entries: [], created: [], replaced: [], command: false, landing: null };
  }

  private async write(record: JournalRecord): Promise<void> {
    await this.journal.write(record);
    this.record = record;
  }

  async apply(changes: readonly TreeChange[]): Promise<void> {
    const start = await this.started();
    const record = this.record ?? this.blank(start);
    const next = await this.planned(record, changes);
    const target = new Map(next.record.entries.map(({ path, before }) => [path, next.desired.get(path) ?? before]));
    await this.write(next.record);
    this.applied = target;
    await this.orUndo(() => realise(this.tree, target));
  }

  async obstacle(changes: readonly TreeChange[]): Promise<{ readonly problem: string; readonly remedy: string } | null> {
    const start = await this.started();
    try {
      await this.planned(this.record ?? this.blank(start), changes);
      return null;
    } catch (error) {
      if (error instanceof InfrastructureError) return { problem: error.message, remedy: error.remedy };
      throw error;
    }
  }

  private async planned(record: JournalRecord, changes: readonly TreeChange[]): Promise<{ readonly record: JournalRecord; readonly desired: ReadonlyMap<string, Image> }> {
    const ours = new Map(record.entries.map(({ path, before }) => [path, before]));
    const plan = await planChanges(this.tree, changes, ours);
    const known = record.entries.map(({ path, before, after }) => ({ path, before, after: [...after.slice(-1), imageKey(plan.desired.get(path) ?? before)] }));
    const fresh = [...plan.desired].filter(([path]) => !ours.has(path)).map(([path, image]) => ({ path, before: plan.present.get(path)!, after: [imageKey(image)] }));
    const existed = new Set(record.replaced.map(({ path }) => path));
    const created = [...new Set([...record.created, ...plan.created.filter((path) => !existed.has(path))])].sort();
    const replaced = [...record.replaced, ...plan.replaced.filter(({ path }) => !created.includes(path) && !existed.has(path))];
    return { record: { ...record, entries: [...known, ...fresh], created, replaced }, desired: plan.desired };
  }

  /** A tree that could not be written as wanted is put back; if even that fails, the journal stays for the next run. */
  private async orUndo(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      try {
        await this.undo();
      } catch (second) {
        throw new InfrastructureError('The working tree could neither be changed nor put back.', `Free disk space or fix permissions, then run again: the journal in ${this.journal.directory} restores it.`, { cause: second });
      }
      throw error;
    }
  }

  async undo(): Promise<void> {
    if (this.record === null) return;
    await takeBack(this.tree, this.record);
    await this.index.putBack(this.record.index);
    await this.journal.remove();
    this.record = null;
    this.applied = new Map();
  }

  async guard<T>(keepNew: boolean, action: () => Promise<T>): Promise<{ readonly value: T; readonly sideEffects: SideEffects }> {
    const locks = await this.named(() => this.beginCommand());
    let value: T;
    try {
      value = await action();
    } catch (error) {
      await this.named(() => this.endCommand(locks, keepNew));
      throw error;
    }
    return { value, sideEffects: await this.named(() => this.endCommand(locks, keepNew)) };
  }

  private async beginCommand(): Promise<ReadonlySet<string>> {
    const start = await this.started();
    const locks = await presentLocks(this.git, start.head);
    await this.write({ ...(this.record ?? this.blank(start)), command: true });
    return locks;
  }

  private async endCommand(locks: ReadonlySet<string>, keepNew: boolean): Promise<SideEffects> {
    const start = await this.started();
    const shelf = shelfFor(this.recovery(null)).place;
    const { restored, removed, untracked } = await cleanUp(this.git, this.index, this.tree, { start, applied: this.applied, locks, shelf, settings: this.parts.settings }, keepNew);
    this.tree.step('guard: cleaned up');
    this.start = keepNew ? { ...start, untracked: [...start.untracked, ...untracked] } : start;
    if (this.record !== null && this.record.entries.length > 0) {
      await this.write({ ...this.record, untracked: this.start.untracked, command: false });
    } else {
      await this.journal.remove();
      this.record = null;
    }
    return { restored, removed };
  }

  async land(from: string, to: string, message: string): Promise<void> {
    await this.undo();
    const start = await this.started();
    const changes = await this.git.diffTrees(from, to);
    await this.requireClean(start, from, changes);
    await requireUnlocked(this.git, start.head);
    const plan = await planChanges(this.tree, changes, new Map());
    const entries = [...plan.desired].map(([path, image]) => ({ path, before: plan.present.get(path)!, after: [imageKey(image)] }));
    await this.write({ ...this.blank(start), entries, created: plan.created, replaced: plan.replaced, landing: { from, to } });
    try {
      await realise(this.tree, plan.desired);
      this.tree.step('land: files written');
      await this.git.moveHead(from, to, message);
      this.tree.step('land: branch moved');
      await this.git.refreshIndex();
    } catch (error) {
      const landed = (await this.git.head())?.commit === to;
      await recoverFrom(this.recovery(Infinity));
      this.record = null;
      if (!landed) throw error;
    }
    await this.journal.remove();
    this.record = null;
    this.start = null;
    await removeEmptyParents(this.git.root, changes.filter(({ after }) => after === null).map(({ path }) => path));
  }

  private async requireClean(start: Start, from: string, changes: readonly TreeChange[]): Promise<void> {
    if (start.head.commit !== from) {
      throw new InfrastructureError(`The working tree is at ${start.head.commit.slice(0, 12)}, not at ${from.slice(0, 12)}.`, 'Somebody moved the branch during the run. Run again from where it is now.');
    }
    const dirty = new Set((await this.git.status()).tracked);
    const inTheWay = changes.map(({ path }) => path).filter((path) => dirty.has(path));
    if (inTheWay.length === 0) return;
    throw new InfrastructureError(`Uncommitted changes are in the way: ${inTheWay.join(', ')}.`, 'Commit or stash them and run again.');
  }

  async close(): Promise<void> {
    await this.undo();
    await this.lock?.release();
    this.lock = null;
    this.start = null;
  }
}
