import { inDirectory, type DetectInput } from './detect-place.ts';
import { readToml, type TomlTables } from './detect-toml.ts';
import { quoteWord } from './detect-shell.ts';

/** What a Python project declares that it needs. */
export interface Requirements {
  /** Names of distributions that must be installed. */
  readonly names: readonly string[];
  /** Words after `pip install`, quoted for the shell. */
  readonly words: readonly string[];
  /** Files that say so, for the log. */
  readonly sources: readonly string[];
}

const REQUIREMENT_FILE = /^(?:requirements\/)?(?:requirements|base|main|common)\.txt$|^(?:requirements\/)?(?:(?:requirements[-_.])?(?:dev|test|tests|testing|ci)|(?:dev|test|tests)[-_.]requirements)\.txt$/;
const TEST_EXTRA = /^tests?(?:ing)?$/;
const DEV_EXTRA = /^(?:dev|develop|development)$/;

/** Reads requirement files, extras and dependency groups of the working directory. Markers make a requirement optional. */
export async function requirementsOf(input: DetectInput): Promise<Requirements> {
  const directory = input.workingDirectory;
  const inside = directory === '' ? '' : `${directory}/`;
  const files = input.files.filter((path) => path.startsWith(inside)).map((path) => path.slice(inside.length));
  const listed = files.filter((path) => REQUIREMENT_FILE.test(path)).sort();
  const texts = await Promise.all(listed.map((path) => input.read(inDirectory(directory, path))));
  const tables = readToml((await input.read(inDirectory(directory, 'pyproject.toml'))) ?? '');
  const project = projectRequirements(tables, files);
  const fromFiles = texts.flatMap((text) => (text ?? '').split(/\r?\n/));
  return {
    names: [...new Set([...fromFiles, ...project.requirements].flatMap(nameOf))],
    words: [...listed.flatMap((path) => ['-r', quoteWord(path)]), ...project.words],
    sources: [...listed, ...project.sources],
  };
}

interface ProjectRequirements {
  readonly requirements: readonly string[];
  readonly words: readonly string[];
  readonly sources: readonly string[];
}

function projectRequirements(tables: TomlTables, files: readonly string[]): ProjectRequirements {
  const project = tables.get('project');
  const own = list(project?.get('dependencies'));
  const extras = chosen(tables.get('project.optional-dependencies'));
  const groups = chosen(tables.get('dependency-groups')).flatMap((name) => groupOf(tables, name, 0));
  const poetry = [...tables].filter(([name]) => /^tool\.poetry\.(?:dev-dependencies|group\.(?:dev|tests?|testing)\.dependencies)$/.test(name)).flatMap(([, table]) => [...table.keys()].filter((name) => name !== 'python'));
  const isPackage = tables.has('build-system') || files.includes('setup.py');
  const sources = project !== undefined || tables.has('tool.poetry') || groups.length > 0 ? ['pyproject.toml'] : files.includes('setup.py') ? ['setup.py'] : [];
  const extraRequirements = extras.flatMap((name) => list(tables.get('project.optional-dependencies')?.get(name)));
  // A package under `src/` cannot be imported before it is installed.
  const name = project?.get('name') ?? tables.get('tool.poetry')?.get('name');
  const itself = isPackage && typeof name === 'string' && files.some((path) => /^src\/[^/]+\/__init__\.py$/.test(path)) ? [name] : [];
  const editable = isPackage ? ['-e', quoteWord(extras.length === 0 ? '.' : `.[${extras.join(',')}]`)] : [...own, ...extraRequirements].map(quoteWord);
  return { requirements: [...own, ...extraRequirements, ...groups, ...poetry, ...itself], words: [...editable, ...[...groups, ...poetry].map(quoteWord)], sources };
}

/** The test extras or groups; those for developers if there are none. */
function chosen(table: ReadonlyMap<string, unknown> | undefined): readonly string[] {
  const names = [...(table?.keys() ?? [])];
  const forTests = names.filter((name) => TEST_EXTRA.test(name));
  return forTests.length > 0 ? forTests : names.filter((name) => DEV_EXTRA.test(name));
}

function groupOf(tables: TomlTables, name: string, depth: number): readonly string[] {
  return list(tables.get('dependency-groups')?.get(name)).flatMap((item) => {
    const included = /^\{\s*include-group\s*=\s*["']([^"']+)["']/.exec(item);
    if (included === null) return [item];
    return depth > 5 ? [] : groupOf(tables, included[1]!, depth + 1);
  });
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined || typeof value === 'string' ? [] : value;
}

/** The distribution that a requirement names; none for options, addresses, paths and whatever has a marker. */
function nameOf(requirement: string): readonly string[] {
  const match = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~(@].*)?(?:\s#.*)?$/.exec(requirement.replace(/\s+--hash.*|\s*\\$/, ''));
  return match === null || requirement.includes(';') || /\.(?:txt|whl|zip|gz)\s*$/.test(requirement) ? [] : [match[1]!];
}
