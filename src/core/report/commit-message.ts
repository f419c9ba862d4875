import { fingerprintOf } from '../change/edits.ts';
import { reasonTexts } from '../judge/verdict.ts';
import type { Patch } from '../model/patch.ts';
import { byText, oneLine } from './format.ts';
import { proofRows } from './proof.ts';

const SUBJECT = 72;
const WIDTH = 72;

/**
 * Subject of at most 72 characters, why, proof, trailers. Made from the applied edit and the evidence; nothing in it can
 * forge a trailer, skip checks, close an issue or mention a person.
 */
export function commitMessage(patch: Patch): string {
  const body = [
    ...paragraphs(patch.explanation),
    ...proof(patch),
  ].map(harmlessLines);
  return [harmlessLines(subject(patch.title)), ...body, trailers(patch)].filter((part) => part !== '').join('\n\n') + '\n';
}

/** A title of at most 72 characters that mentions nobody and refers to nothing. */
export function subject(title: string): string {
  const line = neutral(oneLine(title, 400)) || 'Change without a title';
  const capital = /^[a-z]+ /.test(line) ? line[0]!.toUpperCase() + line.slice(1) : line;
  return oneLine(capital, SUBJECT).replace(/\.$/, '');
}

function paragraphs(markdown: string): readonly string[] {
  return markdown.split(/\n\s*\n/).map((part) => part.split('\n').map((line) => wrapped(oneLine(line, 2000))).filter((line) => line !== '').join('\n')).filter((part) => part !== '');
}

function proof(patch: Patch): readonly string[] {
  const kept = patch.verdict.decision === 'keep' ? reasonTexts(patch.verdict).slice(0, 4).map((text) => wrapped(`- ${oneLine(text, 600)}`, '  ')) : [];
  const rows = proofRows(patch).filter(({ before, check }) => before !== '' && check !== 'errors').map(({ check, before, after }) => wrapped(`- ${oneLine(check)}: ${oneLine(before)} → ${oneLine(after)}`, '  '));
  return [
    rows.length === 0 ? '' : ['Before and after:', ...rows].join('\n'),
    kept.length === 0 ? '' : ['Kept because:', ...kept].join('\n'),
  ];
}

/** Words that never break, so that names can be searched. */
function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  for (const word of neutral(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join('\n');
}

/** Takes their meaning from words that hosts and runners act upon. */
function neutral(text: string): string {
  return text
    .replace(/\[(?=(?:skip|no) (?:ci|actions)\]|(?:ci|actions) skip\])([^\]]*)\]/gi, '($1)')
    .replace(/(^|[^\w`])@(?=[A-Za-z0-9])/g, '$1@ ')
    .replace(/#(?=\d)/g, 'no. ')
    .replace(/\bGH-(?=\d)/gi, 'GH ');
}

/** A line that reads like a trailer is indented: it continues the text instead. */
function harmlessLines(part: string): string {
  return part.split('\n').map((line) => (/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+\s*:/.test(line) ? `  ${line}` : line)).join('\n');
}

function trailers({ id, task, generator, roi, edits, reverts }: Patch): string {
  const model = generator.model ?? (generator.name === 'replay' ? 'replay' : 'offline');
  return Object.entries({
    'Self-Coding-Patch': id,
    ...(reverts === undefined ? {} : { 'Self-Coding-Rollback': reverts.patchId }),
    'Self-Coding-Kind': task.kind,
    'Self-Coding-Model': model,
    'Self-Coding-Change': fingerprintOf(edits.filter(({ before, after }) => before !== after)),
    'Self-Coding-ROI': roi === null ? 'none' : roi.delta.toFixed(2),
  }).map(([name, value]) => `${name}: ${oneLine(value, 200)}`).join('\n');
}

/** Trailers of a message as git reads them: the last paragraph. For history and `rollback`. */
export function readTrailers(message: string): Readonly<Record<string, string>> {
  const last = message.trimEnd().split(/\n[ \t]*\n/).at(-1) ?? '';
  const found = last.split('\n').flatMap((line) => {
    const match = /^(Self-Coding-[A-Za-z]+): (.*)$/.exec(line);
    return match === null ? [] : [[match[1]!, match[2]!] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => byText(a, b)));
}
