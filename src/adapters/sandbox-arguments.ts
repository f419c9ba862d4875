/** How a path looks inside the box. */
export type View =
  /** As outside, but nothing can be changed. */
  | 'read'
  | 'write'
  /** A new, writable, empty directory in memory. */
  | 'empty'
  /** A file of which nothing can be read. */
  | 'blank'
  /** Only the processes of the box. */
  | 'processes'
  /** Only the devices that every program needs. */
  | 'devices';

export interface Mount {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly view: View;
}

export interface Box {
  /** The deepest one that holds a path decides; of two for one path the later. */
  readonly mounts: readonly Mount[];
  /** True: the network of the machine. */
  readonly network: boolean;
  /** Rights of root that stay, such as `CAP_CHOWN`; all others go: bubblewrap hands them on to root unless it is told. `null`: the user is not root. */
  readonly capabilities: readonly string[] | null;
  /** Absolute. */
  readonly directory: string;
  /** Environment variables that name what the box does not hold. */
  readonly unset: readonly string[];
}

/** The descriptor on which bubblewrap tells in JSON that the command was started, and how it ended. */
export const STATUS_DESCRIPTOR = 3;

/** The arguments of `bwrap` that run a vector in a box. Throws for a path that is not absolute: it could be taken for an option. */
export function bubblewrapArguments(box: Box, vector: readonly string[]): readonly string[] {
  return [
    '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try', ...(box.network ? [] : ['--unshare-net']),
    '--die-with-parent', '--new-session', '--json-status-fd', String(STATUS_DESCRIPTOR),
    ...(box.capabilities === null ? [] : ['--cap-drop', 'ALL', ...box.capabilities.flatMap((name) => ['--cap-add', name])]),
    ...effective(box.mounts).flatMap(mountArguments),
    ...box.unset.flatMap((name) => ['--unsetenv', name]),
    '--chdir', requireAbsolute(box.directory), '--', ...vector,
  ];
}

/** How a path looks; `null`: nothing is there. */
export function viewOf(mounts: readonly Mount[], path: string): View | null {
  const above = mounts.filter((mount) => isWithin(path, mount.path));
  const deepest = Math.max(...above.map((mount) => depth(mount.path)));
  return above.findLast((mount) => depth(mount.path) === deepest)?.view ?? null;
}

/** True if the path is the directory or lies below it. Both absolute and normal. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

/** In the order of mounting: what lies deeper covers what lies above it. What changes nothing is left out. */
function effective(mounts: readonly Mount[]): readonly Mount[] {
  const byPath = new Map(mounts.map((mount) => [mount.path, mount]));
  const ordered = [...byPath.values()].sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
  const kept: Mount[] = [];
  for (const mount of ordered) {
    const same = (mount.view === 'read' || mount.view === 'write') && viewOf(kept, mount.path) === mount.view;
    if (!same) kept.push(mount);
  }
  return kept;
}

function mountArguments({ path, view }: Mount): readonly string[] {
  requireAbsolute(path);
  switch (view) {
    case 'read': return ['--ro-bind', path, path];
    case 'write': return ['--bind', path, path];
    case 'empty': return ['--tmpfs', path];
    case 'blank': return ['--ro-bind', '/dev/null', path];
    case 'processes': return ['--proc', path];
    case 'devices': return ['--dev', path];
    default: return view satisfies never;
  }
}

function depth(path: string): number {
  return path.split('/').filter((part) => part !== '').length;
}

function requireAbsolute(path: string): string {
  if (!path.startsWith('/') || path.includes('\0')) throw new Error(`A path of a sandbox is not absolute: ${JSON.stringify(path)}`);
  return path;
}
