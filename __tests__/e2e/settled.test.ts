/** Nothing new since the last run: no setup, no baseline, no question, no command. */
import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { machines, replaying, type Machine } from '../support/job.ts';
import type { Ended } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();

const COPY = 'export function initials(name) {\n  const words = name.trim().split(" ");\n  const letters = words.map((word) => word.slice(0, 1));\n  return letters.join("").toUpperCase();\n}\n';
/** Every run of the tests leaves a line beside the repository; two copies must stay two, which only a test knows. */
const FILES = {
  'package.json': '{ "name": "names", "private": true, "type": "module" }\n',
  'src/one.js': COPY,
  'src/two.js': COPY,
  'test.mjs': "import assert from 'node:assert/strict';\nimport { appendFileSync, readFileSync } from 'node:fs';\nimport { initials } from './src/one.js';\nimport * as two from './src/two.js';\n\nappendFileSync('../runs', 'x\\n');\nassert.equal(initials('a b'), 'AB');\nassert.equal(two.initials('a b'), 'AB');\nfor (const name of ['one', 'two']) assert.doesNotMatch(readFileSync(`src/${name}.js`, 'utf8'), / from /);\n",
};
const CHECKS = ['--test-command', 'node test.mjs'];

function commandsOf({ directory }: Machine): number {
  return existsSync(join(directory, 'runs')) ? readFileSync(join(directory, 'runs'), 'utf8').split('\n').length - 1 : 0;
}

function at({ repository, directory }: Machine, more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runCli(['run', ...CHECKS, ...(more.includes('--lint-command') ? [] : ['--lint-command', 'none']), ...more], { cwd: repository.path, temporary: directory, environment });
}

/** Runs, and says whether any command of the repository ran. */
async function looked(here: Machine, more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<{ readonly looked: boolean; readonly log: string }> {
  const before = commandsOf(here);
  const { exitCode, log } = await at(here, more, environment);
  expect({ exitCode, log }).toMatchObject({ exitCode: 0 });
  return { looked: commandsOf(here) > before, log };
}

test('a second run ends at once, says why and what would make it run, and touches nothing', async () => {
  const here = await machine({ files: FILES });
  expect((await looked(here)).log).toMatch(/^Reverted 1 of 1: /m);
  const before = snapshotOf(join(here.repository.path));
  const second = await looked(here);
  expect(second.looked).toBe(false);
  expect(second.log).toMatch(/^Nothing to do: Nothing new since \d{4}-\d\d-\d\d \d\d:\d\d UTC: same commit, same settings; the last run found nothing left to try/m);
  expect(second.log).toMatch(/It runs again with a new commit, other settings or a `prompt`, and in any case from \d{4}-/);
  expect(second.log).not.toContain('baseline');
  expect(snapshotOf(here.repository.path)).toEqual(before);
  expect((await looked(here)).looked).toBe(false);
});

test('a new commit, other settings, a prompt, an edited backlog, a changed state: each makes it run', async () => {
  const here = await machine({ files: FILES });
  await at(here);
  const settled = async (): Promise<boolean> => !(await looked(here)).looked;
  expect(await settled()).toBe(true);

  expect((await looked(here, ['--prompt', 'Initials of a name in lower case as `lowered`', '--target', 'src/one.js', '--accept-command', 'node test.mjs && false'])).looked).toBe(true);
  expect([await settled(), await settled()]).toEqual([false, true]);

  expect((await looked(here, ['--threshold', '0.4'])).looked).toBe(true);
  expect((await looked(here, ['--threshold', '0.4'])).looked).toBe(false);
  expect((await looked(here, ['--dry-run'])).looked).toBe(true);
  expect(await settled()).toBe(true);

  here.repository.write({ 'README.md': 'Names\n' });
  here.repository.commit('read me');
  expect([await settled(), await settled()]).toEqual([false, true]);

  here.repository.write({ '.github/self-coding.yml': 'backlog:\n  - { id: low, prompt: "Something that nobody wrote", target: src/one.js, accept-command: "false" }\n' });
  here.repository.commit('a task');
  expect([await settled(), await settled()]).toEqual([false, true]);

  const elsewhere = join(here.directory, 'other-state');
  expect((await looked(here, ['--state.directory', elsewhere])).looked).toBe(true);
  expect((await looked(here, ['--state.store', 'none'])).looked).toBe(true);
});

test('what waits to be landed is shown again, and work that is left is begun', async () => {
  const free = { ...FILES, 'test.mjs': FILES['test.mjs'].replace(/for .*\n/, '') };
  const here = await machine({ files: free });
  for (const run of ['first', 'second']) expect([run, (await looked(here, ['--dry-run'])).log]).toEqual([run, expect.stringMatching(/^Would commit 1 of 1: /m)]);
  expect((await looked(here, ['--publish', 'patch'])).looked).toBe(true);
  expect((await looked(here, ['--publish', 'patch'])).looked).toBe(true);
});

test('a run that failed, was cut short, or saw a test flake settles nothing', async () => {
  const here = await machine({ files: FILES });
  // A tool that is missing today may be there tomorrow.
  expect((await at(here, ['--lint-command', 'no-such-linter-here'])).log).toContain('no-such-linter-here');
  expect((await looked(here, ['--lint-command', 'no-such-linter-here'])).looked).toBe(true);
  expect((await looked(here, ['--time-limits.run', '1s'])).looked).toBe(true);
  const flaky = { 'test.mjs': `${FILES['test.mjs']}if (readFileSync('../runs', 'utf8').split('\\n').length === 2) process.exit(1);\n` };
  const other = await machine({ files: { ...FILES, ...flaky } });
  expect((await looked(other)).log).toContain('flak');
  expect((await looked(other)).looked).toBe(true);
  expect((await looked(other)).looked).toBe(false);
});

test('a flood of changes that were rejected before does not keep the rest from its turn', async () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
  const copies = Object.fromEntries(names.flatMap((name, index) => ['one', 'two'].map((side) => [`src/${name}-${side}.js`, COPY.replaceAll('initials', name).replace('" "', JSON.stringify('-'.repeat(index + 1)))])));
  const imports = names.flatMap((name) => ['one', 'two'].map((side) => `src/${name}-${side}.js`));
  const here = await machine({
    files: { 'package.json': FILES['package.json'], ...copies, 'test.mjs': `import { appendFileSync, readFileSync } from 'node:fs';\nappendFileSync('../runs', 'x\\n');\nfor (const path of ${JSON.stringify(imports)}) if (/ from /.test(readFileSync(path, 'utf8'))) throw new Error(path);\n` },
  });
  const first = await at(here);
  expect(first.log).toMatch(/^Reverted 3 of 3: /m);
  const second = await looked(here);
  expect(second.log).toMatch(/^Reverted 2 of 5: .*3 unchanged/m);
  expect((await looked(here)).looked).toBe(false);
});

test('a job ends the same way, restores its state, and asks no model', async () => {
  const here = await machine({ files: { ...FILES, ...replaying('no code at all', 'backlog:\n  - { id: low, prompt: "Initials in lower case as `lowered`", target: src/one.js, accept-command: "false" }\n') } });
  const inputs = { 'test-command': 'node test.mjs', 'lint-command': 'none', publish: 'patch' };
  const first = await here.job(inputs);
  expect({ exitCode: first.exitCode, log: first.log }).toMatchObject({ exitCode: 0 });
  const runs = commandsOf(here);
  expect(runs).toBeGreaterThan(0);
  const second = await here.job(inputs);
  expect([second.exitCode, second.outputs['outcome'], second.outputs['state-restored']]).toEqual([0, 'unchanged', 'restored']);
  expect(second.outputs['reasons']).toMatch(/^Nothing new since /);
  expect(second.summary).toMatch(/^\*\*Nothing to do\*\*: Nothing new since /);
  expect(commandsOf(here)).toBe(runs);
  // Nothing happened, so nothing is saved.
  expect(here.cache.entries).toHaveLength(1);
});
