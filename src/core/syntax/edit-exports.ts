/** Makes a function of a module importable in the way this module exports already. */
import { addToList } from './edit-lists.ts';
import type { ExportFact, FunctionFact, ModuleFacts } from './modules.ts';
import type { TextEdit } from './text-edits.ts';
import { nextLine } from './trivia.ts';

/** How another module gets at a function: `imported` as in `NewImport`. */
export interface ExportedAs {
  readonly imported: string;
}

/** The name under which a function is exported already; `null` if it is not. Python: everything at module level is. */
export function exportedAs(facts: ModuleFacts, name: string): ExportedAs | null {
  if (facts.language === 'python') return { imported: name };
  const own = facts.exports.filter((fact) => fact.local === name && fact.source === null && !fact.typeOnly);
  const named = own.find((fact) => fact.form !== 'default' && fact.form !== 'whole');
  if (named !== undefined) return { imported: named.exported };
  const whole = own[0];
  return whole === undefined ? null : { imported: whole.form === 'default' ? 'default' : '=' };
}

/**
 * Exports a function that is not exported yet. `null` where the module's style leaves no way: `module.exports` is a
 * single value, or the list would be evaluated before the function exists.
 */
export function addExport(source: string, facts: ModuleFacts, fn: Pick<FunctionFact, 'name' | 'form' | 'start' | 'end'>): readonly TextEdit[] | null {
  if (facts.language === 'python') return addToAll(source, facts, fn.name);
  if (facts.system === 'commonjs') return addCommonJs(source, facts, fn);
  if (facts.system !== 'esm') return null;
  const lists = facts.exports.filter((fact) => fact.form === 'list' && !fact.typeOnly);
  const declarations = facts.exports.filter((fact) => fact.form === 'declaration' && !fact.typeOnly);
  const list = lists.filter((fact) => fact.statement.start === lists.at(-1)?.statement.start);
  if (list.length > declarations.length) return [addToList(source, entriesOf(list), fn.name, fn.name)];
  return [{ start: fn.start, end: fn.start, text: 'export ' }];
}

function entriesOf(facts: readonly ExportFact[]): readonly { start: number; end: number; key: string }[] {
  return facts.map((fact) => ({ start: fact.start, end: fact.end, key: fact.exported }));
}

function addCommonJs(source: string, facts: ModuleFacts, fn: Pick<FunctionFact, 'name' | 'form' | 'start' | 'end'>): readonly TextEdit[] | null {
  const own = facts.exports.filter((fact) => fact.form === 'object' || fact.form === 'property' || fact.form === 'whole');
  const last = own.at(-1);
  const exists = (at: number): boolean => fn.form === 'declaration' || fn.end <= at;
  if (last === undefined || own.some((fact) => fact.form === 'whole')) return null;
  const { eol, semicolons } = facts.style;
  const objects = own.filter((fact) => fact.form === 'object' && fact.statement.start === last.statement.start);
  // `module.exports = { meta, create() {} }` is a thing of its own, not a list of what the module offers.
  const isList = objects.filter((fact) => fact.local !== null).length * 2 >= objects.length;
  if (objects.length > 0 && !isList) return null;
  if (objects.length > 0) return exists(last.statement.start) ? [addToList(source, entriesOf(objects), fn.name, fn.name)] : null;
  const prefix = source.slice(last.statement.start, last.statement.end).startsWith('module.') ? 'module.exports' : 'exports';
  const at = exists(last.statement.end) ? nextLine(source, last.statement.end) : nextLine(source, fn.end);
  const lineBreak = at === source.length && !source.endsWith('\n') ? eol : '';
  return [{ start: at, end: at, text: `${lineBreak}${prefix}.${fn.name} = ${fn.name}${semicolons ? ';' : ''}${eol}` }];
}

/** A public name joins `__all__` where the module keeps one. */
function addToAll(source: string, facts: ModuleFacts, name: string): readonly TextEdit[] {
  const all = facts.allList;
  if (all === null || all.names.length === 0 || all.names.includes(name) || name.startsWith('_')) return [];
  const entries = facts.strings.filter((each) => each.start >= all.start && each.end <= all.end).map((each) => ({ start: each.start, end: each.end, key: each.value }));
  const quote = source[entries[0]!.start] ?? '"';
  return [addToList(source, entries, `${quote}${name}${quote}`, name)];
}
