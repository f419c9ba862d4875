/** What happens to jobs on a real runner that are cancelled, whose engine is killed, or whose settings are wrong. */
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actPlaces, engineStep, expectExit } from '../support/act.ts';
import { leftOverIn } from '../support/processes.ts';

const place = actPlaces();

const MISSPELT = readFileSync(resolve(import.meta.dirname, '../fixtures/workflows/misspelt.yml'));

/** The process of a step's `main`: it began as `node …/dist/index.js`. */
function engineOf(directory: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes(directory) && command.includes('/dist/index.js');
    } catch {
      // It ended in the meantime.
      return false;
    }
  });
  expect(pids).toHaveLength(1);
  return Number(pids[0]);
}

test('the engine is killed while it tries a change: post puts the tree back and saves what was learned, and the next run goes on from there', async () => {
  const here = await place({ example: 'javascript', workflows: ['nightly.yml'] });
  let killed = false;
  const first = await here.act('schedule', { watch: (raw) => {
    if (killed || !raw.includes('trying: Move')) return;
    killed = true;
    process.kill(engineOf(join(here.directory, 'act')), 'SIGKILL');
  } });
  expectExit(first, 1);
  expect(engineStep(first).result).toBe('failure');
  const post = engineStep(first, { stage: 'Post' });
  expect({ result: post.result, log: post.log }).toEqual({ result: 'success', log: expect.stringMatching(/^(put back what the run left: src\/.+|the run was ended early; it had left no change in the tree)\nstate saved to self-coding-state-v1-/) });
  expect(here.github.pulls).toEqual([]);

  const next = await here.act('schedule');
  expectExit(next, 0);
  const { outputs, log } = engineStep(next);
  expect(outputs).toMatchObject({ outcome: 'kept', 'state-restored': 'restored', 'pull-request-number': '1' });
  expect(log).toMatch(/^restored 1 attempt, 0 landed/m);
  expect(log).toContain('not tried again: the same change was reverted');
});

test('the job is cancelled while a change is tried: nothing lands, no process stays, and the next run goes on', async () => {
  const here = await place({ example: 'javascript', workflows: ['nightly.yml'] });
  let cancelled = false;
  const first = await here.act('schedule', { watch: (raw, interrupt) => {
    if (cancelled || !raw.includes('trying: Move')) return;
    cancelled = true;
    interrupt();
  } });
  expect(first.exitCode).not.toBe(0);
  expect(engineStep(first, { stage: 'Post' })).toMatchObject({ result: 'success', log: expect.stringContaining('state saved to self-coding-state-v1-') });
  expect(await leftOverIn(here.directory)).toEqual([]);
  expect(here.github.pulls).toEqual([]);
  expect(here.bare.git('for-each-ref', '--format=%(refname:short)')).toBe('main');
  const next = await here.act('schedule');
  expectExit(next, 0);
  expect(engineStep(next).outputs).toMatchObject({ outcome: 'kept', 'state-restored': 'restored', 'pull-request-number': '1' });
});

test('settings that cannot be fail the step with all their names, and the job goes on to its end', async () => {
  const here = await place({ files: { '.github/workflows/misspelt.yml': MISSPELT, 'src/text.js': 'export const text = 1;\n' } });
  const run = await here.act('push');
  expectExit(run, 1);
  const { result, outputs, summary, commands } = engineStep(run);
  expect([result, outputs['outcome']]).toEqual(['failure', 'failed']);
  const errors = commands.filter((command) => command.startsWith('error')).join('\n');
  for (const words of ['publish', 'patches', 'prompt']) expect([errors, summary]).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
  expect(run.steps.find(({ name }) => name === 'After a failure')?.log).toBe('the job goes on to its end\n');
  expect(summary).not.toContain('state is switched off');
  // What is wrong is annotated once.
  const post = engineStep(run, { stage: 'Post' });
  expect([post.result, post.log, post.commands.filter((command) => !command.startsWith('add-mask'))]).toEqual(['success', expect.stringMatching(/^nothing is put back or saved, since the settings cannot be used: publish: .*\n$/), []]);
});
