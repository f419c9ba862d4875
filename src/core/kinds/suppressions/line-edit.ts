import type { SuppressionTool } from './directive.ts';

/** What becomes of a line: `null` if it disappears with its line break. */
export interface LineEdit {
  readonly line: string | null;
}

/** A stretch of a line that goes, and what stands in its place. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly instead: string;
}

/**
 * Takes a directive, or some of its rules, out of a line and leaves every other character as it is, but for the space
 * around a comment that goes. `null` where that cannot be done text-exactly: a comment over several lines, an unknown form.
 */
export function withoutDirective(line: string, column: number, tool: SuppressionTool, rules: readonly string[] | null): LineEdit | null {
  const cut = tool === 'eslint' ? eslintCut(line, column, rules) : tool === 'ruff' ? noqaCut(line, column, rules) : typeScriptCut(line, column);
  if (cut === null) return null;
  if (cut.instead !== '') return { line: line.slice(0, cut.from) + cut.instead + line.slice(cut.to) };
  return { line: joined(line, cut) };
}

function joined(line: string, { from, to }: Cut): string | null {
  const before = line.slice(0, from);
  const after = line.slice(to);
  if (isBlank(before, after)) return null;
  if (after.trim() === '') return before.trimEnd();
  if (before.trim() === '') return before + after.trimStart();
  const gap = /\s+$/.exec(before)?.[0] ?? (/[([]$/.test(before) ? '' : ' ');
  return before.trimEnd() + gap + after.trimStart();
}

/** Braces that hold nothing but the comment are JSX's way to write it. */
function isBlank(before: string, after: string): boolean {
  const left = before.trim();
  const right = after.trim();
  return (left === '' && right === '') || (left === '{' && right === '}');
}

/** The end of the comment that starts at the column; `null` if it ends on another line. */
function commentEnd(line: string, column: number): number | null {
  if (line.startsWith('//', column)) return line.length;
  if (!line.startsWith('/*', column)) return null;
  const end = line.indexOf('*/', column + 2);
  return end === -1 ? null : end + 2;
}

const ESLINT = /^(\/[/*]\s*eslint-(?:disable|enable)(?:-next-line|-line)?)(?![\w-])(.*?)(\*\/)?$/;

function eslintCut(line: string, column: number, rules: readonly string[] | null): Cut | null {
  const to = commentEnd(line, column);
  const match = to === null ? null : ESLINT.exec(line.slice(column, to));
  if (to === null || match === null) return null;
  const [, head, body] = match;
  const list = body!.split(/\s-{2,}\s/)[0]!.trimEnd();
  const kept = keptOf(list, rules, /(\s*,\s*)/);
  if (kept === '') return { from: column, to, instead: '' };
  const from = column + head!.length;
  return { from, to: from + list.length, instead: kept };
}

const NOQA = /^#\s*(?:(?:ruff|flake8)\s*:\s*)?noqa\b(?:(\s*:\s*)([A-Z]+[0-9]+(?:(?:\s*,\s*|\s+)[A-Z]+[0-9]+)*))?/i;

/** Text that follows the codes stays as a comment, unless a dash or a bracket marks it as the reason. */
function noqaCut(line: string, column: number, rules: readonly string[] | null): Cut | null {
  const match = NOQA.exec(line.slice(column));
  if (match === null) return null;
  const end = column + match[0].length;
  const [, colon, list] = match;
  const kept = list === undefined ? '' : keptOf(list, rules, /(\s*,\s*|(?<=\S)\s+(?=\S))/);
  if (kept !== '') return { from: end - list!.length, to: end, instead: kept };
  if (rules !== null && colon === undefined) return null;
  const next = line.indexOf('#', end);
  const segmentEnd = next === -1 ? line.length : next;
  const rest = line.slice(end, segmentEnd).trim();
  if (rest === '' || /^[-–—(]/.test(rest)) return { from: column, to: segmentEnd, instead: '' };
  return { from: column, to: segmentEnd, instead: next === -1 ? `# ${rest}` : `# ${rest}  ` };
}

const TYPESCRIPT = /^(?:\/\/\/?|\/\*+)\s*@ts-(?:ignore|expect-error)\b/;

function typeScriptCut(line: string, column: number): Cut | null {
  const to = commentEnd(line, column);
  if (to === null) return null;
  const comment = line.slice(column, to);
  if (!TYPESCRIPT.test(comment) || /eslint-|biome-|@ts-.*@ts-/.test(comment)) return null;
  return { from: column, to, instead: '' };
}

/** The list without the rules, separators as they were; empty if none is left. */
function keptOf(list: string, rules: readonly string[] | null, separators: RegExp): string {
  if (rules === null) return '';
  const parts = list.split(separators);
  const names = parts.filter((_, index) => index % 2 === 0);
  const separator = parts[1] ?? ', ';
  const kept = names.map((name) => name.trim()).filter((name) => name !== '' && !rules.includes(name));
  return kept.length === 0 ? '' : /^\s*/.exec(list)![0] + kept.join(separator);
}
