import type { FileEdit } from '../model/change.ts';
import type { GuardProblem } from './guard-problem.ts';

interface Marker {
  /** Directive and rule, such as `eslint-disable-line no-console`. */
  readonly name: string;
  /** With the code that it is about: recognises a suppression that moved along with its line. */
  readonly about: string;
}

/** A directive, and its list of rules as the first group where it has one. */
const DIRECTIVES: readonly (readonly [string, RegExp])[] = [
  ['eslint-disable', /eslint-disable(?:-next-line|-line)?(?![\w-])([^\n]*?)(?:\s--\s|\*\/|$)/],
  ['eslint-rule-off', /\/\*\s*eslint\s[^\n]*?["']?:\s*(?:0|["']?off\b)/],
  ['oxlint-disable', /oxlint-disable(?:-next-line|-line)?(?![\w-])([^\n]*?)(?:\s--\s|\*\/|$)/],
  ['tslint:disable', /tslint:disable(?:-next-line|-line)?/],
  ['biome-ignore', /biome-ignore(?:-all|-start)?\s+(\S+)/],
  ['deno-lint-ignore', /deno-lint-ignore(?:-file)?/],
  ['jshint ignore', /jshint\s+ignore:|jscs:disable|jslint\s/],
  ['@ts-ignore', /@ts-ignore\b/],
  ['@ts-expect-error', /@ts-expect-error\b/],
  ['@ts-nocheck', /@ts-nocheck\b/],
  ['$FlowFixMe', /\$Flow(?:FixMe|Ignore|ExpectedError|Issue)/],
  ['noqa', /#\s*(?:(?:ruff|flake8):\s*)?noqa\b(?::\s*([A-Z]+\d*(?:[\s,]+[A-Z]+\d+)*))?/i],
  ['ruff: ignore', /#\s*ruff:\s*(?:ignore|disable|file-ignore)\b/],
  ['nosec', /#\s*nosec\b|\bNOSONAR\b|\bnosemgrep\b|\bcodeql\[|\blgtm\[|gitleaks:allow|pragma:\s*allowlist/],
  ['type: ignore', /#\s*(?:type|pyright|ty|pyre-ignore|mypy)\s*:\s*(?:ignore|ignore-errors)\b|#\s*pyre-(?:ignore|fixme)/],
  ['pylint: disable', /#\s*pylint:\s*(?:disable|skip-file)/],
  ['no cover', /\b(?:istanbul|c8|v8)\s+ignore\b|pragma:\s*no\s*(?:cover|branch|mutate)|Stryker\s+disable/i],
  ['nolint', /\/\/\s*nolint\b|#\[allow\(|@SuppressWarnings|#pragma warning disable/],
  ['skipped test', /\b(?:it|test|describe|suite|context|bench)(?:\.\w+)*\.(?:skip|skipIf|todo|failing|fails|fixme)\b|\bx(?:it|test|describe|context|specify)\s*\(|\bt\.(?:skip|todo)\(|\{\s*(?:skip|todo)\s*:/],
  ['exclusive test', /\b(?:it|test|describe|suite|context)(?:\.\w+)*\.only\b|\bf(?:it|describe)\s*\(|\{\s*only\s*:/],
  ['skipped Python test', /@?(?:pytest\.mark|mark)\.(?:skip|skipif|xfail)\b|pytest\.(?:skip|xfail|importorskip)\s*\(|@?unittest\.(?:skip\w*|expectedFailure)|\.skipTest\s*\(/],
];

/**
 * Suppressions, skips and exclusive tests that a candidate would add. One that moves along with the code it is about is
 * no addition; a directive that loses a rule is none either.
 */
export function suppressionProblems(edits: readonly FileEdit[]): GuardProblem[] {
  const gone = tally(edits.flatMap(({ before }) => markersOf(before ?? '')).map(({ about }) => about));
  const problems: GuardProblem[] = [];
  for (const { path, before, after } of edits) {
    const had = tally(markersOf(before ?? '').map(({ name }) => name));
    for (const { name, about } of markersOf(after ?? '')) {
      // Every marker of the text after uses up one of the text before: in the same place first, then in the same file.
      const moved = take(gone, about);
      if (take(had, name) || moved) continue;
      problems.push({ rule: 'suppression', path, problem: `\`${name}\` would be added`, remedy: 'Repair what the check complains about instead.' });
    }
  }
  return problems;
}

function markersOf(text: string): Marker[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) =>
    DIRECTIVES.flatMap(([name, pattern]) => {
      const match = pattern.exec(line);
      if (match === null) return [];
      const about = subjectOf(lines, index, match[0]);
      return rulesOf(match[1]).map((rule) => ({ name: rule === '' ? name : `${name} ${rule}`, about: `${name} ${rule} ${about}` }));
    }),
  );
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
