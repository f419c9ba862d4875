import { createSyntax } from '../../../src/adapters/syntax.ts';
import { place, type Placement } from '../../../src/core/generate/placement.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'python']));

function placed(source: string, code: string, more: Partial<Placement> = {}): string {
  const result = place({ source, code, language: 'javascript', system: 'esm', name: 'f', ...more }, syntax);
  return result.type === 'placed' ? result.text : `impossible: ${result.reason}`;
}
const F = 'function f() {\n  return 1;\n}';
const PY = 'def f():\n    return 1';

test.each([
  ['ES module with declarations', 'export const a = 1;\n', F, `export const a = 1;\n\nexport ${F}\n`],
  ['ES module with a list', 'const a = 1;\nconst b = 2;\n\nexport { a, b };\n', F, `const a = 1;\nconst b = 2;\n\n${F}\n\nexport { a, b, f };\n`],
  ['code that brings its export', 'export const a = 1;\n', `export ${F}`, `export const a = 1;\n\nexport ${F}\n`],
  ['code with a default export', 'export const a = 1;\n', `export default ${F}`, `export const a = 1;\n\nexport ${F}\n`],
  ['an import joins the imports', "import a from 'a';\n\nexport const b = a;\n", `import { g } from 'g';\n\n${F}`, `import a from 'a';\nimport { g } from 'g';\n\nexport const b = a;\n\nexport ${F}\n`],
  ['an import that is there is not repeated', "import { g } from 'g';\n\nexport const b = g;\n", `import { g } from 'g';\n\n${F}`, `import { g } from 'g';\n\nexport const b = g;\n\nexport ${F}\n`],
  ['CRLF', 'export const a = 1;\r\n', F, `export const a = 1;\r\n\r\nexport ${F.replaceAll('\n', '\r\n')}\r\n`],
  ['no final newline', 'export const a = 1;', F, `export const a = 1;\n\nexport ${F}`],
  ['a new file', '', F, `export ${F}\n`],
])('%s', (_, source, code, expected) => {
  expect(placed(source, code)).toBe(expected);
});

test.each([
  ['module.exports stays last', "'use strict';\n\nconst a = 1;\n\nmodule.exports = { a };\n", `'use strict';\n\nconst a = 1;\n\n${F}\n\nmodule.exports = { a, f };\n`],
  ['single properties', 'exports.a = 1;\n', `${F}\n\nexports.a = 1;\nexports.f = f;\n`],
  ['a new file', '', `${F}\n\nmodule.exports = { f };\n`],
  ['a single value', 'module.exports = class A {};\n', 'impossible: the target exports a single value, so another function cannot be exported from it'],
])('CommonJS: %s', (_, source, expected) => {
  expect(placed(source, F, { system: 'commonjs' })).toBe(expected);
});

test.each([
  ['before the main guard', 'A = 1\n\n\nif __name__ == "__main__":\n    print(A)\n', `A = 1\n\n\n${PY}\n\n\nif __name__ == "__main__":\n    print(A)\n`],
  ['listed in __all__', '__all__ = ["a"]\n\na = 1\n', `__all__ = ["a", "f"]\n\na = 1\n\n\n${PY}\n`],
])('Python: %s', (_, source, expected) => {
  expect(placed(source, PY, { language: 'python', system: 'python' })).toBe(expected);
});

test.each([
  ['a name that is taken', `${F}\n`, F, 'declares `f` already'],
  ['another function', 'export const a = 1;\n', 'function g() {}', 'declares no function `f`'],
  ['code that does not parse', 'export const a = 1;\n', 'function f( {', 'does not parse'],
])('%s is impossible', (_, source, code, reason) => {
  expect(placed(source, code)).toContain(reason);
});
