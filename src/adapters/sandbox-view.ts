/** What commands see of this machine: everything to read, but nobody's home, nobody's temporary files, nothing of the engine's. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isWithin, viewOf, type Mount, type View } from './sandbox-arguments.ts';
import { holdsCredential, toolchainPlaces } from './sandbox-toolchains.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SandboxPlaces {
  /** Top level of the working tree, absolute, links resolved. */
  readonly root: string;
  /** Directories of git: read-only. */
  readonly gitDirectories: readonly string[];
  /** The engine's own: journal, state, records, recorded answers. Directories are empty in the box, files blank. */
  readonly hidden: readonly string[];
  readonly environment: Environment;
}

/** What one command may have beyond that. */
export interface Grants {
  /** The network, and the environments that dependencies are installed into. */
  readonly installs: boolean;
  /** Absolute; directories that exist. */
  readonly writable: readonly string[];
}

const TEMPORARY = ['/tmp', '/var/tmp', '/run', '/var/run', '/dev/shm'];
const TEMPORARY_VARIABLES = ['TMPDIR', 'TMP', 'TEMP', 'RUNNER_TEMP'];
const HOMES = ['/home', '/root'];
/** Below `/run`, and needed: names of hosts, and the programs of NixOS. */
const OF_RUN = ['/run/systemd/resolve', '/run/current-system', '/run/wrappers', '/run/opengl-driver'];
/** Directories of programs; what these belong to lies beside them. */
const PROGRAMS = new Set(['bin', 'sbin', 'shims', '.bin']);
const NO_TOOLCHAIN = new Set(['.local', '.config', '.cache', '.cargo', '.gradle', '.m2', '.ssh', '.gnupg', '.docker', '.aws', 'snap']);

/** Mounts in order; looked up anew for each command, since setup makes directories. */
export function commandView(places: SandboxPlaces, grants: Grants): readonly Mount[] {
  const { environment, root } = places;
  const home = homeOf(environment);
  const base: readonly Mount[] = [
    { path: '/', view: 'read' }, { path: '/proc', view: 'processes' }, { path: '/dev', view: 'devices' },
    ...found([...TEMPORARY, ...HOMES, home], 'empty'), ...found(TEMPORARY_VARIABLES.flatMap((name) => environment[name] ?? []), 'empty'), ...found(OF_RUN, 'read'), ...found(socketOf(environment), 'blank'),
  ];
  const { read, write, install, configuration } = toolchainPlaces(home, environment);
  const isHidden = (path: string): boolean => viewOf(base, path) === 'empty';
  const shown = (paths: readonly string[], view: View): readonly Mount[] => found(paths, view).filter(({ path }) => isToolchain(path, home, root));
  return [
    ...base,
    // What lies in the open is read-only there already; caches are written wherever they lie.
    ...shown([...read, ...(environment['PATH'] ?? '').split(':').flatMap((path) => programPlaces(path, home))], 'read').filter(({ path }) => isHidden(path)),
    ...shown(configuration.filter(isHarmless), 'read'),
    ...shown(write, 'write'), ...shown(install, grants.installs ? 'write' : 'read'),
    { path: root, view: 'write' },
    ...found(places.gitDirectories, 'read'), ...found(places.gitDirectories.flatMap(alternates), 'read'),
    ...found(places.hidden, 'empty'),
    ...found(grants.writable, 'write'),
  ];
}

export function homeOf(environment: Environment): string {
  return real(environment['HOME'] ?? '') ?? '';
}

/** Those that exist, by their real path; a file can only be blank where a directory would be empty. */
function found(paths: readonly string[], view: View): readonly Mount[] {
  return paths.flatMap((given): readonly Mount[] => {
    const path = real(given);
    // `/` stays as it is, whatever says that it is somebody's home.
    if (path === null || path === '/') return [];
    return [{ path, view: view === 'empty' && !statSync(path).isDirectory() ? 'blank' : view }];
  });
}

function real(path: string): string | null {
  try {
    return isAbsolute(path) ? realpathSync(path) : null;
  } catch {
    return null;
  }
}

/** Never a whole home, nor what holds one; the working tree has rules of its own. */
function isToolchain(path: string, home: string, root: string): boolean {
  return !isWithin(home, path) && dirname(path) !== '/home' && !isWithin(path, root);
}

/** A directory of the search path, and what its programs belong to. */
function programPlaces(path: string, home: string): readonly string[] {
  const directory = real(path);
  if (directory === null || !PROGRAMS.has(basename(directory))) return directory === null ? [] : [directory];
  const parent = dirname(directory);
  const inHome = [home, ...HOMES].some((each) => each !== '' && parent !== each && isWithin(parent, each));
  return (inHome || basename(parent) === 'node_modules') && !NO_TOOLCHAIN.has(basename(parent)) ? [directory, parent] : [directory];
}

function isHarmless(path: string): boolean {
  try {
    return !holdsCredential(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}

/** A shared clone borrows objects from elsewhere. */
function alternates(gitDirectory: string): readonly string[] {
  const list = join(gitDirectory, 'objects/info/alternates');
  if (!existsSync(list)) return [];
  return readFileSync(list, 'utf8').split('\n').filter((line) => line !== '').map((line) => (isAbsolute(line) ? line : join(gitDirectory, 'objects', line)));
}

function socketOf(environment: Environment): readonly string[] {
  const [, socket] = /^unix:\/\/(\/.*)$/.exec(environment['DOCKER_HOST'] ?? '') ?? [];
  return socket === undefined ? [] : [socket];
}
