import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { PROBE_MESSAGE, probeOf, type ProbePlace } from '../../../src/core/generate/probe.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'tsx', 'python']));
const probed = (text: string, place: ProbePlace, language: Language = 'javascript'): string | null => probeOf(text, language, place, syntax);

describe('JavaScript that is broken throws when the function is called, and only then', () => {
  test.each([
    ['a declaration', 'function f(a) {\n  return a;\n}\nresult = () => f(1);', { line: 2 }],
    ['a method', 'class A {\n  m(a) {\n    return a;\n  }\n}\nresult = () => new A().m(1);', { line: 3 }],
    ['an arrow with an expression', 'const f = (a) => a + 1;\nresult = () => f(1);', { name: 'f' }],
    ['an arrow with an object', 'const f = (a) => ({\n  a,\n});\nresult = () => f(1);', { line: 2 }],
    ['the innermost function', 'function f(xs) {\n  return xs.map((x) => {\n    return x;\n  });\n}\nresult = () => f([1]);', { line: 3 }],
    ['a function with a directive', "function f() {\n  'use strict';\n  return this;\n}\nresult = () => f();", { name: 'f' }],
    ['an empty function', 'function f() {}\nresult = () => f();', { name: 'f' }],
    ['a generator', 'function* f() {\n  yield 1;\n}\nresult = () => [...f()];', { line: 2 }],
  ] as const)('%s', (_, text, place) => {
    const broken = probed(text, place)!;
    const context: { result?: () => unknown } = {};
    vm.runInNewContext(broken, context);
    expect(() => context.result!()).toThrow(PROBE_MESSAGE);
    const untouched: { result?: () => unknown } = {};
    vm.runInNewContext(text, untouched);
    expect(() => untouched.result!()).not.toThrow();
  });

  test('module code throws when the module is loaded', () => {
    const broken = probed('const a = 1;\nconst b = [\n  a,\n];\n', { line: 3 })!;
    expect(broken).toBe(`const a = 1;\nthrow new Error("${PROBE_MESSAGE}");\nconst b = [\n  a,\n];\n`);
    expect(() => { vm.runInNewContext(broken); }).toThrow(PROBE_MESSAGE);
  });

  test.each(["import a from 'a';\n", "export { a } from 'a';\n", '// note\n'])('%j has nothing to break', (text) => {
    expect(probed(text, { line: 1 })).toBeNull();
  });
});

test('TypeScript keeps its types: nothing becomes unreachable', () => {
  expect(probed('export const f = (a: number) => a + 1;\n', { name: 'f' }, 'typescript')).toBe(`export const f = (a: number) => { if (Boolean(1)) throw new Error("${PROBE_MESSAGE}"); return (a + 1); };\n`);
  expect(probed('interface A {\n  b: string;\n}\n', { line: 2 }, 'typescript')).toBeNull();
});

describe('Python that is broken raises when the function is called, and only then', () => {
  test.each([
    ['a function', 'def f(a):\n    if a:\n        return a\n    return 0\n\n\ncall = lambda: f(1)\n', { line: 3 }],
    ['a function with a docstring', 'def f(a):\n    """Text."""\n    return a\n\n\ncall = lambda: f(1)\n', { name: 'f' }],
    ['nothing but a docstring', 'def f(a):\n    """Text."""\n\n\ncall = lambda: f(1)\n', { name: 'f' }],
    ['one line', 'def f(a): return a\ncall = lambda: f(1)\n', { line: 1 }],
    ['a method', 'class A:\n    def m(self):\n        return 1\n\n\ncall = lambda: A().m()\n', { line: 3 }],
    ['CRLF', 'def f(a):\r\n    return a\r\n\r\ncall = lambda: f(1)\r\n', { line: 2 }],
  ] as const)('%s', (_, text, place) => {
    const python = (source: string): string => spawnSync('python3', ['-c', `${source}\ntry:\n    call()\n    print("fine")\nexcept RuntimeError as e:\n    print(e)\n`], { encoding: 'utf8' }).stdout.trim();
    expect(python(probed(text, place, 'python')!)).toBe(PROBE_MESSAGE);
    expect(python(text)).toBe('fine');
  });
});
