/** What the run stands on: a clean checkout with a commit, targets that can be edited. Everything that is wrong is said at once. */
import { ConfigError, type Problem } from '../core/errors.ts';
import { isProtected } from '../core/change/protected.ts';
import type { Settings } from '../core/model/settings.ts';
import { nearest } from '../core/nearest.ts';
import type { Git, Head, TreeEntry } from '../core/ports.ts';
import { LANGUAGE_BY_EXTENSION, languageOf } from '../core/syntax/language.ts';
import { branchName } from './branch.ts';
import { decodeText } from './source-tree.ts';

export interface Survey {
  readonly head: Head;
  readonly entries: readonly TreeEntry[];
  /** Untracked, unignored files at the start; a patch that would write one of them is refused. */
  readonly untracked: readonly string[];
}

/** Throws one `ConfigError` that lists everything in the checkout that stops the run. */
export async function survey(git: Git, settings: Settings): Promise<Survey> {
  const head = await git.head();
  if (head === null) {
    throw new ConfigError([{ setting: 'repository', value: git.root, problem: 'has no commit yet', remedy: 'Commit something first: a change can only be proved against a base.' }]);
  }
  const [status, entries] = await Promise.all([git.status(), git.listTree(head.commit)]);
  const problems = [
    ...(settings.mode === 'run' ? [...dirtyTree(status.tracked), ...detached(head, settings)] : []),
    ...missingWorkingDirectory(entries, settings),
    ...(settings.target === null ? [] : await targetProblems(git, settings.target, entries, status.untracked)),
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
  if (settings.mode !== 'run' || settings.publish !== 'push' || settings.dryRun || head.ref === null) return [];
  const branch = branchName(head.ref);
  const answer = await git.push(head.commit, branch, { dryRun: true });
  return answer.type === 'refused' ? [{ setting: 'publish', value: 'push', problem: `the remote would refuse a push to ${branch}: ${answer.reason}`, remedy: 'Or use `publish: patch`, which needs no permission.' }] : [];
}

function missingWorkingDirectory(entries: readonly TreeEntry[], settings: Settings): readonly Problem[] {
  const directory = settings.workingDirectory;
  if (directory === '' || entries.some((entry) => entry.path.startsWith(`${directory}/`))) return [];
  return [{ setting: 'working-directory', value: directory, problem: 'has no tracked file', remedy: `Name a directory of the repository${didYouMean(directory, directoriesOf(entries))}.` }];
}

/** Why a requested target cannot be edited; empty if it can. Also used for backlog entries, one by one. */
export async function targetProblems(git: Git, target: string, entries: readonly TreeEntry[], untracked: readonly string[]): Promise<readonly Problem[]> {
  const problem = await targetProblem(git, target, entries, untracked);
  return problem === null ? [] : [{ setting: 'target', value: target, ...problem }];
}

type TargetProblem = Pick<Problem, 'problem' | 'remedy'>;

async function targetProblem(git: Git, target: string, entries: readonly TreeEntry[], untracked: readonly string[]): Promise<TargetProblem | null> {
  const submodule = entries.find((entry) => entry.mode === '160000' && (target === entry.path || target.startsWith(`${entry.path}/`)));
  if (submodule !== undefined) return { problem: `lies in the submodule ${submodule.path}`, remedy: 'Run the engine in the repository of the submodule.' };
  if (isProtected(target)) return { problem: 'is a protected file (workflow, manifest, lockfile, tool or test configuration, or test)', remedy: 'Name a source file.' };
  if (untracked.includes(target)) return { problem: 'is not tracked by git, so a change to it could not be undone from the base', remedy: 'Commit the file first, or name another one.' };
  if (languageOf(target) === null) return { problem: 'is in no language that the engine can write yet', remedy: `Name a file that ends in ${[...LANGUAGE_BY_EXTENSION.keys()].join(', ')}.` };
  const entry = entries.find((one) => one.path === target);
  return entry === undefined ? missingTarget(target, entries) : existingTargetProblem(git, target, entry);
}

/** A new file is fine where its directory exists; a new directory is more likely a slip of the pen. */
function missingTarget(target: string, entries: readonly TreeEntry[]): TargetProblem | null {
  const directory = target.includes('/') ? target.slice(0, target.lastIndexOf('/')) : '';
  if (directory === '' || entries.some((entry) => entry.path.startsWith(`${directory}/`))) return null;
  return { problem: 'does not exist, nor does its directory', remedy: `Check the path${didYouMean(target, entries.map((entry) => entry.path))}, or create the directory with a first file.` };
}

async function existingTargetProblem(git: Git, target: string, entry: TreeEntry): Promise<TargetProblem | null> {
  if (entry.mode === '120000') return { problem: 'is a symbolic link', remedy: 'Name the file that it points to.' };
  const [attributes, blobs] = await Promise.all([git.attributes([target]), git.readBlobs([entry.blob])]);
  const attribute = attributes.get(target);
  if (attribute?.generated === true) return { problem: 'is marked as generated or vendored in .gitattributes', remedy: 'Name the file that it is generated from.' };
  const bytes = blobs.get(entry.blob);
  if (attribute?.binary === true || bytes === undefined || decodeText(bytes) === null) return { problem: 'is binary or not UTF-8', remedy: 'Name a text file in UTF-8, or convert this one first.' };
  return null;
}

function directoriesOf(entries: readonly TreeEntry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.lastIndexOf('/'))] : [])))];
}

function didYouMean(given: string, known: readonly string[]): string {
  const near = nearest(given, known, 3);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}`;
}
