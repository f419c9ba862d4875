import { readJest } from '../../../src/core/evidence/jest.ts';
import { outcomes, reasonOf, recorded } from './recorded.ts';

describe('jest JSON', () => {
  test('reads jest, files that could not run included', () => {
    const reading = readJest(recorded('jest.json'));
    expect(outcomes(reading)).toEqual([
      'passed a.test.js › adds',
      'failed a.test.js › outer <&> › fails',
      'skipped a.test.js › outer <&> › skipped',
      'skipped a.test.js › outer <&> › to do',
      'passed a.test.js › outer <&> › inner › same',
      'passed a.test.js › outer <&> › inner › same (2)',
      'failed broken.test.js › test file',
      'failed empty.test.js › test file',
    ]);
    const broken = reading.type === 'read' ? reading.tests.find((test) => test.file === '/repo/broken.test.js') : undefined;
    expect(broken?.message).toContain("Cannot find module './missing.js'");
  });

  test("reads vitest's JSON reporter", () => {
    expect(outcomes(readJest(recorded('vitest.json')))).toContain('failed broken.test.ts › test file');
    expect(outcomes(readJest(recorded('vitest.json')))).toContain('passed a.test.ts › outer <&> › inner › same (2)');
  });

  test('counts an error outside the tests of a file next to its tests', () => {
    const report = { testResults: [{ name: '/repo/a.js', status: 'passed', testExecError: { message: 'leaked' }, assertionResults: [{ title: 'a', status: 'passed', ancestorTitles: [] }] }] };
    expect(outcomes(readJest(JSON.stringify(report)))).toEqual(['passed a.js › a', 'failed a.js › test file']);
  });

  test('counts an error outside every file', () => {
    expect(outcomes(readJest('{"testResults":[],"runExecError":{"message":"global setup"}}'))).toEqual(['failed run']);
  });

  test('takes no unknown status for a pass', () => {
    const report = { testResults: [{ name: '/repo/a.js', status: 'passed', assertionResults: [{ title: 'a', status: 'exploded' }] }] };
    expect(outcomes(readJest(JSON.stringify(report)))).toEqual(['failed a.js › a']);
  });

  test('finds the report behind what a script runner prints', () => {
    expect(outcomes(readJest(`\n> project@1.0.0 test\n> jest --json\n\n${recorded('jest.json')}\nDone.`))).toHaveLength(8);
  });

  test.each([
    ['', 'is empty'],
    [recorded('jest.json').slice(0, 3000), 'is not complete JSON'],
    ['[]', 'is not complete JSON'],
    ['{"a":1}', 'is JSON without "testResults"'],
  ])('refuses %#', (text, reason) => {
    expect(reasonOf(readJest(text))).toContain(reason);
  });
});
