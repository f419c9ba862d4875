/** Own tests prove a change only if they fail without it: what is put to the checks then, and what counts as failing. */
import { createSyntax } from '../../../../src/adapters/syntax.ts';
import { isTest } from '../../../../src/core/change/protected.ts';
import { proveByOwnTests } from '../../../../src/core/kinds/helper/own-proof.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import type { Candidate, FileEdit } from '../../../../src/core/model/change.ts';
import type { Evidence, Worth } from '../../../../src/core/model/evidence.ts';
import { testedBy } from './scene.ts';

const syntax = createSyntax();
type Outcomes = Readonly<Record<string, 'passed' | 'failed'>>;

function evidenceOf(outcomes: Outcomes): Evidence {
  return { tree: 't', checks: [], tests: Object.entries(outcomes).map(([id, status]) => ({ id, status, file: null, durationMs: 1, message: null })), findings: [], coverage: null, metrics: [], durationMs: 1 };
}

const edit = (path: string, before: string | null, after: string): FileEdit => ({ path, mode: '100644', before, after });

/** What `run` says of the edits, which are told to `seen`. */
async function prove(edits: readonly FileEdit[], ownTests: readonly string[], baseline: Outcomes, run: (edits: readonly FileEdit[]) => Outcomes): Promise<{ readonly worth: Worth | null; readonly seen: readonly (readonly FileEdit[])[] }> {
  const seen: (readonly FileEdit[])[] = [];
  const lab: KindContext['lab'] = {
    run: () => Promise.reject(new Error('no command is asked for')),
    check: (_, given) => {
      seen.push(given);
      return Promise.resolve(evidenceOf(run(given)));
    },
  };
  const context: Partial<KindContext> = { syntax, isTest, toolchain: testedBy('go test'), lab, baseline: evidenceOf(baseline) };
  const candidate: Partial<Candidate> = { edits, ownTests };
  return { worth: await proveByOwnTests(candidate as Candidate, context as KindContext), seen };
}

const CODE = edit('text/text.go', 'package text\n', 'package text\n\nfunc F() {}\n');
const TESTS = edit('text/f_test.go', null, 'package text\n');

test('a package that does not compile without the change takes its other tests along: the own ones are red, nobody else is asked', async () => {
  const { worth, seen } = await prove([CODE, TESTS], [TESTS.path], { 'test › a': 'passed' }, (edits): Outcomes => (edits.includes(CODE) ? { 'test › a': 'passed', 'test › F': 'passed' } : { 'test › text › build': 'failed' }));
  expect(worth).toMatchObject({ proved: true, before: '0 of 1 passing', after: '1 of 1 passing' });
  expect(seen).toEqual([[CODE, TESTS], [TESTS]]);
});

test('tests that pass without the change prove nothing, and neither do those that fail with it', async () => {
  const both = await prove([CODE, TESTS], [TESTS.path], {}, () => ({ 'test › F': 'passed' }));
  expect(both.worth).toMatchObject({ proved: false });
  const red = await prove([CODE, TESTS], [TESTS.path], {}, (edits): Outcomes => (edits.includes(CODE) ? { 'test › F': 'passed', 'test › G': 'failed' } : {}));
  expect(red.worth).toMatchObject({ proved: false });
});

test('where no report names tests, the end of the command speaks', async () => {
  const end = 'test › exit code';
  const { worth } = await prove([CODE, TESTS], [TESTS.path], { [end]: 'passed' }, (edits): Outcomes => ({ [end]: edits.includes(CODE) ? 'passed' : 'failed' }));
  expect(worth).toMatchObject({ proved: true });
  const indifferent = await prove([CODE, TESTS], [TESTS.path], { [end]: 'passed' }, () => ({ [end]: 'passed' }));
  expect(indifferent.worth).toMatchObject({ proved: false });
});

describe('inline tests of Rust', () => {
  const INLINE = '#[cfg(test)]\nmod f_tests {\n    use super::*;\n\n    #[test]\n    fn one() {\n        f();\n    }\n}\n';
  const OLD = 'pub fn old() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n}\n';
  const run = (edits: readonly FileEdit[]): Outcomes => (edits.some(({ after }) => after?.includes('fn f()')) ? { 'test › f_tests::one': 'passed' } : {});

  test('are tried without the code beside them', async () => {
    const { worth, seen } = await prove([edit('src/a.rs', OLD, `pub fn f() {}\n\n${OLD}\n${INLINE}`)], ['src/a.rs'], {}, run);
    expect(worth).toMatchObject({ proved: true });
    expect(seen[1]).toEqual([edit('src/a.rs', OLD, `${OLD}\n${INLINE}`)]);
  });

  test('of a new file are tried alone, and compiled', async () => {
    const root = edit('src/lib.rs', 'mod b;\n', 'pub mod a;\nmod b;\n');
    const { worth, seen } = await prove([edit('src/a.rs', null, `pub fn f() {}\n\n${INLINE}`), root], ['src/a.rs'], {}, run);
    expect(worth).toMatchObject({ proved: true });
    expect(seen[1]).toEqual([edit('src/a.rs', null, `\n${INLINE}`), root]);
  });
});

test('without tests of its own, or a command that runs them, there is no proof of this sort', async () => {
  expect((await prove([CODE], [], {}, () => ({}))).worth).toBeNull();
});
