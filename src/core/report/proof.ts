import { netLines } from '../change/edits.ts';
import { belongsTo } from '../evidence/test-ids.ts';
import { metricValue } from '../judge/metric.ts';
import type { CheckRun, Evidence, MetricSample } from '../model/evidence.ts';
import type { Attempt, Patch } from '../model/patch.ts';
import { byText, count, number, signed } from './format.ts';

/** One line of the proof: what was looked at, before and after the change. Plain text. */
export interface ProofRow {
  readonly check: string;
  readonly before: string;
  readonly after: string;
}

/** Checks, findings, oracle, declared metrics, errors, lines and ROI of a judged patch. */
export function proofRows(patch: Patch): readonly ProofRow[] {
  const { before, after, worth, comparison, roi } = patch;
  if (after === null) return [];
  const rows: ProofRow[] = checkNames(before, after).map((name) => ({ check: name, before: checkText(before, name), after: checkText(after, name) }));
  if (before.findings.length + after.findings.length > 0) rows.push({ check: 'findings', before: findingsText(before), after: findingsText(after) });
  // An accept command has its row among the checks already.
  if (worth !== null && !(worth.oracle === 'accept-command' && after.checks.some(({ role }) => role === 'accept'))) rows.push({ check: worth.oracle, before: worth.before, after: worth.after });
  rows.push(...metricRows(before.metrics, after.metrics));
  if (comparison !== null) rows.push({ check: 'errors', before: number(comparison.errorsBefore), after: number(comparison.errorsAfter) });
  rows.push({ check: 'lines', before: '', after: lineText(patch) });
  if (roi !== null) rows.push({ check: 'ROI', before: '', after: signed(roi.delta) });
  return rows;
}

function checkNames(before: Evidence, after: Evidence): readonly string[] {
  return [...new Set([...before.checks, ...after.checks].filter(({ role }) => role !== 'setup').map(({ name }) => name))];
}

function checkText(evidence: Evidence, name: string): string {
  const check = evidence.checks.find((each) => each.name === name);
  if (check === undefined) return 'not run';
  const tests = evidence.tests.filter(({ id }) => id.startsWith(`${name} › `));
  const completed = check.status === 'passed' || check.status === 'failed';
  if (tests.length === 0) return statusText(check);
  return completed ? testsText(tests) : `${statusText(check)} (${testsText(tests)})`;
}

export function statusText({ status, exitCode }: CheckRun): string {
  const words = status.replaceAll('-', ' ');
  return status === 'failed' && exitCode !== null ? `${words} (exit code ${exitCode})` : words;
}

/** `211 passed, 1 failed, 3 skipped`; zeros are left out, except that something is always said. */
export function testsText(tests: Evidence['tests']): string {
  const totals = testTotals(tests);
  const parts = (['passed', 'failed', 'skipped'] as const).filter((status) => totals[status] > 0).map((status) => `${number(totals[status])} ${status}`);
  return parts.length === 0 ? 'no test' : parts.join(', ');
}

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Without the tests of an accept command: they ask for the change, and are told apart. */
export function suiteTests({ checks, tests }: Pick<Evidence, 'checks' | 'tests'>): Evidence['tests'] {
  const asking = checks.filter(({ role }) => role === 'accept').map(({ name }) => name);
  return tests.filter(({ id }) => !asking.some((name) => belongsTo(id, name)));
}

export function testTotals(tests: Evidence['tests']): TestTotals {
  const total = (status: string) => tests.filter((each) => each.status === status).length;
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

function findingsText({ findings }: Evidence): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  return `${count(errors, 'error')}, ${count(findings.length - errors, 'warning or note', 'warnings and notes')}`;
}

function metricRows(before: readonly MetricSample[], after: readonly MetricSample[]): readonly ProofRow[] {
  const shown = (list: readonly MetricSample[], name: string) => {
    const metric = list.find((each) => each.name === name);
    const value = metricValue(metric);
    return value === null ? 'no number' : `${number(value)} ${metric!.unit}`.trim();
  };
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort(byText);
  return names.map((name) => ({ check: name, before: shown(before, name), after: shown(after, name) }));
}

export interface LineTotals {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** Counted from the edits, tests included. */
export function lineTotals({ edits }: Pick<Patch, 'edits'>): LineTotals {
  const { code } = netLines(edits, () => false);
  return { files: edits.length, added: code.added, removed: code.removed };
}

/** `+4 −35 in 3 files`. */
export function lineText(patch: Pick<Patch, 'edits'>): string {
  const { files, added, removed } = lineTotals(patch);
  return `+${number(added)} −${number(removed)} in ${count(files, 'file')}`;
}

/** What the change is, from the edit where there is one, else what was asked for. */
export function titleOf({ patch, candidate, task }: Attempt): string {
  return patch?.title ?? candidate?.title ?? task.title;
}
