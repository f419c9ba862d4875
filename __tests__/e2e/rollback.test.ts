/** What landed is taken back exactly, by id, by commit or as the last one; with or without a history. */
import { rmSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { host, SMALL_FILES, SMALL_TASK, TOKEN, type Hosted } from '../support/hosted.ts';
import { machines, type Machine } from '../support/job.ts';
import { told } from '../support/results.ts';
import type { Ended } from '../support/runner.ts';

const machine = machines();
const FLAGS = Object.entries(SMALL_TASK).flatMap(([name, value]) => [`--${name}`, value]);
const CHECKS = Object.entries(SMALL_TASK).filter(([name]) => name.endsWith('-command') && name !== 'accept-command').flatMap(([name, value]) => [`--${name}`, value]);

async function kept(): Promise<{ readonly place: Machine; readonly patchId: string; readonly commit: string; readonly git: Machine['repository']['git'] }> {
  const place = await machine({ files: SMALL_FILES });
  const { git } = place.repository;
  const result = await cli(place, ['run', ...FLAGS]);
  expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
  return { place, git, commit: git('rev-parse', 'HEAD'), patchId: git('log', '-1', '--format=%(trailers:key=Self-Coding-Patch,valueonly)').trim() };
}

function cli({ repository, directory }: Machine, args: readonly string[]): Promise<Ended> {
  return runCli(args, { cwd: repository.path, temporary: directory });
}

const back = (place: Machine, ...args: readonly string[]): Promise<Ended> => cli(place, ['rollback', ...args, ...CHECKS]);

describe('rollback', () => {
  test('the last change goes, to the byte; the commit says what it takes back; twice is nothing', async () => {
    const { place, git, commit, patchId } = await kept();
    const result = await back(place);
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(result.log).toMatch(/^Rolled back /m);
    expect(git('rev-parse', 'HEAD^{tree}', 'HEAD~1')).toBe(`${git('rev-parse', `${commit}~1^{tree}`)}\n${commit}`);
    expect(git('log', '-1', '--format=%B')).toContain(`This reverts commit ${commit}.`);
    expect(git('log', '-1', '--format=%s')).toMatch(/^Revert "Add .*"$/);
    expect(git('log', '-1', '--format=%(trailers:key=Self-Coding-Rollback,valueonly)').trim()).toBe(patchId);
    expect(git('status', '--porcelain')).toBe('');
    const again = await back(place, patchId);
    expect([again.exitCode, /^Nothing to roll back .*taken back already, by commit/m.test(again.log)]).toEqual([0, true]);
    expect((await back(place)).log).toContain('1 change of it was taken back already');
  });

  test('by commit, after later edits of the same file and without any history: the later edits stay', async () => {
    const { place, git, commit } = await kept();
    rmSync(join(place.repository.path, '.git/self-coding'), { recursive: true });
    place.repository.write({ 'src/text.js': `// Words.\n${git('show', 'HEAD:src/text.js')}\n`, 'src/new.js': 'export const one = 1;\n' });
    place.repository.commit('later');
    const result = await back(place, '--patch-id', commit.slice(0, 10));
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(`${git('show', 'HEAD:src/text.js')}\n`).toBe(`// Words.\n${SMALL_FILES['src/text.js'] as string}`);
    expect(git('diff', '--name-only', 'HEAD~1', 'HEAD')).toBe('src/text.js');
  });

  test('a file that was renamed since is taken back under its new name', async () => {
    const { place, git } = await kept();
    renameSync(join(place.repository.path, 'src/other.js'), join(place.repository.path, 'src/more.js'));
    place.repository.git('mv', 'src/text.js', 'src/words.js');
    place.repository.write({ 'test.mjs': (SMALL_FILES['test.mjs'] as string).replace('text.js', 'words.js') });
    place.repository.commit('move');
    const result = await back(place);
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(`${git('show', 'HEAD:src/words.js')}\n`).toBe(SMALL_FILES['src/text.js']);
  });

  test('the same lines edited since: the file and the commit are named, nothing is touched', async () => {
    const { place, git } = await kept();
    place.repository.write({ 'src/text.js': git('show', 'HEAD:src/text.js').replace('toUpperCase()', 'toUpperCase().trim()') });
    const later = place.repository.commit('Trim once more');
    const result = await back(place);
    expect([result.exitCode, git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual([0, later, '']);
    expect(result.log).toContain(`\`src/text.js\` cannot be taken back: the same lines were edited since (since then: ${later.slice(0, 12)} Trim once more).`);
    expect(result.log).toMatch(/^Not rolled back .*1 file changed since in the same place/m);
  });

  test('what others use by now stays: the tests say so', async () => {
    const { place, git } = await kept();
    place.repository.write({ 'test.mjs': "import assert from 'node:assert/strict';\nimport { shout } from './src/text.js';\n\nassert.equal(shout(' a '), 'A');\n" });
    const head = place.repository.commit('use it');
    const result = await back(place);
    expect([result.exitCode, git('rev-parse', 'HEAD')]).toEqual([0, head]);
    expect(result.log).toMatch(/^Not rolled back .*new failing test/m);
  });

  test.each([
    ['no such id', ['01ZZZZZZZZZZZZZZZZZZZZZZZZ'], 'names no recorded change'],
    ['a commit of somebody else', ['HEAD~1'], 'did not make'],
  ])('%s: refused before any command, with the remedy', async (_, [id], words) => {
    const { place, git, commit } = await kept();
    const result = await back(place, '--patch-id', id === 'HEAD~1' ? git('rev-parse', 'HEAD~1') : id!);
    expect([result.exitCode, git('rev-parse', 'HEAD')]).toEqual([1, commit]);
    expect(result.log).toContain(words);
    expect(result.log).not.toContain('baseline:');
  });

  test('a shallow clone says how to fetch more', async () => {
    const { place, git, commit } = await kept();
    const path = join(place.directory, 'shallow');
    git('clone', '-q', '--depth', '1', `file://${place.repository.path}`, path);
    const result = await runCli(['rollback', commit, ...CHECKS], { cwd: path, temporary: place.directory });
    expect([result.exitCode, /shallow clone.*fetch-depth: 0/.test(result.log)]).toEqual([1, true]);
  });

  test('in a workflow: outputs tell the commit', async () => {
    const { place, git, commit } = await kept();
    const inputs = { mode: 'rollback', publish: 'commit', 'patch-id': 'last', 'test-command': 'node test.mjs', 'lint-command': 'none', 'setup-command': 'none' };
    const dry = await place.job({ ...inputs, 'dry-run': 'true' });
    expect([told(dry), git('rev-parse', 'HEAD')]).toEqual([{ exitCode: 0, outcome: 'kept' }, commit]);
    expect(dry.summary).toMatch(/^\*\*Would roll back\*\*/);
    const result = await place.job(inputs);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.outputs['commit-sha']).toBe(git('rev-parse', 'HEAD'));
    expect(git('diff', `${commit}~1`, 'HEAD')).toBe('');
  });

  test('pushed, also where the branch moves on meanwhile: inverted again and proved again', async () => {
    const { place, git, commit } = await kept();
    const hosting: Hosted = await host(place, (kind, count) => {
      if (kind === 'push' && count === 1) hosting.pushElsewhere({ 'src/other.js': 'export const other = 1;\n' });
      return false;
    });
    try {
      const result = await place.job({ mode: 'rollback', publish: 'push', token: TOKEN, 'test-command': 'node test.mjs', 'lint-command': 'none', 'setup-command': 'none' });
      expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
      expect(result.log).toContain('main moved on while the checks ran');
      git('fetch', '-q', hosting.bare, 'main');
      expect(git('diff', '--name-only', `${commit}~1`, 'FETCH_HEAD')).toBe('src/other.js');
      expect(result.outputs['commit-sha']).toBe(hosting.remoteHead());
    } finally {
      await hosting.close();
    }
  });
});
