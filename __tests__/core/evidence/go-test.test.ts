import { readGoTest } from '../../../src/core/evidence/go-test.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

const messagesOf = (text: string) => {
  const reading = readGoTest(text);
  return reading.type === 'read' ? Object.fromEntries(reading.tests.filter(({ status }) => status === 'failed').map(({ suite, name, message }) => [[...suite, name].join(' '), message?.split('\n')[0]])) : {};
};

test('tests and subtests are named by package; a test fails by itself only where no subtest of it does', () => {
  expect(outcomes(readGoTest(recorded('go-test.json')))).toEqual([
    'passed example.com/shop › TestTotal',
    'passed example.com/shop › TestTotal/none',
    'passed example.com/shop › TestTotal/two_of_them',
    'skipped example.com/shop › TestSkipped',
    'passed example.com/shop/sub › TestTwice',
    'passed example.com/shop/sub › TestTwice/outer',
    'failed example.com/shop/sub › TestTwice/outer/inner',
    'passed example.com/shop/sub › TestTwice/outer/fine',
  ]);
});

test('every way of failing is one failing test with its reason', () => {
  expect(messagesOf(recorded('go-test-modes.json'))).toEqual({
    'example.com/modes/missing build': 'does not compile: missing/missing.go:2: no required module provides package example.com/nowhere; to add it:',
    'example.com/modes/broken build': 'does not compile: broken/broken.go:2: cannot use "two" (untyped string constant) as int value in return statement',
    'example.com/modes/syntax build': 'does not compile: syntax/syntax.go:3: syntax error: unexpected EOF, expected )',
    'example.com/modes/testbroken build': 'does not compile: testbroken/testbroken_test.go:3: undefined: Missing',
    'example.com/modes/user build': 'does not compile: broken/broken.go:2: cannot use "two" (untyped string constant) as int value in return statement',
    'example.com/modes/vets build': 'does not pass go vet: vets/vets.go:3: fmt.Printf format %d has arg "x" of wrong type string',
    'example.com/modes/exits TestExits': 'It began and did not end.',
    'example.com/modes/exitsok TestExits': 'panic: unexpected call to os.Exit(0) during test [recovered, repanicked]',
    'example.com/modes/hangs TestHangs': 'panic: test timed out after 3s',
    'example.com/modes/panics TestPanics/sub': 'panic: assignment to entry in nil map [recovered, repanicked]',
    'example.com/modes/setup package': 'no database',
  });
});

test('failures that a passing test prints of inner tests are none', () => {
  const inner = outcomes(readGoTest(recorded('go-test-modes.json'))).filter((line) => line.includes('/inner '));
  expect(inner).toEqual(['passed example.com/modes/inner › TestInner']);
  const event = (more: object) => JSON.stringify({ Package: 'p', ...more });
  const misread = [event({ Action: 'run', Test: 'TestA' }), event({ Action: 'fail', Test: 'TestA/x' }), event({ Action: 'fail', Test: 'TestGhost' }), event({ Action: 'pass', Test: 'TestA' }), event({ Action: 'pass' })].join('\n');
  expect(outcomes(readGoTest(misread))).toEqual(['passed p › TestA']);
});

test('a test that runs several times counts once, by its worst result', () => {
  const event = (more: object) => JSON.stringify({ Package: 'p', ...more });
  const lines = [event({ Action: 'pass', Test: 'T' }), event({ Action: 'fail', Test: 'T' }), event({ Action: 'pass', Test: 'T' }), event({ Action: 'fail' })];
  expect(outcomes(readGoTest(lines.join('\n')))).toEqual(['failed p › T']);
});

test('older versions say what does not compile between the events', () => {
  const text = ['# p/a [p/a.test]', 'a/a_test.go:3:28: undefined: Missing', '# p/b', 'b/b.go:1:1: other', '{"Action":"output","Package":"p/a","Output":"FAIL\\tp/a [build failed]\\n"}', '{"Action":"fail","Package":"p/a"}'].join('\n');
  expect(messagesOf(text)).toEqual({ 'p/a build': 'does not compile: a/a_test.go:3: undefined: Missing' });
});

test('lines that are no events are passed over, and packages without test files have no tests', () => {
  const text = ['warning: something', 'make: Entering directory', '{"Action":"skip","Package":"p"}', '{"key": "of somebody else"}'].join('\n');
  expect(outcomes(readGoTest(text))).toEqual([]);
  expect(outcomes(readGoTest('go: warning: "./..." matched no packages\nno packages to test\n'))).toEqual([]);
});

test('what is empty, cut off or ends early is unreadable', () => {
  const whole = recorded('go-test.json');
  expect(reasonOf(readGoTest(' \n'))).toBe('is empty');
  expect(reasonOf(readGoTest('go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)\n'))).toBe('has no event of `go test -json`; it begins with "go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)"');
  expect(reasonOf(readGoTest(whole.slice(0, whole.lastIndexOf('{"Action":"fail"'))))).toBe('ends before the package example.com/shop/sub has a result');
  expect(reasonOf(readGoTest(whole.slice(0, -20)))).toBe('ends within an event');
});
