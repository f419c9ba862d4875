import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { blobIdOf, diffOf, fingerprintOf, lineChanges, netLines } from '../../../src/core/change/edits.ts';
import type { FileEdit } from '../../../src/core/model/change.ts';

const edit = (path: string, before: string | null, after: string | null): FileEdit => ({ path, mode: '100644', before, after });

describe('diff', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'edits-'));
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['config', 'core.autocrlf', 'false'], { cwd: root });
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function applied(edits: readonly FileEdit[]): (string | null)[] {
    for (const { path, before } of edits) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (before === null) rmSync(join(root, path), { force: true });
      else writeFileSync(join(root, path), before);
    }
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: root, input: diffOf(edits), stdio: ['pipe', 'pipe', 'pipe'] });
    return edits.map(({ path }) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null));
  }

  test.each([
    ['a change', edit('a.js', 'one\ntwo\nthree\n', 'one\n2\nthree\n')],
    ['a new file', edit('new/b.js', null, 'x\n')],
    ['a deleted file', edit('c.js', 'x\ny\n', null)],
    ['a file without final newline', edit('d.js', 'x', 'x\ny')],
    ['CRLF line ends', edit('e.js', 'x\r\ny\r\n', 'x\r\nz\r\n')],
    ['a byte-order mark', edit('f.js', '\uFEFFx\n', '\uFEFFy\n')],
    ['a path with spaces', edit('with space/g h.js', 'x\n', 'y\n')],
    ['a path with a quote and letters beyond ASCII', edit('w"é.js', 'x\n', 'y\n')],
    ['an empty file that gets lines', edit('h.js', '', 'x\n')],
  ])('git applies %s to the byte', (_, one) => {
    expect(applied([one])).toEqual([one.after]);
  });

  test('git applies what any two texts differ in', () => {
    const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'ü\n', 'x'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(applied([edit('p.txt', before, after)])).toEqual([after]);
      }),
      { numRuns: 40 },
    );
  });

  test('edits that change nothing leave no header', () => {
    expect(diffOf([edit('a.js', 'x\n', 'x\n')])).toBe('');
  });
});

test('blob ids are those of git', () => {
  const expected = execFileSync('git', ['hash-object', '--stdin'], { input: 'größe\n', encoding: 'utf8' }).trim();
  expect(blobIdOf('größe\n')).toBe(expected);
});

describe('fingerprint', () => {
  const a = edit('a.js', 'x\n', 'y\n');
  const b = edit('b.js', null, 'z\n');
  test('does not depend on the order of edits', () => {
    expect(fingerprintOf([a, b])).toBe(fingerprintOf([b, a]));
  });
  test('changes with base, result, path and mode', () => {
    const others = [{ ...a, before: 'x2\n' }, { ...a, after: 'y2\n' }, { ...a, path: 'c.js' }, { ...a, mode: '100755' as const }, { ...a, after: null }];
    expect(new Set([a, ...others].map((one) => fingerprintOf([one]))).size).toBe(6);
  });
  test('an empty file is not an absent one', () => {
    expect(fingerprintOf([edit('a', '', 'x')])).not.toBe(fingerprintOf([edit('a', null, 'x')]));
  });
});

test('line changes give ranges of the text after and places of removals', () => {
  const changes = lineChanges({ before: 'a\nb\nc\nd\n', after: 'a\nB\nB2\nc\n' });
  expect(changes).toEqual({ addedRanges: [{ from: 2, to: 3 }], removedAt: [5], addedLines: ['B', 'B2'], removedLines: ['b', 'd'] });
});

test('net lines keep tests apart', () => {
  const edits = [edit('src/a.js', 'a\nb\n', 'a\n'), edit('test/a.js', null, 'x\ny\n')];
  expect(netLines(edits, (path) => path.startsWith('test/'))).toEqual({ code: { added: 0, removed: 1 }, tests: { added: 2, removed: 0 } });
});
