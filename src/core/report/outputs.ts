import type { Attempt } from '../model/patch.ts';
import type { RunReport } from '../model/run-report.ts';
import { titleOf } from './proof.ts';

/**
 * UTF-16 code units. A runner takes 1 MB of outputs for a job and counts two bytes for each unit; the rest is left to the
 * single outputs.
 */
const RESULTS_LIMIT = 400_000;
const REASONS_LIMIT = 20_000;

export const OUTPUT_NAMES = [
  'outcome', 'reasons', 'patch-id', 'commit-sha', 'pull-request-number', 'pull-request-url', 'pull-request-operation', 'roi-delta', 'errors-before', 'errors-after', 'forecast', 'tokens', 'cost', 'record-path',
  'state-restored', 'results',
] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];
export type Outputs = Readonly<Record<OutputName, string>>;

export interface OutputSource {
  readonly attempts: readonly Attempt[];
  /** How restoring the state ended: `restored`, `empty`, `corrupt`, …, `off`. */
  readonly stateRestored: string;
  /** Why there is no attempt; the reason of the outcome then. */
  readonly nothing: string | null;
  /** True if configuration or infrastructure ended the run. */
  readonly failed: boolean;
}

/** The outputs' source in a run's report. */
export function outputSource({ attempts, state, nothing, failure, diagnosis }: RunReport): OutputSource {
  const bad = diagnosis.filter(({ status }) => status === 'bad').map(({ check, found, remedy }) => `${check}: ${found} ${remedy}`.trim());
  if (bad.length > 0) return { attempts, stateRestored: state.status, nothing: bad.join('\n'), failed: true };
  const why = failure === null ? nothing : failure.type === 'config' ? failure.problems.map(({ setting, problem }) => `${setting}: ${problem}`).join('; ') : failure.message;
  return { attempts, stateRestored: state.status, nothing: why, failed: failure !== null };
}

/** The Action's outputs as text. Single ones describe the first task, `results` all of them. Numbers are plain, for comparing. */
export function outputs({ attempts, stateRestored, nothing, failed }: OutputSource): Outputs {
  const first = attempts[0];
  return {
    outcome: failed ? 'failed' : first?.outcome ?? 'unchanged',
    reasons: (first === undefined || (failed && nothing !== null) ? nothing ?? '' : first.reasons.join('\n')).slice(0, REASONS_LIMIT),
    'patch-id': first?.patchId ?? '',
    'commit-sha': first?.commit ?? '',
    'pull-request-number': first?.pullRequest == null ? '' : String(first.pullRequest.number),
    'pull-request-url': first?.pullRequest?.url ?? '',
    'pull-request-operation': first?.pullRequest?.operation ?? '',
    'roi-delta': plain(first?.roiDelta ?? 0),
    'errors-before': plain(first?.errorsBefore ?? 0),
    'errors-after': plain(first?.errorsAfter ?? 0),
    forecast: first?.forecast ?? '',
    tokens: plain(first?.tokens ?? 0),
    cost: first?.cost === null ? '' : plain(first?.cost ?? 0),
    'record-path': first?.recordPath ?? '',
    'state-restored': stateRestored,
    results: results(attempts),
  };
}

/** At most six decimals, never an exponent or a sign of zero. */
function plain(value: number): string {
  return Number.isFinite(value) ? value.toFixed(6).replace(/\.?0+$/, '').replace(/^-0$/, '0') : '';
}

/** Always valid JSON: attempts that do not fit are counted in a last element `{"omitted": n}`. */
function results(attempts: readonly Attempt[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const attempt of attempts) {
    const part = JSON.stringify(result(attempt));
    length += part.length + 1;
    if (length > RESULTS_LIMIT) break;
    parts.push(part);
  }
  const omitted = attempts.length - parts.length;
  return `[${[...parts, ...(omitted === 0 ? [] : [JSON.stringify({ omitted })])].join(',')}]`;
}

function result(attempt: Attempt) {
  const { patchId, task, outcome, verdict, decidedBy, reasons, roiDelta, errorsBefore, errorsAfter, forecast, tokens, cost, durationMs, commit, recordPath, pullRequest } = attempt;
  return {
    'task-id': task.id, kind: task.kind, origin: task.origin, title: titleOf(attempt), outcome, 'patch-id': patchId, 'commit-sha': commit,
    'pull-request': pullRequest === null ? null : { number: pullRequest.number, url: pullRequest.url, operation: pullRequest.operation, draft: pullRequest.draft },
    decision: verdict?.decision ?? null, rule: verdict?.rule ?? null, 'would-pass': decidedBy?.wouldPass ?? null, reasons: cut(reasons),
    'roi-delta': roiDelta, 'errors-before': errorsBefore, 'errors-after': errorsAfter, forecast, tokens, cost, 'duration-ms': durationMs, 'record-path': recordPath,
  };
}

/** One attempt with a flood of reasons must not push out all the others. */
function cut(reasons: readonly string[]): readonly string[] {
  const shown = reasons.slice(0, 20).map((each) => each.slice(0, 1000));
  return reasons.length > 20 ? [...shown, `and ${reasons.length - 20} more`] : shown;
}
