import { createSyntax } from '../../../src/adapters/syntax.ts';
import { replaceSymbol, type Replaced } from '../../../src/core/generate/replace-symbol.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'python']));

const SHAPES = `// Shapes.
import { pi } from './numbers.js';

/** Of a circle. */
export function area(r) {
  return pi * r * r;
}

export default class Shape {
  /** Its name. */
  name() {
    return 'shape';
  }

  static of(text) {
    return new Shape(text);
  }
}

const LIMIT = 10;
const a = 1, b = 2;

module.exports = { LIMIT };
`;

const replace = (symbol: string, code: string, source = SHAPES, language: Language = 'javascript'): Replaced => replaceSymbol(source, language, { symbol, code }, syntax);
const textOf = (replaced: Replaced): string => {
  if (replaced.type === 'failure') throw new Error(replaced.reason);
  return replaced.text;
};

test('a function keeps its place, its export and its comment', () => {
  expect(textOf(replace('area', 'export function area(r) {\n  return pi * r ** 2;\n}\n'))).toBe(SHAPES.replace('r * r', 'r ** 2'));
  expect(textOf(replace('area', 'function area(r) {\n  return pi * r ** 2;\n}'))).toBe(SHAPES.replace('r * r', 'r ** 2'));
});

test('a comment of its own takes the place of the one that is there', () => {
  const code = '/** Of a disc. */\nexport function area(r) {\n  return pi * r ** 2;\n}';
  expect(textOf(replace('area', code))).toBe(SHAPES.replace('Of a circle', 'Of a disc').replace('r * r', 'r ** 2'));
});

test('a function may become a constant of the same name', () => {
  expect(textOf(replace('area', 'const area = (r) => pi * r ** 2;'))).toContain('/** Of a circle. */\nexport const area = (r) => pi * r ** 2;\n\nexport default');
});

test.each([
  ['as in the file', '  name() {\n    return `a\nb`;\n  }'],
  ['at the margin', 'name() {\n  return `a\nb`;\n}'],
  ['only behind its first line', 'name() {\n    return `a\nb`;\n  }'],
])('a method is indented like its place, %s or not; strings keep their lines', (_, code) => {
  expect(textOf(replace('Shape.name', code))).toBe(SHAPES.replace("'shape'", '`a\nb`'));
});

test('a class and a constant are replaced as a whole', () => {
  expect(textOf(replace('Shape', 'class Shape {}'))).toContain('export default class Shape {}\n\nconst LIMIT');
  expect(textOf(replace('LIMIT', 'const LIMIT = 20;'))).toBe(SHAPES.replace('LIMIT = 10', 'LIMIT = 20'));
  expect(textOf(replace('Shape.of', 'static of(text) {\n  return null;\n}'))).toContain('  static of(text) {\n    return null;\n  }\n}');
});

test('line ends stay those of the file', () => {
  const windows = SHAPES.replaceAll('\n', '\r\n');
  expect(textOf(replace('area', 'function area(r) {\n  return pi * r ** 2;\n}', windows))).toBe(windows.replace('r * r', 'r ** 2'));
});

const PYTHON = `from functools import cache

RATE = 2


class Shop:
    """Sells."""

    @cache
    def price(self, n):
        return n

    # Counts.
    def count(self):
        return 0


@cache
def total(items):
    return sum(items)
`;

test('Python: methods, decorators, comments and constants', () => {
  expect(textOf(replace('Shop.price', 'def price(self, n):\n    return n * RATE', PYTHON, 'python'))).toBe(PYTHON.replace('return n\n', 'return n * RATE\n'));
  expect(textOf(replace('Shop.price', 'def price(self, n):\n        return n * RATE', PYTHON, 'python'))).toBe(PYTHON.replace('return n\n', 'return n * RATE\n'));
  expect(textOf(replace('Shop.price', '@staticmethod\ndef price(n):\n    return n', PYTHON, 'python'))).toContain('    @staticmethod\n    def price(n):\n        return n\n\n    # Counts.');
  expect(textOf(replace('Shop.count', '# Counts all.\ndef count(self):\n    return 1', PYTHON, 'python'))).toBe(PYTHON.replace('Counts.', 'Counts all.').replace('return 0', 'return 1'));
  expect(textOf(replace('total', 'def total(items):\n    return 0', PYTHON, 'python'))).toBe(PYTHON.replace('sum(items)', '0'));
  expect(textOf(replace('RATE', 'RATE = 3', PYTHON, 'python'))).toBe(PYTHON.replace('RATE = 2', 'RATE = 3'));
});

test('TypeScript: types and interfaces', () => {
  const source = 'export interface Point {\n  x: number;\n}\n\nexport type Id = string;\n';
  expect(textOf(replace('Point', 'interface Point {\n  y: number;\n}', source, 'typescript'))).toBe(source.replace('x:', 'y:'));
  expect(textOf(replace('Id', 'type Id = number;', source, 'typescript'))).toBe(source.replace('string', 'number'));
});

test.each([
  ['a name that is not there', 'volume', 'function volume() {}', 'declares no `volume`'],
  ['a member that is not there', 'Shape.size', 'size() {}', 'declares no `Shape.size`'],
  ['a constant declared with others', 'a', 'const a = 2;', 'declares no `a`'],
  ['another name', 'area', 'function surface(r) {}', 'does not declare `area`'],
  ['code that does not parse', 'area', 'function area( {', 'does not parse'],
  ['code for another place', 'Shape.name', 'function name() {}', 'does not parse'],
  ['imports', 'area', "import x from 'x';\nfunction area() {}", 'holds imports'],
])('%s is a failure', (_, symbol, code, reason) => {
  const replaced = replace(symbol, code);
  expect(replaced.type === 'failure' ? replaced.reason : '').toContain(reason);
});

test('a name that is declared twice is a failure', () => {
  const replaced = replace('f', 'function f(a: unknown) {}', 'function f(a: string): void;\nfunction f(a: unknown) {}\n', 'typescript');
  expect(replaced).toMatchObject({ type: 'failure', reason: 'the file declares `f` 2 times' });
});
