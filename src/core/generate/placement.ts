import type { Language } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { addExport } from '../syntax/edit-exports.ts';
import { insertStatement } from '../syntax/edit-imports.ts';
import { readModule, type ModuleFacts, type ModuleSystem } from '../syntax/modules.ts';
import { applyTextEdits, type TextEdit } from '../syntax/text-edits.ts';
import { leadingComments, ownLineEnd, ownLineStart } from '../syntax/trivia.ts';

export interface Placement {
  /** The target's text; empty for a new file. */
  readonly source: string;
  readonly language: Language;
  /** How the target is loaded where its own text does not say. */
  readonly system: ModuleSystem;
  /** Declarations to place, without exports; imports in front of them are allowed and join those of the target. */
  readonly code: string;
  /** The function to export; `null`: none. */
  readonly name: string | null;
  /** More functions of the code to export. */
  readonly others?: readonly string[];
}

export type Placed =
  | { readonly type: 'placed'; readonly text: string }
  | { readonly type: 'impossible'; readonly reason: string; readonly remedy: string };

/**
 * Places declarations in a module in its style: imports among its imports, code before what must come last (`module.exports`, export
 * lists, `if __name__ …`), exported the way the module exports. Nothing that is there is replaced.
 */
export function place({ source, language, system, code, name, others = [] }: Placement, syntax: Syntax): Placed {
  const target = syntax.parse(language, source, readModule);
  const added = syntax.parse(language, code, readModule);
  if (added.hasSyntaxError) return { type: 'impossible', reason: `the code does not parse as ${language}`, remedy: 'Answer with complete code in the language of the target.' };
  const taken = declaredIn(added).find((each) => declaredIn(target).includes(each));
  if (taken !== undefined) return { type: 'impossible', reason: `the target declares \`${taken}\` already`, remedy: 'Choose another name; or replace what is there, as `symbol` with its `code`, or with `search` and `replace`.' };
  const imported = withImports(source, target, code, added, { language, syntax });
  const bare = strippedOf(code, added);
  const withCode = inserted(imported, bare, syntax.parse(language, imported, readModule));
  let placed: Placed = { type: 'placed', text: withCode };
  for (const each of [...(name === null ? [] : [name]), ...others]) {
    if (placed.type === 'placed') placed = exported(placed.text, each, { language, system, syntax });
  }
  return placed;
}

function declaredIn(facts: ModuleFacts): string[] {
  return facts.scopes.bindings.filter(({ scope, kind }) => scope === 0 && kind !== 'import').map(({ name }) => name);
}

interface Tools {
  readonly language: Language;
  readonly syntax: Syntax;
}

/** The target with the imports of the code that it does not have yet. */
function withImports(source: string, target: ModuleFacts, code: string, added: ModuleFacts, { language, syntax }: Tools): string {
  const known = new Set(target.scopes.bindings.filter(({ scope }) => scope === 0).map(({ name }) => name));
  let text = source;
  let facts = target;
  for (const fact of added.imports) {
    if (fact.names.length > 0 && fact.names.every(({ local }) => known.has(local))) continue;
    text = applyTextEdits(text, [insertStatement(text, facts, code.slice(fact.start, fact.end), fact)]);
    facts = syntax.parse(language, text, readModule);
  }
  return text;
}

/** Only the declarations: no imports, no exports. */
function strippedOf(code: string, facts: ModuleFacts): string {
  const gone: TextEdit[] = facts.imports.filter((fact, index, all) => all.findIndex(({ start }) => start === fact.start) === index).map(({ start, end }) => ({ start, end: ownLineEnd(code, end), text: '' }));
  const exports = new Map(facts.exports.map((fact) => [fact.statement.start, fact]));
  for (const { form, statement } of exports.values()) {
    if (form === 'declaration' || form === 'default') {
      const keyword = /^export\s+(?:default\s+)?/.exec(code.slice(statement.start, statement.end));
      if (keyword !== null) gone.push({ start: statement.start, end: statement.start + keyword[0].length, text: '' });
    } else gone.push({ start: ownLineStart(code, statement.start), end: ownLineEnd(code, statement.end), text: '' });
  }
  return applyTextEdits(code, gone).trim();
}

function inserted(source: string, code: string, facts: ModuleFacts): string {
  const { eol } = facts.style;
  const body = code.replace(/\r?\n/g, eol);
  const gap = eol.repeat(facts.language === 'python' ? 3 : 2);
  const last = lastStatements(source, facts);
  if (source.trim() === '') return `${body}${eol}`;
  if (last === null) return `${source.trimEnd()}${gap}${body}${source.endsWith('\n') ? eol : ''}`;
  const before = source.slice(0, last).trimEnd();
  return `${before}${before === '' ? '' : gap}${body}${gap}${source.slice(last)}`;
}

/** Offset of the statements that stay last: exports of names, and what runs when the file is started. */
function lastStatements(source: string, facts: ModuleFacts): number | null {
  const ends = (start: number): boolean => {
    const text = source.slice(start, start + 200);
    const isExport = facts.exports.some(({ form, statement }) => statement.start === start && (form === 'object' || form === 'whole' || form === 'property' || form === 'list'));
    return isExport || /^if\s+__name__\s*==|^if\s*\(\s*require\.main\b|^if\s*\(\s*import\.meta\b/.test(text);
  };
  let first: number | null = null;
  for (const { start } of facts.statements.toReversed()) {
    if (!ends(start)) break;
    first = start;
  }
  return first === null ? null : leadingComments(source, facts.comments, first).start;
}

function exported(text: string, name: string, { language, system, syntax }: Tools & { readonly system: ModuleSystem }): Placed {
  const facts = syntax.parse(language, text, readModule);
  const fn = facts.functions.find((each) => each.name === name);
  if (fn === undefined) return { type: 'impossible', reason: `the code declares no function \`${name}\``, remedy: `Answer with one function called \`${name}\`.` };
  const edits = addExport(text, facts.system === 'script' ? { ...facts, system } : facts, fn) ?? firstCommonJsExport(text, facts, system, name);
  if (edits === null) return { type: 'impossible', reason: 'the target exports a single value, so another function cannot be exported from it', remedy: 'Name another target.' };
  return { type: 'placed', text: applyTextEdits(text, edits) };
}

/** A CommonJS module that exports nothing yet gets its list of exports at the end; `null` for any other. */
export function firstCommonJsExport(text: string, facts: ModuleFacts, system: ModuleSystem, name: string): readonly TextEdit[] | null {
  const isCommonJs = facts.system === 'commonjs' || (facts.system === 'script' && system === 'commonjs');
  if (!isCommonJs || facts.exports.length > 0) return null;
  const { eol, semicolons } = facts.style;
  return [{ start: text.length, end: text.length, text: `${text.endsWith('\n') ? '' : eol}${eol}module.exports = { ${name} }${semicolons ? ';' : ''}${eol}` }];
}
