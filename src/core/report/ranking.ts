/** The ranking of modules for people: a table in the log and one in the summary. */
import { isRare } from '../history/health.ts';
import type { RankedModule } from '../model/run-report.ts';
import { number } from './format.ts';
import { code, table } from './markdown.ts';

const HEAD = ['module', 'rate', 'failures', 'findings', 'samples'] as const;

/** Aligned columns, worst first; nothing for an empty ranking. */
export function rankingLines(ranking: readonly RankedModule[]): readonly string[] {
  if (ranking.length === 0) return [];
  const rows = [[...HEAD], ...ranking.map((module) => [module.path, ...numbersOf(module)])];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
}

/** With what the numbers mean; nothing for an empty ranking. */
export function rankingMarkdown(ranking: readonly RankedModule[]): readonly string[] {
  if (ranking.length === 0) return [];
  const rows = ranking.map((module) => [code(module.path), ...numbersOf(module)]);
  return [`**Modules with errors, worst first**\n\n${table(HEAD, rows)}\n\n*Rate: failing tests and error-level findings each time the module was looked at, smoothed towards the mean of all modules, recent samples first.*`];
}

function numbersOf(module: RankedModule): readonly string[] {
  return [number(module.rate), number(module.failures), number(module.findings), `${number(module.samples)}${isRare(module) ? ' (too few)' : ''}`];
}
