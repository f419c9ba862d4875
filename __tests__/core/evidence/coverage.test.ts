import { readCobertura } from '../../../src/core/evidence/cobertura.ts';
import { readLcov } from '../../../src/core/evidence/lcov.ts';
import { reasonOf, recorded } from './recorded.ts';

describe('LCOV', () => {
  test.each([
    ['jest.lcov', { paths: ['a.js'], covered: [2, 5, 10], missed: [3, 8] }],
    ['node.lcov', { paths: ['a.js'], covered: [1, 2, 5, 6, 10], missed: [3, 4, 7, 8, 9] }],
    ['pytest.lcov', { paths: ['src/a.py'], covered: [1, 2, 4, 10], missed: [3, 11] }],
  ])('reads %s', (name, file) => {
    expect(readLcov(recorded(name))).toEqual({ type: 'read', coverage: [file] });
  });

  test('adds up records of one file', () => {
    const text = 'SF:a.js\nDA:1,0\nDA:2,0\nend_of_record\nSF:a.js\nDA:1,3\nend_of_record\n';
    expect(readLcov(text)).toEqual({ type: 'read', coverage: [{ paths: ['a.js'], covered: [1], missed: [2] }] });
  });

  test.each([
    ['', 'names no source file'],
    ['SF:a.js\nDA:1,1\n', 'ends within an LCOV record'],
    ['SF:a.js\nDA:1,\nend_of_record\n', 'has an LCOV line that is cut off'],
    ['SF:a.js\nDA:1,1\nSF:b.js\nend_of_record\n', 'without end_of_record'],
  ])('refuses %j', (text, reason) => {
    expect(reasonOf(readLcov(text))).toContain(reason);
  });
});

describe('Cobertura', () => {
  test("reads coverage.py's and jest's, paths tried below each source", () => {
    expect(readCobertura(recorded('pytest-cobertura.xml'))).toEqual({ type: 'read', coverage: [{ paths: ['/repo/src/a.py', 'a.py'], covered: [1, 2, 4, 10], missed: [3, 11] }] });
    expect(readCobertura(recorded('jest-cobertura.xml'))).toEqual({ type: 'read', coverage: [{ paths: ['/repo/a.js', 'a.js'], covered: [2, 5, 10], missed: [3, 8] }] });
  });

  test.each([
    ['', 'is empty'],
    [recorded('jest-cobertura.xml').slice(0, 900), 'is not well-formed XML'],
    ['<testsuites/>', 'not Cobertura'],
    ['<coverage/>', 'has no packages'],
  ])('refuses %#', (text, reason) => {
    expect(reasonOf(readCobertura(text))).toContain(reason);
  });
});
