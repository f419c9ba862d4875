/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Shorter ones would be found in ordinary words. */
const SHORTEST_KNOWN_SECRET = 6;

/**
 * True for what people write where an endpoint wants no key: one short word, such as `none`, `ollama` or `not-needed`. Blanking that out would
 * blank ordinary words; a key has digits or is longer.
 */
export function isPlaceholder(key: string): boolean {
  return /^[A-Za-z-]{1,11}$/.test(key);
}

const PEM = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Formats that name their issuer; matched whole. */
const TOKENS: readonly RegExp[] = [
  PEM,
  /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,255}/g,
  /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22,255}/g,
  /(?<![A-Za-z0-9])sk-(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{20,}/g,
  /(?<![A-Za-z0-9])[rsp]k_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  /(?<![A-Za-z0-9])xapp-[0-9]-[A-Za-z0-9-]{10,}/g,
  /(?<=hooks\.slack\.com\/(?:services|workflows)\/)[A-Za-z0-9/]{20,}/g,
  /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{50,}/g,
  /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,}/g,
  /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g,
  /(?<=[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/:@'"<>]*:[^\s/@'"<>]+(?=@)/gi,
  /(?<=(?:authorization|x-api-key)["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token|digest|negotiate)\s{1,4})?)(?!(?:bearer|basic|token|digest|negotiate)\s)[A-Za-z0-9+/=_.~-]{8,}/gi,
  /(?<=[?&](?:sig|signature|x-amz-signature|access_token|api_key|token)=)[A-Za-z0-9%+/=_.~-]{8,}/gi,
];

/** The name must end in the word: `tokenCount` and `cacheKey` hold no secrets. */
const ASSIGNMENT =
  /((?:secret|token|passwd|password|passphrase|credentials?|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key)["']?\s{0,4}(?::|=>|:=|=)\s{0,4})(?:(["'`])([^"'`\s[\]]{8,512})\2|([A-Za-z0-9+/_=-]{20,512})(?![A-Za-z0-9+/_=.([-]))/gi;

/**
 * Replaces what looks like a secret, and every known one, also base64- or URL-encoded, by `[redacted]`. Applying it again changes
 * nothing. Git hashes, UUIDs and lockfile digests stay, unless a name such as `api_key` says what they are.
 */
export function redact(text: string, knownSecrets: readonly string[] = []): string {
  const known = knownSecrets.filter((secret) => secret.length >= SHORTEST_KNOWN_SECRET).flatMap(encodings);
  const unique = [...new Set(known)].filter((secret) => !REDACTED.includes(secret)).sort((a, b) => b.length - a.length);
  let current = text.replace(PEM, REDACTED);
  for (;;) {
    const next = current.split(REDACTED).map((part) => redactPart(part, unique)).join(REDACTED);
    // Each round leaves fewer characters outside the marks, so this ends.
    if (next === current) return current;
    current = next;
  }
}

function redactPart(part: string, known: readonly string[]): string {
  let result = part;
  for (const secret of known) result = result.split(secret).join(REDACTED);
  if (result !== part) return result;
  for (const pattern of TOKENS) result = result.replace(pattern, REDACTED);
  if (result !== part) return result;
  return result.replace(ASSIGNMENT, (whole: string, name: string, quote: string | undefined, quoted: string | undefined, bare: string | undefined) => {
    if (quoted !== undefined) return isRandom(quoted, 1) ? `${name}${quote ?? ''}${REDACTED}${quote ?? ''}` : whole;
    return bare !== undefined && isRandom(bare, 3) ? `${name}${REDACTED}` : whole;
  });
}

function encodings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64'), json];
}

/** Letters and digits mixed, and at least 3 bits per character (C. E. Shannon 1948): words and placeholders have no digits or repeat themselves. */
function isRandom(value: string, digits: number): boolean {
  return value.replace(/[^0-9]/g, '').length >= digits && /[A-Za-z]/.test(value) && entropy(value) >= 3;
}

function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}
