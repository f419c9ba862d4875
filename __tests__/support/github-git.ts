/** The bare repository behind the loopback GitHub, where one is connected. */
import { execFileSync } from 'node:child_process';

export interface BareRepository {
  /** `null`: there is no such branch. */
  commitOf(branch: string): string | null;
  /** Commits that head has and base has not. */
  ahead(base: string, head: string): number;
  /** Makes a merge commit on the base branch. Returns it; throws on a conflict. */
  merge(base: string, head: string, message: string): string;
}

export function bareRepository(directory: string): BareRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GIT_AUTHOR_NAME: 'A Human', GIT_AUTHOR_EMAIL: 'human@example.com', GIT_COMMITTER_NAME: 'A Human', GIT_COMMITTER_EMAIL: 'human@example.com' } }).trim();
  const commitOf = (branch: string): string | null => {
    try {
      return git('rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`);
    } catch {
      return null;
    }
  };
  return {
    commitOf,
    ahead: (base, head) => Number(git('rev-list', '--count', `refs/heads/${base}..refs/heads/${head}`)),
    merge: (base, head, message) => {
      const [ours, theirs] = [commitOf(base)!, commitOf(head)!];
      const tree = git('merge-tree', '--write-tree', ours, theirs).split('\n')[0]!;
      const commit = git('commit-tree', tree, '-p', ours, '-p', theirs, '-m', message);
      git('update-ref', `refs/heads/${base}`, commit, ours);
      return commit;
    },
  };
}
