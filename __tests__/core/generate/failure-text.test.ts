import { failureText, steady, withoutNumbers } from '../../../src/core/generate/failure-text.ts';

const NODE = `Expected values to be strictly equal:

NaN !== 45

AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

NaN !== 45

    at TestContext.<anonymous> (file:///home/runner/work/a/a/test/dates.test.js:6:10)
    at minutes (file:///home/runner/work/a/a/src/dates.js:9:3)
    at async Test.run (node:internal/test_runner/test:1054:7)`;
const PYTEST = `self = <test_a.Test object at 0x7f2b1c0d2e50>

    def test_minutes():
>       assert minutes("45m") == 45
E       AssertionError: assert None == 45
E        +  where None = minutes('45m')

tests/test_a.py:4: AssertionError`;
const UNITTEST = `Traceback (most recent call last):
  File "/tmp/x1/tests/test_a.py", line 7, in test_minutes
    self.assertEqual(minutes("45m"), 45)
  File "/tmp/x1/shelf/dates.py", line 3, in minutes
    return int(text)
ValueError: invalid literal for int() with base 10: '45m'`;

test.each([
  ['node:test', NODE, ['src/dates.js'], ['NaN !== 45', 'at minutes (file:///home/runner/work/a/a/src/dates.js:9:3)'], ['node:internal', 'dates.test.js']],
  ['pytest', PYTEST, ['shelf/dates.py'], ['E       AssertionError: assert None == 45', "where None = minutes('45m')"], ['def test_minutes', 'object at']],
  ['unittest', UNITTEST, ['shelf/dates.py'], ["ValueError: invalid literal for int() with base 10: '45m'", 'File "/tmp/x1/shelf/dates.py", line 3'], ['Traceback', 'test_a.py']],
  ['colours', '\u001B[31mError: no\u001B[39m', [], ['Error: no'], ['\u001B']],
  ['a log without any telling line', Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n'), [], ['line 49'], ['line 12']],
])('what matters of %s is the assertion, and the frame in the change', (_, output, paths, has, hasNot) => {
  const text = failureText(output, paths, 900);
  for (const each of has) expect(text).toContain(each);
  for (const each of hasNot) expect(text).not.toContain(each);
});

test('it is cut to its limit', () => {
  expect(failureText('x'.repeat(5000), [], 900)).toHaveLength(900);
});

test('two runs of the same failure say the same, whatever the machine, the time and the directory', () => {
  const run = (directory: string, time: string): string => `Error: no (12${time} ms)\n    at f (file://${directory}/src/a.js:3:5)\n# duration_ms ${time}\n1 failed in 0.0${time}s\n<object at 0x7f2b1c0d2e${time}>\n2026-01-0${time.slice(0, 1)}T10:00:00Z`;
  expect(steady(run('/tmp/x-1', '12'), ['src/a.js'])).toBe(steady(run('/home/runner/work/repo', '34'), ['src/a.js']));
  expect(steady('at file:///tmp/x/src/a.js:3:5', ['src/a.js'])).toBe('at src/a.js:3:5');
  expect(steady('cannot open /etc/app/config.json', [])).toBe('cannot open …/config.json');
});

test('values and relative paths stay', () => {
  const text = "expected 45 to be 44, got 'src/a.js' and 1/2 of https://example.org/a/b";
  expect(steady(text, [])).toContain("expected 45 to be 44, got 'src/a.js' and 1/2 of https:");
});

test('for recognising a failure, numbers of lines do not count', () => {
  expect(withoutNumbers('src/a.js:3:5 File "a.py", line 12')).toBe(withoutNumbers('src/a.js:14:1 File "a.py", line 3'));
});

test.each([
  ['Go', 'ok  \ta\n# example.com/a/text\ntext/a.go:9:3: undefined: lower\ntext/a.go:10:1: missing return\nFAIL\texample.com/a/text [build failed]\nFAIL', 'text/a.go:9:3: undefined: lower\ntext/a.go:10:1: missing return'],
  ['rustc', '   Compiling a v0.1.0\nwarning: unused\nerror[E0425]: cannot find function `lower`\n --> src/a.rs:3:5\n  |\n3 |     lower(a)\n  |     ^^^^^ not found\n\nerror: could not compile `a`', 'error[E0425]: cannot find function `lower`\n --> src/a.rs:3:5'],
  ['javac through Maven', '[INFO] Compiling\n[ERROR] COMPILATION ERROR : \n[ERROR] /w/src/A.java:[5,10] cannot find symbol\n  symbol: method lower()\n[INFO] 1 error', '[ERROR] /w/src/A.java:[5,10] cannot find symbol\n  symbol: method lower()'],
  ['evidence', 'does not compile: text/a.go:9: undefined: lower\n# example.com/a\ntext/a.go:9:3: undefined: lower', 'does not compile: text/a.go:9: undefined: lower'],
])('the errors of a compiler come first: %s', (_, output, expected) => {
  expect(failureText(output, ['text/a.go'], 900).startsWith(expected)).toBe(true);
});
