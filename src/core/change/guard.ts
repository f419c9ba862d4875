import type { Candidate, FileEdit } from '../model/change.ts';
import type { SizeCaps } from '../model/settings.ts';
import type { Syntax, TreeEntry } from '../ports.ts';
import { blobIdOf, lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';
import { placeProblems } from './place-rules.ts';
import { isTest } from './protected.ts';
import { riskFlags } from './risk-rules.ts';
import { secretProblems } from './secret-rules.ts';
import { shadowProblems } from './shadow-rules.ts';
import { suppressionProblems } from './suppression-rules.ts';
import { syntaxProblems } from './syntax-rules.ts';
import { tamperProblems } from './tamper-rules.ts';
import { textProblems } from './text-rules.ts';

export interface GuardOptions {
  /** The base of the attempt: what the candidate's `before` sides must equal. */
  readonly entries: readonly TreeEntry[];
  /** Untracked files of the checkout: a candidate that would write one of them could not be undone. */
  readonly untracked?: readonly string[];
  readonly mayEdit: (path: string) => boolean;
  readonly isTest?: (path: string) => boolean;
  readonly sizeCaps: SizeCaps;
  readonly syntax: Syntax;
}

export type GuardResult =
  /** `flags` are for a human to see: the judge holds the candidate. */
  | { readonly type: 'clean'; readonly flags: readonly string[] }
  | { readonly type: 'refused'; readonly problems: readonly GuardProblem[] };

/** What no candidate may do, looked at before anything of it runs. Reports every problem at once. */
export async function guard(candidate: Candidate, options: GuardOptions): Promise<GuardResult> {
  const { edits } = candidate;
  const changing = edits.filter(({ before, after }) => before !== after);
  const idle = idleProblem(changing);
  if (idle !== null) return { type: 'refused', problems: [idle] };
  const rules = { isTest: options.isTest ?? isTest, syntax: options.syntax };
  const place = [...placeProblems(edits, { ...options, isTest: rules.isTest, untracked: options.untracked ?? [] }), ...shadowProblems(changing, options.entries)];
  // Content of a file that must not be reached is not looked at.
  if (place.length > 0) return { type: 'refused', problems: place };
  const bulk = [...staleProblems(edits, options.entries), ...sizeProblems(changing, options.sizeCaps)];
  // What is too big to be read is not read.
  if (bulk.length > 0) return { type: 'refused', problems: bulk };
  const problems = [
    ...changing.flatMap(textProblems),
    ...(await syntaxProblems(changing, options.syntax)),
    ...suppressionProblems(changing, rules),
    ...changing.flatMap((edit) => tamperProblems(edit, rules)),
    ...changing.flatMap(secretProblems),
  ];
  return problems.length > 0 ? { type: 'refused', problems } : { type: 'clean', flags: riskFlags(changing, rules) };
}

function idleProblem(changing: readonly FileEdit[]): GuardProblem | null {
  if (changing.length === 0) return { rule: 'no-op', path: '', problem: 'the candidate changes nothing', remedy: 'There is nothing to do.' };
  if (!changing.every(({ before, after }) => after !== null && inked(before) === inked(after))) return null;
  return { rule: 'no-op', path: '', problem: 'the candidate changes nothing but blank lines and blanks at the ends of lines', remedy: 'Leave that to a formatter.' };
}

/** A text without empty lines and blanks at the ends of lines. */
function inked(text: string | null): string {
  return text === null ? '' : text.split('\n').map((line) => line.replace(/[ \t]+(?=\r?$)/, '')).filter((line) => !/^\r?$/.test(line)).join('\n');
}

/** Also refuses binary files: their content is on no `before` side. */
function staleProblems(edits: readonly FileEdit[], entries: readonly TreeEntry[]): GuardProblem[] {
  const blobs = new Map(entries.map(({ path, blob }) => [path, blob]));
  return edits
    .filter(({ path, before }) => {
      const blob = blobs.get(path);
      return before === null ? blob !== undefined : blob !== blobIdOf(before, blob?.length === 64 ? 'sha256' : 'sha1');
    })
    .map(({ path }) => ({ rule: 'stale', path, problem: 'the file is not text, or the candidate starts from other content than the base holds', remedy: 'Run again: the candidate is made anew.' }));
}

/** Characters of one line: longer ones are written by programs, and nobody reads them. */
const LONGEST_LINE = 2000;

/** `files` and `lines` (added and removed) are for the whole candidate, `bytes` for each file that it writes. */
function sizeProblems(edits: readonly FileEdit[], caps: SizeCaps): GuardProblem[] {
  const changes = edits.map(lineChanges);
  const lines = changes.reduce((sum, { addedLines, removedLines }) => sum + addedLines.length + removedLines.length, 0);
  const sizes = [
    { unit: 'files', path: '', size: edits.length, cap: caps.files },
    { unit: 'lines', path: '', size: lines, cap: caps.lines },
    ...edits.map(({ path, after }) => ({ unit: 'bytes', path, size: Buffer.byteLength(after ?? ''), cap: caps.bytes })),
  ];
  const long = edits.filter((edit) => longest(edit.after) > Math.max(LONGEST_LINE, longest(edit.before)));
  return [...overCaps(sizes), ...long.map(({ path, after }): GuardProblem => ({ rule: 'size', path, problem: `a line would have ${longest(after)} characters; at most ${LONGEST_LINE} can be read`, remedy: 'Break it into lines.' }))];
}

function longest(text: string | null): number {
  return (text ?? '').split('\n').reduce((most, line) => Math.max(most, line.length), 0);
}

function overCaps(sizes: readonly { readonly unit: string; readonly path: string; readonly size: number; readonly cap: number }[]): GuardProblem[] {
  return sizes
    .filter(({ size, cap }) => size > cap)
    .map(({ unit, path, size, cap }) => ({
      rule: 'size',
      path,
      problem: path === '' ? `the candidate changes ${size} ${unit}; the cap is ${cap}` : `the file would have ${size} bytes; the cap is ${cap}`,
      remedy: `Raise \`size-caps.${unit}\` or ask for less.`,
    }));
}

/** The guard as something that can be replaced or wrapped; the library knows it by this name. */
export interface SafetyMonitor {
  check(candidate: Candidate, options: GuardOptions): Promise<GuardResult>;
}

export const safetyMonitor: SafetyMonitor = { check: guard };
