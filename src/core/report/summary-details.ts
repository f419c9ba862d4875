import { redact } from '../knowledge/redact.ts';
import type { ClassifiedFailure } from '../model/evidence.ts';
import type { Attempt, Patch } from '../model/patch.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Reason } from '../model/verdict.ts';
import { count, duration, number, sentence, signed } from './format.ts';
import { baselineLine, stateLine } from './log.ts';
import { bullets, code, fenced, folded, table, text } from './markdown.ts';
import { lineText, statusText, titleOf } from './proof.ts';

/** A diff longer than this is cut at a line, and says so. */
const DIFF_LIMIT = 200_000;

/** The folded parts, the most useful first. Each is closed in itself. */
export function details(report: RunReport): readonly string[] {
  const several = report.attempts.length > 1;
  return [
    ...report.attempts.flatMap((attempt) => (attempt.patch === null ? [] : ofPatch(attempt, attempt.patch, several))),
    ...tried(report),
    ...checks(report),
    folded('State and environment', bullets(circumstances(report))),
  ];
}

function ofPatch(attempt: Attempt, patch: Patch, several: boolean): readonly string[] {
  const named = (title: string) => (several ? `${title}: ${titleOf(attempt).replaceAll('`', '')}` : title);
  return [
    folded(named(`Diff: ${lineText(patch)}`), diff(patch)),
    folded(named('Every rule, with its numbers'), ruleTable(patch.verdict.reasons)),
    ...forecastRows(patch).map((body) => folded(named('ROI and forecasts'), body)),
    ...reruns(patch).map((body) => folded(named('Reruns of failing tests'), body)),
    ...(attempt.outcome === 'kept' && attempt.nearMisses.length > 0 ? [folded(named('Near misses'), bullets(attempt.nearMisses.slice(0, 20)))] : []),
  ];
}

function diff(patch: Patch): string {
  // The lines around a change are the repository's, which may hold what a summary should not show.
  const whole = redact(patch.diff);
  if (whole.length <= DIFF_LIMIT) return fenced(whole, 'diff');
  const kept = whole.slice(0, whole.lastIndexOf('\n', DIFF_LIMIT) + 1);
  const left = whole.slice(kept.length).split('\n').length - 1;
  return `${fenced(kept, 'diff')}\n\n*${count(left, 'more line')} of the diff ${left === 1 ? 'is' : 'are'} in the decision record.*`;
}

/** A forecast that abstains says nothing here; the record has it. */
export function ruleTable(reasons: readonly Reason[]): string {
  const shown = reasons.filter(({ rule, decision }) => rule !== 'forecast' || decision !== 'note');
  return table(['rule', 'says', 'metric', 'before', 'after', 'limit', 'because'], shown.map((reason) => [
    reason.rule, reason.decision === 'keep' ? 'pass' : reason.decision, text(reason.metric), cell(reason.before), cell(reason.after), cell(reason.limit),
    text(reason.text, 400) + (reason.wouldPass === null ? '' : ` Passes when: ${text(sentence(reason.wouldPass))}`),
  ]));
}

function cell(value: Reason['before']): string {
  if (value === null) return '';
  return typeof value === 'number' ? number(value) : text(value, 120);
}

/** The terms of the ROI and what was expected of each series; empty where nothing is known. */
export function forecastRows({ roi, forecasts }: Patch): readonly string[] {
  const known = forecasts.flatMap((each) => (each.type === 'forecast' ? [each] : []));
  const terms = roi === null || roi.terms.length === 0 ? [] : [table(['ROI', 'value', 'from'], [
    ...roi.terms.map(({ name, value, explanation }) => [text(name), signed(value, 3), text(explanation)]),
    ['**sum**', `**${signed(roi.delta, 3)}**`, ''],
  ])];
  const expected = known.length === 0 ? [] : [table(['series', 'expected', 'interval', 'method', 'values'], known.map((each) => [
    text(each.series), number(each.expected), `${number(each.low)} to ${number(each.high)}`, each.method, number(each.n),
  ]))];
  return terms.length + expected.length === 0 ? [] : [[...terms, ...expected].join('\n\n')];
}

const CLASS_WORDS: Readonly<Record<ClassifiedFailure['class'], string>> = { regression: 'regression', 'not-the-patch': 'not the change', suspect: 'flake suspect' };

function reruns({ comparison }: Patch): readonly string[] {
  const failures = comparison?.newFailures ?? [];
  if (failures.length === 0) return [];
  const rows = failures.slice(0, 50).map((each) => [code(each.id), CLASS_WORDS[each.class], each.candidateReruns.join(', '), each.baseReruns.join(', '), each.message === null ? '' : code(each.message, 160)]);
  const more = failures.length > 50 ? [`*${number(failures.length - 50)} more in the decision record.*`] : [];
  return [[table(['test', 'verdict', 'with the change', 'on the base', 'message'], rows), ...more].join('\n\n')];
}

function tried({ tried: all }: RunReport): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, 50).map((attempt) => [attempt.outcome, text(titleOf(attempt), 200), text(sentence(attempt.reasons[0] ?? 'no reason'), 300), duration(attempt.durationMs)]);
  const more = all.length > 50 ? `\n\n*${number(all.length - 50)} more in the history.*` : '';
  return [folded(`What was tried: ${count(all.length, 'candidate')}`, table(['outcome', 'candidate', 'reason', 'took'], rows) + more)];
}

function checks({ baseline, toolchain }: RunReport): readonly string[] {
  const why = new Map([...(toolchain?.setup ?? []), ...(toolchain?.lint ?? []), ...(toolchain?.test ?? [])].map((plan) => [plan.name, plan.why]));
  const rows = (baseline?.evidence.checks ?? []).map((check) => [code(check.name), code(check.command), statusText(check), duration(check.durationMs), text(why.get(check.name) ?? ''), text(check.note)]);
  const notes = toolchain?.notes ?? [];
  const parts = [rows.length === 0 ? '' : table(['check', 'command', 'on the base', 'took', 'found in', 'note'], rows), notes.length === 0 ? '' : bullets(notes)].filter((part) => part !== '');
  return parts.length === 0 ? [] : [folded('Checks: what was run, and why', parts.join('\n\n'))];
}

function circumstances(report: RunReport): readonly string[] {
  const { baseline, state, recovery, environment, engine, base, phases } = report;
  return [
    ...(baseline === null ? [] : [baselineLine(baseline)]),
    // A run that ended before it read the repository has not looked for its state either.
    ...(base === null && state.status === 'off' ? [] : [`state: ${stateLine(state)}`]),
    ...(recovery === null ? [] : [`recovered: ${recovery}`]),
    `engine ${engine}${environment === '' ? '' : ` on ${environment}`}`,
    ...(base === null ? [] : [`base: commit \`${base.commit.slice(0, 12)}\`, tree \`${base.tree.slice(0, 12)}\``]),
    ...(phases.length === 0 ? [] : [`time: ${timesOf(phases)}`]),
  ];
}

/** A task by its number: its title stands above. What took no time is left out. */
function timesOf(phases: RunReport['phases']): string {
  return phases.filter(({ durationMs }) => durationMs >= 50).map(({ name, durationMs }) => `${name.replace(/^(task \d+ of \d+): .*$/s, '$1')} ${duration(durationMs)}`).join(', ') || 'under 0.1 s';
}
