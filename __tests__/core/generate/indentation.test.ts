import { createSyntax } from '../../../src/adapters/syntax.ts';
import { asIndentedIn } from '../../../src/core/generate/indentation.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(async () => { await syntax.load(['typescript', 'python', 'javascript']); });

const TABS = 'export function a(): number {\n\treturn 1;\n}\n';
const TWO = 'export function a(): number {\n  return 1;\n}\n';
const FOUR = 'export function a(): number {\n    return 1;\n}\n';

test.each<[string, string, string, string, Language]>([
  ['spaces become tabs', TABS, 'function f(): number {\n  if (x) {\n    return 1;\n  }\n  return 2;\n}', 'function f(): number {\n\tif (x) {\n\t\treturn 1;\n\t}\n\treturn 2;\n}', 'typescript'],
  ['tabs become spaces', TWO, 'function f(): void {\n\tif (x) {\n\t\tg();\n\t}\n}', 'function f(): void {\n  if (x) {\n    g();\n  }\n}', 'typescript'],
  ['four spaces become two', TWO, 'function f(): void {\n    if (x) {\n        g();\n    }\n}', 'function f(): void {\n  if (x) {\n    g();\n  }\n}', 'typescript'],
  ['two become four', FOUR, 'function f(): void {\n  g();\n}', 'function f(): void {\n    g();\n}', 'typescript'],
  ['a comment keeps its star', TABS, '/**\n * Says.\n */\nfunction f(): void {\n  /*\n   * Why.\n   */\n  g();\n}', '/**\n * Says.\n */\nfunction f(): void {\n\t/*\n\t * Why.\n\t */\n\tg();\n}', 'typescript'],
  ['a method, indented already', 'class A {\n\tb(): number {\n\t\treturn 1;\n\t}\n}\n', '  b(): number {\n    return 2;\n  }', '\tb(): number {\n\t\treturn 2;\n\t}', 'typescript'],
  ['lines of a string stay', TABS, 'function f(): string {\n  return `\n    x\n  `;\n}', 'function f(): string {\n\treturn `\n    x\n  `;\n}', 'typescript'],
  ['Python', 'def a():\n  return 1\n', 'def f():\n    if x:\n        return """\n   y"""\n    return 2', 'def f():\n  if x:\n    return """\n   y"""\n  return 2', 'python'],
])('%s', (_, source, code, expected, language) => {
  expect(asIndentedIn(source, code, language, syntax)).toBe(expected);
});

test.each<[string, string, string]>([
  ['the file shows no indentation', 'export const a = 1;\n', 'function f() {\n    return 1;\n}'],
  ['they agree', TWO, 'function f() {\n  return 1;\n}'],
  ['a line is aligned under a bracket', TWO, 'function f() {\n    g(1,\n      2);\n}\nfunction h() {\n    k(11,\n         2);\n}'],
  ['tabs and spaces are mixed', TWO, 'function f() {\n\tif (x) {\n\t  g();\n\t}\n}'],
])('nothing changes where %s', (_, source, code) => {
  expect(asIndentedIn(source, code, 'typescript', syntax)).toBe(code);
});
