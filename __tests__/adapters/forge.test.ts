import type { ForgeOptions } from '../../src/adapters/forge.ts';
import type { Forge } from '../../src/core/ports-forge.ts';
import { asked, forgeAt, NEW, testClock, type TestClock } from '../support/forge.ts';
import { startGitHub, type GitHub } from '../support/github-server.ts';

let github: GitHub;
let clock: TestClock;
let forge: Forge;

const forgeOf = (more: Partial<ForgeOptions> = {}): Forge => forgeAt(github, clock, more);

beforeEach(async () => {
  github = await startGitHub();
  clock = testClock();
  forge = forgeOf();
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

describe('verbs', () => {
  test('a pull request is opened with one request', async () => {
    const result = await forge.open(NEW);
    expect(result).toEqual({
      type: 'done',
      value: { number: 1, url: `${github.serverUrl}/acme/shop/pull/1`, state: 'open', draft: false, branch: NEW.branch, head: github.pulls[0]!.head, base: 'main', title: NEW.title, body: NEW.body, author: 'github-actions[bot]', mergeCommit: null, updatedAt: github.pulls[0]!.updatedAt },
    });
    expect(asked(github)).toEqual(['POST /pulls']);
    expect(github.requests[0]!.headers).toMatchObject({ 'user-agent': expect.stringMatching(/^self-coding\/1\.2\.3/) as string, authorization: `token ${github.token}` });
  });

  test('full ref names are names of branches', async () => {
    expect(await forge.open({ ...NEW, branch: 'refs/heads/x', base: 'refs/heads/main' })).toMatchObject({ type: 'done', value: { branch: 'x', base: 'main' } });
    expect(await forge.ofBranch('refs/heads/x')).toMatchObject({ type: 'done', value: [{ number: 1 }] });
  });

  test('a draft is opened as a draft, and made ready and a draft again', async () => {
    await forge.open({ ...NEW, draft: true });
    expect(await forge.setDraft(1, false)).toEqual({ type: 'done', value: null });
    expect(github.pulls[0]!.draft).toBe(false);
    expect(await forge.setDraft(1, true)).toEqual({ type: 'done', value: null });
    expect(github.pulls[0]!.draft).toBe(true);
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls/1', 'POST /graphql', 'GET /pulls/1', 'POST /graphql']);
  });

  test('what is a draft already is left alone', async () => {
    await forge.open({ ...NEW, draft: true });
    expect(await forge.setDraft(1, true)).toEqual({ type: 'done', value: null });
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls/1']);
  });

  test('all pull requests of a branch are found, newest first, with what became of them; those of forks are not', async () => {
    github.openByHuman({ branch: 'topic' });
    github.closeByHuman(1);
    github.openByHuman({ branch: 'topic' });
    github.merge(2);
    github.openByHuman({ branch: 'topic', draft: true });
    github.openByHuman({ branch: 'topic', fork: 'mallory/shop', author: 'mallory' });
    github.openByHuman({ branch: 'topic', fork: 'acme/shop-fork' });
    github.openByHuman({ branch: 'other' });
    const found = await forge.ofBranch('topic');
    expect(found).toMatchObject({ type: 'done', value: [{ number: 3, state: 'open', draft: true, author: 'alice' }, { number: 2, state: 'merged', mergeCommit: github.pulls[1]!.mergeCommit }, { number: 1, state: 'closed', mergeCommit: null }] });
    expect(asked(github)).toEqual(['GET /pulls']);
  });

  test('open pull requests are found by prefix over all pages, oldest first; those of forks and closed ones are not', async () => {
    for (let i = 1; i <= 250; i += 1) github.openByHuman({ branch: i % 100 === 0 ? `self-coding/${i}` : `topic-${i}` });
    github.openByHuman({ branch: 'self-coding/closed' });
    github.closeByHuman(251);
    github.openByHuman({ branch: 'self-coding/fork', fork: 'mallory/shop' });
    const found = await forge.openWith('self-coding/');
    expect(found.type === 'done' && found.value.map(({ number }) => number)).toEqual([100, 200]);
    expect(github.requests.map(({ query }) => query.get('page'))).toEqual(['1', '2', '3']);
  });

  test('title and body are updated', async () => {
    await forge.open(NEW);
    expect(await forge.update(1, { title: 'Two\nlines', body: 'New' })).toMatchObject({ type: 'done', value: { number: 1, title: 'Two lines', body: 'New' } });
  });

  test('titles and bodies are cut to what GitHub takes, on a boundary of characters', async () => {
    const result = await forge.open({ ...NEW, title: '😀'.repeat(200), body: `a${'😀'.repeat(40_000)}\0` });
    if (result.type === 'failed') throw new Error(result.reason);
    expect(result.value.title.length).toBeLessThanOrEqual(256);
    expect(result.value.body.length).toBeLessThanOrEqual(65_536);
    expect([result.value.title, result.value.body].every((text) => text.isWellFormed() && text.endsWith('😀…'))).toBe(true);
  });

  test('labels, reviewers, teams, assignees and comments are added', async () => {
    await forge.open(NEW);
    const done = [
      await forge.addLabels(1, ['bug', ' bug', '']), await forge.addLabels(1, ['automated']), await forge.requestReviewers(1, ['@alice'], ['acme/core']), await forge.addAssignees(1, ['Bob'.toLowerCase()]), await forge.comment(1, 'Hello'),
    ];
    expect(done).toEqual(done.map(() => ({ type: 'done', value: null })));
    expect(github.pulls[0]).toMatchObject({ labels: ['bug', 'automated'], reviewers: ['alice'], teams: ['core'], assignees: ['bob'], comments: [{ body: 'Hello' }] });
  });

  test('nothing to add is nothing asked', async () => {
    expect([await forge.addLabels(1, []), await forge.requestReviewers(1, [], []), await forge.addAssignees(1, ['', ' '])]).toEqual([1, 2, 3].map(() => ({ type: 'done', value: null })));
    expect(github.requests).toEqual([]);
  });

  test('one reviewer who cannot review does not keep the others from it', async () => {
    await forge.open(NEW);
    const result = await forge.requestReviewers(1, ['alice', 'stranger', 'bob'], ['core', 'nobody']);
    expect(result).toMatchObject({ type: 'failed', failure: 'invalid', reason: expect.stringMatching(/no review was requested from stranger, nobody: .*Reviews may only be requested from collaborators/) as string });
    expect(github.pulls[0]).toMatchObject({ reviewers: ['alice', 'bob'], teams: ['core'] });
  });

  test('the author cannot review', async () => {
    github.openByHuman({ branch: 'topic', author: 'alice' });
    expect(await forge.requestReviewers(1, ['alice'], [])).toMatchObject({ type: 'failed', failure: 'invalid', reason: expect.stringMatching(/from alice: .*Review cannot be requested from pull request author/) as string, remedy: expect.stringMatching(/not the author/) as string });
  });

  test('whom GitHub silently does not assign is told', async () => {
    await forge.open(NEW);
    expect(await forge.addAssignees(1, ['alice', 'stranger'])).toMatchObject({ type: 'failed', failure: 'invalid', reason: 'GitHub did not assign stranger.' });
    expect(github.pulls[0]!.assignees).toEqual(['alice']);
  });

  test('what the token may do', async () => {
    expect(await forge.permissions()).toEqual({ type: 'done', value: { push: true, defaultBranch: 'main', archived: false } });
    Object.assign(github.settings, { push: false, archived: true });
    expect(await forge.permissions()).toEqual({ type: 'done', value: { push: false, defaultBranch: 'main', archived: true } });
  });

  test('a repository that was renamed is followed, for reads and writes', async () => {
    github.settings.formerName = 'acme/old';
    const old = forgeOf({ repository: 'acme/old' });
    expect(await old.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(await old.ofBranch(NEW.branch)).toMatchObject({ type: 'done', value: [{ number: 1 }] });
  });
});

test('nothing is written to the outputs of the process, also when GitHub announces an end', async () => {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const originals = streams.map((stream) => stream.write.bind(stream));
  const consoles = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => [name, console[name].bind(console)] as const);
  for (const stream of streams) stream.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  for (const [name] of consoles) console[name] = (...texts: unknown[]) => { written.push(texts.map(String).join(' ')); };
  try {
    github.fail({ status: 200, body: { default_branch: 'main' }, headers: { deprecation: 'Sat, 01 Jan 2022 00:00:00 GMT', sunset: 'Sun, 01 Jan 2023 00:00:00 GMT', link: '<https://developer.github.com/deprecation>; rel="deprecation"' } });
    await forge.permissions();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = originals[index]!;
    for (const [name, original] of consoles) console[name] = original;
  }
  expect(written).toEqual([]);
});

test('the compare link is made without a request', () => {
  expect(forge.compareUrl({ branch: 'refs/heads/self-coding/a#1', base: 'main', title: 'A & B\nC', body: 'x=1' })).toBe(`${github.serverUrl}/acme/shop/compare/main...self-coding/a%231?quick_pull=1&title=A%20%26%20B%20C&body=x%3D1`);
  expect(github.requests).toEqual([]);
});
