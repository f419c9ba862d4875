import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything that an exact undo must bring back: each path below a repository with type, permission bits and content
 * (ignored and untracked ones too), the index file, what HEAD is on, and what steers git: configuration, attributes, hooks.
 */
export function snapshotOf(repository: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (relative: string): void => {
    for (const name of readdirSync(join(repository, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`;
      if (path === '.git') continue;
      const absolute = join(repository, path);
      const stats = lstatSync(absolute);
      const mode = (stats.mode & 0o7777).toString(8);
      if (stats.isSymbolicLink()) found[path] = `link ${readlinkSync(absolute)}`;
      else if (stats.isDirectory()) {
        found[path] = `directory ${mode}`;
        walk(path);
      } else found[path] = `file ${mode} ${readFileSync(absolute).toString('latin1')}`;
    }
  };
  walk('');
  const git = (...args: readonly string[]): string => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' }).trim();
  const inGit = (name: string): string => join(git('rev-parse', '--absolute-git-dir'), name);
  found['.git/index'] = readFileSync(inGit('index')).toString('base64');
  for (const name of ['HEAD', 'config', 'info/attributes', 'info/exclude', ...readdirSync(inGit('hooks')).map((hook) => `hooks/${hook}`)]) {
    if (existsSync(inGit(name))) found[`.git/${name}`] = `${(lstatSync(inGit(name)).mode & 0o777).toString(8)} ${readFileSync(inGit(name)).toString('latin1')}`;
  }
  return found;
}
