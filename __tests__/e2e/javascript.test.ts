import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { machines, replaying, type Machine } from '../support/job.ts';
import { expectKept, expectReverted } from '../support/results.ts';
import { temporaryDirectory, type Temporary } from '../support/temporary.ts';
import { TOOL_PATH } from '../support/tools.ts';

const machine = machines();

/** Plausible and wrong: the cases that come to mind first pass. */
const DURATION = `\`\`\`js
/** Milliseconds of a duration such as \`1h30m\`. */
export function parseDuration(text) {
  const units = { s: 1000, m: 60_000, h: 3_600_000 };
  return [...text.matchAll(/(\\d+)([smh])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit], 0);
}
\`\`\``;

describe('JavaScript with node --test', () => {
  test('with no inputs the copies of one function become one; the copy that must stay is put back', async () => {
    const here = await machine({ example: 'javascript' });
    const result = await expectKept(here, {}, 'javascript-extract.diff');
    expect(result.outputs['reasons']).toContain('One function stands where 3 equal ones stood; 14 lines are gone.');
    // `embed.js` says in a comment and in a test that it imports nothing: that copy is not a maintainer's to remove.
    expect(result.summary).toContain('1 new failing test: `test › test/embed.test.js › can be pasted into a page: it imports nothing`');
    expect(result.summary).toContain('12 tests unchanged');
  });

  test('a plausible answer that misses the request is reverted, with the numbers of the accept command', async () => {
    const here = await machine({ example: 'javascript', files: replaying(DURATION) });
    const inputs = { prompt: 'Parse a duration such as 1h30m into milliseconds as `parseDuration`', target: 'src/dates.js', 'accept-command': 'node --test acceptance/duration.test.js' };
    await expectReverted(here, inputs, { rule: 'worth', reason: /^accept-command `node --test acceptance\/duration\.test\.js` is not green with the change: failed .*→ failed .*\(3 of 5 tests passed\)/ });
  });
});

const modules = resolve(import.meta.dirname, '../../node_modules');

/** The tools of this repository, so that nothing is downloaded: packages are linked, and find their own dependencies where they lie. */
function linkTools(here: Machine, tools: readonly string[]): void {
  mkdirSync(join(here.repository.path, 'node_modules/.bin'), { recursive: true });
  for (const tool of tools) {
    symlinkSync(join(modules, tool), join(here.repository.path, 'node_modules', tool));
    symlinkSync(join('..', tool, 'bin', `${tool}.js`), join(here.repository.path, 'node_modules/.bin', tool));
  }
}

/** Pinned: an unpinned linter's opinion of a directive may change tomorrow, and the engine does not act on it. */
function versionOf(tool: string): string {
  return (JSON.parse(readFileSync(join(modules, tool, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

const CLAMP = `function clamp(value, low, high) {
  if (Number.isNaN(value)) {
    throw new RangeError('not a number');
  }
  if (value < low) {
    return low;
  }
  return value > high ? high : value;
}
`;

const JEST_FILES = {
  '.gitignore': 'node_modules/\n',
  'package.json': JSON.stringify({ name: 'meter', private: true, scripts: { test: 'jest', lint: 'eslint .' }, devDependencies: { jest: versionOf('jest'), eslint: versionOf('eslint') } }, null, 2),
  'eslint.config.js': "module.exports = [{ rules: { eqeqeq: 'error', 'no-unused-vars': 'error' }, languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', module: 'writable', test: 'readonly', expect: 'readonly', console: 'readonly' } } }];\n",
  'lib/gauge.js': `'use strict';\n\n/** Keeps a value within two limits. */\n${CLAMP}\nfunction gauge(value) {\n  return clamp(value, 0, 100);\n}\n\nmodule.exports = { gauge };\n`,
  'lib/dial.js': `'use strict';\n\n${CLAMP}\nfunction dial(angle) {\n  // eslint-disable-next-line eqeqeq\n  return clamp(angle, -90, 90);\n}\n\nmodule.exports = { dial };\n`,
  '__tests__/meter.test.js': "const { dial } = require('../lib/dial.js');\nconst { gauge } = require('../lib/gauge.js');\n\ntest('a gauge has limits', () => {\n  expect([gauge(-5), gauge(50), gauge(500)]).toEqual([0, 50, 100]);\n});\n\ntest('a dial has limits', () => {\n  expect([dial(-100), dial(0), dial(100)]).toEqual([-90, 0, 90]);\n});\n",
  'acceptance/percent.js': "const assert = require('node:assert/strict');\nconst { percent } = require('../lib/gauge.js');\n\nassert.equal(percent('50', 200), 25);\nassert.equal(percent(1, 0), 0);\n",
};

describe('JavaScript with jest and ESLint', () => {
  const meter = async (files = {}): Promise<Machine> => {
    const here = await machine({ files: { ...JEST_FILES, ...files } });
    linkTools(here, ['jest', 'eslint']);
    return here;
  };

  test('copies in CommonJS modules become one', async () => {
    await expectKept(await meter(), { kinds: 'extract' }, 'jest-extract.diff');
  });

  test('a directive that suppresses nothing goes', async () => {
    await expectKept(await meter(), { kinds: 'suppressions' }, 'eslint-suppression.diff');
  });

  test('an answer that works and breaks a rule of the linter is reverted', async () => {
    const answer = '```js\n/** Share of a whole, 0 to 100. */\nfunction percent(part, whole) {\n  return whole == 0 ? 0 : (part / whole) * 100;\n}\n```';
    const inputs = { prompt: 'Share of a whole as `percent`, exported', target: 'lib/gauge.js', 'accept-command': 'node acceptance/percent.js' };
    await expectReverted(await meter(replaying(answer)), inputs, { rule: 'harmless', reason: /^1 new error finding: `eqeqeq at lib\/gauge\.js:\d+`/ });
  });
});

describe('JavaScript with pnpm', () => {
  let tools: Temporary;
  beforeAll(async () => {
    tools = await temporaryDirectory();
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', tools.path, 'pnpm@10.34.8'], { stdio: 'pipe' });
  }, 120_000);
  afterAll(() => tools.remove());

  test('scripts run through pnpm, which installs first', async () => {
    const here = await machine({
      example: 'javascript',
      files: { '.gitignore': 'node_modules/\n', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\n\nimporters:\n\n  .: {}\n" },
    });
    const { git } = here.repository;
    const result = await here.job({ publish: 'commit' }, { environment: { PATH: `${join(tools.path, 'node_modules/.bin')}:${TOOL_PATH}` } });
    expect(result.log).toContain('test: pnpm run test');
    expect([result.outputs['outcome'], git('diff', '--stat', 'HEAD~1').split('\n').at(-1)]).toEqual(['kept', ' 4 files changed, 13 insertions(+), 27 deletions(-)']);
    expect(git('status', '--porcelain')).toBe('');
  });
});
