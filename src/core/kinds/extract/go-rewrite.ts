import { addGoImport, removeGoImport } from '../../syntax/edit-imports-go.ts';
import type { FunctionFact, ModuleFacts } from '../../syntax/modules.ts';
import { isIn } from '../../syntax/scopes.ts';
import type { TextRange } from '../../syntax/scope-builder.ts';
import { applyTextEdits, removeStatement } from '../../syntax/text-edits.ts';
import type { TextEdit } from '../../syntax/text-edits.ts';
import { leadingComments } from '../../syntax/trivia.ts';
import { declaringFiles, goClosure, goUses, importPathsOf, isStandard } from '../repository/go-packages.ts';
import type { GoFile, GoPackage } from '../repository/go-packages.ts';
import { parseModule } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';
import { isVisible, movesColumns } from './go-copies.ts';
import type { GoCopy } from './go-copies.ts';
import type { GoHome } from './go-homes.ts';

/** The one function that stays. */
export interface GoKept {
  readonly package: GoPackage;
  readonly path: string;
  readonly name: string;
}

/** `calls`: the copy is gone and its users call the kept function; `delegation`: it keeps its name and hands its arguments on. */
export interface GoReplaced {
  readonly copy: GoCopy;
  readonly form: 'calls' | 'delegation';
}

export interface GoEdited {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
  readonly facts: ModuleFacts;
}

interface Draft {
  readonly file: GoFile;
  readonly edits: TextEdit[];
  /** What goes away: imports that only this used go, too. */
  readonly removed: TextRange[];
  readonly imports: { readonly path: string; readonly local: string }[];
}

export type Drafts = Map<string, Draft>;

export function draftOf(drafts: Drafts, file: GoFile): Draft {
  const known = drafts.get(file.path);
  if (known !== undefined) return known;
  const made: Draft = { file, edits: [], removed: [], imports: [] };
  drafts.set(file.path, made);
  return made;
}

// ---------------------------------------------------------------------------------------------- copies

/** How a copy gives way; the second answer says why it cannot. */
export function formOf(repository: Repository, copy: GoCopy, kept: GoKept): GoReplaced['form'] | { readonly reason: string } {
  // Moved within its package under its own name: nobody sees a difference.
  if (copy.package === kept.package && copy.fn.name === kept.name) return 'calls';
  const calls = copy.isPublic ? 'other packages may use it' : callsReason(repository, copy, kept);
  if (calls === null) return 'calls';
  const delegation = delegationReason(copy, kept);
  return delegation === null ? 'delegation' : { reason: `${calls}, and ${delegation}` };
}

function callsReason({ context }: Repository, copy: GoCopy, kept: GoKept): string | null {
  const fixed = copy.uses.find(({ file }) => file.isTest || !context.mayEdit(file.path));
  if (fixed !== undefined) return `${fixed.file.path} uses it under its name`;
  for (const [path, uses] of Map.groupBy(copy.uses, ({ file }) => file.path)) {
    const { file } = uses[0]!;
    const name = firstName(file, copy.package, kept);
    if (name === null || !isVisible(uses, name)) return `the other one cannot be named in ${path}`;
    const same = calleeIn(file, copy.package, kept) === copy.fn.name;
    if (!same && uses.some(({ reference }) => movesColumns(file.text, reference, file.facts.comments))) return `what stands beside it in ${path} would be aligned anew`;
    if (uses.some(({ reference }) => /reflect\.ValueOf\(\s*$/.test(file.text.slice(Math.max(0, reference.start - 40), reference.start)))) return 'it is looked at by reflection';
  }
  return null;
}

function delegationReason(copy: GoCopy, kept: GoKept): string | null {
  const { fn, scope, file } = copy;
  if (fn.parameters.includes('_')) return 'a parameter without a name cannot be handed on';
  const name = firstName(file, copy.package, kept);
  if (name === null) return `the other one cannot be named in ${file.path}`;
  return [...scope.parameters, ...signatureLocals(copy)].includes(name) ? `\`${name}\` means something else in it` : null;
}

/** Type parameters and named results: they are known in the body that hands on. */
function signatureLocals({ file, fn }: GoCopy): readonly string[] {
  return file.facts.scopes.bindings.filter((each) => isIn(each.declarations[0]!, { start: fn.nameRange.end, end: fn.body.start })).map(({ name }) => name);
}

/** The first name of the callee: the function's own, or what the file calls, or may call, its package. `null` if that is taken. */
export function firstName(file: GoFile, own: GoPackage, kept: Pick<GoKept, 'package' | 'name'>): string | null {
  if (own === kept.package) return kept.name;
  const known = importedAs(file.facts, kept.package.importPath);
  if (known !== null) return known;
  const { name } = kept.package;
  const taken = declaringFiles(own, name).length > 0 || file.facts.imports.some(({ names }) => names.some(({ local }) => local === name)) || file.facts.scopes.references.some((each) => each.binding === null && each.name === name);
  return taken ? null : name;
}

export function importedAs(facts: ModuleFacts, importPath: string): string | null {
  return facts.imports.find(({ specifier, names }) => specifier === importPath && names.length > 0)?.names[0]!.local ?? null;
}

export function calleeIn(file: GoFile, own: GoPackage, kept: GoKept): string | null {
  const first = firstName(file, own, kept);
  return own === kept.package || first === null ? first : `${first}.${kept.name}`;
}

/** Writes one replacement into the drafts. Uses inside `gone` ranges need none. */
export function draftCopy(drafts: Drafts, { copy, form }: GoReplaced, kept: GoKept, gone: ReadonlyMap<string, readonly TextRange[]>): boolean {
  const { file, fn } = copy;
  const own = draftOf(drafts, file);
  if (form === 'delegation') {
    own.edits.push({ ...fn.body, text: delegatingBody(fn, calleeIn(file, copy.package, kept)!) });
    needImport(own, copy.package, kept);
  } else {
    const removal = removeStatement(file.text, fn, file.facts.comments);
    if (removal === null) return false;
    own.edits.push(removal);
    for (const use of copy.uses) {
      if (gone.get(use.file.path)?.some((range) => isIn(use.reference, range)) === true) continue;
      const draft = draftOf(drafts, use.file);
      const callee = calleeIn(use.file, copy.package, kept)!;
      if (callee !== copy.fn.name) draft.edits.push({ start: use.reference.start, end: use.reference.end, text: callee });
      needImport(draft, copy.package, kept);
    }
  }
  own.removed.push(goneRange(copy, form));
  return true;
}

/** What of the file a replacement takes away. */
export function goneRange({ file, fn }: GoCopy, form: GoReplaced['form']): TextRange {
  return form === 'delegation' ? fn.body : { start: leadingComments(file.text, file.facts.comments, fn.start).start, end: fn.end };
}

export function delegatingBody(fn: FunctionFact, callee: string): string {
  const { typeParameters, variadic, returns } = fn.handOn!;
  const types = typeParameters.length === 0 ? '' : `[${typeParameters.join(', ')}]`;
  return `{\n\t${returns ? 'return ' : ''}${callee}${types}(${fn.parameters.join(', ')}${variadic ? '...' : ''})\n}`;
}

export function needImport(draft: Draft, own: GoPackage, kept: Pick<GoKept, 'package'>): void {
  const path = kept.package.importPath;
  if (own === kept.package || importedAs(draft.file.facts, path) !== null || draft.imports.some((each) => each.path === path)) return;
  draft.imports.push({ path, local: kept.package.name });
}

// ---------------------------------------------------------------------------------------------- home

/** Renames the copy that stays, with all its uses in its package. */
export function draftRename(drafts: Drafts, copy: GoCopy, name: string, gone: ReadonlyMap<string, readonly TextRange[]>): boolean {
  const { file, fn } = copy;
  const own = draftOf(drafts, file);
  own.edits.push({ ...fn.nameRange, text: name }, ...renamedDoc(file, copy, name));
  for (const { file: where, reference } of goUses(copy.package, fn.name)) {
    if (gone.get(where.path)?.some((range) => isIn(reference, range)) === true) continue;
    if (movesColumns(where.text, reference, where.facts.comments) && name.length !== fn.name.length) return false;
    draftOf(drafts, where).edits.push({ start: reference.start, end: reference.end, text: name });
  }
  return true;
}

/** `// clamp keeps …` begins with the function's name, as Go's documentation does. */
function renamedDoc(file: GoFile, { fn }: GoCopy, name: string): readonly TextEdit[] {
  const first = leadingComments(file.text, file.facts.comments, fn.start).comments[0];
  const opening = first === undefined ? null : /^(\/\/\s*|\/\*\s*)([\p{L}_][\p{L}\p{Nd}_]*)/u.exec(first.text);
  if (opening?.[2] !== fn.name) return [];
  const at = first!.start + opening[1]!.length;
  return [{ start: at, end: at + fn.name.length, text: name }];
}

/** Puts the function at the end of a file that has none of its kind. `false` if a name that it needs is missing or taken there. */
export async function draftMove(repository: Repository, drafts: Drafts, home: GoHome, origin: GoCopy, name: string): Promise<boolean> {
  const { file } = home;
  if (file.facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name) || declaringFiles(home.package, name).length > (home.package === origin.package ? declaringFiles(origin.package, name).length : 0)) return false;
  const imports = await missingImports(repository, home, origin);
  if (imports === null) return false;
  const draft = draftOf(drafts, file);
  draft.imports.push(...imports);
  const head = file.text.trim() === '' ? `package ${home.package.name}` : '';
  draft.edits.push({ start: file.text.trimEnd().length, end: file.text.length, text: `${head}\n\n${printed(origin, name)}\n` });
  return true;
}

async function missingImports(repository: Repository, { file, package: own }: GoHome, origin: GoCopy): Promise<Draft['imports'] | null> {
  const missing: { path: string; local: string }[] = [];
  const reached = (await goClosure(repository, own.module, importPathsOf(own))).others;
  for (const [name, meaning] of origin.meanings) {
    const isUniversal = meaning.startsWith('global:');
    if (isUniversal || (meaning.startsWith('package:') && own === origin.package)) {
      if (file.facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name && (isUniversal || each.kind === 'import')) || (isUniversal && declaringFiles(own, name).length > 0)) return null;
      continue;
    }
    if (!meaning.startsWith('import:')) return null;
    const path = meaning.slice('import:'.length);
    if (importedAs(file.facts, path) === name) continue;
    const isTaken = file.facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name) || declaringFiles(own, name).length > 0;
    // A new edge in the import graph leads to the standard library, or to what the package needs already.
    if (isTaken || importedAs(file.facts, path) !== null || !(isStandard(path, own.module) || reached.has(path) || own === origin.package)) return null;
    missing.push({ path, local: name });
  }
  return missing;
}

function printed(copy: GoCopy, name: string): string {
  const { file, fn } = copy;
  const { start } = leadingComments(file.text, file.facts.comments, fn.start);
  const own = [fn.nameRange, ...file.facts.scopes.references.filter((each) => each.binding === fn.binding && isIn(each, fn.node))].map((range) => ({ start: range.start, end: range.end, text: name }));
  const edits = name === fn.name ? [] : [...own, ...renamedDoc(file, copy, name)];
  return applyTextEdits(file.text.slice(start, fn.end), edits.map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text })));
}

// ---------------------------------------------------------------------------------------------- files

/** The files as the drafts make them: imports that nothing uses any more are gone, new ones are there. `names` are new in their package. `null` if a file leaves no clean way. */
export async function editedFiles(repository: Repository, drafts: Drafts, modulePath: string, names: readonly string[]): Promise<readonly GoEdited[] | null> {
  const edited: GoEdited[] = [];
  for (const draft of drafts.values()) {
    const { file, edits, imports } = draft;
    if (edits.length === 0 && imports.length === 0) continue;
    let state = await parsed(repository, file.path, applyTextEdits(file.text, edits));
    for (const { local, specifier } of orphansIn(draft)) {
      if (state === null || isReferenced(state.facts, local)) continue;
      const removal = removeGoImport(state.text, state.facts, specifier);
      state = removal === null ? null : await parsed(repository, file.path, applyTextEdits(state.text, removal));
    }
    for (const { path, local } of imports) {
      const added = state === null ? null : addGoImport(state.text, state.facts, { path, local, modulePath });
      state = state === null || added === null ? null : await parsed(repository, file.path, applyTextEdits(state.text, added));
    }
    if (state === null || hasNewNames(file.facts, state.facts, names)) return null;
    edited.push({ path: file.path, before: repository.files.has(file.path) ? file.text : null, after: state.text, facts: state.facts });
  }
  return edited;
}

async function parsed(repository: Repository, path: string, text: string): Promise<{ readonly text: string; readonly facts: ModuleFacts } | null> {
  const facts = await parseModule(repository.context, path, text);
  return facts === null || facts.hasSyntaxError ? null : { text, facts };
}

/** Imports that the removed ranges use, by the name that the file gives them. */
function orphansIn({ file, removed }: Draft): readonly { readonly local: string; readonly specifier: string }[] {
  const { scopes, imports } = file.facts;
  const used = new Set(scopes.references.filter((each) => each.binding !== null && scopes.bindings[each.binding]!.kind === 'import' && removed.some((range) => isIn(each, range))).map(({ name }) => name));
  return imports.flatMap(({ specifier, names }) => names.filter(({ local }) => used.has(local)).map(({ local }) => ({ local, specifier })));
}

/** An import that nothing uses has no name any more: nothing says what its package is called. */
function isReferenced({ scopes }: ModuleFacts, local: string): boolean {
  return scopes.references.some((each) => each.name === local && (each.binding === null || scopes.bindings[each.binding]!.kind === 'import'));
}

/** A name that nothing in the file declared or used before would be a mistake of the edit. */
function hasNewNames(before: ModuleFacts, after: ModuleFacts, names: readonly string[]): boolean {
  const known = new Set([...before.scopes.references.map(({ name }) => name), ...before.scopes.bindings.map(({ name }) => name), ...names]);
  return before.statements.length > 0 && after.scopes.references.some((each) => each.binding === null && !known.has(each.name));
}
