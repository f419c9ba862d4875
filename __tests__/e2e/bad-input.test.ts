/** What people get wrong: each has one clear outcome that names setting, value and remedy; nothing is lost or half done. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines, type Machine } from '../support/job.ts';
import { createBareRepository, createRepository, type TestRepository } from '../support/repository.ts';
import type { RunnerResult } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();

const OUTPUTS = ['outcome', 'reasons', 'patch-id', 'commit-sha', 'pull-request-number', 'pull-request-url', 'pull-request-operation', 'roi-delta', 'errors-before', 'errors-after', 'forecast', 'tokens', 'cost', 'record-path', 'state-restored', 'results'];

interface Case {
  readonly what: string;
  /** After the first commit. */
  readonly prepare?: (repository: TestRepository) => void;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Instead of the small task. */
  readonly onlyInputs?: Readonly<Record<string, string>>;
  readonly exitCode: 0 | 1;
  readonly outcome: string;
  /** In the log and, without Markdown's escapes, in the summary. */
  readonly told: readonly RegExp[];
  /** In the log alone. */
  readonly logged?: readonly RegExp[];
}

/** With Markdown's escapes taken back. */
function plainly(text: string): string {
  return text.replace(/<\/?code>/g, '`').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\\([\\`*_[\]~!#.)+|-])/g, '$1').replaceAll('\u200b', '');
}

function stateOf({ repository }: Machine): unknown {
  const committed = repository.git('rev-list', '--all', '--count') !== '0';
  return { tree: committed ? snapshotOf(repository.path) : null, status: repository.git('status', '--porcelain', '--ignored'), refs: repository.git('for-each-ref') };
}

function expectTold(result: RunnerResult, { exitCode, outcome, told, logged = [] }: Case): void {
  expect({ exitCode: result.exitCode, outcome: result.outputs['outcome'], log: result.log }).toEqual({ exitCode, outcome, log: result.log });
  expect(Object.keys(result.outputs).sort()).toEqual([...OUTPUTS].sort());
  expect(() => { JSON.parse(result.outputs['results']!); }).not.toThrow();
  expect(result.summary.trim()).not.toBe('');
  for (const pattern of told) {
    expect(result.log).toMatch(pattern);
    expect(plainly(result.summary)).toMatch(pattern);
  }
  for (const pattern of logged) expect(result.log).toMatch(pattern);
  expect(result.log).not.toContain('unexpected error');
}

const commit = (files: Parameters<TestRepository['write']>[0]) => (repository: TestRepository): void => {
  repository.write(files);
  repository.commit('more');
};

const FAILING = "process.exit(1);\n";

const cases: readonly Case[] = [
  { what: 'a target in a directory that does not exist', inputs: { target: 'scr/text.js' }, exitCode: 1, outcome: 'failed', told: [/target/, /does not exist, nor does its directory/, /did you mean src\/text\.js/] },
  { what: 'a target with a slip in its name', inputs: { target: 'src/txt.js', 'accept-command': 'false' }, exitCode: 0, outcome: 'reverted', told: [/`?src\/txt\.js`? does not exist yet, so it would be a new file\. Did you mean `?src\/text\.js/] },
  { what: 'an unknown kind, a threshold that is no number, and what stands in the file, all at once', inputs: { kinds: 'extrct', threshold: 'high' },
    prepare: commit({ '.github/self-coding.yml': 'thresold: 1\nbacklog:\n  - { id: a, prompt: p }\n  - { id: a, prompt: 3, target: ../x }\ntime-limits: { test: soon }\n' }), exitCode: 1, outcome: 'failed',
    told: [/Did you mean `extract`/, /threshold/, /is not a number/, /Did you mean `threshold`/, /backlog\[1\]\.target/, /is missing/, /backlog\[2\]\.id/, /backlog\[2\]\.prompt/, /leaves the directory/, /time-limits\.test/] },
  { what: 'a configuration that is not YAML', prepare: commit({ '.github/self-coding.yml': 'kinds: [extract\nthreshold: 1\n' }), exitCode: 1, outcome: 'failed', told: [/self-coding\.yml:\d+/, /is not readable YAML/] },
  { what: 'a configuration that is not UTF-8', prepare: commit({ '.github/self-coding.yml': new Uint8Array([0x23, 0xe4, 0x0a]) }), exitCode: 1, outcome: 'failed', told: [/self-coding\.yml/, /is not a text file in UTF-8/] },
  { what: 'a configuration file that was named, but not committed', inputs: { config: '.github/nightly.yml' }, exitCode: 1, outcome: 'failed', told: [/names a file that the commit does not have/, /nightly\.yml/] },
  { what: 'a replay file that is not there', prepare: commit({ '.github/self-coding.yml': 'replay-file: nowhere.jsonl\n' }), exitCode: 1, outcome: 'failed', told: [/replay-file/, /there is no such file/, /nowhere\.jsonl/] },
  { what: 'an unknown input', inputs: { treshold: '1', 'dry-run': 'true' }, exitCode: 0, outcome: 'kept', told: [], logged: [/::warning::The input `treshold` is unknown and ignored\. Did you mean `threshold`\?/] },
  { what: 'inputs that are empty', inputs: { kinds: '', threshold: ' ', 'working-directory': '', publish: '', config: '', 'dry-run': 'true' }, exitCode: 0, outcome: 'kept', told: [/Would open 1 pull request/] },
  { what: 'a prompt without a target', onlyInputs: { prompt: 'p' }, exitCode: 1, outcome: 'failed', told: [/target/, /is missing/] },
  { what: 'an accept command that does not exist', inputs: { 'accept-command': 'no-such-tool --check' }, exitCode: 0, outcome: 'unchanged', told: [/accept-command cannot run/, /`?setup-command`?/] },
  { what: 'an accept command that is green already', inputs: { 'accept-command': 'true' }, exitCode: 0, outcome: 'unchanged', told: [/already green on the base/] },
  { what: 'a test command that does not exist', inputs: { 'test-command': 'no-such-tool' }, exitCode: 0, outcome: 'held', told: [/The program was not found/, /`?test-command`?/] },
  { what: 'a working directory that does not exist', inputs: { 'working-directory': 'pakages/core', target: 'text.js' }, prepare: commit({ 'packages/core/text.js': 'export {};\n' }), exitCode: 1, outcome: 'failed', told: [/working-directory/, /has no tracked file/, /did you mean packages\/core/] },
  { what: 'a detached HEAD with push', inputs: { publish: 'push' }, prepare: (repository) => { repository.git('checkout', '-q', '--detach'); }, exitCode: 1, outcome: 'failed', told: [/publish/, /HEAD is detached at [0-9a-f]{12}/, /Check out a branch/] },
  { what: 'no tests', onlyInputs: {}, prepare: (repository) => { repository.git('rm', '-q', 'test.mjs'); repository.write({ 'src/again.js': SMALL_FILES['src/other.js']! }); repository.commit('no tests'); }, exitCode: 0, outcome: 'unchanged', told: [/Nothing was asked for, and no kind of change found anything|no test passes/] },
  { what: 'uncommitted and staged changes', prepare: (repository) => { repository.write({ 'src/other.js': 'export {};\n', 'src/text.js': 'export {};\n' }); repository.git('add', 'src/other.js'); }, exitCode: 1, outcome: 'failed', told: [/tracked files have uncommitted changes: src\/other\.js, src\/text\.js/, /Commit or stash/] },
  { what: 'an untracked file that the patch would write', inputs: { target: 'src/mine.js' }, prepare: (repository) => { repository.write({ 'src/mine.js': 'export const mine = 1;\n' }); }, exitCode: 1, outcome: 'failed', told: [/src\/mine\.js/, /is not tracked by git/] },
  { what: 'an ignored file that the patch would write', inputs: { target: 'src/mine.js' }, prepare: (repository) => { commit({ '.gitignore': 'mine.js\n' })(repository); repository.write({ 'src/mine.js': 'export const mine = 1;\n' }); }, exitCode: 0, outcome: 'refused', told: [/The untracked file src\/mine\.js would be overwritten/] },
  { what: 'a target in a submodule', inputs: { target: 'libs/x/a.js' }, prepare: (repository) => {
    const other = createRepository(join(repository.path, '../other'), { 'a.js': 'export {};\n' });
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.path, 'libs/x');
    repository.commit('submodule');
  }, exitCode: 1, outcome: 'failed', told: [/lies in the submodule libs\/x/] },
  { what: 'a generated target', inputs: { target: 'src/made.js' }, prepare: commit({ 'src/made.js': '// Code generated by a tool. DO NOT EDIT.\nexport {};\n' }), exitCode: 1, outcome: 'failed', told: [/is generated, vendored or minified/] },
  { what: 'a target marked as generated', inputs: { target: 'src/made.js' }, prepare: commit({ 'src/made.js': 'export {};\n', '.gitattributes': 'src/made.js linguist-generated\n' }), exitCode: 1, outcome: 'failed', told: [/marked as generated or vendored/] },
  { what: 'a binary target', inputs: { target: 'src/data.js' }, prepare: commit({ 'src/data.js': new Uint8Array([0, 1, 2]) }), exitCode: 1, outcome: 'failed', told: [/is binary or not UTF-8/] },
  { what: 'a target that is not UTF-8', inputs: { target: 'src/old.js' }, prepare: commit({ 'src/old.js': new Uint8Array([0x2f, 0x2f, 0xe4, 0x0a]) }), exitCode: 1, outcome: 'failed', told: [/is binary or not UTF-8/] },
  { what: 'a target that is a symbolic link', inputs: { target: 'src/link.js' }, prepare: (repository) => { symlinkSync('text.js', join(repository.path, 'src/link.js')); repository.commit('link'); }, exitCode: 1, outcome: 'failed', told: [/is a symbolic link/] },
  { what: 'a protected target', inputs: { target: '.github/workflow.js' }, exitCode: 1, outcome: 'failed', told: [/is a protected file/] },
  { what: 'a target outside `paths`', inputs: { paths: 'lib/**' }, exitCode: 1, outcome: 'failed', told: [/lies outside `paths`/] },
  { what: 'a target in no known language', inputs: { target: 'README.md' }, exitCode: 1, outcome: 'failed', told: [/is in no language/] },
  { what: 'a read-only target', prepare: (repository) => { chmodSync(join(repository.path, 'src/text.js'), 0o444); }, exitCode: 0, outcome: 'refused', told: [/src\/text\.js is read-only/, /chmod u\+w/] },
];

test.each(cases)('the Action with $what: told with its remedy, nothing changed', async (one) => {
  const place = await machine({ files: SMALL_FILES });
  one.prepare?.(place.repository);
  const before = stateOf(place);
  const result = await place.job(one.onlyInputs ?? { ...SMALL_TASK, ...one.inputs }, { skipPost: true });
  expectTold(result, one);
  expect(stateOf(place)).toEqual(before);
});

test('the Action without commits: told, outputs and summary written', async () => {
  const place = await machine({});
  const before = stateOf(place);
  const one: Case = { what: '', exitCode: 1, outcome: 'failed', told: [/has no commit yet/, /Commit something first/] };
  expectTold(await place.job(SMALL_TASK), one);
  expect(stateOf(place)).toEqual(before);
});

test.each([
  ['no repository', (path: string) => { mkdirSync(path); }, /not inside the working tree of a git repository.*actions\/checkout/],
  ['a bare repository', createBareRepository, /not inside the working tree of a git repository/],
  ['no directory at all', () => undefined, /does not exist/],
] as const)('the Action in %s: told, outputs and summary written', async (_, make, message) => {
  const place = await machine({});
  const path = join(place.directory, 'elsewhere');
  make(path);
  const result = await place.job({}, { environment: { GITHUB_WORKSPACE: path } });
  expectTold(result, { what: '', exitCode: 1, outcome: 'failed', told: [], logged: [message] });
  expect(result.postExitCode).toBe(0);
});

test('with all tests failing already, found work stops before it begins, and a request with an accept command still works', async () => {
  const copy = SMALL_FILES['src/other.js']!.toString().replace('text + text', "text.split('').map((part) => part + part).filter((part) => part !== '').join('') + text");
  const place = await machine({ files: { ...SMALL_FILES, 'test.mjs': FAILING, 'src/one.js': copy, 'src/two.js': copy, 'package.json': '{ "name": "words", "private": true, "type": "module", "scripts": { "test": "node test.mjs" } }\n' } });
  const before = stateOf(place);
  expectTold(await place.job({ publish: 'commit' }, { skipPost: true }), { what: '', exitCode: 0, outcome: 'unchanged', told: [/Found work is not tried: no test passes on the untouched tree|Nothing was asked for/] });
  expect(stateOf(place)).toEqual(before);
  const result = await place.job({ ...SMALL_TASK, 'test-command': 'node test.mjs', publish: 'commit' });
  expectTold(result, { what: '', exitCode: 0, outcome: 'kept', told: [] });
  expect(place.repository.git('diff', '--name-only', 'HEAD^')).toBe('src/text.js');
  expect(result.outputs['errors-before']).toBe(result.outputs['errors-after']);
});

describe('the command line', () => {
  const invoke = async (args: readonly string[], prepare: (repository: TestRepository) => void = () => undefined) => {
    const place = await machine({ files: SMALL_FILES });
    prepare(place.repository);
    const before = stateOf(place);
    const result = await runCli(args, { cwd: place.repository.path, temporary: place.directory });
    expect(stateOf(place)).toEqual(before);
    return result;
  };

  test.each([
    [['run', '--treshold', '1'], [/--treshold: is not a known flag\. Did you mean `--threshold`\?/]],
    [['run', '--threshold', 'high', '--kinds', 'extrct', '--nonsense'], [/--threshold: is not a number \(given: "high"\)/, /--kinds: is not one of the choices.*Did you mean `extract`/, /--nonsense: is not a known flag/]],
    [['run', '--target', ''], [/--target: is empty/]],
    [['run', '--threshold='], [/--threshold: is not a number \(given: ""\)/]],
    [['run', '--prompt'], [/--prompt: needs a value/]],
    [['run', 'src/text.js'], [/is not a flag \(given: "src\/text\.js"\)/]],
    [['rnu'], [/is not a command \(given: "rnu"\)\. Did you mean `run`\?/]],
    [[], [/names no command/]],
    [['run', '--token', 'ghs_x'], [/--token: cannot be given as a flag\. Set the environment variable `GITHUB_TOKEN`/]],
    [['run', '--repository', '/nowhere/at/all'], [/\/nowhere\/at\/all/]],
    [['run', '--state.store', 'cache'], [/--state\.store: works only inside an Action/]],
    [['run', '--working-directory', 'nowhere'], [/working-directory: has no tracked file \(given: "nowhere"\)/]],
  ])('%j is an error with a remedy', async (args, messages) => {
    const { exitCode, log } = await invoke(args);
    expect({ exitCode, log }).toEqual({ exitCode: 1, log });
    for (const message of messages) expect(log).toMatch(message);
    expect(log).not.toMatch(/unexpected error| at .*\.js:\d+/);
  });

  test('a detached HEAD takes a commit: only HEAD moves', async () => {
    const place = await machine({ files: SMALL_FILES });
    place.repository.git('checkout', '-q', '--detach');
    const head = place.repository.git('rev-parse', 'HEAD');
    const flags = Object.entries(SMALL_TASK).flatMap(([name, value]) => [`--${name}`, value]);
    const result = await runCli(['run', ...flags], { cwd: place.repository.path, temporary: place.directory });
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(place.repository.git('rev-parse', 'HEAD^', 'main')).toBe(`${head}\n${head}`);
    expect(place.repository.git('status', '--porcelain')).toBe('');
  });
});

/** A file system of a few megabytes; `null` where this user may not mount one. */
function mountSmall(at: string): (() => void) | null {
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at], { stdio: 'ignore' });
    return () => { execFileSync('umount', ['-l', at]); };
  } catch {
    return null;
  }
}

const probe = join(import.meta.dirname, '../../node_modules/.cache/mount-probe');
const unmount = mountSmall(probe);
unmount?.();
rmSync(probe, { recursive: true, force: true });

(unmount === null ? describe.skip : describe)(`a disk that is full${unmount === null ? ' (skipped: this user may not mount a file system; the workspace tests inject the error)' : ''}`, () => {
  test.each([0, 3, 12, 40])('with %d KiB left: an error that says so, the tree as it was, and once there is room the next run works', async (left) => {
    const place = await machine({ files: { ...SMALL_FILES, 'src/text.js': `${SMALL_FILES['src/text.js']!.toString()}${'// padding\n'.repeat(800)}` } });
    const disk = join(place.directory, 'disk');
    const release = mountSmall(disk)!;
    try {
      const path = join(disk, 'repository');
      cpSync(place.repository.path, path, { recursive: true, preserveTimestamps: true });
      const filler = join(disk, 'filler');
      try {
        for (let index = 0; ; index += 1) writeFileSync(filler, 'x'.repeat(4096), { flag: 'a' });
      } catch {
        const size = Number(execFileSync('stat', ['-c', '%s', filler], { encoding: 'utf8' }));
        execFileSync('truncate', ['-s', String(Math.max(0, size - left * 1024)), filler]);
      }
      const before = snapshotOf(path);
      const flags = Object.entries(SMALL_TASK).flatMap(([name, value]) => [`--${name}`, value]);
      const full = await runCli(['run', ...flags], { cwd: path, temporary: place.directory });
      expect({ exitCode: full.exitCode, log: full.log }).toMatchObject({ exitCode: 1 });
      expect(full.log).toMatch(/disk|space/i);
      expect(full.log).not.toContain('unexpected error');
      rmSync(filler);
      const next = await runCli(['suggest', '--prompt', 'text'], { cwd: path, temporary: place.directory });
      expect({ exitCode: next.exitCode, log: next.log }).toMatchObject({ exitCode: 0 });
      expect(snapshotOf(path)).toEqual(before);
      const then = await runCli(['run', ...flags], { cwd: path, temporary: place.directory });
      expect({ exitCode: then.exitCode, log: then.log }).toMatchObject({ exitCode: 0 });
      expect(then.log).toMatch(/^Kept/m);
    } finally {
      release();
    }
  });
});
