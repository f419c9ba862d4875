import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InfrastructureError } from '../core/errors.ts';
import type { CommitRequest, Git, TreeChange, TreeEntry } from '../core/ports.ts';
import type { ReadBlobs } from './git-blobs.ts';
import { withScratch, type RunGit } from './git-command.ts';

type Objects = Pick<Git, 'listTree' | 'readBlobs' | 'diffTrees' | 'commit' | 'mergeText' | 'attributes' | 'formatPatch' | 'treeOf'>;

const SUBMODULE = '160000';

/** Reads and writes objects of the repository; touches neither its index nor its working tree. */
export function gitObjects(run: RunGit, identity: Identity, readBlobs: ReadBlobs): Objects {
  const trees = new Map<string, Promise<readonly TreeEntry[]>>();
  return {
    listTree: (treeish) => {
      // What a full id names never changes; what a name names may.
      const listed = trees.get(treeish) ?? listTree(run, treeish);
      if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(treeish)) trees.set(treeish, listed);
      return listed;
    },
    readBlobs,
    diffTrees: (from, to) => diffTrees(run, readBlobs, from, to),
    commit: (request) => commit(run, request, identity),
    mergeText: (base, ours, theirs) => mergeText(run, base, ours, theirs),
    attributes: (paths) => attributes(run, paths),
    // A signature line with git's version would make equal patches differ between machines.
    formatPatch: async (commit) => (await run(['format-patch', '--stdout', '--no-signature', '--binary', '--no-attach', '-1', commit], { bulk: true })).stdout.toString('utf8'),
    treeOf: async (commit) => (await run(['rev-parse', '--verify', `${commit}^{tree}`])).stdout.toString('latin1').trim(),
  };
}

async function listTree(run: RunGit, treeish: string): Promise<readonly TreeEntry[]> {
  const { stdout } = await run(['ls-tree', '-r', '-z', '--full-tree', treeish], { bulk: true });
  return records(stdout).map(parseTreeLine);
}

/** NUL-terminated records. */
export function records(output: Buffer): readonly string[] {
  return output.toString('utf8').split('\0').slice(0, -1);
}

function parseTreeLine(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode, , blob] = line.slice(0, tab).split(' ');
  return { path: line.slice(tab + 1), mode: mode!, blob: blob! };
}

interface RawChange {
  readonly path: string;
  readonly beforeMode: string;
  readonly beforeBlob: string;
  readonly afterMode: string;
  readonly afterBlob: string;
}

/** Paths that differ between two trees, without their contents. A mode of `000000` means absent. */
export async function rawDiff(run: RunGit, from: string, to: string): Promise<readonly RawChange[]> {
  const { stdout } = await run(['diff-tree', '-r', '-z', '--no-renames', '--no-commit-id', '--full-index', `${from}^{tree}`, `${to}^{tree}`], { bulk: true });
  const fields = records(stdout);
  const changes: RawChange[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [beforeMode, afterMode, beforeBlob, afterBlob] = fields[i]!.slice(1).split(' ');
    changes.push({ path: fields[i + 1]!, beforeMode: beforeMode!, afterMode: afterMode!, beforeBlob: beforeBlob!, afterBlob: afterBlob! });
  }
  return changes;
}

async function diffTrees(run: RunGit, readBlobs: ReadBlobs, from: string, to: string): Promise<readonly TreeChange[]> {
  const raw = await rawDiff(run, from, to);
  const present = (mode: string): boolean => mode !== '000000';
  const contents = await readBlobs(raw.filter(({ afterMode }) => present(afterMode) && afterMode !== SUBMODULE).map(({ afterBlob }) => afterBlob));
  return raw.map(({ path, beforeMode, beforeBlob, afterMode, afterBlob }) => ({
    path,
    before: present(beforeMode) ? { mode: beforeMode, blob: beforeBlob } : null,
    // A submodule has no content here; its commit id stands in, and `commit` takes it back.
    after: present(afterMode) ? { mode: afterMode, content: contents.get(afterBlob) ?? Buffer.from(afterBlob) } : null,
  }));
}

/** Stores the bytes as they are: no line-end conversion, no filter. */
async function storeBlobs(run: RunGit, contents: readonly Uint8Array[], scratch: string): Promise<readonly string[]> {
  if (contents.length === 0) return [];
  const paths = contents.map((_, index) => join(scratch, String(index)));
  for (const [index, path] of paths.entries()) await writeFile(path, contents[index]!);
  const { stdout } = await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input: `${paths.join('\n')}\n` });
  return stdout.toString('latin1').trim().split('\n');
}

export interface IndexEntry {
  readonly path: string;
  readonly mode: string;
  /** `null` removes the path. */
  readonly blob: string | null;
}

/** Removals come first, so that a file may take a directory's name and back. Throws where git would leave a path out. */
export async function updateIndex(run: RunGit, entries: readonly IndexEntry[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  if (entries.length === 0) return;
  const { stderr } = await run(['update-index', '-z', '--index-info'], { env, input: indexInfo(entries) });
  // git says so and exits with 0.
  if (/invalid path|ignoring path/i.test(stderr)) {
    throw new InfrastructureError(`git refuses a path of the change: ${stderr.trim()}`, 'A path must lie inside the repository and outside `.git`.');
  }
}

function indexInfo(entries: readonly IndexEntry[]): string {
  const removed = entries.filter(({ blob }) => blob === null).map(({ path }) => `0 ${'0'.repeat(40)}\t${path}\0`);
  const written = entries.filter(({ blob }) => blob !== null).map(({ path, mode, blob }) => `${mode} ${blob!}\t${path}\0`);
  return [...removed, ...written].join('');
}

async function writeTree(run: RunGit, parent: string, changes: readonly TreeChange[]): Promise<string> {
  return withScratch(async (scratch) => {
    const written = changes.flatMap(({ path, after }) => (after === null ? [] : [{ path, after }]));
    const files = written.filter(({ after }) => after.mode !== SUBMODULE);
    const blobs = await storeBlobs(run, files.map(({ after }) => after.content), scratch);
    const byPath = new Map(files.map(({ path }, index) => [path, blobs[index]!]));
    const entries: readonly IndexEntry[] = changes.map(({ path, after }) => ({
      path,
      mode: after?.mode ?? '0',
      blob: after === null ? null : (byPath.get(path) ?? Buffer.from(after.content).toString('latin1')),
    }));
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    await run(['read-tree', parent], { env });
    await updateIndex(run, entries, env);
    const { stdout } = await run(['write-tree'], { env });
    return stdout.toString('latin1').trim();
  });
}

async function commit(run: RunGit, { parent, changes, message }: CommitRequest, identity: Identity): Promise<{ readonly commit: string; readonly tree: string }> {
  const tree = await writeTree(run, parent, changes);
  const { stdout } = await run(['commit-tree', tree, '-p', parent], { input: message, env: identity });
  return { commit: stdout.toString('latin1').trim(), tree };
}

/** Who commits where git knows nobody. */
export const ENGINE_IDENTITY = { name: 'Self-Coding Engine', email: 'self-coding-engine@users.noreply.github.com' };

/** Variables that name who commits, where git would have to guess. */
export type Identity = Readonly<Record<string, string>>;

/**
 * Names the engine for each role that git's settings (keys in lower case) and environment leave open. Git's own guess
 * (login name at host name) is not used. Commits are not signed: a passphrase prompt would block.
 */
export function identityFor(settings: ReadonlyMap<string, string>, environment: Readonly<Record<string, string>>): Record<string, string> {
  const given = (role: string, field: string): boolean => (environment[`GIT_${role}_${field}`.toUpperCase()] ?? '') !== '';
  const knows = (role: string): boolean => ['name', 'email'].every((field) => given(role, field) || settings.has(`user.${field}`) || settings.has(`${role}.${field}`));
  const env: Record<string, string> = {};
  for (const role of ['author', 'committer']) {
    if (knows(role)) continue;
    env[`GIT_${role.toUpperCase()}_NAME`] = ENGINE_IDENTITY.name;
    env[`GIT_${role.toUpperCase()}_EMAIL`] = ENGINE_IDENTITY.email;
  }
  return env;
}

async function mergeText(run: RunGit, base: string, ours: string, theirs: string): Promise<string | null> {
  return withScratch(async (scratch) => {
    const [ourPath, basePath, theirPath] = ['ours', 'base', 'theirs'].map((name) => join(scratch, name)) as [string, string, string];
    await writeFile(ourPath, ours);
    await writeFile(basePath, base);
    await writeFile(theirPath, theirs);
    // Exit codes 1 to 127 count conflicts; 255 is what git calls unmergeable, such as binary text.
    const accept = [...Array.from({ length: 128 }, (_, code) => code), 255];
    const { code, stdout } = await run(['merge-file', '-p', ourPath, basePath, theirPath], { accept, bulk: true });
    return code === 0 ? stdout.toString('utf8') : null;
  });
}

async function attributes(run: RunGit, paths: readonly string[]): ReturnType<Git['attributes']> {
  const found = new Map<string, { readonly generated: boolean; readonly binary: boolean }>();
  if (paths.length === 0) return found;
  const names = ['linguist-generated', 'linguist-vendored', 'binary', 'text', 'diff'];
  const { stdout } = await run(['check-attr', '-z', '--stdin', ...names], { input: `${paths.join('\0')}\0`, bulk: true });
  const fields = records(stdout);
  const values = new Map<string, Map<string, string>>();
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [path, name, value] = fields.slice(i, i + 3) as [string, string, string];
    values.set(path, (values.get(path) ?? new Map<string, string>()).set(name, value));
  }
  for (const [path, value] of values) {
    const on = (name: string): boolean => ['set', 'true'].includes(value.get(name) ?? '');
    const generated = on('linguist-generated') || on('linguist-vendored');
    // `-text` alone only turns off line-end conversion; many repositories set it for every file.
    const binary = on('binary') || (value.get('text') === 'unset' && value.get('diff') === 'unset');
    if (generated || binary) found.set(path, { generated, binary });
  }
  return found;
}
