import type { Candidate, FileEdit } from '../model/change.ts';
import type { SizeCaps } from '../model/settings.ts';
import type { Syntax, TreeEntry } from '../ports.ts';
import { riskFlags, secretProblems } from './content-rules.ts';
import { blobIdOf, fingerprintOf, lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';
import { placeProblems } from './place-rules.ts';
import { isTest } from './protected.ts';
import { suppressionProblems } from './suppression-rules.ts';
import { syntaxProblems } from './syntax-rules.ts';
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
  /** True for fingerprints that history holds as rejected; always false for requests, which are tried again. */
  readonly rejected?: (fingerprint: string) => boolean;
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
  const place = placeProblems(edits, { isTest, untracked: [], ...options });
  // Content of a file that must not be reached is not looked at.
  if (place.length > 0) return { type: 'refused', problems: place };
  const problems = [
    ...rejectedProblems(edits, options),
    ...staleProblems(edits, options.entries),
    ...sizeProblems(changing, options.sizeCaps),
    ...changing.flatMap(textProblems),
    ...(await syntaxProblems(changing, options.syntax)),
    ...suppressionProblems(changing),
    ...changing.flatMap(secretProblems),
  ];
  return problems.length > 0 ? { type: 'refused', problems } : { type: 'clean', flags: riskFlags(changing) };
}

function rejectedProblems(edits: readonly FileEdit[], { rejected }: GuardOptions): GuardProblem[] {
  if (rejected?.(fingerprintOf(edits)) !== true) return [];
  return [{ rule: 'rejected', path: '', problem: 'the same edits on the same files were rejected before', remedy: 'They are tried again once one of these files changes, or on request.' }];
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

/** The guard as something that can be replaced or wrapped; the library knows it by this name. */
export interface SafetyMonitor {
  check(candidate: Candidate, options: GuardOptions): Promise<GuardResult>;
}

export const safetyMonitor: SafetyMonitor = { check: guard };
