import { createHash } from 'node:crypto';

export const SUPPRESSION_TOOLS = ['eslint', 'ruff', 'tsc'] as const;
export type SuppressionTool = (typeof SUPPRESSION_TOOLS)[number];

/** A directive, or a part of one, of which its tool says that it suppresses nothing. JSON: it travels in the task's detail. */
export interface StaleDirective {
  readonly tool: SuppressionTool;
  readonly path: string;
  /** 1-based line and 0-based UTF-16 column of the directive. */
  readonly line: number;
  readonly column: number;
  /** The whole line: finds the directive again after other lines have moved. */
  readonly text: string;
  /** Rules that go; `null` for the whole directive. */
  readonly rules: readonly string[] | null;
}

/** What one tool said about a tree. */
export interface Report {
  readonly stale: readonly StaleDirective[];
  /** Everything else it said, as `path: rule: message`, without line numbers, in any order. */
  readonly others: readonly string[];
  /** The files it looked at. */
  readonly files: readonly string[];
}

/** Stale is what every report that covers the file finds stale; one that does not cover it says nothing about it. */
export function combinedReport(reports: readonly Report[]): Report {
  const known = reports.map((report) => ({ places: new Set(report.stale.map(placeOf)), files: new Set(report.files) }));
  const stale = new Map(reports.flatMap((report) => report.stale.map((one) => [placeOf(one), one] as const)));
  return {
    stale: [...stale].filter(([place, { path }]) => known.every(({ places, files }) => places.has(place) || !files.has(path))).map(([, one]) => one),
    others: reports.flatMap((report) => report.others),
    files: [...new Set(reports.flatMap((report) => report.files))],
  };
}

function placeOf(directive: StaleDirective): string {
  return JSON.stringify([directive.path, directive.line, directive.column, directive.rules]);
}

/** One entry for each directive: the rules that several entries name for it together. */
export function joinedByPlace(directives: readonly StaleDirective[]): StaleDirective[] {
  const byPlace = new Map<string, StaleDirective>();
  for (const directive of directives) {
    const place = JSON.stringify([directive.path, directive.line, directive.column]);
    const other = byPlace.get(place);
    const rules = other === undefined ? directive.rules : other.rules === null || directive.rules === null ? null : [...other.rules, ...directive.rules];
    byPlace.set(place, { ...directive, rules });
  }
  return [...byPlace.values()];
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** The lines of a text without their ends. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

/** Removes the elements of `taken` from `all`, each once. */
export function without<T>(all: readonly T[], taken: readonly T[]): T[] {
  const left = [...all];
  for (const one of taken) {
    const index = left.indexOf(one);
    if (index !== -1) left.splice(index, 1);
  }
  return left;
}
