import { describe, expect, test } from '@jest/globals';
import { OUTPUT_NAMES, outputs, outputSource } from '../../../src/core/report/outputs.ts';
import { comparison, failure, input } from '../judge/sample.ts';
import { attempt, bare, COMMIT, report } from './sample.ts';

const reverted = attempt(input({ comparison: comparison({ newFailures: [failure('test › a')], errorsAfter: 1 }) }), { patchId: '01JBAD' });

describe('outputs', () => {
  test('single ones describe the first task, results all of them', () => {
    const made = outputs(outputSource(report({ attempts: [attempt(input(), { tokens: 1200, cost: 0.0000004 }), reverted] })));
    expect(outputs(outputSource(report({ attempts: [attempt(input(), { tokens: 1200, cost: null })] })))).toMatchObject({ tokens: '1200', cost: '' });
    expect(Object.keys(made)).toEqual(OUTPUT_NAMES);
    expect(made).toMatchObject({
      outcome: 'kept', 'patch-id': '01JPATCH', 'commit-sha': COMMIT, 'roi-delta': '1.155', 'errors-before': '1', 'errors-after': '1', tokens: '1200', cost: '0', 'state-restored': 'restored',
      'record-path': '.git/self-coding/records/01JPATCH.json',
    });
    expect(made.reasons.split('\n')[0]).toBe('Useful (clone gone): three equal functions became one.');
    const results = JSON.parse(made.results) as Record<string, unknown>[];
    expect(results).toMatchObject([
      { outcome: 'kept', 'commit-sha': COMMIT, decision: 'keep', rule: null },
      { outcome: 'reverted', 'patch-id': '01JBAD', decision: 'revert', rule: 'harmless', 'would-pass': 'every test that passes on the base also passes with the change' },
    ]);
  });

  test('without any task the reason is why there was none', () => {
    expect(outputs(outputSource(report({ attempts: [], nothing: 'nothing found' })))).toMatchObject({ outcome: 'unchanged', reasons: 'nothing found', results: '[]', 'commit-sha': '' });
  });

  test('a run that could not start is failed, with every problem', () => {
    const problems = [{ setting: 'a', value: null, problem: 'is missing', remedy: 'Give it.' }, { setting: 'b', value: '1', problem: 'is odd', remedy: 'Change it.' }];
    expect(outputs(outputSource(report({ attempts: [], failure: { type: 'config', problems } })))).toMatchObject({ outcome: 'failed', reasons: 'a: is missing; b: is odd' });
    expect(outputs(outputSource(report({ failure: { type: 'infrastructure', message: 'disk full', remedy: 'x' } })))).toMatchObject({ outcome: 'failed', reasons: 'disk full', 'patch-id': '01JPATCH' });
  });

  test('stay under the runner limit as valid JSON that says what it leaves out', () => {
    const many = Array.from({ length: 3000 }, (_, index) => bare({ patchId: `p${index}`, reasons: ['x'.repeat(5000)] }));
    const made = outputs(outputSource(report({ attempts: many })));
    expect(Object.values(made).join('').length * 2).toBeLessThan(1_000_000);
    const results = JSON.parse(made.results) as { readonly omitted?: number }[];
    expect(results.length - 1 + results.at(-1)!.omitted!).toBe(3000);
  });

  test('one flood of reasons does not push out the other tasks', () => {
    const results = JSON.parse(outputs(outputSource(report({ attempts: [bare({ reasons: Array<string>(90_000).fill('same reason') }), reverted] }))).results) as unknown[];
    expect(results).toMatchObject([{ 'patch-id': '01JBARE' }, { 'patch-id': '01JBAD' }]);
  });
});
