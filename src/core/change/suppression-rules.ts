import type { FileEdit } from '../model/change.ts';
import type { Syntax } from '../ports.ts';
import { viewOf, type CodeView } from './code-view.ts';
import type { GuardProblem } from './guard-problem.ts';
import { isGenerated } from './protected.ts';
import { IN_CODE, IN_COMMENTS, IN_TESTS, STRICTER, type Directive } from './suppression-directives.ts';

interface Marker {
  /** Directive and rule, such as `eslint-disable-line no-console`. */
  readonly name: string;
  /** With the code that it is about: recognises a suppression that moved along with its line. */
  readonly about: string;
}

interface Rules {
  readonly syntax: Syntax;
  readonly isTest: (path: string) => boolean;
}

const REMEDY = 'Repair what the check complains about instead.';

/**
 * Suppressions, skips and exclusive tests that a candidate would add, and stricter checking that it would switch off. One that moves
 * along with the code it is about is no addition; a directive that loses a rule is none either.
 */
export function suppressionProblems(edits: readonly FileEdit[], rules: Rules): GuardProblem[] {
  const gone = tally(edits.flatMap(({ path, before }) => markersOf(path, before ?? '', rules)).map(({ about }) => about));
  const problems: GuardProblem[] = [];
  for (const edit of edits) {
    const { path, before, after } = edit;
    const had = tally(markersOf(path, before ?? '', rules).map(({ name }) => name));
    for (const { name, about } of markersOf(path, after ?? '', rules)) {
      // Every marker of the text after uses up one of the text before: in the same place first, then in the same file.
      const moved = take(gone, about);
      if (take(had, name) || moved) continue;
      problems.push({ rule: 'suppression', path, problem: `\`${name}\` would be added`, remedy: REMEDY });
    }
    problems.push(...weakened(edit));
  }
  return problems;
}

/** Fewer directives that make a check stricter, or a header after which tools and people skip the file. */
function weakened({ path, before, after }: FileEdit): GuardProblem[] {
  if (after === null) return [];
  const problems: GuardProblem[] = [];
  if (isGenerated(path, after) && !isGenerated(path, before ?? '')) {
    problems.push({ rule: 'suppression', path, problem: 'the file would count as generated or minified, which tools and people skip', remedy: 'Leave out the mark, and write lines that can be read.' });
  }
  if (before === null) return problems;
  for (const [name, pattern] of STRICTER) {
    const count = (text: string): number => text.split(/\r?\n/).filter((line) => pattern.test(line)).length;
    if (count(after) < count(before)) problems.push({ rule: 'suppression', path, problem: `\`${name}\` would be removed`, remedy: 'Leave it where it is: it makes a check stricter.' });
  }
  return problems;
}

function markersOf(path: string, text: string, { syntax, isTest }: Rules): Marker[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  const view: CodeView = viewOf(path, text, syntax);
  const code = isTest(path) ? [...IN_CODE, ...IN_TESTS] : IN_CODE;
  return lines.flatMap((_, index) => [
    ...markersIn(view.comments[index]!, lines, index, IN_COMMENTS),
    ...markersIn(view.code[index]!, lines, index, code),
    ...(isTest(path) ? [] : markersIn(view.tests[index] ?? '', lines, index, IN_TESTS)),
  ]);
}

function markersIn(line: string, lines: readonly string[], index: number, directives: readonly Directive[]): Marker[] {
  if (line.trim() === '') return [];
  return directives.flatMap(([name, pattern]) => {
    const match = pattern.exec(line);
    if (match === null) return [];
    const about = subjectOf(lines, index, match[0].trimEnd());
    return rulesOf(match[1]).map((rule) => ({ name: rule === '' ? name : `${name} ${rule}`, about: `${name} ${rule} ${about}` }));
  });
}

function rulesOf(list: string | undefined): string[] {
  const rules = (list ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
  return rules.length === 0 ? [''] : rules;
}

/** The code of the marker's own line, else of the next line that has any. */
function subjectOf(lines: readonly string[], index: number, marker: string): string {
  const own = codeOf(lines[index]!.replace(marker, ''));
  if (own !== '') return own;
  return lines.slice(index + 1).map(codeOf).find((code) => code !== '') ?? '';
}

function codeOf(line: string): string {
  return line.replace(/\/\*.*?\*\//g, '').replace(/(?:\/\/|#\s|\/\*|^\s*\*).*$/, '').replace(/[\s{}]+/g, '');
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  if (left > 0) counts.set(name, left - 1);
  return left > 0;
}
