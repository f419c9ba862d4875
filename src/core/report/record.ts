import { createHash } from 'node:crypto';
import { assess, outcomeOf, reasonTexts } from '../judge/verdict.ts';
import { redact } from '../knowledge/redact.ts';
import { TrendPredictor } from '../judge/trend-predictor.ts';
import type { GeneratorId, Interaction } from '../model/change.ts';
import type { CheckRun, Evidence, MetricSample } from '../model/evidence.ts';
import type { JudgeInput } from '../model/judge-input.ts';
import type { Attempt, Base, Patch } from '../model/patch.ts';
import type { Settings } from '../model/settings.ts';
import type { Task } from '../model/task.ts';
import type { Forecast, Outcome, Roi, Verdict } from '../model/verdict.ts';
import { byText, number } from './format.ts';
import { testTotals, titleOf, type TestTotals } from './proof.ts';

export const RECORD_SCHEMA = 1;

/** Failing tests and findings that a record names; totals count all of them. */
const NAMED = 200;
const OUTPUT_TAIL = 4000;

/** Everything about one decision, as a file: `docs/decision-record.schema.json`. */
export interface DecisionRecord {
  readonly schema: typeof RECORD_SCHEMA;
  readonly id: string;
  readonly createdAt: string;
  readonly engine: string;
  readonly environment: string;
  readonly settingsDigest: string;
  readonly task: Task;
  readonly title: string;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly verdict: Verdict | null;
  /** What the judge was given; `null` where nothing was judged. */
  readonly input: JudgeInput | null;
  readonly roi: Roi | null;
  readonly forecasts: readonly Forecast[];
  readonly change: RecordedChange | null;
  readonly before: RecordedEvidence | null;
  readonly after: RecordedEvidence | null;
  readonly nearMisses: readonly string[];
  readonly tokens: number;
  /** US dollars; `null` where the price of the model is unknown. */
  readonly cost: number | null;
  /** What was asked and answered, word for word as it was sent, secrets redacted. */
  readonly interactions: readonly Interaction[];
  readonly durationMs: number;
  readonly commit: string | null;
}

export interface RecordedChange {
  readonly explanation: string;
  readonly generator: GeneratorId;
  readonly fingerprint: string;
  readonly base: Base;
  readonly paths: readonly string[];
  /** For reading: what looks like a secret in the lines around a change is taken out. */
  readonly diff: string;
}

export interface RecordedEvidence {
  readonly tree: string;
  readonly checks: readonly CheckRun[];
  readonly tests: TestTotals;
  readonly failing: readonly { readonly id: string; readonly message: string | null }[];
  readonly findings: number;
  readonly named: readonly { readonly rule: string; readonly level: string; readonly path: string; readonly line: number; readonly message: string }[];
  readonly coverage: boolean;
  readonly metrics: readonly MetricSample[];
  readonly durationMs: number;
}

export interface RecordContext {
  /** What `judge` was given; `null` where nothing was judged. */
  readonly input: JudgeInput | null;
  readonly settingsDigest: string;
  readonly engine: string;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export function decisionRecord(attempt: Attempt, context: RecordContext): DecisionRecord {
  const { patch } = attempt;
  return {
    schema: RECORD_SCHEMA,
    id: attempt.patchId,
    createdAt: context.createdAt,
    engine: context.engine,
    environment: context.environment,
    settingsDigest: context.settingsDigest,
    task: attempt.task,
    title: titleOf(attempt),
    outcome: attempt.outcome,
    reasons: attempt.reasons,
    verdict: attempt.verdict,
    input: context.input,
    roi: patch?.roi ?? null,
    forecasts: patch?.forecasts ?? [],
    change: patch === null ? null : recordedChange(patch),
    before: patch === null ? null : recordedEvidence(patch.before),
    after: patch?.after == null ? null : recordedEvidence(patch.after),
    nearMisses: attempt.nearMisses,
    tokens: attempt.tokens,
    cost: attempt.cost,
    interactions: attempt.interactions,
    durationMs: attempt.durationMs,
    commit: attempt.commit,
  };
}

function recordedChange({ explanation, generator, fingerprint, base, edits, diff }: Patch): RecordedChange {
  return { explanation, generator, fingerprint, base, paths: edits.map(({ path }) => path).sort(byText), diff: redact(diff) };
}

function recordedEvidence({ tree, checks, tests, findings, coverage, metrics, durationMs }: Evidence): RecordedEvidence {
  return {
    tree,
    checks: checks.map((check) => ({ ...check, outputTail: check.outputTail.slice(-OUTPUT_TAIL) })),
    tests: testTotals(tests),
    failing: tests.filter(({ status }) => status === 'failed').slice(0, NAMED).map(({ id, message }) => ({ id, message })),
    findings: findings.length,
    named: findings.slice(0, NAMED).map(({ rule, level, path, line, message }) => ({ rule, level, path, line, message })),
    coverage: coverage !== null,
    metrics,
    durationMs,
  };
}

/** SHA-256 of what was decided by the settings; where files are put on one machine does not count. */
export function settingsDigest(settings: Settings): string {
  const decisive = { ...settings, recordsDirectory: '', state: { ...settings.state, directory: '' } };
  return createHash('sha256').update(canonical(decisive)).digest('hex');
}

/** JSON with sorted keys: equal for equal values. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => byText(a, b));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

export type Verification =
  | { readonly type: 'same'; readonly verdict: Verdict }
  /** One sentence for each thing that the record says and the rules do not, or the other way round. */
  | { readonly type: 'different'; readonly verdict: Verdict; readonly differences: readonly string[] }
  | { readonly type: 'not-judged'; readonly reason: string };

/**
 * Recomputes the verdict from the record's own input. A record made with another predictor needs that one again. The
 * record must have been checked against the schema.
 */
export function verifyRecord(record: DecisionRecord, predictor: Pick<TrendPredictor, 'forecast'> = new TrendPredictor()): Verification {
  const { input, verdict: recorded } = record;
  if (input === null || recorded === null) return { type: 'not-judged', reason: `the outcome ${record.outcome} was not the judge's: the record holds no input to judge` };
  const { verdict, roi } = assess(input, predictor);
  const differences = [
    ...differs('decision', recorded.decision, verdict.decision),
    ...differs('rule', recorded.rule ?? 'none', verdict.rule ?? 'none'),
    ...differs('origin of the task', record.task.origin, input.task.origin),
    ...differs('ROI', record.roi === null ? 'none' : number(record.roi.delta, 9), number(roi.delta, 9)),
    ...reasonDifferences(recorded, verdict),
    // What could not land is `failed` for a reason that is not the judge's.
    ...(record.outcome === 'failed' ? [] : [...differs('outcome', record.outcome, outcomeOf(verdict, record.task)), ...sentenceDifferences(record, verdict)]),
  ];
  return differences.length === 0 ? { type: 'same', verdict } : { type: 'different', verdict, differences };
}

function differs(what: string, recorded: string, recomputed: string): readonly string[] {
  return recorded === recomputed ? [] : [`${what}: recorded ${recorded}, recomputed ${recomputed}`];
}

function reasonDifferences(recorded: Verdict, recomputed: Verdict): readonly string[] {
  const [told, found] = [recorded, recomputed].map(({ reasons }) => new Map(reasons.map((reason) => [canonical(reason), reason])));
  return [
    ...[...told!].filter(([key]) => !found!.has(key)).map(([, { rule, text }]) => `recorded only, by ${rule}: ${text}`),
    ...[...found!].filter(([key]) => !told!.has(key)).map(([, { rule, text }]) => `recomputed only, by ${rule}: ${text}`),
  ];
}

/** The sentences on top of a record must be the verdict's own. */
function sentenceDifferences({ reasons }: DecisionRecord, verdict: Verdict): readonly string[] {
  const own = new Set([...reasonTexts(verdict), ...verdict.reasons.map(({ text }) => text)]);
  return reasons.filter((text) => !own.has(text)).map((text) => `a reason that no rule gave: ${text}`);
}
