import { repoPath, type CommandPlace } from '../../evidence/repo-path.ts';
import type { FileEdit } from '../../model/change.ts';
import type { KindContext, SourceTree } from '../kind.ts';
import { linesOf, type Report, type StaleDirective } from './directive.ts';
import { quotedWord, upwards } from './manifest.ts';
import { answerOf, textOf } from './tool-run.ts';

interface Diagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly filename: string;
  readonly location: { readonly row: number; readonly column: number } | null;
}

/** What the installed Ruff says with RUF100 on top of what the repository enables. `null` where it cannot tell. */
export async function ruffReport(context: KindContext, directory: string, paths: readonly string[] | null, edits: readonly FileEdit[]): Promise<Report | null> {
  const pinned = await pinnedRuff(context.tree, directory);
  if (pinned === null || (await hasOtherReaders(context.tree, directory))) return null;
  const version = await answerOf(context, directory, 'ruff --version', []);
  if (version?.exitCode !== 0 || version.stdout.trim().split(' ')[1] !== pinned) return null;
  const within = directory === '' ? 0 : directory.length + 1;
  const targets = paths === null ? '.' : paths.map((path) => quotedWord(path.slice(within))).join(' ');
  const line = `ruff check --no-fix --no-cache --exit-zero --quiet --extend-select RUF100 --output-format json -- ${targets}`;
  const answer = await answerOf(context, directory, line, edits);
  const diagnostics = answer?.exitCode === 0 ? parsed(answer.stdout) : null;
  return answer === null || diagnostics === null ? null : reportOf(context, diagnostics, edits, { root: answer.root, directory });
}

function parsed(stdout: string): Diagnostic[] | null {
  try {
    return JSON.parse(stdout) as Diagnostic[];
  } catch {
    return null;
  }
}

async function reportOf(context: KindContext, diagnostics: readonly Diagnostic[], edits: readonly FileEdit[], place: CommandPlace): Promise<Report> {
  const stale: StaleDirective[] = [];
  const others: string[] = [];
  for (const { code, message, filename, location } of diagnostics) {
    const path = repoPath(filename, place);
    const text = path === null ? null : await textOf(context, path, edits);
    const rules = code === 'RUF100' ? rulesOf(message) : 'other';
    if (path === null || text === null || location === null || rules === 'other') {
      others.push(`${path ?? filename}: ${code ?? ''}: ${message}`);
      continue;
    }
    const line = linesOf(text)[location.row - 1] ?? '';
    stale.push({ tool: 'ruff', path, line: location.row, column: codeUnits(line, location.column - 1), text: line, rules });
  }
  return { stale, others, files: [] };
}

/** Ruff counts characters, JavaScript code units. */
function codeUnits(line: string, characters: number): number {
  return Array.from(line).slice(0, characters).join('').length;
}

/**
 * The codes of which Ruff knows that they suppress nothing here: unused ones, and ones that the repository does not enable.
 * Codes that Ruff does not know belong to another tool and stay. `null` for a directive without codes.
 */
function rulesOf(message: string): string[] | null | 'other' {
  if (/^Unused blanket `noqa` directive/.test(message)) return null;
  const lists = [...message.matchAll(/(?:unused|non-enabled): ((?:`[A-Z]+\d+`(?:, )?)+)/g)].map((match) => match[1]!);
  const rules = lists.flatMap((list) => [...list.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  return /^Unused `noqa` directive/.test(message) && rules.length > 0 ? rules : 'other';
}

/** Flake8 and its kin obey `noqa` too; what Ruff holds for unused may be for them. */
async function hasOtherReaders(tree: SourceTree, directory: string): Promise<boolean> {
  const names = upwards(directory).flatMap((prefix) => ['.flake8', 'setup.cfg', 'tox.ini', 'pyproject.toml', '.pre-commit-config.yaml'].map((name) => prefix + name));
  const requirements = tree.entries.map(({ path }) => path).filter((path) => REQUIREMENTS.test(path));
  for (const path of [...names, ...requirements]) {
    const text = await tree.read(path);
    if (text === null) continue;
    if (path.endsWith('.flake8') || /\b(?:flake8|pycodestyle|pyflakes|yapf|wemake-python-styleguide)\b/.test(withoutRuffTables(text))) return true;
  }
  return false;
}

/** Ruff's own settings are called `[tool.ruff.lint.flake8-…]`. */
function withoutRuffTables(text: string): string {
  return text.split('\n').filter((line) => !/^\s*(?:#|\[tool\.ruff|(?:lint\.)?flake8-\w+[.\s=])/.test(line)).join('\n');
}

const PINS: readonly (readonly [string, RegExp])[] = [
  ['uv.lock', /name = "ruff"\s+version = "([^"]+)"/],
  ['poetry.lock', /name = "ruff"\s+version = "([^"]+)"/],
  ['pdm.lock', /name = "ruff"\s+version = "([^"]+)"/],
  ['Pipfile.lock', /"ruff":\s*\{[^}]*"version":\s*"==([^"]+)"/],
  ['.pre-commit-config.yaml', /ruff-pre-commit\s+rev:\s*["']?v?([\d.]+\w*)/],
  ['pyproject.toml', /["']ruff\s*==\s*([\d.]+\w*)|^ruff\s*=\s*["']=?=?\s*(\d+\.\d+\.\d+)["']|required-version\s*=\s*["']==\s*([\d.]+)/m],
  ['ruff.toml', /required-version\s*=\s*["']==\s*([\d.]+)/],
  ['.ruff.toml', /required-version\s*=\s*["']==\s*([\d.]+)/],
];
const REQUIREMENTS = /(?:^|\/)(?:requirements|constraints|dev-requirements)[^/]*\.(?:txt|in)$|(?:^|\/)requirements\/[^/]+\.txt$/;

/** The version of Ruff that the repository fixes; `null` if it fixes none: another version may need the suppression. */
async function pinnedRuff(tree: SourceTree, directory: string): Promise<string | null> {
  for (const prefix of upwards(directory)) {
    for (const [name, pattern] of PINS) {
      const match = pattern.exec((await tree.read(prefix + name)) ?? '');
      if (match !== null) return match.slice(1).find((group) => group !== undefined) ?? null;
    }
  }
  for (const { path } of tree.entries.filter((entry) => REQUIREMENTS.test(entry.path))) {
    const match = /^ruff\s*==\s*([\d.]+\w*)/m.exec((await tree.read(path)) ?? '');
    if (match !== null) return match[1]!;
  }
  return null;
}
