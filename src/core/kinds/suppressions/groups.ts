import type { FoundTask } from '../../model/task.ts';
import { hashOf, type StaleDirective, type SuppressionTool } from './directive.ts';

/** What a task needs to make its edit again. */
export interface SuppressionDetail {
  readonly tool: SuppressionTool;
  /** Directory in which the tool ran, relative to the repository root. */
  readonly directory: string;
  readonly directives: readonly StaleDirective[];
}

const FILES_PER_TASK = 10;
const DIRECTIVES_PER_TASK = 20;

/**
 * Small reviewable tasks: directives of one rule together; rules that occur once are joined by file. What one task holds is
 * bounded, in the order of the paths.
 */
export function tasksOf(tool: SuppressionTool, directory: string, stale: readonly StaleDirective[], wholeLines: (one: StaleDirective) => boolean): FoundTask[] {
  const byRule = Map.groupBy(stale, ruleLabel);
  const several = [...byRule].filter(([, group]) => group.length > 1);
  const single = [...byRule.values()].filter((group) => group.length === 1).flat();
  const byFile = Map.groupBy(single, ({ path }) => path);
  const groups = [
    ...several.flatMap(([rule, group]) => bounded(group).map((directives) => ({ title: titleOf(tool, rule, directives), directives }))),
    ...[...byFile].map(([path, directives]) => ({ title: directives.length === 1 ? titleOf(tool, ruleLabel(directives[0]!), directives) : `Remove ${directives.length} unused ${NAMES[tool]} suppressions from ${path}`, directives })),
  ];
  return groups.map(({ title, directives }) => taskOf({ tool, directory, directives }, title, directives.filter(wholeLines).length));
}

const NAMES: Readonly<Record<SuppressionTool, string>> = { eslint: 'ESLint', ruff: 'Ruff', tsc: 'TypeScript' };

function ruleLabel({ tool, rules, text, column }: StaleDirective): string {
  if (tool === 'tsc') return text.startsWith('@ts-ignore', text.indexOf('@ts-', column)) ? '@ts-ignore' : '@ts-expect-error';
  return rules === null ? '' : [...rules].sort().join(', ');
}

function titleOf(tool: SuppressionTool, rule: string, directives: readonly StaleDirective[]): string {
  const files = new Set(directives.map(({ path }) => path));
  const where = directives.length === 1 ? `in ${directives[0]!.path}` : `(${directives.length} in ${files.size === 1 ? [...files][0]! : `${files.size} files`})`;
  const what = directives.length === 1 ? 'suppression' : 'suppressions';
  if (tool === 'tsc') return `Remove unneeded \`${rule}\` ${where}`;
  return rule === '' ? `Remove unused blanket ${NAMES[tool]} ${what} ${where}` : `Remove unused \`${rule}\` ${what} ${where}`;
}

function bounded(group: readonly StaleDirective[]): StaleDirective[][] {
  const parts: StaleDirective[][] = [];
  const files = new Set<string>();
  for (const directive of [...group].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line))) {
    files.add(directive.path);
    const current = parts.at(-1);
    if (current === undefined || files.size > FILES_PER_TASK || current.length >= DIRECTIVES_PER_TASK) {
      files.clear();
      files.add(directive.path);
      parts.push([directive]);
    } else current.push(directive);
  }
  return parts;
}

function taskOf(detail: SuppressionDetail, title: string, lines: number): FoundTask {
  const content = detail.directives.map(({ path, text, rules }) => [path, text.trim(), rules]);
  const paths = [...new Set(detail.directives.map(({ path }) => path))].sort();
  return { origin: 'found', kind: 'suppressions', id: `suppressions:${hashOf([detail.tool, content])}`, title, paths, gain: lines, detail };
}
