/** Taking back what came by pull requests, what brought tests of its own, what broke the base; and being killed meanwhile. */
import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCli } from '../support/cli.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines } from '../support/job.ts';
import { leftOverIn } from '../support/processes.ts';
import { proposingMachines, pullRequestOf, type ProposingPlace } from '../support/proposing-job.ts';
import { told } from '../support/results.ts';
import type { FileContents } from '../support/repository.ts';
import { DIST, type Interrupt, type RunnerResult } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const place = proposingMachines();
const machine = machines();

const CHECKS = { 'test-command': 'node test.mjs', 'lint-command': 'none', 'setup-command': 'none' };

function rollback(here: ProposingPlace, patchId: string): Promise<RunnerResult> {
  return here.propose({ ...CHECKS, mode: 'rollback', 'patch-id': patchId });
}

async function merged(): Promise<{ readonly here: ProposingPlace; readonly patchId: string }> {
  const here = await place();
  const { outputs } = await here.propose(SMALL_TASK);
  here.github.merge(1);
  here.pull();
  return { here, patchId: outputs['patch-id']! };
}

describe('by a pull request', () => {
  test('opened, asked for again, closed by a person and asked for again, merged: each time the right thing', async () => {
    const { here, patchId } = await merged();
    const opened = await rollback(here, patchId);
    expect([told(opened), pullRequestOf(opened)]).toEqual([{ exitCode: 0, outcome: 'kept' }, { number: '2', operation: 'created' }]);
    expect(opened.summary).toMatch(/^\*\*Proposed to roll back\*\*/);
    const [, pull] = here.github.pulls;
    expect(pull).toMatchObject({ branch: `self-coding/rollback-${patchId.toLowerCase()}`, title: expect.stringMatching(/^Revert "/) as unknown, body: expect.stringContaining(`Asked for: take back the change ${patchId}`) as unknown });
    expect(here.proposed(pull!.branch)).toEqual({ commits: 1, paths: ['src/text.js'] });
    expect(pullRequestOf(await rollback(here, patchId))).toEqual({ number: '2', operation: 'unchanged' });

    here.github.closeByHuman(2);
    // A person's no to the way back leaves the change where it is.
    expect(pullRequestOf(await rollback(here, 'last'))).toEqual({ number: '3', operation: 'created' });
    here.github.merge(3);
    here.pull();
    expect(`${here.repository.git('show', 'HEAD:src/text.js')}\n`).toBe(SMALL_FILES['src/text.js']);
    const done = await rollback(here, patchId);
    expect([told(done), /taken back already, by commit/.test(done.summary)]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, true]);
  });

  test('a change that only waits in a pull request: close that', async () => {
    const here = await place();
    const { outputs } = await here.propose(SMALL_TASK);
    const result = await rollback(here, outputs['patch-id']!);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'refused' });
    expect(result.outputs['reasons']).toContain(`It has not landed: it waits in pull request #1.\nClose the pull request: ${outputs['pull-request-url']!}`);
    expect(result.log).not.toContain('baseline:');
    here.github.closeByHuman(1);
    expect((await rollback(here, outputs['patch-id']!)).outputs['reasons']).toContain('It never landed: pull request #1 was closed without a merge.');
  });

  test('named by the commit that merged it; a merge of somebody else and the first commit are not the engine\'s', async () => {
    const { here, patchId } = await merged();
    const { git } = here.repository;
    const dry = await here.propose({ ...CHECKS, mode: 'rollback', 'patch-id': git('rev-parse', 'HEAD'), 'dry-run': 'true' });
    expect([told(dry), dry.summary.includes(patchId)]).toEqual([{ exitCode: 0, outcome: 'kept' }, true]);
    git('checkout', '-q', '-b', 'topic', 'HEAD~1');
    here.repository.write({ 'notes.md': 'x\n' });
    here.repository.commit('notes');
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '--no-edit', 'topic');
    git('push', '-q', here.bare, 'main');
    for (const [id, words] of [[git('rev-parse', 'HEAD'), 'It is a merge: name the commit that it brought in.'], [git('rev-list', '--max-parents=0', 'HEAD'), 'Only recorded changes are taken back.']] as const) {
      const result = await rollback(here, id);
      expect([result.exitCode, result.summary.replaceAll('\\', '').includes(words)]).toEqual([1, true]);
      expect(result.log).not.toContain('baseline:');
    }
  });
});

/** A repository in which the engine has landed a commit as it would. */
async function landed(before: FileContents, change: FileContents, test = 'node test.mjs') {
  const here = await machine({ files: before });
  const { repository, directory } = here;
  repository.write(change);
  const commit = repository.commit('Add a helper\n\nSelf-Coding-Patch: 01K0000000000000000000PATCH\nSelf-Coding-Kind: helper');
  const flags = Object.entries({ ...CHECKS, 'test-command': test }).flatMap(([name, value]) => [`--${name}`, value]);
  return { here, commit, back: (more: { readonly interrupt?: Interrupt } = {}) => runCli(['rollback', ...flags], { cwd: repository.path, temporary: directory, ...more }) };
}

const LIBRARY = { 'package.json': '{ "name": "x", "private": true, "type": "module" }\n', 'src/a.js': 'export const a = 1;\n', 'test/a.test.js': "import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { a } from '../src/a.js';\ntest('a', () => assert.equal(a, 1));\n" };

describe('what came', () => {
  test('with tests of its own goes with them: they are no failure', async () => {
    const { here, back } = await landed(LIBRARY, { 'src/b.js': 'export const b = 2;\n', 'test/b.test.js': LIBRARY['test/a.test.js'].replaceAll(/\ba\b/g, 'b').replace('1', '2') }, 'node --test');
    const result = await back();
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/^Rolled back /m) as unknown });
    expect(here.repository.git('ls-files').split('\n')).toEqual(['package.json', 'src/a.js', 'test/a.test.js']);
    expect(here.repository.git('status', '--porcelain')).toBe('');
  });

  test('and broke the base is taken back, and said to heal it', async () => {
    const { here, commit, back } = await landed(LIBRARY, { 'src/a.js': 'export const a = 2;\n' }, 'node --test');
    const result = await back();
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/It heals 1 test that failed with the change: /) as unknown });
    expect(here.repository.git('diff', `${commit}~1`, 'HEAD')).toBe('');
  });

  test('as the first commit of the repository has no state before it', async () => {
    const here = await machine({ files: {} });
    here.repository.write(LIBRARY);
    here.repository.git('checkout', '-q', '--orphan', 'fresh');
    here.repository.commit('All\n\nSelf-Coding-Patch: 01K0000000000000000000PATCH\nSelf-Coding-Kind: helper');
    const result = await runCli(['rollback', '--test-command', 'node --test'], { cwd: here.repository.path, temporary: here.directory });
    expect([result.exitCode, /Not rolled back .*is the first one of the repository: there is no state before it/.test(result.log)]).toEqual([0, true]);
  });
});

test('killed while the change is taken back for the checks: the next run puts everything back, and asking again works', async () => {
  const slow = `${SMALL_FILES['test.mjs'] as string}if (!('shout' in (await import('./src/text.js')))) await new Promise((go) => setTimeout(go, 1500));\n`;
  const { here, commit, back } = await landed({ ...SMALL_FILES, 'test.mjs': slow }, { 'src/text.js': `${SMALL_FILES['src/text.js'] as string}\nexport const shout = 1;\n` });
  const before = snapshotOf(here.repository.path);
  const killed = await back({ interrupt: { signal: 'SIGKILL', after: /trying: Revert/, afterMs: 600 } });
  expect([killed.signal, here.repository.git('status', '--porcelain')]).toEqual(['SIGKILL', ' M src/text.js']);
  const next = await runCli(['suggest'], { cwd: here.repository.path, temporary: here.directory });
  expect({ exitCode: next.exitCode, log: next.log }).toMatchObject({ exitCode: 0 });
  expect(snapshotOf(here.repository.path)).toEqual(before);
  expect(await leftOverIn(here.repository.path)).toEqual([]);
  const again = await back();
  expect({ exitCode: again.exitCode, log: again.log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/^Rolled back /m) as unknown });
  expect(here.repository.git('diff', `${commit}~1`, 'HEAD')).toBe('');
});

test('the library takes back, too: what, why, and the commit', async () => {
  const { here, commit } = await landed(LIBRARY, { 'src/b.js': 'export const b = 2;\n' });
  const packages = join(here.directory, 'node_modules/self-coding-engine');
  mkdirSync(packages, { recursive: true });
  cpSync(resolve(import.meta.dirname, '../../package.json'), join(packages, 'package.json'));
  symlinkSync(DIST, join(packages, 'dist'));
  const program = join(here.directory, 'back.mjs');
  writeFileSync(program, `import { CodeDb, ConfigError, GptMemory, MemoryManager, SelfCodingEngine } from 'self-coding-engine';
const engine = new SelfCodingEngine(await CodeDb.open(':memory:'), await MemoryManager.open(':memory:'), { gptMemory: await GptMemory.open({ dbPath: ':memory:' }) });
const wrong = await engine.rollbackPatch('no-such-change').catch((error) => error instanceof ConfigError && error.problems[0].setting);
console.log(JSON.stringify([await engine.rollbackPatch('last', { dryRun: true }), await engine.rollbackPatch(), await engine.rollbackPatch(), wrong]));
`);
  const printed = execFileSync(process.execPath, [program], { cwd: here.repository.path, env: { ...process.env, ...here.repository.environment }, encoding: 'utf8' });
  const [dry, real, none, wrong] = JSON.parse(printed.trim().split('\n').at(-1)!) as readonly unknown[];
  expect(dry).toMatchObject({ outcome: 'rolled-back', reverted: commit, commit: null });
  expect(real).toMatchObject({ outcome: 'rolled-back', patchId: '01K0000000000000000000PATCH', reverted: commit, commit: here.repository.git('rev-parse', 'HEAD'), title: 'Add a helper' });
  expect([none, wrong]).toMatchObject([{ outcome: 'not-found', commit: null }, '--patch-id']);
  expect(here.repository.git('ls-files', 'src')).toBe('src/a.js');
});
