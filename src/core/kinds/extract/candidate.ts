import type { Candidate, FileEdit, FileMode, LineRange, Site } from '../../model/change.ts';
import type { Task } from '../../model/task.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { lineOf } from '../../syntax/trivia.ts';
import type { Plan, Replaced } from './plan.ts';
import { breakCopy, breakHome, usesIn } from './probes.ts';
import type { Repository } from '../repository/repository.ts';

/** The candidate that a plan makes, with a site for the function's body and one for every replaced copy. */
export function candidateOf(task: Task, plan: Plan, repository: Repository): Candidate {
  const edits = editsOf(plan, repository);
  return {
    taskId: task.id,
    kind: task.kind,
    edits,
    title: titleOf(plan),
    explanation: explanationOf(plan),
    generator: { name: 'offline', model: null },
    sites: sitesOf(plan, edits),
    transplanted: false,
    ownTests: [],
    interactions: [],
    tokens: 0,
    cost: 0,
  };
}

/** The edits of a plan, home first. */
export function editsOf(plan: Plan, repository: Repository): readonly FileEdit[] {
  const modes = new Map(repository.context.tree.entries.map((entry) => [entry.path, entry.mode]));
  return [plan.home, ...plan.replaced]
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => ({ path, mode: (modes.get(path) ?? '100644') as FileMode, before, after }));
}

/** `Reuse \`f\` from src/a.js in 3 modules`. Whoever shows it knows the lines and says them beside it. */
export function titleOf({ home, moved, replaced }: Plan): string {
  const count = replaced.length === 1 ? '1 module' : `${replaced.length} modules`;
  return moved ? `Move \`${home.kept.name}\` to ${home.path} and use it in ${count}` : `Reuse \`${home.kept.name}\` from ${home.path} in ${count}`;
}

function explanationOf(plan: Plan): string {
  const { home, replaced, moved, origin, why, left } = plan;
  const name = `\`${home.kept.name}\``;
  const copies = replaced.map(({ copy }) => `- \`${copy.fn.name}\` in \`${copy.path}\`${copy.fn.name === home.kept.name ? '' : `, called ${name} from now on${copy.exports.length > 0 ? ' (exported as before)' : ''}`}`);
  const opening = moved
    ? `${replaced.length} modules have the same function. It moves to \`${home.path}\` (text from \`${origin.path}\`), and they import it from there:`
    : `\`${home.path}\` and ${replaced.length === 1 ? 'one other module have' : `${replaced.length} other modules have`} the same function. It stays in \`${home.path}\`${home.newlyExported && home.facts.language !== 'python' ? ', exported now' : ''}; the other ${replaced.length === 1 ? 'copy gives' : 'copies give'} way to an import:`;
  const stays = left.length === 0 ? [] : ['', 'Left as they are:', ...left.map((each) => `- \`${each.path}\`: ${each.reason}`)];
  return [
    opening, '', ...copies, '', `**Why there:** ${why}.`, '',
    '**Checked without running anything:** the copies are equal token by token up to their own and local names; every other name they use is a global or the same import in each module; none uses `this`, `arguments` or state of its module; '
      + 'nothing but calls refers to them, no string names them; the new imports close no cycle and load nothing that has an effect; what was exported still is.',
    ...stays,
  ].join('\n');
}

// ---------------------------------------------------------------------------------------------- sites

function sitesOf(plan: Plan, edits: readonly FileEdit[]): readonly Site[] {
  const places = plan.replaced.length + (plan.moved ? 0 : 1);
  return [homeSite(plan, edits), ...plan.replaced.map((each) => copySite(plan, each, edits, places > 2))];
}

function homeSite({ home }: Plan, edits: readonly FileEdit[]): Site {
  const fn = home.facts.functions.find((each) => each.name === home.kept.name)!;
  const line = lineOf(home.after, fn.nameRange.start);
  const first = lineOf(home.after, fn.firstStatement + 1);
  return {
    id: `${home.path}:${home.kept.name}`,
    path: home.path,
    line,
    label: `body of \`${home.kept.name}\` in ${home.path}`,
    lines: [{ from: first, to: first }],
    probe: broken(edits, { path: home.path, before: home.before }, breakHome(home)),
    optional: false,
  };
}

function copySite(plan: Plan, each: Replaced, edits: readonly FileEdit[], optional: boolean): Site {
  const uses = usesIn(each).filter((use) => use.role === 'call');
  const lines = uses.map((use) => statementLines(each.after, each.facts, use.start));
  const [first] = lines;
  return {
    id: `${each.path}:${each.copy.fn.name}`,
    path: each.path,
    line: first?.to ?? 1,
    label: uses.length === 0 ? `re-export of \`${plan.home.kept.name}\` in ${each.path}` : `call of \`${each.access.callee}\` in ${each.path}`,
    lines: unique(lines),
    probe: broken(edits, each, breakCopy(each, plan.home.kept)),
    optional,
  };
}

function broken(edits: readonly FileEdit[], file: { readonly path: string; readonly before: string | null }, after: string): readonly FileEdit[] {
  const others = edits.filter((edit) => edit.path !== file.path);
  const mode = edits.find((edit) => edit.path === file.path)?.mode ?? '100644';
  return [...others, { path: file.path, mode, before: file.before, after }];
}

/** From the line on which the statement around a call begins, as coverage reports count it, to the call's own. */
function statementLines(text: string, facts: ModuleFacts, offset: number): LineRange {
  const to = lineOf(text, offset + 1);
  const start = [...facts.statementStarts].reverse().find((each) => each <= offset) ?? offset;
  return { from: Math.min(lineOf(text, start + 1), to), to };
}

function unique(lines: readonly LineRange[]): readonly LineRange[] {
  return [...new Map(lines.map((each) => [`${each.from}-${each.to}`, each])).values()];
}
