import { openGit } from '../../src/adapters/git.ts';
import type { Git } from '../../src/core/ports.ts';
import { baseAfter, changesOf, commitChanges, decodeText, sourceTree, type Base } from '../../src/run/source-tree.ts';
import { createRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const edit = (path: string, before: string | null, after: string | null) => ({ path, mode: '100644' as const, before, after });
const text = (content: Uint8Array | undefined): string | null => (content === undefined ? null : Buffer.from(content).toString('utf8'));

describe('text', () => {
  test('is kept to the byte: byte-order mark, line ends, no final newline', () => {
    const given = '\uFEFFa\r\nb';
    expect(decodeText(Buffer.from(given, 'utf8'))).toBe(given);
  });

  test.each([['a NUL byte', Buffer.from([0x61, 0x00])], ['Latin-1', Buffer.from([0xe9])], ['a cut sequence', Buffer.from([0xe2, 0x82])]])('is not %s', (_, bytes) => {
    expect(decodeText(bytes)).toBeNull();
  });
});

describe('changes of the checked-out tree', () => {
  const start: Base = { commit: 'c0', tree: 't0', entries: [{ path: 'a.js', mode: '100755', blob: 'a0' }, { path: 'b.js', mode: '100644', blob: 'b0' }], kept: [] };

  test('start from the blobs that are checked out', () => {
    expect(changesOf(start, [edit('a.js', 'x', 'y')])).toEqual([{ path: 'a.js', before: { mode: '100755', blob: 'a0' }, after: { mode: '100644', content: Buffer.from('y') } }]);
  });

  test('include what was kept, and the later change of a path wins', () => {
    const base: Base = {
      commit: 'c1', tree: 't1', entries: [{ path: 'a.js', mode: '100755', blob: 'a0' }, { path: 'b.js', mode: '100644', blob: 'b1' }, { path: 'new.js', mode: '100644', blob: 'n1' }],
      kept: [
        { path: 'b.js', before: { mode: '100644', blob: 'b0' }, after: { mode: '100644', content: Buffer.from('kept') } },
        { path: 'new.js', before: null, after: { mode: '100644', content: Buffer.from('new') } },
      ],
    };
    const changes = changesOf(base, [edit('b.js', 'kept', 'again'), edit('a.js', 'x', null)]);
    expect(changes.map(({ path, before, after }) => [path, before?.blob ?? null, text(after?.content)])).toEqual([['b.js', 'b0', 'again'], ['new.js', null, 'new'], ['a.js', 'a0', null]]);
  });

  test('a file that was kept as new and is taken away again leaves nothing to do', () => {
    const base: Base = { commit: 'c1', tree: 't1', entries: [{ path: 'new.js', mode: '100644', blob: 'n1' }], kept: [{ path: 'new.js', before: null, after: { mode: '100644', content: Buffer.from('new') } }] };
    expect(changesOf(base, [edit('new.js', 'new', null)])).toEqual([]);
  });

  test('a commit starts from the base itself', () => {
    const base: Base = { ...start, commit: 'c1', entries: [{ path: 'b.js', mode: '100644', blob: 'b1' }] };
    expect(commitChanges(base, [edit('b.js', 'kept', 'again'), edit('c.js', null, 'c')]).map(({ path, before }) => [path, before?.blob ?? null])).toEqual([['b.js', 'b1'], ['c.js', null]]);
  });
});

describe('texts of a tree', () => {
  const directories = temporaryDirectories();

  test('asked for at the same time come from one process, asked for again from none, in another tree of the repository too', async () => {
    const repository = createRepository(`${await directories.make()}/r`, { 'a.js': 'a', 'b.js': 'b', 'c.bin': new Uint8Array([0]) });
    const opened = await openGit({ directory: repository.path, token: null, environment: repository.environment });
    const asked: string[][] = [];
    const git: Git = { ...opened, readBlobs: (blobs) => { asked.push([...blobs]); return opened.readBlobs(blobs); } };
    const entries = await git.listTree('HEAD');
    const tree = sourceTree(git, entries);
    expect(await Promise.all(['a.js', 'b.js', 'c.bin', 'missing.js', 'a.js'].map((path) => tree.read(path)))).toEqual(['a', 'b', null, null, 'a']);
    expect(asked.map((blobs) => blobs.length)).toEqual([3]);
    expect(await sourceTree(git, entries.slice(1)).read('b.js')).toBe('b');
    expect(asked).toHaveLength(1);
  });
});

describe('the base after a commit', () => {
  const directories = temporaryDirectories();

  test('is what git lists, and what git finds changed since the checkout', async () => {
    const repository = createRepository(`${await directories.make()}/r`, { 'a.js': 'a', 'dir/b.js': 'b', 'c.js': 'c' }, ['c.js']);
    const git = await openGit({ directory: repository.path, token: null, environment: repository.environment });
    const head = (await git.head())!;
    let base: Base = { commit: head.commit, tree: head.tree, entries: await git.listTree(head.commit), kept: [] };
    const rounds = [
      [edit('a.js', 'a', 'one'), edit('new/deep.js', null, 'new')],
      [edit('new/deep.js', 'new', 'newer'), edit('dir/b.js', 'b', null), { ...edit('c.js', 'c', 'see'), mode: '100755' as const }],
    ];
    for (const edits of rounds) {
      const made = await git.commit({ parent: base.commit, changes: commitChanges(base, edits), message: 'kept' });
      base = baseAfter(base, edits, made);
      const byPath = <T extends { readonly path: string }>(list: readonly T[]): readonly T[] => list.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      const plain = (changes: Base['kept']): unknown => byPath(changes).map(({ path, before, after }) => ({ path, before, mode: after?.mode ?? null, text: text(after?.content) }));
      expect(byPath(base.entries)).toEqual(byPath(await git.listTree(made.commit)));
      expect(plain(base.kept)).toEqual(plain(await git.diffTrees(head.commit, made.commit)));
    }
  });
});
