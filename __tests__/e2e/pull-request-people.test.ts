/** Pull requests where people, other runs and the host do something meanwhile. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { secondaryLimit } from '../support/github-failures.ts';
import { SMALL_TASK, TOKEN } from '../support/hosted.ts';
import { proposingMachines, pullRequestOf, type ProposingPlace } from '../support/proposing-job.ts';
import { openRepository } from '../support/repository.ts';
import { told } from '../support/results.ts';

const place = proposingMachines();

function remote({ repository, bare }: ProposingPlace, ...args: readonly string[]): string {
  return repository.git('-C', bare, ...args);
}

describe('a branch name', () => {
  test('that a person has taken stays theirs: the change gets the next one, and finds it again', async () => {
    const here = await place();
    const theirs = here.pushElsewhere({ 'notes.md': 'mine\n' });
    here.pull();
    const branch = 'self-coding/helper-text-in-capitals-as-shout-bb3e992c';
    remote(here, 'update-ref', `refs/heads/${branch}`, theirs);
    const first = await here.propose(SMALL_TASK);
    expect([told(first), pullRequestOf(first)]).toEqual([{ exitCode: 0, outcome: 'kept' }, { number: '1', operation: 'created' }]);
    expect([here.github.pulls[0]!.branch, remote(here, 'rev-parse', branch)]).toEqual([`${branch}-2`, theirs]);
    expect(pullRequestOf(await here.propose(SMALL_TASK))).toEqual({ number: '1', operation: 'unchanged' });
  });

  test('below which no branch can lie is told, with the setting, and the patch is not lost', async () => {
    const here = await place();
    remote(here, 'branch', 'self-coding', 'main');
    const result = await here.propose(SMALL_TASK);
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'failed']);
    expect(result.summary).toContain('`pull-request.branch-prefix`');
    expect(result.summary.replaceAll('\\', '')).toMatch(/Nothing is lost: wrote .*\.patch/);
  });

  test('on which a person has worked is left alone before anything runs', async () => {
    const here = await place();
    await here.propose(SMALL_TASK);
    const { branch } = here.github.pulls[0]!;
    here.repository.git('fetch', '-q', here.bare, branch);
    here.repository.git('checkout', '-q', '-b', 'mine', 'FETCH_HEAD');
    here.repository.write({ 'src/other.js': 'export const other = 1;\n' });
    const theirs = here.repository.commit('mine');
    here.repository.git('push', '-q', here.bare, `mine:refs/heads/${branch}`);
    here.repository.git('checkout', '-q', 'main');
    const result = await here.propose(SMALL_TASK);
    expect([told(result), remote(here, 'rev-parse', branch)]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, theirs]);
    expect(result.outputs['reasons']).toContain(`someone committed to ${branch} (pull request #1); left alone`);
    expect(result.log).not.toContain('baseline:');
  });
});

describe('two runs at the same time', () => {
  test('on two machines: one branch, one pull request, both end well', async () => {
    const here = await place();
    const second = join(here.directory, 'second');
    here.repository.git('clone', '-q', here.bare, second);
    openRepository(second).git('remote', 'set-url', 'origin', here.url);
    const both = await Promise.all([here.propose(SMALL_TASK), here.job({ publish: 'pull-request', token: TOKEN, ...SMALL_TASK }, { workspace: second, environment: { GITHUB_WORKSPACE: second, GITHUB_API_URL: here.github.apiUrl, GITHUB_GRAPHQL_URL: here.github.graphqlUrl } })]);
    for (const result of both) expect({ exitCode: result.exitCode, number: result.outputs['pull-request-number'], log: result.log }).toMatchObject({ exitCode: 0, number: '1' });
    expect(here.github.pulls).toHaveLength(1);
    expect(here.proposed(here.github.pulls[0]!.branch)).toEqual({ commits: 1, paths: ['src/text.js'] });
  });

  test('in one working tree: the second one says whose it is, and the first ends well', async () => {
    const here = await place();
    const both = await Promise.all([here.propose(SMALL_TASK), here.propose(SMALL_TASK)]);
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    const [refused] = both.filter(({ exitCode }) => exitCode === 1);
    expect(refused!.log).toMatch(/another run uses this working tree: process \d+ .*git worktree add/);
    expect(here.github.pulls).toHaveLength(1);
    expect(here.repository.git('status', '--porcelain')).toBe('');
  });
});

describe('the host', () => {
  test('asks to wait an hour in the middle: the branch is pushed, the link is given, the next run opens it', async () => {
    const here = await place();
    here.github.fail({ ...secondaryLimit(3600), on: 'POST /repos/octo/sample/pulls' });
    const first = await here.propose(SMALL_TASK);
    expect(told(first)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(first.summary).toMatch(/^\*\*Pushed a branch, no pull request\*\*: /);
    expect(first.summary).toMatch(/secondary rate limit.*Run again after/);
    const again = await here.propose(SMALL_TASK);
    expect([told(again), pullRequestOf(again)]).toEqual([{ exitCode: 0, outcome: 'kept' }, { number: '1', operation: 'created' }]);
    expect(here.proposed(here.github.pulls[0]!.branch).commits).toBe(1);
  });

  test('takes no label: the pull request stands, and the log says so', async () => {
    const here = await place();
    here.github.fail({ status: 403, body: { message: 'Resource not accessible by integration' }, on: 'POST /repos/octo/sample/issues' });
    here.repository.write({ '.github/self-coding.yml': `${here.repository.git('show', 'HEAD:.github/self-coding.yml')}\npull-request: { labels: [bot] }\n` });
    here.repository.commit('labels');
    here.repository.git('push', '-q', here.bare, 'main');
    const result = await here.propose(SMALL_TASK);
    expect([told(result), pullRequestOf(result)]).toEqual([{ exitCode: 0, outcome: 'kept' }, { number: '1', operation: 'created' }]);
    expect(result.log).toContain('Pull request #1 got no labels: ');
  });

  test('knows the repository under another name by now: followed', async () => {
    const here = await place();
    here.github.settings.formerName = 'octo/old';
    const result = await here.propose(SMALL_TASK, { GITHUB_REPOSITORY: 'octo/old' });
    expect([told(result), pullRequestOf(result)]).toEqual([{ exitCode: 0, outcome: 'kept' }, { number: '1', operation: 'created' }]);
  });
});

test('a person who reopens what was closed takes the rejection back', async () => {
  const here = await place({ example: 'javascript' });
  await here.propose();
  here.github.closeByHuman(1);
  expect((await here.propose()).log).toContain('was closed without a merge');
  here.github.reopenByHuman(1);
  const result = await here.propose({ kinds: 'extract' });
  expect(result.exitCode).toBe(0);
  expect(result.log).toContain('pull request #1 is open');
});
