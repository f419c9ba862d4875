import { inDirectory, NOTHING, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { instrumentLine } from './detect-scripts.ts';
import { LINT_TOOLS, TEST_TOOLS, type Tool } from './detect-tool.ts';

const NAMES = ['GNUmakefile', 'makefile', 'Makefile'];
const MAX_DEPTH = 4;

interface Rule {
  readonly needs: readonly string[];
  readonly recipe: readonly string[];
}

/** `make test` and `make lint`, for where nothing better says how. */
export async function detectMake(input: DetectInput): Promise<FoundCommands> {
  const path = makefileOf(input);
  if (path === null) return NOTHING;
  const rules = rulesOf((await input.read(path)) ?? '');
  const targets = targetsOf(rules);
  const command = (names: readonly string[], wanted: readonly Tool[]): readonly FoundCommand[] => {
    const name = names.find((one) => (rules.get(one)?.recipe.length ?? 0) + (rules.get(one)?.needs.length ?? 0) > 0);
    if (name === undefined) return [];
    const plain = `make ${name}`;
    const { command: line, tool, reports } = instrumentLine(plain, targets, wanted);
    return [{ command: line, plain, tool, directory: input.workingDirectory, reports, env: {}, why: `${path} has the target \`${name}\`${tool === null ? '' : `, which runs ${tool}`}` }];
  };
  return { ...NOTHING, lint: command(['lint', 'vet'], LINT_TOOLS), test: command(['test', 'tests', 'check'], TEST_TOOLS) };
}

/** Lines that `make <target>` runs, by that text, as scripts of a package are by their names. */
export async function makeTargets(input: DetectInput): Promise<Readonly<Record<string, string>>> {
  const path = makefileOf(input);
  return path === null ? {} : targetsOf(rulesOf((await input.read(path)) ?? ''));
}

function makefileOf({ files, workingDirectory }: DetectInput): string | null {
  const known = new Set(files);
  return NAMES.map((name) => inDirectory(workingDirectory, name)).find((path) => known.has(path)) ?? null;
}

function targetsOf(rules: ReadonlyMap<string, Rule>): Readonly<Record<string, string>> {
  return Object.fromEntries([...rules.keys()].map((name) => [`make ${name}`, linesOf(name, rules, 0).join(' ; ')]));
}

function linesOf(name: string, rules: ReadonlyMap<string, Rule>, depth: number): readonly string[] {
  const rule = rules.get(name);
  if (rule === undefined || depth > MAX_DEPTH) return [];
  return [...rule.needs.flatMap((need) => linesOf(need, rules, depth + 1)), ...rule.recipe];
}

/** Explicit rules with their recipes; variables that are plain text are put in, the rest stays as written and is not understood. */
function rulesOf(text: string): ReadonlyMap<string, Rule> {
  const variables = new Map<string, string>();
  const rules = new Map<string, { needs: string[]; recipe: string[] }>();
  let current: { needs: string[]; recipe: string[] }[] = [];
  for (const line of text.replace(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/)) {
    if (line.startsWith('\t')) {
      const recipe = expand(line.trim().replace(/^[@+-]+\s*/, ''), variables, 0);
      if (recipe !== '' && !recipe.startsWith('#')) for (const rule of current) rule.recipe.push(recipe);
      continue;
    }
    const variable = /^\s*(?:export\s+)?([\w.-]+)\s*(?::{1,3}|\?)?=\s*(.*?)\s*(?:#.*)?$/.exec(line);
    const rule = /^([^\s#:=][^#:=]*?)\s*::?(?!=)\s*([^#;=]*)(?:#.*)?$/.exec(line);
    if (variable !== null) variables.set(variable[1]!, variable[2]!);
    else if (rule !== null) {
      const needs = rule[2]!.replace(/\|/g, ' ').split(/\s+/).filter((word) => word !== '');
      current = rule[1]!.split(/\s+/).map((name) => {
        const known = rules.get(name) ?? { needs: [], recipe: [] };
        known.needs.push(...needs);
        rules.set(name, known);
        return known;
      });
    }
  }
  return rules;
}

function expand(text: string, variables: ReadonlyMap<string, string>, depth: number): string {
  if (depth > MAX_DEPTH) return text;
  const put = text.replace(/\$[({]([\w.-]+)[)}]/g, (whole, name: string) => variables.get(name) ?? (name === 'MAKE' ? 'make' : whole));
  return put === text ? text.replaceAll('$$', '$') : expand(put, variables, depth + 1);
}
