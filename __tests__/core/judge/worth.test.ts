import { describe, expect, test } from '@jest/globals';
import { judge, outcomeOf } from '../../../src/core/judge/verdict.ts';
import { worth, worthProved } from '../../../src/core/judge/worth.ts';
import type { CheckStatus } from '../../../src/core/model/evidence.ts';
import { input, request, tree } from './sample.ts';

const accept = (status: CheckStatus) => tree({ checks: [...tree().checks, { role: 'accept', name: 'accept', status }] });

describe('worth', () => {
  test('found work with a proved oracle passes', () => {
    expect(worth(input())).toEqual([{
      rule: 'worth', decision: 'keep', metric: 'clone gone', before: '3 copies', after: '1 function', limit: null,
      text: 'Useful (clone gone): three equal functions became one.', wouldPass: null,
    }]);
  });

  test.each([
    ['no oracle at all', null],
    ['an oracle that stayed red', { proved: false, oracle: 'clone gone', before: '3 copies', after: '3 copies', explanation: 'nothing vanished' }],
  ])('found work with %s leaves everything unchanged', (_, proof) => {
    const verdict = judge(input({ worth: proof }));
    expect(verdict).toMatchObject({ decision: 'revert', rule: 'worth' });
    expect(outcomeOf(verdict, { origin: 'found' })).toBe('unchanged');
  });

  test.each<CheckStatus>(['failed', 'timed-out', 'crashed', 'missing-tool', 'not-run'])('an accept-command that ends as %s reverts a request', (status) => {
    const verdict = judge(request({ after: accept(status) }));
    expect(verdict).toMatchObject({ decision: 'revert', rule: 'worth' });
    expect(verdict.reasons.find(({ rule }) => rule === 'worth')?.text).toBe(`accept-command \`node accept.js\` is not green with the change: failed → ${status}.`);
    expect(outcomeOf(verdict, { origin: 'requested' })).toBe('reverted');
  });

  test('an accept-command that was green before proves nothing, whatever the oracle claims', () => {
    const verdict = judge(request({ before: accept('passed') }));
    expect(verdict).toMatchObject({ decision: 'revert', rule: 'worth' });
    expect(outcomeOf(verdict, { origin: 'requested' })).toBe('unchanged');
  });

  test('an empty change has no worth', () => {
    const empty = request({ change: { files: 0, linesAdded: 0, linesRemoved: 0, testLinesAdded: 0, testLinesRemoved: 0 } });
    expect(worthProved(empty)).toBe(false);
    expect(worthProved(request())).toBe(true);
  });
});
