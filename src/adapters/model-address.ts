/** What a base URL says about the endpoint behind it. */

export interface Address {
  /** For the SDK: no slash at the end, without the path of a question that somebody pasted along; keeps a query such as `?api-version=`. */
  readonly baseUrl: string;
  /** Where models are listed, without `/models`; another place than `baseUrl` only at Azure's deployments. */
  readonly listingUrl: string;
  /** Host and port: what messages name. */
  readonly host: string;
  readonly origin: string;
  /** Azure takes the key as `api-key` and lists models of its catalogue, not deployments. */
  readonly isAzure: boolean;
  /** GitHub Models: retired on 2026-07-30. */
  readonly isRetired: boolean;
  /** The key would travel in the clear to another machine. */
  readonly isExposed: boolean;
  /** OpenAI itself and Azure: newer models there refuse `max_tokens`. Elsewhere the newer name is often ignored without a word. */
  readonly tokensName: TokensName;
}

export type TokensName = 'max_tokens' | 'max_completion_tokens';

const AZURE_HOST = /\.(openai|cognitiveservices|services\.ai)\.azure\.(com|us|cn)$/;
const RETIRED_HOST = /^(models\.github\.ai|models\.inference\.ai\.azure\.com)$/;
const DEPLOYMENT = /^(.*\/openai)\/deployments\/[^/]+$/;
const PRIVATE_HOST = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[|[^.]+$)|\.(localhost|local|internal|lan)$/;

/** Takes an address that the settings have accepted: http or https, no user in it. */
export function readAddress(text: string): Address {
  const url = new URL(text.trim());
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  const deployment = DEPLOYMENT.exec(path);
  const isAzure = AZURE_HOST.test(url.hostname) || deployment !== null;
  return {
    baseUrl: `${url.origin}${path}${url.search}`,
    listingUrl: `${url.origin}${deployment?.[1] ?? path}${url.search}`,
    host: url.host,
    origin: url.origin,
    isAzure,
    isRetired: RETIRED_HOST.test(url.hostname),
    isExposed: url.protocol === 'http:' && !PRIVATE_HOST.test(url.hostname),
    tokensName: isAzure || /(^|\.)openai\.com$/.test(url.hostname) ? 'max_completion_tokens' : 'max_tokens',
  };
}

/** Base URLs of the same host that are worth a try where nothing answered, likeliest first. */
export function otherBases({ baseUrl, origin, isAzure }: Address): readonly string[] {
  const path = new URL(baseUrl).pathname.replace(/\/$/, '');
  const guesses = isAzure ? [`${origin}/openai/v1`] : [...(path.endsWith('/v1') ? [] : [`${origin}${path}/v1`]), `${origin}/v1`];
  return [...new Set(guesses)].filter((guess) => guess !== baseUrl);
}
