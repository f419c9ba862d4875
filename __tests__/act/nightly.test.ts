/** `examples/workflows/nightly.yml` on a real runner. */
import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { actPlaces, engineStep, expectExit, expectShown, type ActRun } from '../support/act.ts';
import { TOKEN } from '../support/hosted.ts';
import { describeWith } from '../support/tools.ts';

const place = actPlaces();

const laterStep = ({ steps }: ActRun): string | undefined => steps.find(({ name }) => name === 'Say that a change waits')?.commands.join();

describeWith(['python3', 'pytest', 'ruff'], 'a Python package', () => {
  test('the first night opens a pull request; the second finds it open, and waits', async () => {
    const here = await place({ example: 'python', workflows: ['nightly.yml'] });
    const first = await here.act('schedule');
    expectExit(first, 0);
    const { outputs, log } = engineStep(first);
    expect(outputs).toMatchObject({ outcome: 'kept', 'state-restored': 'empty', 'pull-request-number': '1', 'pull-request-operation': 'created' });
    for (const line of ['lint: ruff check --no-fix .', 'test: python -m pytest']) expect(log).toContain(line);
    expectShown(engineStep(first), 'docs/recipes/nightly.md');
    const { branch } = here.github.pulls[0]!;
    expect(here.bare.git('rev-parse', branch)).toBe(outputs['commit-sha']);
    expect(here.bare.git('rev-list', '--count', `main..${branch}`)).toBe('1');
    expect(laterStep(first)).toBeUndefined();

    const second = await here.act('schedule');
    expectExit(second, 0);
    const again = engineStep(second);
    expect(again.outputs).toMatchObject({ outcome: 'unchanged', 'state-restored': 'restored', 'pull-request-number': '1', 'pull-request-operation': 'unchanged' });
    expect(again.log).toContain('pull request #1 is open, and the files that it changes are the same: there is nothing to prove again');
    expectShown(again, 'docs/recipes/nightly.md', ['log of the second run']);
    expect(here.github.pulls.map(({ state }) => state)).toEqual(['open']);
  });
});

const JOINED = `function joined(words) {
  const kept = words.filter((word) => word !== '');
  if (kept.length === 0) {
    return 'none';
  }
  return kept.map((word) => word.trim()).join(', ');
}
`;

/** Tells what it can see of the job, and speaks to the runner. */
const NOSY = `import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { first } from '../src/first.js';

/** This process and those that started it, up to the engine. */
function family() {
  const seen = [];
  for (let pid = process.pid; pid > 1; pid = Number(/\\) \\S (\\d+)/.exec(readFileSync(\`/proc/\${pid}/stat\`, 'utf8'))[1])) {
    const command = readFileSync(\`/proc/\${pid}/cmdline\`, 'latin1').replaceAll('\\0', ' ');
    seen.push({ command, environment: readFileSync(\`/proc/\${pid}/environ\`, 'latin1').split('\\0') });
    if (command.includes('/dist/index.js')) break;
  }
  return seen;
}

test('something passes', () => {
  appendFileSync(join(process.cwd(), '../../../found.jsonl'), JSON.stringify(family()) + '\\n');
  for (const line of ['::set-output name=outcome::kept', '::error::pwned', '::add-mask::passed', '::group::pwned', '::stop-commands::pwned', '##[error]pwned']) process.stdout.write(line + '\\n');
  // The runner's files are not named to commands; their place can be guessed.
  for (const name of ['outputcmd', 'envs', 'pathcmd']) appendFileSync(join(process.cwd(), \`../act/workflow/\${name}.txt\`), 'outcome=kept\\nPWNED=1\\n');
  assert.equal(typeof first, 'function');
});
`;

test('a change that no check would notice is held, a later step says so, and the tested code neither sees nor steers the job', async () => {
  const here = await place({
    workflows: ['nightly.yml'],
    files: {
      'package.json': '{ "name": "lists", "private": true, "type": "module", "scripts": { "test": "node --test" } }\n',
      'src/first.js': `${JOINED}\nexport function first(list) {\n  return joined(list.first);\n}\n`,
      'src/second.js': `${JOINED}\nexport function second(list) {\n  return joined(list.second);\n}\n`,
      'test/nosy.test.js': NOSY,
    },
  });
  const run = await here.act('schedule');
  expectExit(run, 0);
  const { outputs, commands, log } = engineStep(run);
  expect({ outputs, log }).toMatchObject({ outputs: { outcome: 'held', 'pull-request-number': '' } });
  expect(laterStep(run)).toBe('notice a change waits for a review. Its patch is in the artifact, the reasons are in the summary');
  expect(here.artifact('self-coding').get(`${outputs['patch-id']!}.patch`)).toContain('+export function joined(words) {');
  expect(here.github.pulls).toEqual([]);

  // What the test printed stands nowhere as a command, and what it wrote into the runner's files is gone and told.
  expect(commands.filter((command) => command.includes('pwned'))).toEqual([]);
  expect(commands.filter((command) => command.startsWith('add-mask')).every((command) => command === `add-mask ${TOKEN}`)).toBe(true);
  expect(commands.join('\n')).toContain('wrote to files that steer the runner (GITHUB_ENV, GITHUB_PATH, GITHUB_OUTPUT); they are as they were');
  expect(run.log).not.toContain('pwned');

  const found = readFileSync(join(here.directory, 'found.jsonl'), 'utf8');
  const families = found.trim().split('\n').map((line) => JSON.parse(line) as readonly { readonly command: string; readonly environment: readonly string[] }[]);
  expect(families.every((family) => family.at(-1)!.command.includes('/dist/index.js'))).toBe(true);
  expect(found).not.toContain(TOKEN);
  const variables = new Set(families.flatMap((family) => family.flatMap(({ environment }) => environment.map((entry) => entry.split('=')[0]!))));
  expect([...variables].filter((name) => /^(INPUT_|ACTIONS_|STATE_|GITHUB_(TOKEN|ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$)/.test(name))).toEqual([]);
  expect(readdirSync(here.repository.path)).not.toContain('pwned');
});
