/** What a refusal of GitHub means and what a person can do about it. */
import { redact } from '../core/knowledge/redact.ts';
import type { ForgeFailure, ForgeResult } from '../core/ports-forge.ts';

export type Failed = Extract<ForgeResult<never>, { readonly type: 'failed' }>;

/** An answer that is not the one asked for. Header names are in lower case. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Parsed JSON, or text. */
  readonly data: unknown;
}

interface Rule {
  readonly status?: number;
  readonly pattern: RegExp;
  readonly failure: ForgeFailure;
  readonly remedy: string;
}

const ALLOW_SETTING =
  'Turn on Settings → Actions → General → Workflow permissions → "Allow GitHub Actions to create and approve pull requests" in this repository (where it is greyed out: in its organisation or enterprise first), or give `token` a personal or App token. Until then the pushed branch has a link that opens the pull request with one click.';
const GRANT = 'In a workflow, give the job `permissions: pull-requests: write` (and `contents: write`). A fine-grained personal token needs "Pull requests: Read and write" for this repository.';
const DRAFT_GRANT = 'A workflow\'s own token often may not change drafts, whatever its permissions: give `token` a personal token, or click "Ready for review" or "Convert to draft" on the pull request.';
const REVIEWERS = 'Name only people and teams who can read the repository, and not the author of the pull request. A workflow\'s own token cannot see teams: that takes a personal or App token with "Members: Read".';

/** Where something else than GitHub answers. */
export const FOREIGN = 'A proxy or a login page may stand between. Check the network, the proxy and GITHUB_API_URL.';

/** First match wins: the more specific come first. */
const RULES: readonly Rule[] = [
  { status: 401, pattern: /./s, failure: 'unauthorised', remedy: 'The token is wrong, expired or revoked. Set `token` (on the command line GITHUB_TOKEN) to a valid one.' },
  { pattern: /not permitted to create or approve pull requests/i, failure: 'not-permitted', remedy: ALLOW_SETTING },
  { pattern: /SAML/i, failure: 'not-permitted', remedy: 'The organisation asks for single sign-on: authorise the token for it under Settings → Developer settings → Personal access tokens → Configure SSO.' },
  { pattern: /archived/i, failure: 'not-permitted', remedy: 'The repository is archived and takes no changes. Unarchive it, or publish as a patch.' },
  { pattern: /IP allow list/i, failure: 'not-permitted', remedy: 'The organisation admits only listed addresses: add the runner\'s, or run on a runner inside.' },
  { status: 403, pattern: /./s, failure: 'not-permitted', remedy: GRANT },
  { status: 451, pattern: /./s, failure: 'not-permitted', remedy: 'GitHub has blocked this repository. Ask its owner.' },
  { status: 404, pattern: /./s, failure: 'not-found', remedy: 'The repository does not exist under this name, or the token cannot see it: GitHub answers both alike. Check `origin`, and that the token may read this repository and its pull requests.' },
  { status: 410, pattern: /./s, failure: 'not-found', remedy: 'It is gone or switched off in this repository.' },
  { pattern: /draft pull requests are not supported/i, failure: 'no-drafts', remedy: 'Drafts need a public repository or a paid plan. What was held stays on its branch or as a patch.' },
  { pattern: /pull request already exists/i, failure: 'exists', remedy: 'Nothing to do: it is updated in place.' },
  { pattern: /no commits between/i, failure: 'nothing-between', remedy: 'The base already has what the branch brings. Nothing to do.' },
  { pattern: /submitted too quickly/i, failure: 'rate-limited', remedy: 'GitHub slows down accounts that create much in a short time. Run again later.' },
  { pattern: /requested from (collaborators|pull request author)/i, failure: 'invalid', remedy: REVIEWERS },
  { status: 409, pattern: /./s, failure: 'invalid', remedy: 'Something changed in the repository at the same moment. Run again.' },
];

const BY_STATUS = {
  server: { failure: 'server-error', remedy: 'GitHub had a problem: see https://www.githubstatus.com and run again later.' },
  other: { failure: 'invalid', remedy: 'Read what GitHub says; it did not accept what was sent.' },
} as const;

/** `secrets` never show in what comes back. */
export function explain(refusal: Refusal, secrets: readonly string[], now: Date): Failed {
  const said = saidBy(refusal);
  const limit = limitOf(refusal, now);
  if (limit !== null) return limited(limit, said, secrets, now);
  // GitHub answers in HTML only when it is in trouble itself.
  if (typeof refusal.data === 'string' && refusal.status < 500) return failed('unreachable', `the answer is not GitHub's: ${refusal.status} ${said}`, FOREIGN, secrets);
  const rule = RULES.find(({ status, pattern }) => (status === undefined || status === refusal.status) && pattern.test(said)) ?? BY_STATUS[refusal.status >= 500 ? 'server' : 'other'];
  const asked = /^[a-z_=;, ]+$/.exec(String(refusal.headers['x-accepted-github-permissions'] ?? ''))?.[0];
  const more = rule.failure === 'not-permitted' && rule.remedy === GRANT && asked !== undefined ? ` GitHub asks for ${asked}.` : '';
  return failed(rule.failure, `GitHub answered ${refusal.status}: ${said}`, rule.remedy + more, secrets);
}

/** One of the errors with which GraphQL answers 200. */
export function explainGraphql(errors: readonly unknown[], secrets: readonly string[]): Failed {
  const [first] = errors as readonly ({ readonly type?: unknown; readonly message?: unknown } | null | undefined)[];
  const message = typeof first?.message === 'string' ? first.message : 'no reason';
  const rule = RULES.find(({ status, pattern }) => status === undefined && pattern.test(message));
  const reason = `GitHub answered: ${message}`;
  if (rule !== undefined) return failed(rule.failure, reason, rule.remedy, secrets);
  switch (first?.type) {
    case 'FORBIDDEN': return failed('not-permitted', reason, DRAFT_GRANT, secrets);
    case 'NOT_FOUND': return failed('not-found', reason, 'The token cannot see this pull request.', secrets);
    case 'RATE_LIMITED': return failed('rate-limited', reason, 'The limit ends within the hour. Run again then.', secrets);
    default: return failed('invalid', reason, BY_STATUS.other.remedy, secrets);
  }
}

/** The reason becomes one line, without secrets and without characters that no reader sees. */
export function failed(failure: ForgeFailure, reason: string, remedy: string, secrets: readonly string[]): Failed {
  const line = redact(reason.toWellFormed().replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim(), secrets);
  return { type: 'failed', failure, reason: line.length > REASON_LIMIT ? `${line.slice(0, REASON_LIMIT).toWellFormed()}…` : line, remedy };
}

const REASON_LIMIT = 400;

/** GitHub's own words: the message and, where a validation failed, what about. */
function saidBy({ data, status }: Refusal): string {
  if (typeof data === 'string') return /<title>([^<]{1,100})<\/title>/i.exec(data)?.[1]?.trim() ?? 'an answer that is not JSON';
  if (typeof data !== 'object' || data === null) return `status ${status} without a reason`;
  const { message, errors } = data as { readonly message?: unknown; readonly errors?: unknown };
  const details = Array.isArray(errors) ? errors.slice(0, 5).map(detailOf).filter((detail) => detail !== '') : [];
  return [typeof message === 'string' ? message : `status ${status} without a reason`, ...details].join(': ');
}

function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  const { message, field, code, resource } = error as Readonly<Record<string, unknown>>;
  if (typeof message === 'string') return message;
  return [resource, field, code].filter((part) => typeof part === 'string').join(' ');
}

export interface Limit {
  /** Milliseconds until it ends, by the server's own clock. */
  readonly waitMs: number;
}

/** GitHub asks to wait a minute where it does not say how long. */
const UNTOLD_WAIT_MS = 60_000;

/**
 * Whether a limit was hit, and when it ends: `retry-after`, else the reset of a used-up quota, else a minute.
 * Source: docs.github.com, "Rate limits for the REST API", "Exceeding the rate limit".
 */
export function limitOf(refusal: Refusal, now: Date): Limit | null {
  const { status, headers, data } = refusal;
  const after = retryAfterMs(refusal, now);
  const usedUp = String(headers['x-ratelimit-remaining'] ?? '') === '0';
  const spoken = typeof data === 'object' && data !== null ? JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)) : '';
  const isLimit = status === 429 || (status === 403 && (usedUp || after !== null || /secondary rate limit|secondary-rate-limits|abuse detection|API rate limit exceeded/i.test(spoken)));
  if (!isLimit) return null;
  if (after !== null) return { waitMs: after };
  const reset = Number(headers['x-ratelimit-reset']);
  return { waitMs: usedUp && reset > 0 ? Math.max(0, reset * 1000 - serverTime(refusal, now)) + 1000 : UNTOLD_WAIT_MS };
}

/** Seconds or a date; `null` where the header is missing or no time. */
export function retryAfterMs(refusal: Refusal, now: Date): number | null {
  const value = refusal.headers['retry-after'];
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? null : Math.max(0, at - serverTime(refusal, now));
}

/** A runner's clock may be wrong. */
function serverTime({ headers }: Refusal, now: Date): number {
  const date = Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(date) ? now.getTime() : date;
}

function limited({ waitMs }: Limit, said: string, secrets: readonly string[], now: Date): Failed {
  const end = new Date(Math.min(now.getTime() + waitMs, 8.64e15)).toISOString().replace(/\.\d+Z/, 'Z');
  const remedy = `Run again after ${end} (in ${Math.ceil(waitMs / 60_000)} min). All jobs that use the same token share the limit.`;
  return failed('rate-limited', `GitHub's limit is reached until ${end}: ${said}`, remedy, secrets);
}
