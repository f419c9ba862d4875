import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGit, type GitRepository } from '../../src/adapters/git.ts';
import { createRepository, openRepository, type FileContents, type TestRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

async function repositoryWith(files: FileContents): Promise<{ readonly repository: TestRepository; readonly git: GitRepository }> {
  const repository = createRepository(join(await temporary.make(), 'repo'), files);
  return { repository, git: await open(repository) };
}

function open({ path, environment }: TestRepository): Promise<GitRepository> {
  return openGit({ directory: path, token: null, environment });
}

describe('log', () => {
  test('whole messages, newest first, with parents and time; filtered by text, path and number', async () => {
    const { repository, git } = await repositoryWith({ 'a.txt': '1\n', 'b [x].txt': '1\n' });
    const start = repository.git('rev-parse', 'HEAD');
    repository.write({ 'b [x].txt': '2\n' });
    const second = repository.commit('Second\n\nBody with ümlauts.\n\nSelf-Coding-Patch: 01A');
    repository.write({ 'a.txt': '3\n' });
    const third = repository.commit('Third (a.b)');
    const all = await git.log('HEAD');
    expect(all.map(({ commit, parents }) => [commit, parents])).toEqual([[third, [second]], [second, [start]], [start, []]]);
    expect(all[1]!.message.trimEnd()).toBe('Second\n\nBody with ümlauts.\n\nSelf-Coding-Patch: 01A');
    expect(Date.parse(all[0]!.at)).not.toBeNaN();
    expect((await git.log(third, { mentions: ['Self-Coding-Patch: ', 'no such text'] })).map(({ commit }) => commit)).toEqual([second]);
    expect(await git.log(third, { mentions: ['Third .a'] })).toEqual([]);
    expect((await git.log(`${start}..${third}`, { paths: ['b [x].txt'] })).map(({ commit }) => commit)).toEqual([second]);
    expect(await git.log('HEAD', { limit: 1 })).toHaveLength(1);
  });

  test('a merge has both parents, whatever the configuration of the user shows', async () => {
    const { repository, git } = await repositoryWith({ a: '1' });
    repository.git('config', 'log.showSignature', 'true');
    repository.git('config', 'log.decorate', 'full');
    repository.git('checkout', '-q', '-b', 'side');
    const side = repository.commit('side');
    repository.git('checkout', '-q', 'main');
    const main = repository.commit('main');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect((await git.log('HEAD', { limit: 1 }))[0]).toMatchObject({ parents: [main, side], message: expect.stringMatching(/^merge\n?$/) as string });
  });

  test('at the edge of a shallow clone there are no parents', async () => {
    const { repository } = await repositoryWith({ a: '1' });
    repository.commit('two');
    repository.commit('three');
    const path = join(repository.path, '../shallow');
    repository.git('clone', '-q', '--depth', '2', `file://${repository.path}`, path);
    const git = await open(openRepository(path));
    expect((await git.log('HEAD')).map(({ parents }) => parents.length)).toEqual([1, 0]);
  });
});

test('commits are found by their first digits; other objects are not', async () => {
  const { repository, git } = await repositoryWith({ a: '1' });
  const commits = [repository.git('rev-parse', 'HEAD'), ...Array.from({ length: 40 }, (_, index) => repository.commit(String(index)))];
  for (const commit of commits.slice(0, 3)) expect(await git.commitsStarting(commit.slice(0, 12))).toEqual([commit]);
  expect(await git.commitsStarting(repository.git('rev-parse', 'HEAD^{tree}'))).toEqual([]);
  expect(await git.commitsStarting('ffffffffffff')).toEqual([]);
});

test('ancestry is asked of the branch', async () => {
  const { repository, git } = await repositoryWith({ a: '1' });
  const start = repository.git('rev-parse', 'HEAD');
  const next = repository.commit('next');
  expect([await git.isAncestor(start, next), await git.isAncestor(next, start), await git.isAncestor(next, next)]).toEqual([true, false, true]);
});

test('a moved file is found under its new name, also when it was edited a little', async () => {
  const text = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
  const { repository, git } = await repositoryWith({ 'old name.txt': text, 'gone.txt': 'unlike anything\n' });
  rmSync(join(repository.path, 'gone.txt'));
  repository.git('mv', 'old name.txt', 'new\tname.txt');
  writeFileSync(join(repository.path, 'new\tname.txt'), `${text}more\n`);
  repository.commit('move');
  expect([...(await git.renames('HEAD~1', 'HEAD'))]).toEqual([['old name.txt', 'new\tname.txt']]);
  expect((await git.renames('HEAD', 'HEAD')).size).toBe(0);
});
