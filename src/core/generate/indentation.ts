/** Answers are indented as their model likes it; files are not. */
import type { Family, Language } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { familyOf } from '../syntax/language.ts';
import { readModule } from '../syntax/modules.ts';
import { linesInStrings } from './replace-symbol.ts';

const INDENTED = /^(?: {2,}|\t+)\S/m;
/** Continues a block comment: one space further than its first line. */
const COMMENT = /^\s*\*/;

/** What a formatter that everybody runs writes: Go's in any file, Rust's where the file does not show otherwise. */
const FORMATTED: Readonly<Partial<Record<Family, { readonly indent: string; readonly always: boolean }>>> = { go: { indent: '\t', always: true }, rust: { indent: '    ', always: false } };

/**
 * The code in the indentation of the file: tabs or as many spaces for each level. As it was where neither the file nor its language says which, where the two agree, and where
 * the code's own levels are not clear, such as lines aligned under a bracket. Lines that begin inside a string stay.
 */
export function asIndentedIn(source: string, code: string, language: Language, syntax: Syntax): string {
  const formatted = FORMATTED[familyOf(language)];
  const isShown = INDENTED.test(source) && formatted?.always !== true;
  if (!isShown && formatted === undefined) return code;
  const indent = isShown ? syntax.parse(language, source, readModule).style.indent : formatted!.indent;
  const lines = code.split('\n');
  const fixed = linesInStrings(code, language, syntax);
  const widthOf = (line: string): string => /^[ \t]*/.exec(line)![0];
  // Where tabs are the rule, only the lines without have to be read.
  const isDone = (line: string): boolean => formatted?.always === true && line.startsWith('\t');
  const own = lines.filter((line, index) => line.trim() !== '' && !fixed.has(index) && !isDone(line)).map((line) => (COMMENT.test(line) ? widthOf(line).replace(/ $/, '') : widthOf(line)));
  const unit = unitOf(own);
  if (unit === null || unit === indent) return code;
  return lines.map((line, index) => {
    const width = widthOf(line);
    if (fixed.has(index) || line.trim() === '' || isDone(line)) return line;
    return indent.repeat(Math.floor(width.length / unit.length)) + ' '.repeat(width.length % unit.length) + line.slice(width.length);
  }).join('\n');
}

/** A tab, or the spaces of one level; `null` where the lines do not agree on one. */
function unitOf(widths: readonly string[]): string | null {
  const indented = widths.filter((width) => width !== '');
  if (indented.length === 0) return null;
  if (indented.every((width) => /^\t+$/.test(width))) return '\t';
  if (indented.some((width) => width.includes('\t'))) return null;
  const rises = widths.map((width, index) => width.length - (widths[index - 1] ?? '').length).filter((rise, index) => rise > 0 && index > 0);
  const least = Math.min(...rises);
  return rises.length > 0 && least >= 2 && indented.every(({ length }) => length % least === 0) ? ' '.repeat(least) : null;
}
