import { hasCompleted, type RerunStatus } from '../core/evidence/failures.ts';
import { belongsTo, isStandIn } from '../core/evidence/test-ids.ts';
import type { CheckPlan } from '../core/model/check.ts';
import type { Evidence } from '../core/model/evidence.ts';
import { runChecks, type CheckOptions } from './checks.ts';
import { metricCheckName } from './metrics.ts';

/**
 * Runs the commands that own the given test ids again, whole, on the tree as it lies in the working directory, and says
 * what became of each id. A skipped test, and one of a command that did not complete, is `absent`.
 */
export async function rerunChecks(plans: readonly CheckPlan[], ids: readonly string[], options: CheckOptions): Promise<ReadonlyMap<string, RerunStatus>> {
  const owning = plans.filter((plan) => ids.some((id) => belongsTo(id, plan.name)));
  const { metrics, ...rest } = options;
  const specs = (metrics?.specs ?? []).filter((spec) => ids.some((id) => belongsTo(id, metricCheckName(spec))));
  const evidence = await runChecks(owning, { ...rest, expected: [], ...(metrics === undefined ? {} : { metrics: { ...metrics, specs } }) });
  const statuses = new Map(evidence.tests.map((test) => [test.id, test.status]));
  return new Map(ids.map((id) => [id, rerunStatus(id, statuses.get(id), evidence)]));
}

function rerunStatus(id: string, status: 'passed' | 'failed' | 'skipped' | undefined, evidence: Evidence): RerunStatus {
  if (status === 'passed' || status === 'failed') return status;
  const completed = evidence.checks.some((check) => belongsTo(id, check.name) && hasCompleted(check));
  return isStandIn(id) && completed ? 'passed' : 'absent';
}
