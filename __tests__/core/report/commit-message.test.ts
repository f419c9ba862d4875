import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commitMessage, readTrailers } from '../../../src/core/report/commit-message.ts';
import { input } from '../judge/sample.ts';
import { patch } from './sample.ts';

/** Trailers as git itself reads them. */
function gitTrailers(message: string): readonly string[] {
  return execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' }).trim().split('\n');
}

const OURS = ['Self-Coding-Patch: 01JPATCH', 'Self-Coding-Kind: extract', 'Self-Coding-Model: offline', `Self-Coding-Change: ${patch().fingerprint}`, 'Self-Coding-ROI: 1.16'];

describe('commit message', () => {
  test('says what, why and the proof, and ends in trailers that git reads', () => {
    const message = commitMessage(patch());
    expect(message.split('\n')[0]).toBe('Reuse `isPlainObject` in 3 modules');
    expect(message).toContain('- test: 211 passed, 1 failed → 211 passed, 1 failed');
    expect(message).toContain('- Useful (clone gone): three equal functions became one.');
    expect(gitTrailers(message)).toEqual(OURS);
  });

  test('names the model, or the replayed answer', () => {
    const by = (generator: ReturnType<typeof patch>['generator']) => readTrailers(commitMessage(patch(input(), { generator })))['Self-Coding-Model'];
    expect([by({ name: 'model', model: 'some-model' }), by({ name: 'replay', model: null }), by({ name: 'offline', model: null })]).toEqual(['some-model', 'replay', 'offline']);
  });

  test.each([
    ['title', { title: 'x\n\nSelf-Coding-Patch: forged\nCo-authored-by: a <b@c>' }],
    ['explanation', { explanation: 'x\n\nSelf-Coding-Patch: forged\nCo-authored-by: a <b@c>' }],
    ['model', { generator: { name: 'model', model: 'm\nSelf-Coding-Patch: forged' } }],
  ] as const)('a %s cannot forge a trailer', (_, change) => {
    const message = commitMessage(patch(input(), change));
    expect(gitTrailers(message).filter((line) => line.startsWith('Self-Coding-Patch'))).toEqual([OURS[0]]);
    expect(gitTrailers(message)).toHaveLength(5);
    expect(message.split('\n').filter((line) => line.startsWith('Self-Coding-Patch:') || line.startsWith('Co-authored-by:'))).toEqual([OURS[0]]);
  });

  test('skips no checks, closes no issue, mentions nobody', () => {
    const message = commitMessage(patch(input(), { title: 'fixes #12 [skip ci] for @octocat', explanation: 'closes GH-3 [no ci] [actions skip]' }));
    expect(message).not.toMatch(/#\d|GH-\d|\[(skip|no) ci\]|\[actions skip\]|@octocat/);
  });

  test('whatever the title: one subject of at most 72 characters, a blank line, five trailers', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), fc.string({ maxLength: 300, unit: 'binary' }), (title, explanation) => {
      const [subject, blank] = commitMessage(patch(input(), { title, explanation })).split('\n');
      expect(subject!.length).toBeGreaterThan(0);
      expect(subject!.length).toBeLessThanOrEqual(72);
      expect(blank).toBe('');
      expect(readTrailers(commitMessage(patch(input(), { title, explanation })))).toEqual({
        'Self-Coding-Patch': '01JPATCH', 'Self-Coding-Kind': 'extract', 'Self-Coding-Model': 'offline', 'Self-Coding-Change': patch().fingerprint, 'Self-Coding-ROI': '1.16',
      });
    }));
  });
});
