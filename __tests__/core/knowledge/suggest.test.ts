import { rankingOf } from '../../../src/core/knowledge/ranking.ts';
import { suggestionsMarkdown, suggestionsText } from '../../../src/core/knowledge/suggest.ts';
import type { CodeRecord } from '../../../src/core/model/code.ts';

const record = (name: string, fields: Partial<CodeRecord>): CodeRecord => ({
  id: name, path: 'src/text.js', language: 'javascript', kind: 'function', name, container: null, signature: `function ${name}(text)`, doc: '', body: `function ${name}(text) {\n}`,
  start: 0, end: 1, startLine: 3, endLine: 9, complexity: 0, exported: true, topLevel: true, cloneKey: null, ...fields,
});
const found = rankingOf([
  record('slugifyText', {}),
  record('slug', { kind: 'method', container: 'Page', path: 'src/a|b.ts', startLine: 7, endLine: 7, signature: 'slug(a: "x" | `y`)' }),
]).search('slugify a text', 5);

test('Markdown: one row each, cells that cannot break the table', () => {
  const lines = suggestionsMarkdown(found).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('| # | snippet | where | signature | matched |');
  expect(lines[2]).toBe('| 1 | `slugifyText` | `src/text.js:3-9` | `function slugifyText(text)` | slugify, text |');
  expect(lines[3]!.split('|')).toHaveLength(7);
  expect(lines[3]).toContain('`Page.slug`');
});

test('text: aligned columns and nothing that moves the cursor', () => {
  expect(suggestionsText(found).split('\n')).toEqual([
    '#  snippet      where            matched        signature',
    '1  slugifyText  src/text.js:3-9  slugify, text  function slugifyText(text)',
    '2  Page.slug    src/a|b.ts:7     slugify        slug(a: "x" | `y`)',
  ]);
  const hostile = suggestionsText([{ record: record('x', { signature: '\u001b[2J\n::error::' }), score: 1, matched: [] }]);
  expect(hostile.split('\n')).toHaveLength(2);
  expect(hostile).not.toContain('\u001b');
});

test('nothing found says what to do', () => {
  expect(suggestionsMarkdown([])).toContain('Try other words');
  expect(suggestionsText([])).toContain('Try other words');
});
