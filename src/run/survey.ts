/** What the run stands on: a clean checkout with a commit, targets that can be edited. Everything that is wrong is said at once. */
import { ConfigError, type Problem } from '../core/errors.ts';
import type { Mode, Settings } from '../core/model/settings.ts';
import type { Git, Head, TreeEntry } from '../core/ports.ts';
import { branchName } from './branch.ts';
import { didYouMean, targetProblems } from './target.ts';

export interface Survey {
  readonly head: Head;
  readonly entries: readonly TreeEntry[];
  /** Untracked, unignored files at the start; a patch that would write one of them is refused. */
  readonly untracked: readonly string[];
}

/** Modes that try changes on the tree and land them. */
const CHANGING: readonly Mode[] = ['run', 'refactor-worst', 'rollback'];

/** Throws one `ConfigError` that lists everything in the checkout that stops the run. */
export async function survey(git: Git, settings: Settings): Promise<Survey> {
  const head = await git.head();
  if (head === null) {
    throw new ConfigError([{ setting: 'repository', value: git.root, problem: 'has no commit yet', remedy: 'Commit something first: a change can only be proved against a base.' }]);
  }
  const [status, entries] = await Promise.all([git.status(), git.listTree(head.commit)]);
  const problems = [
    ...(CHANGING.includes(settings.mode) ? [...dirtyTree(status.tracked), ...detached(head, settings)] : []),
    ...missingWorkingDirectory(entries, settings),
    ...(settings.target === null ? [] : await targetProblems(settings.target, { git, entries, untracked: status.untracked, paths: settings.paths })),
  ];
  if (problems.length === 0) problems.push(...(await refusedPush(git, head, settings)));
  if (problems.length > 0) throw new ConfigError(problems);
  return { head, entries, untracked: status.untracked };
}

function dirtyTree(tracked: readonly string[]): readonly Problem[] {
  if (tracked.length === 0) return [];
  const shown = tracked.slice(0, 10).join(', ') + (tracked.length > 10 ? ` and ${tracked.length - 10} more` : '');
  return [{ setting: 'repository', value: null, problem: `tracked files have uncommitted changes: ${shown}`, remedy: 'Commit or stash them: the checks must judge the change alone.' }];
}

function detached(head: Head, settings: Settings): readonly Problem[] {
  if (head.ref !== null || settings.publish !== 'push' || settings.dryRun) return [];
  return [{ setting: 'publish', value: 'push', problem: `HEAD is detached at ${head.commit.slice(0, 12)}, so there is no branch to push to`, remedy: 'Check out a branch (in a workflow: actions/checkout with `ref: ${{ github.head_ref || github.ref_name }}`), or use `publish: patch`.' }];
}

/** Asked before any work is done: a missing permission must not come to light after twenty minutes of tests. */
async function refusedPush(git: Git, head: Head, settings: Settings): Promise<readonly Problem[]> {
  if (!CHANGING.includes(settings.mode) || settings.publish !== 'push' || settings.dryRun || head.ref === null) return [];
  const branch = branchName(head.ref);
  const answer = await git.push(head.commit, branch, { dryRun: true });
  return answer.type === 'refused' ? [{ setting: 'publish', value: 'push', problem: `the remote would refuse a push to ${branch}: ${answer.reason}`, remedy: 'Or use `publish: patch`, which needs no permission.' }] : [];
}

function missingWorkingDirectory(entries: readonly TreeEntry[], settings: Settings): readonly Problem[] {
  const directory = settings.workingDirectory;
  if (directory === '' || entries.some((entry) => entry.path.startsWith(`${directory}/`))) return [];
  return [{ setting: 'working-directory', value: directory, problem: 'has no tracked file', remedy: `Name a directory of the repository${didYouMean(directory, directoriesOf(entries))}.` }];
}

function directoriesOf(entries: readonly TreeEntry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.lastIndexOf('/'))] : [])))];
}
