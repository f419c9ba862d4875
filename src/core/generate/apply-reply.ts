import type { SourceTree } from '../kinds/kind.ts';
import type { FileEdit } from '../model/change.ts';
import type { Family } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { quoted } from '../report/format.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { readModule, type ModuleFacts } from '../syntax/modules.ts';
import { directoryOf } from '../syntax/resolve.ts';
import { fitGo } from './fit-go.ts';
import { fitJava } from './fit-java.ts';
import { fitRust } from './fit-rust.ts';
import type { Fit } from './fragment.ts';
import { asIndentedIn } from './indentation.ts';
import { systemOf } from './module-system.ts';
import { nearMatch } from './near-match.ts';
import { withoutIdle } from './idle-functions.ts';
import { clauseIn, packageOf, withClause } from './packages.ts';
import { place } from './placement.ts';
import { replaceSymbol } from './replace-symbol.ts';
import type { ReplyEdit } from './reply-json.ts';
import { repeatsModule, tooWhole } from './whole-file.ts';

interface Failure {
  readonly type: 'failure';
  /** One sentence without its full stop. */
  readonly reason: string;
  readonly remedy: string;
  /** For the generator only: what the file has where the answer expected something else. */
  readonly hint?: string;
}

export type Applied = { readonly type: 'applied'; readonly edits: readonly FileEdit[] } | Failure;

type Step = { readonly type: 'text'; readonly text: string } | Failure;

export interface ApplyContext {
  readonly tree: SourceTree;
  readonly syntax: Syntax;
  /** Names that are wanted, best first: what is exported where an answer declares several functions. */
  readonly wanted?: readonly string[];
  /** False for paths whose text no hint may show. */
  readonly maySend?: (path: string) => boolean;
  /** True for functions that stay though nothing in the answer's code uses them; without it all do. */
  readonly isMentioned?: (name: string) => boolean;
}

/**
 * Turns the edits of an answer into edits of files, one after the other, in memory. Line ends and final newline stay those of the file.
 * Whether a path may be written is the guard's to say; a new file needs a directory that exists. A file that parsed must parse afterwards.
 */
export async function applyReply(edits: readonly ReplyEdit[], context: ApplyContext): Promise<Applied> {
  const entries = new Map(context.tree.entries.map((entry) => [entry.path, entry]));
  const texts = new Map<string, { readonly before: string | null; readonly after: string }>();
  for (const edit of edits) {
    const before = texts.has(edit.path) ? texts.get(edit.path)!.before : await context.tree.read(edit.path);
    if (before === null && entries.has(edit.path)) return { type: 'failure', reason: `${quoted(edit.path)} is not text`, remedy: 'Only UTF-8 text files can be changed.' };
    const current = texts.get(edit.path)?.after ?? before;
    if (current === null && !hasDirectory(edit.path, context.tree)) return { type: 'failure', reason: `the directory of ${quoted(edit.path)} does not exist`, remedy: 'Name a file in a directory that exists.' };
    const step = await applyOne(edit, current, context);
    if (step.type === 'failure') return step;
    texts.set(edit.path, { before, after: step.text });
  }
  for (const [path, { before, after }] of texts) {
    const broken = await breaks(path, before, after, context);
    if (broken !== null) return broken;
  }
  return {
    type: 'applied',
    edits: [...texts].map(([path, { before, after }]) => ({ path, mode: entries.get(path)?.mode === '100755' ? '100755' : '100644', before, after })),
  };
}

function hasDirectory(path: string, tree: SourceTree): boolean {
  const directory = directoryOf(path);
  return directory === '' || tree.entries.some((entry) => entry.path.startsWith(`${directory}/`));
}

async function breaks(path: string, before: string | null, after: string, { syntax }: ApplyContext): Promise<Failure | null> {
  const language = languageOf(path);
  if (language === null) return null;
  await syntax.load([language]);
  const isBroken = (text: string): boolean => syntax.parse(language, text, ({ root }) => root.hasError);
  if (!isBroken(after) || (before !== null && isBroken(before))) return null;
  return { type: 'failure', reason: `${quoted(path)} does not parse as ${language} after the edits`, remedy: 'Answer with complete code in the language of the file.' };
}

/** Files whose declarations are no module's: each language has its own way to take code in. `null`: by the facts that all modules share. */
const FITS: Readonly<Record<Family, Fit | null>> = { javascript: null, typescript: null, python: null, go: fitGo, rust: fitRust, java: fitJava };

async function applyOne(edit: ReplyEdit, current: string | null, context: ApplyContext): Promise<Step> {
  switch (edit.type) {
    case 'content':
      return givenWhole(edit, current, context);
    case 'replace':
      return replaced(edit, current, context);
    case 'insert':
      return insertedInto(edit, current, context);
    case 'symbol':
      return symbolReplaced(edit, current, context);
    default:
      return edit satisfies never;
  }
}

/** A new file of a compiled language is put right where its compiler leaves no choice: package clause, imports, the name of its class. */
async function givenWhole({ path, content }: Extract<ReplyEdit, { type: 'content' }>, current: string | null, { tree, syntax }: ApplyContext): Promise<Step> {
  const language = languageOf(path);
  const fit = language === null ? null : FITS[familyOf(language)];
  if (language === null || fit === null || current !== null) return wholeText(path, content, current);
  await syntax.load([language]);
  if (content.trim() === '' || syntax.parse(language, content, ({ root }) => root.hasError)) return wholeText(path, content, current);
  const fitted = fit({ path, source: '', code: asIndentedIn('', likeBefore(content, null), language, syntax), names: [], packageName: await packageOf(path, tree) }, syntax);
  return fitted.type === 'placed' ? { type: 'text', text: fitted.text } : { type: 'failure', reason: fitted.reason, remedy: fitted.remedy };
}

function wholeText(path: string, content: string, current: string | null): Step {
  const text = withSameClause(path, likeBefore(content, current), current);
  const refused = current === null || current.trim() === '' ? null : tooWhole(path, current, text);
  return refused === null ? { type: 'text', text } : { type: 'failure', ...refused };
}

/** Nobody asked to move the file to another package. */
function withSameClause(path: string, text: string, current: string | null): string {
  const language = languageOf(path);
  const clause = language === null || current === null ? null : clauseIn(current, familyOf(language));
  return language === null || clause === null ? text : withClause(text, familyOf(language), clause);
}

/** In the line ends of the file that is replaced, with its byte-order mark and its kind of last line. */
function likeBefore(content: string, before: string | null): string {
  const plain = content.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  if (before === null) return plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`;
  const ended = before.endsWith('\n') ? (plain.endsWith('\n') ? plain : `${plain}\n`) : plain.replace(/\n+$/, '');
  return (before.startsWith('\uFEFF') ? '\uFEFF' : '') + (before.includes('\r\n') ? ended.replaceAll('\n', '\r\n') : ended);
}

function replaced({ path, search, replace }: Extract<ReplyEdit, { type: 'replace' }>, current: string | null, { maySend }: ApplyContext): Step {
  const remedy = 'Answer with text that occurs exactly once in the file.';
  if (current === null) return { type: 'failure', reason: `${quoted(path)} does not exist, so nothing can be replaced in it`, remedy: 'Answer with the whole content of the new file.' };
  const inStyle = (text: string): string => (current.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text.replace(/\r\n/g, '\n'));
  const wanted = inStyle(search);
  const at = current.indexOf(wanted);
  if (at === -1) {
    const near = maySend?.(path) === true ? nearMatch(current, search) : null;
    return { type: 'failure', reason: `the text to replace does not occur in ${quoted(path)}`, remedy, ...(near === null ? {} : { hint: `The nearest text of the file begins at line ${near.line}:\n${near.text}` }) };
  }
  if (current.includes(wanted, at + 1)) return { type: 'failure', reason: `the text to replace occurs more than once in ${quoted(path)}`, remedy };
  return { type: 'text', text: current.slice(0, at) + inStyle(replace) + current.slice(at + wanted.length) };
}

async function symbolReplaced(edit: Extract<ReplyEdit, { type: 'symbol' }>, current: string | null, { syntax }: ApplyContext): Promise<Step> {
  const language = languageOf(edit.path);
  if (current === null) return { type: 'failure', reason: `${quoted(edit.path)} does not exist, so nothing can be replaced in it`, remedy: 'Answer with the whole content of the new file.' };
  if (language === null) return noLanguage(edit.path);
  await syntax.load([language]);
  return replaceSymbol(current, language, { ...edit, code: asIndentedIn(current, edit.code, language, syntax) }, syntax);
}

function noLanguage(path: string): Failure {
  return { type: 'failure', reason: `${quoted(path)} is in no language that the engine can write`, remedy: 'Name a source file.' };
}

async function insertedInto(edit: Extract<ReplyEdit, { type: 'insert' }>, current: string | null, context: ApplyContext): Promise<Step> {
  const { syntax, wanted = [] } = context;
  const language = languageOf(edit.path);
  if (language === null) return noLanguage(edit.path);
  await syntax.load([language]);
  const added = syntax.parse(language, edit.code, readModule);
  if (added.hasSyntaxError) return { type: 'failure', reason: `the code does not parse as ${language}`, remedy: 'Answer with complete code in the language of the target.' };
  const fit = FITS[familyOf(language)];
  const name = edit.name ?? wanted.find((each) => added.functions.some((fn) => fn.name === each)) ?? mainFunction(added);
  if (name === null && (fit === null || !declaresAnything(added))) return { type: 'failure', reason: 'the code declares no function', remedy: 'Answer with one complete function.' };
  const facts = current === null || current.trim() === '' ? null : syntax.parse(language, current, readModule);
  if (facts !== null && repeatsModule(added, facts)) return wholeText(edit.path, edit.code, current);
  const inserted: Inserted = { path: edit.path, code: edit.code, current, facts, added, name: name ?? '' };
  return fit === null ? placedInModule(inserted, context) : fitted(inserted, fit, context);
}

interface Inserted {
  readonly path: string;
  readonly code: string;
  readonly current: string | null;
  /** `null` for a file that is empty or new. */
  readonly facts: ModuleFacts | null;
  readonly added: ModuleFacts;
  readonly name: string;
}

async function placedInModule({ path, code: given, current, facts, added, name }: Inserted, { tree, syntax, wanted = [], isMentioned = () => true }: ApplyContext): Promise<Step> {
  const { language } = added;
  const source = current ?? '';
  const system = await systemOf(path, facts, tree);
  // A new file that exports as it must stays as it was written, imports, constants and all.
  if (facts === null && exportsOf(added).includes(name) && added.system === system) return { type: 'text', text: likeBefore(given.trimStart(), null) };
  const others = language === 'python' ? [] : othersIn(added, name, wanted);
  const code = withoutIdle(given, added, [name, ...others, ...wanted], isMentioned);
  const placed = place({ source, language, system, code: asIndentedIn(source, code, language, syntax), name, others }, syntax);
  return placed.type === 'placed' ? { type: 'text', text: placed.text } : { type: 'failure', reason: placed.reason, remedy: placed.remedy };
}

async function fitted({ path, code: given, current, added, name }: Inserted, fit: Fit, { tree, syntax, wanted = [], isMentioned = () => true }: ApplyContext): Promise<Step> {
  const { language } = added;
  const source = current ?? '';
  const names = [name, ...othersIn(added, name, wanted)];
  const code = withoutIdle(given.replace(/\r\n/g, '\n'), syntax.parse(language, given.replace(/\r\n/g, '\n'), readModule), [...names, ...wanted], isMentioned);
  const placed = fit({ path, source, code: asIndentedIn(source, code, language, syntax), names, packageName: await packageOf(path, tree) }, syntax);
  return placed.type === 'placed' ? { type: 'text', text: placed.text } : { type: 'failure', reason: placed.reason, remedy: placed.remedy };
}

/** Further functions of the code that it exports, or that are wanted. */
function othersIn(added: ModuleFacts, name: string, wanted: readonly string[]): readonly string[] {
  return [...new Set([...exportsOf(added), ...wanted])].filter((each) => each !== name && added.functions.some((fn) => fn.name === each));
}

/** Something beside imports: a type, a constant, or an `impl`, which has no name of its own. */
function declaresAnything({ scopes, statements, imports }: ModuleFacts): boolean {
  return scopes.bindings.some(({ scope, kind }) => scope === 0 && kind !== 'import') || statements.length > new Set(imports.map(({ start }) => start)).size + 1;
}

/** Local names of what the code exports itself. */
function exportsOf({ language, exports, functions }: ModuleFacts): string[] {
  if (language === 'python') return functions.map(({ name }) => name);
  return [...new Set(exports.flatMap(({ local }) => local ?? []))];
}

/** The function that the code is about: the exported one, else the last that no other calls, else the last. `null` if there is none. */
function mainFunction(facts: ModuleFacts): string | null {
  const exported = facts.exports.map(({ local }) => local).find((local) => facts.functions.some(({ name }) => name === local));
  const called = new Set(facts.scopes.references.filter(({ role }) => role === 'call').map(({ binding }) => binding));
  const uncalled = facts.functions.filter(({ binding }) => !called.has(binding));
  return exported ?? (uncalled.at(-1) ?? facts.functions.at(-1))?.name ?? null;
}

