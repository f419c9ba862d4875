/** Where a repository lives on a host of pull requests, and the link by which a person opens one there. */

export interface Whereabouts {
  /** `owner/name`, as a runner gives it in GITHUB_REPOSITORY. */
  readonly given: string | undefined;
  /** Address of `origin`; `null`: there is none. */
  readonly remoteUrl: string | null;
  readonly serverUrl: string;
}

const NAME = /^[\w.-]+\/[\w.-]+$/;

/**
 * `owner/name`: of `origin` where that is on the server (branches are pushed there), else as given; `null` if neither says.
 * A workflow may have checked out another repository than its own.
 */
export function repositoryOf({ given, remoteUrl, serverUrl }: Whereabouts): string | null {
  const remote = remoteUrl === null ? null : nameOnServer(remoteUrl.trim(), serverUrl);
  if (remote !== null) return remote;
  const name = given?.trim() ?? '';
  return NAME.test(name) ? name : null;
}

/** Host, and port where it says one; `ssh.github.com` serves github.com through port 443. */
function nameOnServer(remoteUrl: string, serverUrl: string): string | null {
  const server = parsed(serverUrl);
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(remoteUrl);
  const remote = remoteUrl.includes('://') ? parsed(remoteUrl) : scp === null ? null : parsed(`ssh://${scp[1]!}/${scp[2]!.replace(/^\//, '')}`);
  if (server === null || remote === null) return null;
  const overWeb = remote.protocol === 'https:' || remote.protocol === 'http:';
  if (!overWeb && remote.protocol !== 'ssh:' && remote.protocol !== 'git+ssh:') return null;
  if (remote.hostname.replace(/^ssh\.(?=github\.com$)/, '') !== server.hostname) return null;
  if (overWeb && remote.port !== server.port) return null;
  const prefix = server.pathname.replace(/\/$/, '');
  const path = decoded(remote.pathname);
  if (path === null || !path.startsWith(prefix)) return null;
  const name = path.slice(prefix.length).replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  return NAME.test(name) ? name : null;
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

export interface ApiAddresses {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

/** What a runner gives in GITHUB_API_URL and GITHUB_GRAPHQL_URL, or what follows from the server: github.com, *.ghe.com, GitHub Enterprise Server. */
export function apiAddresses(serverUrl: string, given: { readonly apiUrl: string | undefined; readonly graphqlUrl: string | undefined }): ApiAddresses {
  const server = serverUrl.replace(/\/+$/, '');
  const host = parsed(server)?.host ?? 'github.com';
  const cloud = host === 'github.com' || host.endsWith('.ghe.com') ? `https://api.${host}` : null;
  const apiUrl = (nonEmpty(given.apiUrl) ?? cloud ?? `${server}/api/v3`).replace(/\/+$/, '');
  const graphqlUrl = nonEmpty(given.graphqlUrl) ?? (apiUrl.endsWith('/api/v3') ? apiUrl.replace(/\/v3$/, '/graphql') : `${apiUrl}/graphql`);
  return { apiUrl, graphqlUrl };
}

function nonEmpty(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Characters of a whole address that browsers and GitHub's front end take for sure. */
export const LINK_LIMIT = 8_000;

export interface CompareLink {
  readonly serverUrl: string;
  readonly repository: string;
  readonly base: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
}

/** At most `LINK_LIMIT` characters: the body is cut first, then the title, never inside a character. A comment at the end of the body stays: the engine knows its own by it. */
export function compareLink({ serverUrl, repository, base, branch, title, body }: CompareLink): string {
  const ref = (name: string): string => name.toWellFormed().split('/').map(encodeURIComponent).join('/');
  const start = `${serverUrl.replace(/\/+$/, '')}/${repository}/compare/${ref(base)}...${ref(branch)}?quick_pull=1&title=`;
  const named = `${start}${fit(title, LINK_LIMIT - start.length - BODY_PARAMETER.length)}`;
  if (body === '') return named;
  const room = LINK_LIMIT - named.length - BODY_PARAMETER.length;
  const end = encodeURIComponent((LAST_COMMENT.exec(body)?.[0] ?? '').toWellFormed());
  const keepsEnd = end.length < room / 2;
  return `${named}${BODY_PARAMETER}${keepsEnd ? fit(body.replace(LAST_COMMENT, ''), room - end.length) + end : fit(body, room)}`;
}

const BODY_PARAMETER = '&body=';
const CUT = '…';
const LAST_COMMENT = /\n*<!--[^>]*-->\s*$/;

/** The longest encoded beginning that has room; a mark where something was cut. */
function fit(text: string, room: number): string {
  const whole = encodeURIComponent(text.toWellFormed());
  if (whole.length <= room) return whole;
  const mark = encodeURIComponent(CUT);
  let kept = '';
  for (const character of text.toWellFormed()) {
    const next = encodeURIComponent(character);
    if (kept.length + next.length + mark.length > room) break;
    kept += next;
  }
  return room < mark.length ? '' : kept + mark;
}

/** At most `limit` UTF-16 code units, never inside a character; a mark where something was cut. */
export function cut(text: string, limit: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed();
  if (clean.length <= limit) return clean;
  const end = limit - CUT.length;
  const splits = /[\uD800-\uDBFF]/.test(clean[end - 1]!);
  return `${clean.slice(0, splits ? end - 1 : end)}${CUT}`;
}
