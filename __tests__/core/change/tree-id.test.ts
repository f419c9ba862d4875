import fc from 'fast-check';
import { treeIdOf } from '../../../src/core/change/tree-id.ts';
import { createRepository } from '../../support/repository.ts';
import { temporaryDirectories } from '../../support/temporary.ts';
import type { TreeEntry } from '../../../src/core/ports.ts';

const directories = temporaryDirectories();

function entriesOf(listing: string): readonly TreeEntry[] {
  return listing.split('\n').filter((line) => line !== '').map((line) => {
    const [about, path] = line.split('\t') as [string, string];
    const [mode, , blob] = about.split(' ') as [string, string, string];
    return { path, mode, blob };
  });
}

const edit = (path: string, after: string | null, mode: '100644' | '100755' = '100644') => ({ path, mode, before: null, after });

test.each(['sha1', 'sha256'])('git gives the same id to an edited tree (%s)', async (format) => {
  const path = `${await directories.make()}/repository`;
  const repository = createRepository(path);
  if (format === 'sha256') {
    repository.git('init', '-q', '--object-format=sha256', 'inner');
  }
  const git = (...args: readonly string[]): string => repository.git('-c', 'core.quotePath=false', ...(format === 'sha256' ? ['-C', 'inner'] : []), ...args);
  const prefix = format === 'sha256' ? 'inner/' : '';
  const write = (files: Readonly<Record<string, string>>, executable: readonly string[] = []): void => {
    repository.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [prefix + name, text])), executable.map((name) => prefix + name));
  };
  // Names that sort differently as files and as directories.
  write({ 'a/b/c.js': '1', 'a.js': '2', 'a-b': '3', 'a/b.js': '4', 'ü/x': '5', z: '6', 'gone/only.js': '7' });
  git('add', '-A');
  git('commit', '-q', '-m', 'start');
  const entries = entriesOf(git('ls-tree', '-r', 'HEAD'));
  expect(treeIdOf(entries, [])).toBe(git('rev-parse', 'HEAD^{tree}'));

  write({ 'a/b/c.js': 'one', 'new/deep/file.js': 'new', z: '6' }, ['z']);
  git('rm', '-q', 'gone/only.js');
  git('add', '-A');
  git('commit', '-q', '-m', 'edited');
  expect(treeIdOf(entries, [edit('a/b/c.js', 'one'), edit('new/deep/file.js', 'new'), edit('z', '6', '100755'), edit('gone/only.js', null)])).toBe(git('rev-parse', 'HEAD^{tree}'));
});

test('an empty repository has the tree that git calls empty', () => {
  expect(treeIdOf([], [])).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
});

test('the order of entries does not matter', () => {
  const entry = fc.record({ path: fc.array(fc.constantFrom('a', 'b', 'a.js', 'a-'), { minLength: 1, maxLength: 3 }).map((names) => `${names.join('/')}.x`), mode: fc.constant('100644'), blob: fc.constant('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391') });
  fc.assert(fc.property(fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 8 }), (entries) => {
    expect(treeIdOf(entries.toReversed(), [])).toBe(treeIdOf(entries, []));
  }));
});
