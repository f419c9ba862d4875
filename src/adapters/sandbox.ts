/** Runs commands of the repository in bubblewrap. What the box holds, `sandbox-view.ts` says; how bubblewrap is told, `sandbox-arguments.ts`. */
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from 'node:child_process';
import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { CommandSpec } from '../core/ports.ts';
import { bubblewrapArguments, isWithin } from './sandbox-arguments.ts';
import { dependencyStores } from './sandbox-toolchains.ts';
import { commandView, homeOf, type SandboxPlaces } from './sandbox-view.ts';

/** Makes a command one that runs in a box. */
export interface Confinement {
  /** For people: `bubblewrap 0.8.0`. */
  readonly name: string;
  readonly wrap: (vector: readonly string[], spec: CommandSpec) => readonly string[];
}

/** Variables that name what the box does not hold. */
const UNSET = ['DOCKER_HOST', 'DISPLAY'];
/** For root in somebody else's checkout, as in a container job: without these it could not write there. */
const FOREIGN_OWNER = ['CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_CHOWN'];

const INSTALL = 'Install it before the engine runs: `sudo apt-get install -y bubblewrap` (Debian, Ubuntu), `apk add bubblewrap` (Alpine), `dnf install bubblewrap` (Fedora); or set `sandbox: none`';

/**
 * Looks for bubblewrap and starts it once, with the very view that commands will get. Throws `ConfigError` where there is
 * none, or where this machine does not let it make namespaces: no command ever runs without it then.
 */
export function openSandbox(places: SandboxPlaces): Confinement {
  if (process.platform !== 'linux') throw refusal(`needs Linux; this is ${process.platform}`, 'Run the engine on Linux, or set `sandbox: none`');
  const program = findProgram(places);
  if (program === null) throw refusal('bwrap was not found on PATH', INSTALL);
  refuseHome(places);
  makeStores(places);
  const capabilities = process.getuid?.() !== 0 ? null : statSync(places.root).uid === 0 ? [] : FOREIGN_OWNER;
  const wrap: Confinement['wrap'] = (vector, { cwd, grants }) => [
    program,
    ...bubblewrapArguments({
      mounts: commandView(places, { installs: grants?.network === true, writable: grants?.writable ?? [] }),
      network: grants?.network === true, capabilities, directory: realpathSync(cwd), unset: UNSET,
    }, vector),
  ];
  const name = tryOut(program, wrap(['/bin/sh', '-c', ':'], { command: ['true'], cwd: places.root, timeoutMs: 0 }), isContainer(places.environment));
  return { name, wrap };
}

/** Not the repository's own: what would box commands in must not be one of them. */
function findProgram({ environment, root }: SandboxPlaces): string | null {
  for (const directory of (environment['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, 'bwrap');
    if (!isAbsolute(directory) || isWithin(path, root)) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** A home that holds the working tree in itself, and not below, cannot be hidden. */
function refuseHome({ environment, root }: SandboxPlaces): void {
  const home = homeOf(environment);
  if (home === '/' || home === root) throw refusal(`cannot hide the home directory ${home}: ${home === root ? 'it is the repository' : 'it holds the whole machine'}`, 'Set the environment variable `HOME` to a directory of its own, or set `sandbox: none`');
}

/** In the box a missing store would lie in memory: what setup fetched would be gone for the checks. */
function makeStores({ environment, root }: SandboxPlaces): void {
  const home = homeOf(environment);
  if (home === '') return;
  const onPath = (program: string): boolean => (environment['PATH'] ?? '').split(delimiter).some((directory) => directory !== '' && existsSync(join(directory, program)));
  // `mvnw` and `gradlew` fetch the program itself.
  const isUsed = (program: string): boolean => onPath(program) || existsSync(join(root, `${program}w`));
  for (const { program, path } of dependencyStores(home, environment)) if (isAbsolute(path) && !existsSync(path) && isUsed(program)) mkdirSync(path, { recursive: true });
}

/** Returns name and version. */
function tryOut(program: string, vector: readonly string[], inContainer: boolean): string {
  const options: SpawnSyncOptionsWithStringEncoding = { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: { LC_ALL: 'C' } };
  const { status, stderr, error } = spawnSync(vector[0]!, vector.slice(1), options);
  if (status !== 0) {
    const said = stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
    throw refusal(`cannot start on this machine: ${error === undefined ? said : error.message}`, remedy(inContainer));
  }
  const { stdout } = spawnSync(program, ['--version'], options);
  return stdout.trim();
}

/** By what the kernel says that it forbids. */
function remedy(inContainer: boolean): string {
  const instead = 'or set `sandbox: none`';
  if (flag('kernel/apparmor_restrict_unprivileged_userns') === '1' && !inContainer) return `AppArmor forbids user namespaces here, as Ubuntu does since 23.10: run \`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\` in an earlier step, give bwrap an AppArmor profile that allows \`userns\`, ${instead}`;
  if (flag('kernel/unprivileged_userns_clone') === '0') return `Run \`sudo sysctl -w kernel.unprivileged_userns_clone=1\` in an earlier step, ${instead}`;
  if (flag('user/max_user_namespaces') === '0') return `Run \`sudo sysctl -w user.max_user_namespaces=15000\` in an earlier step, ${instead}`;
  if (inContainer) return `Start the container with \`--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined\` (as root also \`--cap-add SYS_ADMIN --cap-add NET_ADMIN\`), ${instead}: the container is a box, too`;
  return `Allow this user to make user, mount, process and network namespaces, ${instead}`;
}

function flag(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return null;
  }
}

function isContainer(environment: SandboxPlaces['environment']): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv') || (environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '';
}

function refusal(problem: string, then: string): ConfigError {
  return new ConfigError([{ setting: 'sandbox', value: 'bubblewrap', problem, remedy: `${then}.` }]);
}

/** Where the git directories of a working tree lie: `.git` itself, which may be a file, and what it points to. `config` and `head` as `git rev-parse --git-path` tells them. */
export function gitDirectories(root: string, { config, head }: { readonly config: string; readonly head: string }): readonly string[] {
  const own = join(root, '.git');
  return [...(lstatSync(own, { throwIfNoEntry: false }) === undefined ? [] : [own]), dirname(config), dirname(head)];
}
