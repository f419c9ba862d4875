import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bullets, code, fenced, folded, table, text } from '../../../src/core/report/markdown.ts';

const hostile = fc.array(fc.constantFrom('`', '``', '|', '\\', '<', '>', '&', '*', '_', '[', ']', '(', ')', '#', '1', '@', 'a', ' ', '\n', '!', '~', '$', '://', 'www.', '</details>', '<!--', '\u202e', '- '), { maxLength: 30 }).map((parts) => parts.join(''));

/** Our own code spans and elements, taken out. */
const bare = (markdown: string) => markdown.replace(/<code>[^<\n]*<\/code>/g, ' ').replace(/\\[\\`*_[\]~!#.)+-]/g, '').replace(/`[^`\n\\]+`/g, ' ');

describe('text of others in Markdown', () => {
  test('is one line that opens no HTML, cell, emphasis, link, mention or formula', () => {
    fc.assert(fc.property(hostile, (value) => {
      for (const made of [text(value), code(value)]) {
        const rest = bare(made);
        expect(rest).not.toMatch(/[\n<>|`*_[\]~!\\\u202e]|@\w|:\/\/|www\.|\S\$/);
        expect(rest.replace(/&(amp|lt|gt|#\d+);/g, '')).not.toMatch(/&|#/);
      }
    }));
  });

  test('a code span keeps what needs no care and cannot be left', () => {
    expect(code('src/a.js:3')).toBe('`src/a.js:3`');
    expect(code('a|b`c')).toBe('<code>a&#124;b&#96;c</code>');
    expect(code('\n')).toBe('');
  });

  test('names in backticks stay code inside prose', () => {
    expect(text('reuse `is_plain` in 3 *modules* of @octocat, see #12')).toBe('reuse `is_plain` in 3 \\*modules\\* of @&#8203;octocat, see \\#&#8203;12');
    expect(text('cost $0, +4 −35')).toBe('cost $0, +4 −35');
    expect(text('<img src=x>')).toBe('&lt;img src=x&gt;');
    expect(text('- a')).toBe('\\- a');
    expect(text('1. a')).toBe('1\\. a');
  });

  test('a fence is longer than every run of backticks in it', () => {
    fc.assert(fc.property(hostile, (value) => {
      const lines = fenced(value, 'diff').split('\n');
      const fence = lines.at(-1)!;
      expect(lines[0]).toBe(`${fence}diff`);
      expect(fence).toMatch(/^`{3,}$/);
      expect(lines.slice(1, -1).some((line) => line.includes(fence))).toBe(false);
    }));
  });

  test('invisible characters in code become visible', () => {
    expect(fenced('a\u202eb\r\n\tc\u0007', '')).toBe('```\na⟨U+202E⟩b\n\tc⟨U+0007⟩\n```');
  });

  test('folds and tables', () => {
    expect(folded('Diff: +4 −35, a <b> @c', 'body')).toBe('<details><summary>Diff: +4 −35, a &#60;b&#62; &#64;&#8203;c</summary>\n\nbody\n\n</details>');
    expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
    expect(bullets(['a', 'b*'])).toBe('- a\n- b\\*');
  });
});
