import fc from 'fast-check';
import { createSyntax } from '../../../../src/adapters/syntax.ts';
import { rewrite, type Rewriting } from '../../../../src/core/kinds/refactor/rewrite.ts';
import { factsOf } from '../../../../src/core/knowledge/facts.ts';
import { readModule } from '../../../../src/core/syntax/modules.ts';
import type { Language } from '../../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'python']));

function rewritten(source: string, name: string, code: string, language: Language = 'javascript'): Rewriting {
  const { records } = syntax.parse(language, source, (tree) => factsOf('src/a', 'blob', tree, () => null));
  const record = records.find((each) => each.name === name && each.kind !== 'class')!;
  return rewrite(source, record, code, { syntax, members: new Set(records.filter(({ kind }) => kind === 'method').map((each) => each.name)) });
}

const textOf = (result: Rewriting): string => (result.type === 'rewritten' ? result.text : `failure: ${result.reason}`);

const MODULE = `import x from 'x';

/** Doc. */
export function parse(a, b = 1) {
  if (a) { if (b) { return 1; } }
  return x;
}

export const other = 1;
`;

test('the function is replaced, new functions stand behind it, the rest stays to the byte', () => {
  const result = rewritten(MODULE, 'parse', 'export function parse(a, b = 1) {\n  return a && b ? one() : x;\n}\n\n// One.\nfunction one() {\n  return 1;\n}\n');
  expect(result).toMatchObject({ added: ['one'] });
  expect(textOf(result)).toBe(`import x from 'x';

/** Doc. */
export function parse(a, b = 1) {
  return a && b ? one() : x;
}

// One.
function one() {
  return 1;
}

export const other = 1;
`);
});

test('what must be there when the module is loaded stands in front, above the comment of the function', () => {
  expect(textOf(rewritten(MODULE, 'parse', 'const ONE = 1;\nfunction parse(a, b = 1,) {\n  return a && b ? ONE : x;\n}\n'))).toContain("import x from 'x';\n\nconst ONE = 1;\n\n/** Doc. */\nexport function parse(");
});

test('line ends stay those of the file', () => {
  const text = textOf(rewritten(MODULE.replaceAll('\n', '\r\n'), 'parse', 'function parse(a, b = 1) {\n  return one(a && b);\n}\n\nfunction one(c) {\n  return c ? 1 : x;\n}\n'));
  expect(text).toContain('return one(a && b);\r\n}\r\n\r\nfunction one(c) {\r\n');
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
});

describe('methods', () => {
  const CLASS = 'export class A {\n  constructor() {}\n\n  /** Run. */\n  async run(a) {\n    if (a) return `x\n y`;\n    return 2;\n  }\n\n  stop() {}\n}\n';

  test('come as they stand in the class, with private ones behind, indented as the place is; literals are not', () => {
    expect(textOf(rewritten(CLASS, 'run', 'async run(a) {\n  return a ? this.#one() : `x\n y`;\n}\n\n#one() {\n  return 1;\n}'))).toBe(
      'export class A {\n  constructor() {}\n\n  /** Run. */\n  async run(a) {\n    return a ? this.#one() : `x\n y`;\n  }\n\n  #one() {\n    return 1;\n  }\n\n  stop() {}\n}\n',
    );
  });

  test('may come with the class around them', () => {
    expect(textOf(rewritten(CLASS, 'run', 'class A {\n  async run(a) {\n    return 5;\n  }\n}\n'))).toContain('  async run(a) {\n    return 5;\n  }\n\n  stop() {}');
  });

  test('must not take a name that a class has: it might override', () => {
    expect(textOf(rewritten(CLASS, 'run', 'async run(a) {\n  return this.stop();\n}\n\nstop() {}'))).toMatch(/failure: the name `stop` is taken/);
  });

  test('of Python, the only one of a class too', () => {
    const source = 'import os\n\n\nclass A:\n    def run(self, a):\n        """Doc."""\n        if a:\n            return 1\n        return 2\n';
    const expected = 'import os\n\n\nclass A:\n    def run(self, a):\n        """Doc."""\n        return self._one() if a else 2\n\n    def _one(self):\n        return 1\n';
    expect(textOf(rewritten(source, 'run', 'def run(self, a):\n    """Doc."""\n    return self._one() if a else 2\n\ndef _one(self):\n    return 1\n', 'python'))).toBe(expected);
    expect(textOf(rewritten(source, 'run', '    def run(self, a):\n        """Doc."""\n        return self._one() if a else 2\n\n    def _one(self):\n        return 1\n', 'python'))).toBe(expected);
  });
});

test('Python: new functions stand in front, decorators stay', () => {
  const source = 'import os\n\n\n@cached\ndef f(x, *, y=1):\n    if x:\n        return y\n    return os.sep\n';
  expect(textOf(rewritten(source, 'f', '@cached\ndef f(x, *, y=1):\n    return _g(y) if x else os.sep\n\n\ndef _g(x):\n    return x\n', 'python'))).toBe(
    'import os\n\n\ndef _g(x):\n    return x\n\n\n@cached\ndef f(x, *, y=1):\n    return _g(y) if x else os.sep\n',
  );
  expect(textOf(rewritten(source, 'f', 'def f(x, *, y=1):\n    return y\n', 'python'))).toMatch(/failure: the declaration of `f` must stay `@cached def f\(x, \*, y=1\)`/);
});

test('arrow functions and inner functions are replaced where they stand', () => {
  expect(textOf(rewritten('export const f = (a: string): number => {\n  if (a) return 1;\n  return 2;\n};\n', 'f', 'export const f = (a: string): number => (a ? 1 : 2);\n', 'typescript'))).toBe('export const f = (a: string): number => (a ? 1 : 2);\n');
  expect(textOf(rewritten('function outer() {\n  function inner(a) {\n    if (a) return 1;\n    return 2;\n  }\n  return inner;\n}\n', 'inner', 'function inner(a) {\n  return a ? 1 : two();\n}\n\nfunction two() {\n  return 2;\n}'))).toBe(
    'function outer() {\n  function inner(a) {\n    return a ? 1 : two();\n  }\n\n  function two() {\n    return 2;\n  }\n  return inner;\n}\n',
  );
});

describe('what callers would notice is told back', () => {
  test.each([
    ['another name', 'function read(a, b = 1) {\n  return x;\n}', 'declares `parse` not at all'],
    ['fewer parameters', 'function parse(a) {\n  return x;\n}', 'must stay `function parse(a, b = 1)`; the code has `function parse(a)`'],
    ['another default', 'function parse(a, b = 2) {\n  return x;\n}', 'must stay'],
    ['async', 'async function parse(a, b = 1) {\n  return x;\n}', 'the code has `async function parse(a, b = 1)`'],
    ['a generator', 'function* parse(a, b = 1) {\n  yield x;\n}', 'must stay'],
    ['an arrow function', 'const parse = (a, b = 1) => x;', 'must stay'],
    ['twice', 'function parse(a, b = 1) {\n  return x;\n}\nfunction parse(a, b = 1) {\n  return x;\n}', '2 times'],
    ['a new import', "import y from 'y';\nfunction parse(a, b = 1) {\n  return y;\n}", 'holds more than functions: `import statement`'],
    ['a package loaded inside', "function parse(a, b = 1) {\n  return require('fs');\n}", 'loads `fs`'],
    ['a new export', 'function parse(a, b = 1) {\n  return one();\n}\nexport function one() {\n  return 1;\n}', 'new `one` is exported'],
    ['a taken name', 'function parse(a, b = 1) {\n  return other();\n}\nfunction other() {\n  return 1;\n}', 'name `other` is taken'],
    ['something done on loading', 'function parse(a, b = 1) {\n  return x;\n}\nparse(1);', 'holds more than functions'],
    ['a constant that does something', 'const ONE = start();\nfunction parse(a, b = 1) {\n  return ONE;\n}', 'loading the file would do something'],
    ['prose', 'I would rather not.', 'does not parse'],
    ['a part', 'function parse(a, b = 1) {\n  return x;', 'does not parse'],
    ['the same', 'function parse(a, b = 1) {\n  if (a) { if (b) { return 1; } }\n  return x;\n}', 'the same as before'],
  ])('%s', (_what, code, reason) => {
    const result = rewritten(MODULE, 'parse', code);
    expect(textOf(result)).toContain(reason);
    expect(result.type === 'failure' ? result.remedy : '').toMatch(/\.$/);
  });

  test('Python: yielding, and the docstring', () => {
    const source = 'def f(x):\n    """Doc."""\n    return x\n';
    expect(textOf(rewritten(source, 'f', 'def f(x):\n    """Doc."""\n    yield x\n', 'python'))).toContain('must not become a generator');
    expect(textOf(rewritten(source, 'f', 'def f(x):\n    return x + 0\n', 'python'))).toContain('docstring');
  });
});

/** Pieces that answers are made of, in any order and number. */
const piece = fc.constantFrom(
  'function parse(a, b = 1) {\n  return a ? b : x;\n}\n', 'export function parse(a, b = 1) {\n  return one(a);\n}\n', 'function one(a) {\n  return a;\n}\n', 'const two = 2;\n', 'const three = (a) => a;\n', '// A comment.\n',
  "import y from 'y';\n", 'export ', 'async ', 'class A {}\n', 'parse(1);\n', '}\n', '{', '`', '/*', '\u0000', "'use strict';\n", 'let z;\n', '@decorated\n',
);

test('whatever the answer holds, nothing throws, and nothing outside the function changes but for what stands beside it', () => {
  fc.assert(fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: piece }, { weight: 1, arbitrary: fc.string() }), { maxLength: 6 }), (pieces) => {
    const result = rewritten(MODULE, 'parse', pieces.join(''));
    if (result.type === 'failure') return;
    expect(result.text.startsWith("import x from 'x';\n\n")).toBe(true);
    expect(result.text.endsWith('}\n\nexport const other = 1;\n')).toBe(true);
    expect(result.text).toContain('/** Doc. */\nexport function parse(a, b = 1) {');
    const { exports } = syntax.parse('javascript', result.text, readModule);
    expect(exports.map(({ exported }) => exported)).toEqual(['parse', 'other']);
  }), { numRuns: 500 });
});
