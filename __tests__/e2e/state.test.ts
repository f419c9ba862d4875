import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { readState } from '../../src/core/history/ledger.ts';
import { unpackState } from '../../src/core/history/state-pack.ts';
import type { DatabaseFactory } from '../../src/core/ports.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines, replaying, watched, type Machine, type MachineOptions } from '../support/job.ts';
import { told } from '../support/results.ts';
import type { RunnerResult } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const makeMachine = machines();

/** What `post` does is asked of runs that are killed; elsewhere it would only take time. */
async function machine(options: MachineOptions): Promise<Machine> {
  const made = await makeMachine(options);
  return { ...made, job: (inputs, more = {}) => made.job(inputs, { skipPost: more.interrupt === undefined, ...more }) };
}

let factory: DatabaseFactory;
beforeAll(async () => { factory = await createDatabaseFactory(); });

const SLUG = `function slug(title) {
  const words = title.normalize('NFKD').toLowerCase().split(/[^a-z0-9]+/);
  const kept = words.filter((word) => word !== '');
  return kept.length === 0 ? 'untitled' : kept.join('-');
}
`;

/** Two copies of which one must stay, which only a test knows; the checks take milliseconds. */
const COPIES = {
  'package.json': '{ "name": "pages", "private": true, "type": "module" }\n',
  'src/page.js': `export ${SLUG}\nexport function page(title) {\n  return \`/pages/\${slug(title)}\`;\n}\n`,
  'src/widget.js': `${SLUG}\nexport function widget(title) {\n  return \`#\${slug(title)}\`;\n}\n`,
  'test/page.test.js': "import assert from 'node:assert/strict';\nimport { page } from '../src/page.js';\n\nassert.equal(page('A b!'), '/pages/a-b');\n",
  'test/widget.test.js': "import assert from 'node:assert/strict';\nimport { readFileSync } from 'node:fs';\nimport { widget } from '../src/widget.js';\n\nassert.equal(widget('A b!'), '#a-b');\nassert.doesNotMatch(readFileSync(new URL('../src/widget.js', import.meta.url), 'utf8'), /^import /m);\n",
};
const BOTH = { 'test-command': 'node test/page.test.js && node test/widget.test.js', 'lint-command': 'none' };
const ONE = { 'test-command': 'node test/page.test.js', 'lint-command': 'none' };

interface Stored {
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const inOrder = (rows: readonly { readonly kind: string; readonly body: string }[]): Stored[] => rows.map(({ kind, body }) => ({ kind, body: JSON.parse(body) as Stored['body'] }));

/** The events of the newest cache entry, read as the next run reads them. */
function cached({ cache, directory }: Machine): Stored[] {
  const unpacked = unpackState(factory, packOf(directory, cache.entries.at(-1)!.archive).pack, 1 << 30);
  if (unpacked.type !== 'sound') throw new Error(unpacked.reason);
  return inOrder(unpacked.rows);
}

/** The one file of an archive of the cache service. */
function packOf(directory: string, archive: Uint8Array): { readonly pack: Uint8Array; readonly path: string; readonly root: string } {
  const root = mkdtempSync(join(directory, 'archive-'));
  writeFileSync(join(root, 'cache.tzst'), archive);
  execFileSync('tar', ['--zstd', '-xf', 'cache.tzst'], { cwd: root });
  const path = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('state.pack'))!;
  return { pack: readFileSync(join(root, path)), path, root };
}

/** Puts another file in the newest entry, as anybody could who may write to the cache. */
function spoil({ cache, directory }: Machine, change: (pack: Buffer) => Uint8Array): Uint8Array {
  const { archive, key, version } = cache.entries.at(-1)!;
  const { pack, path, root } = packOf(directory, archive);
  const spoilt = change(Buffer.from(pack));
  writeFileSync(join(root, path), spoilt);
  execFileSync('tar', ['--zstd', '-cf', 'spoilt.tzst', path], { cwd: root });
  cache.entries[cache.entries.length - 1] = { key, version, archive: readFileSync(join(root, 'spoilt.tzst')) };
  return spoilt;
}

const outcomes = (events: readonly Stored[]): unknown[] => events.filter(({ kind }) => kind === 'attempt').map(({ body }) => body['outcome']);
const restored = ({ outputs }: RunnerResult): string => outputs['state-restored']!;

describe('the Actions cache', () => {
  test('every run saves under a key of its own, restores by prefix, and does not repeat what was rejected', async () => {
    const here = await machine({ files: COPIES });
    const first = await here.job(BOTH);
    here.repository.write({ 'README.md': 'Pages\n' });
    here.repository.commit('something new, so that the next run looks');
    const second = await here.job(BOTH);
    expect([told(first), restored(first)]).toEqual([{ exitCode: 0, outcome: 'reverted' }, 'empty']);
    expect([told(second), restored(second)]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, 'restored']);
    const date = new Date().toISOString().slice(0, 10);
    expect(second.outputs['reasons']).toMatch(new RegExp(`^not tried again: the same change was reverted on ${date} \\(1 new failing test: `));
    expect(second.log).not.toContain('trying: ');
    expect(second.summary).toContain('1 rejected change not repeated');
    const keys = here.cache.entries.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    expect(second.log).toContain(`(from ${keys[0]!})`);
    expect(outcomes(cached(here))).toEqual(['reverted']);
  });

  test('another branch starts from what the cache offers it', async () => {
    const here = await machine({ files: COPIES });
    await here.job(BOTH);
    const other = await here.job(BOTH, { environment: { GITHUB_REF: 'refs/heads/feature' } });
    expect([restored(other), other.outputs['outcome']]).toEqual(['restored', 'unchanged']);
  });

  test('what was held for want of tests is tried again when the tests change', async () => {
    const here = await machine({ files: COPIES });
    const first = await here.job(ONE);
    expect([first.outputs['outcome'], (await here.job(ONE)).outputs['outcome']]).toEqual(['held', 'unchanged']);
    here.repository.write({ 'test/page.test.js': `${COPIES['test/page.test.js']}\nimport { widget } from '../src/widget.js';\n\nassert.equal(widget('A b!'), '#a-b');\n` });
    here.repository.commit('test the widget');
    const last = await here.job(ONE);
    expect([last.outputs['outcome'], restored(last)]).toEqual(['kept', 'restored']);
    expect(first.summary).toMatch(/- Held for a person to decide: wrote .*\.patch \(apply with: git am /);
  });

  test('memory holds every prompt with its answer, tagged by kind and outcome, and the next run restores it', async () => {
    const here = await machine({ files: { ...SMALL_FILES, ...replaying('```js\nexport function shout(text) {\n  return text.toUpperCase();\n}\n```') } });
    await here.job(SMALL_TASK);
    const interactions = (): unknown[] => cached(here).filter(({ kind }) => kind === 'interaction').map(({ body }) => body);
    const first = interactions();
    expect(first).toEqual([expect.objectContaining({ response: expect.stringContaining('return text.toUpperCase();') as unknown, tags: ['helper', 'reverted'] })]);
    expect((first[0] as { prompt: string }).prompt).toContain('Text in capitals as `shout`');
    here.repository.write(replaying(JSON.stringify({ edits: [{ path: 'src/text.js', insert: 'export function shout(text) {\n  return trimmed(text).toUpperCase();\n}', name: 'shout' }] })));
    here.repository.commit('another answer');
    expect((await here.job(SMALL_TASK)).outputs['outcome']).toBe('kept');
    expect(interactions()).toEqual([...first, expect.objectContaining({ tags: ['helper', 'kept'] })]);
  });

  test('without a cache service the run goes on, and says what that means', async () => {
    const here = await machine({ files: COPIES });
    const result = await here.job(BOTH, { environment: { ACTIONS_RESULTS_URL: '', ACTIONS_CACHE_SERVICE_V2: '', ACTIONS_RUNTIME_TOKEN: '' } });
    expect([told(result), restored(result)]).toEqual([{ exitCode: 0, outcome: 'reverted' }, 'unavailable']);
    expect(result.summary.split('The Actions cache cannot be reached from here')).toHaveLength(3);
    expect(result.summary).toMatch(/\*\*Warnings\*\*\n\n- The Actions cache cannot be reached from here: [^\n]+\n\n/);
  });

  test('a cache that takes no writes is told, and nothing fails', async () => {
    const here = await machine({ files: COPIES });
    here.cache.refuseWrites = 'cache is read-only for this token';
    const result = await here.job(BOTH);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'reverted' });
    expect(result.summary).toMatch(/state not saved: .*read-only/);
    expect(here.cache.entries).toEqual([]);
  });
});

describe('a state that cannot be trusted', () => {
  const withHeader = (pack: Buffer, change: Record<string, unknown>): Buffer => {
    const end = pack.indexOf(10);
    return Buffer.concat([Buffer.from(`${JSON.stringify({ ...(JSON.parse(pack.toString('utf8', 0, end)) as object), ...change })}\n`), pack.subarray(end + 1)]);
  };
  const flipped = (pack: Buffer): Buffer => {
    pack[pack.length - 100] = pack[pack.length - 100]! ^ 0xff;
    return pack;
  };

  test.each<[string, string, (pack: Buffer) => Uint8Array]>([
    ['corrupt', 'a changed byte', flipped],
    ['corrupt', 'a missing end', (pack) => pack.subarray(0, pack.length / 2)],
    ['too-new', 'a newer schema', (pack) => withHeader(pack, { schema: 99 })],
    ['too-large', 'more than the limit', (pack) => Buffer.concat([pack, Buffer.alloc(2 << 20)])],
  ])('%s (%s) in the cache: told, set aside untouched, and not overwritten', async (status, _, change) => {
    const here = await machine({ files: { ...COPIES, '.github/self-coding.yml': 'state:\n  max-size: 1MiB\n' } });
    await here.job(BOTH);
    const spoilt = spoil(here, change);
    const [entry] = here.cache.entries;
    const result = await here.job(BOTH);
    expect([told(result), restored(result)]).toEqual([{ exitCode: 0, outcome: 'reverted' }, status]);
    expect(result.log).toContain(`state not restored (${status.replace('-', ' ')})`);
    expect(result.summary).toContain('**Warnings**');
    const aside = readdirSync(here.repository.path, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('set-aside') && path.endsWith('state.pack'));
    expect(aside).toHaveLength(1);
    expect(Buffer.compare(readFileSync(join(here.repository.path, aside[0]!)), spoilt)).toBe(0);
    expect(here.cache.entries[0]).toBe(entry);
    expect(here.cache.entries).toHaveLength(2);
    expect(outcomes(cached(here))).toEqual(['reverted']);
  });

  /** A shared directory with one saved state, as `state.store: directory` keeps it. */
  async function kept(): Promise<{ readonly here: Machine; readonly state: string; readonly file: () => string }> {
    const here = await machine({});
    const state = join(here.directory, 'state');
    here.repository.write({ ...COPIES, '.github/self-coding.yml': `state:\n  store: directory\n  directory: ${state}\n  max-size: 1MiB\n` });
    here.repository.commit('start');
    const first = await here.job(BOTH);
    expect([restored(first), here.cache.entries]).toEqual(['empty', []]);
    return { here, state, file: () => join(state, (JSON.parse(readFileSync(join(state, 'manifest.json'), 'utf8')) as { file: string }).file) };
  }

  test('a directory keeps the state and the next run restores it', async () => {
    const { here, file } = await kept();
    const second = await here.job(BOTH);
    expect([told(second), restored(second)]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, 'restored']);
    const state = readState(factory, readFileSync(file()));
    expect(state.type === 'rows' && outcomes(inOrder(state.rows))).toEqual(['reverted']);
  });

  test('the state before takes the place of a truncated one, and people hear of it', async () => {
    const { here, state, file } = await kept();
    here.repository.write({ 'README.md': 'changed\n' });
    here.repository.commit('more');
    await here.job({ ...BOTH, kinds: 'suppressions' });
    const older = file();
    await here.job({ ...SMALL_TASK, target: 'src/page.js', 'test-command': BOTH['test-command'] });
    expect(file()).not.toBe(older);
    truncateSync(file(), 5_000);
    const result = await here.job(BOTH);
    expect([told(result), restored(result)]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, 'restored']);
    expect(result.log).toContain('The state saved before it is used');
    expect(result.summary).toMatch(/\*\*Warnings\*\*\n\n- The state in .* was not used: /);
    expect(readdirSync(join(state, 'set-aside'))).toHaveLength(1);
  });

  test.each<[string, string, string, (state: string, file: string) => void]>([
    ['corrupt', 'a truncated database', 'reverted', (_, file) => { truncateSync(file, 5_000); }],
    ['restored', 'a broken manifest beside a sound database', 'unchanged', (state) => { writeFileSync(join(state, 'manifest.json'), '{'); }],
    ['too-new', 'a newer schema', 'reverted', (state) => { writeFileSync(join(state, 'manifest.json'), '{"schema": 99}'); }],
    ['too-large', 'more than the limit', 'reverted', (_, file) => { appendFileSync(file, Buffer.alloc(2 << 20)); }],
  ])('%s (%s) in a directory: told, set aside whole; the next run has a sound one', async (status, _, outcome, change) => {
    const { here, state, file } = await kept();
    change(state, file());
    const before = Object.values(snapshotFiles(state));
    const result = await here.job(BOTH);
    expect([told(result), restored(result)]).toEqual([{ exitCode: 0, outcome }, status]);
    expect(result.summary).toContain('**Warnings**');
    const [aside] = readdirSync(join(state, 'set-aside'));
    const moved = Object.values(snapshotFiles(join(state, 'set-aside', aside!)));
    expect(moved.length).toBeGreaterThan(0);
    expect(before).toEqual(expect.arrayContaining(moved));
    expect((await here.job(BOTH)).outputs['outcome']).toBe('unchanged');
  });
});

function snapshotFiles(directory: string): Record<string, string> {
  return Object.fromEntries(readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => [name, readFileSync(join(directory, name)).toString('base64')]));
}

describe('runs that end early, and runs at the same time', () => {
  const answer = '```js\nexport function shout(text) {\n  return text.toUpperCase();\n}\n```';
  const twoTries = { ...SMALL_FILES, ...replaying(answer, 'backlog:\n  - { id: one, prompt: "Text in capitals as `shout`", target: src/text.js, accept-command: node accept.mjs }\n  - { id: two, prompt: "Later", target: src/other.js, accept-command: "sleep 30; false" }\nmax-tasks: 5\n') };
  const checks = { 'test-command': 'node test.mjs', 'lint-command': 'none', kinds: 'suppressions' };

  test('after a SIGKILL `post` saves what had been tried and puts the tree back; the next run remembers', async () => {
    const here = await machine({ files: twoTries });
    const before = snapshotOf(here.repository.path);
    const killed = await here.job(checks, { interrupt: { signal: 'SIGKILL', after: /task 2 of 2/, afterMs: 200 } });
    expect(killed.exitCode).not.toBe(0);
    expect([killed.postExitCode, killed.postLog]).toEqual([0, expect.stringMatching(/state saved to self-coding-state-/)]);
    expect(snapshotOf(here.repository.path)).toEqual(before);
    expect(outcomes(cached(here))).toEqual(['reverted']);
    const next = await here.job({ ...checks, mode: 'suggest' });
    expect(next.log).toContain('restored 1 attempt, 0 landed');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('after %s the run itself saves and restores, and `post` has nothing left to do', async (signal) => {
    const here = await machine({ files: twoTries });
    const { result, before, after } = await watched(here, () => here.job(checks, { interrupt: { signal, after: /task 2 of 2/, afterMs: 200 } }));
    expect(after).toEqual(before);
    expect([result.postExitCode, result.postLog]).toEqual([0, expect.stringContaining('nothing left to do')]);
    expect(outcomes(cached(here))).toContain('reverted');
    expect(here.cache.entries).toHaveLength(1);
  });

  test('of two runs at the same time neither loses the other’s attempts', async () => {
    const here = await machine({});
    const state = join(here.directory, 'state');
    const files = { ...COPIES, '.github/self-coding.yml': `state:\n  store: directory\n  directory: ${state}\n` };
    here.repository.write(files);
    here.repository.commit('start');
    const second = join(here.directory, 'second');
    mkdirSync(second);
    cpSync(here.repository.path, second, { recursive: true });
    await Promise.all([here.job(BOTH), here.job(BOTH, { workspace: second, environment: { GITHUB_WORKSPACE: second } })]);
    const last = await here.job(BOTH);
    expect([last.outputs['outcome'], last.log]).toEqual(['unchanged', expect.stringContaining('restored 2 attempts, 0 landed')]);
  });

  test('in the cache the run that ends later adds what the other one has saved', async () => {
    const here = await machine({ files: COPIES });
    const second = join(here.directory, 'second');
    cpSync(here.repository.path, second, { recursive: true });
    const slow = { ...BOTH, 'setup-command': 'sleep 6' };
    await Promise.all([here.job(BOTH), here.job(slow, { workspace: second, environment: { GITHUB_WORKSPACE: second } })]);
    expect(here.cache.entries).toHaveLength(2);
    expect(outcomes(cached(here))).toEqual(['reverted', 'reverted']);
  });
});
