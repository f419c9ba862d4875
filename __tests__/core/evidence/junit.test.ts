import { readJunit } from '../../../src/core/evidence/junit.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

describe('JUnit XML', () => {
  test('reads pytest: parameters, skips, expected failures, fixture and collection errors', () => {
    expect(outcomes(readJunit(recorded('pytest.xml')))).toEqual([
      'failed tests.test_broken',
      'passed tests.test_a › test_adds',
      'failed tests.test_a › test_fails',
      'passed tests.test_a › test_param[1]',
      'passed tests.test_a › test_param[x y]',
      'passed tests.test_a › test_param[value2]',
      'skipped tests.test_a › test_skipped',
      'skipped tests.test_a › test_known',
      'failed tests.test_a › test_error',
      'passed tests.test_a.TestGroup › test_in_class',
    ]);
  });

  test('gives pytest tests the same names whether or not the report has files', () => {
    expect(outcomes(readJunit(recorded('pytest-xunit1.xml')))).toEqual(outcomes(readJunit(recorded('pytest.xml'))));
  });

  test('counts a collection error that interrupted pytest as a failing test', () => {
    expect(outcomes(readJunit(recorded('pytest-interrupted.xml')))).toEqual(['failed tests.test_broken']);
  });

  test("reads Node's reporter: files tell equal names apart, to-dos that fail are skipped, a cancelled child fails", () => {
    expect(outcomes(readJunit(recorded('node-junit.xml')))).toEqual([
      'passed node/a.test.js › adds',
      'failed node/a.test.js › subtracts <&&quot;> wrongly',
      'passed node/a.test.js › outer › works',
      'skipped node/a.test.js › outer › is skipped',
      'skipped node/a.test.js › outer › is to do',
      'skipped node/a.test.js › outer › fails as to do',
      'passed node/a.test.js › outer › inner › works',
      'failed node/a.test.js › outer › inner › breaks',
      'passed node/a.test.js › parent with subtests › child one',
      'passed node/a.test.js › parent with subtests › child one (2)',
      'skipped node/a.test.js › parent with subtests › child todo',
      'failed node/a.test.js › hook › never runs',
      'passed node/b.test.js › adds',
      'failed node/broken.test.js',
    ]);
  });

  test('reads vitest, a file that cannot be loaded included', () => {
    const reading = readJunit(recorded('vitest-junit.xml'));
    expect(outcomes(reading)).toEqual([
      'passed a.test.ts › adds',
      'failed a.test.ts › outer <&> > fails',
      'skipped a.test.ts › outer <&> > skipped',
      'skipped a.test.ts › outer <&> > to do',
      'passed a.test.ts › outer <&> > inner > same',
      'passed a.test.ts › outer <&> > inner > same (2)',
      'failed broken.test.ts',
    ]);
    expect(reading.type === 'read' && reading.tests[0]?.file).toBe('a.test.ts');
  });

  test('reads jest-junit without repeating its class names', () => {
    expect(outcomes(readJunit(recorded('jest-junit.xml'))).slice(0, 3)).toEqual(['passed adds', 'failed outer <&> fails', 'skipped outer <&> skipped']);
  });

  test('reads Surefire: a single suite as root, CDATA, flaky failures that passed in the end', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="com.example.SlugTest" tests="4" errors="1" failures="1">
        <properties><property name="java.home" value="/usr"/></properties>
        <testcase name="lowers" classname="com.example.SlugTest" time="0.01"/>
        <testcase name="trims" classname="com.example.SlugTest"><failure message="expected: &lt;a&gt;" type="x"><![CDATA[expected: <a> &lt; kept]]></failure></testcase>
        <testcase name="throws" classname="com.example.SlugTest"><error type="java.lang.NullPointerException"/></testcase>
        <testcase name="flaky" classname="com.example.SlugTest"><flakyFailure message="once"/></testcase>
      </testsuite>`;
    const reading = readJunit(xml);
    expect(outcomes(reading)).toEqual([
      'passed com.example.SlugTest › lowers', 'failed com.example.SlugTest › trims', 'failed com.example.SlugTest › throws', 'passed com.example.SlugTest › flaky',
    ]);
    expect(reading.type === 'read' && reading.tests[1]?.message).toBe('expected: <a> &lt; kept');
  });

  test.each([
    ['an error element', '<testsuites><testsuite name="db"><error message="no server"/></testsuite></testsuites>', 'no server'],
    ['counts only', '<testsuites><testsuite name="db" errors="1" tests="0"/></testsuites>', 'The report counts an error in this suite but names no test.'],
  ])('counts the error of a whole suite as a failing test: %s', (_, xml, message) => {
    const reading = readJunit(xml);
    expect(outcomes(reading)).toEqual(['failed db › suite error']);
    expect(reading.type === 'read' && reading.tests[0]?.message).toBe(message);
  });

  test.each(['pytest-none.xml', 'node-none.xml'])('reads a report without tests as such: %s', (name) => {
    expect(readJunit(recorded(name))).toEqual({ type: 'read', tests: [] });
  });

  test.each([
    ['', 'is empty'],
    ['Error: no such command', 'is not well-formed XML'],
    ['<html><body/></html>', 'is XML with the root element "html", not JUnit'],
    ['<testsuites><testsuite name="a"><testcase name="b"/>', 'is not well-formed XML'],
  ])('refuses %j', (xml, reason) => {
    expect(reasonOf(readJunit(xml))).toContain(reason);
  });

  test('decodes predefined and numeric entities and expands no declared one', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};">`).join('');
    const xml = `<!DOCTYPE t [<!ENTITY e0 "lol">${bomb}]><testsuites><testcase name="&#x41;&#66;&lt;"><failure>&e30;&e29;</failure></testcase></testsuites>`;
    const reading = readJunit(xml);
    expect(reading).toMatchObject({ type: 'read', tests: [{ name: 'AB<', message: '&e30;&e29;' }] });
  });

  test('refuses a document that nests deeper than a report does', () => {
    expect(reasonOf(readJunit(`${'<testsuite name="a">'.repeat(5000)}${'</testsuite>'.repeat(5000)}`))).toContain('is not well-formed XML');
  });
});
