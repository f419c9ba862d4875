import type { SourceTree } from '../kinds/kind.ts';
import type { Candidate, FileEdit } from '../model/change.ts';
import type { SizeCaps } from '../model/settings.ts';
import type { Syntax } from '../ports.ts';
import { riskFlags, secretProblems } from './content-rules.ts';
import { fingerprintOf, lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';
import { placeProblems } from './place-rules.ts';
import { suppressionProblems } from './suppression-rules.ts';
import { syntaxProblems } from './syntax-rules.ts';
import { textProblems } from './text-rules.ts';

export interface GuardOptions {
  /** The base of the attempt: what the candidate's `before` sides must equal. */
  readonly tree: SourceTree;
  readonly mayEdit: (path: string) => boolean;
  readonly isTest: (path: string) => boolean;
  readonly sizeCaps: SizeCaps;
  readonly syntax: Syntax;
  /** True for fingerprints that history holds as rejected; always false for requests, which are tried again. */
  readonly rejected: (fingerprint: string) => boolean;
}

export type GuardResult =
  /** `flags` are for a human to see: the judge holds the candidate. */
  | { readonly type: 'clean'; readonly flags: readonly string[] }
  | { readonly type: 'refused'; readonly problems: readonly GuardProblem[] };

/** What no candidate may do, looked at before anything of it runs. Reports every problem at once. */
export async function guard(candidate: Candidate, options: GuardOptions): Promise<GuardResult> {
  const { edits } = candidate;
  const changing = edits.filter(({ before, after }) => before !== after);
  if (changing.length === 0) return { type: 'refused', problems: [{ rule: 'no-op', path: '', problem: 'the candidate changes nothing', remedy: 'There is nothing to do.' }] };
  const place = placeProblems(edits, { entries: options.tree.entries, mayEdit: options.mayEdit, isTest: options.isTest });
  // Content of a file that must not be reached is not looked at.
  if (place.length > 0) return { type: 'refused', problems: place };
  const problems = [
    ...rejectedProblems(edits, options),
    ...(await staleProblems(edits, options.tree)),
    ...sizeProblems(changing, options.sizeCaps),
    ...changing.flatMap(textProblems),
    ...(await syntaxProblems(changing, options.syntax)),
    ...suppressionProblems(changing),
    ...changing.flatMap(secretProblems),
  ];
  return problems.length > 0 ? { type: 'refused', problems } : { type: 'clean', flags: riskFlags(changing) };
}

function rejectedProblems(edits: readonly FileEdit[], { rejected }: GuardOptions): GuardProblem[] {
  if (!rejected(fingerprintOf(edits))) return [];
  return [{ rule: 'rejected', path: '', problem: 'the same edits on the same files were rejected before', remedy: 'They are tried again once one of these files changes, or on request.' }];
}

async function staleProblems(edits: readonly FileEdit[], tree: SourceTree): Promise<GuardProblem[]> {
  const present = new Set(tree.entries.map(({ path }) => path));
  const problems: GuardProblem[] = [];
  for (const { path, before } of edits) {
    const text = await tree.read(path);
    if (text === null && present.has(path)) problems.push({ rule: 'binary', path, problem: 'the file is binary or not UTF-8', remedy: 'Only UTF-8 text files can be changed.' });
    else if (text !== before) problems.push({ rule: 'stale', path, problem: 'the candidate starts from other content than the base holds', remedy: 'Run again: the candidate is made anew.' });
  }
  return problems;
}

/** `files` and `lines` (added and removed) are for the whole candidate, `bytes` for each file that it writes. */
function sizeProblems(edits: readonly FileEdit[], caps: SizeCaps): GuardProblem[] {
  const changes = edits.map(lineChanges);
  const lines = changes.reduce((sum, { addedLines, removedLines }) => sum + addedLines.length + removedLines.length, 0);
  const sizes = [
    { unit: 'files', path: '', size: edits.length, cap: caps.files },
    { unit: 'lines', path: '', size: lines, cap: caps.lines },
    ...edits.map(({ path, after }) => ({ unit: 'bytes', path, size: Buffer.byteLength(after ?? ''), cap: caps.bytes })),
  ];
  return sizes
    .filter(({ size, cap }) => size > cap)
    .map(({ unit, path, size, cap }) => ({
      rule: 'size',
      path,
      problem: path === '' ? `the candidate changes ${size} ${unit}; the cap is ${cap}` : `the file would have ${size} bytes; the cap is ${cap}`,
      remedy: `Raise \`size-caps.${unit}\` or ask for less.`,
    }));
}
