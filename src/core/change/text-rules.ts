import type { FileEdit } from '../model/change.ts';
import type { GuardProblem } from './guard-problem.ts';

/** Bytes that a text file does not hold, line ends and final newlines that would flip, characters that hide what a line does. */
export function textProblems(edit: FileEdit): GuardProblem[] {
  const { path, before, after } = edit;
  if (after === null) return [];
  const found = binaryProblem(after, before) ?? characterProblem(after, before);
  const problems: GuardProblem[] = found === null ? [] : [{ ...found, path }];
  const ends = before === null ? mixedEnds(after) : flippedEnds(before, after);
  if (ends !== null) problems.push({ rule: 'line-ends', path, problem: ends, remedy: 'Keep the bytes of untouched lines as they are.' });
  return problems;
}

type Found = Pick<GuardProblem, 'rule' | 'problem' | 'remedy'>;

function binaryProblem(after: string, before: string | null): Found | null {
  if (after.includes('\0')) return { rule: 'binary', problem: 'the new content contains a NUL character', remedy: 'Only text files can be changed.' };
  const damaged = (text: string): number => (text.match(/\uFFFD/g)?.length ?? 0) + (text.isWellFormed() ? 0 : 1);
  if (damaged(after) <= damaged(before ?? '')) return null;
  return { rule: 'binary', problem: 'the new content is not valid UTF-8 text', remedy: 'Only UTF-8 text files can be changed.' };
}

/**
 * Bidirectional controls (Boucher and Anderson, "Trojan Source", 2021), zero-width and other invisible characters, and
 * control characters that terminals obey.
 */
const HIDDEN = /[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u061c\u2060-\u2064\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u3164\uffa0\ufeff\u{e0000}-\u{e01ef}\u{1d173}-\u{1d17a}\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f\u2028\u2029]/gu;

function characterProblem(after: string, before: string | null): Found | null {
  const had = countsOf(before ?? '');
  for (const [character, count] of countsOf(after)) {
    if (count <= (had.get(character) ?? 0)) continue;
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    return { rule: 'characters', problem: `an invisible or bidirectional character (${code}) would be added`, remedy: 'Write it as an escape sequence.' };
  }
  return null;
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  for (const [character] of body.matchAll(HIDDEN)) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

interface Ends {
  readonly crlf: number;
  readonly lf: number;
}

function endsOf(text: string): Ends {
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  return { crlf, lf: (text.match(/\n/g)?.length ?? 0) - crlf };
}

function mixedEnds(after: string): string | null {
  const { crlf, lf } = endsOf(after);
  return crlf > 0 && lf > 0 ? `the new file mixes ${crlf} CRLF and ${lf} LF line ends` : null;
}

function flippedEnds(before: string, after: string): string | null {
  if (before.startsWith('\uFEFF') !== after.startsWith('\uFEFF')) return 'the byte-order mark would change';
  if (before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n')) return 'the final newline would change';
  const had = endsOf(before);
  const has = endsOf(after);
  if (had.lf === 0 && had.crlf > 0 && has.lf > 0) return `${has.lf} line ends would flip from CRLF to LF`;
  if (had.crlf === 0 && had.lf > 0 && has.crlf > 0) return `${has.crlf} line ends would flip from LF to CRLF`;
  return null;
}
