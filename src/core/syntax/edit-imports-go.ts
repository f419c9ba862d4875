/** Adds and removes Go imports so that gofmt has nothing to add: in order, in the group of their kind, as goimports would. */
import { looksStandard, suggestedNames } from './imports-go.ts';
import type { ImportFact, ModuleFacts } from './modules.ts';
import { removeStatement } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';
import type { TextRange } from './scope-builder.ts';
import { leadingComments, lineStart, nextLine } from './trivia.ts';

export interface GoNewImport {
  readonly path: string;
  /** What the file calls the package. */
  readonly local: string;
  /** Path of the module that the file belongs to; its packages stand together where the file keeps them apart. */
  readonly modulePath: string;
}

interface Spec extends TextRange {
  readonly path: string;
  readonly fact: ImportFact;
}

const PATH = /["`]([^"`\n]*)["`]/;

/** Adds an import that the file does not have yet. `null` where comments beside imports would have to be aligned anew. */
export function addGoImport(source: string, facts: ModuleFacts, wanted: GoNewImport): readonly TextEdit[] | null {
  const alias = suggestedNames(wanted.path)[0] === wanted.local ? '' : `${wanted.local} `;
  const text = `${alias}"${wanted.path}"`;
  const specs = specsOf(source, facts);
  const statements = [...new Map(facts.imports.map((fact) => [fact.start, fact])).values()];
  const group = statements.findLast((fact) => source.slice(fact.start, fact.end).includes('('));
  if (group !== undefined) return intoGroup(source, facts, specs.filter(({ fact }) => fact.start === group.start), text, wanted);
  const [first] = statements;
  const { eol } = facts.style;
  if (first === undefined) {
    const clause = facts.statements[facts.headStatements - 1]!;
    return [{ start: clause.end, end: clause.end, text: `${eol}${eol}import ${text}` }];
  }
  if (statements.length > 1) {
    const last = statements.at(-1)!;
    return [{ start: last.end, end: last.end, text: `${eol}import ${text}` }];
  }
  const own = specs[0]!;
  const old = source.slice(own.start, own.end);
  if (nextLine(source, first.end) !== first.end && source.slice(first.end, nextLine(source, first.end)).trim() !== '') return null;
  const order = compareKinds(own.path, wanted.path, wanted.modulePath) || (own.path < wanted.path ? -1 : 1);
  const gap = isStandardPath(own.path, wanted.modulePath) === isStandardPath(wanted.path, wanted.modulePath) ? '' : eol;
  const [a, b] = order < 0 ? [old, text] : [text, old];
  return [{ start: first.start, end: first.end, text: `import (${eol}\t${a}${eol}${gap}\t${b}${eol})` }];
}

function specsOf(source: string, facts: ModuleFacts): readonly Spec[] {
  // Blank and dot imports have no names: their place is found by their path.
  return facts.imports.map((fact) => {
    const named = fact.names[0];
    const at = named?.start ?? findSpec(source, fact);
    const lineEnd = named?.end ?? at + (/^[^\n]*?["`][^"`\n]*["`]/.exec(source.slice(at))?.[0].length ?? 0);
    return { start: at, end: lineEnd, path: PATH.exec(source.slice(at, lineEnd))?.[1] ?? fact.specifier, fact };
  });
}

function findSpec(source: string, fact: ImportFact): number {
  const text = source.slice(fact.start, fact.end);
  const at = text.search(new RegExp(`["\`]${fact.specifier.replace(/[^\w]/g, '\\$&')}["\`]`));
  const prefix = /(?:^|[\s(;])((?:[._]|[\p{L}_][\p{L}\p{Nd}_]*)[ \t]+)?$/u.exec(text.slice(0, at));
  const own = prefix?.[1] === undefined || prefix[1].trim() === 'import' ? '' : prefix[1];
  return fact.start + at - own.length;
}

/** Standard library first, then others, then the module's own. */
function kindOf(path: string, modulePath: string): number {
  if (path === modulePath || path.startsWith(`${modulePath}/`)) return 2;
  return looksStandard(path) ? 0 : 1;
}

function isStandardPath(path: string, modulePath: string): boolean {
  return kindOf(path, modulePath) === 0;
}

function compareKinds(a: string, b: string, modulePath: string): number {
  return Math.min(1, kindOf(a, modulePath)) - Math.min(1, kindOf(b, modulePath));
}

function intoGroup(source: string, facts: ModuleFacts, specs: readonly Spec[], text: string, { path, modulePath }: GoNewImport): readonly TextEdit[] | null {
  const { eol } = facts.style;
  const line = `\t${text}${eol}`;
  if (specs.length === 0 || specs.some((spec) => lineStart(source, spec.start) === lineStart(source, spec.fact.start)) || hasCommentBeside(source, specs)) return null;
  const sections: Spec[][] = [];
  for (const spec of specs) {
    const last = sections.at(-1)?.at(-1);
    if (last === undefined || /\n[ \t]*\r?\n/.test(source.slice(last.end, spec.start))) sections.push([spec]);
    else sections.at(-1)!.push(spec);
  }
  const kind = kindOf(path, modulePath);
  const home = sections.findLast((section) => section.some((spec) => kindOf(spec.path, modulePath) === kind)) ?? (kind === 0 ? undefined : sections.findLast((section) => section.some((spec) => kindOf(spec.path, modulePath) !== 0)));
  if (home !== undefined) {
    const next = home.find((spec) => spec.path > path);
    const at = next === undefined ? nextLine(source, home.at(-1)!.end) : leadingComments(source, facts.comments, next.start).start;
    return [{ start: at, end: at, text: line }];
  }
  if (kind !== 0) {
    const at = nextLine(source, sections.at(-1)!.at(-1)!.end);
    return [{ start: at, end: at, text: eol + line }];
  }
  const at = leadingComments(source, facts.comments, sections[0]![0]!.start).start;
  return [{ start: at, end: at, text: line + eol }];
}

/** Comments behind imports stand in a column that another import may move. */
function hasCommentBeside(source: string, specs: readonly Spec[]): boolean {
  return specs.some((spec) => source.slice(spec.end, nextLine(source, spec.end)).trim() !== '');
}

/** Removes the first import of a path. `null` where it cannot go alone. */
export function removeGoImport(source: string, facts: ModuleFacts, path: string): readonly TextEdit[] | null {
  const specs = specsOf(source, facts);
  const spec = specs.find((each) => each.path === path);
  if (spec === undefined) return null;
  const together = specs.filter(({ fact }) => fact.start === spec.fact.start);
  if (together.length === 1) {
    const edit = removeStatement(source, spec.fact, facts.comments);
    return edit === null ? null : [edit];
  }
  if (hasCommentBeside(source, together) || lineStart(source, spec.start) === lineStart(source, spec.fact.start)) return null;
  const { start } = leadingComments(source, facts.comments, spec.start);
  const end = nextLine(source, spec.end);
  const blankBefore = /\n[ \t]*\r?\n$/.exec(source.slice(0, start))?.[0].slice(1) ?? '';
  const before = source.slice(0, start).trimEnd();
  const after = source.slice(end);
  const blankAfter = /^([ \t]*\r?\n)+/.exec(after)?.[0].length ?? 0;
  const isLastSection = after.trimStart().startsWith(')');
  // A section that is empty now takes one of its blank lines along.
  if (before.endsWith('(')) return [{ start, end: end + blankAfter, text: '' }];
  if (blankBefore !== '' && (blankAfter > 0 || isLastSection)) return [{ start: start - blankBefore.length, end, text: '' }];
  return [{ start, end, text: '' }];
}
