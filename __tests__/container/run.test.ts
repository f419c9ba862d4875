/** The sample, mounted from a user whom the image does not know: what is kept is that user's, and what cannot work is said before anything is written. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { containers, give, IMAGE, OWNER, ownersIn, type User } from '../support/container.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const { sample, run, directory, build } = containers();
const THEIRS = `${OWNER.uid}:${OWNER.gid}`;
const KEPT = /^Kept 1 of 2: Move `escapeXml` to src\/xml\.js and use it in 3 modules \(−14 lines\)/m;
const ROOT_USER: User = { uid: 0, gid: 0 };

test('a kept change is committed, every file still belongs to the owner, and a state on a volume tells the next container', async () => {
  const volume = directory();
  chmodSync(volume, 0o777);
  const repository = sample();
  const options = ['--volume', `${volume}:/state`];
  const { exitCode, log } = await run(['run', '--state.directory', '/state'], { repository: repository.path, options });
  expect(log).toMatch(KEPT);
  expect(log).toMatch(/state saved to \/state\/state-/);
  expect(exitCode).toBe(0);
  expect(ownersIn(repository.path)).toEqual([THEIRS]);
  expect(repository.git('log', '-2', '--format=%s')).toBe('Move `escapeXml` to src/xml.js and use it in 3 modules\nfeedkit 1.4.0');
  expect(repository.git('diff', 'HEAD')).toBe('');
  give(repository.path, OWNER);
  const second = await run(['run', '--state.directory', '/state'], { repository: repository.path, options });
  expect(second.log).toMatch(/restored 2 attempts, 1 landed \(from \/state\/state-/);
  expect(second.exitCode).toBe(0);
});

test('any number will do as user, also in the group of root as clusters have it, without a home and in a container that is read-only', async () => {
  const user: User = { uid: 1_000_730_000, gid: 0 };
  const repository = sample(user);
  const { exitCode, log } = await run(['run'], { repository: repository.path, user, options: ['--read-only', '--tmpfs', '/tmp', '--env', 'HOME=/nonexistent'] });
  expect(log).toMatch(KEPT);
  expect(exitCode).toBe(0);
  expect(ownersIn(repository.path)).toEqual(['1000730000:0']);
});

test('a read-only container without a place for temporary files says what to add', async () => {
  const { exitCode, log } = await run(['run'], { repository: sample().path, options: ['--read-only'] });
  expect({ exitCode, log }).toEqual({ exitCode: 1, log: expect.stringMatching(/^self-coding needs a directory for temporary files; \/tmp cannot be written \(EROFS\)\..*`--tmpfs \/tmp`\.\n$/) as string });
});

describe('what cannot work is said at once, and nothing is written', () => {
  test.each<readonly [string, User | 'image', readonly string[], RegExp]>([
    ['root in the repository of somebody else', ROOT_USER, [], /^error: user: the repository in \/repository belongs to user 4242, .* \(given: "root"\)\. .*`--user 4242:4343` \(in the owner's shell, `--user "\$\(id -u\):\$\(id -g\)"`\)/m],
    ["the image's own user in it", 'image', [], /^error: user: this user may not write in \/repository, which belongs to user 4242 \(given: "1000"\)\. .*`--user 4242:4343`/m],
    ['another user in it, mounted elsewhere', { uid: 5555, gid: 5555 }, ['--workdir', '/elsewhere'], /git refuses \/elsewhere: it belongs to another user\..*safe\.directory/],
    ['a mount that is read-only', OWNER, ['--workdir', '/read-only'], /^error: working tree: \/read-only is read-only, .* \(given: "\/read-only"\)\. .*without `:ro`/m],
  ])('%s', async (_, user, options, message) => {
    const repository = sample();
    const before = snapshotOf(repository.path);
    const elsewhere = ['--volume', `${repository.path}:/elsewhere`, '--volume', `${repository.path}:/read-only:ro`];
    for (const mode of ['run', 'doctor']) {
      const { exitCode, log } = await run([mode], { repository: repository.path, user, options: [...elsewhere, ...options] });
      expect(exitCode).toBe(1);
      // A doctor says it in its own form.
      expect(log).toMatch(mode === 'run' ? message : /^ {2}bad {6}repository {2}/m);
      expect(log).not.toMatch(/unexpected error|^ {4}at /m);
    }
    expect(existsSync(join(repository.path, '.git/self-coding'))).toBe(false);
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(ownersIn(repository.path)).toEqual([THEIRS]);
  });

  test('a directory of the engine that root left there', async () => {
    const repository = sample();
    mkdirSync(join(repository.path, '.git/self-coding'));
    const { exitCode, log } = await run(['run'], { repository: repository.path });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/may not write in \/repository\/\.git\/self-coding, which belongs to user 0 \(given: "4242"\)/);
  });
});

test('bad settings end with 1', async () => {
  expect(await run(['run', '--max-tasks', 'many'], { repository: sample().path })).toMatchObject({ exitCode: 1, log: expect.stringContaining('--max-tasks') as string });
});

describe('in an image from which something is missing', () => {
  test('bash: commands run with sh; root works in what is its own; what fail-on names ends with 1', async () => {
    const image = await build(`FROM ${IMAGE}\nUSER 0\nRUN rm /bin/bash\n`);
    const repository = sample(ROOT_USER);
    const { exitCode, log } = await run(['run', '--fail-on', 'kept'], { repository: repository.path, image, user: 'image' });
    expect(log).toMatch(KEPT);
    expect(exitCode).toBe(1);
  });

  test('git: the message names it; zstd: only the cache of a runner needs it', async () => {
    const image = await build(`FROM ${IMAGE}\nUSER 0\nRUN rm /usr/bin/zstd /usr/bin/zstdmt && cp -a /usr/bin/git /git && rm /usr/bin/git\nUSER 1000\n`);
    const repository = sample();
    const without = await run(['run'], { repository: repository.path, image });
    expect(without).toMatchObject({ exitCode: 1, log: expect.stringMatching(/git was not found on PATH\. Install git 2\.31 or newer/) as string });
    const { log } = await run(['doctor'], { repository: repository.path, image });
    expect(log).toMatch(/^ {2}bad {6}git .*no git was found/m);
  });
});
