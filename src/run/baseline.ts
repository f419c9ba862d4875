/** Evidence of the untouched tree: what fails there must fail every time, or it would excuse whoever breaks it later. */
import { failingIds } from '../core/evidence/failures.ts';
import { belongsTo } from '../core/evidence/test-ids.ts';
import type { Evidence } from '../core/model/evidence.ts';
import type { Attempt } from '../core/model/patch.ts';
import { count, listed, number, oneLine, quoted } from '../core/report/format.ts';
import type { Session } from './session.ts';
import type { Base } from './source-tree.ts';

/** Times that tests which fail on the untouched tree are run again before they count as failing already. */
const RERUNS = 2;

/** Failures of the untouched tree that are told one by one. */
const TOLD = 3;

/** Runs the checks on a base. A test that fails and then passes is a flake of the base: it is remembered, and taken as passing. */
export async function measureBaseline(base: Base, session: Session): Promise<Evidence> {
  const evidence = await session.workbench.check(base, []);
  const flaked = new Set<string>();
  let failing = failingIds(evidence);
  for (let round = 0; round < RERUNS && failing.length > 0; round += 1) {
    session.ports.reporter.info(`${count(failing.length, 'test')} failed on the untouched tree: running again, to tell a flake from a failure`);
    const again = await session.workbench.rerun(base, [], failing);
    for (const id of failing) if (again.get(id) === 'passed') flaked.add(id);
    failing = failing.filter((id) => !flaked.has(id));
  }
  for (const line of failingAlready(evidence, failing)) session.ports.reporter.info(line);
  if (flaked.size === 0) return evidence;
  session.ports.reporter.info(`flaky on the untouched tree, so taken as passing: ${listed([...flaked])}`);
  for (const id of flaked) session.state.flaked(id, evidence.tests.find((test) => test.id === id)?.file ?? null);
  return withPassed(evidence, flaked);
}

/** The first failures with their messages: where a setup is wrong, they say what. */
function failingAlready({ tests }: Evidence, ids: readonly string[]): readonly string[] {
  const told = tests.filter(({ id }) => ids.slice(0, TOLD).includes(id)).map(({ id, message }) => `already failing: ${quoted(id)}${message === null ? '' : `: ${oneLine(message, 200)}`}`);
  return ids.length > TOLD ? [...told, `already failing: ${number(ids.length - TOLD)} more`] : told;
}

/** What a kept change leaves for the next one: its own evidence, without its accept command, and without failures that reruns contradicted. */
export function baselineAfter({ patch }: Attempt): Evidence {
  const { after, comparison } = patch!;
  const asking = after!.checks.filter(({ role }) => role === 'accept').map(({ name }) => name);
  const contradicted = new Set(comparison!.newFailures.filter((failure) => failure.class === 'suspect').map(({ id }) => id));
  return withPassed({
    ...after!,
    checks: after!.checks.filter(({ role }) => role !== 'accept'),
    tests: after!.tests.filter(({ id }) => !asking.some((name) => belongsTo(id, name))),
  }, contradicted);
}

/** The same evidence in which these tests pass. */
export function withPassed(evidence: Evidence, ids: ReadonlySet<string>): Evidence {
  return { ...evidence, tests: evidence.tests.map((test) => (ids.has(test.id) ? { ...test, status: 'passed', message: null } : test)) };
}
