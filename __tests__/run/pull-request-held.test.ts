import { branchFor } from '../../src/run/pull-request-branch.ts';
import { standingOf } from '../../src/run/pull-request-plan.ts';
import type { Attempt } from '../../src/core/model/patch.ts';
import { invalid, refusal, secondaryLimit } from '../support/github-failures.ts';
import { FOUND, proposing, REQUESTED, type Proposing, type Run } from '../support/proposing.ts';

const scene = proposing();
const BRANCH = branchFor(FOUND, 'self-coding/');

async function opened(here: Proposing): Promise<Attempt> {
  const run = await here.begin();
  return (await run.land(await run.kept()))[0]!;
}

function standing(run: Run, task: Parameters<typeof standingOf>[0]) {
  return standingOf(task, [], run.session);
}

describe('a held request', () => {
  const HELD = { outcome: 'held' as const };

  test('becomes a draft that says what is missing; kept later, it is ready', async () => {
    const here = await scene();
    const run = await here.begin();
    const [held] = await run.land(await run.kept(REQUESTED, undefined, HELD));
    expect(held).toMatchObject({ outcome: 'held', pullRequest: { number: 1, draft: true, operation: 'created' } });
    expect(here.github.pulls[0]).toMatchObject({ draft: true, body: expect.stringMatching(/^\*\*Evidence is missing/) as unknown });
    const next = await here.begin();
    expect(standing(next, REQUESTED)).toMatchObject({ type: 'settled' });
    // Better tests may decide it.
    expect(standingOf(REQUESTED, [], { ...next.session, testsDigest: 'tests-2' })).toEqual({ type: 'try' });
    const [kept] = await next.land(await next.kept(REQUESTED));
    expect(kept!.pullRequest).toMatchObject({ number: 1, operation: 'updated', draft: false });
    expect(here.github.pulls[0]).toMatchObject({ draft: false, body: expect.not.stringMatching(/Evidence is missing/) as unknown });
  });

  test('kept later, with a token that may not change drafts: it stays a draft, which is said each time', async () => {
    const here = await scene();
    here.github.settings.mayChangeDraft = false;
    const run = await here.begin();
    await run.land(await run.kept(REQUESTED, undefined, HELD));
    const next = await here.begin();
    const [kept] = await next.land(await next.kept(REQUESTED));
    expect([kept!.pullRequest, here.github.pulls[0]!.draft]).toEqual([{ number: 1, url: here.github.serverUrl + '/acme/shop/pull/1', operation: 'updated', draft: true }, true]);
    expect(next.story.report().warnings).toEqual([expect.stringMatching(/^Pull request #1 could not be made ready for review: .*click "Ready for review"/)]);
    const later = await here.begin();
    expect(standing(later, REQUESTED)).toMatchObject({ type: 'settled', link: { draft: true }, reason: expect.stringMatching(/it is still a draft: click "Ready for review" on it$/) as unknown });
    const [again] = await later.land(await later.kept(REQUESTED));
    expect(again!.pullRequest).toMatchObject({ operation: 'unchanged', draft: true });
    expect(later.story.report().remedies).toEqual(['Pull request #1 is still a draft, though no evidence is missing: click "Ready for review" on it.']);
    here.moveBase({ 'src/a.js': '// new\nexport const a = 1;\n' });
    const moved = await here.begin();
    await moved.land(await moved.kept(REQUESTED, '// new\nexport const a = 2;\n'));
    expect(moved.story.report().remedies).toContain('Pull request #1 is still a draft, though no evidence is missing: click "Ready for review" on it.');
  });

  test('kept at first, with a token that may not change drafts: says what is missing, and never that it is a draft', async () => {
    const here = await scene();
    here.github.settings.mayChangeDraft = false;
    const run = await here.begin();
    await run.land(await run.kept(REQUESTED));
    const next = await here.begin();
    const [held] = await next.land(await next.kept(REQUESTED, undefined, HELD));
    expect(held).toMatchObject({ outcome: 'held', pullRequest: { number: 1, operation: 'updated', draft: false } });
    expect(here.github.pulls[0]).toMatchObject({ draft: false, body: expect.stringMatching(/^\*\*Evidence is missing: a person decides\.\*\*/) as unknown });
    expect(here.github.pulls[0]!.body).not.toMatch(/draft/i);
    expect(next.story.report().warnings).toEqual([expect.stringMatching(/^Pull request #1 could not be made a draft: /)]);
  });

  test('that a person made ready is not made a draft again', async () => {
    const here = await scene();
    const run = await here.begin();
    await run.land(await run.kept(REQUESTED, undefined, HELD));
    Object.assign(here.github.pulls[0]!, { draft: false });
    const next = await here.begin();
    const [again] = await next.land(await next.kept(REQUESTED, undefined, HELD));
    expect([again!.pullRequest?.operation, here.github.pulls[0]!.draft]).toEqual(['unchanged', false]);
  });

  test('without drafts the branch is pushed and a link opens it', async () => {
    const here = await scene();
    here.github.settings.drafts = false;
    const run = await here.begin();
    const [held] = await run.land(await run.kept(REQUESTED, undefined, HELD));
    expect(held).toMatchObject({ outcome: 'held', pullRequest: null });
    expect(here.branches()[branchFor(REQUESTED, 'self-coding/')]).toBe(held!.commit);
    expect(run.story.report().remedies.join()).toContain('this repository has no draft pull requests');
  });
});

describe('not permitted', () => {
  test.each<[string, (here: Proposing) => void, RegExp]>([
    ['by the setting of the repository', ({ github }) => { github.settings.actionsMayCreate = false; }, /Allow GitHub Actions to create and approve pull requests/],
    ['by the token', ({ github }) => { github.settings.mayWrite = false; }, /pull-requests: write/],
    ['by a rule that nobody knows', ({ github }) => { github.fail({ ...invalid('no such thing'), on: 'POST /repos/acme/shop/pulls' }); }, /no such thing/],
    ['by a limit that ends later', ({ github }) => { github.fail({ ...secondaryLimit(3600), on: 'POST /repos/acme/shop/pulls' }, 20); }, /Run again after/],
    ['by a server that is down', ({ github }) => { github.fail({ ...refusal(503, 'Unavailable'), on: 'POST /repos/acme/shop/pulls' }, 20); }, /503|Unavailable/],
  ])('%s: the branch stays, a link opens the pull request, nothing has failed', async (_, forbid, remedy) => {
    const here = await scene();
    forbid(here);
    const run = await here.begin();
    const [attempt] = await run.land(await run.kept());
    expect(attempt).toMatchObject({ outcome: 'kept', pullRequest: null, commit: here.branches()[BRANCH] });
    const { landing, remedies } = run.story.report();
    expect(remedies.join('\n')).toMatch(remedy);
    const [link] = landing?.type === 'landed' ? landing.links! : [];
    expect(link!.url).toMatch(new RegExp(`^${here.github.serverUrl}/acme/shop/compare/main\\.\\.\\.${BRANCH}\\?quick_pull=1&title=`));
    expect(new URL(link!.url).searchParams.get('body')).toContain('<!-- self-coding-engine ');
    expect(link!.url.length).toBeLessThan(8000);
  });

  test('later permitted: the branch that is there gets its pull request', async () => {
    const here = await scene();
    here.github.settings.actionsMayCreate = false;
    const first = await opened(here);
    here.github.settings.actionsMayCreate = true;
    const run = await here.begin();
    const [again] = await run.land(await run.kept());
    expect(again).toMatchObject({ commit: first.commit, pullRequest: { number: 1, operation: 'created' } });
  });
});
