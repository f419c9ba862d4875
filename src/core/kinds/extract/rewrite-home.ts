import { isBuiltinModule } from '../../syntax/builtin-modules.ts';
import { familyOf } from '../../syntax/language.ts';
import { addExport, exportedAs } from '../../syntax/edit-exports.ts';
import { addImport } from '../../syntax/edit-imports.ts';
import type { ImportFact, ModuleFacts } from '../../syntax/modules.ts';
import { closureOf, resolveSpecifier } from '../../syntax/resolve.ts';
import { isIn } from '../../syntax/scopes.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import { leadingComments, nextLine } from '../../syntax/trivia.ts';
import { meaningOf } from './copies.ts';
import type { Copy } from './copies.ts';
import type { Home } from './destination.ts';
import { specifierIn } from './rewrite-copy.ts';
import type { Kept } from './rewrite-copy.ts';
import { parseModule } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';

export interface RewrittenHome {
  readonly path: string;
  /** `null` for a new file. */
  readonly before: string | null;
  readonly after: string;
  readonly facts: ModuleFacts;
  readonly kept: Kept;
  /** True if the function was exported or moved for the occasion. */
  readonly newlyExported: boolean;
}

/** Exports the copy that stays where it is, if it is not exported yet. `null` if the module's style leaves no way. */
export async function keepInPlace(repository: Repository, home: Home, copy: Copy): Promise<RewrittenHome | null> {
  const known = exportedAs(home.facts, copy.fn.name);
  const edits = known === null ? addExport(home.text, home.facts, copy.fn) : [];
  if (edits === null) return null;
  const after = applyTextEdits(home.text, edits);
  return finish(repository, home, after, copy.fn.name, known === null);
}

/** Moves a copy into a module that has none. `null` if a name it uses is missing or taken there, or the styles differ. */
export async function moveIn(repository: Repository, home: Home, copy: Copy, name: string, users: readonly string[]): Promise<RewrittenHome | null> {
  const imports = await missingImports(repository, home, copy, users);
  const isTaken = home.facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name) || home.facts.scopes.references.some((each) => each.binding === null && each.name === name);
  if (imports === null || isTaken || !sameStyle(home.facts, copy.facts)) return null;
  let text = insertFunction(home, printCopy(copy, name, home.facts));
  let facts = await parseModule(repository.context, home.path, text);
  for (const { fact, local } of imports) {
    if (facts === null) return null;
    const specifier = fact.specifier.startsWith('.') ? await specifierIn(repository, home.path, home.facts, resolveSpecifier(copy.path, fact.specifier, repository.files)!) : fact.specifier;
    const found = fact.names.find((each) => each.local === local)!;
    if (fact.form === 'module') text = addPlainImport(text, facts, copy.text.slice(found.start, found.end));
    else text = applyTextEdits(text, addImport(text, facts, { specifier, imported: found.imported, local, same: (each) => each === specifier }));
    facts = await parseModule(repository.context, home.path, text);
  }
  if (facts === null) return null;
  const fn = facts.functions.find((each) => each.name === name);
  if (fn === undefined) return null;
  const isNewFile = home.text.trim() === '';
  if (isNewFile && home.facts.system === 'commonjs') return finish(repository, home, text + commonJsExport(name, home.facts), name, true);
  const edits = addExport(text, isNewFile ? { ...facts, system: home.facts.system } : facts, fn);
  return edits === null ? null : finish(repository, home, applyTextEdits(text, edits), name, true);
}

function commonJsExport(name: string, { style }: ModuleFacts): string {
  return `${style.eol}module.exports = ${style.bracketSpacing ? `{ ${name} }` : `{${name}}`}${style.semicolons ? ';' : ''}${style.eol}`;
}

function addPlainImport(text: string, facts: ModuleFacts, entry: string): string {
  const first = facts.imports[0];
  const statement = `import ${entry}${facts.style.eol}`;
  const at = first?.start ?? facts.statements[facts.headStatements]?.start ?? text.length;
  return text.slice(0, at) + statement + (first === undefined ? facts.style.eol.repeat(2) : '') + text.slice(at);
}

async function finish(repository: Repository, home: Home, after: string, name: string, newlyExported: boolean): Promise<RewrittenHome | null> {
  const facts = await parseModule(repository.context, home.path, after);
  const exported = facts === null || facts.hasSyntaxError ? null : exportedAs(facts, name);
  if (facts === null || exported === null) return null;
  return { path: home.path, before: home.text, after, facts, kept: { path: home.path, name, imported: exported.imported }, newlyExported };
}

/** Imports that the function needs and the module lacks. `null` if a name there means something else. */
async function missingImports(repository: Repository, home: Home, copy: Copy, users: readonly string[]): Promise<readonly { readonly fact: ImportFact; readonly local: string }[] | null> {
  const missing: { fact: ImportFact; local: string }[] = [];
  const aliases = await repository.aliases();
  const loads = await repository.loads(home.path);
  const reached = new Set([...(loads?.modules ?? []), ...(loads?.externals ?? [])]);
  for (const [key, meaning] of copy.meanings) {
    const name = key.split(' ', 1)[0]!;
    const bound = home.facts.scopes.bindings.find((each) => each.scope === 0 && each.name === name);
    if (meaning.startsWith('global:')) {
      if (bound !== undefined) return null;
      continue;
    }
    const fact = copy.facts.imports.find((each) => each.names.some((other) => other.local === name));
    const there = bound === undefined ? undefined : meaningHere(home, name, repository, aliases);
    if (there === meaning) continue;
    if (fact === undefined || fact.typeOnly || fact.names.some((each) => each.local === name && each.typeOnly) || bound !== undefined || missing.some((each) => each.local === name)) return null;
    const own = resolveSpecifier(copy.path, fact.specifier, repository.files, aliases);
    // A new edge in the import graph must lead to what is loaded already, or to the runtime itself.
    const isKnown = reached.has(own ?? fact.specifier) || (own === null && isBuiltin(fact.specifier, home.facts));
    if (!isKnown && !(await canFollow(repository, home, own, users))) return null;
    missing.push({ fact, local: name });
  }
  return missing;
}

/** A new file is loaded by its users only, and they load the same today: it may, too, unless that leads back to them. */
async function canFollow(repository: Repository, home: Home, target: string | null, users: readonly string[]): Promise<boolean> {
  if (repository.files.has(home.path)) return false;
  if (target === null) return true;
  const reached = await closureOf([target], (path) => repository.loads(path), { lazy: true });
  return !users.some((path) => reached.modules.has(path));
}

function meaningHere(home: Home, name: string, repository: Repository, aliases: Awaited<ReturnType<Repository['aliases']>>): string {
  const binding = home.facts.scopes.bindings.find((each) => each.scope === 0 && each.name === name)!;
  return meaningOf(home.path, home.facts, name, binding.id, (specifier) => resolveSpecifier(home.path, specifier, repository.files, aliases));
}

function isBuiltin(specifier: string, facts: ModuleFacts): boolean {
  return isBuiltinModule(specifier, familyOf(facts.language));
}

/** Quotes and semicolons are copied as they are, so they have to be the same. */
function sameStyle(home: ModuleFacts, copy: ModuleFacts): boolean {
  const isEmpty = home.statements.length === 0;
  return isEmpty || copy.language === 'python' || (home.style.quote === copy.style.quote && home.style.semicolons === copy.style.semicolons);
}

/** The function with its comments, under its new name, without `export`, with the line ends and indentation of its new home. */
function printCopy({ text, facts, fn }: Copy, name: string, home: ModuleFacts): string {
  const { start } = leadingComments(text, facts.comments, fn.start);
  const names = [fn.nameRange, ...facts.scopes.references.filter((each) => each.binding === fn.binding && isIn(each, fn.node))];
  const edits = [{ start: fn.start, end: fn.declaration.start, text: '' }, ...(name === fn.name ? [] : names.map((range) => ({ start: range.start, end: range.end, text: name })))];
  const shifted = edits.map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
  const printed = applyTextEdits(text.slice(start, fn.end), shifted).replace(/\r\n/g, '\n');
  const indented = facts.style.indent === home.style.indent || home.statements.length === 0 ? printed : reindent(printed, facts.style.indent, home.style.indent);
  return indented.replace(/\n/g, home.style.eol);
}

function reindent(text: string, from: string, to: string): string {
  return text.replace(/^[ \t]+/gm, (white) => {
    const levels = Math.floor(white.length / from.length);
    return white.startsWith(from.repeat(levels)) ? to.repeat(levels) + white.slice(levels * from.length) : white;
  });
}

/** At the end of the module, before a closing list of exports or a main guard. */
function insertFunction({ text, facts }: Home, printed: string): string {
  const { eol } = facts.style;
  const gap = eol.repeat(facts.language === 'python' ? 3 : 2);
  const lists = facts.exports.filter((each) => !isDeclared(each.form)).map((each) => each.statement.start);
  const tail: number[] = [];
  for (const statement of facts.statements.toReversed()) {
    if (!lists.includes(statement.start)) break;
    tail.unshift(statement.start);
  }
  const previous = facts.statements.filter((each) => tail[0] === undefined || each.start < tail[0]).at(-1);
  if (tail[0] !== undefined && previous !== undefined) {
    const at = nextLine(text, previous.end);
    return text.slice(0, at) + eol + printed + eol + text.slice(at);
  }
  if (tail[0] !== undefined) {
    const at = leadingComments(text, facts.comments, tail[0]).start;
    return text.slice(0, at) + printed + gap + text.slice(at);
  }
  if (text.trim() === '') return printed + eol;
  const last = facts.statements.at(-1);
  const end = Math.max(last === undefined ? 0 : nextLine(text, last.end), text.trimEnd().length);
  return text.slice(0, end).trimEnd() + gap + printed + eol;
}

function isDeclared(form: string): boolean {
  return form === 'declaration' || form === 'from' || form === 'star';
}
