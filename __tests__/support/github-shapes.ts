/** The bodies that GitHub's REST API answers with, complete enough for its own description of them. */

export interface PullState {
  readonly number: number;
  readonly author: string;
  /** `owner/name` of the repository of the head. */
  readonly headRepository: string;
  readonly branch: string;
  readonly base: string;
  head: string;
  baseCommit: string;
  state: 'open' | 'closed';
  merged: boolean;
  draft: boolean;
  title: string;
  body: string | null;
  labels: readonly string[];
  assignees: readonly string[];
  reviewers: readonly string[];
  teams: readonly string[];
  readonly comments: { readonly author: string; readonly body: string }[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  /** While open, GitHub shows the commit it tries the merge with. */
  mergeCommit: string | null;
}

type Shape = Readonly<Record<string, unknown>>;

/** A number that stays the same for a name, as ids do. */
function idOf(name: string): number {
  let id = 17;
  for (const character of name) id = (id * 31 + character.codePointAt(0)!) % 1_000_000_007;
  return id;
}

function nodeId(name: string): string {
  return Buffer.from(name).toString('base64url');
}

const USER_URLS = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events', 'received_events'];

export function userShape(url: string, login: string): Shape {
  return {
    login, id: idOf(login), node_id: nodeId(`U${login}`), avatar_url: `${url}/avatars/${encodeURIComponent(login)}`, gravatar_id: '', url: `${url}/users/${encodeURIComponent(login)}`, html_url: `${url}/${encodeURIComponent(login)}`,
    ...Object.fromEntries(USER_URLS.map((name) => [`${name}_url`, `${url}/users/${encodeURIComponent(login)}/${name}`])),
    type: login.endsWith('[bot]') ? 'Bot' : 'User', site_admin: false,
  };
}

const REPOSITORY_URLS = [
  'archive', 'assignees', 'blobs', 'branches', 'collaborators', 'comments', 'commits', 'compare', 'contents', 'contributors', 'deployments', 'downloads', 'events', 'forks', 'git_commits', 'git_refs', 'git_tags', 'hooks', 'issue_comment',
  'issue_events', 'issues', 'keys', 'labels', 'languages', 'merges', 'milestones', 'notifications', 'pulls', 'releases', 'stargazers', 'statuses', 'subscribers', 'subscription', 'tags', 'teams', 'trees', 'clone', 'git', 'ssh', 'svn',
];

export interface RepositoryFacts {
  readonly url: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly defaultBranch: string;
  readonly archived: boolean;
  readonly permissions: Shape;
  readonly openPulls: number;
}

export function repositoryShape({ url, repository, defaultBranch, archived, permissions, openPulls }: RepositoryFacts): Shape {
  const [owner, name] = repository.split('/');
  const at = `${url}/repos/${repository}`;
  const now = '2026-01-02T03:04:05Z';
  return {
    id: idOf(repository), node_id: nodeId(`R${repository}`), name, full_name: repository, owner: userShape(url, owner!), private: true, html_url: `${url}/${repository}`, description: null, fork: false, url: at,
    ...Object.fromEntries(REPOSITORY_URLS.map((part) => [`${part}_url`, `${at}/${part}`])),
    mirror_url: null, homepage: null, language: 'JavaScript', forks: 0, forks_count: 0, stargazers_count: 0, watchers: 0, watchers_count: 0, size: 12, default_branch: defaultBranch, open_issues: openPulls, open_issues_count: openPulls, topics: [],
    has_issues: true, has_projects: true, has_wiki: true, has_pages: false, has_downloads: true, has_discussions: false, archived, disabled: false, visibility: 'private', license: null, pushed_at: now, created_at: now, updated_at: now, permissions,
    network_count: 0, subscribers_count: 0,
  };
}

const PULL_LINKS = ['comments', 'commits', 'statuses', 'html', 'issue', 'review_comments', 'review_comment', 'self'];

export function simplePullShape(facts: RepositoryFacts, pull: PullState): Shape {
  const { url, repository } = facts;
  const html = `${url}/${repository}/pull/${pull.number}`;
  const at = `${url}/repos/${repository}/pulls/${pull.number}`;
  const issue = `${url}/repos/${repository}/issues/${pull.number}`;
  const side = (name: string, ref: string, sha: string): Shape => ({ label: `${name.split('/')[0]}:${ref}`, ref, sha, user: userShape(url, name.split('/')[0]!), repo: repositoryShape({ ...facts, repository: name }) });
  const assignees = pull.assignees.map((login) => userShape(url, login));
  return {
    url: at, id: idOf(html), node_id: pullNodeId(pull.number), html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`, issue_url: issue, number: pull.number, state: pull.state, locked: false, title: pull.title,
    user: userShape(url, pull.author), body: pull.body, created_at: pull.createdAt, updated_at: pull.updatedAt, closed_at: pull.closedAt, merged_at: pull.merged ? pull.closedAt : null, merge_commit_sha: pull.mergeCommit, milestone: null, draft: pull.draft,
    assignee: assignees[0] ?? null, assignees, requested_reviewers: pull.reviewers.map((login) => userShape(url, login)), requested_teams: pull.teams.map((slug) => teamShape(url, slug)), labels: pull.labels.map((name) => labelShape(url, repository, name)),
    commits_url: `${at}/commits`, review_comments_url: `${at}/comments`, review_comment_url: `${at}/comments{/number}`, comments_url: `${issue}/comments`, statuses_url: `${url}/repos/${repository}/statuses/${pull.head}`,
    head: side(pull.headRepository, pull.branch, pull.head), base: side(repository, pull.base, pull.baseCommit), _links: Object.fromEntries(PULL_LINKS.map((name) => [name, { href: `${at}/${name}` }])), author_association: 'CONTRIBUTOR', auto_merge: null,
  };
}

export function pullShape(facts: RepositoryFacts, pull: PullState): Shape {
  return {
    ...simplePullShape(facts, pull), merged: pull.merged, mergeable: null, rebaseable: null, mergeable_state: 'unknown', merged_by: null, comments: pull.comments.length, review_comments: 0, maintainer_can_modify: false, commits: 1, additions: 1, deletions: 1,
    changed_files: 1,
  };
}

export function pullNodeId(number: number): string {
  return nodeId(`PR_${number}`);
}

function teamShape(url: string, slug: string): Shape {
  return {
    id: idOf(slug), node_id: nodeId(`T${slug}`), name: slug, slug, description: null, privacy: 'closed', notification_setting: 'notifications_enabled', permission: 'push', url: `${url}/teams/${slug}`, html_url: `${url}/orgs/teams/${slug}`,
    members_url: `${url}/teams/${slug}/members{/member}`, repositories_url: `${url}/teams/${slug}/repos`, parent: null, type: 'organization', organization_id: 1,
  };
}

export function labelShape(url: string, repository: string, name: string): Shape {
  return { id: idOf(name), node_id: nodeId(`L${name}`), url: `${url}/repos/${repository}/labels/${encodeURIComponent(name)}`, name, color: 'ededed', default: false, description: '' };
}

export function issueShape(facts: RepositoryFacts, pull: PullState): Shape {
  const { url, repository } = facts;
  const at = `${url}/repos/${repository}/issues/${pull.number}`;
  const assignees = pull.assignees.map((login) => userShape(url, login));
  return {
    id: idOf(at), node_id: nodeId(at), url: at, repository_url: `${url}/repos/${repository}`, labels_url: `${at}/labels{/name}`, comments_url: `${at}/comments`, events_url: `${at}/events`, html_url: `${url}/${repository}/pull/${pull.number}`,
    number: pull.number, state: pull.state, title: pull.title, body: pull.body, user: userShape(url, pull.author), labels: pull.labels.map((name) => labelShape(url, repository, name)), assignee: assignees[0] ?? null, assignees, milestone: null, locked: false,
    comments: pull.comments.length, closed_at: pull.closedAt, created_at: pull.createdAt, updated_at: pull.updatedAt, author_association: 'CONTRIBUTOR',
  };
}

export function commentShape(facts: RepositoryFacts, pull: PullState, index: number): Shape {
  const { url, repository } = facts;
  const { author, body } = pull.comments[index]!;
  const id = pull.number * 1000 + index;
  return {
    id, node_id: nodeId(`C${id}`), url: `${url}/repos/${repository}/issues/comments/${id}`, html_url: `${url}/${repository}/pull/${pull.number}#issuecomment-${id}`, issue_url: `${url}/repos/${repository}/issues/${pull.number}`, body, user: userShape(url, author),
    created_at: pull.updatedAt, updated_at: pull.updatedAt, author_association: 'CONTRIBUTOR',
  };
}
