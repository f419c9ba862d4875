import fc from 'fast-check';

import type { Language } from '../../../src/core/model/code.ts';
import { addExport } from '../../../src/core/syntax/edit-exports.ts';
import { addImport, removeImports } from '../../../src/core/syntax/edit-imports.ts';
import { placeInOrder } from '../../../src/core/syntax/edit-lists.ts';
import { specifierFor } from '../../../src/core/syntax/specifiers.ts';
import { applyTextEdits, removeStatement } from '../../../src/core/syntax/text-edits.ts';
import { moduleOf } from './reading.ts';

async function importing(language: Language, source: string, imported: string, specifier: string, local = imported): Promise<string> {
  const facts = await moduleOf(language, source);
  return applyTextEdits(source, addImport(source, facts, { specifier, imported, local, same: (each) => each === specifier }));
}

test.each<[string, Language, string, string]>([
  ['joins a sorted list', 'javascript', `import { a, z } from './x';\n`, `import { a, f, z } from './x';\n`],
  ['joins an unsorted list at its end', 'javascript', `import { z, a } from './x';\n`, `import { z, a, f } from './x';\n`],
  ['joins a list over several lines', 'javascript', `import {\r\n\ta,\r\n\tg,\r\n} from './x';\r\n`, `import {\r\n\ta,\r\n\tf,\r\n\tg,\r\n} from './x';\r\n`],
  ['joins one name on a line of its own', 'javascript', `import {\n  a\n} from './x'\n`, `import {\n  a,\n  f\n} from './x'\n`],
  ['joins a default import', 'javascript', `import x from './x';\n`, `import x, { f } from './x';\n`],
  ['does not touch type imports', 'typescript', `import type { T } from './x';\n`, `import type { T } from './x';\nimport { f } from './x';\n`],
  ['follows sorted neighbours', 'javascript', `import a from 'a';\n\nimport b from './b';\nimport y from './y';\n`, `import a from 'a';\n\nimport b from './b';\nimport { f } from './x';\nimport y from './y';\n`],
  ['stands behind the last import, without semicolons and with double quotes', 'javascript', `import a from "a"\nimport {b} from "b"\nf()\n`, `import a from "a"\nimport {b} from "b"\nimport { f } from "./x"\nf()\n`.replace('{ f }', '{f}')],
  ['stands behind licence and directive', 'javascript', `// Copyright me\n'use client';\n\n/** Doc. */\nexport const a = 1;\n`, `// Copyright me\n'use client';\n\nimport { f } from './x';\n\n/** Doc. */\nexport const a = 1;\n`],
  ['stands below what switches type checking on', 'javascript', `// @ts-check\nexport function a() {\n  return 1;\n}\n`, `// @ts-check\nimport { f } from './x';\n\nexport function a() {\n  return 1;\n}\n`],
  ['stands below what switches a linter off', 'javascript', `/* eslint-disable no-console */\nconsole.log(1);\n`, `/* eslint-disable no-console */\nimport { f } from './x';\n\nconsole.log(1);\n`],
  ['ends in a semicolon where statements do, whatever comments end in', 'javascript', `// one word\n// and two words\n// and three words\nrun();\n`, `import { f } from './x';\n\n// one word\n// and two words\n// and three words\nrun();\n`],
  ['joins a destructured require', 'javascript', `const { a } = require('./x');\nmodule.exports = {};\n`, `const { a, f } = require('./x');\nmodule.exports = {};\n`],
  ['stands among the requires', 'javascript', `'use strict'\r\nconst fs = require('fs')\r\nconst y = require('./y')\r\n\r\nrun()\r\nconst z = require('./z')\r\n`, `'use strict'\r\nconst fs = require('fs')\r\nconst y = require('./y')\r\nconst { f } = require('./x')\r\n\r\nrun()\r\nconst z = require('./z')\r\n`],
  ['speaks old JavaScript', 'javascript', `var y = require('./y');\n`, `var y = require('./y');\nvar f = require('./x').f;\n`],
])('import %s', async (_, language, source, expected) => {
  expect(await importing(language, source, 'f', './x')).toBe(expected);
});

test.each<[string, string, string]>([
  ['joins', 'from .x import a, g\n', 'from .x import a, f, g\n'],
  ['joins in parentheses', 'from .x import (\n    a,\n    b,\n)\n', 'from .x import (\n    a,\n    b,\n    f,\n)\n'],
  ['follows sorted neighbours', 'import os\n\nfrom .a import b\nfrom .y import z\n', 'import os\n\nfrom .a import b\nfrom .x import f\nfrom .y import z\n'],
  ['stands behind docstring and future', '"""Doc."""\nfrom __future__ import annotations\n\n\ndef g():\n    pass\n', '"""Doc."""\nfrom __future__ import annotations\n\n\nfrom .x import f\n\n\ndef g():\n    pass\n'],
])('Python import %s', async (_, source, expected) => {
  expect(await importing('python', source, 'f', '.x')).toBe(expected);
});

test('aliases are written as each system writes them', async () => {
  expect(await importing('javascript', `import a from 'a';\n`, 'f', './x', 'g')).toContain(`import { f as g } from './x';`);
  expect(await importing('javascript', `const a = require('a');\n`, 'f', './x', 'g')).toContain(`const { f: g } = require('./x');`);
  expect(await importing('javascript', `const a = require('a');\n`, '=', './x', 'g')).toContain(`const g = require('./x');`);
  expect(await importing('javascript', `import a from 'a';\n`, 'default', './x', 'g')).toContain(`import g from './x';`);
  expect(await importing('python', `import a\n`, 'f', 'x', 'g')).toContain('from x import f as g');
});

test.each<[Language, string, readonly string[], string | null]>([
  ['javascript', `import { a, b, c } from 'x';\nf();\n`, ['b'], `import { a, c } from 'x';\nf();\n`],
  ['javascript', `import { a, b, c } from 'x';\nf();\n`, ['a', 'c'], `import { b } from 'x';\nf();\n`],
  ['javascript', `import a from 'a';\nimport b from 'b';\n\nf();\n`, ['b'], `import a from 'a';\n\nf();\n`],
  ['javascript', `import a from 'a';\n\nf();\n`, ['a'], `f();\n`],
  ['javascript', `import d, { a } from 'x';\n`, ['a'], `import d from 'x';\n`],
  ['javascript', `const { a, b } = require('x');\nconst c = require('c');\n`, ['b', 'c'], `const { a } = require('x');\n`],
  ['javascript', `const a = require('a'), b = require('b');\n`, ['b'], null],
  ['python', 'import os, re\nfrom a import (\n    b,\n    c,\n)\n', ['re', 'c'], 'import os\nfrom a import (\n    b,\n)\n'],
])('removing imports: %s %s', async (language, source, gone, expected) => {
  const facts = await moduleOf(language, source);
  const edits = removeImports(source, facts, new Set(gone));
  expect(edits === null ? null : applyTextEdits(source, edits)).toBe(expected);
});

test.each<[string, Language, string, string | null]>([
  ['an export keyword', 'javascript', `export const a = 1;\n\nfunction f() {}\n`, `export const a = 1;\n\nexport function f() {}\n`],
  ['an entry of the list', 'javascript', `function f() {}\nconst a = 1, g = 2;\nexport { a, g };\n`, `function f() {}\nconst a = 1, g = 2;\nexport { a, f, g };\n`],
  ['an entry of module.exports', 'javascript', `function f() {}\nmodule.exports = {\n  b,\n  a,\n};\n`, `function f() {}\nmodule.exports = {\n  b,\n  a,\n  f,\n};\n`],
  ['a property of exports', 'javascript', `function f() {}\nexports.a = a\n\nrest()\n`, `function f() {}\nexports.a = a\nexports.f = f\n\nrest()\n`],
  ['nothing for a single value', 'javascript', `function f() {}\nmodule.exports = a;\n`, null],
  ['nothing where the constant comes too late', 'javascript', `module.exports = { a };\nconst f = () => 1;\n`, null],
  ['an entry of __all__', 'python', `__all__ = ["a", "g"]\ndef f(): pass\n`, `__all__ = ["a", "f", "g"]\ndef f(): pass\n`],
])('export: %s', async (_, language, source, expected) => {
  const facts = await moduleOf(language, source);
  const edits = addExport(source, facts, facts.functions.find((each) => each.name === 'f')!);
  expect(edits === null ? null : applyTextEdits(source, edits)).toBe(expected);
});

test.each<[string, Language, string, string | null]>([
  ['with its comment, between neighbours', 'javascript', `a();\n\n/** Doc. */\nfunction f() {}\n\nb();\n`, `a();\n\nb();\n`],
  ['at the end of the file', 'javascript', `a();\r\n\r\nfunction f() {}\r\n`, `a();\r\n`],
  ['at the head of the file, under a licence', 'javascript', `// Copyright me\n\n// Doc.\nfunction f() {}\n\nb();\n`, `// Copyright me\n\nb();\n`],
  ['with a comment behind it', 'javascript', `a();\nfunction f() {} // end\nb();\n`, `a();\nb();\n`],
  ['not where it shares its line', 'javascript', `function f() {} a();\n`, null],
  ['keeping the larger gap', 'python', `import a\n\ndef f():\n    pass\n\n\ndef g():\n    pass\n`, `import a\n\n\ndef g():\n    pass\n`],
])('removing a statement %s', async (_, language, source, expected) => {
  const facts = await moduleOf(language, source);
  const edit = removeStatement(source, facts.functions[0]!, facts.comments);
  expect(edit === null ? null : applyTextEdits(source, [edit])).toBe(expected);
});

test('relative specifiers in each style', () => {
  const none = new Set<string>();
  const write = (from: string, to: string, extension: 'none' | 'as-emitted' | 'as-written'): string => specifierFor(from, to, { extension, relative: false }, none);
  expect(write('src/a.js', 'src/b.js', 'none')).toBe('./b');
  expect(write('src/x/a.ts', 'src/b.ts', 'as-emitted')).toBe('../b.js');
  expect(write('src/x/a.ts', 'src/y/z/b.tsx', 'as-written')).toBe('../y/z/b.tsx');
  expect(write('src/x/a.js', 'src/y/index.js', 'none')).toBe('../y');
  expect(write('src/a.mjs', 'src/b.mjs', 'none')).toBe('./b.mjs');
  const files = new Set(['lib/pkg/__init__.py', 'lib/pkg/sub/__init__.py', 'lib/pkg/sub/a.py', 'lib/pkg/b.py']);
  expect(specifierFor('lib/pkg/sub/a.py', 'lib/pkg/b.py', { extension: 'none', relative: true }, files)).toBe('..b');
  expect(specifierFor('lib/pkg/b.py', 'lib/pkg/sub/a.py', { extension: 'none', relative: true }, files)).toBe('.sub.a');
  expect(specifierFor('lib/pkg/b.py', 'lib/pkg/sub/a.py', { extension: 'none', relative: false }, files)).toBe('pkg.sub.a');
});

test('edits leave everything else to the byte', () => {
  fc.assert(fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), (source, a, b, text) => {
    const [start, end] = [a % (source.length + 1), b % (source.length + 1)].sort((x, y) => x - y) as [number, number];
    expect(applyTextEdits(source, [{ start, end, text }])).toBe(source.slice(0, start) + text + source.slice(end));
  }));
  expect(() => applyTextEdits('abc', [{ start: 0, end: 2, text: '' }, { start: 1, end: 3, text: '' }])).toThrow('overlap');
});

test('an ordered list stays ordered, any other grows at its end', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 2 }), fc.stringMatching(/^[a-z]{1,6}$/), (keys, key) => {
    const sorted = [...keys].sort();
    expect([...sorted].toSpliced(placeInOrder(sorted, key), 0, key)).toEqual([...sorted, key].sort());
  }));
  expect(placeInOrder(['b', 'a', 'c'], 'a')).toBe(3);
});
