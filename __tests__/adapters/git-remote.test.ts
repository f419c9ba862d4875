import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { openGit, type GitRepository } from '../../src/adapters/git.ts';
import { startGitServer, type GitServer, type GitServerOptions } from '../support/git-server.ts';
import { createBareRepository, createRepository, openRepository, type TestRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();
const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const TOKEN = 'ghs_verySecretToken';

interface World {
  readonly root: string;
  readonly bare: string;
  readonly server: GitServer;
  /** Another person's clone with direct access. */
  readonly other: TestRepository;
  readonly clone: (...options: readonly string[]) => TestRepository;
}

async function world(options: Partial<GitServerOptions> = {}, commits = 1): Promise<World> {
  const root = await temporary.make();
  const bare = join(root, 'served/project.git');
  createBareRepository(bare);
  const server = await startGitServer({ root: join(root, 'served'), token: TOKEN, ...options });
  servers.push(server);
  const other = createRepository(join(root, 'other'));
  other.git('remote', 'add', 'origin', bare);
  for (let i = 1; i <= commits; i += 1) {
    other.write({ 'a.txt': `${i}\n` });
    other.commit(`commit ${i}`);
  }
  other.git('push', '-q', 'origin', 'main');
  const clone = (...extra: readonly string[]): TestRepository => {
    const path = join(root, `clone ${readdirSync(root).length}`);
    other.git('clone', '-q', ...extra, `file://${bare}`, path);
    const repository = openRepository(path);
    repository.git('remote', 'set-url', 'origin', `${server.url}/project.git`);
    return repository;
  };
  return { root, bare, server, other, clone };
}

function open(repository: TestRepository, token: string | null = TOKEN, lowSpeedSeconds = 30): Promise<GitRepository> {
  return openGit({ directory: repository.path, token, environment: repository.environment, lowSpeedSeconds });
}

async function commitOn(git: GitRepository, parent: string, content: string): Promise<string> {
  return (await git.commit({ parent, message: content, changes: [{ path: 'new.txt', before: null, after: { mode: '100644', content: Buffer.from(content) } }] })).commit;
}

function remoteHead(bare: string, branch = 'main'): string {
  return execFileSync('git', ['--git-dir', bare, 'rev-parse', `refs/heads/${branch}`], { encoding: 'utf8' }).trim();
}

function allFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)).filter((path) => statSync(path).isFile());
}

/** Arguments of every process that runs now. */
function commandLines(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });
}

function serverHook(bare: string, name: string, script: string): void {
  mkdirSync(join(bare, 'hooks'), { recursive: true });
  writeFileSync(join(bare, 'hooks', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bare, 'hooks', name), 0o755);
}

describe('push', () => {
  test('lands the commit on the branch, with the token in no file and no argument', async () => {
    const encoded = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    const seen: string[] = [];
    const { bare, clone } = await world({ intercept: () => { seen.push(...commandLines()); return false; } });
    const repository = clone();
    const git = await open(repository);
    const commit = await commitOn(git, 'HEAD', 'pushed');
    expect(await git.push(commit, 'main')).toEqual({ type: 'pushed' });
    expect(remoteHead(bare)).toBe(commit);
    expect(repository.git('rev-parse', 'refs/remotes/origin/main')).toBe(commit);
    expect(await git.push(commit, 'refs/heads/feature/x')).toEqual({ type: 'pushed' });
    expect(remoteHead(bare, 'feature/x')).toBe(commit);
    expect(seen.some((line) => line.includes('git-remote-http') || line.includes('remote-http'))).toBe(true);
    expect(seen.filter((line) => line.includes(TOKEN) || line.includes(encoded))).toEqual([]);
    for (const path of allFiles(repository.path)) {
      const content = readFileSync(path, 'latin1');
      expect(content.includes(TOKEN) || content.includes(encoded)).toBe(false);
    }
  });

  test('repeated after an unknown end is still pushed', async () => {
    const { clone } = await world();
    const git = await open(clone());
    const commit = await commitOn(git, 'HEAD', 'x');
    await git.push(commit, 'main');
    expect(await git.push(commit, 'main')).toEqual({ type: 'pushed' });
  });

  test('does not run the repository\'s hooks', async () => {
    const { clone, root } = await world();
    const repository = clone();
    writeFileSync(join(repository.path, '.git/hooks/pre-push'), `#!/bin/sh\nenv > ${root}/leak\nexit 1\n`);
    chmodSync(join(repository.path, '.git/hooks/pre-push'), 0o755);
    const git = await open(repository);
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toEqual({ type: 'pushed' });
    expect(readdirSync(root)).not.toContain('leak');
  });

  test('does not clash with credentials that the checkout persisted, general or exact', async () => {
    const { server, clone } = await world();
    const repository = clone();
    for (const url of [`${server.url}/`, `${server.url}/project.git`]) repository.git('config', '--add', `http.${url}.extraheader`, 'AUTHORIZATION: basic b3RoZXI6b2xk');
    const git = await open(repository);
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toEqual({ type: 'pushed' });
    expect(server.authorizations.every((headers) => headers.length === 1)).toBe(true);
  });

  test('uses persisted credentials where no token is given', async () => {
    const { server, clone } = await world();
    const repository = clone();
    repository.git('config', `http.${server.url}/.extraheader`, `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`);
    const git = await open(repository, null);
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toEqual({ type: 'pushed' });
  });

  test('to a branch that moved on is outdated; after a fetch, a rebased commit is taken', async () => {
    const { other, clone, bare } = await world();
    const git = await open(clone());
    const commit = await commitOn(git, 'HEAD', 'x');
    other.write({ 'b.txt': 'theirs' });
    const theirs = other.commit('theirs');
    other.git('push', '-q', 'origin', 'main');
    expect(await git.push(commit, 'main')).toEqual({ type: 'outdated' });
    expect(await git.fetch('main')).toBe(theirs);
    expect(await git.push(commit, 'main')).toEqual({ type: 'outdated' });
    const rebased = await commitOn(git, theirs, 'x');
    expect(await git.push(rebased, 'main')).toEqual({ type: 'pushed' });
    expect(remoteHead(bare)).toBe(rebased);
  });

  test('that loses a race inside the server is outdated', async () => {
    const { bare, clone, other } = await world();
    const git = await open(clone());
    const tree = other.git('rev-parse', 'HEAD^{tree}');
    serverHook(bare, 'pre-receive', `unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\ngit update-ref refs/heads/main $(git -c user.name=x -c user.email=x@x commit-tree ${tree} -p main -m race)`);
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toEqual({ type: 'outdated' });
  });

  test('that a protected branch declines is refused, with the server\'s words and a remedy', async () => {
    const { bare, clone } = await world();
    const git = await open(clone());
    serverHook(bare, 'pre-receive', 'echo "error: GH006: Protected branch update failed for refs/heads/main." >&2; exit 1');
    const result = await git.push(await commitOn(git, 'HEAD', 'x'), 'main');
    expect(result).toEqual({ type: 'refused', reason: expect.stringMatching(/GH006: Protected branch update failed.*rule bypass/s) as string });
  });

  test('that touches workflow files without the permission is refused with that reason', async () => {
    const { bare, clone } = await world();
    const git = await open(clone());
    serverHook(bare, 'update', 'echo "refusing to allow a GitHub App to create or update workflow \\`.github/workflows/ci.yml\\` without \\`workflows\\` permission" >&2; exit 1');
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toMatchObject({ type: 'refused', reason: expect.stringContaining('`workflows` permission') as string });
  });

  test.each([[403, 'contents: write'], [404, 'address of `origin`']])('answered with %d is refused with a remedy', async (status, remedy) => {
    const { clone } = await world({ intercept: (request, response) => { if (!request.url!.includes('receive-pack')) return false; response.writeHead(status).end(); return true; } });
    const git = await open(clone());
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toMatchObject({ type: 'refused', reason: expect.stringContaining(remedy) as string });
  });

  test('with a wrong token, or none, is refused without a prompt and without the token', async () => {
    const { clone } = await world();
    for (const token of ['ghs_wrongToken', null]) {
      const git = await open(clone(), token);
      const result = await git.push(await commitOn(git, 'HEAD', 'x'), 'main');
      expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('No valid credentials') as string });
      expect(JSON.stringify(result)).not.toMatch(/wrongToken|eC1hY2Nlc3M/);
    }
  });

  test('works after a command changed other settings', async () => {
    const { clone } = await world();
    const repository = clone();
    const git = await open(repository);
    repository.git('config', 'core.hooksPath', '.husky');
    repository.git('branch', '-q', 'other');
    expect(await git.push(await commitOn(git, 'HEAD', 'x'), 'main')).toEqual({ type: 'pushed' });
  });

  test('without a remote is refused', async () => {
    const repository = createRepository(join(await temporary.make(), 'repo'), { a: '1' });
    const git = await open(repository);
    expect(await git.push('HEAD', 'main')).toMatchObject({ type: 'refused', reason: expect.stringContaining('git remote add') as string });
  });

  test.each([
    ['url.http://127.0.0.1:1/evil.git.insteadOf', 'http://127.0.0.1'], ['remote.origin.pushurl', 'http://127.0.0.1:1/evil.git'], ['http.proxy', 'http://127.0.0.1:1'],
    ['credential.helper', '!env > /tmp/leak'], ['core.sshCommand', 'evil'], ['include.path', '/tmp/evil'], ['remote.origin.vcs', 'evil'],
  ])('after a command changed %s is an error, and the token stays here', async (key, value) => {
    const { clone, server } = await world();
    const repository = clone();
    const git = await open(repository);
    const commit = await commitOn(git, 'HEAD', 'x');
    repository.git('config', key, value);
    await expect(git.push(commit, 'main')).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringMatching(new RegExp(`changed.*${key.split('.')[0]!}`, 'i')) as string });
    await expect(git.fetch('main')).rejects.toMatchObject({ name: 'InfrastructureError' });
    expect(server.authorizations).toEqual([]);
  });

  test('to a server that is down is an infrastructure error', async () => {
    const { clone, server } = await world();
    const git = await open(clone());
    await server.close();
    await expect(git.push(await commitOn(git, 'HEAD', 'x'), 'main')).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('network') as string });
  });

  test('to a server that accepts and then says nothing ends', async () => {
    const { clone } = await world();
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
    servers.push({ close: async () => { silent.closeAllConnections(); await new Promise((resolve) => { silent.close(resolve); }); } });
    const repository = clone();
    repository.git('remote', 'set-url', 'origin', `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x.git`);
    const git = await open(repository, TOKEN, 1);
    await expect(git.push(await commitOn(git, 'HEAD', 'x'), 'main')).rejects.toMatchObject({ name: 'InfrastructureError' });
  });

  test('hides credentials that are written into the address', async () => {
    const { clone, server } = await world();
    const repository = clone();
    repository.git('remote', 'set-url', 'origin', `${server.url.replace('://', '://user:passw0rd@')}/project.git`);
    await server.close();
    const git = await open(repository);
    const error: unknown = await git.push(await commitOn(git, 'HEAD', 'x'), 'main').catch((caught: unknown) => caught);
    expect((error as Error).message).not.toContain('passw0rd');
  });
});

describe('branch names', () => {
  test.each(['a..b', '-x', 'x.lock', 'a b', '@{-1}', 'refs/tags/x', '', 'x:y'])('%j is refused as configuration', async (name) => {
    const { clone } = await world();
    const git = await open(clone());
    await expect(git.push('HEAD', name)).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(git.fetch(name)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});

describe('fetch', () => {
  test('of a branch that does not exist is null', async () => {
    const { clone } = await world();
    expect(await (await open(clone())).fetch('no-such-branch')).toBeNull();
  });

  test('in a shallow clone brings the commits above it', async () => {
    const { other, clone } = await world({}, 5);
    const repository = clone('--depth=1');
    const git = await open(repository);
    expect((await git.head())?.shallow).toBe(true);
    other.write({ 'b.txt': 'theirs' });
    const theirs = other.commit('theirs');
    other.git('push', '-q', 'origin', 'main');
    expect(await git.fetch('main')).toBe(theirs);
    expect(repository.git('merge-base', 'HEAD', theirs)).toBe(repository.git('rev-parse', 'HEAD'));
  });

  test('in a shallow clone deepens until the rebase base exists', async () => {
    const { other, clone, bare } = await world({}, 80);
    const repository = clone('--depth=1');
    const git = await open(repository);
    const fork = other.git('rev-parse', 'HEAD~60');
    other.git('reset', '-q', '--hard', fork);
    other.write({ 'b.txt': 'rewritten' });
    const theirs = other.commit('rewritten');
    other.git('push', '-q', '--force', 'origin', 'main');
    expect(remoteHead(bare)).toBe(theirs);
    expect(await git.fetch('main')).toBe(theirs);
    expect(repository.git('merge-base', 'HEAD', theirs)).toBe(fork);
  });

  test('with a wrong token is an error with a remedy', async () => {
    const { clone } = await world();
    await expect((await open(clone(), 'ghs_wrong')).fetch('main')).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('token') as string });
  });

  test('a push from a shallow clone lands', async () => {
    const { clone, bare } = await world({}, 3);
    const git = await open(clone('--depth=1'));
    const commit = await commitOn(git, 'HEAD', 'x');
    expect(await git.push(commit, 'main')).toEqual({ type: 'pushed' });
    expect(remoteHead(bare)).toBe(commit);
  });
});

describe('a branch of our own', () => {
  test('is rewritten only if it stands where it was expected, and made only where there is none', async () => {
    const { bare, clone, other } = await world();
    const git = await open(clone());
    const [first, second, third] = [await commitOn(git, 'HEAD', '1'), await commitOn(git, 'HEAD', '2'), await commitOn(git, 'HEAD', '3')];
    expect(await git.push(first, 'bot/x', { replacing: null })).toEqual({ type: 'pushed' });
    expect(await git.push(second, 'bot/x', { replacing: null })).toEqual({ type: 'outdated' });
    expect(await git.push(second, 'bot/x')).toEqual({ type: 'outdated' });
    expect(await git.push(second, 'bot/x', { replacing: first })).toEqual({ type: 'pushed' });
    expect(await git.push(third, 'bot/x', { replacing: first })).toEqual({ type: 'outdated' });
    expect(remoteHead(bare, 'bot/x')).toBe(second);
    other.git('push', '-q', 'origin', ':bot/x');
    expect(await git.push(third, 'bot/x', { replacing: second })).toEqual({ type: 'outdated' });
  });

  test('is made in no dry run', async () => {
    const { bare, clone } = await world();
    const git = await open(clone());
    expect(await git.push(await commitOn(git, 'HEAD', '1'), 'bot/x', { dryRun: true, replacing: null })).toEqual({ type: 'pushed' });
    expect(execFileSync('git', ['--git-dir', bare, 'branch', '--list', 'bot/*'], { encoding: 'utf8' })).toBe('');
  });

  test.each([['full', []], ['shallow', ['--depth', '1']]])('shows its tip with message and parent in a %s clone, which stays %s', async (kind, options) => {
    const { clone, other } = await world({}, 3);
    const base = other.git('rev-parse', 'HEAD~1');
    other.git('checkout', '-q', '-b', 'bot/x', base);
    other.write({ 'b.txt': 'b\n' });
    const commit = other.commit('Add b\n\nSelf-Coding-Patch: 1');
    other.git('push', '-q', 'origin', 'bot/x');
    const repository = clone(...options, '--branch', 'main');
    const git = await open(repository);
    expect(await git.tip('bot/none')).toBeNull();
    expect(await git.tip('bot/x')).toEqual({ commit, parents: [base], message: expect.stringMatching(/^Add b\n\nSelf-Coding-Patch: 1\n/) as unknown });
    expect((await git.diffTrees(base, commit)).map(({ path }) => path)).toEqual(['b.txt']);
    expect(repository.git('rev-parse', '--is-shallow-repository')).toBe(String(kind === 'shallow'));
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe(kind === 'shallow' ? '1' : '3');
  });
});
