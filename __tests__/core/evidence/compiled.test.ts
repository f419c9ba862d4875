/** Lint, build output and coverage of Go, Rust and Java, as their tools wrote them. */
import { readCheckstyle } from '../../../src/core/evidence/checkstyle.ts';
import { firstError } from '../../../src/core/evidence/compile-errors.ts';
import { readCoverprofile } from '../../../src/core/evidence/coverprofile.ts';
import { readGoVet } from '../../../src/core/evidence/go-vet.ts';
import { readJacoco } from '../../../src/core/evidence/jacoco.ts';
import { readJavac } from '../../../src/core/evidence/javac.ts';
import { readJunit } from '../../../src/core/evidence/junit.ts';
import { readRustc } from '../../../src/core/evidence/rustc.ts';
import { findings, outcomes, reasonOf, recorded } from './recorded.ts';

describe('go vet', () => {
  test('findings are read from JSON with their analyzer, and types that do not check from the lines beside it', () => {
    expect(findings(readGoVet(recorded('go-vet-json.txt')))).toEqual(['error compile broken/broken.go:2', 'error printf vets/vets.go:3']);
  });

  test('findings are read from text', () => {
    expect(findings(readGoVet(recorded('go-vet.txt')))).toEqual(['error compile broken/broken.go:2', 'error compile testbroken/testbroken_test.go:3', 'error vet vets/vets.go:3']);
  });

  test('what a package and its tests both say counts once; saying nothing is clean', () => {
    const object = (name: string) => JSON.stringify({ [name]: { printf: [{ posn: '/repo/a.go:3:2', message: 'bad' }] } }, null, '\t');
    expect(findings(readGoVet(`${object('p')}\n${object('p [p.test]')}\n`))).toEqual(['error printf a.go:3']);
    expect(findings(readGoVet(''))).toEqual([]);
    expect(findings(readGoVet('{}\n{}\ngo: downloading example.com/x v1.0.0\n'))).toEqual([]);
  });

  test('an object that is cut off is unreadable', () => {
    expect(reasonOf(readGoVet('{\n\t"p": {\n'))).toBe('ends within an object of `go vet -json`');
  });
});

describe('cargo', () => {
  test('errors and warnings keep their level; what a crate and its tests both say counts once; paths are the workspace\'s', () => {
    expect(findings(readRustc(recorded('cargo.json')))).toEqual([
      'error clippy::eq_op crates/tools/src/lib.rs:3', 'warning clippy::ptr_arg src/lib.rs:1', 'warning unused_variables src/lib.rs:2', 'warning clippy::needless_return src/lib.rs:3',
    ]);
  });

  test('messages that end before the build did are unreadable, with what cargo says', () => {
    const text = recorded('cargo.json');
    expect(reasonOf(readRustc(text.slice(0, text.indexOf('{"reason":"build-finished"'))))).toMatch(/^ends before the message "build-finished" of cargo/);
    expect(reasonOf(readRustc('error: no such command: `clippy`\n'))).toBe('ends before the message "build-finished" of cargo; it says "error: no such command: `clippy`"');
    expect(reasonOf(readRustc(text.slice(0, 400)))).toMatch(/cut off|ends before/);
  });
});

test('Checkstyle: rules without their packages, levels by severity, what is ignored is left out', () => {
  expect(findings(readCheckstyle(recorded('checkstyle.xml')))).toEqual(['error NeedBraces src/main/java/com/example/Shop.java:6']);
  const levels = '<checkstyle><file name="a.go"><error line="1" severity="warning" source="errcheck"/><error line="2" severity="info" source="x"/><error line="3" severity="ignore" source="y"/><error line="4" message="m"/></file></checkstyle>';
  expect(findings(readCheckstyle(levels))).toEqual(['warning errcheck a.go:1', 'note x a.go:2', 'error no-rule a.go:4']);
  expect(reasonOf(readCheckstyle('<testsuite/>'))).toBe('is XML with the root element "testsuite", not Checkstyle');
});

describe('Maven', () => {
  test('tests of Surefire are named by class, whichever report they are in', () => {
    expect(outcomes(readJunit(recorded('surefire-nested.xml')))).toEqual([
      'passed com.example.ShopTest › one(int)[1]', 'passed com.example.ShopTest › one(int)[2]', 'passed com.example.ShopTest › adds', 'failed com.example.ShopTest › fails', 'failed com.example.ShopTest › flaky',
      'passed com.example.ShopTest › named(String, int)[1]', 'passed com.example.ShopTest › named(String, int)[2]', 'failed com.example.ShopTest › throwsUp', 'skipped com.example.ShopTest › skipped', 'passed com.example.ShopTest$Inside › deep',
    ]);
    expect(outcomes(readJunit(recorded('surefire.xml')))).toEqual([]);
  });

  test('a class that cannot be set up is one failing test, also after a rerun; a test that passed when run again passed', () => {
    expect(outcomes(readJunit(recorded('surefire-setup.xml')))).toEqual(['failed com.example.SetupTest']);
    const rerun = '<testsuite xsi:noNamespaceSchemaLocation="surefire.xsd" name="A"><testcase name="t" classname="A"><flakyFailure message="m" type="x"><stackTrace/></flakyFailure></testcase></testsuite>';
    expect(outcomes(readJunit(rerun))).toEqual(['passed A › t']);
  });

  test('what does not compile is a failing test; other output says nothing', () => {
    const reading = readJavac(recorded('maven-broken.txt'));
    expect(outcomes(reading)).toEqual(['failed shop › build']);
    expect(reading.type === 'read' && reading.tests[0]?.message?.split('\n')[0]).toBe('does not compile: /repo/src/main/java/com/example/Bad.java:2: incompatible types: java.lang.String cannot be converted to int');
    expect(outcomes(readJavac('[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.2.5:test (default-test) on project shop: There are test failures.\n'))).toEqual([]);
  });

  test('the same of Gradle', () => {
    const text = "/repo/app/src/main/java/A.java:3: error: cannot find symbol\n    x();\n    ^\n1 error\n\nFAILURE: Build failed with an exception.\n\n* What went wrong:\nExecution failed for task ':app:compileJava'.\n> Compilation failed; see the compiler error output for details.\n";
    const reading = readJavac(text);
    expect(outcomes(reading)).toEqual(['failed :app:compileJava › build']);
    expect(reading.type === 'read' && reading.tests[0]?.message?.split('\n')[0]).toBe('does not compile: /repo/app/src/main/java/A.java:3: cannot find symbol');
  });
});

describe('coverage', () => {
  test('of Go: lines of covered blocks, files by every end of their import path', () => {
    expect(readCoverprofile(recorded('go.coverprofile'))).toEqual({
      type: 'read', coverage: [
        { paths: ['example.com/shop/sub/sub.go', 'shop/sub/sub.go', 'sub/sub.go', 'sub.go'], covered: [3], missed: [] },
        { paths: ['example.com/shop/shop.go', 'shop/shop.go', 'shop.go'], covered: [5, 6, 7, 8, 9, 10], missed: [] },
      ],
    });
    expect(readCoverprofile('mode: count\np/a.go:1.1,3.2 2 0\np/a.go:3.2,4.1 1 7\n')).toMatchObject({ coverage: [{ covered: [3, 4], missed: [1, 2] }] });
    expect(reasonOf(readCoverprofile('mode: set\np/a.go:1.1,3'))).toBe('has a line that is cut off');
    expect(reasonOf(readCoverprofile('p/a.go:1.1,3.2 1 0'))).toMatch(/^does not begin with "mode:"/);
  });

  test('of JaCoCo: lines with an instruction that ran, in the usual source directories of the module', () => {
    const reading = readJacoco(recorded('jacoco.xml'));
    expect(reading).toMatchObject({ type: 'read', coverage: [{ covered: [5, 6, 7, 8], missed: [3] }] });
    expect(reading.type === 'read' && reading.coverage[0]?.paths.slice(0, 1)).toEqual(['shop/src/main/java/com/example/Shop.java']);
    expect(reading.type === 'read' && reading.coverage[0]?.paths).toContain('src/main/java/com/example/Shop.java');
    expect(reasonOf(readJacoco('<coverage/>'))).toBe('is XML with the root element "coverage", not JaCoCo');
  });
});

test.each([
  ['error[E0308]: mismatched types\n --> src/lib.rs:1:23\n', 'src/lib.rs:1: mismatched types'],
  ['warning: unused\n --> src/a.rs:1:1\nerror: expected `;`\n  --> src/b.rs:12:9\n', 'src/b.rs:12: expected `;`'],
  ['# p\n./a.go:3:5: undefined: x\n', './a.go:3: undefined: x'],
  ['[ERROR] /repo/A.java:[3,5] cannot find symbol\n', '/repo/A.java:3: cannot find symbol'],
  ['A.java:3: error: cannot find symbol\n', 'A.java:3: cannot find symbol'],
  ['nothing to see', null],
])('the first error of %j', (text, expected) => {
  expect(firstError(text)).toBe(expected);
});
