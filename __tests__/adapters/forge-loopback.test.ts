/** The loopback GitHub is itself checked: what it takes and what it answers is what GitHub's description says. */
import { primaryLimit, unicorn } from '../support/github-failures.ts';
import { startGitHub, type GitHub } from '../support/github-server.ts';

let github: GitHub;

beforeEach(async () => { github = await startGitHub(); });
afterEach(async () => { await github.close(); });

async function ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${github.apiUrl}${path}`, {
    method, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'test', 'x-github-api-version': '2022-11-28', 'content-type': 'application/json', authorization: `token ${github.token}`, ...headers },
  });
}

const PULLS = '/repos/acme/shop/pulls';

test('every kind of answer fits the description of GitHub', async () => {
  const opened = await ask('POST', PULLS, { title: 'One', head: 'topic', base: 'main', body: 'Why', draft: true });
  const answers = [
    await ask('GET', '/repos/acme/shop'),
    await ask('GET', `${PULLS}?state=all&head=acme:topic&per_page=100`),
    await ask('GET', `${PULLS}/1`),
    await ask('PATCH', `${PULLS}/1`, { title: 'Two' }),
    await ask('POST', `${PULLS}/1/requested_reviewers`, { reviewers: ['alice'], team_reviewers: ['core'] }),
    await ask('POST', '/repos/acme/shop/issues/1/labels', { labels: ['bug'] }),
    await ask('POST', '/repos/acme/shop/issues/1/assignees', { assignees: ['bob'] }),
    await ask('POST', '/repos/acme/shop/issues/1/comments', { body: 'Hello' }),
    await ask('POST', PULLS, { title: 'Again', head: 'topic', base: 'main' }),
    await ask('GET', `${PULLS}/77`),
  ];
  expect([opened.status, ...answers.map(({ status }) => status)]).toEqual([201, 200, 200, 200, 200, 201, 200, 201, 201, 422, 404]);
  expect(github.violations).toEqual([]);
  expect(github.pulls).toMatchObject([{ number: 1, title: 'Two', labels: ['bug'], reviewers: ['alice'], teams: ['core'], assignees: ['bob'], draft: true }]);
});

test.each([
  ['an unknown operation', 'DELETE', `${PULLS}/1`, undefined, /no such operation/],
  ['an unknown parameter', 'GET', `${PULLS}?branch=topic`, undefined, /unknown parameter branch/],
  ['a value that is not one of those', 'GET', `${PULLS}?state=merged`, undefined, /must be equal to one of the allowed values/],
  ['a missing member', 'POST', PULLS, { title: 'One', head: 'topic' }, /required property 'base'/],
  ['an unknown member', 'POST', PULLS, { title: 'One', head: 'topic', base: 'main', reviewers: [] }, /unknown member reviewers/],
  ['a wrong type', 'POST', PULLS, { title: 'One', head: 'topic', base: 'main', draft: 'yes' }, /must be boolean/],
  ['no label', 'POST', '/repos/acme/shop/issues/1/labels', { labels: [] }, /must NOT have fewer than 1 items/],
])('%s is a violation', async (_, method, path, body, expected) => {
  await ask(method, path, body);
  expect(github.violations.join('\n')).toMatch(expected);
});

test('a request without a version or a name is a violation', async () => {
  await ask('GET', '/repos/acme/shop', undefined, { 'x-github-api-version': '2000-01-01', accept: 'text/html' });
  expect(github.violations).toEqual(['GET /repos/acme/shop: header accept is text/html', 'GET /repos/acme/shop: header x-github-api-version is 2000-01-01']);
});

test('a failure in line is given to the request it is meant for', async () => {
  github.fail({ ...unicorn(503), on: 'POST' });
  github.fail(primaryLimit(30));
  const answers = [await ask('GET', '/repos/acme/shop'), await ask('GET', '/repos/acme/shop'), await ask('POST', PULLS, { title: 'One', head: 'topic', base: 'main' })];
  expect(answers.map(({ status }) => status)).toEqual([403, 200, 503]);
  expect(answers[0]!.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(github.pulls).toEqual([]);
});

test('pages are linked, newest first', async () => {
  for (let i = 1; i <= 5; i += 1) github.openByHuman({ branch: `topic-${i}` });
  const answer = await ask('GET', `${PULLS}?per_page=2&page=2`);
  expect(((await answer.json()) as readonly { readonly number: number }[]).map(({ number }) => number)).toEqual([3, 2]);
  expect(answer.headers.get('link')).toMatch(/page=3.*rel="next".*page=3.*rel="last"/);
  expect(github.violations).toEqual([]);
});
