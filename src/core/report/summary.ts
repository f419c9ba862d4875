import { decidingReason } from '../judge/verdict.ts';
import { suggestionsMarkdown } from '../knowledge/suggest.ts';
import type { Attempt } from '../model/patch.ts';
import type { RunReport } from '../model/run-report.ts';
import { number, sentence } from './format.ts';
import { headline, spent } from './headline.ts';
import { bullets, code, link, table, text } from './markdown.ts';
import { proofRows, titleOf } from './proof.ts';
import { costText, spendingText } from './spending.ts';
import { rankingMarkdown } from './ranking.ts';
import { details } from './summary-details.ts';

/** What a runner takes for one step. */
export const SUMMARY_LIMIT = 1024 * 1024;

/**
 * Markdown whose first screen is result, reason, proof, cost and undo; the rest is folded. Never longer than `limit`
 * bytes: parts that do not fit are left out, and the text says how many.
 */
export function summary(report: RunReport, limit = SUMMARY_LIMIT): string {
  const first = headline(report);
  const line = `**${first.word}**${spaced(first.rest)}`;
  return fit([line, ...firstScreen(report)], report.mode === 'doctor' ? [] : details(report), limit);
}

/** Keeps the blank or colon between the bold word and the rest, which `text` would trim. */
function spaced(rest: string): string {
  const lead = /^(?:: | · | )/.exec(rest)?.[0] ?? '';
  return lead + text(rest.slice(lead.length));
}

function firstScreen(report: RunReport): readonly string[] {
  const { attempts, failure } = report;
  if (failure?.type === 'config') {
    return [table(['setting', 'given', 'problem', 'remedy'], failure.problems.map(({ setting, value, problem, remedy }) => [code(setting), value === null ? '' : code(value), text(problem), text(remedy)]))];
  }
  const told = attempts.length === 1 ? oneTask(attempts[0]!) : attempts.length > 1 ? severalTasks(attempts) : [];
  return [
    ...(failure === null ? [] : [`**Remedy**: ${text(failure.remedy)}`]),
    ...told,
    ...diagnosed(report),
    ...suggestions(report),
    ...improvements(report),
    ...rankingMarkdown(report.ranking),
    ...(report.landing?.type === 'not-landed' && !(attempts.length === 1 && attempts[0]!.outcome === 'failed') ? [`**Not landed**: ${text(sentence(report.landing.reason))} ${text(report.landing.remedy)}`] : []),
    ...(attempts.length === 0 ? [] : [costAndUndo(report)]),
    ...notices('Warnings', report.warnings),
    ...notices('What would help', report.remedies.filter((remedy) => !isToldAlready(remedy, report))),
  ];
}

/** Why asking ended stands among the reasons of the task that could not ask: once is enough. */
function isToldAlready(remedy: string, { spending, attempts }: RunReport): boolean {
  return spending?.ended != null && remedy.startsWith(spending.ended) && saysWhyAskingEnded(attempts, spending.ended);
}

function saysWhyAskingEnded(attempts: readonly Attempt[], ended: string): boolean {
  const why = ended.trim().replace(/\.$/, '');
  return attempts.some(({ reasons }) => reasons.some((reason) => reason.includes(why)));
}

/** What stands in the way first; the order of looking otherwise. */
function diagnosed({ diagnosis }: RunReport): readonly string[] {
  if (diagnosis.length === 0) return [];
  const marks = { bad: '❌', warning: '⚠️', good: '✅', skipped: '➖' } as const;
  const ranks = ['bad', 'warning', 'good', 'skipped'];
  const sorted = diagnosis.toSorted((a, b) => ranks.indexOf(a.status) - ranks.indexOf(b.status));
  return [table(['', 'check', 'found', 'what to change'], sorted.map(({ check, status, found, remedy }) => [`${marks[status]} ${status}`, text(check), text(found, 600), text(remedy, 600)]))];
}

function notices(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**\n\n${bullets(lines)}`];
}

function oneTask(attempt: Attempt): readonly string[] {
  return [reasonBlock(attempt), ...proofBlock(attempt), ...nearMissBlock(attempt)].filter((part) => part !== '');
}

function reasonBlock(attempt: Attempt): string {
  const decided = attempt.verdict === null ? null : decidingReason(attempt.verdict);
  const wouldPass = decided?.wouldPass == null ? '' : `\n\n**Would pass with**: ${text(decided.wouldPass)}`;
  // The rest of what speaks for a kept change is folded with its numbers.
  const shown = attempt.outcome === 'kept' ? attempt.reasons.slice(0, 3) : attempt.reasons.slice(0, 10);
  return bullets(shown.map((each) => sentence(each))) + wouldPass;
}

function proofBlock({ patch }: Attempt): readonly string[] {
  const rows = patch === null ? [] : proofRows(patch);
  return rows.length === 0 ? [] : [table(['check', 'before', 'after'], rows.map(({ check, before, after }) => [text(check), text(before), text(after)]))];
}

function nearMissBlock({ nearMisses, outcome }: Attempt): readonly string[] {
  return outcome === 'kept' ? [] : notices('Near misses', nearMisses.slice(0, 5));
}

function severalTasks(attempts: readonly Attempt[]): readonly string[] {
  const rows = attempts.map((attempt) => [attempt.outcome, text(titleOf(attempt), 200), text(sentence(attempt.reasons[0] ?? ''), 300)]);
  const kept = attempts.filter(({ outcome, patch }) => outcome === 'kept' && patch !== null).slice(0, 5);
  return [table(['outcome', 'task', 'reason'], rows), ...kept.flatMap((attempt) => [`**${text(titleOf(attempt), 200)}**`, ...proofBlock(attempt)])];
}

function costAndUndo(report: RunReport): string {
  const { attempts, dryRun, landing, publish } = report;
  const commits = publish === 'pull-request' ? [] : attempts.flatMap(({ commit }) => (commit === null ? [] : [commit]));
  const open = attempts.flatMap(({ outcome, pullRequest }) => (pullRequest === null || outcome === 'unchanged' ? [] : [pullRequest]));
  const records = attempts.flatMap(({ recordPath }) => (recordPath === null ? [] : [recordPath]));
  return [
    commits.length === 0 ? '' : `**Undo**: ${code(`git revert ${[...commits].reverse().map((each) => each.slice(0, 12)).join(' ')}`)}`,
    open.length === 0 ? '' : `**Undo**: close ${open.map(({ number: id, url }) => link(`pull request ${id}`, url)).join(', ')}`,
    landing?.type === 'landed' ? `**Landed**: ${[text(landing.text), ...(landing.links ?? []).map(({ label, url }) => link(label, url))].join(' ')}` : '',
    dryRun ? '**Dry run**: nothing was landed' : '',
    `**Cost**: ${text(spendingOf(report))}`,
    records.length === 0 ? '' : `**Record**: ${records.slice(0, 3).map((each) => code(each)).join(', ')}${records.length > 3 ? ` and ${number(records.length - 3)} more` : ''}`,
  ].filter((part) => part !== '').join(' · ');
}

function spendingOf(report: RunReport): string {
  const { spending, attempts } = report;
  if (spending === null) return `${costText(spent(report))}, no model`;
  return spendingText(spending.ended !== null && saysWhyAskingEnded(attempts, spending.ended) ? { ...spending, ended: null } : spending);
}

function suggestions({ suggestions: found }: RunReport): readonly string[] {
  return found.length === 0 ? [] : [suggestionsMarkdown(found)];
}

/** What a run would try. */
function improvements({ found }: RunReport): readonly string[] {
  if (found.length === 0) return [];
  const where = (paths: readonly string[]) => paths.slice(0, 4).map((path) => code(path)).join(', ') + (paths.length > 4 ? ` and ${number(paths.length - 4)} more` : '');
  return [table(['kind', 'what', 'where', 'gain in lines'], found.map(({ kind, title, paths, gain }) => [kind, text(title, 200), where(paths), kind === 'refactor' ? '' : number(gain, 0)]))];
}

/** Adds what fits, in order; a part that does not fit is left out whole, so that no fence or fold stays open. */
function fit(always: readonly string[], optional: readonly string[], limit: number): string {
  const note = (left: number) => `*${number(left)} more ${left === 1 ? 'part was' : 'parts were'} left out: a summary holds ${number(limit)} bytes. The decision records have everything.*`;
  let budget = limit - Buffer.byteLength(note(9999)) - 2;
  const shown: string[] = [];
  let left = 0;
  for (const part of [...always, ...optional]) {
    const size = Buffer.byteLength(part) + 2;
    if (size > budget) {
      left += 1;
      continue;
    }
    budget -= size;
    shown.push(part);
  }
  return `${[...shown, ...(left === 0 ? [] : [note(left)])].join('\n\n')}\n`;
}
