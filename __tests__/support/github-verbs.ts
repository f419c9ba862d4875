/** What the loopback GitHub does with a request that it knows. */
import { createHash } from 'node:crypto';
import { invalid, refusal, type Failure } from './github-failures.ts';
import type { BareRepository } from './github-git.ts';
import type { GitHubSettings } from './github-server.ts';
import { commentShape, issueShape, labelShape, pullNodeId, pullShape, repositoryShape, simplePullShape, type PullState, type RepositoryFacts } from './github-shapes.ts';
import type { RequestSeen } from './openapi.ts';

export interface World {
  url: string;
  readonly repository: string;
  readonly defaultBranch: string;
  readonly settings: GitHubSettings;
  readonly pulls: PullState[];
  readonly git: BareRepository | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Body = Readonly<Record<string, unknown>>;

const TITLE_LIMIT = 256;
const BODY_LIMIT = 65_536;

export function answer(world: World, seen: RequestSeen): Answer {
  refresh(world);
  if (seen.path === '/graphql') return graphql(world, seen.body as Body);
  const [, owner, name, ...rest] = seen.path.slice(1).split('/');
  const named = `${owner}/${name}`;
  if (world.settings.formerName === named) return moved(world, seen);
  if (!world.settings.visible || named.toLowerCase() !== world.repository.toLowerCase()) return no(refusal(404, 'Not Found'));
  if (seen.method !== 'GET') {
    if (world.settings.archived) return no(refusal(403, 'Repository was archived so is read-only.'));
    if (!world.settings.mayWrite) return no(refusal(403, 'Resource not accessible by integration', { headers: { 'x-accepted-github-permissions': 'pull_requests=write' } }));
  }
  const body = (seen.body ?? {}) as Body;
  const verb = `${seen.method} ${rest.join('/').replace(/\d+/, '#')}`;
  if (verb === 'GET ') return ok(repositoryShape(facts(world)));
  if (verb === 'GET pulls') return list(world, seen.query);
  if (verb === 'POST pulls') return create(world, body);
  const pull = world.pulls.find(({ number }) => number === Number(rest[1]));
  if (pull === undefined) return no(refusal(404, 'Not Found'));
  switch (verb) {
    case 'GET pulls/#': return ok(pullShape(facts(world), pull));
    case 'PATCH pulls/#': return update(world, pull, body);
    case 'POST pulls/#/requested_reviewers': return reviewers(world, pull, body);
    case 'POST issues/#/labels': return labels(world, pull, body);
    case 'POST issues/#/assignees': return assignees(world, pull, body);
    case 'POST issues/#/comments': return comment(world, pull, body);
    default: return no(refusal(404, 'Not Found'));
  }
}

function ok(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body };
}

function no({ status, headers = {}, body }: Failure): Answer {
  return { status, headers, body };
}

/** Reads are redirected for good, writes for the time being. */
function moved(world: World, { method, path, query }: RequestSeen): Answer {
  const location = `${world.url}${path.replace(`/repos/${world.settings.formerName}`, `/repos/${world.repository}`)}${query.size === 0 ? '' : `?${query.toString()}`}`;
  return ok({ message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' }, method === 'GET' ? 301 : 307, { location });
}

export function facts(world: World): RepositoryFacts {
  const { push, archived } = world.settings;
  return {
    url: world.url, repository: world.repository, defaultBranch: world.defaultBranch, archived, openPulls: world.pulls.filter(({ state }) => state === 'open').length,
    permissions: { admin: false, maintain: false, push, triage: push, pull: true },
  };
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+/, '');
}

/** Open pull requests follow their branches; GitHub closes one whose branch is gone. */
function refresh(world: World): void {
  for (const pull of world.pulls) {
    if (pull.state !== 'open' || world.git === null || pull.headRepository !== world.repository) continue;
    const head = world.git.commitOf(pull.branch);
    if (head === null) Object.assign(pull, { state: 'closed', closedAt: now(), updatedAt: now() });
    else if (head !== pull.head) Object.assign(pull, { head, updatedAt: now() });
  }
}

function headOf(world: World, branch: string): string | null {
  return world.git === null ? createHash('sha1').update(branch).digest('hex') : world.git.commitOf(branch);
}

export type NewPull = Pick<PullState, 'author' | 'headRepository' | 'branch' | 'base' | 'title' | 'body' | 'draft'>;

export function newPull(world: World, fields: NewPull): PullState {
  const created = now();
  const pull: PullState = {
    ...fields, number: world.pulls.length + 1, head: headOf(world, fields.branch) ?? createHash('sha1').update(`${fields.headRepository}:${fields.branch}`).digest('hex'), baseCommit: headOf(world, fields.base) ?? '0'.repeat(40), state: 'open', merged: false,
    labels: [], assignees: [], reviewers: [], teams: [], comments: [], createdAt: created, updatedAt: created, closedAt: null, mergeCommit: createHash('sha1').update(`trial of ${fields.branch}`).digest('hex'),
  };
  world.pulls.push(pull);
  return pull;
}

function create(world: World, body: Body): Answer {
  const { settings, git, repository } = world;
  if (!settings.actionsMayCreate) return no(refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.'));
  const [head, base] = [String(body['head']), String(body['base'])];
  const owner = repository.split('/')[0]!;
  const branch = head.startsWith(`${owner}:`) ? head.slice(owner.length + 1) : head;
  const missing = ([['head', branch], ['base', base]] as const).filter(([, name]) => headOf(world, name) === null);
  if (missing.length > 0) return no(refusal(422, 'Validation Failed', { errors: missing.map(([field]) => ({ resource: 'PullRequest', field, code: 'invalid' })) }));
  if (branch === base || git?.ahead(base, branch) === 0) return no(invalid(`No commits between ${base} and ${branch}`));
  if (world.pulls.some((pull) => pull.state === 'open' && pull.branch === branch && pull.base === base && pull.headRepository === repository)) return no(invalid(`A pull request already exists for ${owner}:${branch}.`));
  if (body['draft'] === true && !settings.drafts) return no(refusal(422, 'Draft pull requests are not supported in this repository.'));
  const tooLong = lengthProblem(body);
  if (tooLong !== null) return no(tooLong);
  const pull = newPull(world, { author: settings.login, headRepository: repository, branch, base, title: String(body['title']), body: (body['body'] as string | undefined) ?? null, draft: body['draft'] === true });
  return ok(pullShape(facts(world), pull), 201, { location: `${world.url}/repos/${repository}/pulls/${pull.number}` });
}

function lengthProblem(body: Body): Failure | null {
  const long = (name: string, limit: number): boolean => typeof body[name] === 'string' && Array.from(body[name]).length > limit;
  if (body['title'] === '') return refusal(422, 'Validation Failed', { errors: [{ resource: 'PullRequest', field: 'title', code: 'missing_field' }] });
  if (long('title', TITLE_LIMIT)) return invalid(`title is too long (maximum is ${TITLE_LIMIT} characters)`);
  return long('body', BODY_LIMIT) ? invalid(`body is too long (maximum is ${BODY_LIMIT} characters)`) : null;
}

function list(world: World, query: URLSearchParams): Answer {
  const [state, head, perPage, page] = [query.get('state') ?? 'open', query.get('head'), Math.min(100, Number(query.get('per_page') ?? 30)), Number(query.get('page') ?? 1)];
  const matching = world.pulls.filter((pull) => (state === 'all' || pull.state === state) && (head === null || head === `${pull.headRepository.split('/')[0]}:${pull.branch}`));
  const base = query.get('base');
  const based = matching.filter((pull) => base === null || pull.base === base);
  // By creation, newest first where nothing is said: only that order is used here.
  const ordered = (query.get('direction') ?? (query.get('sort') === null ? 'desc' : 'asc')) === 'desc' ? based.toReversed() : based;
  const last = Math.max(1, Math.ceil(ordered.length / perPage));
  const link = (number: number, rel: string): string => {
    const next = new URLSearchParams(query);
    next.set('page', String(number));
    return `<${world.url}/repositories/${world.repository.length}/pulls?${next.toString()}>; rel="${rel}"`;
  };
  const links = page < last ? [link(page + 1, 'next'), link(last, 'last')] : [];
  const shown = ordered.slice((page - 1) * perPage, page * perPage).map((pull) => simplePullShape(facts(world), pull));
  return ok(shown, 200, links.length === 0 ? {} : { link: links.join(', ') });
}

function update(world: World, pull: PullState, body: Body): Answer {
  const problem = lengthProblem(body);
  if (problem !== null) return no(problem);
  for (const field of ['title', 'body', 'state'] as const) if (body[field] !== undefined) Object.assign(pull, { [field]: body[field] });
  pull.updatedAt = now();
  return ok(pullShape(facts(world), pull));
}

function reviewers(world: World, pull: PullState, body: Body): Answer {
  const { settings, repository } = world;
  const [users, teams] = [(body['reviewers'] ?? []) as readonly string[], (body['team_reviewers'] ?? []) as readonly string[]];
  if (users.includes(pull.author)) return no(refusal(422, 'Review cannot be requested from pull request author.'));
  const strangers = [...users.filter((user) => !settings.collaborators.includes(user)), ...teams.filter((team) => !settings.teams.includes(team))];
  if (strangers.length > 0) return no(refusal(422, `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${repository} repository.`));
  Object.assign(pull, { reviewers: [...new Set([...pull.reviewers, ...users])], teams: [...new Set([...pull.teams, ...teams])], updatedAt: now() });
  return ok(simplePullShape(facts(world), pull), 201);
}

/** Labels that do not exist yet are made; names are compared without case. */
function labels(world: World, pull: PullState, body: Body): Answer {
  const added = (body['labels'] as readonly string[]).filter((name) => !pull.labels.some((known) => known.toLowerCase() === name.toLowerCase()));
  if (added.some((name) => name.length > 50)) return no(refusal(422, 'Validation Failed', { errors: [{ resource: 'Label', code: 'custom', field: 'name', message: 'name is too long (maximum is 50 characters)' }] }));
  Object.assign(pull, { labels: [...pull.labels, ...added], updatedAt: now() });
  return ok(pull.labels.map((name) => labelShape(world.url, world.repository, name)));
}

/** GitHub ignores whom it cannot assign, without a word. */
function assignees(world: World, pull: PullState, body: Body): Answer {
  const known = (body['assignees'] as readonly string[]).filter((login) => world.settings.collaborators.includes(login));
  Object.assign(pull, { assignees: [...new Set([...pull.assignees, ...known])], updatedAt: now() });
  return ok(issueShape(facts(world), pull), 201);
}

function comment(world: World, pull: PullState, body: Body): Answer {
  const problem = lengthProblem(body);
  if (problem !== null) return no(problem);
  pull.comments.push({ author: world.settings.login, body: String(body['body']) });
  return ok(commentShape(facts(world), pull, pull.comments.length - 1), 201);
}

const MUTATIONS: Readonly<Record<string, boolean>> = { convertPullRequestToDraft: true, markPullRequestReadyForReview: false };

/** GraphQL answers 200 with `errors` where REST would answer 4xx. */
function graphql(world: World, { query, variables }: Body): Answer {
  const asked = /^mutation\s*\(\$(\w+): ID!\)\s*\{\s*(\w+)\(input: \{\s*pullRequestId: \$(\w+)\s*\}\)\s*\{\s*pullRequest\s*\{\s*isDraft\s*\}\s*\}\s*\}$/.exec(String(query).trim());
  const mutation = asked?.[2] ?? '';
  const draft = MUTATIONS[mutation];
  if (asked === null || draft === undefined || asked[1] !== asked[3]) return ok({ errors: [{ message: `Parse error on ${JSON.stringify(query)}`, locations: [{ line: 1, column: 1 }] }] });
  const said = (type: string, message: string): Answer => ok({ data: { [mutation]: null }, errors: [{ type, path: [mutation], locations: [{ line: 1, column: 25 }], message }] });
  const id = (variables as Body | undefined)?.[asked[1]!];
  const pull = world.pulls.find(({ number }) => pullNodeId(number) === id);
  if (pull === undefined || !world.settings.visible) return said('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'.`);
  if (!world.settings.mayWrite || !world.settings.mayChangeDraft) return said('FORBIDDEN', 'Resource not accessible by integration');
  if (draft && !world.settings.drafts) return said('UNPROCESSABLE', 'Draft pull requests are not supported in this repository.');
  if (pull.state === 'closed') return said('UNPROCESSABLE', 'Pull request is closed.');
  Object.assign(pull, { draft, updatedAt: now() });
  return ok({ data: { [mutation]: { pullRequest: { isDraft: draft } } } });
}
