import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit, type GitRepository } from '../../src/adapters/git.ts';
import type { TreeChange } from '../../src/core/ports.ts';
import { createBareRepository, createRepository, type FileContents, type TestRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

async function repositoryWith(files: FileContents, executable: readonly string[] = []): Promise<{ readonly repository: TestRepository; readonly git: GitRepository }> {
  const repository = createRepository(join(await temporary.make(), 'repo'), files, executable);
  return { repository, git: await open(repository) };
}

function open(repository: TestRepository, environment: Record<string, string> = {}): Promise<GitRepository> {
  return openGit({ directory: repository.path, token: null, environment: { ...repository.environment, ...environment } });
}

function write(path: string, content: string | Uint8Array, mode = '100644'): TreeChange {
  return { path, before: null, after: { mode, content: Buffer.from(content) } };
}

const NAMES = ['plain.txt', 'with space.txt', 'ümlaut/naïve “x”.js', 'tab\there.txt', 'new\nline.txt', 'back\\slash "quote".txt'];

describe('head', () => {
  test('tells commit, tree, branch and depth', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    expect(await git.head()).toEqual({ commit: repository.git('rev-parse', 'HEAD'), tree: repository.git('rev-parse', 'HEAD^{tree}'), ref: 'refs/heads/main', shallow: false });
    repository.git('checkout', '-q', '--detach');
    expect((await git.head())?.ref).toBeNull();
  });

  test('follows every way of moving it, also those that leave the branch file as it was', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    const first = (await git.head())!;
    expect(await git.head()).toEqual(first);
    repository.git('commit', '-q', '--allow-empty', '-m', 'second');
    const second = (await git.head())!;
    expect(second.commit).toBe(repository.git('rev-parse', 'HEAD'));
    expect(second.commit).not.toBe(first.commit);
    repository.git('pack-refs', '--all');
    expect(await git.head()).toEqual(second);
    repository.git('update-ref', 'refs/heads/main', first.commit);
    repository.git('pack-refs', '--all');
    expect((await git.head())?.commit).toBe(first.commit);
    repository.git('branch', 'other', second.commit);
    repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/other');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    expect((await git.head())?.commit).toBe(second.commit);
    repository.git('update-ref', 'refs/heads/other', first.commit);
    expect((await git.head())?.commit).toBe(first.commit);
  });

  test('is null without commits', async () => {
    const { git } = await repositoryWith({});
    expect(await git.head()).toBeNull();
  });

  test('is an error where the commit cannot be read', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    writeFileSync(join(repository.path, '.git/refs/heads/main'), `${'1'.repeat(40)}\n`);
    await expect(git.head()).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('fsck') as string });
  });
});

describe('opening', () => {
  test('outside a repository, or in a bare one, names the remedy', async () => {
    const path = await temporary.make();
    const environment = { PATH: process.env['PATH']!, HOME: path, GIT_CEILING_DIRECTORIES: path };
    await expect(openGit({ directory: path, token: null, environment })).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('actions/checkout') as string });
    createBareRepository(join(path, 'bare.git'));
    await expect(openGit({ directory: join(path, 'bare.git'), token: null, environment })).rejects.toMatchObject({ name: 'ConfigError' });
  });

  test('of another user\'s checkout names the command that allows it', async () => {
    const { repository } = await repositoryWith({ a: '1' });
    await expect(open(repository, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).resolves.toBeDefined();
    // The variable above is git's own switch for tests; the engine drops it with every other unknown `GIT_*`, so ask through a wrapper.
    const bin = await temporary.make();
    writeFileSync(join(bin, 'git'), '#!/bin/sh\nexport GIT_TEST_ASSUME_DIFFERENT_OWNER=1\nPATH=${PATH#*:}\nexec git "$@"\n');
    chmodSync(join(bin, 'git'), 0o755);
    const path = process.env['PATH']!;
    process.env['PATH'] = `${bin}:${path}`;
    try {
      await expect(open(repository, { PATH: `${bin}:${path}` })).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('safe.directory') as string });
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('from a subdirectory finds the top, and works in a linked working tree', async () => {
    const { repository } = await repositoryWith({ 'sub/a': '1' });
    const sub = await openGit({ directory: join(repository.path, 'sub'), token: null, environment: repository.environment });
    expect(sub.root).toBe(repository.path);
    repository.write({ 'top.txt': 'x' });
    expect((await sub.status()).untracked).toEqual(['top.txt']);
    const linked = join(repository.path, '../linked');
    repository.git('worktree', 'add', '-q', '-b', 'other', linked);
    const git = await openGit({ directory: linked, token: null, environment: repository.environment });
    expect(await git.gitPath('self-coding')).toBe(join(repository.path, '.git/worktrees/linked/self-coding'));
    expect((await git.head())?.ref).toBe('refs/heads/other');
  });

  test('ignores variables that point git elsewhere', async () => {
    const { repository } = await repositoryWith({ a: '1' });
    const git = await open(repository, { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/' });
    expect((await git.status()).tracked).toEqual([]);
  });
});

test('origin is where it is pushed to, as git rewrites it', async () => {
  const { repository, git } = await repositoryWith({ a: '1' });
  expect(git.origin).toBeNull();
  repository.git('remote', 'add', 'origin', 'gh:acme/shop');
  repository.git('config', 'url.https://github.com/.insteadOf', 'gh:');
  expect((await open(repository)).origin).toBe('https://github.com/acme/shop');
  repository.git('config', 'remote.origin.pushurl', 'git@github.com:acme/other.git');
  expect((await open(repository)).origin).toBe('git@github.com:acme/other.git');
});

describe('status', () => {
  test('lists tracked changes and every untracked file by its raw name', async () => {
    const { repository, git } = await repositoryWith({ ...Object.fromEntries(NAMES.map((name) => [name, 'x'])), '.gitignore': 'ignored/\n', gone: 'x', renamed: 'long enough to be found as a rename\n' });
    for (const name of NAMES) writeFileSync(join(repository.path, name), 'changed');
    repository.git('rm', '-q', 'gone');
    repository.git('mv', 'renamed', 'moved');
    repository.write({ 'fresh dir/ü/1.txt': '', 'fresh dir/2.txt': '', 'ignored/3.txt': '' });
    const status = await git.status();
    expect([...status.tracked].sort()).toEqual([...NAMES, 'gone', 'renamed', 'moved'].sort());
    expect([...status.untracked].sort()).toEqual(['fresh dir/2.txt', 'fresh dir/ü/1.txt']);
  });

  test('leaves the index file alone, sees mode changes, ignores submodules', async () => {
    const { repository, git } = await repositoryWith({ a: '1', 'run.sh': '#!/bin/sh\n' });
    const inner = createRepository(join(repository.path, 'module'), { x: '1' });
    repository.git('add', 'module');
    repository.git('commit', '-q', '-m', 'submodule');
    inner.write({ x: '2' });
    writeFileSync(join(repository.path, 'a'), '1');
    const before = readFileSync(join(repository.path, '.git/index'));
    chmodSync(join(repository.path, 'run.sh'), 0o755);
    expect(await git.status()).toEqual({ tracked: ['run.sh'], untracked: [] });
    expect(readFileSync(join(repository.path, '.git/index'))).toEqual(before);
  });
});

test('a filter that a command configured finds no secret in git\'s environment', async () => {
  const { repository } = await repositoryWith({ '.gitattributes': '*.txt filter=spy\n', 'a.txt': '1' });
  const git = await open(repository, { GITHUB_TOKEN: 'hidden-1', OPENAI_API_KEY: 'hidden-2', 'INPUT_API-KEY': 'hidden-3', ACTIONS_RUNTIME_TOKEN: 'hidden-4' });
  repository.git('config', 'filter.spy.clean', `env > ${repository.path}/../seen; cat`);
  repository.write({ 'a.txt': '2' });
  await git.status();
  const seen = readFileSync(join(repository.path, '../seen'), 'utf8');
  expect(seen).toContain('GIT_TERMINAL_PROMPT=0');
  expect(seen).not.toContain('hidden');
});

describe('trees and blobs', () => {
  test('are listed with modes, links and submodules, and read to the byte', async () => {
    const binary = Buffer.from([0, 13, 10, 255, 10]);
    const { repository, git } = await repositoryWith({ ...Object.fromEntries(NAMES.map((name) => [name, name])), 'crlf.txt': 'a\r\nb', 'run.sh': 'x', 'bin/data': binary, empty: '' }, ['run.sh']);
    symlinkSync('run.sh', join(repository.path, 'link'));
    createRepository(join(repository.path, 'module'), { x: '1' });
    repository.commit('more');
    const entries = await git.listTree('HEAD');
    const mode = (path: string): string | undefined => entries.find((entry) => entry.path === path)?.mode;
    expect([mode('run.sh'), mode('link'), mode('module'), mode('crlf.txt')]).toEqual(['100755', '120000', '160000', '100644']);
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(NAMES));
    const files = entries.filter((entry) => entry.mode !== '160000');
    const blobs = await git.readBlobs(files.map(({ blob }) => blob));
    const content = (path: string): Uint8Array => blobs.get(files.find((entry) => entry.path === path)!.blob)!;
    expect(Buffer.from(content('bin/data'))).toEqual(binary);
    expect(Buffer.from(content('crlf.txt')).toString()).toBe('a\r\nb');
    expect(Buffer.from(content('link')).toString()).toBe('run.sh');
    expect(content('empty')).toHaveLength(0);
  });

  test('a missing object is an error that names it', async () => {
    const { git } = await repositoryWith({ a: '1' });
    await expect(git.readBlobs(['1'.repeat(40)])).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining('1'.repeat(40)) as string });
  });

  test('thousands of blobs and one of ten megabytes pass', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`many/${i}.txt`, `content ${i}\n`]));
    const { git } = await repositoryWith({ ...many, big: 'y'.repeat(10_000_000) });
    const entries = await git.listTree('HEAD');
    const blobs = await git.readBlobs(entries.map(({ blob }) => blob));
    expect(blobs.size).toBe(3_001);
    expect(blobs.get(entries.find(({ path }) => path === 'big')!.blob)).toHaveLength(10_000_000);
  });
});

describe('commit', () => {
  test('holds exactly the changes, to the byte, whatever line-end settings say; nothing else moves', async () => {
    const { repository, git } = await repositoryWith({ 'a.txt': 'a\n', 'dir/b.txt': 'b\n', '.gitattributes': '* text=auto eol=crlf\n*.up filter=up\n' });
    repository.git('config', 'core.autocrlf', 'true');
    repository.git('config', 'filter.up.clean', 'tr a-z A-Z');
    const base = repository.git('rev-parse', 'HEAD');
    const index = readFileSync(join(repository.path, '.git/index'));
    const changes: readonly TreeChange[] = [
      write('a.txt', 'one\r\ntwo'), write('x.up', 'lower'), write('run me.sh', '#!/bin/sh\n', '100755'), write('ü/new.txt', ''), write('link', 'a.txt', '120000'),
      { path: 'dir/b.txt', before: { mode: '100644', blob: '' }, after: null },
    ];
    const { commit, tree } = await git.commit({ parent: base, changes, message: 'Subject\n\nSelf-Coding-Patch: 1\n' });
    expect(repository.git('rev-parse', `${commit}^{tree}`)).toBe(tree);
    expect(repository.git('cat-file', 'blob', `${commit}:a.txt`)).toBe('one\r\ntwo');
    expect(repository.git('cat-file', 'blob', `${commit}:x.up`)).toBe('lower');
    expect(repository.git('-c', 'core.quotePath=false', 'ls-tree', '-r', '--format=%(objectmode) %(path)', commit).split('\n')).toEqual(['100644 .gitattributes', '100644 a.txt', '120000 link', '100755 run me.sh', '100644 x.up', '100644 ü/new.txt']);
    expect(repository.git('log', '-1', '--format=%P|%B', commit)).toBe(`${base}|Subject\n\nSelf-Coding-Patch: 1\n`);
    expect(repository.git('rev-parse', 'HEAD')).toBe(base);
    expect(readFileSync(join(repository.path, '.git/index'))).toEqual(index);
  });

  test('lets a file take the name of a directory and the other way round', async () => {
    const { repository, git } = await repositoryWith({ 'd/x': '1', f: '2' });
    const { commit } = await git.commit({ parent: 'HEAD', message: 'swap', changes: [{ path: 'd/x', before: null, after: null }, write('d', 'file'), { path: 'f', before: null, after: null }, write('f/y', 'below')] });
    expect(repository.git('ls-tree', '-r', '--name-only', commit)).toBe('d\nf/y');
  });

  test('cannot write into the git directory or out of the tree', async () => {
    const { git } = await repositoryWith({ a: '1' });
    for (const path of ['.git/hooks/post-commit', '../outside', 'a/../../b']) {
      await expect(git.commit({ parent: 'HEAD', message: 'x', changes: [write(path, 'evil')] })).rejects.toMatchObject({ name: 'InfrastructureError' });
    }
  });

  test('is made by who git says, else by the engine; hooks and signing settings do not matter', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    const hook = join(repository.path, '.git/hooks');
    mkdirSync(hook, { recursive: true });
    for (const name of ['pre-commit', 'commit-msg', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(hook, name), `#!/bin/sh\ntouch ${repository.path}/../hook-ran\nexit 1\n`);
      chmodSync(join(hook, name), 0o755);
    }
    repository.git('config', 'commit.gpgSign', 'true');
    const base = repository.git('rev-parse', 'HEAD');
    const who = (commit: string): string => repository.git('log', '-1', '--format=%an <%ae> %cn <%ce>', commit);
    const first = await git.commit({ parent: base, message: 'one', changes: [write('a', '2')] });
    expect(who(first.commit)).toBe('Self-Coding Engine <self-coding-engine@users.noreply.github.com> Self-Coding Engine <self-coding-engine@users.noreply.github.com>');
    const named = await open(repository, { GIT_AUTHOR_NAME: 'Env', GIT_AUTHOR_EMAIL: 'env@example.com' });
    expect(who((await named.commit({ parent: base, message: 'env', changes: [] })).commit)).toMatch(/^Env <env@example.com> Self-Coding Engine </);
    repository.git('config', 'user.name', 'Grace');
    repository.git('config', 'user.email', 'grace@example.com');
    // Read when the repository is opened: before any of its commands could change it.
    const second = await (await open(repository)).commit({ parent: base, message: 'two', changes: [write('a', '3')] });
    expect(who(second.commit)).toBe('Grace <grace@example.com> Grace <grace@example.com>');
    await git.moveHead(base, second.commit, 'two');
    expect(existsSync(join(repository.path, '../hook-ran'))).toBe(false);
  });

  test('leaves no temporary files', async () => {
    const { git } = await repositoryWith({ a: '1' });
    const scratch = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('self-coding-git-') && statSync(join(tmpdir(), name)).uid === process.getuid?.());
    const before = new Set(scratch());
    await git.commit({ parent: 'HEAD', message: 'x', changes: [write('b', 'y'.repeat(100_000))] });
    await git.mergeText('a', 'b', 'c');
    // Other tests run at the same time: only what is left after a while is a leak of ours or theirs.
    for (let i = 0; i < 100 && scratch().some((name) => !before.has(name)); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(scratch().filter((name) => !before.has(name))).toEqual([]);
  });
});

test('diffTrees tells additions, removals, modes and link changes with their bytes', async () => {
  const { repository, git } = await repositoryWith({ same: 's', changed: '1\r\n', gone: 'g', script: 'x', 'ü b': '1' });
  symlinkSync('same', join(repository.path, 'link'));
  const from = repository.commit('from');
  chmodSync(join(repository.path, 'script'), 0o755);
  repository.git('rm', '-q', 'gone');
  repository.write({ changed: '2\r\n', 'fresh/file': 'f', 'ü b': '2' });
  const to = repository.commit('to');
  const changes = await git.diffTrees(from, to);
  const shown = changes.map(({ path, before, after }) => [path, before?.mode ?? null, after === null ? null : `${after.mode} ${Buffer.from(after.content).toString()}`]);
  expect(shown).toEqual([
    ['changed', '100644', '100644 2\r\n'], ['fresh/file', null, '100644 f'], ['gone', '100644', null], ['script', '100644', '100755 x'], ['ü b', '100644', '100644 2'],
  ]);
  const back = await git.commit({ parent: to, message: 'back', changes: await git.diffTrees(to, from) });
  expect(back.tree).toBe(repository.git('rev-parse', `${from}^{tree}`));
});

describe('moveHead', () => {
  async function moved(detached: boolean): Promise<void> {
    const { repository, git } = await repositoryWith({ a: '1', b: '1', c: '1' });
    if (detached) repository.git('checkout', '-q', '--detach');
    const from = repository.git('rev-parse', 'HEAD');
    const { commit } = await git.commit({ parent: from, message: 'x', changes: [write('a', '2'), { path: 'b', before: null, after: null }, write('new', 'n')] });
    await git.moveHead(from, commit, 'x');
    expect(repository.git('rev-parse', 'HEAD')).toBe(commit);
    expect(repository.git('diff', '--cached', '--name-only')).toBe('');
    expect(repository.git('diff', '--name-only').split('\n')).toEqual(['a', 'new']);
    expect(lstatSync(join(repository.path, 'b')).isFile()).toBe(true);
    expect(repository.git('rev-parse', 'refs/heads/main')).toBe(detached ? from : commit);
    expect(repository.git('reflog', '-1', '--format=%gs')).toBe('self-coding: x');
  }
  test('moves the branch and the index, not the files', () => moved(false));
  test('moves a detached HEAD and no branch', () => moved(true));

  test('refuses if somebody else moved the branch, and changes nothing', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    const from = repository.git('rev-parse', 'HEAD');
    const { commit } = await git.commit({ parent: from, message: 'x', changes: [write('a', '2')] });
    repository.write({ other: 'o' });
    const theirs = repository.commit('theirs');
    const index = readFileSync(join(repository.path, '.git/index'));
    await expect(git.moveHead(from, commit, 'x')).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining(from.slice(0, 12)) as string });
    expect(repository.git('rev-parse', 'HEAD')).toBe(theirs);
    expect(readFileSync(join(repository.path, '.git/index'))).toEqual(index);
  });
});

describe('mergeText', () => {
  test('merges what does not overlap and keeps line ends', async () => {
    const { git } = await repositoryWith({});
    const base = 'a\r\nb\r\nc\r\nd\r\ne\r\n';
    expect(await git.mergeText(base, base.replace('a', 'A'), base.replace('e', 'E'))).toBe('A\r\nb\r\nc\r\nd\r\nE\r\n');
    expect(await git.mergeText('x', 'x', 'no newline')).toBe('no newline');
  });

  test('is null on conflict and for binary text', async () => {
    const { git } = await repositoryWith({});
    expect(await git.mergeText('a\n', 'b\n', 'c\n')).toBeNull();
    expect(await git.mergeText('a\0\n', 'b\0\n', 'c\0\n')).toBeNull();
  });
});

test('attributes name generated, vendored and binary paths only', async () => {
  const { git } = await repositoryWith({ '.gitattributes': 'gen/* linguist-generated\nvendor/* linguist-vendored=true\n*.bin binary\n* -text\n"sp ace" linguist-generated=true\nno linguist-generated=false\n' });
  const found = await git.attributes(['gen/a', 'vendor/ü', 'x.bin', 'plain', 'sp ace', 'no']);
  expect(Object.fromEntries(found)).toEqual({
    'gen/a': { generated: true, binary: false }, 'vendor/ü': { generated: true, binary: false }, 'x.bin': { generated: false, binary: true }, 'sp ace': { generated: true, binary: false },
  });
});
