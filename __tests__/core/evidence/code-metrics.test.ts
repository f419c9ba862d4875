import fc from 'fast-check';

import { createSyntax } from '../../../src/adapters/syntax.ts';
import { codeMetrics } from '../../../src/core/evidence/code-metrics.ts';
import { duplicatedLines } from '../../../src/core/evidence/duplication.ts';
import { factsOf } from '../../../src/core/knowledge/facts.ts';
import type { CodeRecord, FileFacts, Language } from '../../../src/core/model/code.ts';
import { cloneKeyOf } from '../../../src/core/syntax/clones.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'python']));

const file = (path: string, source: string, language: Language = 'javascript'): FileFacts =>
  syntax.parse(language, source, (tree) => factsOf(path, `${language}:${source}`, tree, cloneKeyOf));
const records = (...files: readonly FileFacts[]): readonly CodeRecord[] => files.flatMap((each) => each.records);

const slug = (name: string, local: string): string => `export function ${name}(${local}) {
  const trimmed = ${local}.trim().toLowerCase();
  const words = trimmed.split(/\\s+/).filter((each) => each.length > 0);
  if (words.length === 0) { throw new Error('nothing left of ' + ${local}); }
  return words.join('-');
}
`;
/** A run of 60 tokens on six lines. */
const run = Array.from({ length: 6 }, (_, i) => `  total += rate(${i}) * 2 + x;`).join('\n');
const withRun = (name: string, around = ''): string => `function ${name}() {\n${around}${run}\n}\n`;

describe('duplicated lines', () => {
  test('all lines of a renamed copy count, the first of the copies does not', () => {
    const two = records(file('a.js', slug('slugify', 'text')), file('b.js', slug('toSlug', 'input')));
    expect(duplicatedLines(two, [])).toBe(6);
    expect(duplicatedLines(records(file('c.js', slug('third', 'x'))), two)).toBe(6);
    expect(duplicatedLines(records(file('a.js', slug('slugify', 'text'))), [])).toBe(0);
  });

  test('a run of 50 tokens in different functions counts with the lines that it fills', () => {
    const one = file('a.js', withRun('one', '  start();\n'));
    const other = file('b.js', withRun('other', '  const begun = await begin(1, 2);\n  log(begun);\n'));
    expect(duplicatedLines(records(other), records(one))).toBe(7);
    expect(duplicatedLines(records(one, other), [])).toBe(7);
  });

  test('comments, white space, semicolons and quotes do not hide a run', () => {
    const plain = file('a.js', `function one() {\n  a('x');\n${run}\n}\n`);
    const dressed = file('b.js', `function two() {\n  b();\n${run.replaceAll(';', '  // said; twice').replaceAll(' + x', '\n    + x /* why */')}\n}\n`);
    expect(duplicatedLines(records(dressed), records(plain))).toBe(13);
  });

  test('49 tokens, other names and other languages do not count', () => {
    const short = run.split('\n').slice(0, 4).join('\n');
    const one = file('a.js', `function one() {\n  first();\n${short}\n}\n`);
    expect(duplicatedLines(records(file('b.js', `function two() {\n  second(1);\n${short}\n  third();\n}\n`)), records(one))).toBe(0);
    const full = file('a.js', withRun('one', '  start();\n'));
    expect(duplicatedLines(records(file('b.js', withRun('two', '  begin();\n').replaceAll('rate', 'price'))), records(full))).toBe(0);
    expect(duplicatedLines(records(file('b.py', `def two():\n    begin()\n${run.replaceAll('  total', '    total')}\n`, 'python')), records(full))).toBe(0);
  });

  test('nested functions and methods are counted with what contains them', () => {
    const inside = file('a.js', `function outer() {\n  begin();\n  ${slug('inner', 'text').replace('export ', '').replaceAll('\n', '\n  ')}\n}\n`);
    const method = file('b.js', `class A {\n  m() {\n    start();\n${run}\n  }\n}\n`);
    expect(duplicatedLines(records(inside, method), [])).toBe(0);
    expect(duplicatedLines(records(method), records(file('c.js', withRun('other', '  x();\n'))))).toBe(7);
  });

  test('what one function says twice is no copy; said by another one, it is', () => {
    const loop = file('a.js', `function f() {\n${run}\n  between();\n${run}\n}\n`);
    expect(duplicatedLines(records(loop), [])).toBe(0);
    expect(duplicatedLines(records(loop), records(file('c.js', withRun('other', '  x();\n'))))).toBe(13);
  });

  test('never more than the lines there are, and none for a single copy of anything', () => {
    const statement = fc.constantFrom('  a(1, 2);', '  b += c * 2;', '  if (d) { e(); }', '  // said', '');
    fc.assert(fc.property(fc.array(fc.array(statement, { maxLength: 30 }), { minLength: 1, maxLength: 4 }), (bodies) => {
      const files = bodies.map((lines, i) => file(`${i}.js`, `function f${i}() {\n${lines.join('\n')}\n}\n`));
      const total = records(...files).reduce((sum, each) => sum + each.endLine - each.startLine + 1, 0);
      const duplicated = duplicatedLines(records(...files), []);
      expect(duplicated).toBeLessThan(total);
      expect(duplicatedLines(records(...files), records(...files))).toBeGreaterThanOrEqual(duplicated);
    }), { numRuns: 40 });
  });
});

describe('a change', () => {
  const simple = 'export function pick(a) {\n  return a;\n}\n';
  const branching = 'export function pick(a) {\n  if (a) { while (a.next) { a = a.next; } }\n  return a;\n}\n';

  test('shows the complexity of touched and new functions only', () => {
    const before = [file('a.js', simple), file('b.js', slug('slugify', 'text'))];
    const after = [file('a.js', branching), file('b.js', slug('slugify', 'text')), file('c.js', 'export function fresh(x) { return x ? 1 : 2; }\n')];
    expect(codeMetrics(before, after).functions).toEqual([
      { path: 'a.js', name: 'pick', before: 0, after: 3 }, { path: 'c.js', name: 'fresh', before: null, after: 1 },
    ]);
  });

  test('a copy added to a changed file counts against it, wherever the original is', () => {
    const before = [file('a.js', slug('slugify', 'text')), file('b.js', simple)];
    const after = [before[0]!, file('b.js', `${simple}${slug('toSlug', 'input')}`)];
    expect(codeMetrics(before, after).duplication).toEqual({ before: 0, after: 6 });
  });

  test('copies replaced by calls are gained, whichever of them stays', () => {
    const before = [file('a.js', slug('slugify', 'text')), file('b.js', slug('toSlug', 'input')), file('z.js', simple)];
    const after = [file('a.js', slug('slugify', 'text')), file('b.js', "import { slugify } from './a.js';\nexport const toSlug = slugify;\n"), before[2]!];
    expect(codeMetrics(before, after).duplication).toEqual({ before: 6, after: 0 });
  });

  test('deleting code that is no copy changes nothing, and neither does no change', () => {
    const copies = `${slug('slugify', 'text')}${slug('toSlug', 'input')}`;
    const before = [file('a.js', `${copies}${branching}`)];
    expect(codeMetrics(before, [file('a.js', copies)]).duplication).toEqual({ before: 6, after: 6 });
    expect(codeMetrics(before, before)).toEqual({ functions: [], duplication: { before: 0, after: 0 } });
  });
});
