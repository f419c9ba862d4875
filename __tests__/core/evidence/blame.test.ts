import { blamed, errorsByFile, errorsOfChange, framesIn, saysSomething, type BlameContext } from '../../../src/core/evidence/blame.ts';
import type { Finding, TestOutcome } from '../../../src/core/model/evidence.ts';
import { isTest } from '../../../src/core/change/protected.ts';
import { check, evidence } from '../report/sample.ts';

const context: BlameContext = {
  files: new Set(['src/a.js', 'src/b.js', 'test/a.test.js', 'pkg/mod.py', 'tests/test_mod.py', 'app/src/a.js']),
  isTest,
  importsOf: (path) => (path === 'test/a.test.js' ? ['src/a.js'] : path === 'tests/test_mod.py' ? ['pkg/mod.py'] : []),
  root: '/work/repository',
  directory: '',
};

const failing = (message: string | null, file: string | null = 'test/a.test.js', id = 'test › one'): TestOutcome => ({ id, status: 'failed', file, durationMs: 1, message });
const finding = (path: string, level: Finding['level'] = 'error'): Finding => ({ fingerprint: path, tool: 'eslint', rule: 'no-undef', level, path, line: 1, message: 'x' });

test('frames of all the usual shapes are found, those outside the repository are not', () => {
  const text = [
    'TypeError: x is not a function',
    '    at parse (file:///work/repository/src/b.js:3:5)',
    '    at Object.<anonymous> (src/a.js:12:3)',
    '    at node:internal/process/task_queues:95:5',
    '    at other (/work/repository-two/src/a.js:1:1)',
    '    at up (/work/repository/../secrets/src/a.js:1:1)',
    '  File "/work/repository/pkg/mod.py", line 12, in parse',
    'tests/test_mod.py:4: AssertionError',
  ].join('\n');
  expect(framesIn(text, context)).toEqual(['src/b.js', 'src/a.js', 'pkg/mod.py', 'tests/test_mod.py']);
  expect(framesIn('nothing here: 12:30, a.b.c', context)).toEqual([]);
});

test('paths are taken from the directory of the command, else from the root', () => {
  expect(framesIn('at f (src/a.js:1:2)', { ...context, directory: 'app' })).toEqual(['app/src/a.js']);
  expect(framesIn('at f (src/b.js:1:2)', { ...context, directory: 'app' })).toEqual(['src/b.js']);
});

test('a source in the frames is blamed; an assertion alone blames what its test imports', () => {
  expect(blamed(failing('at f (src/b.js:1:2)\nat test/a.test.js:3:1'), context)).toEqual(['test/a.test.js', 'src/b.js']);
  expect(blamed(failing('Expected 1, got 2\n at test/a.test.js:3:1'), context)).toEqual(['test/a.test.js', 'src/a.js']);
  expect(blamed(failing('assert 1 == 2\ntests/test_mod.py:3: AssertionError', null), context)).toEqual(['tests/test_mod.py', 'pkg/mod.py']);
  expect(blamed(failing(null, null), context)).toEqual([]);
});

test('errors are counted by file: one for each failing test and each finding of level error', () => {
  const tree = evidence({
    tests: [failing('at f (src/b.js:1:2)\n at g (src/b.js:9:2)'), failing(null, 'test/a.test.js', 'test › two'), { ...failing('at f (src/b.js:1:2)'), status: 'passed' }],
    findings: [finding('src/a.js'), finding('src/b.js', 'warning'), finding('elsewhere.js')],
  });
  expect(errorsByFile(tree, context)).toEqual([
    { path: 'src/a.js', failures: 1, findings: 1 },
    { path: 'test/a.test.js', failures: 2, findings: 0 },
    { path: 'src/b.js', failures: 1, findings: 0 },
  ]);
});

test('a change answers for the files that it touched, and for a regression that names none of them', () => {
  const tree = evidence({ tests: [failing('at f (src/b.js:1:2)'), failing('at g (src/b.js:1:2)', null, 'test › two')], findings: [finding('src/b.js')] });
  expect(errorsOfChange(tree, ['src/a.js'], new Set(['test › two']), context)).toEqual([{ path: 'src/a.js', failures: 1, findings: 0 }]);
  expect(errorsOfChange(tree, ['src/b.js'], new Set(['test › two']), context)).toEqual([{ path: 'src/b.js', failures: 2, findings: 1 }]);
  expect(errorsOfChange(evidence({ tests: [] }), ['src/b.js'], new Set(), context)).toEqual([{ path: 'src/b.js', failures: 0, findings: 0 }]);
});

test('only a command that came to its end says that there is no error', () => {
  expect(saysSomething(evidence())).toBe(true);
  expect(saysSomething({ checks: [check({ status: 'timed-out' }), check({ role: 'lint', status: 'not-run' }), check({ role: 'accept', status: 'passed' })] })).toBe(false);
});
