import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import { Language as Grammar, Parser, type Node } from 'web-tree-sitter';

import { DEPTH_LIMIT } from '../../src/adapters/syntax-copy.ts';
import { createSyntax, PARSE_LIMIT } from '../../src/adapters/syntax.ts';
import { InfrastructureError } from '../../src/core/errors.ts';
import { LANGUAGES } from '../../src/core/model/code.ts';
import type { SyntaxNode } from '../../src/core/ports.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(LANGUAGES));

const all = (node: SyntaxNode): SyntaxNode[] => [node, ...node.children.flatMap(all)];

/** All that a node says, for it and what is below it; an ERROR without children has an error here, which the runtime denies. */
function flat(node: SyntaxNode | Node): unknown[] {
  const { type, startIndex, endIndex, startPosition, endPosition, isNamed, isExtra, isError, isMissing, hasError } = node;
  const fields = node.children.map((_, i) => node.fieldNameForChild(i));
  const own = [type, startIndex, endIndex, startPosition, endPosition, isNamed, isExtra, isError, isMissing, isError || hasError, fields.map((field) => field ?? null)];
  return [own, ...node.children.flatMap((child) => flat(child))];
}

describe('parse', () => {
  test.each([
    ['javascript', 'export const f = (a) => a?.b ?? 1;\n', 'program'],
    ['typescript', 'export function f<T>(a: T): T { return a satisfies T; }\n', 'program'],
    ['tsx', 'export const V = (p: P) => <a href={p.x}>{p.y}</a>;\n', 'program'],
    ['python', 'def f(a: int) -> int:\n    match a:\n        case _: return a\n', 'module'],
  ] as const)('reads modern %s', (language, source, type) => {
    syntax.parse(language, source, ({ root, language: parsed }) => {
      expect([parsed, root.type, root.hasError]).toEqual([language, type, false]);
      expect(root.text).toBe(source);
    });
  });

  test('gives fields, positions, neighbours and parents', () => {
    syntax.parse('javascript', '// hi\nfunction add(a, b) {\n  return a + b;\n}\n', ({ root }) => {
      const [comment, declaration] = root.namedChildren;
      expect([comment!.type, comment!.isExtra, declaration!.isExtra]).toEqual(['comment', true, false]);
      expect(declaration!.childForFieldName('name')!.text).toBe('add');
      expect(declaration!.childForFieldName('nothing')).toBeNull();
      expect(declaration!.previousSibling).toBe(comment);
      expect(comment!.nextSibling).toBe(declaration);
      expect(declaration!.parent).toBe(root);
      expect(declaration!.startPosition).toEqual({ row: 1, column: 0 });
      expect(declaration!.endPosition).toEqual({ row: 3, column: 1 });
      expect(declaration!.children.map((_, i) => declaration!.fieldNameForChild(i))).toEqual([null, 'name', 'parameters', 'body']);
      expect(root.descendantsOfType(['identifier']).map((node) => node.text)).toEqual(['add', 'a', 'b', 'a', 'b']);
      expect(root.descendantsOfType('binary_expression')[0]!.isNamed).toBe(true);
    });
  });

  test('gives all children of a field that repeats', () => {
    syntax.parse('python', 'import a.b, c as d\n', ({ root }) => {
      expect(root.namedChildren[0]!.childrenForFieldName('name').map((node) => node.text)).toEqual(['a.b', 'c as d']);
    });
  });

  test('counts offsets and columns in UTF-16 units', () => {
    const source = "const s = '😀é';\r\nconst t = s;\r\n";
    syntax.parse('typescript', source, ({ root }) => {
      const name = root.namedChildren[1]!.descendantsOfType('identifier')[0]!;
      expect(name.startIndex).toBe(source.indexOf('t = s'));
      expect(name.startPosition).toEqual({ row: 1, column: 6 });
    });
  });

  test('marks errors and missing tokens on the way up to the root and nowhere else', () => {
    syntax.parse('javascript', 'const fine = 1;\nif (x { }\n', ({ root }) => {
      expect(root.hasError).toBe(true);
      expect(root.namedChildren[0]!.hasError).toBe(false);
      expect(all(root).filter((node) => node.isMissing).map((node) => node.type)).toEqual([')']);
    });
    syntax.parse('javascript', 'let a = ) 1;\n', ({ root }) => {
      const error = all(root).find((node) => node.isError)!;
      expect([error.type, error.hasError, error.parent!.hasError]).toEqual(['ERROR', true, true]);
    });
  });

  test('keeps the tree readable after use, and a throwing use does no harm', () => {
    const kept = syntax.parse('javascript', 'f(1);', ({ root }) => root);
    expect(() => syntax.parse('javascript', 'g(2);', () => { throw new RangeError('mine'); })).toThrow('mine');
    expect(kept.namedChildren[0]!.text).toBe('f(1);');
  });

  test('does not grow without bound over many parses', () => {
    const source = 'const a = [1, 2, 3];\n'.repeat(2_000);
    for (let i = 0; i < 5; i++) syntax.parse('javascript', source, ({ root }) => root.id);
    const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 20; i++) syntax.parse('javascript', source, ({ root }) => root.id);
    const grown = process.memoryUsage().external + process.memoryUsage().arrayBuffers - before;
    expect(grown).toBeLessThan(16_000_000);
  });

  test('refuses what is too deep or too long with a remedy, and goes on working', () => {
    const refused = (source: string): unknown => {
      try {
        return syntax.parse('javascript', source, ({ root }) => root.type);
      } catch (error) {
        return error;
      }
    };
    const deep = refused('['.repeat(DEPTH_LIMIT + 1) + ']'.repeat(DEPTH_LIMIT + 1));
    expect(deep).toBeInstanceOf(InfrastructureError);
    expect((deep as Error).message).toContain(`deeper than ${DEPTH_LIMIT} levels at line 1`);
    expect(refused(' '.repeat(PARSE_LIMIT + 1))).toBeInstanceOf(InfrastructureError);
    expect(refused(`x = ${'1 + '.repeat(1_000)}1`)).toBe('program');
    expect(refused('('.repeat(50_000))).toBe('ERROR');
    expect(refused('')).toBe('program');
  });

  test("a copied tree equals the runtime's own, node for node, in sound and in broken code", async () => {
    const wasm = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm');
    const parser = new Parser().setLanguage(await Grammar.load(readFileSync(wasm)));
    const sound = readFileSync(resolve(import.meta.dirname, '../../src/adapters/syntax-copy.ts'), 'utf8');
    const more = 'class A { static get b() { return c as const; } }\nif (d in e && !(f instanceof G)) `x${h?.[0]}y`;\ntype T = typeof k[number];\n';
    for (const source of [sound, more, sound.slice(0, -2_100), more.replaceAll(')', '')]) {
      const tree = parser.parse(source)!;
      syntax.parse('typescript', source, ({ root }) => { expect(flat(root)).toEqual(flat(tree.rootNode)); });
      tree.delete();
    }
  });

  test('refuses a language that was not loaded', () => {
    expect(() => createSyntax().parse('python', 'x', () => 0)).toThrow('python was not loaded');
  });

  test('loads once, also when asked twice at the same time', async () => {
    const other = createSyntax();
    await Promise.all([other.load(['python']), other.load(['python', 'tsx']), syntax.load(['python'])]);
    expect(other.parse('python', 'x = 1\n', ({ root }) => root.type)).toBe('module');
  });
});
