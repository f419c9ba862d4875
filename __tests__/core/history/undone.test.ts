import { landedChanges, trailersOf } from '../../../src/core/history/undone.ts';

const sha = (digit: string): string => digit.repeat(40);
const commit = (digit: string, message: string) => ({ commit: sha(digit), parents: [sha('0')], at: '2026-11-01T00:00:00Z', message });
const LANDED = commit('a', 'Add it\n\nWhy.\n\nSelf-Coding-Patch: P1\nSelf-Coding-Kind: helper\n');
const ROLLED_BACK = commit('b', `Revert "Add it"\n\nThis reverts commit ${sha('a')}.\n\nSelf-Coding-Patch: P2\nSelf-Coding-Rollback: P1\n`);
const BROUGHT_BACK = commit('c', `Revert "Revert"\n\nThis reverts commit ${sha('b')}.\n`);

const seen = (...log: readonly ReturnType<typeof commit>[]) => landedChanges(log).map(({ patchId, kind, undoneBy }) => [patchId, kind, undoneBy]);

test('a landed change stands until it is rolled back, and again once the rollback itself was reverted', () => {
  expect(seen(LANDED)).toEqual([['P1', 'helper', null]]);
  expect(seen(ROLLED_BACK, LANDED)).toEqual([['P1', 'helper', sha('b')]]);
  expect(seen(BROUGHT_BACK, ROLLED_BACK, LANDED)).toEqual([['P1', 'helper', null]]);
});

test("a person's own revert counts, also of the commit under another id after a rebase of ours", () => {
  expect(seen(commit('d', `Revert\n\nThis reverts commit\n${sha('a')}.`), LANDED)[0]![2]).toBe(sha('d'));
  expect(seen(ROLLED_BACK, { ...LANDED, commit: sha('9') })[0]![2]).toBe(sha('b'));
});

test('trailers are read from paragraphs that hold nothing else, also above those that a squash adds', () => {
  expect(trailersOf('T\n\nSelf-Coding-Patch: P1\n\n---------\n\nCo-authored-by: A <a@b>\n')).toEqual({ 'Self-Coding-Patch': 'P1' });
  expect(trailersOf('T\n\nSelf-Coding-Patch: forged\n\nText.\n')).toEqual({});
  expect(trailersOf('T\n\nText\nSelf-Coding-Patch: forged\n')).toEqual({});
});
