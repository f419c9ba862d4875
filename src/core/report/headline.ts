import type { Attempt } from '../model/patch.ts';
import type { RollbackReport, RunReport } from '../model/run-report.ts';
import type { Outcome } from '../model/verdict.ts';
import { diagnosisText } from './doctor.ts';
import { count, duration, number, oneLine, sentence, signed } from './format.ts';
import { lineTotals, suiteTests, testTotals, titleOf } from './proof.ts';
import { costText } from './spending.ts';

/** The result in one line: a word, and the rest as plain text with names in backticks. */
export interface Headline {
  readonly word: string;
  readonly rest: string;
}

const ORDER: readonly Outcome[] = ['kept', 'held', 'reverted', 'refused', 'failed', 'unchanged'];

export function headline(report: RunReport): Headline {
  const { failure, mode, attempts } = report;
  if (failure?.type === 'config') return { word: 'Not started', rest: `: ${count(failure.problems.length, 'setting')} cannot be used` };
  if (failure !== null) return { word: 'Failed', rest: `: ${oneLine(failure.message)}${cost(report)}` };
  if (mode === 'doctor') return { word: 'Doctor', rest: `: ${diagnosisText(report.diagnosis)}` };
  if (mode === 'suggest' && report.nothing !== null) return { word: 'Nothing to suggest', rest: `: ${withoutStop(report.nothing)} · ${duration(report.durationMs)}` };
  if (mode === 'suggest') return { word: 'Suggested', rest: ` ${suggested(report)}, best first · ${duration(report.durationMs)}` };
  if (attempts.length === 0) return { word: 'Nothing to do', rest: `: ${withoutStop(report.nothing ?? 'no task was given and none was found')}${facts(report)}` };
  if (report.rollback !== null) return rollbackHeadline(report, report.rollback);
  return { word: word(report, leading(attempts)), rest: `${told(report)}${drafts(attempts)}${facts(report)}` };
}

function rollbackHeadline(report: RunReport, { outcome, patchId, title, reverted, reasons, conflicts }: RollbackReport): Headline {
  const what = `\`${oneLine(title, 160).replaceAll('`', "'")}\` (change ${patchId}${reverted === '' ? '' : `, commit ${reverted.slice(0, 12)}`})`;
  if (outcome === 'rolled-back') return { word: report.landing?.type === 'not-landed' ? 'Proved but not landed' : rollbackWord(report), rest: ` ${what}${facts(report)}` };
  if (conflicts.length > 0) return { word: 'Not rolled back', rest: ` ${what}: ${count(conflicts.length, 'file')} changed since in the same place${facts(report)}` };
  const word = leading(report.attempts) === 'unchanged' ? 'Nothing to roll back' : 'Not rolled back';
  return { word, rest: ` ${what}: ${withoutStop(reasons[0] ?? 'no reason was recorded')}${facts(report)}` };
}

function rollbackWord({ dryRun, publish }: RunReport): string {
  if (dryRun) return 'Would roll back';
  return { 'pull-request': 'Proposed to roll back', push: 'Rolled back', commit: 'Rolled back', patch: 'Wrote as a patch what rolls back' }[publish];
}

function suggested({ suggestions, found }: RunReport): string {
  return found.length > 0 && suggestions.length === 0 ? count(found.length, 'possible improvement') : count(suggestions.length, 'snippet');
}

function drafts(attempts: readonly Attempt[]): string {
  const held = attempts.flatMap(({ outcome, pullRequest }) => (outcome === 'held' && pullRequest !== null ? [pullRequest.number] : []));
  return held.length === 0 ? '' : ` · draft ${held.length === 1 ? 'pull request' : 'pull requests'} ${held.map((each) => `#${each}`).join(', ')}`;
}

/** The outcome that the first line is about: the best one. */
function leading(attempts: readonly Attempt[]): Outcome {
  return ORDER.find((outcome) => attempts.some((each) => each.outcome === outcome))!;
}

function word(report: RunReport, outcome: Outcome): string {
  const capital = `${outcome[0]!.toUpperCase()}${outcome.slice(1)}`;
  if (report.landing?.type === 'not-landed' && (outcome === 'kept' || outcome === 'failed')) return 'Proved but not landed';
  if (outcome !== 'kept') return capital;
  if (report.publish === 'pull-request') return proposed(report.dryRun, attemptsOf(report.attempts, outcome));
  if (report.dryRun) return { push: 'Would push', commit: 'Would commit', patch: 'Would write as a patch' }[report.publish];
  return capital;
}

function attemptsOf(attempts: readonly Attempt[], outcome: Outcome): readonly Attempt[] {
  return attempts.filter((each) => each.outcome === outcome);
}

/** What was done about pull requests. */
function proposed(dryRun: boolean, those: readonly Attempt[]): string {
  if (dryRun) return `Would open ${count(those.length, 'pull request')}`;
  const links = those.flatMap(({ pullRequest }) => pullRequest ?? []);
  if (links.length === 0) return those.some(({ commit }) => commit !== null) ? `Pushed ${those.length === 1 ? 'a branch' : `${number(those.length)} branches`}, no pull request` : 'Kept';
  const [first] = links;
  const did = links.every(({ operation }) => operation === first!.operation) ? { created: 'Opened', updated: 'Updated', unchanged: 'Kept' }[first!.operation] : 'Proposed';
  return `${did} ${links.length === 1 ? `pull request #${first!.number}` : count(links.length, 'pull request')}`;
}

function told({ attempts, publish }: RunReport): string {
  const outcome = leading(attempts);
  const those = attemptsOf(attempts, outcome);
  const titles = those.slice(0, 2).map(titled);
  const more = those.length > 2 ? ` and ${number(those.length - 2)} more` : '';
  const others = ORDER.filter((each) => each !== outcome)
    .map((each) => [each, attempts.filter((attempt) => attempt.outcome === each).length] as const)
    .filter(([, amount]) => amount > 0)
    .map(([each, amount]) => `${number(amount)} ${each}`);
  const amount = publish === 'pull-request' && outcome === 'kept' ? '' : ` ${number(those.length)} of ${number(attempts.length)}`;
  return `${amount}: ${titles.join('; ')}${more}${others.length === 0 ? '' : ` · ${others.join(', ')}`}`;
}

/** With the lines that it saves or costs, unless the title tells them already. */
function titled(attempt: Attempt): string {
  const title = oneLine(titleOf(attempt), 160);
  return / lines?\)$/.test(title) ? title : title + netOf(attempt);
}

function netOf({ patch, outcome }: Attempt): string {
  if (patch === null || outcome !== 'kept') return '';
  const { added, removed } = lineTotals(patch);
  if (added === removed) return '';
  return ` (${signed(added - removed)} ${Math.abs(added - removed) === 1 ? 'line' : 'lines'})`;
}

function facts(report: RunReport): string {
  return ` · ${testFact(report)}${cost(report)}`;
}

function cost(report: RunReport): string {
  return ` · ${duration(report.durationMs)} · ${costText(spent(report))}`;
}

/** US dollars spent on all questions of the run; `null` where a price is unknown. */
export function spent({ attempts, spending }: RunReport): number | null {
  if (spending !== null) return spending.cost;
  return attempts.reduce<number | null>((sum, { cost: own }) => (sum === null || own === null ? null : sum + own), 0);
}

function testFact({ attempts, baseline }: RunReport): string {
  const patch = attempts.find(({ outcome, patch: made }) => outcome === 'kept' && made?.after != null)?.patch;
  const before = patch?.before ?? baseline?.evidence;
  if (before === undefined) return 'nothing measured';
  const from = testTotals(suiteTests(before));
  if (patch?.after == null) return from.failed === 0 ? count(from.passed, 'passing test') : `${count(from.passed, 'passing test')}, ${number(from.failed)} already failing`;
  const to = testTotals(suiteTests(patch.after));
  if (from.passed === to.passed && from.failed === to.failed) return to.failed === 0 ? `${count(to.passed, 'test')} unchanged` : `${count(to.passed, 'passing test')}, ${number(to.failed)} failing as before`;
  return `passing tests ${number(from.passed)} → ${number(to.passed)}${from.failed + to.failed === 0 ? '' : `, failing ${number(from.failed)} → ${number(to.failed)}`}`;
}

function withoutStop(text: string): string {
  return sentence(text).replace(/\.$/, '');
}
