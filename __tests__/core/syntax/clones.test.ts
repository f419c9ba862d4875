import fc from 'fast-check';

import type { Language } from '../../../src/core/model/code.ts';
import { moduleOf, syntax } from './reading.ts';
import { cloneKeyOf } from '../../../src/core/syntax/clones.ts';

async function key(language: Language, source: string): Promise<string | null> {
  return (await moduleOf(language, source)).functions[0]?.cloneKey ?? null;
}

const PLAIN = `function isPlainObject(value) {
  if (value === null || typeof value !== 'object') return false;
  const proto = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype;
}`;

test('names, comments, quotes, semicolons and layout do not matter', async () => {
  const other = `export function isObj(x) // why
{ /* c */ if (x === null || typeof x !== "object") return false
  const p = Object.getPrototypeOf(
    x,
  )
  return p === null || p === Object.prototype }`;
  expect(await key('javascript', PLAIN)).toMatch(/^[0-9a-f]{64}$/);
  expect(await key('javascript', other)).toBe(await key('javascript', PLAIN));
});

test.each([
  ['another free name', PLAIN.replaceAll('Object.', 'Obj.')],
  ['another property', PLAIN.replace('Object.prototype', 'Object.proto')],
  ['another literal', PLAIN.replace("'object'", "'function'")],
  ['another operator', PLAIN.replace('||', '&&')],
  ['another use of the names', PLAIN.replace('getPrototypeOf(value)', 'getPrototypeOf(proto)')],
  ['parentheses', PLAIN.replace('proto === null ||', '(proto === null) ||')],
  ['async', PLAIN.replace('function', 'async function')],
  ['a typed language', PLAIN],
])('%s does matter', async (what, source) => {
  expect(await key(what === 'a typed language' ? 'typescript' : 'javascript', source)).not.toBe(await key('javascript', PLAIN));
});

test('shorthand properties keep the name that others see', async () => {
  const make = (a: string, entry: string): string => `function f(${a}) { const r = g(${a}); h(r); return [1, 2, 3, 4, 5, 6, r, { ${entry} }]; }`;
  const base = await key('javascript', make('a', 'a'));
  expect(base).not.toBeNull();
  expect(await key('javascript', make('b', 'b'))).not.toBe(base);
  expect(await key('javascript', make('b', 'a: b'))).toBe(base);
});

test('dropped separators never make two programs equal', async () => {
  const make = (middle: string): string => `function f(a, b) { let x = [1, 2, 3, 4, 5, 6, 7, 8]; x = a; ${middle} return [x, a, b, 1, 2, 3, 4, 5]; }`;
  expect(await key('javascript', make('b; (a);'))).not.toBe(await key('javascript', make('b(a);')));
  expect(await key('javascript', make('[a,,];'))).not.toBe(await key('javascript', make('[a,];')));
});

test('Python: docstring and names go, a one-element tuple stays', async () => {
  const make = (name: string, doc: string, last: string): string =>
    `def ${name}(text, sep="-"):\n${doc}    text = text.lower().strip()\n    parts = [p for p in text.split() if p]\n    found = ${last}\n    return sep.join(parts), found\n`;
  const base = await key('python', make('slugify', '', '(text,)'));
  expect(base).not.toBeNull();
  expect(await key('python', make('to_slug', '    """Doc."""\n', '(text,)').replaceAll('parts', 'words').replaceAll('"-"', "'-'"))).toBe(base);
  expect(await key('python', make('slugify', '', '(text)'))).not.toBe(base);
});

test('recursion is the own name', async () => {
  const make = (n: string): string => `function ${n}(x) { if (!x) return []; const [h, ...t] = x; return [h, ...${n}(t), h + 1, h + 2]; }`;
  expect(await key('javascript', make('a'))).toBe(await key('javascript', make('walk')));
});

test.each([
  ['tiny', 'javascript', 'function f(a) { return a + 1; }'],
  ['overloaded', 'typescript', `function isPlainObject(value: string): boolean;\n${PLAIN.replace('(value)', '(value: any)')}`],
  ['declared twice', 'python', `def f(x):\n    a = x.split("-")\n    b = [y for y in a if y]\n    return "".join(b), a, b, x, x, x\nf = g(f)\n`],
  ['decorated', 'python', `@cache\ndef f(x):\n    a = x.split("-")\n    b = [y for y in a if y]\n    return "".join(b), a, b, x, x, x\n`],
] as const)('no key: %s', async (_, language, source) => {
  expect((await moduleOf(language, source)).functions.filter((each) => each.cloneKey !== null)).toEqual([]);
});

test('methods have keys, getters, setters and constructors have none', async () => {
  const body = '{ const a = [1, 2, 3]; const b = a.map((x) => x + 1); return [a, b, a.length, b.length]; }';
  const keys = (await syntax()).parse('javascript', `class A { m(v) ${body} get g() ${body} set s(v) ${body} constructor(v) ${body} }`, (tree) =>
    tree.root.descendantsOfType('method_definition').map((node) => cloneKeyOf(node, tree) !== null));
  expect(keys).toEqual([true, false, false, false]);
});

test('any renaming of local names leaves the key alone', async () => {
  const parse = await syntax();
  const keyOf = (source: string): string | null => parse.parse('javascript', source, (tree) => cloneKeyOf(tree.root.namedChildren[0]!, tree));
  const name = fc.stringMatching(/^[a-z_$][A-Za-z0-9_$]{0,5}$/).filter((each) => !/^(do|if|in|of|as|is|for|let|new|try|var|case|else|enum|eval|null|this|true|void|with|await|break|catch|class|const|false|super|throw|while|yield|async|get|set|static)$/.test(each));
  const write = ([f, value, proto]: readonly string[]): string => PLAIN.replace('isPlainObject', () => f!).replaceAll('value', () => value!).replace(/\bproto\b/g, () => proto!);
  fc.assert(fc.property(fc.uniqueArray(name, { minLength: 3, maxLength: 3 }), (names) => {
    expect(keyOf(write(names))).toBe(keyOf(PLAIN));
  }));
});
