/** Import lines of Rust and Java, added where their neighbours stand. */
import type { ModuleFacts } from '../syntax/modules.ts';
import type { TextEdit } from '../syntax/text-edits.ts';
import { leadingComments, nextLine } from '../syntax/trivia.ts';

interface Line {
  readonly start: number;
  readonly end: number;
  /** What lines are ordered by. */
  readonly key: string;
  /** Lines of one sort stand together. */
  readonly sort: string;
}

/** Where a new line goes: into the group of its sort, in its order; else behind the last; else below the head of the file. */
function insertLine(source: string, facts: ModuleFacts, lines: readonly Line[], wanted: Pick<Line, 'key' | 'sort'>, text: string): TextEdit {
  const { eol } = facts.style;
  const alike = lines.filter(({ sort }) => sort === wanted.sort);
  const group = alike.length > 0 ? groupWith(source, lines, alike.at(-1)!) : lines;
  const next = group.find(({ key }) => key > wanted.key);
  const last = group.at(-1);
  if (next !== undefined) return { start: next.start, end: next.start, text: text + eol };
  if (last !== undefined) {
    const end = nextLine(source, last.end);
    return { start: end, end, text: source[end - 1] === '\n' ? text + eol : eol + text };
  }
  const head = facts.statements[facts.headStatements - 1];
  const first = facts.statements[facts.headStatements];
  if (head !== undefined) return { start: head.end, end: head.end, text: `${eol}${eol}${text}` };
  const inner = facts.comments.filter(({ text: comment }) => comment.startsWith('//!') || comment.startsWith('/*!')).at(-1);
  if (inner !== undefined) return { start: inner.end, end: inner.end, text: `${eol}${eol}${text}` };
  const at = first === undefined ? source.length : leadingComments(source, facts.comments, first.start).start;
  return { start: at, end: at, text: `${text}${eol}${eol}` };
}

/** The lines without a blank one between that hold this one. */
function groupWith(source: string, lines: readonly Line[], one: Line): readonly Line[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && !/\n[ \t]*\r?\n/.test(source.slice(last.end, line.start))) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups.find((group) => group.includes(one)) ?? lines;
}

/** `use` with this path, such as `std::fmt` or `crate::text::*`; `null` if the file has it. */
export function rustUse(source: string, facts: ModuleFacts, path: string): TextEdit | null {
  const cut = path.lastIndexOf('::');
  const [, name = '', local = name] = /^(\S+)(?: as (\S+))?$/.exec(path.slice(cut === -1 ? 0 : cut + 2)) ?? [];
  const specifier = cut === -1 ? '' : path.slice(0, cut);
  const has = facts.imports.some((fact) => (name === '*' ? fact.wildcard && fact.specifier === specifier : fact.names.some((each) => each.local === local)));
  if (has) return null;
  return useLine(source, facts, path);
}

/** A `use` of several names as it was written; `null` if the file has one of them. */
export function rustUseList(source: string, facts: ModuleFacts, statement: string, locals: readonly string[]): TextEdit | null {
  const path = /^use\s+([^;]+);$/.exec(statement)?.[1];
  const has = facts.imports.some(({ names }) => names.some(({ local }) => locals.includes(local)));
  return path === undefined || has ? null : useLine(source, facts, path);
}

function useLine(source: string, facts: ModuleFacts, path: string): TextEdit {
  const own = facts.imports.filter(({ start }, index, all) => all.findIndex((each) => each.start === start) === index && source.startsWith('use', start));
  const lines = own.map(({ start, end }) => ({ start, end, key: rustKey(source.slice(start, end).replace(/^use\s+/, '')), sort: rustSort(source.slice(start, end).replace(/^use\s+/, '')) }));
  return insertLine(source, facts, lines, { key: rustKey(path), sort: rustSort(path) }, `use ${path};`);
}

/** As rustfmt orders: `self`, `super`, `crate`, then the rest. */
function rustKey(path: string): string {
  const first = ['self', 'super', 'crate'].indexOf(/^\w+/.exec(path)?.[0] ?? '');
  return `${first === -1 ? 3 : first}${path.replace(/;$/, '')}`;
}

function rustSort(path: string): string {
  const root = /^\w+/.exec(path)?.[0] ?? '';
  return ['std', 'core', 'alloc'].includes(root) ? 'std' : ['self', 'super', 'crate'].includes(root) ? 'own' : 'crates';
}

export interface JavaImport {
  /** `java.util.List`, `java.util.*`, or a static member. */
  readonly path: string;
  readonly isStatic: boolean;
}

/** The import, unless the file has it, or something of its package with `*`, or belongs to that package. */
export function javaImport(source: string, facts: ModuleFacts, { path, isStatic }: JavaImport): TextEdit | null {
  const owner = path.slice(0, path.lastIndexOf('.'));
  const existing = facts.imports.map((fact) => ({ fact, isStatic: /^import\s+static\b/.test(source.slice(fact.start, fact.end)), path: fact.wildcard ? `${fact.specifier}.*` : `${fact.specifier}.${fact.names[0]?.imported ?? ''}` }));
  const has = existing.some((each) => each.isStatic === isStatic && (each.path === path || each.path === `${owner}.*`));
  if (has || (!isStatic && (owner === 'java.lang' || owner === facts.packageName))) return null;
  const sortOf = (name: string, fixed: boolean): string => `${fixed ? 'static ' : ''}${/^\w+/.exec(name)?.[0] ?? ''}`;
  const lines = existing.map((each) => ({ start: each.fact.start, end: each.fact.end, key: each.path, sort: sortOf(each.path, each.isStatic) }));
  const text = `import ${isStatic ? 'static ' : ''}${path};`;
  const beside = lines.filter(({ sort }) => sort.startsWith('static ') === isStatic);
  const last = lines.at(-1);
  // Static imports and others stand apart.
  if (beside.length === 0 && last !== undefined) return { start: last.end, end: last.end, text: `${facts.style.eol}${facts.style.eol}${text}` };
  const fitting = beside.some(({ sort }) => sort === sortOf(path, isStatic)) ? sortOf(path, isStatic) : beside[0]?.sort ?? sortOf(path, isStatic);
  return insertLine(source, facts, lines.filter(({ sort }) => sort === fitting), { key: path, sort: fitting }, text);
}
