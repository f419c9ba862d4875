import { describe, expect, test } from '@jest/globals';
import type { RunReport, Spending } from '../../../src/core/model/run-report.ts';
import type { FileEdit } from '../../../src/core/model/change.ts';
import { resultLine } from '../../../src/core/report/log.ts';
import { summary } from '../../../src/core/report/summary.ts';
import { comparison, failure, input, request, site, tree } from '../judge/sample.ts';
import { attempt, bare, COMMIT, evidence, FOUND, report, REQUESTED } from './sample.ts';

const first = (markdown: string) => markdown.split('\n')[0];
const beforeFolds = (markdown: string) => markdown.slice(0, markdown.indexOf('<details>'));
const reverted = attempt(input({ comparison: comparison({ newFailures: [failure('test › a')], errorsAfter: 1 }) }));
const held = attempt(input({ strength: { sites: [site('src/a.js:f', { noticed: false, by: [] })], ownTestsOnly: false, passingTests: 211 } }));

const asked: Spending = { generator: { name: 'model', model: 'gpt-x' }, calls: 3, tokens: 12_345, cost: 0.0123, ended: null };

describe('first line', () => {
  const table: readonly [string, Partial<RunReport>, string][] = [
    ['kept', {}, '**Kept** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · $0'],
    ['dry run, commit', { dryRun: true, landing: null }, '**Would commit** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · $0'],
    ['dry run, push', { dryRun: true, landing: null, publish: 'push' }, '**Would push** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · $0'],
    ['refused push', { landing: { type: 'not-landed', reason: 'the push was refused', remedy: 'Allow it.' } }, '**Proved but not landed** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · $0'],
    ['refused push, told by the attempt', { attempts: [attempt(input(), { outcome: 'failed', reasons: ['the push was refused'] })], landing: { type: 'not-landed', reason: 'the push was refused', remedy: 'Allow it.' } }, '**Proved but not landed** 1 of 1: reuse `isPlainObject` in 3 modules · 211 passing tests, 1 already failing · 48 s · $0'],
    ['held', { attempts: [held], landing: null }, '**Held** 1 of 1: reuse `isPlainObject` in 3 modules · 211 passing tests, 1 already failing · 48 s · $0'],
    ['reverted', { attempts: [reverted], landing: null }, '**Reverted** 1 of 1: reuse `isPlainObject` in 3 modules · 211 passing tests, 1 already failing · 48 s · $0'],
    ['unchanged', { attempts: [bare()], landing: null }, '**Unchanged** 1 of 1: slugify a title · 211 passing tests, 1 already failing · 48 s · $0'],
    ['refused', { attempts: [bare({ outcome: 'refused', reasons: ['src/x.js: protected. Name a source file.'] })], landing: null }, '**Refused** 1 of 1: slugify a title · 211 passing tests, 1 already failing · 48 s · $0'],
    ['failed attempt', { attempts: [bare({ outcome: 'failed', reasons: ['disk full'] })], landing: null }, '**Failed** 1 of 1: slugify a title · 211 passing tests, 1 already failing · 48 s · $0'],
    ['nothing to do', { attempts: [], nothing: 'no copies and no stale suppressions were found', landing: null }, '**Nothing to do**: no copies and no stale suppressions were found · 211 passing tests, 1 already failing · 48 s · $0'],
    ['bad configuration', { attempts: [], baseline: null, failure: { type: 'config', problems: [{ setting: 'threshold', value: 'x', problem: 'is not a number', remedy: 'Give a number.' }] } }, '**Not started**: 1 setting cannot be used'],
    ['infrastructure', { attempts: [], baseline: null, failure: { type: 'infrastructure', message: 'the disk is full', remedy: 'Free some space.' } }, '**Failed**: the disk is full · 48 s · $0'],
    ['all tests failing', { attempts: [], baseline: { evidence: evidence({}, 0, 12), reusedFrom: null }, nothing: 'every test fails already', landing: null }, '**Nothing to do**: every test fails already · 0 passing tests, 12 already failing · 48 s · $0'],
    ['several tasks', { attempts: [attempt(), reverted, held, bare()] }, '**Kept** 1 of 4: reuse `isPlainObject` in 3 modules (−31 lines) · 1 held, 1 reverted, 1 unchanged · 211 passing tests, 1 failing as before · 48 s · $0'],
    ['a model that was paid', { spending: asked }, '**Kept** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · $0.0123'],
    ['a model of unknown price', { spending: { ...asked, cost: null } }, '**Kept** 1 of 1: reuse `isPlainObject` in 3 modules (−31 lines) · 211 passing tests, 1 failing as before · 48 s · unknown cost'],
    ['nothing to suggest', { mode: 'suggest', attempts: [], landing: null, nothing: 'No kind found anything.', durationMs: 300 }, '**Nothing to suggest**: No kind found anything · 0.3 s'],
    ['suggestions', { mode: 'suggest', attempts: [], landing: null, durationMs: 300 }, '**Suggested** 0 snippets, best first · 0.3 s'],
  ];

  test.each(table)('%s', (_, change, line) => {
    expect(first(summary(report(change)))).toBe(line);
    expect(resultLine(report(change))).toBe(line.replaceAll('**', ''));
  });

  test('more tests than before are told as such', () => {
    const fixed = attempt(request(), {}, { before: evidence({}, 210, 2), after: evidence({}, 212, 0) });
    expect(first(summary(report({ attempts: [fixed] })))).toContain('passing tests 210 → 212, failing 2 → 0');
  });
});

describe('first screen', () => {
  test.each([
    [asked, '**Cost**: model gpt-x: 3 questions, 12,345 tokens, $0.0123'],
    [{ ...asked, calls: 1, cost: null, ended: '`budgets.calls` allows 1 question.' }, '**Cost**: model gpt-x: 1 question, 12,345 tokens, unknown cost; asking ended: `budgets.calls` allows 1 question'],
    [{ ...asked, generator: { name: 'replay' as const, model: null }, calls: 2, tokens: 0, cost: 0 }, '**Cost**: recorded answers: 2 answers'],
    [{ ...asked, generator: { name: 'model' as const, model: 'evil`</details>\n# x' } }, '**Cost**: model evil'],
  ])('what was asked and what it took is told', (spending, line) => {
    const screen = beforeFolds(summary(report({ spending })));
    expect(screen).toContain(line);
    expect(screen).not.toContain('</details>');
  });

  test('a kept change shows reason, proof, undo, cost and record before anything folded', () => {
    const screen = beforeFolds(summary(report()));
    expect(screen).toContain('- Useful (clone gone): three equal functions became one.\n');
    expect(screen).toContain('| test | 211 passed, 1 failed | 211 passed, 1 failed |');
    expect(screen).toContain('| lines |  | +4 −35 in 2 files |');
    expect(screen).toContain(`**Undo**: \`git revert ${COMMIT.slice(0, 12)}\` · **Landed**: committed 0123456789ab on main · **Cost**: $0, no model · **Record**: \`.git/self-coding/records/01JPATCH.json\``);
  });

  test('a revert says what would have passed and offers no undo', () => {
    const screen = beforeFolds(summary(report({ attempts: [reverted], landing: null })));
    expect(screen).toContain('- 1 new failing test: `test › a`.');
    expect(screen).toContain('**Would pass with**: every test that passes on the base also passes with the change');
    expect(screen).not.toContain('Undo');
  });

  test('near misses, warnings, remedies and a refused push are not folded', () => {
    const screen = beforeFolds(summary(report({
      attempts: [bare({ nearMisses: ['`slug` in `src/url.js`'] })], warnings: ['unknown input `pubish`'], remedies: ['Set `test-command`.'],
      landing: { type: 'not-landed', reason: 'the push was refused', remedy: 'Allow it.' },
    })));
    expect(screen).toContain('**Near misses**\n\n- `slug` in `src/url.js`');
    expect(screen).toContain('**Warnings**\n\n- unknown input `pubish`');
    expect(screen).toContain('**What would help**\n\n- Set `test-command`.');
    expect(screen).toContain('**Not landed**: the push was refused. Allow it.');
  });

  test('bad settings are a table with every problem and its remedy', () => {
    const problems = [{ setting: 'threshold', value: 'x|y', problem: 'is not a number', remedy: 'Give a number.' }, { setting: 'target', value: null, problem: 'is missing', remedy: 'Name a file.' }];
    const made = summary(report({ attempts: [], failure: { type: 'config', problems } }));
    expect(made).toContain('| `threshold` | <code>x&#124;y</code> | is not a number | Give a number. |');
    expect(made).toContain('| `target` |  | is missing | Name a file. |');
  });

  test('several tasks are a table, several commits one undo, newest first', () => {
    const second = attempt(input(), { patchId: '01JSECOND', commit: 'f'.repeat(40) });
    const screen = beforeFolds(summary(report({ attempts: [attempt(), second, reverted] })));
    expect(screen).toContain('| reverted | reuse `isPlainObject` in 3 modules | 1 new failing test: `test › a`. |');
    expect(screen).toContain(`**Undo**: \`git revert ffffffffffff ${COMMIT.slice(0, 12)}\``);
  });

  test('suggestions are a table with paths and lines', () => {
    const record = {
      id: 'b:0', path: 'src/text.js', language: 'javascript', kind: 'function', name: 'slugify', container: null, signature: '', doc: 'Makes | slugs.', body: '', start: 0, end: 1,
      startLine: 1200, endLine: 1210, complexity: 1, exported: true, topLevel: true, cloneKey: null,
    } as const;
    const made = summary(report({ mode: 'suggest', attempts: [], landing: null, suggestions: [{ record, score: 7.125, matched: ['slug', 'title'] }] }));
    expect(made).toContain('| 1 | `slugify` | `src/text.js:1200-1210` |');
  });
});

describe('what a run would try', () => {
  test('is a table of kind, place and gain', () => {
    const made = summary(report({ mode: 'suggest', attempts: [], landing: null, found: [FOUND, { ...FOUND, paths: ['a', 'b', 'c', 'd', 'e'] }], durationMs: 300 }));
    expect(first(made)).toBe('**Suggested** 2 possible improvements, best first · 0.3 s');
    expect(made).toContain('| extract | extract `isPlainObject` | `src/a.js`, `src/b.js` | 31 |');
    expect(made).toContain('| `a`, `b`, `c`, `d` and 1 more | 31 |');
  });
});

describe('folded parts', () => {
  test('hold the diff, every rule, ROI, reruns, tries, checks, state and environment', () => {
    const made = summary(report({ attempts: [reverted], tried: [reverted], recovery: 'two files of a killed run' }));
    for (const title of ['Diff: +4 −35 in 2 files', 'Every rule, with its numbers', 'ROI and forecasts', 'Reruns of failing tests', 'What was tried: 1 candidate', 'Checks: what was run, and why', 'State and environment']) {
      expect(made).toContain(`<details><summary>${title}</summary>`);
    }
    expect(made).toContain('| `test › a` | regression | failed, failed | passed, passed |');
    expect(made).toContain('restored 4 attempts, 2 landed; 1 rejected change not repeated');
    expect(made).toContain('recovered: two files of a killed run');
  });

  test('a forecast that abstains says nothing; one that speaks is a row', () => {
    expect(summary(report())).not.toContain('of 8 values');
    const known = attempt(input({ history: { errors: [1, 1, 1, 1, 1, 1, 1, 1], cumulativeRoi: [], metrics: [] } }));
    expect(summary(report({ attempts: [known] }))).toContain('| errors | 1 | 1 to 1 | naive | 8 |');
  });
});

describe('text of others', () => {
  test('cannot end a block, fake a headline or mention anybody', () => {
    const evil = '</details>\n\n**Kept** 9 of 9\n```\n@octocat ![x](https://evil.example/x.png) | <script>';
    const edits: readonly FileEdit[] = [{ path: 'src/a.js', mode: '100644', before: 'a\n', after: '```\n</details>\n@octocat\n' }];
    const bad = attempt(input({ comparison: comparison({ newFailures: [failure(evil)], errorsAfter: 1 }), before: tree(), after: tree() }), {}, { title: evil, edits });
    const made = summary(report({ attempts: [bad, bare({ task: { ...REQUESTED, title: evil }, reasons: [evil], nearMisses: [evil] })], warnings: [evil], remedies: [evil] }));
    const outside = made.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '');
    expect(outside.match(/<\/details>/g)).toHaveLength(outside.match(/<details>/g)!.length);
    expect(outside).not.toMatch(/<script|!\[|@octocat|https:\/\//);
    expect(outside.split('\n').filter((line) => line.startsWith('**Kept**'))).toHaveLength(0);
    expect(made).toContain('````diff');
  });

  test('does not push a summary over its limit: parts are left out whole, and it says how many', () => {
    const edits: readonly FileEdit[] = [{ path: 'src/a.js', mode: '100644', before: '', after: 'ünïcode line\n'.repeat(60_000) }];
    const large = attempt(input(), {}, { edits });
    const full = summary(report({ attempts: [large] }));
    expect(full).toMatch(/\*[\d,]+ more lines of the diff are in the decision record\.\*/);
    expect(Buffer.byteLength(full)).toBeLessThanOrEqual(1024 * 1024);
    const small = summary(report({ attempts: [large] }), 6000);
    expect(Buffer.byteLength(small)).toBeLessThanOrEqual(6000);
    expect(small).toContain('1 more part was left out: a summary holds 6,000 bytes.');
    expect(small).not.toContain('<summary>Diff');
    expect(small.match(/<details>/g)).toHaveLength(small.match(/<\/details>/g)!.length);
  });
});

test('why asking ended is told once: with the task that could not ask, else with the cost', () => {
  const spending: Spending = { ...asked, calls: 0, tokens: 0, cost: 0, ended: 'The endpoint does not know the key (401).' };
  const remedies = ['The endpoint does not know the key (401). Give another `api-key`.', 'Fetch more history.'];
  const told = summary(report({ attempts: [bare({ reasons: ['The model gave no answer: The endpoint does not know the key (401). Without the model: nothing fits'] })], spending, remedies }));
  expect(told.split('does not know the key')).toHaveLength(2);
  expect(told).toContain('Fetch more history');
  expect(summary(report({ spending, remedies })).split('does not know the key')).toHaveLength(3);
});
