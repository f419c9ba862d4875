/** Go, Rust and Java: the paper's examples and each language's own structures. Go's numbers equal those of gocognit 1.2, except for indirect recursion. */
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { cognitiveComplexity } from '../../../src/core/evidence/cognitive-complexity.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const ofType = (language: Language, type: string, source: string): number =>
  syntax.parse(language, source, ({ root }) => {
    if (root.hasError) throw new Error(`does not parse: ${source}`);
    return cognitiveComplexity(root.descendantsOfType(type)[0]!);
  });
const go = (body: string): number => ofType('go', 'function_declaration', `package a\nfunc f(a, b, c, d bool) int {\n${body}\n}\n`);
const rust = (body: string): number => ofType('rust', 'function_item', `fn f(a: bool, b: bool) -> i32 {\n${body}\n}\n`);
const java = (body: string): number => ofType('java', 'method_declaration', `class A { int f(boolean a, boolean b) {\n${body}\n} }\n`);

describe("the paper's examples", () => {
  test('sumOfPrimes: 7 in each language', () => {
    expect(go('total := 0\nOUT:\nfor i := 1; i <= max; i++ {\nfor j := 2; j < i; j++ {\nif i%j == 0 { continue OUT }\n}\ntotal += i\n}\nreturn total')).toBe(7);
    expect(rust("let mut total = 0; 'out: for i in 1..=max { for j in 2..i { if i % j == 0 { continue 'out; } } total += i; } total")).toBe(7);
    expect(java('int total = 0; OUT: for (int i = 1; i <= max; ++i) { for (int j = 2; j < i; ++j) { if (i % j == 0) { continue OUT; } } total += i; } return total;')).toBe(7);
  });

  test('getWords: a switch costs 1 with all its cases, a chain of conditions 4', () => {
    expect(go('switch n {\ncase 1:\nreturn "one"\ncase 2, 3:\nreturn "few"\ndefault:\nreturn "lots"\n}')).toBe(1);
    expect(rust('match n { 1 => "one", 2 | 3 => "few", _ => "lots" }')).toBe(1);
    expect(java('switch (n) { case 1: return "one"; case 2: case 3: return "few"; default: return "lots"; }')).toBe(1);
    expect(java('return switch (n) { case 1 -> "one"; case 2, 3 -> "few"; default -> { yield "lots"; } };')).toBe(1);
    expect(go('if n == 1 { return 1 } else if n == 2 { return 2 } else if n == 3 { return 3 } else { return 4 }')).toBe(4);
    expect(rust('if n == 1 { 1 } else if n == 2 { 2 } else if n == 3 { 3 } else { 4 }')).toBe(4);
    expect(java('if (n == 1) return 1; else if (n == 2) { return 2; } else if (n == 3) return 3; else return 4;')).toBe(4);
  });

  test('sequences of logical operators', () => {
    for (const measure of [(condition: string) => go(`if ${condition} { }`), (condition: string) => rust(`if ${condition} { }`), (condition: string) => java(`if (${condition}) { }`)]) {
      expect([measure('a && b && c || d || e && g'), measure('a && !(b && c)'), measure('a && (b || c) && d'), measure('a && b && c && d')]).toEqual([4, 3, 4, 2]);
    }
  });

  test('myMethod: 9, myMethod2: 2', () => {
    expect(java('try { if (a) { for (int i = 0; i < 10; i++) { while (b) { g(); } } } } catch (E1 | E2 e) { if (b) { h(); } }')).toBe(9);
    expect(java('Runnable r = () -> { if (a) { g(); } };')).toBe(2);
    expect(go('r := func() { if a { g() } }\nr()')).toBe(2);
    expect(rust('let r = || { if a { g() } }; r()')).toBe(2);
  });

  test('overriddenSymbolFrom: 19', () => {
    expect(java(`if (classType.isUnknown()) { return Symbols.unknownMethodSymbol; }
      boolean unknownFound = false;
      List<JavaSymbol> symbols = classType.getSymbol().members().lookup(name);
      for (JavaSymbol overrideSymbol : symbols) {
        if (overrideSymbol.isKind(MTH) && !overrideSymbol.isStatic()) {
          MethodJavaSymbol methodJavaSymbol = (MethodJavaSymbol) overrideSymbol;
          if (canOverride(methodJavaSymbol)) {
            Boolean overriding = checkOverridingParameters(methodJavaSymbol, classType);
            if (overriding == null) { if (!unknownFound) { unknownFound = true; } } else if (overriding) { return methodJavaSymbol; }
          }
        }
      }
      if (unknownFound) { return Symbols.unknownMethodSymbol; }
      return null;`)).toBe(19);
  });

  test('an anonymous class nests as a lambda does', () => {
    expect(java('run(new Runnable() { public void run() { if (a) { g(); } } });')).toBe(2);
  });
});

describe('Go', () => {
  test('statements in front of a condition and loops without one', () => {
    expect(go('if err := g(); err != nil && a { return 1 }\nfor a && b { }\nfor { }\nfor range xs { }')).toBe(6);
    expect(go('for k, v := range func() []int { if a { return nil }; return nil }() { g(k, v) }')).toBe(3);
  });

  test('switches without a value and on types, select: 1 + nesting, cases free', () => {
    expect(go('switch { case a: g(); case b: if c { g() } }')).toBe(3);
    expect(go('for { switch v := x.(type) { case int: g(v); default: } }')).toBe(3);
    expect(go('for { select { case <-done: return 1; case c <- 1: default: } }')).toBe(3);
  });

  test('jumps to a label and `goto` cost 1, plain ones and `fallthrough` nothing', () => {
    expect(go('L:\nfor { break L }')).toBe(2);
    expect(go('L:\nfor { if a { goto L }; continue }')).toBe(4);
    expect(go('switch n { case 1: fallthrough; case 2: break }')).toBe(1);
  });

  test('deferred functions and goroutines nest', () => {
    expect(go('defer func() { if r := recover(); r != nil { g() } }()')).toBe(2);
    expect(go('for range xs { go func() { if a { g() } }() }')).toBe(4);
  });

  test('recursion of functions, and of methods through their receiver', () => {
    expect(ofType('go', 'function_declaration', 'package a\nfunc fib(n int) int { return fib(n-1) + fib(n-2) }')).toBe(1);
    expect(ofType('go', 'method_declaration', 'package a\nfunc (t *Tree[K]) walk(n int) { t.walk(n - 1); t.walk(n) }')).toBe(1);
    expect(ofType('go', 'method_declaration', 'package a\nfunc (t *Tree) walk(n int) { walk(n); t.left.walk(n); other.walk(n) }')).toBe(0);
  });
});

describe('Rust', () => {
  test('`if let`, chains of it, `while let`, `let … else`', () => {
    expect(rust('if let Some(x) = y { }')).toBe(1);
    expect(rust('if let Some(x) = y && let Some(z) = x && a { }')).toBe(2);
    expect(rust('while let Some(q) = it.next() { if q { } }')).toBe(3);
    expect(rust('for x in y { let Some(v) = x else { continue }; g(v); }')).toBe(3);
    expect(rust('let Some(v) = x else { if a { g() } return 1 };')).toBe(3);
    expect(rust('let x = if a { 1 } else { 2 };')).toBe(2);
  });

  test('`match` costs 1 + nesting, arms and guards nothing but their operators', () => {
    expect(rust('loop { match x { 1 if a && b => break, _ => { } } }')).toBe(4);
    expect(rust('match x { Some(y) => match y { 1 => 2, _ => 3 }, None => 4 }')).toBe(3);
  });

  test('`?`, unsafe and async blocks, plain jumps and their values are free', () => {
    expect(rust('let r = g()?.h()?; unsafe { k(r) }; async { 1 }; 2')).toBe(0);
    expect(rust('let x = loop { break 3; };')).toBe(1);
    expect(rust("'outer: loop { break 'outer; }")).toBe(2);
    expect(rust("let x = 'found: { break 'found 1 };")).toBe(1);
    expect(rust('let x = loop { break if a { 1 } else { 2 } };')).toBe(4);
  });

  test('closures nest; what a macro is given is not seen', () => {
    expect(rust('xs.iter().filter(|x| if a { b } else { c }).count()')).toBe(3);
    expect(rust('println!("{}", if a { 1 } else { 2 })')).toBe(0);
  });

  test('recursion of functions and of methods', () => {
    expect(ofType('rust', 'function_item', 'fn fib(n: u64) -> u64 { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }')).toBe(3);
    expect(ofType('rust', 'function_item', 'impl Tree { fn walk(&self, n: i32) { self.walk(n - 1); Self::walk(self, n) } }')).toBe(1);
    expect(ofType('rust', 'function_item', 'impl Tree { fn walk(&self) { walk(); self.left.walk(); Other::walk() } }')).toBe(0);
    expect(ofType('rust', 'trait_item', 'trait T { fn a(&self) { if x { } } fn b(&self) { if x { } } fn c(&self); }')).toBe(2);
  });
});

describe('Java', () => {
  test('loops, ternaries, try with resources, synchronized', () => {
    expect(java('for (String s : xs) { do { g(); } while (a && b); }')).toBe(4);
    expect(java('return a ? 1 : b ? 2 : 3;')).toBe(3);
    expect(java('try (var in = open()) { synchronized (this) { if (a) { g(); } } } finally { h(); }')).toBe(1);
    expect(java('assert a : "m"; throw new IllegalStateException();')).toBe(0);
  });

  test('switch expressions with patterns: guards free, nested ones deeper', () => {
    expect(java('return switch (o) { case Foo f when f.ok() && a -> switch (f.x()) { case 1 -> 2; default -> 3; }; default -> 4; };')).toBe(4);
  });

  test('jumps to a label cost 1', () => {
    expect(java('outer: while (a) { while (b) { break outer; } }')).toBe(4);
    expect(java('while (a) { if (b) { continue; } break; }')).toBe(3);
  });

  test('recursion: the same name with as many arguments; an overload is another method', () => {
    expect(ofType('java', 'method_declaration', 'class A { int fib(int n) { return fib(n - 1) + this.fib(n - 2); } }')).toBe(1);
    expect(ofType('java', 'method_declaration', 'class A { int get(int n) { return get(n, 0) + other.get(n) + A.get(n); } }')).toBe(0);
    expect(ofType('java', 'method_declaration', 'class A { int get(int n) { return get(String.valueOf(n)); } int get(String n) { return 1; } }')).toBe(0);
  });

  test('a class is the sum of its methods, nested types and field lambdas included', () => {
    expect(ofType('java', 'class_declaration', 'class A { A() { if (a) { } } void m() { if (a) { } } static class B { void n() { if (a) { } } } Runnable r = () -> { if (a) { } }; static { if (a) { } } }')).toBe(5);
    expect(ofType('java', 'record_declaration', 'record R(int a) { R { if (a < 0) throw new E(); } int twice() { return a > 0 ? a : 0; } }')).toBe(2);
    expect(ofType('java', 'enum_declaration', 'enum E { A { void x() { if (a) { } } }; void y() { if (a) { } } }')).toBe(2);
  });
});
