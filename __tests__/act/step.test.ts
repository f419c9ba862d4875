/** `examples/workflows/step.yml` on a real runner. */
import { expect, test } from '@jest/globals';
import { actPlaces, engineStep, expectExit, expectShown, type ActRun } from '../support/act.ts';
import { TOKEN } from '../support/hosted.ts';

const place = actPlaces();

const LOCK = `${JSON.stringify({ name: 'feedkit', version: '1.4.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'feedkit', version: '1.4.0' } } }, null, 2)}\n`;
const names = ({ steps }: ActRun): readonly string[] => steps.filter(({ stage }) => stage !== 'Pre').map(({ stage, name, result }) => `${stage} ${name.replace(/@.*/, '')}: ${result!}`);

test('after the tests of a push a kept change is a patch in the job\'s artifact; the second push finds what the first remembered', async () => {
  const here = await place({ example: 'javascript', workflows: ['step.yml'], files: { 'package-lock.json': LOCK } });
  const { git } = here.repository;
  const start = here.bare.git('for-each-ref');
  const first = await here.act('push');
  expectExit(first, 0);
  expect(names(first)).toEqual([
    'Main actions/checkout: success', 'Main npm ci: success', 'Main npm test: success', 'Main your-org/self-coding-engine: success', 'Main Keep patches and decision records: success', 'Post your-org/self-coding-engine: success',
  ]);

  const { outputs, summary, commands } = engineStep(first);
  expect(outputs).toMatchObject({ outcome: 'kept', 'state-restored': 'empty', 'errors-before': '0', 'errors-after': '0', tokens: '0', cost: '0', 'commit-sha': '', 'pull-request-number': '' });
  expect(summary.split('\n')[0]).toMatch(/^\*\*Kept\*\* 1 of 2: Move `escapeXml` to src\/xml\.js and use it in 3 modules \(−14 lines\)/);
  expectShown(engineStep(first), 'docs/recipes/step.md');
  // Every phase is a group, and every group is closed.
  expect(commands.filter((command) => /^(end)?group/.test(command)).map((command) => command.split(' ')[0])).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'group' : 'endgroup')));
  expect(commands.filter((command) => command.startsWith('group')).map((command) => command.replace(/:.*/, ''))).toEqual([
    'group recover', 'group restore', 'group survey', 'group setup', 'group plan', 'group baseline', 'group task 1 of 2', 'group task 2 of 2', 'group land', 'group record',
  ]);
  expect(engineStep(first, { stage: 'Post' }).log).toBe('nothing left to do: the step came to its end by itself\n');
  expect(first.log).not.toContain(TOKEN);

  // The remote is as it was; the artifact holds the patch, which applies, and the decision.
  expect(here.bare.git('for-each-ref')).toBe(start);
  const artifact = here.artifact('self-coding');
  const id = outputs['patch-id']!;
  expect([...artifact.keys()].filter((name) => name.startsWith(id) || name === 'summary.md')).toEqual([`${id}.json`, `${id}.patch`, 'summary.md']);
  expect(JSON.parse(artifact.get(`${id}.json`)!)).toMatchObject({ outcome: 'kept' });
  here.repository.write({ '../kept.patch': artifact.get(`${id}.patch`)! });
  git('am', '-q', '../kept.patch');
  expect(git('diff', '--name-only', 'HEAD~1').split('\n')).toEqual(['src/atom.js', 'src/rss.js', 'src/sitemap.js', 'src/xml.js']);
  expect(git('log', '-1', '--format=%(trailers:key=Self-Coding-Patch,valueonly)').trim()).toBe(id);

  here.repository.write({ 'README.md': '# Feedkit, with one escapeXml\n' });
  here.repository.commit('Say so');
  const second = await here.act('push');
  expectExit(second, 0);
  const again = engineStep(second);
  expect(again.outputs).toMatchObject({ 'state-restored': 'restored', outcome: 'unchanged' });
  expect(again.log).toMatch(/^restored 2 attempts, /m);
  // The copy that must stay was reverted in the first run, and is not tried again on the same contents.
  expect(again.log).toContain('not tried again: the same change was reverted');
});
