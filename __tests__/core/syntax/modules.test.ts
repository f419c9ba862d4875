import { moduleOf } from './reading.ts';

test('imports of ES modules, with their kinds', async () => {
  const facts = await moduleOf('typescript', `import d, { a as b, type T } from './x.js';\nimport * as ns from 'y';\nimport type { U } from './z';\nimport './effect';\nimport q = require('q');\n`);
  expect(facts.imports.map((each) => [each.form, each.specifier, each.typeOnly, each.names.map((name) => `${name.imported}:${name.local}${name.typeOnly ? ':type' : ''}`)])).toEqual([
    ['import', './x.js', false, ['default:d', 'a:b', 'T:T:type']],
    ['import', 'y', false, ['*:ns']],
    ['import', './z', true, ['U:U:type']],
    ['import', './effect', false, []],
    ['equals', 'q', false, ['=:q']],
  ]);
});

test('requires: whole, destructured, one property, shared statements, lazy ones', async () => {
  const facts = await moduleOf('javascript', `'use strict';\nconst fs = require('fs'), p = require('path');\nconst { a, b: c } = require('./x');\nvar d = require('./y').d;\nrequire('./effect');\nfunction f() { return require('./lazy'); }\nmodule.exports = { f, g: 1, ...a };\n`);
  expect(facts.system).toBe('commonjs');
  expect(facts.directives).toEqual(['use strict']);
  expect(facts.imports.map((each) => [each.specifier, each.shared, each.names.map((name) => `${name.imported}:${name.local}`).join()])).toEqual([
    ['fs', true, '=:fs'], ['path', true, '=:p'], ['./x', false, 'a:a,b:c'], ['./y', false, 'd:d'], ['./effect', false, ''],
  ]);
  expect(facts.lazyImports).toEqual(['./lazy']);
  expect(facts.exports.map((each) => [each.form, each.exported, each.local])).toEqual([['object', 'f', 'f'], ['object', 'g', null], ['object', '...', null]]);
});

test('exports in every form', async () => {
  const esm = await moduleOf('typescript', `export function f() {}\nexport const a = 1, { b } = x;\nexport { f as g };\nexport type { T };\nexport { h } from './h';\nexport * from './all';\nexport * as ns from './ns';\nexport default f;\nexport class K {}\n`);
  expect(esm.exports.map((each) => [each.form, each.exported, each.local, each.source])).toEqual([
    ['declaration', 'f', 'f', null], ['declaration', 'a', 'a', null], ['declaration', 'b', 'b', null], ['list', 'g', 'f', null], ['list', 'T', 'T', null],
    ['from', 'h', null, './h'], ['star', '*', null, './all'], ['from', 'ns', null, './ns'], ['default', 'default', 'f', null], ['declaration', 'K', 'K', null],
  ]);
  const cjs = await moduleOf('javascript', `exports.a = a;\nmodule.exports.b = function () {};\n`);
  expect(cjs.exports.map((each) => [each.form, each.exported, each.local])).toEqual([['property', 'a', 'a'], ['property', 'b', null]]);
  expect((await moduleOf('javascript', 'module.exports = f;')).exports.map((each) => [each.form, each.local])).toEqual([['whole', 'f']]);
});

test('Python imports, __all__, main guard and future imports', async () => {
  const facts = await moduleOf('python', `"""Doc."""\nfrom __future__ import annotations\nimport os.path, sys as s\nfrom . import a, b as c\nfrom ..x.y import (d, e)\nfrom m import *\n__all__ = ["f", 'g']\ndef f():\n    from .lazy import z\nif __name__ == "__main__":\n    f()\n`);
  expect(facts.imports.map((each) => [each.form, each.specifier, each.wildcard, each.names.map((name) => `${name.imported}:${name.local}`).join()])).toEqual([
    ['module', 'os.path', false, '=:os'], ['module', 'sys', false, '*:s'], ['from', '.', false, 'a:a,b:c'], ['from', '..x.y', false, 'd:d,e:e'], ['from', 'm', true, ''],
  ]);
  expect([facts.directives, facts.mainGuard, facts.allList?.names, facts.headStatements, facts.impurity]).toEqual([['annotations'], true, ['f', 'g'], 2, null]);
  expect(facts.lazyImports).toEqual(['.lazy', '.lazy.z']);
});

test.each([
  ['imports, constants, functions and classes', `import a from 'a';\nconst RE = /x/g, n = 60 * 1000, t = \`a\${n}\`;\nexport const o = { a, b: [1, -2], f() { go(); } };\nlet state;\nexport default class A extends B { static x = 1; y = go(); }\n`],
  ['well-known makers', `const m = new Map([[1, 2]]);\nconst f = Object.freeze({ a: 1 });\nconst has = Object.prototype.hasOwnProperty;\nexports.f = f;\n`],
])('loading has no effect: %s', async (_, source) => {
  expect((await moduleOf('javascript', source)).impurity).toBeNull();
});

test.each([
  ['a call', 'start();', 'line 1 runs `start();`'],
  ['a call in a constant', 'const app = express();', 'line 1 runs `express()`'],
  ['a read of the environment', 'const d = process.env.DEBUG;', 'line 1 runs `process.env.DEBUG`'],
  ['a getter run by destructuring', 'const { a } = b;', 'line 1 runs `{ a } = b`'],
  ['a static block', 'class A { static { go(); } }', 'line 1 runs `class A { static { go(); } }`'],
  ['a redefined maker', 'class Map {}\nconst m = new Map();', 'line 2 runs `new Map()`'],
  ['a property assignment', 'f.cache = {};', 'line 1 runs `f.cache = {};`'],
  ['a condition', 'if (a) b();', 'line 1 runs `if (a) b();`'],
])('loading has an effect: %s', async (_, source, reason) => {
  expect((await moduleOf('javascript', source)).impurity).toBe(reason);
});

test.each([
  ['import re\nRE = re.compile("x")\nA: int = 1\nclass E(ValueError):\n    x = 1\n    def m(self): go()\n@dataclass(frozen=True)\nclass D:\n    a: int = 0\n@lru_cache\ndef f(x=(1, 2)): pass\nif TYPE_CHECKING:\n    from a import b\ntry:\n    import c\nexcept ImportError:\n    c = None\n__all__ += ["x"]\n', null],
  ['print("x")\n', 'line 1 runs `print("x")`'],
  ['app = Flask(__name__)\n', 'line 1 runs `Flask(__name__)`'],
  ['class M(models.Model):\n    pass\n', 'line 1 runs `class M(models.Model):`'],
  ['@app.route("/")\ndef f(): pass\n', 'line 1 runs `@app.route("/")`'],
  ['for x in y:\n    pass\n', 'line 1 runs `for x in y:`'],
  ['os.environ["A"] = "b"\n', 'line 1 runs `os.environ["A"] = "b"`'],
])('what loading a Python module does: %s', async (source, reason) => {
  expect((await moduleOf('python', source)).impurity).toBe(reason);
});

test('top-level functions: both forms, ranges, bodies, defaults', async () => {
  const facts = await moduleOf('javascript', `export async function f(a) { 'use strict'; return a; }\nconst g = (x) => x;\nconst h = 1, i = () => 2;\nif (x) { function j() {} }\n`);
  expect(facts.functions.map((each) => [each.name, each.form, each.bodyForm])).toEqual([['f', 'declaration', 'block'], ['g', 'variable', 'expression']]);
  expect(facts.functions[0]!.firstStatement).toBe(`export async function f(a) { 'use strict'; `.length);
  const python = await moduleOf('python', 'def f(a, *, b=[], **c):\n    """Doc."""\n    return a\n\ndef g(a=(1, -2), b: str = "x"):\n    return a\n');
  expect(python.functions.map((each) => [each.parameters, each.sharedDefault])).toEqual([[['a', '*', 'b', 'c'], true], [['a', 'b'], false]]);
});

test.each([
  ['a.js', `import { a } from "./a"\nimport {b} from "./b"\n\tx()\r\n`, { quote: '"', semicolons: false, eol: '\r\n', bracketSpacing: true, extension: 'none' }],
  ['b.js', `import {b} from './b.js';\nif (a) {\n    b();\n}\n`, { quote: "'", semicolons: true, indent: '    ', bracketSpacing: false, extension: 'as-emitted' }],
  ['c.ts', `import {b} from './b.ts';\n`, { extension: 'as-written' }],
  ['d.js', `function f() {\n\treturn 1\n}\n`, { semicolons: false, indent: '\t', extension: null }],
])('style of %s', async (path, source, expected) => {
  expect((await moduleOf(path.endsWith('.ts') ? 'typescript' : 'javascript', source)).style).toMatchObject(expected);
});
