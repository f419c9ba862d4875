/** Several jobs on a real runner: a matrix whose jobs push to the same branch, and a workflow that is called by another. */
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actPlaces, engineStep, expectExit } from '../support/act.ts';

const place = actPlaces();

const WORKFLOWS = resolve(import.meta.dirname, '../fixtures/workflows');
const EXAMPLE = resolve(import.meta.dirname, '../../examples/javascript');

/** The sample as a package of a larger repository. */
function packageIn(directory: string): Readonly<Record<string, Uint8Array>> {
  const files = ['package.json', ...['src', 'test'].flatMap((folder) => readdirSync(join(EXAMPLE, folder)).map((name) => `${folder}/${name}`))];
  return Object.fromEntries(files.map((name) => [`${directory}/${name}`, readFileSync(join(EXAMPLE, name))]));
}

test('two jobs of a matrix push to the same branch, and both land; what both learned is there for a workflow that calls another', async () => {
  const workflows = Object.fromEntries(['packages', 'reused', 'caller'].map((name) => [`.github/workflows/${name}.yml`, readFileSync(join(WORKFLOWS, `${name}.yml`))]));
  const here = await place({ files: { ...workflows, ...packageIn('feeds'), ...packageIn('pages') } });
  const run = await here.act('push');
  expectExit(run, 0);
  const jobs = ['feeds', 'pages'].map((name) => engineStep(run, { job: name }));
  expect(jobs.map(({ outputs }) => outputs['outcome'])).toEqual(['kept', 'kept']);
  const commits = here.bare.git('log', '--format=%H', '-2', 'main').split('\n');
  expect(new Set(jobs.map(({ outputs }) => outputs['commit-sha']))).toEqual(new Set(commits));
  expect(commits.map((commit) => here.bare.git('show', '--format=', '--name-only', commit).split('\n').map((path) => path.split('/')[0])).map((top) => [...new Set(top)]).flat().sort()).toEqual(['feeds', 'pages']);
  // The one that came second proved its change again on what the first had pushed.
  expect(jobs.filter(({ log }) => log.includes('moved on'))).toHaveLength(1);

  here.repository.git('pull', '-q', '--ff-only', here.bare.path, 'main');
  const called = await here.act('workflow_dispatch');
  expectExit(called, 0);
  const { outputs, log } = engineStep(called);
  expect(outputs['state-restored']).toBe('restored');
  expect(log).toMatch(/^restored 4 attempts, 2 landed/m);
  expect(called.steps.find(({ name }) => name === 'Tell the outcome')?.log).toBe(`the called workflow says ${outputs['outcome']!}\n`);
});

test('a checkout below the workspace, looked at by the doctor and then improved: two steps of one job do not disturb each other', async () => {
  const here = await place({ example: 'javascript', files: { '.github/workflows/elsewhere.yml': readFileSync(join(WORKFLOWS, 'elsewhere.yml')) } });
  const run = await here.act('push');
  expectExit(run, 0);
  const [doctor, main] = ['Look at the surroundings', 'Improve'].map((name) => run.steps.find((step) => step.name === name && step.stage === 'Main')!);
  expect(doctor).toMatchObject({ result: 'success', summary: expect.stringMatching(/^\*\*Doctor\*\*: everything is in order/) });
  for (const check of ['branch', 'test', 'push', 'pull requests', 'cache', 'state', 'records']) expect(doctor!.log).toMatch(new RegExp(`^good +${check} `, 'm'));
  expect(main!.outputs).toMatchObject({ outcome: 'kept', 'pull-request-number': '1' });
  expect(main!.log).toContain('state saved to');
  expect(here.github.pulls.map(({ branch }) => here.bare.git('diff', '--name-only', `main...${branch}`))).toEqual(['src/atom.js\nsrc/rss.js\nsrc/sitemap.js\nsrc/xml.js']);
  expect(run.steps.filter(({ stage, result }) => stage === 'Post' && result === 'success')).toHaveLength(2);
});
