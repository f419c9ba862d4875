import type { Evidence } from '../model/evidence.ts';
import type { Attempt } from '../model/patch.ts';
import type { BaselineReport, RunReport, StateReport } from '../model/run-report.ts';
import type { Forecast } from '../model/verdict.ts';
import { count, duration, number, oneLine, sentence } from './format.ts';
import { headline } from './headline.ts';
import { statusText, testTotals, titleOf } from './proof.ts';

/** `baseline: 212 passed, 1 already failing, 48 s`. */
export function baselineLine({ evidence, reusedFrom }: BaselineReport): string {
  const { passed, failed, skipped } = testTotals(evidence.tests);
  const tests = passed + failed + skipped === 0 ? checksText(evidence) : [`${number(passed)} passed`, failed === 0 ? '' : `${number(failed)} already failing`, skipped === 0 ? '' : `${number(skipped)} skipped`].filter(Boolean).join(', ');
  const findings = evidence.findings.length === 0 ? '' : `, ${count(evidence.findings.length, 'finding')}`;
  const broken = evidence.checks.filter(({ status }) => status !== 'passed' && status !== 'failed' && status !== 'not-run').map((check) => `, ${check.name} ${statusText(check)}`);
  const hopeless = passed === 0 && failed > 0 ? '; every test fails already, so found work cannot be proved' : '';
  const reused = reusedFrom === null ? '' : `, reused from ${oneLine(reusedFrom)}`;
  return `baseline: ${tests}${findings}${broken.join('')}, ${duration(evidence.durationMs)}${reused}${hopeless}`;
}

function checksText({ checks }: Evidence): string {
  const run = checks.filter(({ status }) => status === 'passed' || status === 'failed');
  return run.length === 0 ? 'no check was run' : run.map((check) => `${check.name} ${statusText(check)}`).join(', ');
}

/** `restored 4 attempts, 2 landed; 1 rejected change not repeated`. */
export function stateLine({ status, source, note, attempts, kept, notRepeated }: StateReport): string {
  const repeated = notRepeated === 0 ? '' : `; ${count(notRepeated, 'rejected change')} not repeated`;
  const from = source === null ? '' : ` (from ${oneLine(source)})`;
  const remark = note === '' ? '' : `; ${oneLine(note)}`;
  switch (status) {
    case 'restored': return `restored ${count(attempts, 'attempt')}, ${number(kept)} landed${repeated}${from}${remark}`;
    case 'empty': return `nothing remembered yet: this run starts the history${remark}`;
    case 'off': return 'state is switched off: nothing is remembered (setting `state`)';
    case 'corrupt':
    case 'too-large':
    case 'too-new':
    case 'unavailable': return `state not restored (${status.replaceAll('-', ' ')})${from}; starting empty${remark}`;
    default: return status satisfies never;
  }
}

/** `task 1 of 3: extract: …`. */
export function taskLine({ task, index, total }: { readonly task: Attempt['task']; readonly index: number; readonly total: number }): string {
  return `task ${number(index + 1)} of ${number(total)}: ${task.kind}: ${oneLine(task.title)}`;
}

/** How one attempt ended, with its reasons, numbers and what would have passed. One or more lines. */
export function verdictLines(attempt: Attempt): readonly string[] {
  const { verdict, outcome, reasons } = attempt;
  if (verdict === null) return [`${outcome}: ${sentence(reasons[0] ?? 'no reason was recorded')}`, ...reasons.slice(1).map((each) => `  ${sentence(each)}`), ...nearMisses(attempt)];
  if (verdict.decision === 'keep') {
    const rules = [...new Set(verdict.reasons.filter(({ decision }) => decision === 'keep').map(({ rule }) => rule))];
    return [`${outcome} by ${rules.join(', ')}: ${oneLine(titleOf(attempt))}`, ...verdict.reasons.filter(({ decision }) => decision === 'keep').map(({ rule, text }) => `  ${rule}: ${text}`)];
  }
  return verdict.reasons
    .filter(({ decision }) => decision === verdict.decision)
    .map(({ rule, text, wouldPass }, index) => `${index === 0 ? `${outcome} by` : '  also'} ${rule}: ${text.replace(/\.$/, '')}; passes when: ${wouldPass ?? 'never'}`);
}

function nearMisses({ nearMisses: misses }: Attempt): readonly string[] {
  return misses.slice(0, 5).map((each) => `  near miss: ${oneLine(each)}`);
}

/** One phrase for the output `forecast`; empty while every series is too short. */
export function forecastText(forecasts: readonly Forecast[]): string {
  return forecasts
    .flatMap((each) => (each.type === 'forecast' ? [`${each.series}: ${number(each.expected)} (${number(each.low)} to ${number(each.high)}, ${each.method}, ${count(each.n, 'value')})`] : []))
    .join('; ');
}

/** The last line of the log: the same sentence as the first of the summary. */
export function resultLine(report: RunReport): string {
  const { word, rest } = headline(report);
  return `${word}${rest}`;
}
