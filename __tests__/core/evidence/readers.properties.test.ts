import fc from 'fast-check';

import { stripAnsi } from '../../../src/core/evidence/reading.ts';
import { readReport } from '../../../src/core/evidence/report.ts';
import { ranNothing, silentAssertion } from '../../../src/core/evidence/silence.ts';
import type { ReportSpec } from '../../../src/core/model/settings.ts';
import { recorded } from './recorded.ts';

const SAMPLES: readonly (readonly [ReportSpec['format'], string])[] = [
  ['junit', 'node-junit.xml'], ['junit', 'pytest.xml'], ['tap', 'node.tap'], ['jest', 'jest.json'], ['unittest', 'unittest-v.txt'],
  ['unittest', 'unittest.txt'], ['eslint', 'eslint.json'], ['sarif', 'eslint.sarif'], ['lcov', 'jest.lcov'], ['cobertura', 'jest-cobertura.xml'],
  ['go-test', 'go-test.json'], ['junit', 'surefire-nested.xml'], ['checkstyle', 'checkstyle.xml'], ['jacoco', 'jacoco.xml'],
];
// Whole without their last lines, too.
const OPEN_ENDED: readonly ReportSpec['format'][] = ['libtest', 'rustc', 'coverprofile'];
const FORMATS = [...new Set([...SAMPLES.map(([format]) => format), ...OPEN_ENDED])];
const TYPES = ['read', 'unreadable'];

describe.each(FORMATS)('the %s reader', (format) => {
  test('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom('<', '>', '/', '&#', '<testsuite name="', '"/>', '{', '[', '"', 'ok 1 - ', '1..', '\n', '    ', 'Ran 1 test in 0s', 'OK', '={', 'SF:', 'DA:', 'running 1 test\n', 'test a ... ok', 'test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out', '{"Action":"', '","Package":"p"}', 'error: ', '\n --> a.rs:1:1', 'mode: set\n', 'a.go:1.1,2.2 1 0', '<![CDATA[', '__proto__', '\u0000');
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 }).map((parts) => parts.join('')));
    fc.assert(fc.property(text, (input) => TYPES.includes(readReport(format, input).reading.type)), { numRuns: 300 });
  });

  test('never reads random text as a report with content', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z ]{0,40}$/), (input) => readReport(format, input).reading.type === 'unreadable'));
  });
});

test('long lines and thousands of lines without sense are read in linear time', () => {
  // With a quadratic reader this test takes hours, not seconds.
  const nonsense = ['.', '=', '-', '(', '<', '[', '{', '"', ' ', '\n', '...', 'test_a (', "skipped '", '&#1', '<a', 'ok ', '\n    ', 'test ', 'test a ... ', 'error: \n', 'a.b', 'a.go:1:1', '# '].map((piece) => piece.repeat(300_000 / piece.length));
  for (const format of [...FORMATS, 'go-vet' as const]) for (const text of nonsense) expect(TYPES).toContain(readReport(format, `test_a (b.c) ${text}`).reading.type);
  for (const text of nonsense) expect([ranNothing(text, 1), silentAssertion(text), stripAnsi(text).length > 0]).toEqual([null, null, true]);
}, 60_000);

describe.each(SAMPLES)('a %s report (%s) that is cut off', (format, name) => {
  const whole = recorded(name);
  const needed = whole.trimEnd().length;

  test('is read whole', () => {
    expect(readReport(format, whole).reading.type).toBe('read');
  });

  test('never throws, and is unreadable unless its last lines are not needed', () => {
    // Node's summary and the parts of unittest's last line are not needed to know every test.
    const end = name === 'node.tap' ? whole.indexOf('\n1..7') : format === 'unittest' ? whole.indexOf('\nFAILED') : needed - 1;
    fc.assert(fc.property(fc.integer({ min: 0, max: end }), (length) => readReport(format, whole.slice(0, length)).reading.type === 'unreadable'));
  });

  test('never throws when a part of its middle is missing', () => {
    fc.assert(fc.property(fc.nat(whole.length), fc.nat(200), (start, length) => TYPES.includes(readReport(format, whole.slice(0, start) + whole.slice(start + length)).reading.type)));
  });
});
