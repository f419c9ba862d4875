import { describe, expect, test } from '@jest/globals';
import { baselineLine, forecastText, stateLine, taskLine, verdictLines } from '../../../src/core/report/log.ts';
import { comparison, failure, input } from '../judge/sample.ts';
import { attempt, bare, check, evidence, FOUND, report } from './sample.ts';

describe('log', () => {
  test.each([
    [evidence({}, 212, 1), null, 'baseline: 212 passed, 1 already failing, 48 s'],
    [evidence({}, 212, 0), 'run 7', 'baseline: 212 passed, 48 s, reused from run 7'],
    [evidence({}, 0, 12), null, 'baseline: 0 passed, 12 already failing, 48 s; every test fails already, so found work cannot be proved'],
    [evidence({ checks: [check({ status: 'passed' })] }, 0, 0), null, 'baseline: test passed, 48 s'],
    [evidence({ checks: [check({ status: 'not-run' })], durationMs: 0 }, 0, 0), null, 'baseline: no check was run, 0 s'],
    [evidence({ checks: [check({ status: 'timed-out' })] }, 3, 0), null, 'baseline: 3 passed, test timed out, 48 s'],
  ])('baseline %#', (measured, reusedFrom, line) => {
    expect(baselineLine({ evidence: measured, reusedFrom })).toBe(line);
  });

  test('state', () => {
    const { state } = report();
    expect(stateLine(state)).toBe('restored 4 attempts, 2 landed; 1 rejected change not repeated (from self-coding-main-7)');
    expect(stateLine({ ...state, notRepeated: 0, attempts: 1, source: null })).toBe('restored 1 attempt, 2 landed');
    expect(stateLine({ ...state, status: 'empty' })).toBe('nothing remembered yet: this run starts the history');
    expect(stateLine({ ...state, status: 'too-new', note: 'written by schema 9; set aside as x.db' })).toBe('state not restored (too new) (from self-coding-main-7); starting empty; written by schema 9; set aside as x.db');
    expect(stateLine({ ...state, status: 'off' })).toContain('switched off');
  });

  test('tasks', () => {
    expect(taskLine({ task: FOUND, index: 0, total: 3 })).toBe('task 1 of 3: extract: extract `isPlainObject`');
  });

  test('a kept change names the rules that spoke for it', () => {
    expect(verdictLines(attempt())[0]).toBe('kept by harmless, worth, exact, roi, strength: reuse `isPlainObject` in 3 modules');
  });

  test('a revert starts with what decided, its numbers and what would have passed', () => {
    const bad = attempt(input({ flags: ['src/a.js: eval'], comparison: comparison({ newFailures: [failure('test › a'), failure('test › b')], errorsAfter: 2 }), strength: null }));
    expect(verdictLines(bad)).toEqual([
      'reverted by harmless: 2 new failing tests: `test › a`, `test › b`; passes when: every test that passes on the base also passes with the change',
      '  also harmless: Errors 0 → 2 (+2, limit +0.5); passes when: at most 0 errors',
      expect.stringMatching(/^ {2}also roi: /),
    ]);
  });

  test('what was never judged still says why', () => {
    expect(verdictLines(bare({ nearMisses: ['`slug` in `src/url.js`'] }))).toEqual(['unchanged: no snippet fits the words.', '  near miss: `slug` in `src/url.js`']);
  });

  test('forecasts are silent until they have something to say', () => {
    expect(forecastText([{ type: 'insufficient-data', series: 'errors', n: 3, needed: 8 }])).toBe('');
    expect(forecastText([{ type: 'forecast', series: 'errors', method: 'naive', expected: 1, low: 0, high: 2.5, n: 9 }])).toBe('errors: 1 (0 to 2.5, naive, 9 values)');
  });
});
