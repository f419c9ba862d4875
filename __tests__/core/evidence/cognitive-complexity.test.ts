import { createSyntax } from '../../../src/adapters/syntax.ts';
import { cognitiveComplexity } from '../../../src/core/evidence/cognitive-complexity.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['javascript', 'typescript', 'python']));

const complexity = (language: Language, source: string): number =>
  syntax.parse(language, source, ({ root }) => cognitiveComplexity(root.namedChildren.find((node) => node.type !== 'comment')!));
const js = (body: string): number => complexity('javascript', `function f(a, b, c, d, e, g) {\n${body}\n}`);
const py = (...lines: string[]): number => complexity('python', `def f(a, b, c, d):\n${lines.map((line) => `    ${line}\n`).join('')}`);

describe("the paper's examples", () => {
  test('sumOfPrimes: 7', () => {
    expect(js(`let total = 0;
      OUT: for (let i = 1; i <= a; ++i) {
        for (let j = 2; j < i; ++j) {
          if (i % j === 0) { continue OUT; }
        }
        total += i;
      }
      return total;`)).toBe(7);
  });

  test('getWords: a switch costs 1 with all its cases', () => {
    expect(js("switch (a) { case 1: return 'one'; case 2: return 'a couple'; case 3: return 'a few'; default: return 'lots'; }")).toBe(1);
  });

  test('sequences of logical operators', () => {
    expect(js('if (a && b && c || d || e && g) {}')).toBe(4);
    expect(js('if (a && !(b && c)) {}')).toBe(3);
    expect(js('return a && b && c && d;')).toBe(1);
    expect(js('return a && (b || c) && d;')).toBe(3);
    expect(py('return a and b or not (c and d)')).toBe(3);
  });

  test('catch, lambda and nested structures (myMethod: 9, myMethod2: 2)', () => {
    expect(js('try { if (a) { for (let i = 0; i < 10; i++) { while (b) { g(); } } } } catch (x) { if (c) { d(); } }')).toBe(9);
    expect(js('const r = run(() => { if (a) { b(); } });')).toBe(2);
  });

  test('overriddenSymbolFrom: 19', () => {
    expect(js(`if (a.isUnknown()) { return b; }
      let unknownFound = false;
      for (const symbol of a.lookup(c)) {
        if (symbol.isKind(MTH) && !symbol.isStatic()) {
          const method = symbol;
          if (canOverride(method)) {
            const overriding = check(method, a);
            if (overriding === null) {
              if (!unknownFound) { unknownFound = true; }
            } else if (overriding) {
              return method;
            }
          }
        }
      }
      if (unknownFound) { return b; }
      return null;`)).toBe(19);
  });

  test('addVersion: 35', () => {
    expect(py(
      'while True:', '    try:', '        with lock:', '            if a is not None:', '                if a.version > b.version:', '                    raise Rollback()',
      '                if c.active():', '                    for e in a.chain():', '                        depends = index.depends(e)',
      '                        if depends == TIMED_OUT:', '                            raise Retry(e)', '                        if depends != 0 and depends != ABORTED:',
      '                            raise Rollback()', '            b.previous = a', '            break',
      '    except Retry as again:', '        try:', '            depends = index.depends(again)', '            if depends != 0 and depends != ABORTED:',
      '                raise Rollback()', '        except Interrupted as i:', '            raise Stopped(i)',
      '    except Interrupted as i:', '        raise Stopped(i)',
    )).toBe(35);
  });

  test('toRegexp: 20', () => {
    expect(js(`let i = a.startsWith('/') || a.startsWith('\\\\') ? 1 : 0;
      while (i < a.length) {
        const ch = a.charAt(i);
        if (SPECIAL.indexOf(ch) !== -1) { b.push(ch); }
        else if (ch === '*') {
          if (i + 1 < a.length && a.charAt(i + 1) === '*') {
            if (i + 2 < a.length && isSlash(a.charAt(i + 2))) { i += 2; } else { i += 1; }
          } else { b.push('x'); }
        } else if (ch === '?') { b.push('y'); }
        else if (isSlash(ch)) { b.push('z'); }
        else { b.push(ch); }
        i++;
      }
      return b;`)).toBe(20);
  });

  test('a function that only declares does not nest its functions; any structure of its own does', () => {
    expect(js('var foo; b.myFun = function (x) { if (x) { y(); } };')).toBe(1);
    expect(js('var foo; if (a) { c(); } b.myFun = function (x) { if (x) { y(); } };')).toBe(3);
  });

  test('a Python decorator does not nest; with a statement more it does', () => {
    expect(py('def inner(func):', '    if a:', '        print(b)', '    func()', 'return inner')).toBe(1);
    expect(py('my_var = a * b', 'def inner(func):', '    if a:', '        print(b)', '    func()', 'return inner')).toBe(2);
  });

  test('recursion costs 1 however often the function calls itself', () => {
    expect(complexity('javascript', 'function fib(n) { return fib(n - 1) + fib(n - 2); }')).toBe(1);
    expect(complexity('javascript', 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));')).toBe(2);
    expect(complexity('javascript', 'class A { get(k) { return get(k); } }')).toBe(0);
    expect(complexity('python', 'def fib(n):\n    return fib(n - 1)\n')).toBe(1);
    expect(syntax.parse('javascript', 'class A { walk(k) { return this.walk(k); } }', ({ root }) => cognitiveComplexity(root.descendantsOfType('method_definition')[0]!))).toBe(1);
    expect(syntax.parse('python', 'class A:\n    def walk(self):\n        self.walk()\n', ({ root }) => cognitiveComplexity(root.descendantsOfType('function_definition')[0]!))).toBe(1);
  });
});

describe('both families of languages', () => {
  test('an `else if` costs 1 at any depth and its content is not nested deeper', () => {
    const chain = 'if (a) {} else if (b) {} else if (c) { if (d) {} } else {}';
    expect(js(chain)).toBe(6);
    expect(js(`while (e) { ${chain} }`)).toBe(9);
    expect(py('if a: pass', 'elif b: pass', 'elif c:', '    if d: pass', 'else: pass')).toBe(6);
  });

  test('nothing for straight code, `??`, `?.`, a plain break and a comprehension', () => {
    expect(js('const x = a?.b ?? c; return [x, d.e()];')).toBe(0);
    expect(js('for (;;) { break; }')).toBe(1);
    expect(py('return [x for x in a if x]')).toBe(0);
  });

  test('ternaries, match and loops with else', () => {
    expect(js('return a ? b : c ? d : e;')).toBe(3);
    expect(py('return a if b else c')).toBe(1);
    expect(py('match a:', '    case 1: pass', '    case _: pass')).toBe(1);
    expect(py('for x in a:', '    pass', 'else:', '    pass')).toBe(2);
  });

  test('a class is the sum of its methods, which are not nested in it', () => {
    expect(complexity('typescript', 'class A { a(x: number) { if (x) {} } b = (x: number) => { if (x) {} }; }')).toBe(2);
    expect(complexity('python', '@register(lambda: 1 if x else 2)\ndef f(a):\n    if a: pass\n')).toBe(1);
  });
});
