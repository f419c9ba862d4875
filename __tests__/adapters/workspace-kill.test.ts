import { execFile, spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../src/adapters/clock.ts';
import { openGit } from '../../src/adapters/git.ts';
import { createWorkspace } from '../../src/adapters/workspace.ts';
import type { Recovery } from '../../src/core/ports.ts';
import { createRepository, openRepository, type TestRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';
import { FILES } from '../support/workspace.ts';

const temporary = temporaryDirectories();
const CHILD = join(process.cwd(), '__tests__/support/workspace-child.ts');
const LIMIT_MS = 240_000;

async function template(): Promise<TestRepository> {
  const repository = createRepository(join(await temporary.make(), 'template'), FILES, ['run.sh']);
  symlinkSync('plain.txt', join(repository.path, 'link'));
  repository.commit('link');
  repository.write({ 'notes.txt': 'untracked\n', 'ignored/cache': 'cached', 'debug.log': 'log' });
  return repository;
}

/** Resolves to the signal that ended the child; `null` if it came to its end. */
function runChild(path: string, scenario: string, killAt: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, path, scenario, String(killAt)], (error, _, stderr) => {
      if (error !== null && error.signal == null) reject(new Error(stderr));
      else resolve(error?.signal ?? null);
    });
  });
}

async function recover(path: string): Promise<Recovery> {
  const git = await openGit({ directory: path, token: null, environment: openRepository(path).environment });
  const workspace = await createWorkspace({ git, clock: systemClock });
  try {
    return await workspace.recover();
  } finally {
    await workspace.close();
  }
}

interface Death {
  readonly repository: TestRepository;
  readonly killAt: number;
}

/** Kills a run at every step, one copy of the template each; returns how many steps there were. */
async function atEveryStep(scenario: string, check: (death: Death) => Promise<void>): Promise<number> {
  const from = await template();
  let next = 1;
  let steps = Infinity;
  const worker = async (): Promise<void> => {
    while (next <= steps) {
      const killAt = next;
      next += 1;
      const path = join(from.path, `../copy ${killAt}`);
      cpSync(from.path, path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode: 0 });
      if ((await runChild(path, scenario, killAt)) === null) steps = Math.min(steps, killAt - 1);
      else await check({ repository: openRepository(path), killAt });
      rmSync(path, { recursive: true });
    }
  };
  await Promise.all([worker(), worker()]);
  return steps;
}

test.each([['apply', 40], ['command', 20]])('a run killed at any step of %s leaves a tree that the next run restores exactly', async (scenario, atLeast) => {
  let before: unknown = null;
  const steps = await atEveryStep(scenario, async ({ repository, killAt }) => {
    before ??= snapshotOf(join(repository.path, '../template'));
    await recover(repository.path);
    expect({ killAt, tree: snapshotOf(repository.path) }).toEqual({ killAt, tree: before });
    expect(repository.git('rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD')).toBe(`${openRepository(join(repository.path, '../template')).git('rev-parse', 'HEAD')}\nrefs/heads/main`);
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
    expect(readdirSync(join(repository.path, '.git/self-coding')).filter((name) => name !== 'recovered')).toEqual([]);
    if (killAt % 8 === 0) expect(await recover(repository.path)).toEqual({ type: 'nothing' });
  });
  expect(steps).toBeGreaterThan(atLeast);
}, LIMIT_MS);

test('a run killed at any step of a landing leaves all of it or nothing', async () => {
  const seen = new Set<string>();
  const steps = await atEveryStep('land', async ({ repository, killAt }) => {
    const original = join(repository.path, '../template');
    await recover(repository.path);
    const tree = snapshotOf(repository.path);
    const landed = repository.git('rev-parse', 'HEAD') !== openRepository(original).git('rev-parse', 'HEAD');
    seen.add(landed ? 'forward' : 'back');
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
    if (!landed) expect({ killAt, tree }).toEqual({ killAt, tree: snapshotOf(original) });
    else {
      expect(readFileSync(join(repository.path, 'crlf.txt'), 'utf8')).toBe('landed\r\n');
      expect([existsSync(join(repository.path, 'dir/only.txt')), existsSync(join(repository.path, 'fresh/ü/new'))]).toEqual([false, true]);
    }
  });
  expect(steps).toBeGreaterThan(15);
  expect([...seen].sort()).toEqual(['back', 'forward']);
}, LIMIT_MS);

/** A copy of the template whose run was killed with its candidate in the tree. */
async function killedWithCandidate(scenario: string, isThere: (path: string) => boolean): Promise<TestRepository> {
  const from = await template();
  for (let killAt = 6; killAt < 60; killAt += 1) {
    const path = join(from.path, `../copy ${killAt}`);
    cpSync(from.path, path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    await runChild(path, scenario, killAt);
    if (isThere(path)) return openRepository(path);
  }
  throw new Error('the candidate never reached the tree');
}

describe('what a person did after the kill', () => {
  test('to a file of the candidate is set aside before the file is restored', async () => {
    const repository = await killedWithCandidate('command', (path) => existsSync(join(path, 'fresh/new')));
    const before = snapshotOf(join(repository.path, '../template'));
    writeFileSync(join(repository.path, 'plain.txt'), 'my own words');
    writeFileSync(join(repository.path, 'fresh/mine.txt'), 'mine too');
    const recovery = await recover(repository.path);
    expect(snapshotOf(repository.path)).toEqual(before);
    if (recovery.type !== 'restored') throw new Error(recovery.type);
    expect(recovery.setAside.map((path) => readFileSync(path, 'utf8')).sort()).toEqual(['mine too', 'my own words']);
    expect(recovery.files).toContain('plain.txt');
  }, LIMIT_MS);

  test('as a commit stays as it is', async () => {
    const repository = await killedWithCandidate('command', (path) => existsSync(join(path, 'fresh/new')));
    writeFileSync(join(repository.path, 'plain.txt'), 'committed by hand');
    const mine = repository.commit('by hand');
    await recover(repository.path);
    expect(repository.git('rev-parse', 'HEAD')).toBe(mine);
    expect(readFileSync(join(repository.path, 'plain.txt'), 'utf8')).toBe('committed by hand');
    expect(repository.git('status', '--porcelain')).toBe('');
  }, LIMIT_MS);
});

describe('what happened long after the kill was no command', () => {
  async function killedAtCommand(): Promise<TestRepository> {
    const repository = await killedWithCandidate('command', (path) => {
      const record = join(path, '.git/self-coding/journal/record');
      return existsSync(record) && readFileSync(record, 'utf8').includes('"command":true') && !existsSync(join(path, 'junk'));
    });
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(join(repository.path, '.git/self-coding/lock'), hourAgo, hourAgo);
    return repository;
  }

  test('edits and new files elsewhere stay, the candidate goes', async () => {
    const repository = await killedAtCommand();
    repository.write({ 'binary.bin': 'edited', 'mine.txt': 'mine' });
    await recover(repository.path);
    expect(repository.git('status', '--porcelain').split('\n').map((line) => line.trim())).toEqual(['M binary.bin', '?? mine.txt', '?? notes.txt']);
    expect(readFileSync(join(repository.path, 'plain.txt'), 'utf8')).toBe('plain\n');
  }, LIMIT_MS);

  test('a commit and what is staged stay', async () => {
    const repository = await killedAtCommand();
    repository.write({ 'mine.txt': 'mine' });
    repository.git('add', 'mine.txt');
    repository.git('commit', '-q', '-m', 'mine');
    const mine = repository.git('rev-parse', 'HEAD');
    await recover(repository.path);
    expect(repository.git('rev-parse', 'HEAD')).toBe(mine);
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
  }, LIMIT_MS);
});

test('a command that outlives the killed run is ended by the next', async () => {
  const repository = await template();
  const pidFile = join(repository.path, 'ignored/pid');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, repository.path, 'survivor', '0'], { stdio: 'ignore' });
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await delay(20);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  child.kill('SIGKILL');
  await new Promise((resolve) => { child.once('exit', resolve); });
  expect(isAlive(pid)).toBe(true);
  await recover(repository.path);
  for (let i = 0; i < 200 && isAlive(pid); i += 1) await delay(20);
  expect(isAlive(pid)).toBe(false);
}, LIMIT_MS);

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

test('a half-written journal means that nothing was touched', async () => {
  const repository = await template();
  const before = snapshotOf(repository.path);
  const journal = join(repository.path, '.git/self-coding/journal');
  mkdirSync(journal, { recursive: true });
  writeFileSync(join(journal, 'record.new'), 'abc\n{"schema":1,"entr');
  expect(await recover(repository.path)).toEqual({ type: 'nothing' });
  expect(existsSync(journal)).toBe(false);
  expect(snapshotOf(repository.path)).toEqual(before);
});

test('a damaged journal is set aside and said so; the tree is left alone', async () => {
  const repository = await killedWithCandidate('command', (path) => existsSync(join(path, 'fresh/new')));
  appendFileSync(join(repository.path, '.git/self-coding/journal/record'), ' ');
  const before = snapshotOf(repository.path);
  const recovery = await recover(repository.path);
  expect(recovery).toEqual({ type: 'restored', files: [], setAside: [expect.stringContaining('recovered') as string] });
  expect(snapshotOf(repository.path)).toEqual(before);
}, LIMIT_MS);
