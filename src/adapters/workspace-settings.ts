import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { GitRepository } from './git.ts';
import { ABSENT, imageKey, readPresent, writeImage, type Image, type WriteContent } from './workspace-image.ts';

/** The files of the git directory that say how git works here, by path below it; those that do not exist are absent. */
export type GitSettings = ReadonlyMap<string, Image>;

export interface SettingsFiles {
  read(): Promise<GitSettings>;
  /** Writes back what differs, where `mayReplace` agrees, after a copy of what was there. Returns the names, as people know them. */
  putBack(wanted: GitSettings, shelf: (name: string) => Promise<string>, mayReplace?: (path: string) => Promise<boolean>): Promise<readonly string[]>;
}

const NAMED = ['config', 'info/attributes', 'info/exclude', 'info/grafts', 'info/sparse-checkout'];
/** Of plain files. A replaced object is shown in place of the one that is meant. */
const DIRECTORIES = ['hooks', 'refs/replace'];

/**
 * A command of the repository that edits these would have git read another tree, run a filter over what is put back, or
 * run a hook of its own in somebody's next commit. Git itself is not asked: it would obey them already.
 */
export async function openSettings(git: GitRepository, write: WriteContent): Promise<SettingsFiles> {
  const config = await git.gitPath('config');
  const common = dirname(config);
  const fixed = [...NAMED, relative(common, await git.gitPath('config.worktree'))];
  const read = async (): Promise<GitSettings> => {
    const listed: string[] = [];
    for (const directory of DIRECTORIES) {
      // Git never runs the sample hooks that it ships.
      const names = (await readdir(join(common, directory)).catch(() => [])).filter((name) => !name.endsWith('.sample'));
      listed.push(...names.map((name) => `${directory}/${name}`));
    }
    const settings = new Map<string, Image>();
    for (const name of [...fixed, ...listed]) {
      const present = await readPresent(join(common, name));
      if (present.type !== 'directory' && present.type !== 'other') settings.set(name, present);
    }
    return settings;
  };
  const putBack: SettingsFiles['putBack'] = async (wanted, shelf, mayReplace = () => Promise.resolve(true)) => {
    const changed: string[] = [];
    for (const name of new Set([...wanted.keys(), ...(await read()).keys()])) {
      const path = join(common, name);
      const image = wanted.get(name) ?? ABSENT;
      const present = await readPresent(path);
      if (imageKey(present) === imageKey(image) || !(await mayReplace(path))) continue;
      if (present.type === 'file') await writeFile(await shelf(`git-${basename(path)}`), present.content);
      if (present.type === 'directory' || present.type === 'other') await rm(path, { recursive: true, force: true });
      await mkdir(dirname(path), { recursive: true });
      await writeImage(path, image, present.type === 'directory' || present.type === 'other' ? ABSENT : present, write);
      changed.push(relative(git.root, path));
    }
    return changed;
  };
  return { read, putBack };
}
