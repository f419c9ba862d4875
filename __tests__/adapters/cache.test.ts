import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachePathFor, createCacheStore } from '../../src/adapters/cache.ts';
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { packState } from '../../src/core/history/state-pack.ts';
import { readState } from '../../src/core/history/ledger.ts';
import type { StateStore } from '../../src/core/ports.ts';
import { startCacheServer } from '../support/cache-server.ts';
import type { CacheServer } from '../support/cache-server.ts';
import { countingRandom, ledgerIn, tickingClock } from '../support/event-logs.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const factory = await createDatabaseFactory();
const directories = temporaryDirectories();
const home = process.cwd();
const environment = { ...process.env };
const PATH = '.git/self-coding/cache/state.pack';
let server: CacheServer;
let workspace: string;

beforeEach(async () => {
  server = await startCacheServer();
  workspace = await enterWorkspace();
});

afterEach(async () => {
  process.chdir(home);
  for (const name of Object.keys(process.env)) if (!(name in environment)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
  await server.close();
});

async function enterWorkspace(name = 'workspace'): Promise<string> {
  // One level down, so that what escapes from it upwards is removed with the directory.
  const path = join(await directories.make(), name);
  mkdirSync(join(path, '.git'), { recursive: true });
  Object.assign(process.env, server.environment(path, join(path, 'runner-temp')));
  process.chdir(path);
  return path;
}

function store(runId: string, changes: Partial<Parameters<typeof createCacheStore>[0]> = {}): StateStore {
  return createCacheStore({
    workspace, path: PATH, os: 'Linux', ref: 'refs/heads/main', runId, runAttempt: '1', environment: process.env, factory, maxBytes: 1_000_000, engine: '0.1.0',
    clock: tickingClock(), random: countingRandom(runId), ...changes,
  });
}

function stateOf(writer: string, texts: readonly string[]): Uint8Array {
  const ledger = ledgerIn(factory.open(), writer);
  for (const text of texts) ledger.append('note', { key: text, text, writer, parents: [] });
  const bytes = ledger.export();
  ledger.close();
  return bytes;
}

function keysIn(bytes: Uint8Array | null): readonly string[] {
  const reading = readState(factory, bytes!);
  if (reading.type !== 'rows') throw new Error(reading.reason);
  return reading.rows.map((row) => (JSON.parse(row.body) as { readonly key: string }).key).sort();
}

/** What was written to the standard streams meanwhile. */
async function printedBy(action: () => Promise<unknown>): Promise<string> {
  const chunks: string[] = [];
  const original = Object.getOwnPropertyDescriptor(process.stdout, 'write');
  process.stdout.write = (chunk: string | Uint8Array) => chunks.push(String(chunk)) > 0;
  try {
    await action();
  } finally {
    if (original === undefined) Reflect.deleteProperty(process.stdout, 'write');
    else Object.defineProperty(process.stdout, 'write', original);
  }
  return chunks.join('');
}

test('the first run finds nothing; each run saves under a new key and restores the newest', async () => {
  expect(await store('100').restore()).toMatchObject({ status: 'empty', bytes: null });
  for (const [index, runId] of ['101', '102', '103'].entries()) {
    const saved = await store(runId).save(stateOf(runId, [`note ${index}`]));
    expect(saved).toEqual({ type: 'saved', to: expect.stringMatching(new RegExp(`^self-coding-state-v1-Linux-[0-9a-f]{12}-${runId}-1-`)) as string });
  }
  expect(new Set(server.entries.map((entry) => entry.key)).size).toBe(3);
  const restored = await store('104').restore();
  expect(restored).toMatchObject({ status: 'restored', source: server.entries[2]!.key });
  expect(keysIn(restored.bytes)).toContain('note 2');
});

test('a workspace at another place restores the same entry', async () => {
  await store('1').save(stateOf('A', ['kept']));
  workspace = await enterWorkspace();
  expect(keysIn((await store('2').restore()).bytes)).toEqual(['kept']);
  expect(readdirSync(join(workspace, '.git/self-coding/cache'))).toEqual([]);
});

test('blanks in the paths of the workspace and of the temporary directory are no obstacle, and entries are shared with places that have none', async () => {
  await store('1').save(stateOf('A', ['plain']));
  workspace = await enterWorkspace('my work space');
  const spaced = store('2');
  expect(keysIn((await spaced.restore()).bytes)).toEqual(['plain']);
  expect(await spaced.save(stateOf('B', ['spaced']))).toMatchObject({ type: 'saved' });
  expect([process.cwd(), process.env['RUNNER_TEMP'], readdirSync(join(workspace, '.git/self-coding/cache'))]).toEqual([workspace, join(workspace, 'runner-temp'), []]);
  workspace = await enterWorkspace();
  expect(keysIn((await store('3').restore()).bytes)).toContain('spaced');
});

test('a run joins what another run of the same ref saved meanwhile', async () => {
  const first = store('1');
  const second = store('2');
  await first.restore();
  await second.restore();
  await first.save(stateOf('A', ['from the first']));
  await second.save(stateOf('B', ['from the second']));
  expect(keysIn((await store('3').restore()).bytes)).toEqual(['from the first', 'from the second']);
});

test('another ref falls back to any entry it may see, and a ref whose name begins with this one is not taken for it', async () => {
  await store('1').save(stateOf('A', ['main']));
  await store('2', { ref: 'refs/heads/main-2' }).save(stateOf('B', ['main-2']));
  expect(keysIn((await store('3').restore()).bytes)).toEqual(['main']);
  expect(keysIn((await store('4', { ref: 'refs/heads/topic' }).restore()).bytes)).toEqual(['main-2']);
});

test('a save that the service refuses says so, and prints nothing that a runner would obey', async () => {
  server.refuseWrites = 'cache write denied: the token is read-only';
  const results: unknown[] = [];
  const printed = await printedBy(async () => results.push(await store('1').save(stateOf('A', ['x']))));
  expect(results).toEqual([{ type: 'not-saved', reason: expect.stringContaining('cache write denied: the token is read-only') as string }]);
  expect(printed).toBe('');
  expect(server.entries).toEqual([]);
});

test('saving and restoring print nothing, also in debug mode', async () => {
  process.env['RUNNER_DEBUG'] = '1';
  const printed = await printedBy(async () => {
    await store('1').save(stateOf('A', ['x']));
    await store('2').restore();
  });
  expect(printed).toBe('');
  expect(server.entries).toHaveLength(1);
});

test.each(['read', 'none'])('cache mode %s refuses writes with the mode in the reason', async (mode) => {
  process.env['ACTIONS_CACHE_MODE'] = mode;
  expect(await store('1').save(stateOf('A', ['x']))).toEqual({ type: 'not-saved', reason: expect.stringContaining(`cache-mode '${mode}'`) as string });
});

test('cache mode none restores nothing and says why', async () => {
  process.env['ACTIONS_CACHE_MODE'] = 'none';
  const restored = await store('1').restore();
  expect(restored.status).toBe('unavailable');
  expect(restored.note).toContain("cache-mode 'none'");
});

test('without the cache service there is a remedy instead of an error', async () => {
  Reflect.deleteProperty(process.env, 'ACTIONS_RESULTS_URL');
  expect(await store('1').restore()).toMatchObject({ status: 'unavailable', note: expect.stringContaining('state.store') as string });
  expect(await store('1').save(stateOf('A', ['x']))).toMatchObject({ type: 'not-saved', reason: expect.stringContaining('state.store') as string });
});

test('a service that does not answer makes the state unavailable, not empty', async () => {
  await server.close();
  expect(await store('1').restore()).toMatchObject({ status: 'unavailable', bytes: null });
  server = await startCacheServer();
});

test('running outside the workspace is reported before anything is stored', async () => {
  process.chdir(home);
  expect(await store('1').save(stateOf('A', ['x']))).toMatchObject({ type: 'not-saved', reason: expect.stringContaining(workspace) as string });
});

describe('entries that somebody else wrote', () => {
  /** Puts an archive made by tar into the service, under the version of a real entry. */
  async function plant(make: (directory: string) => readonly string[]): Promise<void> {
    await store('1').save(stateOf('A', ['honest']));
    const source = await directories.make();
    const archive = join(source, 'archive.tzst');
    const zstd = execFileSync('sh', ['-c', 'command -v zstd || true']).toString().trim() !== '';
    execFileSync('tar', ['-c', '-f', archive, '-P', '-C', source, zstd ? '--zstd' : '-z', ...make(source)]);
    server.entries[0] = { ...server.entries[0]!, archive: readFileSync(archive) };
  }

  function put(directory: string, content: Uint8Array | string): readonly string[] {
    mkdirSync(join(directory, '.git/self-coding/cache'), { recursive: true });
    writeFileSync(join(directory, PATH), content);
    return [PATH];
  }

  test('whatever its entries are called, an archive writes nothing but the one file', async () => {
    const outside = join(await directories.make(), 'outside');
    writeFileSync(join(workspace, '.git/config'), 'mine');
    await plant((directory) => {
      writeFileSync(outside, 'planted');
      writeFileSync(join(directory, 'config'), 'planted');
      writeFileSync(join(directory, 'link'), '');
      return ['--transform=s,^config$,.git/config,', '--transform=s,^link$,../escaped,', outside, 'config', 'link'];
    });
    writeFileSync(outside, 'untouched');
    expect(await store('2').restore()).toMatchObject({ status: 'corrupt', bytes: null });
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect(readFileSync(join(workspace, '.git/config'), 'utf8')).toBe('mine');
    expect(existsSync(join(workspace, '../escaped'))).toBe(false);
  });

  test.each([['workspace', 'corrupt'], ['work space', 'unavailable']])('a link is not followed, in a %s', async (name, status) => {
    workspace = await enterWorkspace(name);
    const secret = join(await directories.make(), 'secret');
    writeFileSync(secret, packState(stateOf('A', ['elsewhere']), 1, '0.1.0'));
    await plant((directory) => {
      mkdirSync(join(directory, '.git/self-coding/cache'), { recursive: true });
      symlinkSync(secret, join(directory, PATH));
      return [PATH];
    });
    expect(await store('2').restore()).toMatchObject({ status, bytes: null });
  });

  const planted: readonly (readonly [string, string, () => Uint8Array | string])[] = [
    ['garbage', 'corrupt', () => 'not a state'],
    ['a database without manifest', 'corrupt', () => stateOf('A', ['x'])],
    ['a wrong number of events', 'corrupt', () => packState(stateOf('A', ['x']), 7, '0.1.0')],
    ['a newer schema', 'too-new', () => '{"schema":2}\n????'],
    ['more than the limit', 'too-large', () => packState(stateOf('A', Array.from({ length: 900 }, (_, index) => `${index}`.repeat(400))), 900, '0.1.0')],
  ];

  test.each(planted)('%s is set aside as %s and reported', async (_, status, content) => {
    await plant((directory) => put(directory, content()));
    const restored = await store('2').restore();
    expect(restored).toMatchObject({ status, bytes: null });
    expect(restored.note).toContain('set-aside');
    const [aside] = readdirSync(join(workspace, '.git/self-coding/cache/set-aside'));
    expect(aside).toMatch(new RegExp(`-${status}$`));
  });

  test('saving does not join them', async () => {
    await plant((directory) => put(directory, 'not a state'));
    await store('2').save(stateOf('B', ['mine']));
    expect(keysIn((await store('3').restore()).bytes)).toEqual(['mine']);
  });
});

test('the file that travels lies in the git directory, or below the workspace where that is elsewhere', () => {
  expect(cachePathFor('/w', '/w/.git')).toBe('.git/self-coding/cache/state.pack');
  expect(cachePathFor('/w', '/w/sub/.git')).toBe('sub/.git/self-coding/cache/state.pack');
  expect(cachePathFor('/w', '/elsewhere/.git')).toBe('.self-coding/cache/state.pack');
  expect(cachePathFor('/w', '/w/a b/.git')).toBe('.self-coding/cache/state.pack');
  expect(() => store('1', { path: '../escaped' })).toThrow('cannot be cached');
});
