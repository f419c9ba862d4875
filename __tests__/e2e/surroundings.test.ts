/** Machines and repositories as they are found: what can work does, what cannot says so with the remedy, and changes nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCli, type CliOptions } from '../support/cli.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines, type Machine } from '../support/job.ts';
import { createRepository, openRepository, type TestRepository } from '../support/repository.ts';
import { DIST, startNode, type Ended } from '../support/runner.ts';
import { describeWith, TOOL_PATH } from '../support/tools.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();
const isRoot = process.getuid?.() === 0;
const FLAGS = Object.entries(SMALL_TASK).flatMap(([name, value]) => [`--${name}`, value]);

function run({ directory, repository }: Machine, options: Partial<CliOptions> = {}, args: readonly string[] = ['run', ...FLAGS]): Promise<Ended> {
  return runCli(args, { cwd: repository.path, temporary: directory, ...options });
}

/** What must be the same after a run that could not be: tree, index, refs. */
function stateOf({ repository }: Machine): unknown {
  return { tree: snapshotOf(repository.path), refs: repository.git('for-each-ref') };
}

function expectRefused({ exitCode, log }: Ended, ...told: readonly RegExp[]): void {
  expect({ exitCode, log }).toEqual({ exitCode: 1, log });
  for (const pattern of told) expect(log).toMatch(pattern);
  expect(log).not.toMatch(/unexpected error| at .*\.js:\d+/);
}

function expectKept({ exitCode, log }: Ended, { git }: TestRepository): void {
  expect({ exitCode, log: log.split('\n').slice(-4) }).toMatchObject({ exitCode: 0, log: expect.arrayContaining([expect.stringMatching(/^Kept 1 of 1: /)]) as string[] });
  expect(git('show', '--no-renames', '--name-only', '--format=', 'HEAD')).toBe('src/text.js');
  expect(git('show', 'HEAD:src/text.js')).toContain('export function shout');
  expect(git('status', '--porcelain')).toBe('');
}

/** Where a program lies that this machine has. */
function find(program: string): string {
  const found = TOOL_PATH.split(delimiter).map((each) => join(each, program)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`${program} was not found on PATH`);
  return found;
}

/** A search path with these programs and nothing else. */
function pathOf({ directory }: Machine, programs: Readonly<Record<string, string>>): string {
  const bin = join(directory, `bin-${Object.keys(programs).length}`);
  mkdirSync(bin);
  for (const [name, target] of Object.entries(programs)) {
    if (target.startsWith('#!')) writeFileSync(join(bin, name), target, { mode: 0o755 });
    else symlinkSync(target, join(bin, name));
  }
  return bin;
}

describe('git', () => {
  test('that is not there is named, with how it is installed', async () => {
    const place = await machine({ files: SMALL_FILES });
    const before = stateOf(place);
    const path = pathOf(place, { node: process.execPath, sh: find('sh') });
    expectRefused(await run(place, { environment: { PATH: path } }), /git was not found on PATH\. Install git 2\.31 or newer \(`apt-get install git`/);
    const doctor = await run(place, { environment: { PATH: path } }, ['doctor']);
    expectRefused(doctor, /bad +git +No git was found/i);
    expect(stateOf(place)).toEqual(before);
  });

  test('that is too old is told apart by what it cannot do; found and needed version are named', async () => {
    const place = await machine({ files: SMALL_FILES });
    const before = stateOf(place);
    // As git before 2.31 does: an option of `rev-parse` that it does not know is repeated.
    const old = `#!/bin/sh\nif [ "$1" = version ]; then echo 'git version 2.25.1'; exit 0; fi\nif [ "$1" = rev-parse ] && [ "$2" = --path-format=absolute ]; then echo "$2"; shift 2; exec ${find('git')} rev-parse "$@"; fi\nexec ${find('git')} "$@"\n`;
    const path = pathOf(place, { git: old, node: process.execPath, sh: find('sh') });
    expectRefused(await run(place, { environment: { PATH: path } }), /git 2\.31 or newer is needed; this is git version 2\.25\.1\. Install a newer git/);
    expectRefused(await run(place, { environment: { PATH: path } }, ['doctor']), /bad +git +git version 2\.25\.1\.\n.*Install git 2\.31 or newer/);
    expect(stateOf(place)).toEqual(before);
  });

  test('that refuses somebody else\'s repository: who owns it, as whom to run, and what would allow it', async () => {
    const place = await machine({ files: SMALL_FILES });
    // Git's own switch for tests, which the engine does not pass on: set by a wrapper.
    const path = pathOf(place, { git: `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec ${find('git')} "$@"\n`, node: process.execPath, sh: find('sh') });
    const { uid, gid } = lstatSync(place.repository.path);
    expectRefused(await run(place, { environment: { PATH: path } }), /git refuses .*repository: it belongs to another user\./, new RegExp(`--user ${uid}:${gid}`), /safe\.directory/);
  });

  (isRoot ? test : test.skip)('as root in somebody else\'s repository: refused before anything is written, whether git allows it or not', async () => {
    const place = await machine({ files: SMALL_FILES });
    execFileSync('chown', ['-R', '12345:12346', place.repository.path]);
    expectRefused(await run(place), /git refuses .* it belongs to another user\..*--user 12345:12346.*`safe\.directory` alone would not help: root/);
    const global = join(place.directory, 'gitconfig');
    writeFileSync(global, '[safe]\n\tdirectory = *\n');
    expectRefused(await run(place, { environment: { GIT_CONFIG_GLOBAL: global } }), /belongs to user 12345.*--user 12345:12346/s);
    expect(existsSync(join(place.repository.path, '.git/self-coding'))).toBe(false);
    chownSync(place.repository.path, 0, 0);
  });

  test('whose lock stays: the file is named, nothing is changed; without it the run goes on', async () => {
    const place = await machine({ files: SMALL_FILES });
    const lock = join(place.repository.path, '.git/index.lock');
    writeFileSync(lock, '');
    const before = stateOf(place);
    expectRefused(await run(place), /another git process works here, or was killed: .*index\.lock is there .*if none runs, remove that file/);
    expect(stateOf(place)).toEqual(before);
    // One that goes away in the meantime is somebody's `git status`.
    setTimeout(() => { execFileSync('rm', ['-f', lock]); }, 1500);
    expectKept(await run(place), place.repository);
  });
});

describe('a working tree that cannot be written', () => {
  test('is told before anything runs', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { path } = place.repository;
    const before = stateOf(place);
    let ended: Ended;
    if (isRoot) {
      // Permissions do not hold root back; a mount of its own does.
      const script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && shift && exec "$@"';
      const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', path, process.execPath, join(DIST, 'cli.js'), 'run', ...FLAGS], { encoding: 'utf8', env: { PATH: TOOL_PATH, HOME: place.directory, GIT_CONFIG_GLOBAL: '/dev/null' } });
      ended = { exitCode: status, signal: null, log: stdout + stderr };
    } else {
      chmodSync(path, 0o555);
      ended = await run(place);
      chmodSync(path, 0o755);
    }
    expectRefused(ended, /read-only, and a change is tried in the working tree itself|this user may not write in/);
    expect(stateOf(place)).toEqual(before);
  });
});

describe('Node.js', () => {
  /** The same entry in a process that says it is an older one, before anything of the engine is loaded. */
  const older = async (entry: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const place = await machine({ files: SMALL_FILES });
    const preload = join(place.directory, 'older.mjs');
    writeFileSync(preload, "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.1' } });\nObject.defineProperty(process, 'version', { value: 'v20.18.1' });\n");
    return startNode(['--import', pathToFileURL(preload).href, join(DIST, entry), 'run'], { cwd: place.repository.path, environment: { PATH: TOOL_PATH, HOME: place.directory, ...environment } });
  };

  test('that is too old is told by the command line in one line, without a stack', async () => {
    const { exitCode, log } = await older('cli.js');
    expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: expect.stringMatching(/^self-coding needs Node\.js 24 or newer; this is v20\.18\.1 \(.*\)\. Run it with a newer one, for example: npx node@24 .*cli\.js\n$/) as string });
  });

  test('and by the Action as an error of the step, with what a runner can do', async () => {
    const { exitCode, log } = await older('index.js', { GITHUB_ACTIONS: 'true' });
    expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: expect.stringMatching(/^::error::self-coding needs Node\.js 24 or newer; this is v20\.18\.1 .*Update the runner.*put Node\.js 24 first on PATH\.\n$/) as string });
  });

  const system = '/usr/bin/node';
  const isOld = existsSync(system) && Number(/^v(\d+)/.exec(spawnSync(system, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 99) < 24;
  (isOld ? test : test.skip)('a real older one reads the entry', () => {
    const { status, stdout, stderr } = spawnSync(system, [join(DIST, 'cli.js'), 'run'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^self-coding needs Node\.js 24 or newer; this is v\d+.*\n$/) as string });
  });
});

describeWith(['zstd', 'tar'], 'the cache of a runner', () => {
  test('without zstd another job\'s state is not found, and the log says why; with the same tools it is', async () => {
    const place = await machine({ files: SMALL_FILES });
    const names = ['git', 'node', 'sh', 'bash', 'tar', 'gzip', 'uname', 'cat'];
    const without = pathOf(place, Object.fromEntries(names.map((name) => [name, name === 'node' ? process.execPath : find(name)])));
    const words = 'zstd was not found on PATH';
    const first = await place.job(SMALL_TASK);
    expect({ log: first.log, state: first.outputs['state-restored'] }).toMatchObject({ log: expect.not.stringContaining(words) as string, state: 'empty' });
    const second = await place.job(SMALL_TASK, { environment: { PATH: without } });
    expect({ log: second.log, state: second.outputs['state-restored'] }).toMatchObject({ log: expect.stringContaining(words) as string, state: 'empty' });
    expect(second.log.split(words)).toHaveLength(2);
    const third = await place.job(SMALL_TASK, { environment: { PATH: without } });
    expect({ state: third.outputs['state-restored'], told: third.log.includes(words) }).toEqual({ state: 'restored', told: false });
  });
});

describeWith(['busybox'], 'with the programs of BusyBox alone', () => {
  const applets = (): Readonly<Record<string, string>> => {
    const list = execFileSync('busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n').filter((name) => name !== 'bash');
    return { ...Object.fromEntries(list.map((name) => [name, find('busybox')])), git: find('git'), node: process.execPath };
  };

  test('a change is tried, kept and landed: commands run in its `sh`', async () => {
    const place = await machine({ files: { ...SMALL_FILES, 'check.sh': 'set -e\n[ -z "$BASH_VERSION" ]\nnode test.mjs\nps >/dev/null\n' } });
    const path = pathOf(place, applets());
    expectKept(await run(place, { environment: { PATH: path } }, ['run', ...FLAGS.map((flag) => (flag === 'node test.mjs' ? 'sh check.sh' : flag))]), place.repository);
  });

  test('its `tar` cannot serve the cache: the run goes on, and says what is missing', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { exitCode, outputs, log } = await place.job(SMALL_TASK, { environment: { PATH: pathOf(place, applets()) } });
    expect({ exitCode, outcome: outputs['outcome'] }).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(log).toMatch(/state not saved: .*tar["'] failed.*It needs GNU tar, which the one of BusyBox is not: install it \(`apk add tar zstd` on Alpine\)/);
  });
});

describe('a repository', () => {
  const files = SMALL_FILES;

  test('in a path with blanks and letters of any script, with files, a branch and directories of odd names, is worked in as any other', async () => {
    const place = await machine({ files });
    const path = join(place.directory, "tree of Ådä's — 日本 $(id) \u0301e");
    const odd = { '-rf': 'x\n', '--help.js': 'export const a = 1;\n', 'new\nline.js': 'export const b = 1;\n', 'tab\tand "quote".py': 'c = 1\n', 'é.js': 'export const d = 1;\n', 'e\u0301.ts': 'export const e = 1;\n', ' leading/ trailing ': 'x\n', [`${Array.from({ length: 15 }, () => 'long'.repeat(50)).join('/')}/deep.js`]: 'export const f = 1;\n' };
    const repository = createRepository(path, { ...files, ...odd });
    repository.git('branch', '-m', 'feature/ünï-日本');
    expectKept(await run({ ...place, repository }), repository);
    expect(repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/feature/ünï-日本');
    const again = await run({ ...place, repository }, {}, ['suggest']);
    expect({ exitCode: again.exitCode, log: again.log }).toMatchObject({ exitCode: 0 });
  });

  test('a target whose name is odd is written and landed under that name', async () => {
    const place = await machine({ files: { ...files, 'src/Ünï cödé (1).js': files['src/text.js']!, 'accept.mjs': "import assert from 'node:assert/strict';\nimport { shout } from './src/Ünï cödé (1).js';\n\nassert.equal(shout(' a '), 'A');\n" } });
    const { exitCode, log } = await run(place, {}, ['run', ...FLAGS.map((flag) => (flag === 'src/text.js' ? 'src/Ünï cödé (1).js' : flag))]);
    expect({ exitCode, log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/^Kept 1 of 1: /m) as string });
    expect(place.repository.git('-c', 'core.quotePath=false', 'show', '--name-only', '--format=', 'HEAD')).toBe('src/Ünï cödé (1).js');
  });

  const LFS_POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 12345\n`;
  const POINTERS = { '.gitattributes': '*.bin filter=lfs -text\nsrc/*.lfs.js filter=lfs -text\n', 'a.bin': LFS_POINTER, 'src/big.lfs.js': LFS_POINTER };
  const shapes: readonly (readonly [string, (place: Machine) => TestRepository | undefined])[] = [
    ['checked out in part (sparse)', ({ repository }) => { repository.write({ 'other/deep/x.js': 'export const x = 1;\n' }); repository.commit('other'); repository.git('sparse-checkout', 'set', '--cone', 'src', '.github'); expect(existsSync(join(repository.path, 'other'))).toBe(false); return undefined; }],
    ['that is a linked working tree', ({ repository, directory }) => { repository.git('worktree', 'add', '-q', '-b', 'side', join(directory, 'linked')); return openRepository(join(directory, 'linked')); }],
    ['cloned with a depth of one', ({ repository, directory }) => { repository.commit('more'); repository.git('clone', '-q', '--depth', '1', `file://${repository.path}`, join(directory, 'shallow')); return openRepository(join(directory, 'shallow')); }],
    ['whose lines git ends with CR and LF here', ({ repository }) => { repository.git('config', 'core.autocrlf', 'true'); execFileSync('rm', ['-r', join(repository.path, 'src')]); repository.git('checkout', '-q', '--', 'src'); return undefined; }],
    ['on a disk without executable bits', ({ repository }) => { repository.git('config', 'core.fileMode', 'false'); chmodSync(join(repository.path, 'test.mjs'), 0o755); return undefined; }],
    ['on a disk that ignores case', ({ repository }) => { repository.git('config', 'core.ignoreCase', 'true'); return undefined; }],
    ['with pointers of Git LFS, where that is not installed', ({ repository }) => { repository.write(POINTERS); repository.commit('pointers'); return undefined; }],
    ['with a submodule', ({ repository, directory }) => { const other = createRepository(join(directory, 'other'), files); repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.path, 'lib/other'); repository.commit('submodule'); return undefined; }],
  ];

  test.each(shapes)('%s is worked in as any other', async (_, make) => {
    const place = await machine({ files });
    const repository = make(place) ?? place.repository;
    expectKept(await run({ ...place, repository }), repository);
    // Nothing but state and records is left of the run.
    expect(readdirSync(join(place.directory, 'tmp'))).toEqual([]);
  });

  test('with a filter that is set up and whose program is not there: told with what to install', async () => {
    const place = await machine({ files: { ...files, ...POINTERS } });
    for (const [key, value] of [['clean', 'no-git-lfs clean -- %f'], ['process', 'no-git-lfs filter-process'], ['required', 'true']] as const) place.repository.git('config', `filter.lfs.${key}`, value);
    // Another time than the index knows: git has to look, through the filter.
    utimesSync(join(place.repository.path, 'a.bin'), 1_700_000_000, 1_700_000_000);
    expectRefused(await run(place), /git could not run a filter .*no-git-lfs.*Install what .* such as Git LFS/);
  });
});
