/** How GitHub says no: statuses, headers and bodies as it sends them. */

export interface Failure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text that is sent as HTML. */
  readonly body: Readonly<Record<string, unknown>> | string;
  /** Only for requests that begin so, such as `POST /repos/acme/shop/pulls`. Default: any. */
  readonly on?: string;
  /** The request takes effect before it is answered like this, as behind a gateway that gave up. */
  readonly afterEffect?: boolean;
  /** Milliseconds before the answer. */
  readonly delayMs?: number;
  /** Instead of an answer: the connection is cut, or nothing is ever sent. */
  readonly connection?: 'reset' | 'silent';
}

const DOCS = 'https://docs.github.com/rest';

export function refusal(status: number, message: string, more: Partial<Failure> & { readonly errors?: readonly unknown[] } = {}): Failure {
  const { errors, ...rest } = more;
  return { status, body: { message, ...(errors === undefined ? {} : { errors }), documentation_url: DOCS, status: String(status) }, ...rest };
}

/** The 422 that names a resource; `said` is what GitHub writes about it. */
export function invalid(said: string, resource = 'PullRequest'): Failure {
  return refusal(422, 'Validation Failed', { errors: [{ resource, code: 'custom', message: said }] });
}

export function primaryLimit(secondsToReset: number, status: 403 | 429 = 403): Failure {
  return refusal(status, 'API rate limit exceeded for installation ID 12345.', { headers: { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + secondsToReset) } });
}

/** `retryAfter` in seconds; `null`: without the header, when a minute is to be waited. */
export function secondaryLimit(retryAfter: number | null, status: 403 | 429 = 403): Failure {
  return {
    status, headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', documentation_url: `${DOCS}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`, status: String(status) },
  };
}

/** The page of the load balancer. */
export function unicorn(status: 500 | 502 | 503 | 504 = 502): Failure {
  return { status, body: '<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body><p>This page is taking too long to load.</p></body></html>' };
}
