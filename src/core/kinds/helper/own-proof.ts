import type { Candidate, FileEdit } from '../../model/change.ts';
import type { Evidence, Worth } from '../../model/evidence.ts';
import type { KindContext } from '../kind.ts';

/**
 * The candidate's own tests as an oracle: red without the change, green with it. `null` where it brings none, or nothing runs them.
 * They are self-written: the judge counts them for no more than that.
 */
export async function proveByOwnTests(candidate: Candidate, context: KindContext): Promise<Worth | null> {
  const tests = candidate.edits.filter(({ path }) => candidate.ownTests.includes(path));
  if (tests.length === 0 || context.toolchain.test.length === 0) return null;
  const known = new Set(context.baseline?.tests.map(({ id }) => id));
  const own = (await outcomes(candidate.edits, context)).filter(({ id }) => !known.has(id));
  if (own.length === 0) return null;
  const passedWithout = new Set((await outcomes(tests, context)).filter(({ status }) => status === 'passed').map(({ id }) => id));
  const passed = own.filter(({ status }) => status === 'passed');
  const red = passed.filter(({ id }) => !passedWithout.has(id));
  const proved = red.length > 0 && own.every(({ status }) => status !== 'failed');
  return {
    proved, oracle: 'own tests', before: `${passed.length - red.length} of ${own.length} passing`, after: `${passed.length} of ${own.length} passing`,
    explanation: proved ? `${red.length} of the candidate's own tests fail without the change and pass with it.` : 'The candidate\'s own tests do not tell it from the base.',
  };
}

async function outcomes(edits: readonly FileEdit[], context: KindContext): Promise<Evidence['tests']> {
  const all: Evidence['tests'][number][] = [];
  for (const plan of context.toolchain.test) all.push(...(await context.lab.check(plan, edits)).tests);
  return all;
}
