import { describe, expect, test } from '@jest/globals';
import { SMALL_FILES, SMALL_TASK, TOKEN } from '../support/hosted.ts';
import { watched } from '../support/job.ts';
import { proposingMachines, pullRequestOf, type ProposingPlace } from '../support/proposing-job.ts';
import { told } from '../support/results.ts';

const place = proposingMachines();

describe('a request', () => {
  test('opens a pull request; again, nothing is run; the base moves, and it is brought up to date in place', async () => {
    const here = await place();
    const base = here.remoteHead();
    const { result: first, before, after } = await watched(here, () => here.propose(SMALL_TASK));
    expect(told(first)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(pullRequestOf(first)).toEqual({ number: '1', operation: 'created' });
    expect(first.summary).toMatch(/^\*\*Opened pull request #1\*\*: /);
    expect(first.summary).toContain('[pull request 1](<');
    const [pull] = here.github.pulls;
    expect(pull).toMatchObject({ base: 'main', draft: false, head: first.outputs['commit-sha'] });
    expect(pull!.branch).toMatch(/^self-coding\/helper-text-in-capitals-as-shout-[0-9a-f]{8}$/);
    expect(here.proposed(pull!.branch)).toEqual({ commits: 1, paths: ['src/text.js'] });
    expect(pull!.body).toContain('| accept | 1 failed | 1 passed |');
    // The checkout and the base stay where they were.
    expect([here.remoteHead(), (after as { head: string }).head, (after as { tree: unknown }).tree]).toEqual([base, (before as { head: string }).head, (before as { tree: unknown }).tree]);
    for (const text of [first.log.replace(/^::add-mask::.*$/gm, ''), first.summary, JSON.stringify(first.outputs), pull!.body ?? '']) expect(text).not.toContain(TOKEN);

    const again = await here.propose(SMALL_TASK);
    expect(told(again)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(pullRequestOf(again)).toEqual({ number: '1', operation: 'unchanged' });
    expect(again.log).not.toMatch(/baseline:|accept: /);
    expect(again.outputs['reasons']).toContain('pull request #1 is open, and the files that it changes are the same');

    here.pushElsewhere({ 'src/text.js': `// Words.\n${SMALL_FILES['src/text.js'] as string}` });
    here.pull();
    const moved = await here.propose(SMALL_TASK);
    expect(told(moved)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(pullRequestOf(moved)).toEqual({ number: '1', operation: 'updated' });
    expect(moved.summary).toMatch(/^\*\*Updated pull request #1\*\*: /);
    expect(here.proposed(pull!.branch)).toEqual({ commits: 1, paths: ['src/text.js'] });
    expect(here.github.pulls).toHaveLength(1);
    expect(here.github.pulls[0]!.body).toContain(moved.outputs['patch-id']!);
  });

  test('that is held becomes a draft that says what is missing', async () => {
    const here = await place();
    const result = await here.propose({ ...SMALL_TASK, 'test-command': 'no-such-tool' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'held' });
    expect(pullRequestOf(result)).toEqual({ number: '1', operation: 'created' });
    expect(here.github.pulls[0]).toMatchObject({ draft: true, body: expect.stringMatching(/^\*\*Evidence is missing/) as unknown });
    expect(result.summary).toMatch(/^\*\*Held\*\* 1 of 1: .* · draft pull request \\?#/);
  });

  test('where pull requests are not allowed: the branch is pushed, a link opens one, and nothing has failed', async () => {
    const here = await place();
    here.github.settings.actionsMayCreate = false;
    const result = await here.propose(SMALL_TASK);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.summary).toMatch(/^\*\*Pushed a branch, no pull request\*\*: /);
    const url = /\[Open the pull request\]\(<(https:\/\/github\.com\/octo\/sample\/compare\/main\.\.\.self-coding\/helper-[^>]+)>\)/.exec(result.summary)![1]!;
    expect(result.log).toContain(url);
    expect(new URL(url).searchParams.get('title')).toMatch(/shout/);
    expect(result.summary).toContain('Allow GitHub Actions to create and approve pull requests');
    expect(result.outputs).toMatchObject({ 'pull-request-number': '', 'commit-sha': expect.stringMatching(/^[0-9a-f]{40}$/) as unknown });
    expect(here.github.pulls).toEqual([]);
  });

  test('in a dry run: nothing is asked of anybody but what is open, and the headline says what would be', async () => {
    const here = await place();
    const { result, before, after } = await watched(here, () => here.propose({ ...SMALL_TASK, 'dry-run': 'true' }));
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.summary).toMatch(/^\*\*Would open 1 pull request\*\*: /);
    expect(after).toEqual(before);
    expect(here.github.requests.every(({ method }) => method === 'GET')).toBe(true);
    const alone = await here.job({ ...SMALL_TASK, publish: '', 'dry-run': 'true' });
    expect([told(alone), /^\*\*Would open 1 pull request\*\*/.test(alone.summary)]).toEqual([{ exitCode: 0, outcome: 'kept' }, true]);
  });
});

describe('found work', () => {
  test('is proposed once, waits while it is open, and does not come back once a person has closed it', async () => {
    const here = await place({ example: 'javascript' });
    const first = await here.propose();
    expect(told(first)).toEqual({ exitCode: 0, outcome: 'kept' });
    const [pull] = here.github.pulls;
    expect(pull!.branch).toMatch(/^self-coding\/(extract|suppressions)-/);
    const second = await here.propose();
    expect([second.exitCode, here.github.pulls.length]).toEqual([0, 1]);
    expect(second.log).not.toMatch(/baseline:/);
    // What waits for it is no reason to look again: not even setup runs.
    const idle = await here.propose();
    expect(idle.summary.replaceAll('\\', '').replaceAll('&#8203;', '')).toMatch(/^\*\*Nothing to do\*\*: Nothing new since .*; pull request #1 still open/);
    expect(idle.log).not.toMatch(/group::(setup|plan)/);
    here.github.closeByHuman(1);
    const third = await here.propose();
    expect(third.exitCode).toBe(0);
    expect(third.log).toContain('pull request #1 was closed without a merge');
    expect(third.log).toMatch(/left out: .*: pull request #1 for it was closed without a merge/);
    expect(here.github.pulls.filter(({ branch }) => branch === pull!.branch)).toHaveLength(1);
  });
});

test('two changes of one run stand on the base side by side, and what finds no room waits', async () => {
  const entry = (id: string): string => `  - { id: ${id}, prompt: text in capitals as \`shout\`, target: src/text.js, accept-command: node accept.mjs }\n`;
  const configuration = `replay-file: .github/answers.jsonl\nmax-tasks: 5\npull-request: { max-open: 2, labels: [bot] }\nbacklog:\n${['one', 'two', 'three', 'four'].map(entry).join('')}`;
  // One recorded answer for each question.
  const answers = (SMALL_FILES['.github/answers.jsonl'] as string).repeat(4);
  const here = await place({ files: { ...SMALL_FILES, '.github/self-coding.yml': configuration, '.github/answers.jsonl': answers } });
  const base = here.remoteHead();
  const result = await here.propose({ 'test-command': 'node test.mjs', 'lint-command': 'none', kinds: 'helper' });
  expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
  expect(here.github.pulls.map(({ branch, labels }) => [branch, labels])).toEqual([['self-coding/helper-one', ['bot']], ['self-coding/helper-two', ['bot']]]);
  for (const { branch } of here.github.pulls) expect(here.proposed(branch)).toEqual({ commits: 1, paths: ['src/text.js'] });
  expect(here.remoteHead()).toBe(base);
  expect(result.summary).toMatch(/^\*\*Opened 2 pull requests\*\*: /);
  // Said once, however many wait.
  expect(result.summary.match(/More work waits: .*max-open/g)).toHaveLength(1);
  here.github.closeByHuman(1);
  here.github.merge(2);
  here.pull();
  const next = await here.propose({ 'test-command': 'node test.mjs', 'lint-command': 'none', kinds: 'helper' });
  expect(next.log).toContain('pull request #2 was merged');
  expect(next.log).toContain('2 requests from the backlog');
});

describe('said before any work', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, (here: ProposingPlace) => void, readonly RegExp[]])[] = [
    ['no token', { token: '' }, {}, () => undefined, [/needs a `?token`? and a repository on GitHub/, /`publish: push`/]],
    ['the merge commit of another pull request', {}, { GITHUB_REF: 'refs/pull/7/merge' }, ({ repository }) => { repository.git('checkout', '-q', '--detach'); }, [/refs\/pull\/7\/merge/, /workflow_dispatch/]],
    ['commits that the remote does not have', {}, {}, ({ repository }) => { repository.write({ 'src/local.js': 'export const local = 1;\n' }); repository.commit('local'); }, [/has commits that main of origin does not have/, /Push them first/]],
    ['a branch that the remote does not have', {}, {}, ({ repository }) => { repository.git('checkout', '-q', '-b', 'topic'); }, [/origin has no branch topic/, /git push origin topic/]],
    ['a branch of the engine itself', {}, {}, ({ repository }) => { repository.git('checkout', '-q', '-b', 'self-coding/helper-x'); }, [/is one of the engine's own/, /branch-prefix/]],
  ];
  test.each(cases)('%s', async (_, inputs, environment, prepare, expected) => {
    const here = await place();
    prepare(here);
    const result = await here.propose({ ...SMALL_TASK, ...inputs }, environment);
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'failed']);
    for (const pattern of expected) expect(result.summary.replaceAll('\\', '')).toMatch(pattern);
    expect(result.log).not.toContain('baseline');
    expect(here.github.pulls).toEqual([]);
  });

  test('a token that may not push', async () => {
    const here = await place({ files: SMALL_FILES }, (kind, _, response) => {
      if (kind === 'fetch') return false;
      response.writeHead(403).end('Permission to octo/sample.git denied to github-actions[bot].');
      return true;
    });
    const result = await here.propose(SMALL_TASK);
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'failed']);
    expect(result.summary).toContain('`permissions: contents: write`');
    expect(result.log).not.toContain('baseline');
  });

  test('a detached HEAD at a commit of the default branch is no obstacle', async () => {
    const here = await place();
    here.repository.git('checkout', '-q', '--detach');
    const result = await here.propose(SMALL_TASK, { GITHUB_REF: 'refs/tags/v1' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(here.github.pulls[0]).toMatchObject({ base: 'main' });
  });
});
