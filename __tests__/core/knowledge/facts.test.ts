import fc from 'fast-check';

import { createSyntax } from '../../../src/adapters/syntax.ts';
import { factsOf } from '../../../src/core/knowledge/facts.ts';
import type { CodeRecord, FileFacts, Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'tsx', 'python']));

const facts = (language: Language, source: string): FileFacts =>
  syntax.parse(language, source, (tree) => factsOf('src/a.x', 'b10b', tree, (node) => `key of ${node.type}`));
const named = (file: FileFacts): Record<string, CodeRecord> => Object.fromEntries(file.records.map((each) => [each.name, each]));
const brief = (file: FileFacts): string[] =>
  file.records.map((r) => `${r.kind} ${r.container === null ? '' : `${r.container}.`}${r.name}${r.exported ? ' exported' : ''}${r.topLevel ? ' top' : ''}`);

describe('JavaScript and TypeScript', () => {
  test('functions in every way of declaring them', () => {
    const file = facts('javascript', `
function plain() {}
export function named() {}
export default async function () {}
export const arrow = (a) => a, second = function* () {};
const wrapped = (function inner() {});
async function* generator() { function nested() {} const local = () => 1; }
if (x) { function conditional() {} }
run(() => { const deep = () => {}; });
const notAFunction = run(function callback() {});
`);
    expect(brief(file)).toEqual([
      'function plain top', 'function named exported top', 'function default exported top', 'function arrow exported top', 'function second exported top',
      'function wrapped top', 'function generator top', 'function nested', 'function local', 'function conditional', 'function deep',
    ]);
  });

  test('classes, methods, fields, objects', () => {
    const file = facts('typescript', `
export class A<T> extends B implements C {
  constructor(private x: T) { super(); }
  static async make(): Promise<void> {}
  get value() { return 1; }
  #hidden() {}
  'quoted name' = () => 2;
  field = 3;
  abstractless?(): void;
}
abstract class Q { abstract m(): void; n() {} }
const E = class { o() {} };
const table = { p() {}, q: (a: number) => a, r: 1, deep: { s() {} } };
export default class { t() {} }
function over(a: string): void;
function over(a: unknown): void {}
declare function ambient(): void;
`);
    expect(brief(file)).toEqual([
      'class A exported top', 'method A.constructor', 'method A.make', 'method A.value', 'method A.#hidden', 'method A.quoted name', 'class Q top', 'method Q.n',
      'class E top', 'method E.o', 'method table.p', 'method table.q', 'method table.s', 'class default exported top', 'method default.t', 'function over top',
    ]);
    expect(named(file)['A']!.cloneKey).toBeNull();
    expect(named(file)['A']!.signature).toBe('class A<T> extends B implements C');
    expect(named(file)['make']!.cloneKey).toBe('key of method_definition');
  });

  test('exports by list, by default name and in CommonJS', () => {
    expect(brief(facts('javascript', 'function a() {}\nconst b = () => {};\nfunction c() {}\nexport { a, b as z };\nexport default c;\nexport { d } from "./d.js";'))).toEqual([
      'function a exported top', 'function b exported top', 'function c exported top',
    ]);
    expect(brief(facts('javascript', `
function a() {} function b() {} function hidden() {}
module.exports = { a, bee: b, c() {}, d: function () {} };
exports.e = function e() {};
module.exports.f = () => {};
Thing.prototype.g = function () {};
app.use = function use() {};
exports.h = hidden2; function hidden2() {}
function Ctor() { this.i = function () {}; }
`))).toEqual([
      'function a exported top', 'function b exported top', 'function hidden top', 'method c', 'method d', 'function e exported top', 'function f exported top', 'method Thing.g',
      'method app.use', 'function hidden2 exported top', 'function Ctor top', 'method this.i',
    ]);
  });

  test('imports as written: ESM, re-exports, require, dynamic, TypeScript', () => {
    const source = `import a from './a.js'; import 'side'; import type { T } from "t"; export * from './b.js'; export { c } from './c.js';
const d = require('d'); const { e } = require(\`no\${x}\`); async function f() { await import('./g.js'); require('./a.js'); } import h = require('h');`;
    expect(facts('typescript', source).imports).toEqual(['./a.js', 'side', 't', './b.js', './c.js', 'd', './g.js', 'h']);
  });

  test('documentation directly above, as plain text', () => {
    const file = named(facts('typescript', `
// far away

/**
 * Adds numbers.
 *
 * @param a first
 */
export function add(a: number) {}
// one
// two
const lines = () => {};
call(); // trailing
function none() {}
// eslint-disable-next-line max-params
function directive() {}
class A {
  /** Of a method. */
  @dec()
  @other
  method() {}
}
`));
    expect(file['add']!.doc).toBe('Adds numbers.\n\n@param a first');
    expect(file['lines']!.doc).toBe('one\ntwo');
    expect([file['none']!.doc, file['directive']!.doc]).toEqual(['', '']);
    expect(file['method']!.doc).toBe('Of a method.');
  });

  test('signature, body, offsets, lines and complexity', () => {
    const source = "const x = '😀';\r\nexport async function pick<T>(\r\n  a: T,\r\n  b = { c: 1 },\r\n): Promise<T> {\r\n  return b ? a : b;\r\n}\r\n";
    const record = facts('typescript', source).records[0]!;
    expect(record).toMatchObject({ id: `b10b:${source.indexOf('async')}`, signature: 'async function pick<T>( a: T, b = { c: 1 }, ): Promise<T>', startLine: 2, endLine: 7, complexity: 1 });
    expect(source.slice(record.start, record.end)).toBe(record.body);
    const arrow = facts('tsx', 'const V = ({ a }: P): X => <b>{a}</b>;').records[0]!;
    expect([arrow.signature, arrow.body]).toEqual(['const V = ({ a }: P): X', 'const V = ({ a }: P): X => <b>{a}</b>;']);
    expect(facts('javascript', `function f(${'argument, '.repeat(90)}) {}`).records[0]!.signature).toHaveLength(200);
  });

  test('a file with a syntax error says so and keeps what can be read', () => {
    const file = facts('javascript', 'function good() {}\nfunction bad( {');
    expect(file.hasSyntaxError).toBe(true);
    expect(brief(file)).toContain('function good top');
  });
});

describe('Python', () => {
  const source = `from __future__ import annotations
import os, sys as s
from . import z
from ..a.b import c as d

@deco(lambda q: q)
async def first(a, *b) -> int:
    """Does it.

    At length.
    """
    def nested(): pass
    if a: return 1

def _private(): pass

# Above.
# Twice.
def commented(): return 1

class C(Base):
    'Holds.'
    def m(self): r'''Raw.'''
    @property
    def p(self):
        return 1
    class Inner:
        def n(self): import json

try:
    import fast
    def maybe(): pass
except ImportError:
    pass
`;

  test('functions, methods, classes', () => {
    const file = facts('python', source);
    expect(brief(file)).toEqual([
      'function first exported top', 'function nested', 'function _private top', 'function commented exported top', 'class C exported top', 'method C.m', 'method C.p',
      'class C.Inner', 'method Inner.n', 'function maybe',
    ]);
    expect(file.imports).toEqual(['__future__', 'os', 'sys', '.', '..a.b', 'json', 'fast']);
  });

  test('documentation, signatures, decorators', () => {
    const file = named(facts('python', source));
    expect(file['first']).toMatchObject({ doc: 'Does it.\n\nAt length.', signature: 'async def first(a, *b) -> int', startLine: 6, endLine: 13, complexity: 1, cloneKey: 'key of decorated_definition' });
    expect(file['first']!.body.startsWith('@deco')).toBe(true);
    expect([file['commented']!.doc, file['C']!.doc, file['m']!.doc, file['p']!.doc]).toEqual(['Above.\nTwice.', 'Holds.', 'Raw.', '']);
    expect([file['C']!.signature, file['p']!.signature]).toEqual(['class C(Base)', 'def p(self)']);
  });

  test('`__all__` decides what is exported', () => {
    expect(brief(facts('python', '__all__ = ["_a"]\ndef _a(): pass\ndef b(): pass\n'))).toEqual(['function _a exported top', 'function b top']);
    expect(brief(facts('python', '__all__ = names()\ndef _a(): pass\ndef b(): pass\n'))).toEqual(['function _a top', 'function b exported top']);
  });
});

test('any text gives records whose ids are unique and whose offsets cut out their bodies', () => {
  const pieces = ['function f(a) {', 'const g = () => ', 'class A {', 'm() {}', '}', ')', '(', '`${', "'", '// c\n', 'export ', 'default ', 'def p(x):\n  ', 'import(', 'module.exports = ', ' = ', ';', '\n', 'é😀'];
  fc.assert(fc.property(fc.constantFrom<Language>('javascript', 'typescript', 'tsx', 'python'), fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (language, parts) => {
    const text = parts.join('');
    const { records } = facts(language, text);
    expect(new Set(records.map((each) => each.id)).size).toBe(records.length);
    for (const each of records) expect(text.slice(each.start, each.end)).toBe(each.body);
  }), { numRuns: 300 });
});
