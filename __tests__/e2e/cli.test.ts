/** The command line as a person at a shell uses it. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCli, type CliOptions } from '../support/cli.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines, type Machine } from '../support/job.ts';
import type { Ended } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();
const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };

function flags(task: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(task).flatMap(([name, value]) => [`--${name}`, value]);
}

const TASK = flags(SMALL_TASK);
const COPY = 'export function initials(name) {\n  const words = name.trim().split(" ");\n  const letters = words.map((word) => word.slice(0, 1));\n  return letters.join("").toUpperCase();\n}\n';

function at({ repository, directory }: Machine, args: readonly string[], more: Partial<CliOptions> = {}): Promise<Ended> {
  return runCli(args, { cwd: repository.path, temporary: directory, ...more });
}

function ownFiles({ repository }: Machine): readonly string[] {
  const own = join(repository.path, '.git/self-coding');
  return readdirSync(own, { recursive: true, encoding: 'utf8' }).sort();
}

describe('what needs no repository', () => {
  test.each([[['run', '--help']], [['suggest', '--help']], [['--help']], [['-h']], [['help']]])('%j prints the whole help, at most 100 columns wide, and ends with 0', async (args) => {
    const place = await machine({});
    const result = await runCli(args, { cwd: place.directory, temporary: place.directory });
    expect(result.exitCode).toBe(0);
    for (const word of ['Usage', 'self-coding run', 'self-coding suggest', '--prompt', '--accept-command', '--publish', '--dry-run, --no-dry-run', '--fail-on', '--repository DIR', '--summary-file FILE', 'GITHUB_TOKEN', 'backlog', 'Exit code', 'Examples']) expect(result.log).toContain(word);
    expect(result.log.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test.each([['--version'], ['version']])('%s prints the version of the package', async (word) => {
    const place = await machine({});
    expect(await runCli([word], { cwd: place.directory, temporary: place.directory })).toMatchObject({ exitCode: 0, log: `${version}\n` });
  });
});

describe('run', () => {
  test('commits what it keeps, by default, as the person whom git knows; state and records lie under the git directory', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { repository } = place;
    const head = repository.git('rev-parse', 'HEAD');
    const result = await at(place, ['run', ...TASK]);
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(result.log).toMatch(/^Kept 1 of 1: /m);
    expect(repository.git('rev-parse', 'HEAD^', '--symbolic-full-name', 'HEAD')).toBe(`${head}\nrefs/heads/main`);
    expect(repository.git('log', '-1', '--format=%an <%ae>')).toBe('Ada <ada@example.com>');
    expect(repository.git('log', '-1', '--format=%(trailers:key=Self-Coding-Patch,valueonly)').trim()).toMatch(/^[0-9A-Z]{26}$/);
    expect(repository.git('status', '--porcelain', '--ignored')).toBe('');
    expect(ownFiles(place)).toEqual(['code.db', 'records', expect.stringMatching(/^records\/[0-9A-Z]{26}\.json$/), 'records/summary.md', 'state', 'state/manifest.json', expect.stringMatching(/^state\/state-\w+\.db$/)]);
    expect(readdirSync(join(place.directory, 'tmp'))).toEqual([]);
  });

  test('from a subdirectory, and with --repository from elsewhere, works on the same repository', async () => {
    const place = await machine({ files: SMALL_FILES });
    const inside = await at(place, ['run', ...TASK, '--dry-run'], { cwd: join(place.repository.path, 'src') });
    expect(inside.log).toMatch(/^Would commit 1 of 1: /m);
    const elsewhere = join(place.directory, 'elsewhere');
    mkdirSync(elsewhere);
    const outside = await at(place, ['run', ...TASK, '--repository', '../repository', '--summary-file', 'notes/summary.md'], { cwd: elsewhere });
    expect(outside.log).toMatch(/^Kept 1 of 1: /m);
    expect(readdirSync(elsewhere)).toEqual(['notes']);
    expect(readFileSync(join(elsewhere, 'notes/summary.md'), 'utf8')).toMatch(/^\*\*Kept\*\* 1 of 1: /);
  });

  test('a dry run and a patch leave branch and tree alone; the patch applies with git am', async () => {
    const place = await machine({ files: SMALL_FILES });
    const before = snapshotOf(place.repository.path);
    await at(place, ['run', ...TASK, '--dry-run']);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    const records = join(place.directory, 'records');
    const result = await at(place, ['run', ...TASK, '--publish', 'patch', '--records-directory', records]);
    expect(result.exitCode).toBe(0);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    const patch = readdirSync(records).find((name) => name.endsWith('.patch'))!;
    place.repository.git('am', '-q', join(records, patch));
    expect(place.repository.git('diff', '--name-only', 'HEAD^')).toBe('src/text.js');
  });

  test.each([
    [[], 0],
    [['--fail-on', 'reverted'], 1],
    [['--fail-on', 'kept,held'], 0],
    [['--fail-on', 'kept', '--fail-on', 'reverted'], 1],
  ])('a reverted change with %j ends with %d', async (more, exitCode) => {
    const place = await machine({ files: SMALL_FILES });
    const before = snapshotOf(place.repository.path);
    const result = await at(place, ['run', ...flags({ ...SMALL_TASK, 'accept-command': 'false' }), ...more]);
    expect(result.log).toMatch(/^Reverted 1 of 1: /m);
    expect(result.exitCode).toBe(exitCode);
    expect(snapshotOf(place.repository.path)).toEqual(before);
  });

  test('remembers in the next run what it tried, and in another state directory nothing', async () => {
    const place = await machine({ files: SMALL_FILES });
    await at(place, ['run', ...TASK, '--dry-run']);
    expect((await at(place, ['suggest', '--prompt', 'text'])).log).toMatch(/restored 1 attempt/);
    const elsewhere = join(place.directory, 'other-state');
    expect((await at(place, ['suggest', '--prompt', 'text', '--state.directory', elsewhere])).log).toMatch(/nothing remembered yet/);
    expect(existsSync(join(elsewhere, 'manifest.json'))).toBe(true);
    expect((await at(place, ['suggest', '--prompt', 'text', '--state.store', 'none'])).log).not.toMatch(/restored 1/);
  });

  test('takes the token from the environment only, and tells it nobody', async () => {
    const place = await machine({ files: { ...SMALL_FILES, 'test.mjs': "import { appendFileSync } from 'node:fs';\nappendFileSync('../seen', JSON.stringify(process.env));\n" } });
    const token = 'ghp_S3cretOfAda0123456789';
    const result = await at(place, ['run', ...TASK, '--dry-run'], { environment: { GITHUB_TOKEN: token, PATH_TO: token } });
    expect(result.exitCode).toBe(0);
    expect(result.log).not.toContain(token);
    expect(readFileSync(join(place.directory, 'seen'), 'utf8')).not.toContain(token);
    for (const name of ownFiles(place).filter((file) => /\.(json|md|db)$/.test(file))) expect(readFileSync(join(place.repository.path, '.git/self-coding', name), 'latin1')).not.toContain(token);
  });
});

describe('suggest', () => {
  test('with words lists the functions that fit, with paths and lines, and changes nothing', async () => {
    const place = await machine({ example: 'javascript' });
    const before = snapshotOf(place.repository.path);
    const result = await at(place, ['suggest', '--prompt', 'escape reserved xml characters']);
    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/1 {2}escapeXml +src\/(atom|rss|sitemap)\.js:\d+-\d+/);
    expect(result.log).toMatch(/^Suggested \d+ snippets, best first/m);
    expect(snapshotOf(place.repository.path)).toEqual(before);
  });

  test('without words lists what a run would try, best first', async () => {
    const place = await machine({ files: { ...SMALL_FILES, 'src/one.js': COPY, 'src/two.js': COPY, 'src/three.js': COPY } });
    const before = snapshotOf(place.repository.path);
    const result = await at(place, ['suggest', '--summary-file', '../summary.md']);
    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/extract: .*`initials`.*\(.*src\/one\.js/);
    expect(result.log).toMatch(/^Suggested 1 possible improvement, best first/m);
    expect(readFileSync(join(place.directory, 'summary.md'), 'utf8')).toMatch(/\| extract \| .*initials.* \|/);
    expect(snapshotOf(place.repository.path)).toEqual(before);
  });

  test('without words and without anything to do says so', async () => {
    const place = await machine({ files: SMALL_FILES });
    const result = await at(place, ['suggest']);
    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/^Nothing to suggest: No kind of change found anything that it could prove/m);
  });

  test('with words that fit nothing says so', async () => {
    const place = await machine({ files: SMALL_FILES });
    expect((await at(place, ['suggest', '--prompt', 'quaternion'])).log).toMatch(/^Nothing to suggest: No snippet shares a word with the query/m);
  });

  test('works over uncommitted changes, which it does not see', async () => {
    const place = await machine({ files: SMALL_FILES });
    place.repository.write({ 'src/other.js': 'export {};\n' });
    const result = await at(place, ['suggest', '--prompt', 'twice the text']);
    expect(result.log).toMatch(/twice +src\/other\.js:2-4/);
    expect(result.exitCode).toBe(0);
  });
});
