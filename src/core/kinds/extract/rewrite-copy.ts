import { addToList } from '../../syntax/edit-lists.ts';
import { addImport, insertStatement, leadingImports, removeImports } from '../../syntax/edit-imports.ts';
import type { ImportFact, ModuleFacts } from '../../syntax/modules.ts';
import { resolveSpecifier } from '../../syntax/resolve.ts';
import { isIn, isShadowed } from '../../syntax/scopes.ts';
import type { Reference } from '../../syntax/scope-builder.ts';
import { canBeRelative, specifierFor } from '../../syntax/specifiers.ts';
import { extensionOf } from '../../syntax/style.ts';
import { applyTextEdits, removeStatement } from '../../syntax/text-edits.ts';
import type { TextEdit } from '../../syntax/text-edits.ts';
import { leadingComments } from '../../syntax/trivia.ts';
import type { Copy } from './copies.ts';
import { parseModule } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';

/** The one function that stays, as other modules get at it. */
export interface Kept {
  readonly path: string;
  readonly name: string;
  /** Exported name, `default`, or `=` for the whole of a CommonJS module. */
  readonly imported: string;
}

/** How a file gets at the kept function after the change. */
export interface Access {
  /** What calls say: a local name, or `namespace.name`. */
  readonly callee: string;
  /** The local name to import; `null` if an import that exists already serves. */
  readonly local: string | null;
  /** Python: the name must stay importable from this module although nothing in it uses it. */
  readonly reExport: boolean;
}

export interface Rewritten {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly facts: ModuleFacts;
  readonly access: Access;
  readonly specifier: string;
}

/** Replaces one copy by the kept function: imports it, renames calls where needed, keeps exports, drops orphaned imports. `null` if the text leaves no clean way. */
export async function rewriteCopy(repository: Repository, copy: Copy, kept: Kept, usedElsewhere: boolean): Promise<Rewritten | null> {
  const specifier = await specifierIn(repository, copy.path, copy.facts, kept.path);
  const access = await accessTo(repository, copy, kept, usedElsewhere);
  if (access === null) return null;
  const replaced = replaceUses(copy, access, kept, specifier);
  if (replaced === null) return null;
  let text = replaced.text;
  let facts = await parseModule(repository.context, copy.path, text);
  if (facts === null || facts.hasSyntaxError) return null;
  if (access.local !== null && !replaced.onlyReExports) {
    const aliases = await repository.aliases();
    const same = (each: string): boolean => resolveSpecifier(copy.path, each, repository.files, aliases) === kept.path;
    const edits = addImport(text, facts, { specifier, imported: kept.imported, local: access.local, same });
    text = applyTextEdits(text, access.reExport ? edits.map((edit) => ({ ...edit, text: redundantAlias(edit.text, access.local!) })) : edits);
    facts = await parseModule(repository.context, copy.path, text);
    if (facts === null) return null;
  }
  const cleaned = await dropOrphans(repository, copy, text, facts);
  if (cleaned === null) return null;
  const after = await parseModule(repository.context, copy.path, cleaned);
  return after === null || after.hasSyntaxError ? null : { path: copy.path, before: copy.text, after: cleaned, facts: after, access, specifier };
}

/** `from .x import f as f`: type checkers and linters read it as a re-export. */
function redundantAlias(text: string, local: string): string {
  return text.includes(' as ') ? text : text.replace(new RegExp(`\\b${local}\\b(?!\\.)(?=\\s*(,|\\r?\\n|$))`), `${local} as ${local}`);
}

/** The specifier of `target`, written as `path` writes its own. */
export async function specifierIn(repository: Repository, path: string, facts: ModuleFacts, target: string): Promise<string> {
  const aliases = await repository.aliases();
  const existing = facts.imports.find((fact) => resolveSpecifier(path, fact.specifier, repository.files, aliases) === target && fact.form !== 'module');
  if (existing !== undefined && facts.language !== 'python') return existing.specifier;
  const usesAbsolute = facts.imports.some((fact) => !fact.specifier.startsWith('.') && fact.form === 'from' && resolveSpecifier(path, fact.specifier, repository.files) !== null);
  const relative = canBeRelative(path, target, repository.files) && (facts.style.relativeImports || !usesAbsolute);
  const extension = facts.style.extension ?? (await commonExtension(repository, path));
  return specifierFor(path, target, { extension, relative }, repository.files);
}

/** What most modules of the tree do, asked only of files that import nothing relatively themselves. */
async function commonExtension(repository: Repository, path: string): Promise<'none' | 'as-emitted' | 'as-written'> {
  const votes = new Map<'none' | 'as-emitted' | 'as-written', number>();
  const ending = /\.\w+$/.exec(path)?.[0] ?? '';
  const alike = repository.context.index.files.filter((each) => each.path.endsWith(ending) && each.path !== path && !repository.context.isTest(each.path));
  for (const { imports } of alike) {
    const style = extensionOf(imports);
    if (style !== null) votes.set(style, (votes.get(style) ?? 0) + 1);
  }
  const best = [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
  const own = await repository.facts(path);
  return best ?? (own?.system === 'esm' && !/\.tsx?$/.test(path) ? 'as-emitted' : 'none');
}

// ---------------------------------------------------------------------------------------------- naming

async function accessTo(repository: Repository, copy: Copy, kept: Kept, usedElsewhere: boolean): Promise<Access | null> {
  const existing = await existingAccess(repository, copy, kept);
  const isPython = copy.facts.language === 'python';
  const mustKeepName = isPython && usedElsewhere;
  const hasUses = copy.uses.length > 0;
  if (existing !== null && !mustKeepName) return { callee: existing, local: null, reExport: false };
  const wanted = mustKeepName || kept.imported === 'default' || kept.imported === '=' ? copy.fn.name : kept.name;
  const local = isFree(copy, wanted) ? wanted : copy.fn.name;
  return { callee: local, local, reExport: mustKeepName && !hasUses && copy.facts.allList?.names.includes(local) !== true };
}

/** A name through which the file reaches the kept function today; `null` if there is none. */
async function existingAccess(repository: Repository, copy: Copy, kept: Kept): Promise<string | null> {
  const aliases = await repository.aliases();
  for (const fact of leadingImports(copy.facts)) {
    if (fact.typeOnly) continue;
    const own = resolveSpecifier(copy.path, fact.specifier, repository.files, aliases);
    for (const name of fact.names) {
      if (name.typeOnly || copy.uses.some((use) => isShadowed(copy.facts.scopes, name.local, use.scope))) continue;
      if (own === kept.path && name.imported === kept.imported && !isNamespace(fact, name.imported)) return name.local;
      const isWhole = own === kept.path && isNamespace(fact, name.imported);
      const isSubmodule = fact.form === 'from' && resolveSpecifier(copy.path, joined(fact.specifier, name.imported), repository.files) === kept.path;
      const canQualify = copy.exports.length === 0 && kept.imported !== 'default' && kept.imported !== '=';
      if ((isWhole || isSubmodule) && canQualify) return `${name.local}.${kept.imported}`;
    }
  }
  return null;
}

function isNamespace(fact: ImportFact, imported: string): boolean {
  return imported === '*' || (imported === '=' && fact.form !== 'module');
}

function joined(specifier: string, name: string): string {
  return specifier.endsWith('.') ? specifier + name : `${specifier}.${name}`;
}

/** True if `name` can be bound in the module and reaches every use unshadowed, without capturing a global of that name. */
function isFree({ facts, fn, uses }: Copy, name: string): boolean {
  if (name === fn.name) return true;
  const isBound = facts.scopes.bindings.some((binding) => binding.scope === 0 && binding.name === name);
  const isGlobal = facts.scopes.references.some((each) => each.binding === null && each.name === name);
  return !isBound && !isGlobal && !uses.some((use) => isShadowed(facts.scopes, name, use.scope));
}

// ---------------------------------------------------------------------------------------------- replacing

function replaceUses(copy: Copy, access: Access, kept: Kept, specifier: string): { readonly text: string; readonly onlyReExports: boolean } | null {
  const edits: TextEdit[] = [];
  for (const use of copy.uses) {
    const text = use.role === 'export' ? exportText(copy, use, access.callee) : access.callee;
    if (text === null) return null;
    if (text !== copy.text.slice(use.start, use.end)) edits.push({ start: use.start, end: use.end, text });
  }
  const removal = removeStatement(copy.text, copy.fn, copy.facts.comments);
  if (removal === null) return null;
  const inline = copy.exports.find((each) => isIn(each.statement, copy.fn));
  if (inline === undefined) return { text: applyTextEdits(copy.text, [...edits, removal]), onlyReExports: false };
  const onlyReExports = copy.uses.length === 0 && access.local !== null && kept.imported !== '=';
  const made = exportInstead(copy, inline, access, kept, specifier, removal, onlyReExports);
  return { text: applyTextEdits(copy.text, [...edits, ...made]), onlyReExports };
}

function exportText({ facts, fn, text }: Copy, use: Reference, callee: string): string | null {
  const entry = facts.exports.find((each) => use.start >= each.start && use.end <= each.end);
  if (entry === undefined) return null;
  if (entry.form === 'list') return entry.exported === fn.name && text.slice(entry.start, entry.end).trim() === fn.name && callee !== fn.name ? `${callee} as ${fn.name}` : callee;
  return use.shorthand && callee !== fn.name ? `${fn.name}: ${callee}` : callee;
}

/** What takes the place of `export function f` so that importers of this module see no difference. */
function exportInstead(copy: Copy, inline: { readonly exported: string }, access: Access, kept: Kept, specifier: string, removal: TextEdit, onlyReExports: boolean): readonly TextEdit[] {
  const { facts, text } = copy;
  const { quote, semicolons, bracketSpacing } = facts.style;
  const end = semicolons ? ';' : '';
  const braces = (entry: string): string => (bracketSpacing ? `{ ${entry} }` : `{${entry}}`);
  if (onlyReExports) {
    const entry = kept.imported === inline.exported ? inline.exported : `${kept.imported} as ${inline.exported}`;
    const statement = `export ${braces(entry)} from ${quote}${specifier}${quote}${end}`;
    return leadingImports(facts).length > 0 ? [removal, insertStatement(text, facts, statement, { specifier })] : [{ ...inPlace(copy), text: statement }];
  }
  if (inline.exported === 'default') return [{ ...inPlace(copy), text: `export default ${access.callee}${end}` }];
  const entry = access.callee === inline.exported ? access.callee : `${access.callee} as ${inline.exported}`;
  const lists = facts.exports.filter((each) => each.form === 'list' && !each.typeOnly);
  const last = lists.filter((each) => each.statement.start === lists.at(-1)!.statement.start).map((each) => ({ ...each, key: each.exported }));
  if (last.length > 0) return [removal, addToList(text, last, entry, inline.exported)];
  return [{ ...inPlace(copy), text: `export ${braces(entry)}${end}` }];
}

/** The statement with the comments that belong to it. */
function inPlace({ text, facts, fn }: Copy): { readonly start: number; readonly end: number } {
  return { start: leadingComments(text, facts.comments, fn.start).start, end: fn.end };
}

// ---------------------------------------------------------------------------------------------- orphans

/** Removes imports that only the removed copy used. `null` if one of them cannot go, or others may import it from here. */
async function dropOrphans(repository: Repository, copy: Copy, text: string, facts: ModuleFacts): Promise<string | null> {
  const { scopes } = copy.facts;
  const wasUsed = new Set(scopes.references.filter((each) => isIn(each, copy.fn) && each.binding !== null && scopes.bindings[each.binding]!.kind === 'import').map((each) => each.name));
  const isUsed = (name: string): boolean => facts.scopes.references.some((each) => each.name === name && each.binding !== null && facts.scopes.bindings[each.binding]!.scope === 0);
  const isListed = (name: string): boolean => facts.allList?.names.includes(name) === true;
  const inTypes = (name: string): boolean => facts.comments.some((comment) => new RegExp(`\\{[^}]*\\b${name}\\b|@link\\s+${name}\\b|type:.*\\b${name}\\b`).test(comment.text));
  const orphans = [...wasUsed].filter((name) => !isUsed(name) && !isListed(name) && !inTypes(name));
  if (orphans.length === 0) return text;
  if (copy.facts.language === 'python' && (await importedFrom(repository, copy.path, orphans))) return null;
  const edits = removeImports(text, facts, new Set(orphans));
  return edits === null ? null : applyTextEdits(text, edits);
}

/** Python: whether another module takes one of `names` from `path`, or could through the module object. */
export async function importedFrom(repository: Repository, path: string, names: readonly string[]): Promise<boolean> {
  const name = path.replace(/(\/__init__)?\.py$/, '').replace(/^.*\//, '');
  for (const other of await repository.searchable()) {
    if (!other.endsWith('.py') || other === path) continue;
    const text = await repository.text(other);
    if (text === null || !text.includes(name) || !names.some((each) => text.includes(each))) continue;
    const facts = await repository.facts(other);
    if (facts === null) continue;
    const imports = facts.imports.some((fact) => resolveSpecifier(other, fact.specifier, repository.files) === path && (fact.wildcard || fact.names.some((each) => names.includes(each.imported))));
    const throughModule = names.some((each) => new RegExp(`\\b${name}\\.${each}\\b`).test(text));
    const lazily = facts.lazyImports.some((specifier) => names.some((each) => specifier.endsWith(`${name}.${each}`)));
    if (imports || throughModule || lazily) return true;
  }
  return false;
}
