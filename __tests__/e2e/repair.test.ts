/** What becomes of an answer that does not do: it is repaired with what went wrong, or gives way to what the repository has. */
import { machines, recordOf, watched, type Machine } from '../support/job.ts';
import type { FileContents } from '../support/repository.ts';

const machine = machines();
const fenced = (code: string): string => `\`\`\`js\n${code}\n\`\`\``;
const WRONG = fenced('export function minutes(text) {\n  return Number(text);\n}');
const WRONG_TOO = fenced('export function minutes(text) {\n  const value = +text;\n  return value;\n}');
const RIGHT = fenced('export function minutes(text) {\n  return Number.parseInt(text, 10);\n}');
const FILES: FileContents = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/dates.js': 'export function day(date) {\n  return date.getUTCDate();\n}\n',
  'src/old.js': "import { day } from './dates.js';\n\nexport const first = (date) => day(date) === 1;\n",
  'test/dates.test.js': "import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { day } from '../src/dates.js';\nimport { first } from '../src/old.js';\n\ntest('a day', () => {\n  assert.equal(day(new Date(0)), 1);\n  assert.equal(first(new Date(0)), true);\n});\n",
  'acceptance/minutes.test.js': "import test from 'node:test';\nimport assert from 'node:assert/strict';\n\ntest('minutes', async () => {\n  const { minutes } = await import('../src/dates.js');\n  assert.equal(minutes('45m'), 45);\n});\n",
};
const SNIPPET = { 'src/clock.js': '/** Minutes of a text such as 45m. */\nexport function minutes(text) {\n  return Number.parseInt(text, 10);\n}\n' };
const INPUTS = { prompt: 'Parse minutes of a text such as 45m', target: 'src/dates.js', 'accept-command': 'node --test acceptance/minutes.test.js' };

/** The answers in turn; more questions find none. */
function answering(answers: readonly string[], more: FileContents = {}): Promise<Machine> {
  const lines = answers.map((answer) => JSON.stringify({ prompt: '*', answer })).join('\n');
  return machine({ files: { ...FILES, ...more, '.github/self-coding.yml': 'replay-file: .github/answers.jsonl\ntest-command: node --test "test/*.test.js"\n', '.github/answers.jsonl': `${lines}\n` } });
}

test('the first answer is wrong, the second right: it is kept, and both are remembered', async () => {
  const here = await answering([WRONG, RIGHT]);
  const { result, before, after } = await watched(here, () => here.job(INPUTS));
  expect(result.outputs['outcome']).toBe('kept');
  expect(result.log).toContain('baseline: 1 passed');
  expect(after).toEqual(before);
  const record = JSON.stringify(recordOf(result));
  expect(record).toContain('Number.parseInt(text, 10)');
  expect(record).toContain('begin earlier answer');
  expect(record).toContain('NaN !== 45');
});

test('the same failure twice: no third question, and what the repository has is kept instead, saying so', async () => {
  const here = await answering([WRONG, WRONG_TOO, RIGHT], SNIPPET);
  const { result } = await watched(here, () => here.job(INPUTS));
  expect(result.outputs['outcome']).toBe('kept');
  const record = JSON.stringify(recordOf(result));
  expect(record).toContain('Reuse `minutes` in src/dates.js');
  expect(record).toContain("The model's 2 answers did not do: The change was reverted: accept-command");
  expect(result.log.match(/trying: /g)).toHaveLength(3);
});

test('nothing does: the tree is as it was, and the result tells why the last way was none', async () => {
  const here = await answering([WRONG, WRONG_TOO]);
  const { result, before, after } = await watched(here, () => here.job(INPUTS));
  expect(result.outputs['outcome']).toBe('reverted');
  expect(after).toEqual(before);
  expect(result.summary).toContain("The model's 2 answers did not do");
});
