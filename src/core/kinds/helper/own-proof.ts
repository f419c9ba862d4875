import type { Candidate, FileEdit } from '../../model/change.ts';
import { isStandIn } from '../../evidence/test-ids.ts';
import { inlineTests, testsAlone } from '../../generate/fit-rust.ts';
import { onlyDeclaresModules } from '../../generate/sites.ts';
import type { Evidence, Worth } from '../../model/evidence.ts';
import type { Syntax } from '../../ports.ts';
import type { KindContext } from '../kind.ts';

/**
 * The candidate's own tests as an oracle: red without the change, green with it. `null` where it brings none, or nothing runs them.
 * They are self-written: the judge counts them for no more than that. A test that does not compile without the change is red, whatever else does
 * not run then. Where no report names tests, the end of the command speaks for all of them.
 */
export async function proveByOwnTests(candidate: Candidate, context: KindContext): Promise<Worth | null> {
  await context.syntax.load(['rust']);
  const tests = candidate.edits.flatMap((edit) => withoutChange(edit, candidate.ownTests, context));
  if (!tests.some(({ path }) => candidate.ownTests.includes(path)) || context.toolchain.test.length === 0) return null;
  const known = new Set(context.baseline?.tests.map(({ id }) => id));
  const all = await outcomes(candidate.edits, context);
  const named = all.filter(({ id }) => !known.has(id));
  const own = named.length > 0 ? named : all.filter(({ id }) => isStandIn(id));
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

/** What of an edit is there to prove the others: new tests, and what has them compiled. Of a file that holds code and its tests, the tests. */
function withoutChange(edit: FileEdit, ownTests: readonly string[], { syntax, isTest }: KindContext): FileEdit[] {
  const { path, before, after } = edit;
  if (onlyDeclaresModules(edit)) return [edit];
  if (!ownTests.includes(path) || after === null) return [];
  if (isTest(path)) return [edit];
  return [{ ...edit, after: before === null ? testsAlone(after, syntax) : withNewTests(before, after, syntax) }];
}

function withNewTests(before: string, after: string, syntax: Syntax): string {
  const there = inlineTests(before, syntax);
  const added = [...inlineTests(after, syntax)].filter(([name]) => !there.has(name)).map(([, text]) => text);
  return [before.trimEnd(), ...added].join('\n\n') + '\n';
}

async function outcomes(edits: readonly FileEdit[], context: KindContext): Promise<Evidence['tests']> {
  const all: Evidence['tests'][number][] = [];
  for (const plan of context.toolchain.test) all.push(...(await context.lab.check(plan, edits)).tests);
  return all;
}
