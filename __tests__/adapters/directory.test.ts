import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { createDirectoryStore } from '../../src/adapters/directory.ts';
import { openDatabaseFile, openLedgerFile } from '../../src/adapters/state-database.ts';
import { withLock } from '../../src/adapters/state-lock.ts';
import { clearPending, keepPending, savePending } from '../../src/adapters/state-pending.ts';
import { readState } from '../../src/core/history/ledger.ts';
import type { StateStore } from '../../src/core/ports.ts';
import { ledgerIn, ports, tickingClock } from '../support/event-logs.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const factory = await createDatabaseFactory();
const directories = temporaryDirectories();
const WRITER = resolve(import.meta.dirname, '../support/state-writer.ts');

function storeIn(directory: string, maxBytes = 1_000_000): StateStore {
  return createDirectoryStore({ directory, factory, maxBytes, engine: '0.1.0', clock: tickingClock() });
}

function stateOf(writer: string, keys: readonly string[]): Uint8Array {
  const ledger = ledgerIn(factory.open(), writer);
  for (const key of keys) ledger.append('note', { key, text: '', writer, parents: [] });
  const bytes = ledger.export();
  ledger.close();
  return bytes;
}

function keysIn(bytes: Uint8Array | null): readonly string[] {
  const reading = readState(factory, bytes!);
  if (reading.type !== 'rows') throw new Error(reading.reason);
  return reading.rows.map((row) => (JSON.parse(row.body) as { readonly key: string }).key).sort();
}

function stateFiles(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.db'));
}

function manifestOf(directory: string): { file: string; schema: number; events: number } {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as { file: string; schema: number; events: number };
}

async function runWriters(kind: string, path: string, writers: readonly string[], count: number): Promise<void> {
  await Promise.all(writers.map((writer) => new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WRITER, kind, path, writer, String(count)], { stdio: ['ignore', 'ignore', 'pipe'] });
    let problems = '';
    child.stderr.on('data', (chunk) => (problems += String(chunk)));
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new Error(problems));
    });
  })));
}

test('an absent directory holds no state and is not created by looking', async () => {
  const directory = join(await directories.make(), 'state');
  expect(await storeIn(directory).restore()).toMatchObject({ status: 'empty', bytes: null });
  expect(existsSync(directory)).toBe(false);
});

test('what was saved is restored; the state before it is kept, older ones are not', async () => {
  const directory = await directories.make();
  const store = storeIn(directory);
  for (const keys of [['a'], ['a', 'b'], ['a', 'b', 'c']]) expect(await store.save(stateOf('A', keys))).toMatchObject({ type: 'saved' });
  const restored = await store.restore();
  expect(restored).toMatchObject({ status: 'restored', source: join(directory, manifestOf(directory).file) });
  expect(keysIn(restored.bytes)).toEqual(['a', 'b', 'c']);
  expect(stateFiles(directory)).toHaveLength(2);
  expect(manifestOf(directory)).toMatchObject({ schema: 1, events: 3, engine: '0.1.0' });
  expect(readdirSync(directory)).not.toContain('lock');
});

test('saving joins what another run saved meanwhile', async () => {
  const directory = await directories.make();
  await storeIn(directory).save(stateOf('A', ['from A']));
  await storeIn(directory).save(stateOf('B', ['from B']));
  expect(keysIn((await storeIn(directory).restore()).bytes)).toEqual(['from A', 'from B']);
});

test('four processes saving at once lose nothing', async () => {
  const directory = await directories.make();
  const writers = ['A', 'B', 'C', 'D'];
  await runWriters('store', directory, writers, 6);
  const expected = writers.flatMap((writer) => Array.from({ length: 6 }, (_, index) => `${writer}${index}`));
  expect(keysIn((await storeIn(directory).restore()).bytes)).toEqual(expected);
}, 60_000);

describe('damage', () => {
  async function saved(...states: readonly (readonly string[])[]): Promise<string> {
    const directory = await directories.make();
    for (const keys of states) await storeIn(directory).save(stateOf('A', keys));
    return directory;
  }

  function damage(directory: string, change: (path: string) => void): void {
    change(join(directory, manifestOf(directory).file));
  }

  test.each([
    ['flipped', (path: string) => {
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(path, bytes);
    }],
    ['truncated', (path: string) => {
      truncateSync(path, 5000);
    }],
    ['emptied', (path: string) => {
      truncateSync(path, 0);
    }],
    ['removed', (path: string) => {
      rmSync(path);
    }],
    ['replaced by a link', (path: string) => {
      const elsewhere = `${path}.elsewhere`;
      writeFileSync(elsewhere, readFileSync(path));
      rmSync(path);
      symlinkSync(elsewhere, path);
    }],
    ['replaced by a directory', (path: string) => {
      rmSync(path);
      mkdirSync(path);
    }],
  ])('a state file that was %s is set aside, and there is no history', async (_, change) => {
    const directory = await saved(['a']);
    damage(directory, change);
    const restored = await storeIn(directory).restore();
    expect(restored).toMatchObject({ status: 'corrupt', bytes: null });
    expect(restored.note).toContain('This run starts without history.');
    const [aside] = readdirSync(join(directory, 'set-aside'));
    expect(restored.note).toContain(aside);
    expect(readdirSync(join(directory, 'set-aside', aside!))).toContain('manifest.json');
    expect(await storeIn(directory).restore()).toMatchObject({ status: 'empty' });
  });

  test('the state before takes the place of a damaged one, and the note says so', async () => {
    const directory = await saved(['a'], ['a', 'b']);
    damage(directory, (path) => {
      truncateSync(path, 100);
    });
    const restored = await storeIn(directory).restore();
    expect(restored.status).toBe('restored');
    expect(keysIn(restored.bytes)).toEqual(['a']);
    expect(restored.note).toMatch(/was not used: .*bytes.*It lies untouched in .*The state saved before it is used: 1 events/);
  });

  test.each([
    ['no JSON', '{'],
    ['another JSON value', '[]'],
    ['no fields', '{}'],
    ['a path out of the directory', '{"schema":1,"sha256":"@","bytes":1,"events":1,"file":"../../etc/passwd"}'.replace('@', 'a'.repeat(64))],
    ['a schema that is text', '{"schema":"1"}'],
  ])('a manifest with %s is set aside, and the newest sound file is used', async (_, text) => {
    const directory = await saved(['a']);
    writeFileSync(join(directory, 'manifest.json'), text);
    const restored = await storeIn(directory).restore();
    expect(restored.status).toBe('restored');
    expect(restored.note).toContain('was not used');
    expect(keysIn(restored.bytes)).toEqual(['a']);
  });

  test('a state of a newer schema is set aside unread, together with what lies beside it, and a new one can be saved', async () => {
    const directory = await saved(['a'], ['a', 'b']);
    const newer = JSON.stringify({ ...manifestOf(directory), schema: 2, sha256: 'another kind of hash' });
    writeFileSync(join(directory, 'manifest.json'), newer);
    const before = stateFiles(directory);
    const restored = await storeIn(directory).restore();
    expect(restored).toMatchObject({ status: 'too-new', bytes: null });
    expect(restored.note).toContain('newer version');
    const aside = join(directory, 'set-aside', readdirSync(join(directory, 'set-aside'))[0]!);
    expect(readFileSync(join(aside, 'manifest.json'), 'utf8')).toBe(newer);
    expect(stateFiles(aside)).toEqual(before);
    await storeIn(directory).save(stateOf('B', ['b']));
    expect(keysIn((await storeIn(directory).restore()).bytes)).toEqual(['b']);
  });

  test('over the size limit it is neither read nor written', async () => {
    const directory = await saved(['a']);
    expect(await storeIn(directory, 100).restore()).toMatchObject({ status: 'too-large', note: expect.stringContaining('state.max-size') as string });
    expect(await storeIn(directory, 100).save(stateOf('A', ['a']))).toMatchObject({ type: 'not-saved', reason: expect.stringContaining('the limit is 100') as string });
  });

  test('saving over a damaged state sets it aside first', async () => {
    const directory = await saved(['a']);
    damage(directory, (path) => {
      truncateSync(path, 100);
    });
    await storeIn(directory).save(stateOf('B', ['b']));
    expect(readdirSync(join(directory, 'set-aside'))).toHaveLength(1);
    expect(keysIn((await storeIn(directory).restore()).bytes)).toEqual(['b']);
  });

  test('bytes that are no sound log are not saved', async () => {
    const directory = await saved(['a']);
    expect(await storeIn(directory).save(new Uint8Array([1, 2, 3]))).toMatchObject({ type: 'not-saved' });
    expect(keysIn((await storeIn(directory).restore()).bytes)).toEqual(['a']);
  });

  test('a path that cannot be used is reported with a remedy', async () => {
    const directory = await directories.make();
    writeFileSync(join(directory, 'file'), '');
    const saved = await storeIn(join(directory, 'file')).save(stateOf('A', ['a']));
    expect(saved).toMatchObject({ type: 'not-saved', reason: expect.stringMatching(/Could not save the state in .*file/) as string });
    expect((await storeIn(join(directory, 'file')).restore()).status).toBe('unavailable');
  });
});

describe('locks', () => {
  test('one holder at a time', async () => {
    const path = join(await directories.make(), 'lock');
    let inside = 0;
    const most = await Promise.all(Array.from({ length: 8 }, () => withLock(path, async () => {
      inside++;
      const seen = inside;
      await new Promise((done) => setImmediate(done));
      inside--;
      return seen;
    })));
    expect(Math.max(...most)).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  test('the lock of a dead process is taken over', async () => {
    const path = join(await directories.make(), 'lock');
    const child = spawn(process.execPath, ['-e', 'require("fs").writeFileSync(process.argv[1], JSON.stringify({ pid: process.pid, host: require("os").hostname() }))', path]);
    await new Promise((done) => child.on('close', done));
    expect(await withLock(path, () => Promise.resolve('taken'))).toBe('taken');
  });

  test('the lock of a live process is waited for, then reported with its path', async () => {
    const path = join(await directories.make(), 'lock');
    await withLock(path, async () => {
      await expect(withLock(path, () => Promise.resolve('never'), 50)).rejects.toThrow(`${path} has been held`);
    });
  });

  test('an action that throws frees the lock', async () => {
    const path = join(await directories.make(), 'lock');
    await expect(withLock(path, () => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
    expect(existsSync(path)).toBe(false);
  });
});

describe('what main leaves for post', () => {
  async function place(): Promise<{ readonly pending: { readonly path: string; readonly maxBytes: number }; readonly store: StateStore }> {
    const directory = await directories.make();
    return { pending: { path: join(directory, 'pending.db'), maxBytes: 1_000_000 }, store: storeIn(join(directory, 'state')) };
  }

  test('the last state that a killed main left is saved, once', async () => {
    const { pending, store } = await place();
    await keepPending(pending, stateOf('A', ['a']));
    const marker = await keepPending(pending, stateOf('A', ['a', 'b']));
    expect(await savePending(marker, pending, store)).toMatchObject({ type: 'saved' });
    expect(keysIn((await store.restore()).bytes)).toEqual(['a', 'b']);
    expect(await savePending(marker, pending, store)).toEqual({ type: 'nothing-pending' });
  });

  test('there is nothing to do after main has saved, or where it never began', async () => {
    const { pending, store } = await place();
    await keepPending(pending, stateOf('A', ['a']));
    expect(await savePending(await clearPending(pending), pending, store)).toEqual({ type: 'nothing-pending' });
    expect(await savePending('', pending, store)).toEqual({ type: 'nothing-pending' });
    expect(await savePending('{"sha256":1}', pending, store)).toEqual({ type: 'nothing-pending' });
  });

  test('a file changed since is not saved', async () => {
    const { pending, store } = await place();
    const marker = await keepPending(pending, stateOf('A', ['a']));
    writeFileSync(pending.path, stateOf('B', ['forged']));
    expect(await savePending(marker, pending, store)).toMatchObject({ type: 'not-saved', reason: expect.stringContaining('SHA-256 differs') as string });
    expect((await store.restore()).status).toBe('empty');
  });
});

describe('files of the library', () => {
  test('what was appended is there after closing, and in memory nothing is written', async () => {
    const path = join(await directories.make(), 'deep', 'mem.db');
    const file = await openLedgerFile(path, ports('A'));
    file.ledger.append('note', { key: 'k', text: '', writer: 'A', parents: [] });
    await file.close();
    const again = await openLedgerFile(path, ports('B'));
    expect(again.ledger.events('note')).toHaveLength(1);
    await again.close();
    const memory = await openLedgerFile(':memory:', ports('C'));
    memory.ledger.append('note', { key: 'k', text: '', writer: 'C', parents: [] });
    await memory.close();
    expect(existsSync(':memory:')).toBe(false);
  });

  test('three processes appending to one file lose nothing', async () => {
    const path = join(await directories.make(), 'shared.db');
    await runWriters('ledger', path, ['A', 'B', 'C'], 5);
    const file = await openLedgerFile(path, ports('D'));
    expect(file.ledger.events('note')).toHaveLength(15);
    await file.close();
  }, 60_000);

  test('a file that is no log is set aside with a note, and a new one is begun', async () => {
    const path = join(await directories.make(), 'mem.db');
    writeFileSync(path, 'precious, but no database');
    const file = await openLedgerFile(path, ports('A'));
    expect(file.note).toContain('It lies untouched in');
    file.ledger.append('note', { key: 'k', text: '', writer: 'A', parents: [] });
    await file.close();
    const aside = readdirSync(join(path, '..')).find((name) => name.startsWith('mem.db.corrupt-'))!;
    expect(readFileSync(join(path, '..', aside), 'utf8')).toBe('precious, but no database');
  });

  test('a file damaged while it is open is set aside too, not overwritten', async () => {
    const path = join(await directories.make(), 'mem.db');
    const file = await openLedgerFile(path, ports('A'));
    writeFileSync(path, 'somebody else wrote this');
    file.ledger.append('note', { key: 'k', text: '', writer: 'A', parents: [] });
    await file.close();
    expect(readdirSync(join(path, '..')).some((name) => name.startsWith('mem.db.corrupt-'))).toBe(true);
  });

  test('a failed write is told by flush, and mended by the next one', async () => {
    const directory = join(await directories.make(), 'd');
    const path = join(directory, 'mem.db');
    const file = await openLedgerFile(path, ports('A'));
    writeFileSync(directory, 'in the way');
    file.ledger.append('note', { key: 'k', text: '', writer: 'A', parents: [] });
    await expect(file.flush()).rejects.toThrow('Could not write');
    rmSync(directory);
    await file.close();
    expect(keysIn(readFileSync(path))).toEqual(['k']);
  });

  test('a database of derived data opens again after saving; a damaged one is renamed', async () => {
    const path = join(await directories.make(), 'code.db');
    const first = await openDatabaseFile(path, { clock: tickingClock() });
    first.database.run('CREATE TABLE t (a)');
    first.database.run('INSERT INTO t VALUES (1)');
    await first.save();
    const second = await openDatabaseFile(path, { clock: tickingClock() });
    expect(second.database.all('SELECT a FROM t')).toEqual([{ a: 1 }]);
    expect(second.note).toBeNull();
    chmodSync(path, 0o644);
    truncateSync(path, 5000);
    const third = await openDatabaseFile(path, { clock: tickingClock() });
    expect(third.note).toContain('code.db.corrupt-');
    expect(third.database.all('SELECT name FROM sqlite_schema')).toEqual([]);
  });
});
