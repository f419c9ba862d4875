/** A place of a candidate broken on purpose: do the checks notice? */
import { newFailingIds } from '../core/evidence/failures.ts';
import { passingTests, type ProbeResult } from '../core/evidence/strength.ts';
import { PROBE_MESSAGE } from '../core/generate/probe.ts';
import type { Candidate, Site } from '../core/model/change.ts';
import type { Evidence } from '../core/model/evidence.ts';
import type { Task } from '../core/model/task.ts';
import { withPassed } from './baseline.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';

interface Tried {
  readonly task: Task;
  readonly candidate: Candidate;
  /** Evidence of the candidate as it is. */
  readonly after: Evidence;
}

/** Runs the accept command first, since it is the cheaper one, then the tests. */
export async function probe(site: Site, tried: Tried, { base, baseline }: Ground, session: Session): Promise<ProbeResult> {
  const { task } = tried;
  session.ports.reporter.info(`broken on purpose: ${site.label}; a check must fail now, or it would not notice a mistake there`);
  if (task.origin === 'requested' && task.acceptCommand !== null) {
    const accepted = await session.workbench.accept(base, site.probe, task.acceptCommand);
    if (accepted.checks[0]!.status === 'failed') return { siteId: site.id, evidence: null, acceptNoticed: true };
  }
  if (passingTests(baseline).length === 0) return { siteId: site.id, evidence: null, acceptNoticed: false };
  const evidence = await session.workbench.test(base, site.probe);
  const flaked = await unrelated(site, evidence, tried, { base }, session);
  return { siteId: site.id, evidence: withPassed(evidence, flaked), acceptNoticed: null };
}

/**
 * New failures that the broken place did not cause. One that repeats the probe's own words settles the matter; else each must fail again with
 * the place broken, and pass without: a flaky test must not pass for a watchful one.
 */
async function unrelated(site: Site, evidence: Evidence, { candidate, after }: Tried, { base }: Pick<Ground, 'base'>, { workbench }: Session): Promise<ReadonlySet<string>> {
  const noticing = new Set(newFailingIds(after, evidence));
  const said = evidence.tests.some(({ id, message }) => noticing.has(id) && message?.includes(PROBE_MESSAGE) === true);
  if (noticing.size === 0 || said) return new Set();
  const ids = [...noticing];
  const broken = await workbench.rerun(base, site.probe, ids);
  const whole = await workbench.rerun(base, candidate.edits, ids);
  return new Set(ids.filter((id) => broken.get(id) === 'passed' || whole.get(id) === 'failed'));
}
