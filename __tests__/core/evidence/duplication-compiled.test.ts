/** Duplication and complexity of a change in Go, Rust and Java. */
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { codeMetrics } from '../../../src/core/evidence/code-metrics.ts';
import { duplicatedLines } from '../../../src/core/evidence/duplication.ts';
import { factsOf } from '../../../src/core/knowledge/facts.ts';
import type { CodeRecord, FileFacts, Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const file = (path: string, source: string, language: Language): FileFacts =>
  syntax.parse(language, source, (tree) => {
    if (tree.root.hasError) throw new Error(`does not parse: ${source}`);
    return factsOf(path, `${path}:${source}`, tree, () => null);
  });
const records = (...files: readonly FileFacts[]): readonly CodeRecord[] => files.flatMap((each) => each.records);

/** A run of 60 tokens on six lines. */
const run = (end = ';'): string => Array.from({ length: 6 }, (_, i) => `  total += rate(${i}) * 2 + x${end}`).join('\n');
const SHAPES: readonly (readonly [Language, string, (name: string, body: string) => string])[] = [
  ['go', '', (name, body) => `package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc ${name}() {\n${body}\n}\n`],
  ['rust', ';', (name, body) => `use std::fmt;\nuse std::io;\n\nfn ${name}() {\n${body}\n}\n`],
  ['java', ';', (name, body) => `package a;\n\nimport java.util.List;\n\nclass A {\n  void ${name}() {\n${body}\n  }\n}\n`],
];

test.each(SHAPES)('%s: a run of 50 tokens in another function counts with the lines that it fills, comments and quotes apart', (language, end, shaped) => {
  const one = file('one', shaped('one', `first();\n${run(end)}`), language);
  const other = file('other', shaped('other', `second(1, 2);\n${run(end).replaceAll('x', 'x /* why */').replace('\n', ' // so\n\n')}`), language);
  expect(duplicatedLines(records(other), records(one))).toBe(7);
  expect(duplicatedLines(records(file('third', shaped('third', `first();\n${run(end).replaceAll('rate', 'price')}`), language)), records(one))).toBe(0);
});

test.each(SHAPES)('%s: package and import lines are in no function, so they are no copies', (language, _, shaped) => {
  expect(duplicatedLines(records(file('one', shaped('one', 'first();'), language)), records(file('other', shaped('other', 'second();'), language)))).toBe(0);
});

test('languages do not share runs', () => {
  const [go, rust, java] = SHAPES.map(([language, end, shaped]) => records(file('x', shaped('one', `first();\n${run(end)}`), language)));
  expect([duplicatedLines(go!, [...rust!, ...java!]), duplicatedLines(rust!, [...go!, ...java!]), duplicatedLines(java!, [...go!, ...rust!])]).toEqual([0, 0, 0]);
});

describe("Go's error checks", () => {
  const steps = (names: readonly string[], zero: string): string => names.map((name) => `\t${name[0]}, err := ${name}(ctx)\n\tif err != nil {\n\t\treturn ${zero}err\n\t}`).join('\n');
  const go = (name: string, body: string): FileFacts => file(name, `package a\n\nfunc ${name}() (*T, error) {\n${body}\n\treturn nil, nil\n}\n`, 'go');

  test('are no tokens: functions that share only them share nothing', () => {
    const one = go('one', steps(['open', 'read', 'parse', 'check', 'store'], 'nil, '));
    const other = go('other', steps(['dial', 'send', 'await', 'decode', 'apply'], 'nil, '));
    expect(duplicatedLines(records(other), records(one))).toBe(0);
    // Six calls of the same names in the same order are a copy, with or without the checks between them.
    const names = ['open', 'read', 'parse', 'check', 'store', 'flush', 'close', 'forget'];
    expect(duplicatedLines(records(go('third', `\tbegin()\n${steps(names, 'nil, ')}`)), records(go('fourth', `\tstart(1)\n${steps(names, 'nil, ')}`)))).toBeGreaterThanOrEqual(8);
  });

  test('count where they say more than to hand the error on', () => {
    const wrapped = Array.from({ length: 6 }, (_, i) => `\tif err != nil {\n\t\treturn nil, fmt.Errorf("step ${i}: %w", err)\n\t}`).join('\n');
    expect(duplicatedLines(records(go('one', `\tbegin()\n${wrapped}`)), records(go('other', `\tstart(1)\n${wrapped}`)))).toBeGreaterThanOrEqual(18);
  });
});

test('Rust: lifetimes are no strings, raw strings and nested quotes are', () => {
  const body = (call: string): string => `${call}\n  let a: &'static str = r#"say "hi" // no comment"#; let c = '\\''; let d = '"'; // it's
  let b: Holder<'_, 'static> = Holder::new(a, b'x', "it's");\n${run()}`;
  const rust = (name: string, call: string): FileFacts => file(name, `fn ${name}<'a>(x: &'a str) -> &'a str {\n${body(call)}\n  x\n}\n`, 'rust');
  expect(duplicatedLines(records(rust('other', 'second(1, 2);')), records(rust('one', 'first();')))).toBe(10);
});

test('Java: text blocks are strings', () => {
  const java = (name: string, call: string, text: string): FileFacts => file(name, `class A {\n  void ${name}() {\n    ${call}\n    String s = """\n      it's "${text}" // text\n      """;\n${run()}\n  }\n}\n`, 'java');
  expect(duplicatedLines(records(java('b', 'second(1, 2);', 'x')), records(java('a', 'first();', 'x')))).toBeGreaterThan(duplicatedLines(records(java('b', 'second(1, 2);', 'y')), records(java('a', 'first();', 'x'))));
});

test('a change is measured: what it touches, against what it was', () => {
  const before = [file('a.rs', 'fn f(x: i32) -> i32 { x }\n\n#[cfg(test)]\nmod tests { fn g() { if a { } } }\n', 'rust')];
  const after = [file('a.rs', 'fn f(x: i32) -> i32 { if x > 0 { x } else { -x } }\n\n#[cfg(test)]\nmod tests { fn g() { if a { if b { } } } }\n', 'rust')];
  expect(codeMetrics(before, after)).toEqual({ functions: [{ path: 'a.rs', name: 'f', before: 0, after: 2 }], duplication: { before: 0, after: 0 } });
  const method = (body: string): readonly FileFacts[] => [file('b.go', `package a\n\nfunc (m *Money) Add(x int) int { ${body} }\n`, 'go')];
  expect(codeMetrics(method('return x'), method('for { if x > 0 { return x } }')).functions).toEqual([{ path: 'b.go', name: 'Money.Add', before: 0, after: 3 }]);
});
