import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything that an exact undo must bring back: each path below a repository with type, permission bits and content
 * (ignored and untracked ones too), the index file, HEAD, and the branches.
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
  found['.git/index'] = readFileSync(git('rev-parse', '--path-format=absolute', '--git-path', 'index')).toString('base64');
  return found;
}
