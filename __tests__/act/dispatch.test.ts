/** `examples/workflows/dispatch.yml` on a real runner, below a directory with a blank, against a git server that asks for the token. */
import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { actPlaces, engineStep, expectExit, expectShown } from '../support/act.ts';
import { TOKEN } from '../support/hosted.ts';

const place = actPlaces();

const REQUEST = {
  // What a shell would make of it must not matter.
  prompt: 'Export `pageName`: the name of a page from its title and date "$(touch ../pwned)"',
  target: 'src/index.js',
  'accept-command': 'node --test acceptance/slug.test.js',
};

test('a helper that is asked for by hand is shown by a dry run, then arrives as a pull request with exactly its files', async () => {
  const here = await place({ example: 'javascript', workflows: ['dispatch.yml'], served: true, named: 'ein Läufer' });
  const start = here.bare.git('for-each-ref');
  const rehearsal = await here.act('workflow_dispatch', { inputs: REQUEST });
  expectExit(rehearsal, 0);
  const dry = engineStep(rehearsal);
  expect(dry.outputs).toMatchObject({ outcome: 'kept', 'commit-sha': '', 'pull-request-number': '', 'state-restored': 'empty' });
  expect(dry.summary).toMatch(/^\*\*Would open 1 pull request\*\*/);
  expect([here.bare.git('for-each-ref'), here.github.pulls]).toEqual([start, []]);

  const run = await here.act('workflow_dispatch', { inputs: { ...REQUEST, 'dry-run': 'false' } });
  expectExit(run, 0);
  const { outputs, summary } = engineStep(run);
  expect(outputs).toMatchObject({ outcome: 'kept', 'state-restored': 'restored', 'pull-request-number': '1', 'pull-request-operation': 'created' });
  expect(summary).toMatch(/^\*\*Opened pull request #1\*\*: Reuse `pageName` in src\/index\.js/);
  expectShown(engineStep(run), 'docs/recipes/dispatch.md');
  const [pull] = here.github.pulls;
  expect(pull).toMatchObject({ state: 'open', draft: false, base: 'main' });
  const branch = pull!.branch;
  const git = here.bare.git;
  expect(git('rev-list', '--count', `main..${branch}`)).toBe('1');
  expect(git('rev-parse', branch)).toBe(outputs['commit-sha']);
  expect(git('diff', '--name-only', 'main', branch)).toBe('src/index.js\nsrc/sitemap.js');
  expect(git('log', '-1', '--format=%(trailers:key=Self-Coding-Patch,valueonly)%(trailers:key=Self-Coding-Kind,valueonly)', branch).split('\n').filter(Boolean)).toEqual([outputs['patch-id'], 'helper']);
  expect(git('for-each-ref', '--format=%(refname:short)').split('\n')).toEqual(['main', branch]);
  for (const { log } of [rehearsal, run]) expect(log).not.toContain(TOKEN);
  expect(existsSync(join(here.directory, 'pwned'))).toBe(false);
});
