import { createSyntax } from '../../../src/adapters/syntax.ts';
import { changedNames, changesText, titleOfChange } from '../../../src/core/generate/change-title.ts';
import type { FileEdit } from '../../../src/core/model/change.ts';

const syntax = createSyntax();
const edit = (path: string, before: string | null, after: string): FileEdit => ({ path, before, after, mode: '100644' });

async function title(edits: readonly FileEdit[], wanted: readonly string[] = [], target = edits[0]!.path): Promise<string> {
  return titleOfChange(await changedNames(edits, syntax), { target, wanted });
}

const BAG = 'export class Bag {\n  #items = [];\n\n  add(item) {\n    this.#items.push(item);\n  }\n\n  get size() {\n    return 0;\n  }\n}\n';
const BOOK = 'class Book:\n    @property\n    def total(self):\n        return 0\n\n    def name(self):\n        def inner():\n            return 1\n        return inner()\n';

describe('a title is what a person would write over the diff', () => {
  test.each<[string, readonly FileEdit[], readonly string[], string]>([
    ['a new function', [edit('src/a.js', 'export const x = 1;\n', 'export const x = 1;\n\nexport function slugify(text) {\n  return text;\n}\n')], [], 'Add `slugify` to src/a.js'],
    ['two', [edit('src/a.ts', '', 'export function one(): void {}\n\nfunction two(): void {}\n')], [], 'Add `one` and `two` to src/a.ts'],
    ['many', [edit('src/a.ts', '', 'const a = 1;\nconst b = 1;\nconst c = 1;\nconst d = 1;\n')], [], 'Add `a`, `b` and 2 more to src/a.ts'],
    ['the one that was asked for, and what it needs', [edit('src/a.ts', 'let n = 1;\n', 'let n = 2;\nconst PAIRS = 1;\nexport const wanted = (): number => PAIRS;\n')], ['wanted'], 'Add `wanted` to src/a.ts'],
    ['a changed one, and what it calls now', [edit('a.py', 'def f():\n    return 1\n', 'def g():\n    return 2\n\n\ndef f():\n    return g()\n')], [], 'Change `f` in a.py'],
    ['a method', [edit('src/bag.js', BAG, BAG.replace('return 0', 'return this.#items.length'))], [], 'Change `Bag.size` in src/bag.js'],
    ['a new method', [edit('src/bag.js', BAG, BAG.replace('  get size', '  clear() {\n    this.#items = [];\n  }\n\n  get size'))], [], 'Add `Bag.clear` to src/bag.js'],
    ['a whole class', [edit('src/bag.js', '', BAG)], [], 'Add `Bag` to src/bag.js'],
    ['a decorated method', [edit('book.py', BOOK, BOOK.replace('return 0', 'return sum(self.all)'))], [], 'Change `Book.total` in book.py'],
    ['a function within a method', [edit('book.py', BOOK, BOOK.replace('return 1', 'return 2'))], [], 'Change `Book.name` in book.py'],
    ['a property of exports', [edit('a.js', "'use strict';\n", "'use strict';\n\nexports.slug = function (text) {\n  return text;\n};\n")], [], 'Add `slug` to a.js'],
    ['a removed one', [edit('a.js', 'const a = 1;\nconst b = 2;\n', 'const a = 1;\n')], [], 'Remove `b` from a.js'],
    ['statements without a name', [edit('a.js', 'run(1);\n', 'run(2);\n')], [], 'Change a.js'],
    ['white space', [edit('a.js', 'function a() { return 1; }\n', 'function a() {  return 1; }\n')], [], 'Change a.js'],
    ['a new file that declares nothing', [edit('a.js', null, "import './b.js';\n")], [], 'Add a.js'],
    ['a path that is too long', [edit('packages/formatting/src/internal/implementation/text/normalisation/slug.ts', null, 'export const slugify = 1;\n')], [], 'Add `slugify` to slug.ts'],
  ])('%s', async (_, edits, wanted, expected) => {
    expect(await title(edits, wanted)).toBe(expected);
  });

  test('the file with what was asked for is told, else the target', async () => {
    const edits = [edit('src/index.js', 'export {};\n', 'export const other = 1;\n'), edit('src/text.js', '', 'export const slug = 1;\n')];
    expect(await title(edits, ['slug'], 'src/index.js')).toBe('Add `slug` to src/text.js');
    expect(await title(edits, [], 'src/index.js')).toBe('Add `other` to src/index.js');
  });

  test('each file is told in the body', async () => {
    const changes = await changedNames([edit('a.js', 'const a = 1;\nconst b = 1;\n', 'const a = 2;\nconst c = 1;\n'), edit('b.js', null, 'const d = 1;\n'), edit('c.md', 'x', 'y')], syntax);
    expect(changes.map(changesText)).toEqual(['adds `c`, changes `a`, removes `b`', 'new, adds `d`', 'changed']);
  });
});
