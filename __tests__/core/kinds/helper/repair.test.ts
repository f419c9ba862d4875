import { feedbackOf } from '../../../../src/core/generate/feedback.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import type { Candidate, Feedback } from '../../../../src/core/model/change.ts';
import { afterOf, answering, answeringInTurn, candidatesOf, noneOf, scenes, testedBy, type Scene } from './scene.ts';

const scene = scenes();
const FILES = {
  'package.json': '{"type":"module"}',
  'src/dates.js': 'export function toTimestamp(date) {\n  return date.toISOString();\n}\n',
  'src/text.js': 'export function hoursOf(text) {\n  return Number(text.slice(0, -1));\n}\n',
  'test/dates.test.js': "import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { toTimestamp } from '../src/dates.js';\n\ntest('a timestamp', () => {\n  assert.equal(toTimestamp(new Date(0)), '1970-01-01T00:00:00.000Z');\n});\n",
};
const fenced = (code: string, tag = 'js'): string => `\`\`\`${tag}\n${code}\n\`\`\``;
const RIGHT = fenced('export function minutes(text) {\n  return Number.parseInt(text, 10);\n}');
const WRONG = fenced('export function minutes(text) {\n  return Number(text);\n}');
const WRONG_TOO = fenced('export function minutes(text) {\n  const value = +text;\n  return value;\n}');
const TESTS = fenced("import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { minutes } from '../src/dates.js';\n\ntest('minutes', () => {\n  assert.equal(minutes('45m'), 45);\n});", 'js test/minutes.test.js');
const ACCEPT = `node --input-type=module -e "import assert from 'node:assert/strict'; import { minutes } from './src/dates.js'; assert.equal(minutes('45m'), 45);"`;
const asked = { prompt: 'parse minutes', target: 'src/dates.js', acceptCommand: ACCEPT };

/** Judges by the accept command alone, as the run does before anything else. */
function byAccept({ context, runs }: Scene): (candidate: Candidate) => Promise<Feedback> {
  return async (candidate) => {
    if ((await runs(ACCEPT, candidate.edits)) === 0) return { outcome: 'kept', signature: '', evidence: '' };
    const { stdout, stderr } = await context.lab.run(ACCEPT, { edits: candidate.edits });
    const check = { role: 'accept', name: 'accept', command: ACCEPT, status: 'failed', exitCode: 1, durationMs: 1, reported: false, note: '', outputTail: `${stdout}${stderr}` } as const;
    const after = { tree: '', checks: [check], tests: [], findings: [], coverage: null, metrics: [], durationMs: 1 };
    return feedbackOf({ candidate, outcome: 'reverted', reasons: ['accept-command is not green with the change.'], verdict: null, decidedBy: null, patch: { after, comparison: null } } as unknown as Parameters<typeof feedbackOf>[0]);
  };
}

test('the first answer is wrong, the second right: it is asked with the assertion that failed', async () => {
  const prompts: string[] = [];
  const here = await scene(FILES, answeringInTurn([WRONG, RIGHT], prompts), { repairs: 2 });
  const [first, second, ...more] = candidatesOf(await here.drive(asked, byAccept(here)));
  expect(more).toEqual([]);
  expect(afterOf(first, 'src/dates.js')).toContain('Number(text)');
  expect(afterOf(second, 'src/dates.js')).toContain('Number.parseInt(text, 10)');
  expect(second!.interactions.map(({ response }) => response)).toEqual([RIGHT]);
  expect(second).toMatchObject({ tokens: 14, cost: 1, generator: { name: 'replay' } });
  expect(prompts[1]).toContain('begin earlier answer\n```js\nexport function minutes(text) {\n  return Number(text);');
  expect(prompts[1]).toMatch(/AssertionError.*\n(?:.*\n)*?.*NaN !== 45/);
  expect(prompts[1]).not.toMatch(/node:internal|file:\/\/\//);
});

test('equal work has equal prompts, also when it is asked again', async () => {
  const runs: string[][] = [];
  for (let run = 0; run < 2; run += 1) {
    const prompts: string[] = [];
    const here = await scene(FILES, answeringInTurn([WRONG, RIGHT], prompts), { repairs: 2 });
    await here.drive(asked, byAccept(here));
    runs.push(prompts);
  }
  expect(runs[0]).toHaveLength(2);
  expect(runs[0]).toEqual(runs[1]);
});

test('the same failure twice ends asking; what the repository has follows, and says so', async () => {
  const prompts: string[] = [];
  const here = await scene({ ...FILES, 'src/old.js': 'export function minutes(text) {\n  return Number.parseInt(text, 10);\n}\n' }, answeringInTurn([WRONG, WRONG_TOO, RIGHT], prompts), { repairs: 5 });
  const candidates = candidatesOf(await here.drive(asked, byAccept(here)));
  expect(prompts).toHaveLength(2);
  expect(candidates.map(({ generator }) => generator.name)).toEqual(['replay', 'replay', 'offline']);
  expect(candidates[2]).toMatchObject({ title: 'Reuse `minutes` in src/dates.js', tokens: 14, cost: 1, interactions: [] });
  expect(candidates[2]!.explanation).toContain("The model's 2 answers did not do: The change was reverted: accept-command is not green with the change. This was made without the model.");
});

test('a change that is held is not repaired', async () => {
  const prompts: string[] = [];
  const here = await scene(FILES, answeringInTurn([RIGHT, WRONG], prompts), { repairs: 5 });
  await here.drive(asked, () => Promise.resolve({ outcome: 'held', signature: 'x', evidence: 'x' }));
  expect(prompts).toHaveLength(1);
});

describe('tests', () => {
  const untested = { prompt: 'parse minutes', target: 'src/dates.js', acceptCommand: null };
  const kept = (): Promise<Feedback> => Promise.resolve({ outcome: 'kept', signature: '', evidence: '' });

  test('are asked for where nothing else proves the helper, in the framework of the repository', async () => {
    const prompts: string[] = [];
    const here = await scene(FILES, answeringInTurn([`${RIGHT}\n${TESTS}`], prompts), { toolchain: testedBy('node --test') });
    const [candidate] = candidatesOf(await here.drive(untested, kept));
    expect(candidate!.ownTests).toEqual(['test/minutes.test.js']);
    expect(candidate!.title).toBe('Add `minutes` to src/dates.js');
    expect(candidate!.explanation).toContain('- `test/minutes.test.js` is new: its tests');
    expect(prompts[0]).toContain('in one new file, `test/dates-2.test.js`, for node:test; it imports the target as `../src/dates.js`');
    expect(prompts[0]).toContain('begin example of a test: test/dates.test.js');
    expect(await here.runs('node --test test/minutes.test.js', candidate!.edits)).toBe(0);
  });

  test('that are missing are told back once; then the answer is of no use', async () => {
    const prompts: string[] = [];
    const here = await scene(FILES, answeringInTurn([RIGHT, `${RIGHT}\n${TESTS}`], prompts), { repairs: 2, toolchain: testedBy('node --test') });
    expect(candidatesOf(await here.drive(untested, kept))[0]).toMatchObject({ ownTests: ['test/minutes.test.js'], interactions: [{ response: RIGHT }, {}], tokens: 14 });
    expect(prompts[1]).toContain('the answer brings no tests in a new file');

    const without = await scene(FILES, answering(RIGHT), { repairs: 5, toolchain: testedBy('node --test') });
    const none = noneOf(await without.drive(untested, kept));
    expect(none).toMatchObject({ reason: expect.stringContaining("The model's 2 answers did not do: the answer brings no tests") as string, tokens: 14, cost: 1 });
    expect(none.interactions).toHaveLength(2);
  });

  test('are no must with an accept command', async () => {
    const here = await scene(FILES, answering(RIGHT), { toolchain: testedBy('node --test') });
    expect(candidatesOf(await here.drive(asked, kept))[0]!.ownTests).toEqual([]);
  });

  test('alone are no helper', async () => {
    const tests = JSON.stringify({ edits: [{ content: "import '../src/dates.js';", path: 'test/minutes.test.js' }] });
    const here = await scene(FILES, answering(tests), { toolchain: testedBy('node --test') });
    expect(noneOf(await here.drive(untested, kept)).reason).toContain('holds tests and no code');
  });

  test('that nothing would run are not asked for: no question is paid that proves nothing', async () => {
    const prompts: string[] = [];
    const here = await scene(FILES, answering(RIGHT, prompts));
    const none = noneOf(await here.drive(untested, kept));
    expect(none.reason).toContain('The model was not asked: nothing could prove its answer');
    expect(none.remedy).toContain('Give an `accept-command`, or a `test-command`.');
    expect(prompts).toEqual([]);
  });
});

describe('names', () => {
  const other = fenced('export function bar(text) {\n  return text;\n}');

  test.each([
    ['the accept command', { ...asked, prompt: 'parse it' }],
    ['the words', { ...asked, prompt: 'Add a function `minutes` that parses', acceptCommand: 'false' }],
    ['the end of a clause', { ...asked, prompt: 'Parse minutes as `minutes`: a number', acceptCommand: 'false' }],
  ])('that %s says must be there', async (_, task) => {
    const prompts: string[] = [];
    const here = await scene(FILES, answeringInTurn([other, other], prompts), { repairs: 1 });
    expect(candidatesOf(await here.drive(task, byAccept(here)))).toEqual([]);
    expect(prompts[1]).toContain('`minutes` is asked for, and the answer declares `bar` only');
  });

  test('of types are no names for the helper', async () => {
    const here = await scene(FILES, answering(other));
    expect(candidatesOf(await here.propose('Give minutes as `number`', 'src/dates.js', 'false')).map(({ title }) => title)).toContain('Add `bar` to src/dates.js');
  });

  test('of code that is there already are no names for the helper', async () => {
    const here = await scene(FILES, answering(other));
    const candidates = candidatesOf(await here.propose('A function named like the one called hoursOf', 'src/dates.js', 'false'));
    expect(candidates.map(({ title }) => title)).toContain('Add `bar` to src/dates.js');
  });
});

describe('what may not be sent', () => {
  const hiding = (...paths: readonly string[]): Partial<KindContext> => ({ maySend: (path) => !paths.includes(path) });

  test('is in no prompt: no snippet, no accept file, no example, no memory of it', async () => {
    const prompts: string[] = [];
    const files = { ...FILES, 'check.mjs': "import { minutes } from './src/dates.js';\nconst hidden = 'four';\nprocess.exit(minutes('45m') === 45 ? 0 : 1);\n" };
    const remembered = { id: 'i', at: '2026-01-01T00:00:00Z', tags: [], prompt: '## Task\nparse hours\n\nx', response: 'see src/text.js' };
    const failure = { patchId: 'p', at: '', taskId: 't', kind: 'helper', title: 'x', outcome: 'reverted', fingerprint: null, diff: '--- a/src/text.js\n+++ b/src/text.js\n', roiDelta: 0, errorsBefore: 0, errorsAfter: 0, reasons: [], baseCommit: '', commit: null };
    const past = { similar: () => Promise.resolve([remembered]), failures: () => [failure] };
    const task = { prompt: 'parse hours and minutes', target: 'src/dates.js', acceptCommand: 'node check.mjs' };
    await (await scene(files, answering(RIGHT, prompts), { past, toolchain: testedBy('node --test'), ...hiding('src/text.js', 'check.mjs', 'test/dates.test.js') })).drive(task, () => Promise.resolve({ outcome: 'kept', signature: '', evidence: '' }));
    await (await scene(files, answering(RIGHT, prompts), { past, toolchain: testedBy('node --test') })).drive(task, () => Promise.resolve({ outcome: 'kept', signature: '', evidence: '' }));
    const [hidden, shown] = prompts;
    for (const text of ['hoursOf', "'four'", 'example of a test', 'see src/text.js', '+++ b/src/text.js']) {
      expect(shown).toContain(text);
      expect(hidden).not.toContain(text);
    }
  });

  test('as the target: no question is asked, and the way without a model is gone', async () => {
    const prompts: string[] = [];
    const here = await scene({ ...FILES, 'src/old.js': 'export function minutes(text) {\n  return Number.parseInt(text, 10);\n}\n' }, answering(RIGHT, prompts), hiding('src/dates.js'));
    const [candidate] = candidatesOf(await here.drive(asked, byAccept(here)));
    expect(prompts).toEqual([]);
    expect(candidate).toMatchObject({ generator: { name: 'offline' }, tokens: 0 });
    expect(candidate!.explanation).toContain('The model was not asked: `src/dates.js` is kept from the model by .selfcodingignore.');
  });
});

test('a model that answers nonsense nested a thousand times deep is told so', async () => {
  const here = await scene(FILES, answering(fenced(`export function minutes() { return ${'['.repeat(20_000)}${']'.repeat(20_000)}; }`)));
  const none = noneOf(await here.drive(asked, byAccept(here)));
  expect(none.reason).toContain("The model's answer did not do");
});
