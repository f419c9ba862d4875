/** The built engine and an endpoint on loopback: it asks as it was told to, and its key is seen by the endpoint alone. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { machines, type Machine } from '../support/job.ts';
import { REPLIES, startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';
import type { Ended } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();
const KEY = 'sk-S3cretOfTheEndpoint0123456789';

/** Reads the environment of every process that it may, as a command of a repository can; then does its work. */
const ACCEPT = `
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
for (const name of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
  try { appendFileSync(process.argv[2], readFileSync('/proc/' + name + '/environ', 'latin1').replaceAll('\\0', '\\n') + readFileSync('/proc/' + name + '/cmdline', 'latin1') + '\\n'); } catch {}
}
const { slugify } = await import('./src/text.js');
if (slugify('Hello World') !== 'hello-world') throw new Error('slugify is wrong');
`;

const FILES = { 'package.json': '{"type":"module"}\n', 'src/text.js': 'export const shout = (text) => text.toUpperCase();\n', 'accept.mjs': ACCEPT };

interface Place extends Machine {
  readonly server: ModelServer;
  readonly loot: string;
  /** The flags of a request, the endpoint's included. */
  readonly request: readonly string[];
}

async function withServer<T>(options: ModelServerOptions, action: (place: Place) => Promise<T>): Promise<T> {
  const made = await machine({ files: FILES });
  const loot = join(made.directory, 'loot');
  mkdirSync(loot);
  const server = await startModelServer(options);
  const request = ['--prompt', 'Write slugify: words in small letters, joined by hyphens', '--target', 'src/text.js', '--accept-command', `node accept.mjs ${loot}/found`, '--model', 'loopback'];
  try {
    return await action({ ...made, server, loot, request });
  } finally {
    await server.close();
  }
}

function run(place: Place, { more = [], publish = 'patch', baseUrl = place.server.url }: { readonly more?: readonly string[]; readonly publish?: string; readonly baseUrl?: string } = {}): Promise<Ended> {
  return runCli(['run', ...place.request, '--base-url', baseUrl, '--publish', publish, ...more], { cwd: place.repository.path, temporary: place.directory, environment: { SELF_CODING_API_KEY: `${KEY}\n` } });
}

test('the endpoint is asked with the key, a trailing newline off; neither log nor any process shows it to a command', async () => {
  await withServer({ answer: 'I would rather talk about the weather.', key: KEY }, async (place) => {
    const result = await run(place);
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(place.server.questions.length).toBeGreaterThan(0);
    expect(place.server.questions[0]).toMatchObject({ key: KEY, body: { model: 'loopback' } });
    expect(place.server.questions.some(({ prompt }) => prompt.includes(KEY))).toBe(false);
    const found = readFileSync(join(place.loot, 'found'), 'latin1');
    expect(found).toContain('PATH=');
    expect({ found: found.includes('S3cretOfTheEndpoint'), log: result.log.includes('S3cretOfTheEndpoint') }).toEqual({ found: false, log: false });
    expect(place.repository.git('status', '--porcelain')).toBe('');
  });
});

const SLUG = "export function slugify(text) {\n    return text.toLowerCase().split(' ').join('-');\n}";
const fenced = (code: string, tag = 'js'): string => `\`\`\`${tag}\n${code}\n\`\`\``;
const summaryOf = ({ repository }: Place): string => readFileSync(join(repository.path, '.git/self-coding/records/summary.md'), 'utf8');

interface Bad {
  readonly what: string;
  readonly server: ModelServerOptions;
  readonly more?: readonly string[];
  readonly baseUrl?: (server: ModelServer) => string;
  readonly questions: number;
  /** In the log, and without Markdown's escapes in the summary. */
  readonly told: readonly RegExp[];
}

const bad: readonly Bad[] = [
  { what: 'a key that is not known', server: { answer: REPLIES.unauthorised }, questions: 1, told: [/does not know this key \(401\)/, /api-key/] },
  { what: 'a model that may not be used', server: { answer: REPLIES.forbidden }, questions: 1, told: [/403/, /does not have access to model/] },
  { what: "a proxy's web page", server: { answer: REPLIES.webPage }, questions: 1, told: [/web page titled "Sign in to the corporate proxy"/, /Set `base-url`/] },
  { what: 'a model that does not exist', server: { answer: SLUG, models: ['loopback-2', 'other'] }, questions: 1, told: [/has no model `loopback` \(404\)/, /Set `model` to a name that the endpoint knows\. It has `loopback-2`/] },
  { what: 'a base URL without /v1', server: { answer: SLUG }, baseUrl: ({ origin }) => origin, questions: 1, told: [/There is no chat at/, /Set `base-url` to http:.*\/v1: there it answers/] },
  { what: 'an endpoint that hangs', server: { answer: { type: 'hang' } }, more: ['--time-limits.model', '1s'], questions: 1, told: [/gave no whole answer within 1 s/, /Raise `time-limits\.model`/] },
  { what: 'an answer without end', server: { answer: { type: 'endless', contentType: 'application/json', piece: ' ', everyMs: 20 } }, more: ['--time-limits.model', '1s'], questions: 1, told: [/gave no whole answer within 1 s/] },
  { what: 'a limit that lasts for an hour', server: { answer: REPLIES.rateLimited(3600) }, questions: 1, told: [/\(429\)/, /asked again in 60 min/, /Run again later/] },
  { what: 'a broken endpoint', server: { answer: REPLIES.serverError }, more: ['--model-options.retries', '0'], questions: 1, told: [/is broken or busy \(500\)/, /Run again later/] },
  { what: 'JSON that ends too early', server: { answer: REPLIES.notJson }, more: ['--model-options.retries', '0'], questions: 1, told: [/answered with something that is no chat answer/, /Set `base-url` to an endpoint that speaks the OpenAI protocol/] },
  { what: 'nothing that listens', server: { answer: SLUG }, baseUrl: () => 'http://127.0.0.1:9/v1', more: ['--model-options.retries', '0'], questions: 0, told: [/Nothing listens at 127\.0\.0\.1:9/, /Start the model server/] },
  { what: 'a refusal', server: { answer: { type: 'answer', text: null, refusal: 'I cannot help with that.' } }, questions: 2, told: [/refused to answer: I cannot help with that/, /use another model/] },
  { what: 'a refusal in prose', server: { answer: "I'm sorry, but I can't assist with that request." }, questions: 2, told: [/the model refused/, /use another model/] },
  { what: 'an empty answer', server: { answer: '' }, questions: 2, told: [/The answer of loopback is empty/] },
  { what: 'a truncated answer', server: { answer: { type: 'answer', text: fenced(SLUG).slice(0, 60), finish: 'length' } }, questions: 2, told: [/ended at the limit of/, /Raise `model-options\.max-tokens`/] },
  { what: 'another language', server: { answer: fenced('def slugify(text):\n    return text', 'python') }, questions: 2, told: [/the code block is `python`, the target is javascript/, /Say in other words what is wanted, or use another model/] },
  { what: 'another name', server: { answer: fenced(SLUG.replace('slugify', 'toSlug')) }, questions: 2, told: [/`slugify` is asked for, and the answer declares `toSlug` only/, /use another model/] },
  { what: 'code that does not parse', server: { answer: fenced('export function slugify( {') }, questions: 2, told: [/does not parse as javascript/] },
  { what: 'two different code blocks', server: { answer: `${fenced(SLUG)}\n\nor\n\n${fenced(SLUG.replace('-', '_'))}` }, questions: 2, told: [/2 different code blocks/] },
  { what: 'a whole file in place of an edit', server: { answer: JSON.stringify({ edits: [{ path: 'src/text.js', content: `${SLUG}\n` }] }) }, questions: 2, told: [/the answer removes `shout` from `src\/text\.js`, which nobody asked for/, /use another model/] },
  { what: 'a search text that does not occur', server: { answer: '{"edits": [{"path": "src/text.js", "search": "nowhere", "replace": ""}]}' }, questions: 2, told: [/the text to replace does not occur in `src\/text\.js`/] },
];

const plainly = (text: string): string => text.replace(/&#8203;|\u200b/g, '').replace(/\\([\\`*_[\]~!#.)+|-])/g, '$1').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

test.each(bad)('$what: told with its remedy in log and summary, nothing is written, exit 0', async ({ server, more = [], baseUrl, questions, told }) => {
  await withServer(server, async (place) => {
    const before = snapshotOf(place.repository.path);
    const result = await run(place, { more, ...(baseUrl === undefined ? {} : { baseUrl: baseUrl(place.server) }) });
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(result.log).toMatch(/^Unchanged 1 of 1: /m);
    expect(result.log).not.toContain('unexpected error');
    for (const pattern of told) {
      expect(result.log).toMatch(pattern);
      expect(plainly(summaryOf(place))).toMatch(pattern);
    }
    expect(place.server.questions).toHaveLength(questions);
    expect([snapshotOf(place.repository.path), place.repository.git('status', '--porcelain')]).toEqual([before, '']);
  });
});

test('a busy endpoint is asked again when it says so; what it then answers lands under a title of its own, and is replayed to the same tree', async () => {
  await withServer({ answer: [REPLIES.rateLimited(1), `Here is what to do.\n\n${fenced(SLUG)}\n\nEnjoy!`] }, async (place) => {
    const answers = join(place.directory, 'answers.jsonl');
    const { log } = await run(place, { publish: 'commit', more: ['--record-answers', answers] });
    expect(log).toMatch(/^Kept 1 of 1: Add `slugify` to src\/text\.js \(\+4 lines\)/m);
    expect(place.repository.git('log', '-1', '--format=%s')).toBe('Add `slugify` to src/text.js');
    expect(place.repository.git('log', '-1', '--format=%b')).toContain('- `src/text.js`: adds `slugify`');
    const other = await machine({ files: FILES });
    const replayed = await runCli(['run', ...place.request.slice(0, 6), '--replay-file', answers, '--publish', 'commit'], { cwd: other.repository.path, temporary: other.directory });
    expect(replayed.log).toMatch(/^Kept 1 of 1: Add `slugify` to src\/text\.js/m);
    expect(other.repository.git('rev-parse', 'HEAD^{tree}')).toBe(place.repository.git('rev-parse', 'HEAD^{tree}'));
  });
});

test('the log tells of each answer that could not be used, and of the question that follows', async () => {
  await withServer({ answer: [fenced(SLUG.replace('slugify', 'toSlug')), fenced(SLUG)] }, async (place) => {
    const { log } = await run(place);
    const lines = ['model loopback: answered', 'the answer is of no use: `slugify` is asked for', 'asking again with what went wrong: repair 1 of 2', 'model loopback: answered', 'trying: Add `slugify` to src/text.js', 'kept by'];
    expect(lines.reduce((at, line) => (at < 0 ? at : log.indexOf(line, at + 1)), 0)).toBeGreaterThan(0);
  });
});

test('a word in place of a key, as local endpoints take it, blanks out nothing', async () => {
  await withServer({ answer: fenced(SLUG) }, async (place) => {
    const { log } = await runCli(['run', ...place.request, '--base-url', place.server.url, '--publish', 'patch'], { cwd: place.repository.path, temporary: place.directory, environment: { SELF_CODING_API_KEY: 'e' } });
    expect(log).toMatch(/^Kept 1 of 1: Add `slugify` to src\/text\.js/m);
    expect(log).not.toContain('***');
    expect(place.server.questions[0]?.key).toBe('e');
  });
});
