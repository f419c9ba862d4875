import { afterEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { host, SMALL_FILES, SMALL_TASK, TOKEN, type Hosted, type Intercept } from '../support/hosted.ts';
import { machines, watched, type Machine } from '../support/job.ts';
import type { FileContents } from '../support/repository.ts';
import { openRepository } from '../support/repository.ts';
import { told } from '../support/results.ts';
import type { RunnerResult } from '../support/runner.ts';

const machine = machines();
const open: Hosted[] = [];
afterEach(async () => {
  for (const hosted of open.splice(0)) await hosted.close();
});

async function hosted(intercept?: Intercept, files: FileContents = {}): Promise<Machine & Hosted> {
  const here = await machine({ files: { ...SMALL_FILES, ...files } });
  const there = await host(here, intercept);
  open.push(there);
  return { ...here, ...there };
}

const pushJob = (here: Machine): Promise<RunnerResult> => here.job({ ...SMALL_TASK, publish: 'push', token: TOKEN });

/** Base64 of the user and password that git sends. */
const CREDENTIALS = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

const SHOUT = '\n/** In capitals, for headlines. */\nexport function shout(text) {\n  return trimmed(text).toUpperCase();\n}\n';

/** Arguments of all processes of this machine. */
function allArguments(): string {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  }).join('\n');
}

describe('publish: push', () => {
  test('one commit with exactly the files of the patch and its trailers; the token is in no file, argument or line', async () => {
    const seen: string[] = [];
    const here = await hosted((kind) => {
      if (kind === 'push') seen.push(allArguments());
      return false;
    });
    const { git, path } = here.repository;
    const base = git('rev-parse', 'HEAD');
    const result = await pushJob(here);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    const bare = openRepository(here.bare);
    expect(result.outputs['commit-sha']).toBe(here.remoteHead());
    expect(bare.git('rev-list', `${base}..main`).split('\n')).toHaveLength(1);
    expect(bare.git('diff', '--name-status', base, 'main')).toBe('M\tsrc/text.js');
    expect(bare.git('show', 'main:src/text.js')).toBe(`${SMALL_FILES['src/text.js'] as string}${SHOUT}`.trimEnd());
    expect(bare.git('log', '-1', '--format=%(trailers)', 'main').trim()).toMatch(/^Self-Coding-Patch: [0-9A-Z]{26}\nSelf-Coding-Kind: helper\nSelf-Coding-Model: replay\nSelf-Coding-Change: [0-9a-f]{64}\nSelf-Coding-ROI: \d\.\d\d$/);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('push');
    const everything = [seen.join(''), result.log.replace(/^::add-mask::.*$/gm, ''), result.postLog.replace(/^::add-mask::.*$/gm, ''), result.summary, JSON.stringify(result.outputs), JSON.stringify(result.state)];
    for (const secret of [TOKEN, CREDENTIALS]) {
      for (const text of everything) expect(text).not.toContain(secret);
      expect(spawnSync('grep', ['-rlF', '-e', secret, path, join(here.directory, 'hosting')], { encoding: 'utf8' }).stdout).toBe('');
    }
    // The checkout stays where it was: only the remote moved.
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual([base, '']);
  });

  test.each<[string, (here: () => Machine & Hosted) => Intercept]>([
    ['before the push', (here) => (kind, count) => { if (kind === 'announce' && count === 2) here().pushElsewhere({ 'src/other.js': 'export const other = 1;\n' }); return false; }],
    ['while the push is under way', (here) => (kind, count) => { if (kind === 'push' && count === 1) here().pushElsewhere({ 'src/other.js': 'export const other = 1;\n' }); return false; }],
  ])('somebody pushes %s: fetched, rebased, proved again, pushed', async (_, intercept) => {
    const here: Machine & Hosted = await hosted(intercept(() => here));
    const result = await pushJob(here);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    const bare = openRepository(here.bare);
    expect(bare.git('log', '--format=%s', 'main').split('\n').slice(1)).toEqual(['meanwhile', 'start']);
    expect(bare.git('diff', '--name-only', 'main~1', 'main')).toBe('src/text.js');
    expect(result.outputs['commit-sha']).toBe(here.remoteHead());
    expect(result.log).toContain('main moved on while the checks ran: fetching, rebasing and proving the change again (try 1 of 4)');
    expect(result.log.match(/^accept: passed/gm)).toHaveLength(2);
  });

  test('somebody changes another place of the same file: merged, proved again, pushed', async () => {
    const here: Machine & Hosted = await hosted((kind, count) => {
      if (kind === 'push' && count === 1) here.pushElsewhere({ 'src/text.js': `// Words.\n${SMALL_FILES['src/text.js'] as string}` });
      return false;
    });
    expect(told(await pushJob(here))).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(openRepository(here.bare).git('show', 'main:src/text.js')).toBe(`// Words.\n${SMALL_FILES['src/text.js'] as string}${SHOUT}`.trimEnd());
  });

  test('somebody changes the same place: nothing lands, and the patch is not lost', async () => {
    let theirs = '';
    const here: Machine & Hosted = await hosted((kind, count) => {
      if (kind === 'push' && count === 1) theirs = here.pushElsewhere({ 'src/text.js': `${SMALL_FILES['src/text.js'] as string}\nexport const shout = null;\n` });
      return false;
    });
    const result = await pushJob(here);
    expect([result.exitCode, result.outputs['outcome'], here.remoteHead()]).toEqual([1, 'failed', theirs]);
    expect(result.outputs['reasons']).toContain('src/text.js was changed on main in the same place');
    expect(result.summary).toMatch(/^\*\*Proved but not landed\*\*/);
    expect(patchesIn(here)).toHaveLength(1);
  });

  test('a clean rebase that is red does not land', async () => {
    let theirs = '';
    const here: Machine & Hosted = await hosted((kind, count) => {
      if (kind === 'push' && count === 1) theirs = here.pushElsewhere({ 'test.mjs': "import assert from 'node:assert/strict';\nimport * as text from './src/text.js';\n\nassert.deepEqual(Object.keys(text), ['trimmed']);\n" });
      return false;
    });
    const result = await pushJob(here);
    expect([result.outputs['outcome'], here.remoteHead()]).toEqual(['reverted', theirs]);
    expect(result.outputs['reasons']).toContain('1 new failing test');
    expect(result.log).toContain('on the new main the change is reverted');
  });

  test('from a shallow clone, also when the branch moves', async () => {
    const here: Machine & Hosted = await hosted((kind, count) => {
      if (kind === 'push' && count === 1) here.pushElsewhere({ 'src/other.js': 'export const other = 1;\n' });
      return false;
    });
    here.repository.write({ 'src/other.js': 'export const other = 0;\n' });
    here.repository.commit('second');
    here.repository.git('push', '-q', here.bare, 'main');
    rmSync(here.repository.path, { recursive: true });
    openRepository(here.directory).git('clone', '-q', '--depth', '1', `file://${here.bare}`, here.repository.path);
    here.repository.git('remote', 'set-url', 'origin', here.url);
    expect(here.repository.git('rev-parse', '--is-shallow-repository')).toBe('true');
    expect(told(await pushJob(here))).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(openRepository(here.bare).git('log', '--format=%s', 'main').split('\n').slice(1)).toEqual(['meanwhile', 'second', 'start']);
  });

  test('a token that may not write is told before any work', async () => {
    const here = await hosted((kind, _, response) => {
      if (kind === 'fetch') return false;
      response.writeHead(403).end('Permission to octo/words.git denied to github-actions[bot].');
      return true;
    });
    const { result, before, after } = await watched(here, () => pushJob(here));
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'failed']);
    expect(after).toEqual(before);
    expect(result.outputs['reasons']).toContain('the remote would refuse a push to main');
    expect(result.summary).toContain('`permissions: contents: write`');
    expect(result.log).not.toContain('baseline');
  });

  test('a protected branch: proved, not landed, with the remedy; the patch applies by hand', async () => {
    const here = await hosted();
    const hook = join(here.bare, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "error: GH006: Protected branch update failed for refs/heads/main." >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const base = here.remoteHead();
    const { result, before, after } = await watched(here, () => pushJob(here));
    expect([result.exitCode, result.outputs['outcome'], here.remoteHead()]).toEqual([1, 'failed', base]);
    expect(after).toEqual(before);
    expect(result.summary).toMatch(/^\*\*Proved but not landed\*\* 1 of 1: /);
    expect(result.outputs['reasons']).toContain('GH006: Protected branch update failed for refs/heads/main. The branch is protected. Let this token push to it');
    // Said once: by the reasons of the only task.
    expect(result.summary.split('<details>')[0]!.split('GH006')).toHaveLength(2);
    const [patch] = patchesIn(here);
    expect(result.summary).toContain(patch!.split('/').at(-1)!);
    here.repository.git('am', '-q', patch!);
    expect(here.repository.git('diff', '--name-only', base, 'HEAD')).toBe('src/text.js');
  });
});

/** Patch files that the runs of a machine have left. */
function patchesIn({ directory }: Machine): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.patch') && name.includes('records')).map((name) => join(directory, name));
}

describe('publish: commit', () => {
  test('branch, index and tree move together; the author is git’s own identity', async () => {
    const here = await machine({ files: SMALL_FILES });
    const { git } = here.repository;
    git('config', 'user.name', 'Grace');
    git('config', 'user.email', 'grace@example.com');
    const base = git('rev-parse', 'HEAD');
    const result = await here.job({ ...SMALL_TASK, publish: 'commit' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect([git('rev-parse', 'HEAD'), git('rev-parse', 'HEAD~1'), git('status', '--porcelain', '--untracked-files=all')]).toEqual([result.outputs['commit-sha'], base, '']);
    expect(git('log', '-1', '--format=%an %ae %cn %ce')).toBe('Grace grace@example.com Grace grace@example.com');
    expect(git('log', '-1', '-g', '--format=%gs')).toMatch(/^self-coding: /);
  });

  test('without an identity the engine signs with its own, and a detached HEAD moves', async () => {
    const here = await machine({ files: SMALL_FILES });
    const { git } = here.repository;
    const base = git('rev-parse', 'HEAD');
    git('checkout', '-q', '--detach');
    const result = await here.job({ ...SMALL_TASK, publish: 'commit' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect([git('rev-parse', 'main'), git('rev-parse', 'HEAD~1'), git('status', '--porcelain')]).toEqual([base, base, '']);
    expect(git('log', '-1', '--format=%an|%cn')).toBe('Self-Coding Engine|Self-Coding Engine');
    expect(result.log).toMatch(/committed [0-9a-f]{12} on a detached HEAD/);
  });

  test('line ends, a missing final newline and the executable bit stay', async () => {
    const source = (SMALL_FILES['src/text.js'] as string).replaceAll('\n', '\r\n').trimEnd();
    const here = await machine({ files: { ...SMALL_FILES, 'src/text.js': source }, executable: ['src/text.js'] });
    const { git, path } = here.repository;
    expect(told(await here.job({ ...SMALL_TASK, publish: 'commit' }))).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(readFileSync(join(path, 'src/text.js'), 'utf8')).toBe(`${source}\r\n${SHOUT.replaceAll('\n', '\r\n').trimEnd()}`);
    expect([git('ls-tree', 'HEAD', 'src/text.js').slice(0, 6), git('status', '--porcelain')]).toEqual(['100755', '']);
  });
});

describe('publish: patch and dry runs', () => {
  test('a patch file that git am applies, and nothing moved', async () => {
    const here = await machine({ files: SMALL_FILES });
    const { result, before, after } = await watched(here, () => here.job(SMALL_TASK));
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(after).toEqual(before);
    const [patch] = patchesIn(here);
    expect(result.summary).toContain(patch!.split('/').at(-1)!);
    here.repository.git('am', '-q', patch!);
    expect(readFileSync(join(here.repository.path, 'src/text.js'), 'utf8')).toBe(`${SMALL_FILES['src/text.js'] as string}${SHOUT}`);
    expect(here.repository.git('log', '-1', '--format=%(trailers:key=Self-Coding-Kind)')).toContain('Self-Coding-Kind: helper');
  });

  test.each([['push', 'Would push'], ['commit', 'Would commit'], ['patch', 'Would write as a patch']])('dry-run with publish: %s changes nothing and says “%s”', async (publish, words) => {
    const here = await hosted();
    const base = here.remoteHead();
    const { result, before, after } = await watched(here, () => here.job({ ...SMALL_TASK, publish, token: TOKEN, 'dry-run': 'true' }));
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(after).toEqual(before);
    expect([here.remoteHead(), result.outputs['commit-sha'], patchesIn(here)]).toEqual([base, '', []]);
    expect(result.summary).toMatch(new RegExp(`^\\*\\*${words}\\*\\* 1 of 1: `));
    expect(result.summary).toContain('**Dry run**: nothing was landed');
    expect(existsSync(result.outputs['record-path']!)).toBe(true);
  });
});
