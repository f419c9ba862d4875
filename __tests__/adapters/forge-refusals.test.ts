import type { ForgeOptions } from '../../src/adapters/forge.ts';
import type { Forge, ForgeFailure } from '../../src/core/ports-forge.ts';
import { asked, forgeAt, NEW, testClock, type TestClock } from '../support/forge.ts';
import { invalid, primaryLimit, refusal, secondaryLimit, unicorn, type Failure } from '../support/github-failures.ts';
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

/** What each refusal of GitHub becomes. */
const REFUSALS: readonly (readonly [string, Failure, ForgeFailure, RegExp, RegExp])[] = [
  ['a token that is not valid', refusal(401, 'Bad credentials'), 'unauthorised', /GitHub answered 401: Bad credentials$/, /wrong, expired or revoked/],
  ['a missing permission', refusal(403, 'Resource not accessible by integration', { headers: { 'x-accepted-github-permissions': 'pull_requests=write' } }), 'not-permitted', /not accessible by integration/, /permissions: pull-requests: write.*GitHub asks for pull_requests=write\.$/],
  ['a fine-grained token without the permission', refusal(403, 'Resource not accessible by personal access token'), 'not-permitted', /by personal access token/, /Pull requests: Read and write/],
  ['Actions that may not open pull requests', refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.'), 'not-permitted', /not permitted to create/, /Settings → Actions → General → Workflow permissions → "Allow GitHub Actions to create and approve pull requests".*organisation/],
  ['single sign-on', refusal(403, 'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.'), 'not-permitted', /SAML/, /Configure SSO/],
  ['an archived repository', refusal(403, 'Repository was archived so is read-only.'), 'not-permitted', /archived/, /Unarchive/],
  ['an allow list of addresses', refusal(403, 'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.'), 'not-permitted', /IP allow list/, /runner/],
  ['a repository that is not to be seen', refusal(404, 'Not Found'), 'not-found', /404: Not Found/, /cannot see it/],
  ['a conflict', refusal(409, 'Conflict'), 'invalid', /409: Conflict/, /Run again/],
  ['something gone', refusal(410, 'Issues are disabled for this repo'), 'not-found', /410/, /switched off/],
  ['an open one of the same branch', invalid('A pull request already exists for acme:topic.'), 'exists', /Validation Failed: A pull request already exists for acme:topic\.$/, /updated in place/],
  ['nothing between', invalid('No commits between main and topic'), 'nothing-between', /No commits between main and topic/, /already has/],
  ['no drafts', refusal(422, 'Draft pull requests are not supported in this repository.'), 'no-drafts', /Draft pull requests are not supported/, /paid plan/],
  ['an invalid field', refusal(422, 'Validation Failed', { errors: [{ resource: 'PullRequest', field: 'base', code: 'invalid' }] }), 'invalid', /Validation Failed: PullRequest base invalid$/, /did not accept/],
  ['too much in a short time', invalid('was submitted too quickly'), 'rate-limited', /submitted too quickly/, /later/],
  ['a block', refusal(451, 'Repository access blocked'), 'not-permitted', /451/, /owner/],
  ['an error without a body', { status: 418, body: {} }, 'invalid', /418: status 418 without a reason/, /./],
];

describe('refusals', () => {
  test.each(REFUSALS)('%s', async (_, failure, expected, reason, remedy) => {
    github.fail(failure);
    const result = await forge.open(NEW);
    expect(result).toEqual({ type: 'failed', failure: expected, reason: expect.stringMatching(reason) as string, remedy: expect.stringMatching(remedy) as string });
    expect(asked(github)).toEqual(['POST /pulls']);
    expect(clock.slept).toEqual([]);
  });

  test('every verb tells a refusal as a value', async () => {
    github.settings.visible = false;
    const results = [
      await forge.ofBranch('x'), await forge.openWith('x'), await forge.open(NEW), await forge.update(1, NEW), await forge.setDraft(1, true), await forge.addLabels(1, ['a']), await forge.requestReviewers(1, ['a', 'b'], []), await forge.addAssignees(1, ['a']),
      await forge.comment(1, 'x'), await forge.permissions(),
    ];
    expect(results.map((result) => result.type === 'failed' && result.failure)).toEqual(results.map(() => 'not-found'));
  });

  test('the owners\' settings speak through the real story', async () => {
    github.settings.actionsMayCreate = false;
    expect(await forge.open(NEW)).toMatchObject({ failure: 'not-permitted' });
    Object.assign(github.settings, { actionsMayCreate: true, drafts: false });
    expect(await forge.open({ ...NEW, draft: true })).toMatchObject({ failure: 'no-drafts' });
    expect(await forge.open(NEW)).toMatchObject({ type: 'done' });
    expect(await forge.open(NEW)).toMatchObject({ failure: 'exists' });
    expect(await forge.setDraft(1, true)).toMatchObject({ failure: 'no-drafts' });
    expect(await forge.open({ ...NEW, branch: 'main' })).toMatchObject({ failure: 'nothing-between' });
    github.settings.mayWrite = false;
    expect(await forge.comment(1, 'x')).toMatchObject({ failure: 'not-permitted' });
  });

  test('a workflow\'s own token may not change drafts', async () => {
    github.settings.mayChangeDraft = false;
    await forge.open({ ...NEW, draft: true });
    expect(await forge.setDraft(1, false)).toEqual({ type: 'failed', failure: 'not-permitted', reason: 'GitHub answered: Resource not accessible by integration', remedy: expect.stringMatching(/personal token.*Ready for review/) as string });
    github.closeByHuman(1);
    expect(await forge.setDraft(1, false)).toMatchObject({ failure: 'invalid', reason: 'Pull request #1 is closed.' });
  });

  test('a wrong token', async () => {
    expect(await forgeOf({ token: 'another-token-9876' }).permissions()).toMatchObject({ failure: 'unauthorised' });
  });

  test('neither the token nor another secret shows in a reason, and the reason is one line', async () => {
    github.fail(refusal(422, `The token ${github.token} and\r\n::error::my-other-secret\u202e are wrong ${'x'.repeat(2000)}`));
    const result = await forgeOf({ secrets: ['my-other-secret'] }).open(NEW);
    expect(result).toMatchObject({ reason: expect.stringMatching(/^GitHub answered 422: The token \[redacted\] and ::error::\[redacted\] are wrong x+…$/) as string });
    expect(JSON.stringify(result)).not.toMatch(/loopback-token|other-secret/);
    expect(JSON.stringify(result).length).toBeLessThan(700);
  });
});

describe('limits', () => {
  test.each([
    ['retry-after', secondaryLimit(7), [7_000]],
    ['retry-after with 429', secondaryLimit(7, 429), [7_000]],
    ['a minute where nothing is said', secondaryLimit(null), [60_000]],
    ['429 alone', refusal(429, 'Too many requests'), [60_000]],
  ])('a limit that ends soon is waited for, also before something is made: %s', async (_, failure, slept) => {
    github.fail(failure);
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(clock.slept).toEqual(slept);
  });

  test('so is a used-up quota, by the server\'s own clock', async () => {
    github.fail(primaryLimit(30));
    const slow = forgeOf({ clock: { ...clock, now: () => new Date(0) } });
    expect(await slow.permissions()).toMatchObject({ type: 'done' });
    expect(clock.slept).toHaveLength(1);
    expect(clock.slept[0]).toBeGreaterThan(28_000);
    expect(clock.slept[0]).toBeLessThanOrEqual(31_000);
  });

  test.each([
    ['primary', primaryLimit(1800), /API rate limit exceeded/, /in 3[01] min/],
    ['primary with 429', primaryLimit(1800, 429), /API rate limit exceeded/, /in 3[01] min/],
    ['secondary', secondaryLimit(300), /secondary rate limit/, /in 5 min/],
  ])('one that lasts longer is told with its end: %s', async (_, failure, reason, remedy) => {
    github.fail(failure);
    const result = await forge.permissions();
    expect(result).toMatchObject({ type: 'failed', failure: 'rate-limited', reason: expect.stringMatching(reason) as string, remedy: expect.stringMatching(remedy) as string });
    expect(result).toMatchObject({ reason: expect.stringMatching(/until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/) as string });
    expect(clock.slept).toEqual([]);
  });

  test('waits are counted: a limit that does not end is told', async () => {
    github.fail(secondaryLimit(20), 5);
    expect(await forge.permissions()).toMatchObject({ failure: 'rate-limited' });
    expect(clock.slept).toEqual([20_000, 20_000]);
  });

  test('no wait goes beyond the deadline of the call', async () => {
    github.fail(secondaryLimit(50), 5);
    expect(await forgeOf({ limits: { callMs: 60_000 } }).permissions()).toMatchObject({ failure: 'rate-limited' });
    expect(clock.slept).toEqual([50_000]);
  });
});

describe('a host in trouble', () => {
  test('a read is repeated after 5xx, three times in all', async () => {
    github.fail(unicorn(502), 2);
    expect(await forge.permissions()).toMatchObject({ type: 'done' });
    expect(clock.slept).toEqual([1_000, 4_000]);
    github.fail(unicorn(503), 3);
    expect(await forge.permissions()).toMatchObject({ type: 'failed', failure: 'server-error', reason: 'GitHub answered 503: Unicorn! &middot; GitHub', remedy: expect.stringMatching(/githubstatus/) as string });
    expect(github.requests).toHaveLength(6);
  });

  test('a pull request that was opened behind a 502 is found, not opened twice', async () => {
    github.fail({ ...unicorn(502), afterEffect: true });
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls']);
    expect(github.pulls).toHaveLength(1);
  });

  test('one that was not is opened after a look', async () => {
    github.fail(unicorn(500));
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls', 'POST /pulls']);
  });

  test('one that is opened but not listed yet is looked for again', async () => {
    github.fail({ ...unicorn(502), afterEffect: true });
    github.fail({ status: 200, body: [] as unknown as Record<string, unknown>, on: 'GET /repos/acme/shop/pulls' });
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls', 'POST /pulls', 'GET /pulls']);
  });

  test('a branch that GitHub does not see yet is waited for, a moment', async () => {
    const unseen = refusal(422, 'Validation Failed', { errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }] });
    github.fail(unseen, 2);
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(clock.slept).toEqual([1_000, 4_000]);
    github.fail(unseen, 3);
    expect(await forge.open({ ...NEW, branch: 'never' })).toMatchObject({ failure: 'invalid', reason: expect.stringMatching(/PullRequest head invalid$/) as string });
  });

  test('another pull request of the same branch is not taken for the one that was to be opened', async () => {
    github.openByHuman({ branch: NEW.branch, title: 'Mine' });
    github.fail(unicorn(502));
    expect(await forge.open(NEW)).toMatchObject({ type: 'failed', failure: 'exists' });
    expect(github.pulls).toHaveLength(1);
  });

  test('it gives up when the trouble stays', async () => {
    github.fail({ ...unicorn(502), on: 'POST' }, 9);
    expect(await forge.open(NEW)).toMatchObject({ failure: 'server-error' });
    expect(asked(github).filter((request) => request === 'POST /pulls')).toHaveLength(3);
    expect(github.pulls).toEqual([]);
  });

  test('a comment whose fate is unknown is not made twice', async () => {
    await forge.open(NEW);
    github.fail({ ...unicorn(502), afterEffect: true });
    expect(await forge.comment(1, 'Hello')).toMatchObject({ failure: 'server-error' });
    expect(github.pulls[0]!.comments).toHaveLength(1);
  });

  test('a change of draft behind a 502 is looked at before it is made again', async () => {
    await forge.open(NEW);
    github.fail({ ...unicorn(502), afterEffect: true, on: 'POST /graphql' });
    expect(await forge.setDraft(1, true)).toEqual({ type: 'done', value: null });
    expect(asked(github)).toEqual(['POST /pulls', 'GET /pulls/1', 'POST /graphql', 'GET /pulls/1']);
  });

  test('a cut connection is like a 5xx', async () => {
    github.fail({ ...refusal(500, 'x'), connection: 'reset' });
    expect(await forge.permissions()).toMatchObject({ type: 'done' });
    github.fail({ ...refusal(500, 'x'), connection: 'reset', afterEffect: true });
    expect(await forge.open(NEW)).toMatchObject({ type: 'done', value: { number: 1 } });
    expect(github.pulls).toHaveLength(1);
  });

  test('a host that never answers is left', async () => {
    github.fail({ ...refusal(500, 'x'), connection: 'silent' }, 9);
    expect(await forgeOf({ limits: { requestMs: 50 } }).permissions()).toMatchObject({ failure: 'unreachable', reason: expect.stringMatching(/no answer within 0 s/) as string });
    expect(github.requests).toHaveLength(3);
  });

  test('a host that is not there', async () => {
    const closed = await startGitHub();
    await closed.close();
    const gone = forgeOf({ apiUrl: closed.apiUrl });
    expect(await gone.open(NEW)).toMatchObject({ failure: 'unreachable', reason: expect.stringMatching(/ECONNREFUSED/) as string, remedy: expect.stringMatching(/GITHUB_API_URL/) as string });
    expect(clock.slept).toEqual([1_000, 4_000]);
  });

  test('a page of a proxy, an answer of another shape and one without end are not believed', async () => {
    github.fail({ status: 200, body: '<html><title>Log in</title></html>' });
    expect(await forge.permissions()).toMatchObject({ failure: 'unreachable', reason: 'the answer is not GitHub\'s: text/html; charset=utf-8 instead of JSON' });
    github.fail({ status: 403, body: '<html><title>Access denied by Webfilter</title></html>' });
    expect(await forge.open(NEW)).toMatchObject({ failure: 'unreachable', reason: 'the answer is not GitHub\'s: 403 Access denied by Webfilter', remedy: expect.stringMatching(/proxy/) as string });
    for (const body of [{}, { default_branch: 7 }, []]) {
      github.fail({ status: 200, body: body as Record<string, unknown> });
      expect(await forge.permissions()).toMatchObject({ failure: 'server-error', reason: expect.stringMatching(/shape/) as string });
    }
    github.fail({ status: 200, body: [{ number: 1 }] as unknown as Record<string, unknown> });
    expect(await forge.ofBranch('x')).toMatchObject({ failure: 'server-error' });
    github.fail({ status: 200, body: { filler: 'x'.repeat(100_000) } }, 9);
    expect(await forgeOf({ limits: { bodyBytes: 50_000 } }).permissions()).toMatchObject({ failure: 'unreachable', reason: expect.stringMatching(/longer than/) as string });
  });

  test('a cancelled run ends the request, and begins none', async () => {
    const controller = new AbortController();
    const cancelled = forgeOf({ cancelled: controller.signal });
    github.fail({ ...refusal(500, 'x'), connection: 'silent' });
    const waiting = cancelled.open(NEW);
    while (github.requests.length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    controller.abort();
    expect(await waiting).toMatchObject({ failure: 'unreachable', reason: expect.stringMatching(/cancelled/) as string });
    expect(await cancelled.permissions()).toMatchObject({ failure: 'unreachable', reason: expect.stringMatching(/cancelled/) as string });
    expect(github.requests).toHaveLength(1);
  });
});
