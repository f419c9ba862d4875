import { InfrastructureError } from '../core/errors.ts';
import type { Git } from '../core/ports.ts';
import { gitRunner, type RunGit } from './git-command.ts';
import { gitEnvironment, withConfig, type Environment } from './git-environment.ts';
import { gitHistory } from './git-history.ts';
import { gitObjects, identity } from './git-objects.ts';
import { gitRefs, type GitIndex } from './git-refs.ts';
import { gitRemote, remoteState } from './git-remote.ts';

export interface OpenGitOptions {
  /** Any directory inside the working tree. */
  readonly directory: string;
  /** For `fetch` and `push` over HTTP; `null`: git's own credentials. */
  readonly token: string | null;
  readonly environment: Environment;
  /** A transfer without a byte for this long ends. Default 30. */
  readonly lowSpeedSeconds?: number;
}

export interface GitRepository extends Git, GitIndex {}

/** `GIT_CONFIG_COUNT`, by which settings and the token travel, exists since 2.31. */
const OLDEST: readonly [number, number] = [2, 31];

/**
 * Opens the repository around a directory. Open it before any repository code runs: the address that the token is sent
 * to is read now. Throws `ConfigError` where there is no working tree, `InfrastructureError` where git cannot work.
 */
export async function openGit({ directory, token, environment, lowSpeedSeconds = 30 }: OpenGitOptions): Promise<GitRepository> {
  const base = gitEnvironment(environment, 'local', lowSpeedSeconds);
  const outer = gitRunner(directory, base, token);
  const [top] = await Promise.all([outer(['rev-parse', '--show-toplevel']), requireVersion(outer)]);
  const root = top.stdout.toString('utf8').replace(/\n$/, '');
  const run = gitRunner(root, base, token);
  const who = (): Promise<Record<string, string>> => identity(run, base);
  const [network, state] = await Promise.all([withBatchSsh(run, gitEnvironment(environment, 'network', lowSpeedSeconds), environment), remoteState(run)]);
  return {
    root,
    ...gitObjects(run, who),
    ...gitHistory(run),
    ...gitRefs(run, who),
    ...gitRemote(run, { state, token, withEntries: (entries) => withConfig(network, entries) }),
  };
}

/** Without a terminal, ssh would ask on the controlling one and hang. */
async function withBatchSsh(run: RunGit, base: Record<string, string>, environment: Environment): Promise<Record<string, string>> {
  if (environment['GIT_SSH_COMMAND'] !== undefined || environment['GIT_SSH'] !== undefined) return base;
  const { stdout } = await run(['config', 'core.sshCommand'], { accept: [0, 1] });
  return stdout.length > 0 ? base : { ...base, GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
}

async function requireVersion(run: RunGit): Promise<void> {
  const version = (await run(['version'])).stdout.toString('utf8').trim();
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new InfrastructureError(`git ${OLDEST.join('.')} or newer is needed; this is ${version}.`, 'Install a newer git.');
}
