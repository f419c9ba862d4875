import { readEslint } from '../../../src/core/evidence/eslint.ts';
import { readSarif } from '../../../src/core/evidence/sarif.ts';
import { readTsc } from '../../../src/core/evidence/tsc.ts';
import { findings, reasonOf, recorded } from './recorded.ts';

describe('ESLint JSON', () => {
  test('reads severities and parse errors, suppressed messages left out', () => {
    expect(findings(readEslint(recorded('eslint.json')))).toEqual([
      'warning no-unused-vars a.js:1', 'error no-undef a.js:2', 'error no-undef a.js:3',
      'error no-undef b.js:1', 'error eqeqeq b.js:1', 'error no-undef b.js:2', 'error eqeqeq b.js:2',
      'error parse-error broken.js:1',
    ]);
  });

  test.each([
    ['', 'is empty'],
    ['Oops! Something went wrong! :(', 'is not a complete JSON array'],
    [recorded('eslint.json').slice(0, -30), 'is not a complete JSON array'],
    ['[{"file":"a"}]', 'is JSON without "filePath" and "messages"'],
    ['[1]', 'is JSON without "filePath" and "messages"'],
  ])('refuses %#', (text, reason) => {
    expect(reasonOf(readEslint(text))).toContain(reason);
  });

  test('reads a clean run as such', () => {
    expect(readEslint('[]')).toEqual({ type: 'read', findings: [] });
  });
});

describe('SARIF', () => {
  test("reads ESLint's: suppressed results left out, the parse error taken from the notifications", () => {
    expect(findings(readSarif(recorded('eslint.sarif')))).toEqual([
      'warning no-unused-vars a.js:1', 'error no-undef a.js:2', 'error no-undef a.js:3',
      'error no-undef b.js:1', 'error eqeqeq b.js:1', 'error no-undef b.js:2', 'error eqeqeq b.js:2',
      'error ESL0999 broken.js:1',
    ]);
  });

  test("reads Ruff's", () => {
    expect(findings(readSarif(recorded('ruff.sarif')))).toContain('error RUF100 bad.py:2');
  });

  test('takes levels from the result, else from its rule, else warning; other kinds than fail are no findings', () => {
    const result = (extra: object): object => ({ ruleId: 'r', message: { text: 'm' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'my%20file.c' }, region: { startLine: 3 } } }], ...extra });
    const run = {
      tool: { driver: { name: 'tool', rules: [{ id: 'strict', defaultConfiguration: { level: 'error' } }] } },
      results: [result({ level: 'note' }), result({ ruleId: 'strict' }), result({ ruleId: undefined, ruleIndex: 0 }), result({}), result({ kind: 'pass' }), result({ level: 'none' }),
        result({ baselineState: 'absent' }), result({ suppressions: [{ kind: 'external', status: 'rejected' }] }), result({ suppressions: [{ kind: 'external', status: 'accepted' }] })],
    };
    expect(findings(readSarif(JSON.stringify({ version: '2.1.0', runs: [run] })))).toEqual([
      'note r my file.c:3', 'error strict my file.c:3', 'error strict my file.c:3', 'warning r my file.c:3', 'warning r my file.c:3',
    ]);
  });

  test('resolves base URIs', () => {
    const run = {
      tool: { driver: { name: 'tool' } },
      originalUriBaseIds: { TOP: { uri: 'file:///repo/' }, SRC: { uri: 'src/', uriBaseId: 'TOP' } },
      results: [{ level: 'error', ruleId: 'r', message: { text: 'm' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b.c', uriBaseId: 'SRC' }, region: { startLine: 1 } } }] }],
    };
    expect(findings(readSarif(JSON.stringify({ version: '2.1.0', runs: [run] })))).toEqual(['error r src/a b.c:1']);
  });

  test('refuses a tool that failed and says nothing else', () => {
    const run = { tool: { driver: { name: 'tool' } }, invocations: [{ executionSuccessful: false }], results: [] };
    expect(reasonOf(readSarif(JSON.stringify({ version: '2.1.0', runs: [run] })))).toContain('did not run successfully');
  });

  test.each([
    ['', 'is empty'],
    [recorded('eslint.sarif').slice(0, -20), 'is not complete JSON'],
    ['{"version":"2.0.0","runs":[]}', 'is JSON without version "2.1.0"'],
  ])('refuses %#', (text, reason) => {
    expect(reasonOf(readSarif(text))).toContain(reason);
  });
});

describe('TypeScript compiler output', () => {
  test('reads diagnostics with and without a place', () => {
    expect(readTsc(recorded('tsc.txt')).map(({ rule, path, line }) => `${rule} ${path}:${line}`)).toEqual(['TS2322 a.ts:1', 'TS2304 a.ts:2']);
    expect(readTsc('error TS18003: No inputs were found in config file.\n')).toMatchObject([{ rule: 'TS18003', path: '', level: 'error' }]);
  });

  test('finds nothing in other text', () => {
    expect(readTsc('\n> project@1.0.0 lint\n> tsc --noEmit\n\nFound 0 errors. Watching.')).toEqual([]);
  });
});
