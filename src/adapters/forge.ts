/** GitHub, and GitHub Enterprise, as a host of pull requests. */
import type { Clock } from '../core/ports.ts';
import type { Forge, ForgeResult, NewPullRequest, PullRequest } from '../core/ports-forge.ts';
import { createClient, DEFAULT_LIMITS, sleepUnlessCancelled, type Asker, type Client, type ForgeLimits, type Reply } from './forge-client.ts';
import { compareLink, cut } from './forge-link.ts';
import { json, members, readPull, readPulls, type PullAnswer } from './forge-pulls.ts';
import { explainGraphql } from './forge-refusals.ts';

export interface ForgeOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Such as `https://github.com`: the links that people open. */
  readonly serverUrl: string;
  /** Values besides the token that never show in a reason. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
  readonly engineVersion: string;
  readonly limits?: Partial<ForgeLimits>;
  /** Default: the SDK's, which honours `https_proxy`. */
  readonly fetch?: typeof fetch;
  /** Default: by the system's timer. Ends when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** GitHub's own limits, in characters and pieces. */
const TITLE_LIMIT = 256;
const BODY_LIMIT = 65_536;
const LABELS_LIMIT = 100;
const ASSIGNEES_LIMIT = 10;
const PAGE = 100;
/** More open pull requests are not read: with the newest first, the engine's are among them. */
const PAGES = 30;

/** A branch that was pushed a moment ago is not known everywhere yet (github.com/mislav/hub/pull/1294). */
const NOT_SEEN_YET = /^GitHub answered 422: .*PullRequest head(_sha)? (invalid|missing)/;

const REPOSITORY = '/repos/{owner}/{repo}';
const DONE = { type: 'done', value: null } as const;

interface Context {
  readonly client: Client;
  readonly owner: string;
  readonly repo: string;
  readonly graphqlUrl: string;
  readonly secrets: readonly string[];
}

/**
 * Refusals, limits, lost connections and broken answers are values with a reason and a remedy; nothing is thrown. Only the client in
 * here ever sees the token. No request is made before the first verb is called.
 */
export function createForge(options: ForgeOptions): Forge {
  const { repository, token, apiUrl, graphqlUrl, serverUrl, secrets, clock, cancelled, engineVersion, limits, fetch = null, sleep = sleepUnlessCancelled } = options;
  const client = createClient({ token, apiUrl, secrets, clock, cancelled, userAgent: `self-coding/${engineVersion}`, limits: { ...DEFAULT_LIMITS, ...limits }, fetch, sleep });
  const [owner = '', repo = ''] = repository.split('/');
  const context: Context = { client, owner, repo, graphqlUrl, secrets: [token, ...secrets] };
  return {
    repository,
    ofBranch: (branch) => ofBranch(context, client.begin(), branch),
    openWith: (prefix) => openWith(context, client.begin(), prefix),
    open: (request) => open(context, client.begin(), request),
    update: async (number, text) => pullOf(context, await client.begin()({ route: `PATCH ${REPOSITORY}/pulls/{number}`, parameters: { owner, repo, number, ...clean(text) }, repeatable: true })),
    setDraft: (number, draft) => setDraft(context, client.begin(), number, draft),
    addLabels: (number, labels) => addLabels(context, client.begin(), number, labels),
    requestReviewers: (number, reviewers, teams) => requestReviewers(context, client.begin(), number, { reviewers, teams }),
    addAssignees: (number, assignees) => addAssignees(context, client.begin(), number, assignees),
    comment: async (number, body) => nothingOf(await client.begin()({ route: `POST ${REPOSITORY}/issues/{number}/comments`, parameters: { owner, repo, number, body: cut(body, BODY_LIMIT) }, repeatable: false })),
    permissions: () => permissions(context, client.begin()),
    compareUrl: ({ branch, base, title, body }) => compareLink({ serverUrl, repository, base: shortName(base), branch: shortName(branch), ...clean({ title, body }) }),
  };
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

function clean({ title, body }: { readonly title: string; readonly body: string }): { readonly title: string; readonly body: string } {
  return { title: cut(title.replace(/\s+/g, ' ').trim(), TITLE_LIMIT), body: cut(body, BODY_LIMIT) };
}

async function ofBranch(context: Context, ask: Asker, branch: string): Promise<ForgeResult<readonly PullRequest[]>> {
  const name = shortName(branch);
  const found = await list(context, ask, { state: 'all', head: `${context.owner}:${name}` });
  if (found.type === 'failed') return found;
  return { type: 'done', value: found.value.filter((pull) => pull.branch === name) };
}

async function openWith(context: Context, ask: Asker, prefix: string): Promise<ForgeResult<readonly PullRequest[]>> {
  const found = await list(context, ask, { state: 'open' });
  if (found.type === 'failed') return found;
  return { type: 'done', value: found.value.filter(({ branch }) => branch.startsWith(shortName(prefix))).toReversed() };
}

/** Newest first; those of forks are not ours, whatever their branches are called. */
async function list({ client, owner, repo }: Context, ask: Asker, query: Readonly<Record<string, string>>): Promise<ForgeResult<readonly PullRequest[]>> {
  const found: PullRequest[] = [];
  for (let page = 1; page <= PAGES; page += 1) {
    const reply = await ask({ route: `GET ${REPOSITORY}/pulls`, parameters: { owner, repo, ...query, sort: 'created', direction: 'desc', per_page: PAGE, page }, repeatable: true });
    if (reply.type === 'failed') return failedOnly(reply);
    const pulls = readPulls(reply.data);
    if (pulls === null) return malformed(client);
    // A pull request opened while pages are read moves others to the next page.
    found.push(...pulls.filter(({ pull, isOwn }) => isOwn && !found.some(({ number }) => number === pull.number)).map(({ pull }) => pull));
    if (!reply.hasNext) break;
  }
  return { type: 'done', value: found };
}

/** Looks for what an attempt of unknown fate may have made before it makes it again. */
async function open(context: Context, ask: Asker, request: NewPullRequest): Promise<ForgeResult<PullRequest>> {
  const { owner, repo } = context;
  const [branch, base, text] = [shortName(request.branch), shortName(request.base), clean(request)];
  const create = (): Promise<Reply> => ask({ route: `POST ${REPOSITORY}/pulls`, parameters: { owner, repo, head: branch, base, ...text, draft: request.draft }, repeatable: false, passing: NOT_SEEN_YET });
  let reply = await create();
  for (let looks = 0; looks < 2 && reply.type === 'failed' && reply.fateUnknown; looks += 1) {
    const existing = await list(context, ask, { state: 'open', head: `${owner}:${branch}`, base });
    if (existing.type === 'failed') return { ...existing, reason: `${reply.reason}; and whether it was opened all the same could not be seen: ${existing.reason}` };
    const made = existing.value.find((pull) => pull.branch === branch && pull.title === text.title);
    if (made !== undefined) return { type: 'done', value: made };
    reply = await create();
    // What was made may take a moment to be listed.
    if (reply.type === 'failed' && reply.failure === 'exists') reply = { ...reply, fateUnknown: true };
  }
  return pullOf(context, reply);
}

/** REST cannot change this; GraphQL can, where the token may. */
async function setDraft({ client, owner, repo, graphqlUrl, secrets }: Context, ask: Asker, number: number, draft: boolean): Promise<ForgeResult<null>> {
  const mutation = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  for (let tries = 0; ; tries += 1) {
    const seen = await ask({ route: `GET ${REPOSITORY}/pulls/{number}`, parameters: { owner, repo, number }, repeatable: true });
    if (seen.type === 'failed') return failedOnly(seen);
    const known = readPull(seen.data);
    if (known === null) return malformed(client);
    if (known.pull.draft === draft) return DONE;
    if (known.pull.state !== 'open') return client.fail('invalid', `Pull request #${number} is ${known.pull.state}.`, 'Only an open pull request can become a draft or ready.');
    const query = `mutation ($id: ID!) { ${mutation}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
    const reply = await ask({ route: `POST ${graphqlUrl}`, parameters: { query, variables: { id: known.nodeId } }, repeatable: false });
    if (reply.type === 'failed' && reply.fateUnknown && tries === 0) continue;
    if (reply.type === 'failed') return failedOnly(reply);
    const { errors } = json(reply.data);
    if (Array.isArray(errors) && errors.length > 0) return explainGraphql(errors, secrets);
    return json(json(json(json(reply.data)['data'])[mutation])['pullRequest'])['isDraft'] === draft ? DONE : malformed(client);
  }
}

async function addLabels({ owner, repo }: Context, ask: Asker, number: number, wanted: readonly string[]): Promise<ForgeResult<null>> {
  const labels = distinct(wanted).slice(0, LABELS_LIMIT);
  return labels.length === 0 ? DONE : nothingOf(await ask({ route: `POST ${REPOSITORY}/issues/{number}/labels`, parameters: { owner, repo, number, labels }, repeatable: true }));
}

interface Reviewers {
  readonly reviewers: readonly string[];
  readonly teams: readonly string[];
}

/** GitHub refuses all for one that cannot review: then each is asked alone, so that the others are. Teams may be written `org/team`. */
async function requestReviewers({ client, owner, repo }: Context, ask: Asker, number: number, wanted: Reviewers): Promise<ForgeResult<null>> {
  const request = ({ reviewers, teams }: Reviewers): Promise<Reply> =>
    ask({ route: `POST ${REPOSITORY}/pulls/{number}/requested_reviewers`, parameters: { owner, repo, number, ...(reviewers.length > 0 ? { reviewers } : {}), ...(teams.length > 0 ? { team_reviewers: teams } : {}) }, repeatable: true });
  const all: Reviewers = { reviewers: distinct(wanted.reviewers.map((name) => name.replace(/^@/, ''))), teams: distinct(wanted.teams.map((name) => name.replace(/^@?([^/]+\/)?/, ''))) };
  const single: readonly Reviewers[] = [...all.reviewers.map((name) => ({ reviewers: [name], teams: [] })), ...all.teams.map((name) => ({ reviewers: [], teams: [name] }))];
  if (single.length === 0) return DONE;
  const together = await request(all);
  if (together.type === 'answer' || together.failure !== 'invalid' || single.length === 1) return named(client, together, single);
  const refused: Reviewers[] = [];
  let last: Reply = together;
  for (const one of single) {
    const reply = await request(one);
    if (reply.type === 'answer') continue;
    if (reply.failure !== 'invalid') return failedOnly(reply);
    refused.push(one);
    last = reply;
  }
  return refused.length === 0 ? DONE : named(client, last, refused);
}

function named(client: Client, reply: Reply, who: readonly Reviewers[]): ForgeResult<null> {
  if (reply.type === 'answer') return DONE;
  const names = who.flatMap(({ reviewers, teams }) => [...reviewers, ...teams]).join(', ');
  return reply.failure === 'invalid' ? client.fail('invalid', `no review was requested from ${names}: ${reply.reason}`, reply.remedy) : failedOnly(reply);
}

/** GitHub leaves out whom it cannot assign, without a word: the answer tells. */
async function addAssignees({ client, owner, repo }: Context, ask: Asker, number: number, wanted: readonly string[]): Promise<ForgeResult<null>> {
  const assignees = distinct(wanted.map((name) => name.replace(/^@/, ''))).slice(0, ASSIGNEES_LIMIT);
  if (assignees.length === 0) return DONE;
  const reply = await ask({ route: `POST ${REPOSITORY}/issues/{number}/assignees`, parameters: { owner, repo, number, assignees }, repeatable: true });
  if (reply.type === 'failed') return failedOnly(reply);
  const assigned = members(json(reply.data)['assignees'], 'login').map((login) => login.toLowerCase());
  const missing = assignees.filter((login) => !assigned.includes(login.toLowerCase()));
  return missing.length === 0 ? DONE : client.fail('invalid', `GitHub did not assign ${missing.join(', ')}.`, 'Only people with access to the repository can be assigned, at most ten; and the token needs `pull-requests: write`.');
}

async function permissions({ client, owner, repo }: Context, ask: Asker): Promise<ForgeResult<{ readonly push: boolean; readonly defaultBranch: string; readonly archived: boolean }>> {
  const reply = await ask({ route: `GET ${REPOSITORY}`, parameters: { owner, repo }, repeatable: true });
  if (reply.type === 'failed') return failedOnly(reply);
  const { permissions: granted, default_branch: defaultBranch, archived } = json(reply.data);
  if (typeof defaultBranch !== 'string') return malformed(client);
  return { type: 'done', value: { push: json(granted)['push'] === true, defaultBranch, archived: archived === true } };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

function pullOf({ client }: Context, reply: Reply): ForgeResult<PullRequest> {
  if (reply.type === 'failed') return failedOnly(reply);
  const read: PullAnswer | null = readPull(reply.data);
  return read === null ? malformed(client) : { type: 'done', value: read.pull };
}

function nothingOf(reply: Reply): ForgeResult<null> {
  return reply.type === 'failed' ? failedOnly(reply) : DONE;
}

function failedOnly({ type, failure, reason, remedy }: Extract<Reply, { readonly type: 'failed' }>): ForgeResult<never> {
  return { type, failure, reason, remedy };
}

function malformed(client: Client): ForgeResult<never> {
  return client.fail('server-error', 'GitHub\'s answer has not the shape that its API promises.', 'Check that GITHUB_API_URL is GitHub\'s API (https://api.github.com, or https://<server>/api/v3).');
}
