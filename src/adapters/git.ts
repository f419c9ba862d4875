import { InfrastructureError } from '../core/errors.ts';
import type { Git } from '../core/ports.ts';
import { blobReader } from './git-blobs.ts';
import { gitRunner, type RunGit } from './git-command.ts';
import { gitEnvironment, withConfig, type Environment } from './git-environment.ts';
import { gitHistory } from './git-history.ts';
import { gitObjects, identityFor } from './git-objects.ts';
import { gitRefs, USUAL_PATHS, type GitIndex } from './git-refs.ts';
import { gitRemote, remoteAndIdentity } from './git-remote.ts';

export interface OpenGitOptions {
  /** Any directory inside the working tree. */
  readonly directory: string;
  /** For `fetch` and `push` over HTTP; `null`: git's own credentials. */
  readonly token: string | null;
  readonly environment: Environment;
  /** A transfer without a byte for this long ends. Default 30. */
  readonly lowSpeedSeconds?: number;
}

export interface GitRepository extends Git, GitIndex {
  /** Where `origin` is pushed to, as it was when the repository was opened; `null`: there is none. */
  readonly origin: string | null;
}

/** `GIT_CONFIG_COUNT`, by which settings and the token travel, exists since 2.31. */
const OLDEST = '2.31';

/**
 * Opens the repository around a directory. Open it before any repository code runs: the address that the token is sent
 * to is read now. Throws `ConfigError` where there is no working tree, `InfrastructureError` where git cannot work.
 */
export async function openGit({ directory, token, environment, lowSpeedSeconds = 30 }: OpenGitOptions): Promise<GitRepository> {
  const base = gitEnvironment(environment, 'local', lowSpeedSeconds);
  const { root, paths } = await locate(gitRunner(directory, base, token));
  const run = gitRunner(root, base, token);
  const { state, identity } = await remoteAndIdentity(run);
  const network = withBatchSsh(state.settings, gitEnvironment(environment, 'network', lowSpeedSeconds), environment);
  const who = identityFor(identity, base);
  return {
    root,
    origin: state.urls.push,
    ...gitObjects(run, who, blobReader(root, base)),
    ...gitHistory(run),
    ...gitRefs(run, who, paths),
    ...gitRemote(run, { state, token, withEntries: (entries) => withConfig(network, entries) }),
  };
}

/** One process tells where everything is. `--path-format` is as old as the oldest git that serves; an older one repeats it. */
async function locate(run: RunGit): Promise<{ readonly root: string; readonly paths: ReadonlyMap<string, string> }> {
  const { stdout } = await run(['rev-parse', '--path-format=absolute', '--show-toplevel', ...USUAL_PATHS.flatMap((name) => ['--git-path', name])]);
  const [root, ...lines] = stdout.toString('utf8').replace(/\n$/, '').split('\n');
  if (root?.startsWith('--path-format') === true) await refuseVersion(run);
  return { root: root!, paths: new Map(USUAL_PATHS.map((name, index) => [name, lines[index]!])) };
}

/** Without a terminal, ssh would ask on the controlling one and hang. */
function withBatchSsh(settings: ReadonlyMap<string, string>, base: Record<string, string>, environment: Environment): Record<string, string> {
  if (environment['GIT_SSH_COMMAND'] !== undefined || environment['GIT_SSH'] !== undefined || settings.has('core.sshcommand')) return base;
  return { ...base, GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
}

async function refuseVersion(run: RunGit): Promise<never> {
  const version = (await run(['version'])).stdout.toString('utf8').trim();
  throw new InfrastructureError(`git ${OLDEST} or newer is needed; this is ${version}.`, `Install a newer git, or use an image that has it; the system's own may be too old (Debian 11 has 2.30, Ubuntu 20.04 has 2.25).`);
}
