import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { openGit } from '../../src/adapters/git.ts';
import { createWorkspace } from '../../src/adapters/workspace.ts';
import type { TreeChange } from '../../src/core/ports.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';
import { change, read, worlds, type World } from '../support/workspace.ts';

const { world, closeLater } = worlds();

describe('land', () => {
  async function landed(world: World, changes: readonly TreeChange[]): Promise<string> {
    const from = world.repository.git('rev-parse', 'HEAD');
    const { commit } = await world.git.commit({ parent: from, changes, message: 'land it' });
    await world.workspace.land(from, commit, 'land it');
    return commit;
  }

  test('moves files, index and branch together; what was untracked stays', async () => {
    const it = await world();
    const { repository } = it;
    chmodSync(join(repository.path, 'crlf.txt'), 0o640);
    await it.workspace.apply([change(repository, 'plain.txt', 'candidate'), change(repository, 'probe', 'x')]);
    const commit = await landed(it, [change(repository, 'crlf.txt', 'x\r\ny'), change(repository, 'new/dir/f', 'f', '100755'), change(repository, 'dir/only.txt', null), change(repository, 'run.sh', 'x', '100644')]);
    expect(repository.git('rev-parse', 'HEAD')).toBe(commit);
    expect(repository.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
    expect([read(repository, 'crlf.txt'), read(repository, 'plain.txt')]).toEqual(['x\r\ny', 'plain\n']);
    expect(lstatSync(join(repository.path, 'crlf.txt')).mode & 0o777).toBe(0o640);
    expect(existsSync(join(repository.path, 'dir'))).toBe(false);
    const next = await landed(it, [change(repository, 'plain.txt', 'next')]);
    expect(repository.git('rev-parse', 'HEAD')).toBe(next);
    const after = snapshotOf(repository.path);
    await it.workspace.apply([change(repository, 'plain.txt', 'third')]);
    await it.workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(after);
  });

  test('works detached and in a linked working tree', async () => {
    const { repository } = await world();
    const path = join(repository.path, '../linked');
    repository.git('worktree', 'add', '-q', '--detach', path);
    const git = await openGit({ directory: path, token: null, environment: repository.environment });
    const workspace = closeLater(await createWorkspace({ git, clock: systemClock }));
    const from = (await git.head())!.commit;
    const { commit } = await git.commit({ parent: from, changes: [change(repository, 'plain.txt', 'linked')], message: 'x' });
    await workspace.land(from, commit, 'x');
    expect(readFileSync(join(path, 'plain.txt'), 'utf8')).toBe('linked');
    expect((await git.head())).toMatchObject({ commit, ref: null });
    expect(repository.git('rev-parse', 'main')).toBe(from);
  });

  test.each([
    ['an untracked file', (path: string) => { writeFileSync(join(path, 'incoming'), 'mine'); }, 'incoming'],
    ['an uncommitted change', (path: string) => { writeFileSync(join(path, 'plain.txt'), 'mine'); }, 'plain.txt'],
  ])('refuses to overwrite %s and moves nothing', async (_, prepare, named) => {
    const { repository, git, workspace } = await world();
    const from = repository.git('rev-parse', 'HEAD');
    const { commit } = await git.commit({ parent: from, changes: [change(repository, 'incoming', 'x'), change(repository, 'plain.txt', 'y')], message: 'x' });
    await workspace.apply([]);
    prepare(repository.path);
    const before = snapshotOf(repository.path);
    await expect(workspace.land(from, commit, 'x')).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining(named) as string });
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(repository.git('rev-parse', 'HEAD')).toBe(from);
  });

  test('puts everything back if the branch moved in between', async () => {
    const it = await world();
    const { repository } = it;
    const from = repository.git('rev-parse', 'HEAD');
    const { commit } = await it.git.commit({ parent: from, changes: [change(repository, 'plain.txt', 'x'), change(repository, 'n/m', 'x')], message: 'x' });
    const theirs = repository.git('commit-tree', `${from}^{tree}`, '-p', from, '-m', 'theirs');
    const workspace = closeLater(await createWorkspace({ git: { ...it.git, moveHead: async (...move) => { repository.git('update-ref', 'refs/heads/main', theirs); await it.git.moveHead(...move); } }, clock: systemClock }));
    const before = snapshotOf(repository.path);
    await expect(workspace.land(from, commit, 'x')).rejects.toMatchObject({ name: 'InfrastructureError' });
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(repository.git('rev-parse', 'HEAD')).toBe(theirs);
  });
});

describe('two runs in one working tree', () => {
  test('the second gets a configuration error; after the first has closed it works', async () => {
    const { repository, git, workspace } = await world();
    await workspace.recover();
    const second = closeLater(await createWorkspace({ git, clock: systemClock }));
    await expect(second.apply([change(repository, 'plain.txt', 'x')])).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('git worktree add') as string });
    expect(read(repository, 'plain.txt')).toBe('plain\n');
    await workspace.close();
    expect(await second.recover()).toEqual({ type: 'nothing' });
  });

  test('the lock of a dead process, of a reused pid, or half written is taken over', async () => {
    const { repository, git, workspace } = await world();
    await workspace.recover();
    await workspace.close();
    const lock = join(repository.path, '.git/self-coding/lock');
    const dead = execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
    for (const content of [JSON.stringify({ pid: Number(dead), started: null, host: hostname(), marker: 'x' }), JSON.stringify({ pid: process.pid, started: '1', host: hostname(), marker: 'x' })]) {
      writeFileSync(lock, content);
      const next = await createWorkspace({ git, clock: systemClock });
      expect(await next.recover()).toEqual({ type: 'nothing' });
      await next.close();
    }
    expect(readdirSync(join(repository.path, '.git/self-coding'))).toEqual([]);
  });

  test('a run in another container is alive until it has been silent for a minute: the message says since when', async () => {
    const { repository, git, workspace } = await world();
    await workspace.recover();
    await workspace.close();
    const lock = join(repository.path, '.git/self-coding/lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, started: '1', host: hostname(), namespace: 'pid:[1]', marker: 'x' }));
    const next = closeLater(await createWorkspace({ git, clock: systemClock }));
    const aged = (seconds: number): void => { utimesSync(lock, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds); };
    aged(20);
    await expect(next.recover()).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringMatching(/or did 2\d s ago; it is taken for dead after 60 s.*remove .*\/lock/) as string });
    aged(120);
    expect(await next.recover()).toEqual({ type: 'nothing' });
  });
});
