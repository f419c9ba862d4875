/** What a pull request needs before any work is done: a host, a base branch that holds the checkout, and the right to push. */
import { ConfigError, type Problem } from '../core/errors.ts';
import type { Settings } from '../core/model/settings.ts';
import type { Head } from '../core/ports.ts';
import { branchName } from './branch.ts';
import type { RunPorts } from './session.ts';

/** True where what is kept becomes a pull request. */
export function opensPullRequests({ publish, mode }: Pick<Settings, 'publish' | 'mode'>): boolean {
  return publish === 'pull-request' && mode !== 'suggest' && mode !== 'doctor';
}

type Surroundings = Pick<RunPorts, 'git' | 'forge' | 'ref'>;

/** The branch that pull requests are made for; a dry run asks nobody and may not know it (`null`). Throws `ConfigError` for everything that would stop the landing. */
export async function pullRequestBase(head: Head, settings: Settings, ports: Surroundings): Promise<string | null> {
  const checkedOut = head.ref === null ? branchOf(ports.ref) : branchName(head.ref);
  if (settings.dryRun) return checkedOut;
  if (ports.forge === null) {
    throw problem('pull-request', 'needs a `token` and a repository on GitHub, and one of them is unknown', 'In a workflow leave `token` at its default; at a shell set `GITHUB_TOKEN` and let `origin` be the repository on GitHub. Or use `publish: push`, `commit` or `patch`.');
  }
  if (/^refs\/pull\//.test(ports.ref ?? '') && head.ref === null) {
    throw problem('pull-request', `the checkout is the merge commit of another pull request (${ports.ref!}), which no branch holds`, 'Run it on a branch: `on: schedule`, `workflow_dispatch` or `push`, or check out the base branch. Or use `publish: patch`.');
  }
  const base = checkedOut ?? (await defaultBranch(head, ports.forge));
  if (base.startsWith(settings.pullRequest.branchPrefix)) {
    throw problem('pull-request', `the checked-out branch ${base} is one of the engine's own`, 'Check out the branch that pull requests shall go to, or change `pull-request.branch-prefix`.');
  }
  const problems = [...(await unpushed(head, base, ports)), ...(await refused(head, settings, ports))];
  if (problems.length > 0) throw new ConfigError(problems);
  return base;
}

function branchOf(ref: string | null): string | null {
  return ref?.startsWith('refs/heads/') === true ? branchName(ref) : null;
}

async function defaultBranch(head: Head, forge: NonNullable<RunPorts['forge']>): Promise<string> {
  const answer = await forge.permissions();
  if (answer.type === 'done') return answer.value.defaultBranch;
  throw problem('pull-request', `HEAD is detached at ${head.commit.slice(0, 12)}, and the default branch cannot be asked for: ${answer.reason}`, `${answer.remedy} Or check out a branch (actions/checkout with \`ref: \${{ github.ref_name }}\`).`);
}

/** Commits that only this checkout has would be part of the pull request. */
async function unpushed(head: Head, base: string, { git }: Surroundings): Promise<readonly Problem[]> {
  const remote = await git.fetch(base);
  if (remote === null) return [{ setting: 'publish', value: 'pull-request', problem: `origin has no branch ${base} that a pull request could go to`, remedy: `Push it first (\`git push origin ${base}\`), or check out another branch.` }];
  if (await git.isAncestor(head.commit, remote)) return [];
  return [{ setting: 'publish', value: 'pull-request', problem: `the checkout (${head.commit.slice(0, 12)}) has commits that ${base} of origin does not have, and the pull request would carry them too`, remedy: 'Push them first, check out the branch that holds them, or use `publish: patch`.' }];
}

/** Asked before any work is done: a missing permission must not come to light after twenty minutes of tests. */
async function refused(head: Head, { pullRequest }: Settings, { git }: Surroundings): Promise<readonly Problem[]> {
  const branch = `${pullRequest.branchPrefix}permission`;
  const answer = await git.push(head.commit, branch, { dryRun: true });
  if (answer.type !== 'refused') return [];
  return [{ setting: 'publish', value: 'pull-request', problem: `the remote would refuse a push to ${pullRequest.branchPrefix}…: ${answer.reason}`, remedy: 'Or use `publish: patch`, which needs no permission.' }];
}

function problem(value: string, text: string, remedy: string): ConfigError {
  return new ConfigError([{ setting: 'publish', value, problem: text, remedy }]);
}
