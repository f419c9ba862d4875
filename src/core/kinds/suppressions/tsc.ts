import { repoPath } from '../../evidence/repo-path.ts';
import type { RawFinding } from '../../evidence/reading.ts';
import { readTsc } from '../../evidence/tsc.ts';
import type { FileEdit } from '../../model/change.ts';
import { languageOf } from '../../syntax/language.ts';
import type { KindContext } from '../kind.ts';
import { isGuessed } from './absent-modules.ts';
import { commentsOf } from './comments.ts';
import { combinedReport, linesOf, without, type Report, type StaleDirective } from './directive.ts';
import { callsOf, isPinned, manifestsOf, quotedWord } from './manifest.ts';
import { answerOf, textOf } from './tool-run.ts';

/** Projects that are asked; a repository with more of them is left alone. */
const MAX_PROJECTS = 4;
const UNUSED = 'TS2578';

interface Project {
  readonly directory: string;
  /** Path for `-p`, relative to the directory. */
  readonly config: string;
}

/**
 * Which `@ts-ignore` and `@ts-expect-error` the repository's own compiler does not need: each `@ts-ignore` is turned into
 * `@ts-expect-error`, and the compiler names the unused ones. `null` where a project has other errors, so that nothing can be told.
 */
export async function tscReport(context: KindContext, directory: string, paths: readonly string[] | null, edits: readonly FileEdit[]): Promise<Report | null> {
  const manifests = await manifestsOf(context.tree, directory);
  const aliased = manifests.some(({ installed }) => Object.values(installed).some((version) => version.startsWith('npm:typescript@')));
  // Several compilers in one repository need the comment if one of them does.
  if (aliased || !isPinned(context.tree, directory, manifests, 'typescript')) return null;
  const directives = await directivesOf(context, directory, paths, edits);
  const projects = await projectsOf(context, directory);
  if (projects.length === 0 || projects.length > MAX_PROJECTS || (paths === null && directives.length === 0)) return null;
  const reports: Report[] = [];
  for (const project of projects) {
    const report = await projectReport(context, project, directives, edits);
    if (report === null) return null;
    reports.push(report);
  }
  return combinedReport(reports);
}

/** Config files that the scripts name, and the default one. Build mode compiles other projects as it goes and is left alone. */
async function projectsOf(context: KindContext, directory: string): Promise<Project[]> {
  const prefix = directory === '' ? '' : `${directory}/`;
  const present = new Set(context.tree.entries.map(({ path }) => path));
  const calls = callsOf('tsc', await manifestsOf(context.tree, directory));
  if (calls.some(({ args }) => args.some((arg) => arg === '-b' || arg === '--build'))) return [];
  const named = calls.flatMap(({ args }) => {
    const at = args.findIndex((arg) => arg === '-p' || arg === '--project');
    return at === -1 ? [] : [args[at + 1] ?? ''];
  });
  const configs = [...named.map((name) => (name.endsWith('.json') ? name : `${name.replace(/\/$/, '')}/tsconfig.json`)), 'tsconfig.json'];
  const plain = configs.map((name) => name.replace(/^(?:\.\/)+/, ''));
  return [...new Set(plain)].filter((name) => present.has(prefix + name)).map((config) => ({ directory, config }));
}

interface Directive {
  readonly stale: StaleDirective;
  readonly ignore: boolean;
}

async function directivesOf(context: KindContext, directory: string, paths: readonly string[] | null, edits: readonly FileEdit[]): Promise<Directive[]> {
  const prefix = directory === '' ? '' : `${directory}/`;
  const candidates = paths ?? context.tree.entries.map(({ path }) => path).filter((path) => path.startsWith(prefix) && context.mayEdit(path) && !context.isTest(path));
  const directives: Directive[] = [];
  for (const path of candidates) {
    const language = languageOf(path);
    const text = language === null || language === 'python' || path.endsWith('.d.ts') ? null : await textOf(context, path, edits);
    if (language === null || text === null || !/@ts-(?:ignore|expect-error)/.test(text)) continue;
    await context.syntax.load([language]);
    for (const comment of commentsOf(context.syntax, language, text)) {
      const match = /^(?:\/\/\/?|\/\*+)\s*@ts-(ignore|expect-error)\b/.exec(comment.text);
      if (match === null || comment.endLine !== comment.line || (await isGuessed(context.tree, path, linesOf(text), comment.line))) continue;
      const stale: StaleDirective = { tool: 'tsc', path, line: comment.line, column: comment.column, text: linesOf(text)[comment.line - 1]!, rules: null };
      directives.push({ stale, ignore: match[1] === 'ignore' });
    }
  }
  return directives;
}

async function projectReport(context: KindContext, project: Project, directives: readonly Directive[], edits: readonly FileEdit[]): Promise<Report | null> {
  const files = await filesOf(context, project, edits);
  const plain = files === null ? null : await diagnosticsOf(context, project, edits);
  // With errors of its own, or modules that are not installed, the compiler cannot tell what is needed.
  if (files === null || plain === null || plain.some(({ rule }) => rule !== UNUSED)) return null;
  const inside = directives.filter(({ stale }) => files.includes(stale.path));
  const expecting = await expectingEdits(context, inside, edits);
  const found = expecting.length === 0 ? plain : await diagnosticsOf(context, project, merged(edits, expecting));
  if (found === null) return null;
  const unused = new Set(found.filter(({ rule }) => rule === UNUSED).map(({ path, line }) => `${path}:${line}`));
  const stale = inside.map((directive) => directive.stale).filter(({ path, line }) => unused.has(`${path}:${line}`));
  const unexplained = without(plain.map(({ path, line }) => `${path}:${line}`), stale.map(({ path, line }) => `${path}:${line}`));
  const others = unexplained.map((place) => `${place.slice(0, place.lastIndexOf(':'))}: ${UNUSED}`);
  return { stale, others, files };
}

async function filesOf(context: KindContext, { directory, config }: Project, edits: readonly FileEdit[]): Promise<string[] | null> {
  const answer = await answerOf(context, directory, `tsc --noEmit --listFilesOnly -p ${quotedWord(config)}`, edits);
  if (answer?.exitCode !== 0) return null;
  return answer.stdout.split(/\r?\n/).flatMap((line) => repoPath(line.trim(), { root: answer.root, directory }) ?? []);
}

/** Line numbers stay: a directive is replaced within its line. */
async function expectingEdits(context: KindContext, directives: readonly Directive[], edits: readonly FileEdit[]): Promise<FileEdit[]> {
  const byPath = Map.groupBy(directives.filter(({ ignore }) => ignore), ({ stale }) => stale.path);
  const expecting: FileEdit[] = [];
  for (const [path, all] of byPath) {
    const before = (await textOf(context, path, edits)) ?? '';
    const lines = before.split('\n');
    for (const { stale } of all) {
      const line = lines[stale.line - 1]!;
      lines[stale.line - 1] = line.slice(0, stale.column) + line.slice(stale.column).replace('@ts-ignore', '@ts-expect-error');
    }
    const mode = context.tree.entries.find((entry) => entry.path === path)?.mode === '100755' ? '100755' : '100644';
    expecting.push({ path, mode, before, after: lines.join('\n') });
  }
  return expecting;
}

function merged(edits: readonly FileEdit[], over: readonly FileEdit[]): FileEdit[] {
  const replaced = new Set(over.map(({ path }) => path));
  return [...edits.filter(({ path }) => !replaced.has(path)), ...over];
}

type Diagnostic = Pick<RawFinding, 'path' | 'line' | 'rule' | 'message'>;

async function diagnosticsOf(context: KindContext, { directory, config }: Project, edits: readonly FileEdit[]): Promise<Diagnostic[] | null> {
  const answer = await answerOf(context, directory, `tsc --noEmit --pretty false -p ${quotedWord(config)}`, edits);
  if (answer === null || answer.exitCode > 2) return null;
  const findings = readTsc(answer.stdout);
  if (findings.length === 0 && answer.exitCode !== 0) return null;
  return findings.map((finding) => ({ ...finding, path: repoPath(finding.path, { root: answer.root, directory }) ?? finding.path }));
}
