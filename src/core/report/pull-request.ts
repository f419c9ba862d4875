/** What a pull request says: made from the applied edits and the evidence, never from what a model said. */
import { createHash } from 'node:crypto';
import { decidingReason } from '../judge/verdict.ts';
import type { Attempt, Patch } from '../model/patch.ts';
import type { Task } from '../model/task.ts';
import type { PullRequestText } from '../ports-forge.ts';
import { subject } from './commit-message.ts';
import { number, oneLine, sentence } from './format.ts';
import { bullets, code, folded, table, text } from './markdown.ts';
import { lineText, lineTotals, proofRows } from './proof.ts';
import { costText, generatorText } from './spending.ts';
import { forecastRows, ruleTable } from './summary-details.ts';

/** UTF-16 code units; GitHub takes 65,536 characters. */
export const BODY_LIMIT = 60_000;

/** Of the text that a link fills in: encoded, it must fit an address that browsers and servers take. */
const SHORT_LIMIT = 2500;

/** All of them stand in the tab beside. */
const FILES_SHOWN = 50;

/** What a pull request of ours says about itself, for a run without memory. */
export interface Marker {
  readonly patchId: string;
  readonly taskId: string;
  readonly fingerprint: string;
  /** Digest of what was asked for; other words or another command are another question. */
  readonly asked: string;
  /** True as long as evidence was missing when the text was written. */
  readonly held: boolean;
}

const NOTHING_ASKED = 'nothing';

/** Digest of a request as it was asked; the same for all work that was found. */
export function askedOf(task: Task): string {
  return task.origin === 'found' ? NOTHING_ASKED : createHash('sha256').update(JSON.stringify([task.prompt, task.target, task.acceptCommand])).digest('hex').slice(0, 16);
}

/** A comment that a reader does not see. Values are taken out of whatever could end it. */
export function markerLine({ patchId, taskId, fingerprint, asked, held }: Marker): string {
  return `<!-- self-coding-engine ${[patchId, taskId, fingerprint, asked, held ? 'held' : 'kept'].map(encodeURIComponent).map((part) => part.replaceAll('-', '%2D')).join(' ')} -->`;
}

/** `null` if the text carries none. */
export function readMarker(body: string): Marker | null {
  const [, ...parts] = /<!-- self-coding-engine (\S+) (\S+) (\S+) (\S+) (held|kept) -->/.exec(body) ?? [];
  if (parts.length !== 5) return null;
  try {
    const [patchId, taskId, fingerprint, asked, outcome] = parts.map(decodeURIComponent) as [string, string, string, string, string];
    return { patchId, taskId, fingerprint, asked, held: outcome === 'held' };
  } catch {
    return null;
  }
}

/** `short`: what fits into an address. */
export interface ProposalText extends PullRequestText {
  readonly short: string;
}

/** Title of at most 72 characters and a body whose first screen is what, why, proof and undo. A held change begins with what is missing. */
export function pullRequestText(attempt: Attempt): ProposalText {
  const patch = attempt.patch!;
  const marker = markerLine({ patchId: attempt.patchId, taskId: attempt.task.id, fingerprint: patch.fingerprint, asked: askedOf(attempt.task), held: attempt.outcome === 'held' });
  const first = [...missing(attempt), ...what(attempt, patch), ...proof(patch), undo(attempt)];
  return { title: subject(patch.title), body: fit([...first, ...details(attempt, patch)], marker, BODY_LIMIT), short: fit(first, marker, SHORT_LIMIT) };
}

/** Of a draft: the evidence that would have made it kept. */
function missing({ outcome, verdict }: Attempt): readonly string[] {
  if (outcome !== 'held' || verdict === null) return [];
  const decided = decidingReason(verdict);
  const holds = verdict.reasons.filter(({ decision }) => decision === 'hold').map(({ text: says }) => sentence(says));
  const wouldPass = decided?.wouldPass == null ? '' : `\n\n**It would pass with**: ${text(sentence(decided.wouldPass))}`;
  return [`**Evidence is missing: a person decides.**\n\n${bullets(holds)}${wouldPass}`];
}

function what({ task, reasons, outcome }: Attempt, patch: Patch): readonly string[] {
  const why = outcome === 'held' ? patch.verdict.reasons.filter(({ decision, rule }) => decision === 'keep' && rule === 'worth').map((reason) => reason.text) : reasons.slice(0, 3);
  return [
    `**What**: ${text(patch.title, 400)} (${lineText(patch)}). ${askedBy(task, patch)}`,
    ...(why.length === 0 ? [] : [`**Why${patch.reverts === undefined ? '' : ' it is safe'}**\n\n${bullets(why.map(sentence))}`]),
  ];
}

/** Words that the title has already are not said twice. */
function askedBy(task: Task, { title, reverts }: Patch): string {
  if (reverts !== undefined) return `Asked for: take back the change ${text(reverts.patchId)}, commit ${code(reverts.commit.slice(0, 12))}.`;
  if (task.origin === 'found') return 'Found by the Self-Coding Engine.';
  return oneLine(title, 5000).toLowerCase().includes(oneLine(task.prompt, 5000).toLowerCase()) ? 'Asked for in these words.' : `Asked for: ${text(sentence(oneLine(task.prompt, 500)))}`;
}

/** Lines stand in the first one already; ROI is explained where it is folded. */
function proof(patch: Patch): readonly string[] {
  const rows = proofRows(patch).filter(({ check, before }) => before !== '' || (check !== 'lines' && check !== 'ROI'));
  if (rows.length === 0) return [];
  const expected = new Map(patch.forecasts.flatMap((each) => (each.type === 'forecast' ? [[each.series, `${number(each.expected)} (${number(each.low)} to ${number(each.high)})`] as const] : [])));
  const forecast = expected.size > 0;
  return [table(['check', 'before', 'after', ...(forecast ? ['forecast'] : [])], rows.map(({ check, before, after }) => [text(check), text(before), text(after), ...(forecast ? [expected.get(check) ?? ''] : [])]))];
}

function undo({ patchId, task, patch }: Attempt): string {
  if (patch!.reverts !== undefined) return '**Undo**: close this pull request; once it is merged, revert it.';
  const rejected = task.origin === 'found' ? ' Closed without a merge, it is not proposed again.' : '';
  return `**Undo**: close this pull request; once it is merged, revert it, or run the engine with \`mode: rollback\` and \`patch-id: ${patchId}\`.${rejected}`;
}

function details(attempt: Attempt, patch: Patch): readonly string[] {
  return [
    ...(patch.explanation.trim() === '' ? [] : [folded('What was done, in more words', patch.explanation.trim().split(/\n\s*\n/).map(paragraph).join('\n\n'))]),
    folded('How it was decided: every rule, with its numbers', ruleTable(patch.verdict.reasons)),
    ...forecastRows(patch).map((body) => folded('ROI and forecasts', body)),
    folded(`Files: ${lineText(patch)}`, files(patch)),
    folded('Where it comes from', bullets(origin(attempt, patch))),
  ];
}

/** Lines of a list, and of prose between lists; bold words at the beginning stay bold. */
function paragraph(part: string): string {
  const lines = part.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith('- '));
  if (first === 0) {
    const end = lines.findIndex((line) => !line.startsWith('- '));
    const items = end === -1 ? lines : lines.slice(0, end);
    return [bullets(items.map((line) => line.slice(2))), ...(end === -1 ? [] : [paragraph(lines.slice(end).join('\n'))])].join('\n\n');
  }
  if (first > 0) return [paragraph(lines.slice(0, first).join('\n')), paragraph(lines.slice(first).join('\n'))].join('\n\n');
  const [, bold, rest] = /^\*\*([^*`]+)\*\*(.*)$/s.exec(lines.join(' ')) ?? [];
  return bold === undefined ? text(lines.join(' '), 2000) : `**${text(bold)}** ${text(rest!, 2000)}`.trimEnd();
}

function files(patch: Patch): string {
  const rows = patch.edits.slice(0, FILES_SHOWN).map((edit) => {
    const { added, removed } = lineTotals({ edits: [edit] });
    return [code(edit.path), edit.before === null ? 'new' : edit.after === null ? 'deleted' : 'changed', `+${number(added)} −${number(removed)}`];
  });
  const more = patch.edits.length - FILES_SHOWN;
  return table(['file', '', 'lines'], rows) + (more > 0 ? `\n\n*${number(more)} more.*` : '');
}

function origin(attempt: Attempt, patch: Patch): readonly string[] {
  const { generator, provenance } = patch;
  return [
    generator.name === 'offline' ? 'no model: made from the repository\'s own code' : text(generatorText(generator)),
    `${number(attempt.tokens)} tokens, ${costText(attempt.cost)}`,
    `kind \`${attempt.task.kind}\`, task \`${oneLine(attempt.task.id, 200)}\``,
    `patch \`${attempt.patchId}\`, change \`${patch.fingerprint.slice(0, 16)}\``,
    `proved on commit \`${patch.base.commit.slice(0, 12)}\``,
    `engine ${provenance.engine} on ${provenance.environment}`,
  ];
}

/** Parts that do not fit are left out whole, so that no fold stays open; the marker always fits. */
function fit(parts: readonly string[], marker: string, limit: number): string {
  const left = '*More did not fit here; the decision record of the run has everything.*';
  const shown: string[] = [];
  let room = limit - marker.length - left.length - 8;
  let complete = true;
  for (const part of parts) {
    if (part.length + 2 > room) complete = false;
    else {
      room -= part.length + 2;
      shown.push(part);
    }
  }
  return [...shown, ...(complete ? [] : [left]), marker].join('\n\n');
}
