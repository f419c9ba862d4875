import { blobIdOf } from '../../../src/core/change/edits.ts';
import { invert } from '../../../src/core/change/invert.ts';
import type { TreeChange } from '../../../src/core/ports.ts';

type File = readonly [mode: string, text: string] | null;

/** From the commit (`left`) to its parent (`original`), on a tree where the file is `now`. */
function inversion(left: File, original: File, now: File, place = 'a.txt', renames: ReadonlyMap<string, string> = new Map()) {
  const change: TreeChange = {
    path: 'a.txt',
    before: left === null ? null : { mode: left[0], blob: blobIdOf(left[1]) },
    after: original === null ? null : { mode: original[0], content: Buffer.from(original[1]) },
  };
  return invert(change, new Map(now === null ? [] : [[place, { path: place, mode: now[0], blob: blobIdOf(now[1]) }]]), renames);
}

const OLD = ['100644', 'old\r\n'] as const;
const NEW = ['100644', 'new\r\n'] as const;
const OTHER = ['100644', 'other\n'] as const;
const RUNS = ['100755', 'new\r\n'] as const;

test('untouched since: the very bytes and the mode from before, a creation and a removal included', () => {
  expect(inversion(NEW, OLD, NEW)).toEqual({ type: 'exact', path: 'a.txt', mode: '100644', content: Buffer.from('old\r\n') });
  expect(inversion(RUNS, OLD, RUNS)).toMatchObject({ type: 'exact', mode: '100644' });
  expect(inversion(NEW, null, NEW)).toMatchObject({ type: 'exact', content: null });
  expect(inversion(null, OLD, null)).toMatchObject({ type: 'exact', content: Buffer.from('old\r\n') });
});

test('as before already: nothing to do', () => {
  expect(inversion(NEW, OLD, OLD)).toEqual({ type: 'done' });
  expect(inversion(NEW, null, null)).toEqual({ type: 'done' });
  expect(inversion(null, OLD, OLD)).toEqual({ type: 'done' });
});

test('a mode that was changed since stays; content is merged where it was edited', () => {
  expect(inversion(NEW, OLD, RUNS)).toMatchObject({ type: 'exact', mode: '100755', content: Buffer.from('old\r\n') });
  expect(inversion(NEW, OLD, OTHER)).toMatchObject({ type: 'merge', base: blobIdOf('new\r\n'), ours: blobIdOf('other\n') });
});

test('under a new name it is taken back there', () => {
  expect(inversion(NEW, OLD, NEW, 'b.txt', new Map([['a.txt', 'b.txt']]))).toMatchObject({ type: 'exact', path: 'b.txt' });
});

test.each([
  ['created by the change and edited since', NEW, null, OTHER],
  ['removed by the change, and another stands there', null, OLD, OTHER],
  ['removed since', NEW, OLD, null],
  ['a link since', NEW, OLD, ['120000', 'x'] as const],
])('%s: a conflict', (_, left, original, now) => {
  expect(inversion(left, original, now).type).toBe('conflict');
});
