import { createSyntax } from '../../../../src/adapters/syntax.ts';
import { linesOf, type StaleDirective, type SuppressionTool } from '../../../../src/core/kinds/suppressions/directive.ts';
import { withoutDirectives } from '../../../../src/core/kinds/suppressions/file-edit.ts';
import type { Language } from '../../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'tsx', 'python']));

function stale(text: string, mark: string, rules: readonly string[] | null, tool: SuppressionTool = 'eslint'): StaleDirective {
  const lines = linesOf(text);
  const index = lines.findIndex((line) => line.includes(mark));
  return { tool, path: 'src/a', line: index + 1, column: lines[index]!.indexOf(mark), text: lines[index]!, rules };
}
const removed = (text: string, directives: readonly StaleDirective[], language: Language = 'javascript'): string | null => withoutDirectives(text, language, directives, syntax)?.after ?? null;

test('a directive on its own line goes with its line break, whatever the line ends are', () => {
  const text = 'a;\r\n// eslint-disable-next-line x\r\nb;\r\n';
  expect(removed(text, [stale(text, '//', ['x'])])).toBe('a;\r\nb;\r\n');
});

test('no double blank line and no blank first line is left', () => {
  const inside = 'a;\n\n/* eslint-disable x */\n\n\nb;\n';
  expect(removed(inside, [stale(inside, '/*', ['x'])])).toBe('a;\n\n\nb;\n');
  const first = '/* eslint-disable x */\n\nb;\n';
  expect(removed(first, [stale(first, '/*', ['x'])])).toBe('b;\n');
});

test('a file without final newline stays without', () => {
  const text = 'a;\n// eslint-disable-line x';
  expect(removed(text, [stale(text, '//', ['x'])])).toBe('a;');
});

test('the eslint-enable that belongs to the block goes along, with only the rules that end nothing', () => {
  const text = '/* eslint-disable a, b */\nx;\n/* eslint-enable a */\ny;\n/* eslint-enable a, b */\nz;\n';
  expect(removed(text, [stale(text, '/*', ['a'])])).toBe('/* eslint-disable b */\nx;\ny;\n/* eslint-enable a, b */\nz;\n');
});

test('an eslint-enable that still ends another block stays', () => {
  const text = '/* eslint-disable a */\n/* eslint-disable */\nx;\n/* eslint-enable */\n';
  expect(removed(text, [stale(text, '/* eslint-disable a', ['a'])])).toBe('/* eslint-disable */\nx;\n/* eslint-enable */\n');
  expect(removed(text, [stale(text, '/* eslint-disable a', ['a']), stale(text, '/* eslint-disable */', null)])).toBe('x;\n');
});

test('several rules of one directive and several directives of one line go together', () => {
  const text = 'x; /* eslint-disable-line a, b, c */ // eslint-disable-line d\n';
  expect(removed(text, [stale(text, '/*', ['a']), stale(text, '/*', ['c']), stale(text, '//', ['d'])])).toBe('x; /* eslint-disable-line b */\n');
});

test('the directive is found again after lines have moved, and not if its line has changed', () => {
  const before = 'a;\n// eslint-disable-next-line x\nb;\n';
  const directive = stale(before, '//', ['x']);
  expect(removed(`first;\n${before}`, [directive])).toBe('first;\na;\nb;\n');
  expect(removed(before.replace('line x', 'line y'), [directive])).toBeNull();
});

test('what looks like a directive in a string or template is none', () => {
  const text = 'const s = `\n// eslint-disable-next-line x\n`;\n';
  expect(removed(text, [stale(text, '//', ['x'])])).toBeNull();
});

test('a comment in braces of JSX goes with its braces; an empty block of code stays', () => {
  const jsx = 'const a = (\n  <p>\n    {/* eslint-disable-next-line x */}\n    <b>t</b>\n  </p>\n);\n';
  expect(removed(jsx, [stale(jsx, '/*', ['x'])], 'tsx')).toBe('const a = (\n  <p>\n    <b>t</b>\n  </p>\n);\n');
  const block = 'if (a)\n{/* eslint-disable-line x */}\nb();\n';
  expect(removed(block, [stale(block, '/*', ['x'])])).toBeNull();
});

test('a file that does not parse is left alone', () => {
  const text = 'const = ;\n// eslint-disable-next-line x\nb;\n';
  expect(removed(text, [stale(text, '//', ['x'])])).toBeNull();
});

describe('@ts-ignore below a permission for it', () => {
  test('takes the permission along', () => {
    const text = 'a;\n// eslint-disable-next-line @typescript-eslint/ban-ts-comment\n// @ts-ignore\nb;\n';
    expect(removed(text, [stale(text, '// @ts', null, 'tsc')], 'typescript')).toBe('a;\nb;\n');
  });
  test('stays if the permission is about the code as well', () => {
    const text = '// eslint-disable-next-line @typescript-eslint/ban-ts-comment, no-var\n// @ts-ignore\nvar b;\n';
    expect(removed(text, [stale(text, '// @ts', null, 'tsc')], 'typescript')).toBeNull();
  });
});

test('Python: other codes and other comments of the line stay', () => {
  const text = 'import os  # noqa: E501, F401\nx = 1  # type: ignore  # noqa: E501\n';
  const second: StaleDirective = { ...stale(text, 'x = 1', ['E501'], 'ruff'), column: 'x = 1  # type: ignore  '.length };
  expect(removed(text, [stale(text, '#', ['E501'], 'ruff'), second], 'python')).toBe('import os  # noqa: F401\nx = 1  # type: ignore\n');
});

test('a comment above that may have been about the directive is named', () => {
  const text = 'a;\n// The vendor is late.\n// eslint-disable-next-line x\nb;\n';
  expect(withoutDirectives(text, 'javascript', [stale(text, '// eslint', ['x'])], syntax)?.leftComments).toEqual([3]);
});
