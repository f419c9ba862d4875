import type { Candidate, FileEdit, Proposal, Site } from '../model/change.ts';
import type { Worth } from '../model/evidence.ts';
import type { Task } from '../model/task.ts';
import { languageOf } from '../syntax/language.ts';
import type { Kind, KindContext } from './kind.ts';
import { joinedByPlace, SUPPRESSION_TOOLS, without, type Report, type StaleDirective, type SuppressionTool } from './suppressions/directive.ts';
import { eslintReport } from './suppressions/eslint.ts';
import { withoutDirectives, type FileRemoval } from './suppressions/file-edit.ts';
import { tasksOf, type SuppressionDetail } from './suppressions/groups.ts';
import { withoutDirective } from './suppressions/line-edit.ts';
import { ruffReport } from './suppressions/ruff.ts';
import { tscReport } from './suppressions/tsc.ts';

type Ask = (context: KindContext, directory: string, paths: readonly string[] | null, edits: readonly FileEdit[]) => Promise<Report | null>;

const ASK: Readonly<Record<SuppressionTool, Ask>> = { eslint: eslintReport, ruff: ruffReport, tsc: tscReport };
const WHY: Readonly<Record<SuppressionTool, string>> = {
  eslint: 'The repository\'s own ESLint reports no problem that they would hide',
  ruff: 'Ruff, with the repository\'s own settings, reports no problem that they would hide',
  tsc: 'The repository\'s own TypeScript compiler finds no error on the lines they are about',
};

/** Lint and type suppressions that suppress nothing: they go, text-exactly, and the same tool is as clean without them. */
export const suppressions: Kind = {
  name: 'suppressions',
  async find(context) {
    const directories = [...new Set([context.workingDirectory, ...context.toolchain.lint.map(({ directory }) => directory)])];
    const tasks = [];
    for (const directory of directories) {
      for (const tool of SUPPRESSION_TOOLS) {
        const report = await ASK[tool](context, directory, null, []);
        const stale = report === null ? [] : await removable(joinedByPlace(report.stale), context);
        tasks.push(...tasksOf(tool, directory, stale, takesWholeLine));
      }
    }
    return [...new Map(tasks.map((task) => [task.id, task])).values()].sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  },
  async *propose(task, context, leftOut) {
    yield await proposalOf(task, context, leftOut);
  },
  prove: (task, candidate, context) => worthOf(detailOf(task), candidate, context),
};

function detailOf(task: Task): SuppressionDetail {
  if (task.origin !== 'found' || task.kind !== 'suppressions') throw new TypeError(`Not a task of this kind: ${task.id}`);
  return task.detail as SuppressionDetail;
}

function takesWholeLine({ text, column, tool, rules }: StaleDirective): boolean {
  return withoutDirective(text, column, tool, rules)?.line === null;
}

/** Those in files that may be edited and from which they can be taken text-exactly. */
async function removable(stale: readonly StaleDirective[], context: KindContext): Promise<StaleDirective[]> {
  const allowed = stale.filter(({ path }) => context.mayEdit(path) && !context.isTest(path));
  const files = await removals(allowed, context);
  return files.flatMap(({ removal }) => removal.removed);
}

interface Removal {
  readonly path: string;
  readonly before: string;
  readonly removal: FileRemoval;
}

async function removals(stale: readonly StaleDirective[], { tree, syntax }: KindContext): Promise<Removal[]> {
  const files: Removal[] = [];
  for (const [path, directives] of Map.groupBy(stale, (one) => one.path)) {
    const before = await tree.read(path);
    const language = languageOf(path);
    if (before === null || language === null) continue;
    await syntax.load([language]);
    const removal = withoutDirectives(before, language, directives, syntax);
    if (removal !== null) files.push({ path, before, removal });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function proposalOf(task: Task, context: KindContext, leftOut: readonly string[]): Promise<Proposal> {
  const { tool, directives } = detailOf(task);
  const files = await removals(directives.filter(({ path }) => !leftOut.includes(path)), context);
  if (files.length === 0) {
    return { type: 'none', none: { reason: 'the suppressions are no longer where they were found', remedy: 'Run again: work is found anew.', nearMisses: [], interactions: [] } };
  }
  const modes = new Map(context.tree.entries.map(({ path, mode }) => [path, mode]));
  const edits = files.map(({ path, before, removal }): FileEdit => ({ path, mode: modes.get(path) === '100755' ? '100755' : '100644', before, after: removal.after }));
  const candidate: Candidate = {
    taskId: task.id, kind: 'suppressions', edits, title: task.title, explanation: explanationOf(tool, files), generator: { name: 'offline', model: null },
    sites: files.map(siteOf), transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0,
  };
  return { type: 'candidate', candidate };
}

/** Only comments change, so there is nothing to break and no line to execute. */
function siteOf({ path, removal }: Removal): Site {
  const line = Math.min(...removal.removed.map((one) => one.line));
  return { id: path, path, line, label: `suppressions in ${path}`, lines: [], probe: [], optional: false };
}

function explanationOf(tool: SuppressionTool, files: readonly Removal[]): string {
  const rows = files.flatMap(({ path, removal }) => removal.removed.map(({ line, text, rules }) => `- \`${path}:${line}\`: \`${text.trim().replaceAll('`', "'")}\`${rules === null ? '' : ` (${rules.join(', ')})`}`));
  const left = files.flatMap(({ path, removal }) => removal.leftComments.map((line) => `\`${path}:${line}\``));
  const note = left.length === 0 ? [] : ['', `A comment stood above ${left.join(', ')} and is kept; it may have been about the suppression.`];
  return [`${WHY[tool]}. Only comments change; the code is the same token by token.`, '', ...rows, ...note].join('\n');
}

/** Base and candidate are put to the same tool: the directives must be reported there and not here, and nothing new may appear. */
async function worthOf({ tool, directory, directives }: SuppressionDetail, candidate: Candidate, context: KindContext): Promise<Worth> {
  const paths = candidate.edits.map(({ path }) => path);
  const before = await ASK[tool](context, directory, paths, []);
  const after = before === null ? null : await ASK[tool](context, directory, paths, candidate.edits);
  const oracle = 'suppression gone';
  if (before === null || after === null) return { proved: false, oracle, before: 'unknown', after: 'unknown', explanation: `${tool} could not be asked again, so nothing is proved.` };
  const gone = namesOf(directives.filter(({ path }) => paths.includes(path)));
  const had = namesOf(before.stale);
  const expected = without(had, gone);
  const unexpected = [...without(namesOf(after.stale), expected), ...without(after.others, before.others)];
  const proved = without(gone, had).length === 0 && unexpected.length === 0;
  return {
    proved, oracle, before: `${had.length} unused`, after: `${after.stale.length === 0 ? 0 : namesOf(after.stale).length} unused`,
    explanation: proved ? `${tool} reported ${gone.length} unused ${gone.length === 1 ? 'suppression' : 'suppressions'} before and none of them after, and nothing new.` : `${tool} says something else without them: ${unexpected.slice(0, 3).join('; ') || 'the base no longer reports them'}.`,
  };
}

/** One name for each rule of each directive; a directive that lost a rule keeps the names of the others. */
function namesOf(stale: readonly StaleDirective[]): string[] {
  return stale.flatMap(({ path, rules }) => (rules ?? ['*']).map((rule) => `${path}: ${rule}`));
}
