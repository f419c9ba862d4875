/** A model rewrites what is hard to follow; and the module with the most errors is improved first. Answers are replayed. */
import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { machines, recordOf, type Machine } from '../support/job.ts';
import type { FileContents } from '../support/repository.ts';
import { told } from '../support/results.ts';
import { DIST, startNode, type RunnerResult } from '../support/runner.ts';
import { TOOL_PATH } from '../support/tools.ts';

const machine = machines();

/** Cognitive complexity 17. */
const PRICE = `import { round } from './round.js';

/** What a customer pays. */
export function price(items, customer) {
  let total = 0;
  for (const item of items) {
    if (item.count > 0) {
      if (item.sale) {
        if (customer.member) {
          total += item.count * item.price * 0.8;
        } else {
          total += item.count * item.price * 0.9;
        }
      } else {
        if (customer.member) {
          total += item.count * item.price * 0.95;
        } else {
          total += item.count * item.price;
        }
      }
    }
  }
  return round(total);
}
`;

const FILES: FileContents = {
  'package.json': '{ "name": "shop", "private": true, "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/round.js': 'export function round(value) {\n  return Math.round(value * 100) / 100;\n}\n',
  'src/price.js': PRICE,
  'test/price.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { price } from '../src/price.js';

const item = (more) => [{ count: 2, price: 100, sale: false, ...more }];

test('members pay less', () => assert.deepEqual([true, false].map((member) => price(item(), { member })), [190, 200]));
test('a sale costs less', () => assert.deepEqual([true, false].map((member) => price(item({ sale: true }), { member })), [160, 180]));
test('nothing costs nothing', () => assert.equal(price(item({ count: 0 }), { member: false }), 0));
`,
};

const rewritten = (sale: string): string => `Here you are:

\`\`\`js
export function price(items, customer) {
  return round(items.reduce((total, item) => total + costOf(item, customer), 0));
}

function costOf({ count, price: each, sale }, { member }) {
  if (count <= 0) return 0;
  return count * each * (sale ? saleShare(member) : usualShare(member));
}

function saleShare(member) {
  return member ? 0.8 : ${sale};
}

function usualShare(member) {
  return member ? 0.95 : 1;
}
\`\`\`

This is much better!`;

const RENAMED = `\`\`\`js\n${PRICE.slice(PRICE.indexOf('export')).replaceAll('total', 'sum').replaceAll('item.', 'each.').replace('const item ', 'const each ')}\`\`\``;

/** Answers, each to one question, whatever is asked. */
function answering(answers: readonly string[], configuration = ''): FileContents {
  return {
    '.github/self-coding.yml': `replay-file: .github/answers.jsonl\n${configuration}`,
    '.github/answers.jsonl': `${answers.map((answer) => JSON.stringify({ prompt: '*', answer })).join('\n')}\n`,
  };
}

const INPUTS = { kinds: 'refactor', publish: 'commit', 'lint-command': 'none' };
const headOf = ({ repository }: Machine): string => repository.git('rev-parse', 'HEAD');
const firstLine = ({ summary }: RunnerResult): string => summary.split('\n')[0]!;

describe('refactor', () => {
  test('keeps what is simpler and passes the tests, with the numbers and without the model\'s words', async () => {
    const here = await machine({ files: { ...FILES, ...answering([rewritten('0.9')]) } });
    const start = headOf(here);
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(firstLine(result)).toContain('Simplify `price` in src/price.js (complexity 17 → 2)');
    expect(result.outputs['reasons']).toContain('`price` 17 → 0, new `costOf` 2, new `saleShare` 1, new `usualShare` 1; sum 17 → 4; limit 15');
    const record = recordOf(result);
    expect(record).toMatchObject({
      verdict: { decision: 'keep' },
      input: { worth: { proved: true, oracle: 'complexity', before: 'at most 17' }, strength: { sites: expect.arrayContaining([expect.objectContaining({ noticed: true, label: 'price' }), expect.objectContaining({ noticed: true, label: 'saleShare' })]) } },
    });
    const { git } = here.repository;
    expect(git('rev-parse', 'HEAD~1')).toBe(start);
    expect(git('diff', '--name-only', start, 'HEAD')).toBe('src/price.js');
    expect(git('show', 'HEAD:src/price.js')).toBe(PRICE.slice(0, PRICE.indexOf('export')) + rewritten('0.9').split('```')[1]!.replace('js\n', '').trimEnd());
    const message = git('log', '-1', '--format=%B');
    expect(message).toMatch(/^Simplify `price` in src\/price\.js \(complexity 17 → \d+\)/);
    expect(`${message}${result.summary}`).not.toContain('much better');
    expect(git('status', '--porcelain')).toBe('');
  });

  test('reverts what behaves differently, asks once more with the failure, and keeps the better answer', async () => {
    const here = await machine({ files: { ...FILES, ...answering([rewritten('0.85'), rewritten('0.9')]) } });
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.log).toContain('1 new failing test: `test › test/price.test.js › a sale costs less`');
    expect(here.repository.git('show', 'HEAD:src/price.js')).toContain('0.9;');
  });

  test('reverts what behaves differently; tree and branch are as before', async () => {
    const here = await machine({ files: { ...FILES, ...answering([rewritten('0.85')]) } });
    const start = headOf(here);
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'reverted' });
    expect(result.outputs['reasons']).toContain('1 new failing test');
    expect(headOf(here)).toBe(start);
    expect(here.repository.git('status', '--porcelain')).toBe('');
  });

  test('leaves what is only named differently: nothing is proved useful', async () => {
    const here = await machine({ files: { ...FILES, ...answering([RENAMED]) } });
    const start = headOf(here);
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(result.outputs['reasons']).toContain('Not proved useful (complexity): cognitive complexity `price` 17 → 17');
    expect(headOf(here)).toBe(start);
  });

  test('an answer that changes the declaration is never tried', async () => {
    const here = await machine({ files: { ...FILES, ...answering(['items', 'items, customer, more'].map((parameters) => `\`\`\`js\nexport function price(${parameters}) {\n  return items.length;\n}\n\`\`\``)) } });
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(result.log).not.toContain('trying:');
    expect(result.outputs['reasons']).toMatch(/must stay `function price\(items, customer\)`; the code has `function price\(items, customer, more\)`/);
  });

  test('finds nothing without a model, and says nothing about it', async () => {
    const here = await machine({ files: FILES });
    const result = await here.job(INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(result.summary).toMatch(/^\*\*Nothing to do\*\*/);
    expect(result.log).not.toContain('refactor:');
  });
});

/** A linter of a few lines whose report is ESLint's. */
const LINT = `import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const report = readdirSync('src').map((name) => {
  const lines = readFileSync('src/' + name, 'utf8').split('\\n');
  const messages = lines.flatMap((line, index) => (/\\bvar\\b/.test(line) ? [{ ruleId: 'no-var', severity: 2, message: 'Unexpected var.', line: index + 1, column: 1 }] : []));
  return { filePath: process.cwd() + '/src/' + name, messages, errorCount: messages.length };
});
writeFileSync('lint.json', JSON.stringify(report));
process.exitCode = report.some(({ errorCount }) => errorCount > 0) ? 1 : 0;
`;

const WORDS = `export function words(text) {
  var parts = text.split(' ');
  var long = parts.filter((part) => part.length > 2);
  return long;
}
`;

const WORST: FileContents = {
  ...FILES,
  '.gitignore': 'lint.json\n',
  'lint.mjs': LINT,
  'src/words.js': WORDS,
  'test/words.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../src/words.js';

test('long words stay', () => assert.deepEqual(words('to be certain'), ['certain']));
test('the empty text has none', () => assert.deepEqual(words(null), []));
`,
};

const LINTED = 'reports:\n  lint:\n    - { path: lint.json, format: eslint }\n';
const WORST_INPUTS = { mode: 'refactor-worst', publish: 'commit', 'lint-command': 'node lint.mjs' };

describe('refactor-worst', () => {
  test('ranks modules, shows the ranking, and improves the worst', async () => {
    const here = await machine({ files: { ...WORST, ...answering(["```js\nexport function words(text) {\n  return text.split(' ').filter((part) => part.length > 2);\n}\n```"], LINTED) } });
    const result = await here.job(WORST_INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.log).toMatch(/^module +rate +failures +findings +samples$/m);
    expect(result.log).toMatch(/^src\/words\.js +[\d.]+ +1 +2 +1 \(too few\)$/m);
    expect(result.log).toContain('This is the first sample');
    expect(result.log).not.toMatch(/^src\/(price|round)\.js /m);
    expect(result.summary).toContain('Modules with errors, worst first');
    expect(result.outputs['reasons']).toContain('2 findings of 2 gone (`no-var`), 0 new');
    expect(here.repository.git('diff', '--name-only', 'HEAD~1', 'HEAD')).toBe('src/words.js');
    expect(here.repository.git('show', 'HEAD:src/words.js')).not.toContain('var ');
  });

  test('remembers: the next runs know more samples; a dry run lands nothing', async () => {
    const here = await machine({ files: { ...WORST, ...answering(["```js\nexport function words(text) {\n  return text.split(' ').filter((part) => part.length > 2);\n}\n```"], LINTED) } });
    const start = headOf(here);
    for (const samples of [1, 3]) {
      // Each run's baseline is one sample, and the change that was tried is another one of the module that it changed.
      const result = await here.job({ ...WORST_INPUTS, 'dry-run': 'true' });
      expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
      expect(firstLine(result)).toContain('Would commit');
      expect(result.log).toMatch(new RegExp(`^src/words\\.js .* ${samples}${samples < 3 ? ' \\(too few\\)' : ''}$`, 'm'));
    }
    expect(headOf(here)).toBe(start);
  });

  test('is a method of the library, too: ranking, attempt, or why there is none', async () => {
    const here = await machine({ files: { ...WORST, ...answering(["```js\nexport function words(text) {\n  return text.split(' ').filter((part) => part.length > 2);\n}\n```"], `${LINTED}lint-command: node lint.mjs\n`) } });
    const program = `import { CodeDb, GptMemory, MemoryManager, SelfCodingEngine } from ${JSON.stringify(pathToFileURL(join(DIST, 'library.js')).href)};
const engine = new SelfCodingEngine(await CodeDb.open(':memory:'), await MemoryManager.open(':memory:'), { gptMemory: await GptMemory.open({ dbPath: ':memory:' }) });
const { ranking, attempt, nothing } = await engine.refactorWorst({ publish: 'commit', dryRun: true });
console.log(JSON.stringify([ranking, attempt?.outcome, attempt?.task.paths, nothing]));`;
    writeFileSync(join(here.directory, 'worst.mjs'), program);
    const { exitCode, log } = await startNode([join(here.directory, 'worst.mjs')], { cwd: here.repository.path, environment: { PATH: TOOL_PATH, HOME: here.directory, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } });
    expect({ exitCode, log }).toMatchObject({ exitCode: 0 });
    // 3 errors in 1 sample; the mean of the four modules is 0.75.
    const rate: unknown = expect.closeTo((3 + 3 * 0.75) / (1 + 3), 3);
    expect(JSON.parse(log)).toEqual([[{ path: 'src/words.js', rate, failures: 1, findings: 2, samples: 1 }], 'kept', ['src/words.js'], null]);
  });

  test('says so when nothing is wrong', async () => {
    const here = await machine({ files: { ...FILES, ...answering(['nothing to say']) } });
    const result = await here.job({ ...WORST_INPUTS, 'lint-command': 'none' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(firstLine(result)).toContain('No module has a failing test or an error-level finding in 1 sample');
    expect(result.log).not.toContain('task 1 of');
  });

  test('says so when no kind fits the worst modules', async () => {
    const here = await machine({ files: { ...WORST, '.github/self-coding.yml': LINTED } });
    const result = await here.job(WORST_INPUTS);
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(firstLine(result)).toContain('No kind of change fits the worst module: ');
    expect(result.summary).toContain('Give a key');
    expect(result.log).toMatch(/^src\/words\.js +[\d.]+ +1 +2 +1/m);
  });
});
