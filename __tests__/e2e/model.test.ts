/** The built engine and an endpoint on loopback: it asks as it was told to, and its key is seen by the endpoint alone. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { machines, type Machine } from '../support/job.ts';
import { REPLIES, startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';
import type { Ended } from '../support/runner.ts';

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

interface Place extends Machine {
  readonly server: ModelServer;
  readonly loot: string;
  /** The flags of a request, the endpoint's included. */
  readonly request: readonly string[];
}

async function withServer<T>(options: ModelServerOptions, action: (place: Place) => Promise<T>): Promise<T> {
  const made = await machine({ files: { 'package.json': '{"type":"module"}\n', 'src/text.js': 'export const shout = (text) => text.toUpperCase();\n', 'accept.mjs': ACCEPT } });
  const loot = join(made.directory, 'loot');
  mkdirSync(loot);
  const server = await startModelServer(options);
  const request = ['--prompt', 'Write slugify: words in small letters, joined by hyphens', '--target', 'src/text.js', '--accept-command', `node accept.mjs ${loot}/found`, '--model', 'loopback', '--base-url', server.url];
  try {
    return await action({ ...made, server, loot, request });
  } finally {
    await server.close();
  }
}

function run(place: Place, more: readonly string[] = []): Promise<Ended> {
  return runCli(['run', ...place.request, '--publish', 'patch', ...more], { cwd: place.repository.path, temporary: place.directory, environment: { SELF_CODING_API_KEY: `${KEY}\n` } });
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

test.each([['a key that is not known', REPLIES.unauthorised, /does not know this key \(401\)/], ['a proxy\'s web page', REPLIES.webPage, /web page titled "Sign in to the corporate proxy"/]])('%s: said with its remedy, nothing is written, exit 0', async (_, answer, expected) => {
  await withServer({ answer }, async (place) => {
    const result = await run(place);
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(expected) as string });
    expect(place.server.questions).toHaveLength(1);
    expect(place.repository.git('status', '--porcelain')).toBe('');
  });
});
