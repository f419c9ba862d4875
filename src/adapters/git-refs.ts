import { dirname, join } from 'node:path';
import { InfrastructureError } from '../core/errors.ts';
import type { Git, Head, TreeEntry } from '../core/ports.ts';
import type { RunGit } from './git-command.ts';
import { headReader } from './git-head.ts';
import { rawDiff, records, updateIndex, type Identity } from './git-objects.ts';

/** What the workspace needs beyond the port. */
export interface GitIndex {
  /** Paths, modes and blobs of the index. */
  indexEntries(): Promise<readonly TreeEntry[]>;
  /** Writes tracked files as the index has them, with git's conversions, over what is there. */
  checkoutFromIndex(paths: readonly string[]): Promise<void>;
  /** Sets the index to `to` at the paths that differ between two commits; the rest stays. */
  moveIndex(from: string, to: string): Promise<void>;
  /** Renews the index's knowledge of file times. */
  refreshIndex(): Promise<void>;
  /** Attaches HEAD as it was and puts it back on its commit; what it was on is kept under `refs/self-coding/`. Returns that ref. */
  putBackHead(head: Head): Promise<string>;
}

/** A process costs as much for all of them as for one. */
export const USUAL_PATHS = ['self-coding', 'index', 'index.lock', 'HEAD', 'HEAD.lock', 'packed-refs', 'shallow', 'config', 'config.worktree', 'objects'];

type Refs = Pick<Git, 'head' | 'gitPath' | 'status' | 'moveHead'>;

/** Where the repository stands: HEAD, index, status. `usual`: absolute paths of `USUAL_PATHS`. */
export function gitRefs(run: RunGit, identity: Identity, usual: ReadonlyMap<string, string>): Refs & GitIndex {
  const paths = new Map([...usual].map(([name, path]) => [name, Promise.resolve(path)]));
  const gitPath = (name: string): Promise<string> => {
    const path = paths.get(name) ?? branchPath(name, usual) ?? run(['rev-parse', '--path-format=absolute', '--git-path', name]).then(({ stdout }) => stdout.toString('utf8').replace(/\n$/, ''));
    paths.set(name, path);
    return path;
  };
  const moveIndex = async (from: string, to: string): Promise<void> => {
    const entries = (await rawDiff(run, from, to)).map(({ path, afterMode, afterBlob }) => ({ path, mode: afterMode, blob: afterMode === '000000' ? null : afterBlob }));
    await updateIndex(run, entries);
  };
  return {
    head: headReader(gitPath, () => head(run)),
    gitPath,
    status: () => status(run),
    moveHead: async (from, to, message) => {
      await moveRef(run, { from, to, message, env: identity });
      await moveIndex(from, to);
    },
    moveIndex,
    indexEntries: async () => records((await run(['ls-files', '-s', '-z', '--full-name', ':/'], { bulk: true })).stdout).map(parseIndexLine),
    checkoutFromIndex: async (paths) => {
      if (paths.length > 0) await run(['checkout-index', '-f', '-q', '-z', '--stdin'], { input: `${paths.join('\0')}\0` });
    },
    refreshIndex: async () => {
      await run(['update-index', '-q', '--refresh'], { accept: [0, 1] });
    },
    putBackHead: (wanted) => putBackHead(run, wanted),
  };
}

/** Branches lie where the settings do: in the directory that all working trees share. */
function branchPath(name: string, usual: ReadonlyMap<string, string>): Promise<string> | null {
  const config = usual.get('config');
  return config === undefined || !name.startsWith('refs/heads/') ? null : Promise.resolve(join(dirname(config), name));
}

function parseIndexLine(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode, blob] = line.slice(0, tab).split(' ');
  return { path: line.slice(tab + 1), mode: mode!, blob: blob! };
}

async function head(run: RunGit): Promise<Head | null> {
  const args = ['rev-parse', '--is-shallow-repository', 'HEAD^{commit}', 'HEAD^{tree}', '--symbolic-full-name', 'HEAD'];
  const { code, stdout } = await run(args, { accept: [0, 128] });
  if (code === 0) {
    const [shallow, commit, tree, ref] = stdout.toString('utf8').trim().split('\n');
    return { commit: commit!, tree: tree!, ref: ref === 'HEAD' ? null : ref!, shallow: shallow === 'true' };
  }
  const branch = (await run(['symbolic-ref', '-q', 'HEAD'], { accept: [0, 1] })).stdout.toString('utf8').trim();
  const exists = branch === '' || (await run(['show-ref', '--verify', '-q', branch], { accept: [0, 1] })).code === 0;
  if (!exists) return null;
  throw new InfrastructureError('HEAD names a commit that the repository cannot read.', 'Check the repository with `git fsck`, or clone it again.');
}

async function status(run: RunGit): ReturnType<Git['status']> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all', '--', ':/'];
  const lines = records((await run(args, { bulk: true })).stdout);
  const untracked = lines.filter((line) => line.startsWith('??')).map((line) => line.slice(3));
  const tracked = lines.filter((line) => !line.startsWith('??')).map((line) => line.slice(3));
  return { tracked, untracked };
}

interface RefMove {
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Compare and swap: HEAD must still be at `from`. */
async function moveRef(run: RunGit, { from, to, message, env }: RefMove): Promise<void> {
  const { code, stderr } = await run(['update-ref', '-m', `self-coding: ${message.split('\n')[0]!}`, 'HEAD', to, from], { accept: [0, 1, 128], env });
  if (code === 0) return;
  throw new InfrastructureError(`The branch could not be moved from ${from.slice(0, 12)} to ${to.slice(0, 12)}: ${stderr.trim()}`, 'Somebody else moved it, or a lock is left over. Run again from where it is now.');
}

async function putBackHead(run: RunGit, wanted: Head): Promise<string> {
  const now = await head(run);
  const kept = `refs/self-coding/displaced/${now?.commit.slice(0, 12) ?? 'unborn'}`;
  if (now !== null) await run(['update-ref', kept, now.commit]);
  if (wanted.ref === null) {
    await run(['update-ref', '--no-deref', '-m', 'self-coding: put back', 'HEAD', wanted.commit]);
  } else {
    await run(['update-ref', '-m', 'self-coding: put back', wanted.ref, wanted.commit]);
    await run(['symbolic-ref', '-m', 'self-coding: put back', 'HEAD', wanted.ref]);
  }
  return kept;
}
