import type { FileEdit } from '../model/change.ts';
import { lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';
import { mixedWords } from './look-alikes.ts';

/** Bytes that a text file does not hold, line ends and final newlines that would flip, characters that hide what a line does. */
export function textProblems(edit: FileEdit): GuardProblem[] {
  const { path, before, after } = edit;
  if (after === null) return [];
  const found = binaryProblem(after, before) ?? characterProblem(edit);
  const problems: GuardProblem[] = found === null ? [] : [{ ...found, path }];
  const ends = before === null ? mixedEnds(after) : flippedEnds(before, after);
  if (ends !== null) problems.push({ rule: 'line-ends', path, problem: ends, remedy: 'Keep the bytes of untouched lines as they are.' });
  const left = leftOver(edit);
  if (left !== null) problems.push({ rule: 'incomplete', path, problem: left, remedy: 'Write the whole content, and nothing but the content.' });
  return problems;
}

type Found = Pick<GuardProblem, 'rule' | 'problem' | 'remedy'>;

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

function binaryProblem(after: string, before: string | null): Found | null {
  if (after.includes('\0')) return { rule: 'binary', problem: 'the new content contains a NUL character', remedy: 'Only text files can be changed.' };
  if (after.startsWith(LFS_POINTER) || before?.startsWith(LFS_POINTER) === true) return { rule: 'binary', problem: 'the file is a pointer of Git LFS', remedy: 'Only text files can be changed.' };
  const damaged = (text: string): number => (text.match(/\uFFFD/g)?.length ?? 0) + (text.isWellFormed() ? 0 : 1);
  if (damaged(after) <= damaged(before ?? '')) return null;
  return { rule: 'binary', problem: 'the new content is not valid UTF-8 text', remedy: 'Only UTF-8 text files can be changed.' };
}

/**
 * Bidirectional controls (Boucher and Anderson, "Trojan Source", 2021), zero-width and other invisible characters, variation selectors that vary
 * no emoji, and control characters that terminals obey. Joiners within an emoji are part of it.
 */
const HIDDEN =
  /[\u202a-\u202e\u2066-\u206f\u200b\u200c\u200e\u200f\u061c\u2060-\u2065\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}\u{1d173}-\u{1d17a}\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f\u2028\u2029]|(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d|\u200d(?!\p{Extended_Pictographic})|(?<!\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))[\ufe00-\ufe0f]|\r(?!\n)/gu;

/** Java translates these before it looks for comments and strings (Java Language Specification, 3.3); controls stand in strings for good reason. */
const JAVA_ESCAPE = /(?<!\\)(?:\\\\)*\\u+00(?:0[aAdD]|[2-6][0-9a-fA-F]|7[0-9a-eA-E])/;

/** In lines that are new: one that stays or moves along is no addition, one that is written anew with such a character is. */
function characterProblem(edit: FileEdit): Found | null {
  const { addedLines, removedLines } = lineChanges({ before: withoutMark(edit.before), after: withoutMark(edit.after) });
  const had = new Set(removedLines.map((line) => line.trim()));
  for (const line of addedLines) {
    if (had.has(line.trim())) continue;
    const hidden = line.match(HIDDEN)?.[0];
    if (hidden !== undefined) {
      const code = `U+${hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
      return { rule: 'characters', problem: `an invisible or bidirectional character (${code}) would be added`, remedy: 'Write it as an escape sequence.' };
    }
    const escaped = edit.path.endsWith('.java') ? JAVA_ESCAPE.exec(line)?.[0] : undefined;
    if (escaped !== undefined) return { rule: 'characters', problem: `the escape ${escaped} stands for a character of ASCII, which Java reads as code even in comments and strings`, remedy: 'Write the character itself.' };
    const [mixed] = mixedWords(line);
    if (mixed !== undefined) return { rule: 'characters', problem: `the word ${JSON.stringify(mixed)} mixes letters of several scripts that look alike`, remedy: 'Spell it in one script.' };
  }
  return null;
}

function withoutMark(text: string | null): string | null {
  return text?.startsWith('\uFEFF') === true ? text.slice(1) : text;
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

const PROSE = /\.(?:md|mdx|markdown|rst|txt|adoc|html?)$/i;
const ELISION = /^\s*(?:\/\/|#|\/\*|\*|<!--|--)\s*(?:\.\.\.|…|\[)?\s*(?:(?:the\s+)?(?:rest|remainder)\s+of\s+(?:the\s+)?(?:code|file|function|method|class|module|implementation)\b|(?:existing|remaining|other|previous|original|same|unchanged)\s+(?:\w+\s+)?(?:code|functions?|methods?|imports?|implementation|logic|content|tests?)\s+(?:here|as\s+before|unchanged|remains?|stays?|goes|omitted|continues?|follows?)\b)|^\s*(?:\/\/|#|\/\*)\s*(?:\.\.\.|…)\s*(?:existing|rest|remaining|other|previous|unchanged|same|keep|omitted|code|more)\b/i;

/** What editors and models leave behind: marks of a merge, fences around code, and comments in place of code. */
function leftOver(edit: FileEdit): string | null {
  const lines = lineChanges(edit).addedLines;
  if (lines.some((line) => /^(?:<{7}|>{7}|\|{7}) ?/.test(line)) && lines.some((line) => /^={7}$/.test(line))) return 'marks of a merge conflict would be added';
  if (PROSE.test(edit.path)) return null;
  if (lines.some((line) => /^```[\w+-]*\s*$/.test(line)) && /^```/.test((edit.after ?? '').trimStart())) return 'the content is wrapped in a code fence';
  const elided = lines.find((line) => ELISION.test(line));
  return elided === undefined ? null : `a comment stands where code would have to be: ${elided.trim().slice(0, 80)}`;
}
