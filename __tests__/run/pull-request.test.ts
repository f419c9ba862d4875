import { execFileSync } from 'node:child_process';
import { knownPullRequests } from '../../src/core/history/pull-requests.ts';
import type { Attempt } from '../../src/core/model/patch.ts';
import type { FoundTask } from '../../src/core/model/task.ts';
import { landPullRequests, publicationOf } from '../../src/run/land-pull-requests.ts';
import { branchFor } from '../../src/run/pull-request-branch.ts';
import { closedByPerson, isDecided, standingOf } from '../../src/run/pull-request-plan.ts';
import { publish } from '../../src/run/pull-request.ts';
import { refusal } from '../support/github-failures.ts';
import { FOUND, proposing, REQUESTED, type Proposing, type Run } from '../support/proposing.ts';

const scene = proposing();
const BRANCH = branchFor(FOUND, 'self-coding/');
const SECOND: FoundTask = { ...FOUND, id: 'extract-2', title: 'another', paths: ['src/b.js'] };

async function opened(here: Proposing): Promise<Attempt> {
  const run = await here.begin();
  return (await run.land(await run.kept()))[0]!;
}

function show(here: Proposing, what: string): string {
  return execFileSync('git', ['-C', here.bare, 'show', what], { encoding: 'utf8' });
}

function standing(run: Run, task: Parameters<typeof standingOf>[0] = FOUND, proposed: readonly Attempt[] = []) {
  return standingOf(task, proposed, run.session);
}

describe('a kept change', () => {
  test('gets a branch with one commit on the base, and a pull request', async () => {
    const here = await scene();
    const attempt = await opened(here);
    expect(attempt.pullRequest).toEqual({ number: 1, url: `${here.github.serverUrl}/acme/shop/pull/1`, operation: 'created', draft: false });
    expect(here.branches()[BRANCH]).toBe(attempt.commit);
    expect(show(here, `${BRANCH}:src/a.js`)).toBe('export const a = 2;\n');
    expect(execFileSync('git', ['-C', here.bare, 'rev-list', '--count', `main..${BRANCH}`], { encoding: 'utf8' }).trim()).toBe('1');
    const [pull] = here.github.pulls;
    expect(pull).toMatchObject({ branch: BRANCH, base: 'main', head: attempt.commit, draft: false, title: 'Reuse `isPlainObject` in 3 modules' });
    expect(here.github.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual(['/repos/acme/shop/pulls']);
    expect(knownPullRequests(here.state.history.ledger)).toMatchObject([{ number: 1, state: 'open', branch: BRANCH, taskId: FOUND.id, head: attempt.commit }]);
  });

  test('is proposed until a person merges it: only then it has landed and earns something', async () => {
    const here = await scene();
    const attempt = await opened(here);
    expect(here.state.history.entry(attempt.patchId)).toMatchObject({ outcome: 'proposed', commit: null });
    expect(here.state.series().cumulativeRoi.at(-1)).toBe(0);
    here.github.merge(1);
    await here.begin();
    expect(here.state.history.entry(attempt.patchId)).toMatchObject({ outcome: 'kept', commit: here.branches()['main'] });
    expect(here.state.series().cumulativeRoi.at(-1)).toBeCloseTo(attempt.roiDelta);
    expect(isDecided(FOUND.id, here.state)).toBe(true);
  });

  test('asks for labels and people once; what cannot be done is a warning', async () => {
    const here = await scene();
    const wanted = { labels: ['bot'], reviewers: ['alice'], teamReviewers: ['core'], assignees: ['nobody'] };
    const run = await here.begin(wanted);
    const [attempt] = await run.land(await run.kept());
    expect(attempt!.pullRequest?.operation).toBe('created');
    expect(here.github.pulls[0]).toMatchObject({ labels: ['bot'], reviewers: ['alice'], teams: ['core'] });
    expect(run.story.report().warnings).toEqual([expect.stringMatching(/^Pull request #1 got no assignees: /)]);
    here.moveBase({ 'src/a.js': '// new\nexport const a = 1;\n' });
    const asked = here.github.requests.length;
    const next = await here.begin(wanted);
    await next.land(await next.kept(FOUND, '// new\nexport const a = 2;\n'));
    expect(here.github.requests.slice(asked).filter(({ path }) => /labels|requested_reviewers|assignees/.test(path))).toEqual([]);
  });
});

test('whoever uses the default token is told that no workflow starts; whoever uses another is not', async () => {
  const here = await scene();
  const run = await here.begin({ maxOpen: 2 });
  await run.land(await run.kept());
  expect(run.story.report().remedies).toEqual([expect.stringMatching(/^GitHub starts no workflows for pull request #1, .*`token` of an app/)]);
  here.github.settings.login = 'shop-improver[bot]';
  const next = await here.begin({ maxOpen: 2 });
  await next.land(await next.kept(SECOND, 'export const b = 2;\n'));
  expect(next.story.report().remedies).toEqual([]);
});

describe('what is open already', () => {
  test('stays as it is while the files that it changes do: known before anything is tried, also without a state', async () => {
    const here = await scene();
    await opened(here);
    here.moveBase({ 'README.md': 'other words\n' });
    expect(standing(await here.begin())).toMatchObject({ type: 'settled', link: { number: 1, operation: 'unchanged' }, reason: expect.stringContaining('nothing to prove again') as unknown });
    here.forget();
    expect(standing(await here.begin())).toMatchObject({ type: 'settled', link: { number: 1 } });
  });

  test('the same edits again push nothing and change no text', async () => {
    const here = await scene();
    const first = await opened(here);
    here.moveBase({ 'README.md': 'other words\n' });
    const run = await here.begin();
    const [again] = await run.land(await run.kept());
    expect(again!.pullRequest).toMatchObject({ number: 1, operation: 'unchanged' });
    expect([again!.commit, here.branches()[BRANCH]]).toEqual([first.commit, first.commit]);
    expect(here.github.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  test('is brought up to date in place when its files changed', async () => {
    const here = await scene();
    const first = await opened(here);
    here.moveBase({ 'src/a.js': '// new\nexport const a = 1;\n' });
    const run = await here.begin();
    expect(standing(run)).toEqual({ type: 'try' });
    const [again] = await run.land(await run.kept(FOUND, '// new\nexport const a = 2;\n'));
    expect(again!.pullRequest).toMatchObject({ number: 1, operation: 'updated' });
    expect(here.branches()[BRANCH]).toBe(again!.commit);
    expect(again!.commit).not.toBe(first.commit);
    expect(execFileSync('git', ['-C', here.bare, 'rev-list', '--count', `main..${BRANCH}`], { encoding: 'utf8' }).trim()).toBe('1');
    expect(here.github.pulls).toHaveLength(1);
    expect(here.github.pulls[0]!.body).toContain(again!.patchId);
  });

  test('lets other work wait, which is known before anything is tried', async () => {
    const here = await scene();
    await opened(here);
    const run = await here.begin();
    expect(standing(run, SECOND)).toMatchObject({ type: 'waits', reason: '1 pull request of the engine is open (#1), and `pull-request.max-open` is 1: merge or close one, or raise it' });
    const roomy = await here.begin({ maxOpen: 2 });
    expect(standing(roomy, SECOND)).toEqual({ type: 'try' });
    expect(standing(roomy, { ...SECOND, paths: ['src/a.js'] })).toMatchObject({ type: 'busy', reason: 'pull request #1 changes src/a.js' });
    const { attempt } = await roomy.kept(SECOND, 'export const b = 2;\n');
    expect(standing(roomy, { ...SECOND, id: 'extract-3', paths: [] }, [attempt])).toMatchObject({ type: 'waits' });
  });

  test('two changes of one run stand on the base side by side', async () => {
    const here = await scene();
    const run = await here.begin({ maxOpen: 2 });
    const first = await run.kept();
    expect(standing(run, { ...SECOND, paths: ['src/a.js'] }, [first.attempt])).toMatchObject({ type: 'busy', reason: 'another proposal of this run changes src/a.js' });
    const both = await run.land(first, await run.kept(SECOND, 'export const b = 2;\n'));
    expect(both.map(({ pullRequest }) => pullRequest?.number)).toEqual([1, 2]);
    const base = here.branches()['main'];
    for (const { commit } of both) expect(execFileSync('git', ['-C', here.bare, 'rev-parse', `${commit!}^`], { encoding: 'utf8' }).trim()).toBe(base);
  });

  test('a pull request of a person under the same prefix is not counted', async () => {
    const here = await scene();
    here.github.openByHuman({ branch: 'self-coding/mine' });
    expect(standing(await here.begin())).toEqual({ type: 'try' });
  });

  test('a forge that fails when the run begins is a warning', async () => {
    const here = await scene();
    here.github.fail(refusal(500, 'Server Error'), 20);
    const run = await here.begin();
    expect(run.session.pullRequests).toMatchObject({ isKnown: false, open: [] });
    expect(run.story.report().warnings).toEqual([expect.stringMatching(/^The open pull requests are not known: /)]);
    expect(standing(run)).toEqual({ type: 'try' });
  });
});

describe('a person', () => {
  test('who closes it rejects it: not proposed again, also with a lost state, also with the same edits', async () => {
    const here = await scene();
    const attempt = await opened(here);
    here.github.closeByHuman(1);
    const run = await here.begin();
    expect(standing(run)).toEqual({ type: 'rejected', reason: 'pull request #1 for it was closed without a merge' });
    expect(here.state.rejection(attempt.patch!.fingerprint, 'tests-1')).toMatchObject({ outcome: 'closed by a person' });
    here.forget();
    const forgetful = await here.begin();
    expect(standing(forgetful)).toEqual({ type: 'try' });
    expect(await closedByPerson(FOUND, forgetful.session)).toEqual({ type: 'rejected', reason: 'pull request #1 for it was closed without a merge' });
    expect(standing(forgetful)).toMatchObject({ type: 'rejected' });
  });

  test('who reopens it takes the rejection back', async () => {
    const here = await scene();
    await opened(here);
    here.github.closeByHuman(1);
    await here.begin();
    here.github.reopenByHuman(1);
    expect(standing(await here.begin())).toMatchObject({ type: 'settled' });
  });

  test('who asks again gets a new pull request, and the closed one stays closed', async () => {
    const here = await scene();
    const run = await here.begin();
    await run.land(await run.kept(REQUESTED));
    here.github.closeByHuman(1);
    const again = await here.begin();
    expect(isDecided(REQUESTED.id, here.state)).toBe(true);
    expect(standing(again, REQUESTED)).toEqual({ type: 'try' });
    const [attempt] = await again.land(await again.kept(REQUESTED, 'export const a = 3;\n'));
    expect(attempt!.pullRequest).toMatchObject({ number: 2, operation: 'created' });
    expect(here.github.pulls.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('who asks for something else under the same name is asked about again', async () => {
    const here = await scene();
    const run = await here.begin();
    await run.land(await run.kept(REQUESTED));
    const again = await here.begin();
    expect(standing(again, REQUESTED)).toMatchObject({ type: 'settled' });
    expect(standing(again, { ...REQUESTED, acceptCommand: 'node other.js' })).toEqual({ type: 'try' });
  });

  test.each([
    ['commits on top of it', (here: Proposing) => { here.other.write({ 'src/a.js': 'export const a = 9;\n' }); here.other.commit('mine'); }],
    ['commits twice on top of it', (here: Proposing) => { for (const text of ['one', 'two']) { here.other.write({ 'README.md': `${text}\n` }); here.other.commit(text); } }],
    ['amends it', (here: Proposing) => { here.other.write({ 'src/a.js': 'export const a = 9;\n' }); here.other.git('add', '-A'); here.other.git('commit', '-q', '--amend', '--no-edit'); }],
    ['merges the base into it', (here: Proposing) => { here.other.git('checkout', '-q', 'main'); here.other.write({ 'README.md': 'moved\n' }); here.other.commit('moved'); here.other.git('checkout', '-q', BRANCH); here.other.git('merge', '-q', '--no-edit', 'main'); }],
  ])('who %s is left alone', async (_, change) => {
    const here = await scene();
    await opened(here);
    here.other.git('fetch', '-q', 'origin');
    here.other.git('checkout', '-q', '-B', BRANCH, `origin/${BRANCH}`);
    change(here);
    here.other.git('push', '-q', '-f', 'origin', BRANCH);
    const theirs = here.branches()[BRANCH];
    const run = await here.begin();
    expect(standing(run)).toMatchObject({ type: 'settled', reason: `someone committed to ${BRANCH} (pull request #1); left alone`, link: { operation: 'unchanged' } });
    const [attempt] = await run.land(await run.kept(FOUND, 'export const a = 5;\n'));
    expect(attempt!.reasons[0]).toBe(`someone committed to ${BRANCH}; left alone.`);
    expect([attempt!.pullRequest?.operation, here.branches()[BRANCH]]).toEqual(['unchanged', theirs]);
    expect(run.patches()).toEqual([`${attempt!.patchId}.patch`]);
  });

  test('who has taken the name keeps it', async () => {
    const here = await scene();
    here.other.git('checkout', '-q', '-b', BRANCH);
    here.other.write({ 'README.md': 'mine\n' });
    const theirs = here.other.commit('mine');
    here.other.git('push', '-q', 'origin', BRANCH);
    const attempt = await opened(here);
    expect(attempt.pullRequest?.operation).toBe('created');
    expect(here.branches()).toMatchObject({ [BRANCH]: theirs, [`${BRANCH}-2`]: attempt.commit });
    expect(standing(await here.begin())).toMatchObject({ type: 'settled', link: { number: 1 } });
  });

  test('who opened one of the branch for another base keeps both: the change gets a branch of its own', async () => {
    const here = await scene();
    const first = await opened(here);
    here.other.git('push', '-q', 'origin', 'main:refs/heads/release');
    Object.assign(here.github.pulls[0]!, { base: 'release' });
    const body = here.github.pulls[0]!.body;
    const run = await here.begin();
    const [attempt] = await run.land(await run.kept(FOUND, 'export const a = 4;\n'));
    expect(attempt!.pullRequest).toMatchObject({ number: 2, operation: 'created' });
    expect(here.branches()).toMatchObject({ [BRANCH]: first.commit, [`${BRANCH}-2`]: attempt!.commit });
    expect(here.github.pulls.map(({ base }) => base)).toEqual(['release', 'main']);
    expect(here.github.pulls[0]!.body).toBe(body);
  });

  test('who merges it by squash, with words of their own, has landed it', async () => {
    const here = await scene();
    const attempt = await opened(here);
    here.other.git('fetch', '-q', 'origin');
    here.other.git('merge', '-q', '--squash', `origin/${BRANCH}`);
    const squashed = here.other.commit('Better words (#1)');
    here.other.git('push', '-q', 'origin', 'main');
    Object.assign(here.github.pulls[0]!, { state: 'closed', merged: true, mergeCommit: squashed, closedAt: '2030-01-01T00:00:00Z' });
    here.clone.git('pull', '-q', '--ff-only');
    await here.begin();
    expect(here.state.history.entry(attempt.patchId)).toMatchObject({ outcome: 'kept', commit: squashed });
  });

  test('who has taken the name for a directory is told about', async () => {
    const here = await scene();
    here.other.git('push', '-q', 'origin', 'main:refs/heads/self-coding');
    const attempt = await opened(here);
    expect(attempt.outcome).toBe('failed');
    expect(attempt.reasons.join(' ')).toMatch(/`pull-request.branch-prefix`.*Nothing is lost: wrote .*\.patch/s);
  });
});

describe('two runs at once', () => {
  test('with the same change: the one that is there serves both', async () => {
    const here = await scene();
    const [one, two] = [await here.begin(), await here.begin()];
    const [mine, theirs] = [await one.kept(), await two.kept()];
    const [first] = await one.land(mine);
    const [second] = await two.land(theirs);
    expect([first!.pullRequest?.operation, second!.pullRequest?.operation]).toEqual(['created', 'unchanged']);
    expect([second!.pullRequest?.number, second!.commit]).toEqual([1, first!.commit]);
  });

  test.each([['the same', 'export const a = 2;\n', 'unchanged'], ['another', 'export const a = 7;\n', 'unchanged']])('that push at the same moment, with %s change: nothing is overwritten', async (what, text, operation) => {
    const here = await scene();
    const [one, two] = [await here.begin(), await here.begin()];
    const other = await two.kept(FOUND, text);
    let raced = false;
    const git = one.session.ports.git;
    const racing = { ...git, push: async (...args: Parameters<typeof git.push>) => { if (!raced) { raced = true; await two.land(other); } return git.push(...args); } };
    const session = { ...one.session, ports: { ...one.session.ports, git: racing } };
    const published = await publish(publicationOf(await one.kept()), session);
    expect(here.branches()[BRANCH]).toBe(two.story.attempts[0]!.commit);
    expect(published.type).toBe(what === 'the same' ? 'proposed' : 'left-alone');
    expect(published).toMatchObject(what === 'the same' ? { link: { number: 1, operation } } : { reason: `another run updated ${BRANCH} meanwhile; its change stays`, link: { number: 1, operation } });
    expect(here.github.pulls).toHaveLength(1);
  });

  test('the base gets the change in the meantime: nothing is opened, and no link is given', async () => {
    const here = await scene();
    const run = await here.begin();
    const one = await run.kept();
    const { forge } = run.session.ports;
    const racing = { ...forge!, open: (...args: Parameters<NonNullable<typeof forge>['open']>) => {
      execFileSync('git', ['-C', here.bare, 'update-ref', 'refs/heads/main', one.commit]);
      return forge!.open(...args);
    } };
    await landPullRequests([one], { ...run.session, ports: { ...run.session.ports, forge: racing } }, run.story);
    const { attempts: [attempt], landing, remedies } = run.story.report();
    expect(attempt).toMatchObject({ outcome: 'unchanged', pullRequest: null, commit: one.commit });
    expect(attempt!.reasons[0]).toBe(`main has the change already: commit ${one.commit.slice(0, 12)}.`);
    expect(landing).toEqual({ type: 'landed', text: expect.stringMatching(/^main has the change already .*nothing to open/) as unknown, links: [] });
    expect(remedies).toEqual([]);
  });

  test('that open at the same moment: the open one is found', async () => {
    const here = await scene();
    const run = await here.begin();
    const one = await run.kept();
    const { forge } = run.session.ports;
    let raced = false;
    const racing = { ...forge!, open: async (...args: Parameters<NonNullable<typeof forge>['open']>) => { if (!raced) { raced = true; await forge!.open(...args); } return forge!.open(...args); } };
    const published = await publish(publicationOf(one), { ...run.session, ports: { ...run.session.ports, forge: racing } });
    expect(published).toMatchObject({ type: 'proposed', link: { number: 1, operation: 'unchanged' } });
    expect(here.github.pulls).toHaveLength(1);
  });
});
