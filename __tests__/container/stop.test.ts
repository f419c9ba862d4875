/** What outlives a container that is stopped or killed, and what no command of a repository may reach or leave in it. */
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { containers, docker, fresh, OWNER, ownersIn, type Finished } from '../support/container.ts';
import type { TestRepository } from '../support/repository.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const { sample, run } = containers();

/** Ends the container while a candidate is in the tree, being tested. */
async function endedWhileTrying(repository: TestRepository, how: readonly string[]): Promise<Finished> {
  const name = fresh('ended');
  const changed = (): boolean => readFileSync(join(repository.path, 'src/embed.js'), 'utf8') !== untouched;
  const untouched = readFileSync(join(repository.path, 'src/embed.js'), 'utf8');
  const endings: Promise<Finished>[] = [];
  const watch = setInterval(() => { if (endings.length === 0 && changed()) endings.push(docker([...how, name])); }, 50);
  const result = await run(['run', '--test-command', 'npm test && sleep 3'], { repository: repository.path, name });
  clearInterval(watch);
  await Promise.all(endings);
  return result;
}

test('docker stop: commands end, the tree is as it was, what was tried is remembered, and the next run goes on', async () => {
  const repository = sample();
  const before = snapshotOf(repository.path);
  const { exitCode, log } = await endedWhileTrying(repository, ['stop', '--time', '60']);
  expect(log).toMatch(/The run was cancelled \(received SIGTERM\)\./);
  expect(log).toMatch(/state saved to/);
  expect(exitCode).toBe(1);
  expect(snapshotOf(repository.path)).toEqual(before);
  const next = await run(['run'], { repository: repository.path });
  expect(next.log).toMatch(/no killed run left anything to put back/);
  expect(next.log).toMatch(/^Kept 1 of 2/m);
});

test('docker kill: the next run puts everything back, once the silent container counts as dead', async () => {
  const repository = sample();
  const before = snapshotOf(repository.path);
  const { exitCode } = await endedWhileTrying(repository, ['kill']);
  expect(exitCode).toBe(137);
  expect(snapshotOf(repository.path)).not.toEqual(before);
  const early = await run(['run'], { repository: repository.path });
  expect(early.exitCode).toBe(1);
  expect(early.log).toMatch(/another run uses this working tree: process \d+ on \w+ works in it, or did \d+ s ago; it is taken for dead after 60 s/);
  const longAgo = Date.now() / 1000 - 120;
  utimesSync(join(repository.path, '.git/self-coding/lock'), longAgo, longAgo);
  const next = await run(['run', '--kinds', 'suppressions'], { repository: repository.path });
  expect(next.log).toMatch(/put back/);
  expect(next.exitCode).toBe(0);
  expect(snapshotOf(repository.path)).toEqual(before);
  expect(ownersIn(repository.path)).toEqual([`${OWNER.uid}:${OWNER.gid}`]);
});

test('what a command leaves running, also outside its process group, is ended and reaped; no `ps` is needed', async () => {
  // In files: what the commands look for must not stand in the arguments of the command line.
  const repository = sample(OWNER, {
    'leave.sh': 'setsid sh -c "sleep 987 & exec sleep 987" >/dev/null 2>&1 &\n(sleep 0.1 &)\n',
    'look.sh': 'sleep 0.5\nif grep -l "sleep.987" /proc/[0-9]*/cmdline || grep -l "^State:.Z" /proc/[0-9]*/status; then exit 1; fi\n! command -v ps && npm test\n',
  });
  const { log } = await run(['run', '--dry-run', '--lint-command', 'sh leave.sh', '--test-command', 'sh look.sh'], { repository: repository.path });
  expect(log).toMatch(/^Would commit 1 of 2/m);
});

test('no process of the container shows the key of a model or a token to a command', async () => {
  const repository = sample();
  const look = 'if grep -l -e "s3cret-[kt]" /proc/[0-9]*/environ /proc/[0-9]*/cmdline; then exit 1; fi; test -r /proc/1/environ && npm test';
  const options = ['--env', 'SELF_CODING_API_KEY=s3cret-key-of-a-model', '--env', 'GITHUB_TOKEN=s3cret-token-for-pushes'];
  const { log } = await run(['run', '--dry-run', '--kinds', 'extract', '--model', 'gpt-5-mini', '--test-command', look], { repository: repository.path, options });
  expect(log).toMatch(/^Would commit 1 of 2/m);
  expect(log).not.toMatch(/s3cret-(key|token)/);
});
