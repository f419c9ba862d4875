import { createSyntax } from '../../../../src/adapters/syntax.ts';
import { complexityChange, complexityText, isSimpler, proveRefactoring } from '../../../../src/core/kinds/refactor/worth.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import type { Candidate, FileEdit } from '../../../../src/core/model/change.ts';
import type { CheckPlan } from '../../../../src/core/model/check.ts';
import type { Evidence, Finding } from '../../../../src/core/model/evidence.ts';
import { check, evidence } from '../../report/sample.ts';

const syntax = createSyntax();
/** Cognitive complexity 1 + 2 + … + depth. */
const nested = (name: string, depth: number): string => `function ${name}(a) {\n${'if (a) {'.repeat(depth)}${'}'.repeat(depth)}\n  return a;\n}\n`;
const edit = (before: string, after: string): FileEdit => ({ path: 'src/a.js', mode: '100644', before, after });
const candidate = (edits: readonly FileEdit[]): Candidate => ({ taskId: 't', kind: 'refactor', edits, title: '', explanation: '', generator: { name: 'replay', model: null }, sites: [], transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0 });

test('numbers are those of touched and new functions; what was not touched does not count', async () => {
  const change = await complexityChange([edit(`${nested('parse', 7)}${nested('other', 9)}`, `${nested('parse', 4)}${nested('step', 3)}${nested('other', 9)}`)], syntax);
  expect(change).toMatchObject({ maximum: { before: 28, after: 10 }, sum: { before: 28, after: 16 } });
  expect(complexityText(change)).toBe('`parse` 28 → 10, new `step` 6');
});

test.each([
  ['a fifth less', 28, 22, true],
  ['not quite a fifth', 28, 23, false],
  ['not above the limit before', 15, 3, false],
  ['more than before', 28, 36, false],
])('%s', (_what, before, after, simpler) => {
  expect(isSimpler({ functions: [], maximum: { before, after }, sum: { before, after } })).toBe(simpler);
});

test('what is only moved elsewhere is no gain', () => {
  expect(isSimpler({ functions: [], maximum: { before: 28, after: 15 }, sum: { before: 28, after: 29 } })).toBe(false);
});

function contextWith(before: readonly Finding[], after: readonly Finding[], checks = [check({ role: 'lint', name: 'lint', status: 'failed' })]): KindContext {
  const checked: Evidence = evidence({ findings: after, checks });
  return {
    syntax, baseline: evidence({ findings: before }), toolchain: { setup: [], lint: [{ name: 'lint' } as CheckPlan], test: [], notes: [] },
    lab: { run: () => Promise.reject(new Error('nothing runs')), check: () => Promise.resolve(checked) },
  } as unknown as KindContext;
}

const finding = (fingerprint: string, path = 'src/a.js'): Finding => ({ fingerprint, tool: 'eslint', rule: 'no-undef', level: 'error', path, line: 1, message: 'x' });
const small = candidate([edit(nested('parse', 2), nested('parse', 1))]);

describe('the oracle', () => {
  test('is green for lower complexity, in numbers', async () => {
    expect(await proveRefactoring(candidate([edit(nested('parse', 7), nested('parse', 4))]), contextWith([], []))).toEqual({
      proved: true, oracle: 'complexity', before: 'at most 28', after: 'at most 10', explanation: 'cognitive complexity `parse` 28 → 10; sum 28 → 10; limit 15',
    });
  });

  test('is red for a new name or a new order', async () => {
    const proof = await proveRefactoring(candidate([edit(nested('parse', 7), nested('parse', 7).replaceAll('(a)', '(b)').replace('return a', 'return b'))]), contextWith([], []));
    expect(proof).toMatchObject({ proved: false, oracle: 'complexity', before: 'at most 28', after: 'at most 28' });
    expect(proof.explanation).toContain('at most 22 after');
  });

  test('is green if a finding of the file vanished and none came anywhere', async () => {
    expect(await proveRefactoring(small, contextWith([finding('1'), finding('2')], [finding('2')]))).toMatchObject({ proved: true, oracle: 'findings', before: '2 findings', after: '1 finding', explanation: '1 finding of 2 gone (`no-undef`), 0 new' });
  });

  test.each([
    ['no finding vanished', [finding('1')], [finding('1')]],
    ['another one came', [finding('1')], [finding('3', 'src/b.js')]],
    ['only one of another file vanished', [finding('1'), finding('4', 'src/b.js')], [finding('1')]],
  ])('is red if %s', async (_what, before, after) => {
    expect(await proveRefactoring(small, contextWith(before, after))).toMatchObject({ proved: false, oracle: 'findings' });
  });

  test('is red if lint did not come to its end, or the base has no finding', async () => {
    expect(await proveRefactoring(small, contextWith([finding('1')], [], [check({ role: 'lint', name: 'lint', status: 'timed-out' })]))).toMatchObject({ proved: false, oracle: 'complexity' });
    expect(await proveRefactoring(small, contextWith([], []))).toMatchObject({ proved: false, oracle: 'complexity' });
  });
});
