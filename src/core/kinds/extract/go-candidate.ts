import { PROBE_MESSAGE } from '../../generate/probe.ts';
import type { Candidate, FileEdit, FileMode, LineRange, Site } from '../../model/change.ts';
import type { Task } from '../../model/task.ts';
import { quoted } from '../../report/format.ts';
import type { Reference } from '../../syntax/scope-builder.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import { lineOf, lineStart } from '../../syntax/trivia.ts';
import type { GoPackage } from '../repository/go-packages.ts';
import type { Repository } from '../repository/repository.ts';
import type { GoPlan } from './go-plan.ts';
import { calleeIn } from './go-rewrite.ts';
import type { GoEdited, GoReplaced } from './go-rewrite.ts';

/** Under a condition that no compiler and no linter folds; the rest of the body keeps its variables and imports used. */
export const GO_PROBE = `if probe := "${PROBE_MESSAGE}"; probe != "" {\n\t\tpanic(probe)\n\t}`;
/** Go's first version with type parameters, which the stand-in for a function needs. */
const GENERICS = 18;

/** The candidate that a plan makes, with a site for the function's body and one for every file that uses it instead of a copy. */
export function goCandidateOf(task: Task, plan: GoPlan, repository: Repository): Candidate {
  const modes = new Map(repository.context.tree.entries.map((entry) => [entry.path, entry.mode]));
  const edits = plan.files.map(({ path, before, after }) => ({ path, mode: (modes.get(path) ?? '100644') as FileMode, before, after }));
  return {
    taskId: task.id, kind: task.kind, edits, title: goTitleOf(plan), explanation: explanationOf(plan), generator: { name: 'offline', model: null }, sites: sitesOf(plan, edits),
    transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0,
  };
}

/** `Reuse \`f\` from a/a.go in 3 places`. */
export function goTitleOf({ kept, home, replaced }: GoPlan): string {
  const count = replaced.length === 1 ? '1 place' : `${replaced.length} places`;
  return home.copy === null ? `Move \`${kept.name}\` to ${kept.path} and use it in ${count}` : `Reuse \`${kept.name}\` from ${kept.path} in ${count}`;
}

function explanationOf({ home, kept, origin, replaced, left }: GoPlan): string {
  const rows = replaced.map(({ copy, form }) => `- \`${copy.fn.name}\` in \`${copy.path}\`: ${form === 'calls' ? 'gone; its users call the other' : 'keeps its name, which others may use, and hands its arguments on'}`);
  const renamed = home.copy !== null && home.copy.fn.name !== kept.name ? `, called ${quoted(kept.name)} from now on so that other packages see it` : '';
  const opening = home.copy === null
    ? `${replaced.length} functions are the same. One moves to \`${kept.path}\` as ${quoted(kept.name)} (text from \`${origin.path}\`):`
    : `${replaced.length + 1} functions are the same. ${quoted(home.copy.fn.name)} stays in \`${kept.path}\`${renamed}; the others give way to it:`;
  return [
    opening, '', ...rows, '',
    '**Checked without running anything:** the functions are equal token by token, types included, up to their own and local names; every other name they use means the same in each place; none recovers from a panic, looks at its caller or is named by a string or a linker directive; '
      + 'all files of a package are rewritten together; new imports close no cycle, cross no `internal` and load nothing that has an effect; exported names stay.',
    ...(left.length === 0 ? [] : ['', 'Left as they are:', ...left.map(({ path, reason }) => `- \`${path}\`: ${reason}`)]),
  ].join('\n');
}

// ---------------------------------------------------------------------------------------------- sites

function sitesOf(plan: GoPlan, edits: readonly FileEdit[]): readonly Site[] {
  const optional = plan.replaced.length + (plan.home.copy === null ? 0 : 1) > 2;
  return [homeSite(plan, edits), ...plan.replaced.flatMap((each) => (each.form === 'delegation' ? [delegationSite(plan, each, edits, optional)] : useSites(plan, each, edits, optional)))];
}

/** The file as it is after the change, changed or not. */
function fileAfter(plan: GoPlan, path: string): Omit<GoEdited, 'before'> {
  const known = plan.files.find((file) => file.path === path);
  if (known !== undefined) return known;
  const { text, facts } = plan.home.file;
  return { path, after: text, facts };
}

function homeSite(plan: GoPlan, edits: readonly FileEdit[]): Site {
  const { path, name } = plan.kept;
  return bodySite({ id: `${path}:${name}`, label: `body of \`${name}\` in ${path}`, optional: false }, fileAfter(plan, path), name, edits);
}

function delegationSite(plan: GoPlan, { copy }: GoReplaced, edits: readonly FileEdit[], optional: boolean): Site {
  return bodySite({ id: `${copy.path}:${copy.fn.name}`, label: `call of \`${plan.kept.name}\` in ${copy.path}`, optional }, fileAfter(plan, copy.path), copy.fn.name, edits);
}

function bodySite(about: Pick<Site, 'id' | 'label' | 'optional'>, { path, after, facts }: Omit<GoEdited, 'before'>, name: string, edits: readonly FileEdit[]): Site {
  const fn = facts.functions.find((each) => each.name === name)!;
  const first = lineOf(after, fn.firstStatement + 1);
  const broken = applyTextEdits(after, [{ start: fn.firstStatement, end: fn.firstStatement, text: `${GO_PROBE}\n\t` }]);
  return { ...about, path, line: lineOf(after, fn.nameRange.start + 1), lines: [{ from: first, to: first }], probe: withText(edits, path, after, broken) };
}

function withText(edits: readonly FileEdit[], path: string, unbroken: string, after: string): readonly FileEdit[] {
  const own = edits.find((edit) => edit.path === path) ?? { path, mode: '100644' as const, before: unbroken };
  return [...edits.filter((edit) => edit.path !== path), { ...own, after }];
}

/** One site for each file that called the copy and calls the kept function now. */
function useSites(plan: GoPlan, { copy }: GoReplaced, edits: readonly FileEdit[], optional: boolean): readonly Site[] {
  const paths = [...new Set(copy.uses.map(({ file }) => file.path))];
  const files = paths.map((path) => ({ path, callee: calleeIn(copy.uses.find(({ file }) => file.path === path)!.file, copy.package, plan.kept)! }));
  return files.flatMap(({ path, callee }, index) => {
    const file = plan.files.find((each) => each.path === path);
    const uses = file === undefined ? [] : usesOf(file, callee);
    if (file === undefined || uses.length === 0) return [];
    const lines = uses.map((use) => statementLines(file, use.start));
    const id = `${copy.path}:${copy.fn.name}`;
    return [{ id: index === 0 ? id : `${id}@${path}`, path, line: lines[0]!.to, label: `call of \`${callee}\` in ${path}`, lines: unique(lines), probe: brokenUses(plan, copy.package, file, callee, uses, edits), optional }];
  });
}

/** References to the kept function outside itself. */
function usesOf({ facts, after }: GoEdited, callee: string): readonly Reference[] {
  const [first] = callee.split('.', 1) as [string];
  const own = facts.functions.find(({ name }) => name === callee);
  return facts.scopes.references.filter((each) => {
    const binding = each.binding === null ? null : facts.scopes.bindings[each.binding]!;
    const isOwn = own !== undefined && each.start >= own.start && each.end <= own.end;
    return each.name === first && !isOwn && !each.shorthand && (binding === null || binding.scope === 0) && after.startsWith(callee, each.start) && !/^[\p{L}\p{Nd}_]/u.test(after.slice(each.start + callee.length));
  });
}

/** Calls go to a stand-in of the same type that panics; where Go is too old or the function is generic, the statements around panic. */
function brokenUses(plan: GoPlan, own: GoPackage, file: GoEdited, callee: string, uses: readonly Reference[], edits: readonly FileEdit[]): readonly FileEdit[] {
  const isGeneric = plan.origin.fn.handOn!.typeParameters.length > 0;
  if (own.module.version < GENERICS || isGeneric) {
    const starts = new Set(uses.map((use) => statementStart(file, use.start)).filter((start) => start !== null));
    if (starts.size === 0) return [];
    return withText(edits, file.path, file.after, applyTextEdits(file.after, [...starts].map((start) => ({ start, end: start, text: `${GO_PROBE}\n\t` }))));
  }
  const name = 'selfCodingProbe';
  const text = applyTextEdits(file.after, uses.map((use) => ({ start: use.start, end: use.start + callee.length, text: `${name}(${callee})` })));
  const helper = `package ${own.name}\n\nimport "reflect"\n\nfunc ${name}[F any](f F) F {\n\treturn reflect.MakeFunc(reflect.TypeOf(f), func([]reflect.Value) []reflect.Value { panic("${PROBE_MESSAGE}") }).Interface().(F)\n}\n`;
  const path = `${own.directory === '' ? '' : `${own.directory}/`}self_coding_probe.go`;
  return [...withText(edits, file.path, file.after, text), { path, mode: '100644', before: null, after: helper }];
}

/** Where the statement around an offset begins, if it begins its line inside a function. */
function statementStart({ after, facts }: GoEdited, offset: number): number | null {
  const found = facts.statementStarts.findLast((start) => start <= offset && /^[ \t]+$/.test(after.slice(lineStart(after, start), start)));
  return found ?? null;
}

/** From the line on which the statement around a call begins, as coverage reports count it, to the call's own. */
function statementLines({ after, facts }: GoEdited, offset: number): LineRange {
  const to = lineOf(after, offset + 1);
  const start = facts.statementStarts.findLast((each) => each <= offset) ?? offset;
  return { from: Math.min(lineOf(after, start + 1), to), to };
}

function unique(lines: readonly LineRange[]): readonly LineRange[] {
  return [...new Map(lines.map((each) => [`${each.from}-${each.to}`, each])).values()];
}
