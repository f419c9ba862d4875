/** GitHub on loopback: the part of its REST and GraphQL APIs that the engine uses, checked against GitHub's own description of it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bareRepository } from './github-git.ts';
import { refusal, type Failure } from './github-failures.ts';
import { answer, newPull, type Answer, type World } from './github-verbs.ts';
import type { PullState } from './github-shapes.ts';
import { openDescription, type RequestSeen } from './openapi.ts';

export interface GitHubOptions {
  /** Default `acme`. */
  readonly owner?: string;
  /** Default `shop`. */
  readonly repo?: string;
  /** The only one that is accepted. Default `loopback-token-0123456789`. */
  readonly token?: string;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** Directory of a bare repository whose branches are those of this repository: heads are its commits, a merge merges there. */
  readonly bare?: string;
}

/** What the owners set; change them at any time. */
export interface GitHubSettings {
  /** "Allow GitHub Actions to create and approve pull requests". */
  actionsMayCreate: boolean;
  /** False: `permissions: pull-requests: write` is missing. */
  mayWrite: boolean;
  /** False: the token cannot see the repository. */
  visible: boolean;
  drafts: boolean;
  /** False: as with the token of a workflow, which may open drafts but not change them. */
  mayChangeDraft: boolean;
  push: boolean;
  archived: boolean;
  collaborators: readonly string[];
  teams: readonly string[];
  /** Whom the token is. */
  login: string;
  /** Another name that answers with a redirect to this one. */
  formerName: string | null;
}

export interface NewHumanPull {
  readonly branch: string;
  readonly author?: string;
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly base?: string;
  /** `owner/name`: opened from this fork. */
  readonly fork?: string;
}

export interface GitHub {
  /** For `GITHUB_API_URL`, `GITHUB_SERVER_URL`, `GITHUB_GRAPHQL_URL`. None ends in a slash. */
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly graphqlUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  readonly settings: GitHubSettings;
  /** Oldest first. Look, do not touch. */
  readonly pulls: readonly PullState[];
  /** Every request as it came, oldest first. */
  readonly requests: readonly (RequestSeen & { readonly headers: Readonly<Record<string, string>> })[];
  /** What GitHub's description does not allow in a request or an answer. A test ends by expecting none. */
  readonly violations: readonly string[];
  /** The next request (that it is `on`) is answered so; several wait in line. */
  fail(failure: Failure, times?: number): void;
  /** A branch that exists without a bare repository; where none is connected, every branch exists. */
  openByHuman(pull: NewHumanPull): PullState;
  closeByHuman(number: number): void;
  reopenByHuman(number: number): void;
  merge(number: number): void;
  close(): Promise<void>;
}

export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const { owner = 'acme', repo = 'shop', token = 'loopback-token-0123456789', defaultBranch = 'main', bare } = options;
  const settings: GitHubSettings = { actionsMayCreate: true, mayWrite: true, visible: true, drafts: true, mayChangeDraft: true, push: true, archived: false, collaborators: ['alice', 'bob'], teams: ['core'], login: 'github-actions[bot]', formerName: null };
  const world: World = { url: '', repository: `${owner}/${repo}`, defaultBranch, settings, pulls: [], git: bare === undefined ? null : bareRepository(bare) };
  const description = openDescription();
  const requests: (RequestSeen & { readonly headers: Readonly<Record<string, string>> })[] = [];
  const violations: string[] = [];
  const failures: Failure[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = new URL(request.url!, 'http://127.0.0.1');
    const text = await bodyOf(request);
    const seen: RequestSeen = { method: request.method!, path: decodeURIComponent(target.pathname), query: target.searchParams, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    const headers = request.headers as Readonly<Record<string, string>>;
    requests.push({ ...seen, headers });
    violations.push(...headerProblems(seen, headers), ...(seen.path === '/graphql' ? [] : description.request(asCurrent(seen, world))));
    const index = failures.findIndex(({ on }) => on === undefined || `${seen.method} ${seen.path}`.startsWith(on));
    const failure = index === -1 ? null : failures.splice(index, 1)[0]!;
    if (failure?.delayMs !== undefined) await new Promise((resolve) => { setTimeout(resolve, failure.delayMs).unref(); });
    const known = headers['authorization'] === `token ${token}` || headers['authorization'] === `bearer ${token}`;
    if (!known) {
      send(response, refused(refusal(401, 'Bad credentials')));
      return;
    }
    const given = failure === null || failure.afterEffect === true ? answer(world, seen) : null;
    if (failure !== null) {
      if (failure.connection === 'reset') request.socket.destroy();
      else if (failure.connection === undefined) send(response, refused(failure));
      return;
    }
    violations.push(...(seen.path === '/graphql' ? [] : description.response(asCurrent(seen, world), given!.status, given!.body)));
    send(response, given!);
  };
  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(`the loopback server broke: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  world.url = url;
  return {
    apiUrl: url, serverUrl: url, graphqlUrl: `${url}/graphql`, repository: world.repository, token, settings, pulls: world.pulls, requests, violations,
    fail: (failure, times = 1) => { for (let i = 0; i < times; i += 1) failures.push(failure); },
    ...humans(world),
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => { http.close(resolve); });
    },
  };
}

function humans(world: World): Pick<GitHub, 'openByHuman' | 'closeByHuman' | 'reopenByHuman' | 'merge'> {
  const find = (number: number): PullState => {
    const pull = world.pulls.find((candidate) => candidate.number === number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  };
  const at = (): string => new Date().toISOString().replace(/\.\d+/, '');
  return {
    openByHuman: ({ branch, author = 'alice', title = branch, body = '', draft = false, base = world.defaultBranch, fork = world.repository }) => newPull(world, { author, headRepository: fork, branch, base, title, body, draft }),
    closeByHuman: (number) => { Object.assign(find(number), { state: 'closed', closedAt: at(), updatedAt: at() }); },
    reopenByHuman: (number) => { Object.assign(find(number), { state: 'open', closedAt: null, updatedAt: at() }); },
    merge: (number) => {
      const pull = find(number);
      const mergeCommit = world.git?.merge(pull.base, pull.branch, `Merge pull request #${number} from ${pull.headRepository.split('/')[0]}/${pull.branch}`) ?? createHash('sha1').update(`merge of ${number}`).digest('hex');
      Object.assign(pull, { state: 'closed', merged: true, mergeCommit, closedAt: at(), updatedAt: at() });
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What GitHub asks of every client: an `Accept`, a name, a version; and a body that says what it is. */
function headerProblems({ method, path, body }: RequestSeen, headers: Readonly<Record<string, string>>): readonly string[] {
  const wanted: readonly (readonly [boolean, string])[] = [
    [/^application\/(vnd\.github[.+a-z0-9-]*json|json)/.test(headers['accept'] ?? ''), 'accept'],
    [(headers['user-agent'] ?? '') !== '', 'user-agent'],
    [path === '/graphql' || headers['x-github-api-version'] === '2022-11-28', 'x-github-api-version'],
    [body === undefined || (headers['content-type'] ?? '').startsWith('application/json'), 'content-type'],
  ];
  return wanted.filter(([holds]) => !holds).map(([, name]) => `${method} ${path}: header ${name} is ${headers[name] ?? 'missing'}`);
}

/** A former name is described like the current one. */
function asCurrent(seen: RequestSeen, world: World): RequestSeen {
  const former = world.settings.formerName;
  return former === null ? seen : { ...seen, path: seen.path.replace(`/repos/${former}`, `/repos/${world.repository}`) };
}

function refused({ status, headers, body }: Failure): Answer {
  return { status, headers: headers ?? {}, body };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    date: new Date().toUTCString(), 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', 'x-github-request-id': 'LOOP:BACK', 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4990',
    'x-ratelimit-used': '10', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600), ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
