/** Adds and removes imports in the style of the place. All answers are edits on the text that `facts` was read from. */
import { addToList, placeInOrder, removeFromList } from './edit-lists.ts';
import type { ImportedName, ImportFact, ModuleFacts } from './modules.ts';
import { removeStatement } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';
import { leadingComments, nextLine } from './trivia.ts';

/** A name to import. */
export interface NewImport {
  readonly specifier: string;
  /** Exported name; `default`; `=` for the whole of a CommonJS module. */
  readonly imported: string;
  readonly local: string;
  /** Specifiers already written in this file that mean the same module. */
  readonly same: (specifier: string) => boolean;
}

/** Adds the name to an import of the same module if there is one that can take it, else a statement where its neighbours stand. */
export function addImport(source: string, facts: ModuleFacts, wanted: NewImport): readonly TextEdit[] {
  for (const fact of leadingImports(facts)) {
    if (!wanted.same(fact.specifier) || fact.typeOnly || fact.shared || fact.wildcard) continue;
    const edit = extend(source, facts, fact, wanted);
    if (edit !== null) return [edit];
  }
  return [insertStatement(source, facts, printImport(source, facts, wanted), wanted)];
}

/** Names inside braces (or behind Python's `import`). */
function listed(fact: ImportFact): readonly ImportedName[] {
  return fact.names.filter((name) => name.imported !== 'default' && name.imported !== '*' && name.imported !== '=');
}

function extend(source: string, facts: ModuleFacts, fact: ImportFact, wanted: NewImport): TextEdit | null {
  if (wanted.imported === 'default' || wanted.imported === '=' || fact.form === 'module' || fact.form === 'equals') return null;
  const names = listed(fact);
  const isDestructured = fact.form !== 'require' || source.slice(fact.start, fact.end).includes('{');
  if (names.length > 0 && isDestructured) {
    const entries = names.map((name) => ({ start: name.start, end: name.end, key: name.imported }));
    return addToList(source, entries, printName(facts, wanted), wanted.imported);
  }
  const [only] = fact.names;
  const canFollow = fact.form === 'import' && fact.names.length === 1 && only?.imported === 'default';
  return canFollow ? { start: only.end, end: only.end, text: `, ${braces(facts, printName(facts, wanted))}` } : null;
}

function printName(facts: ModuleFacts, wanted: NewImport): string {
  if (wanted.imported === wanted.local) return wanted.local;
  return facts.system === 'commonjs' ? `${wanted.imported}: ${wanted.local}` : `${wanted.imported} as ${wanted.local}`;
}

function braces(facts: ModuleFacts, text: string): string {
  return facts.style.bracketSpacing ? `{ ${text} }` : `{${text}}`;
}

/** The statement without its line break. */
export function printImport(source: string, facts: ModuleFacts, wanted: NewImport): string {
  const { quote, semicolons } = facts.style;
  const from = `${quote}${wanted.specifier}${quote}`;
  const end = semicolons ? ';' : '';
  if (facts.language === 'python') return `from ${wanted.specifier} import ${printName(facts, wanted)}`;
  if (facts.system !== 'commonjs') return `import ${wanted.imported === 'default' ? wanted.local : braces(facts, printName(facts, wanted))} from ${from}${end}`;
  const keyword = keywordOf(source, facts);
  if (wanted.imported === '=') return `${keyword} ${wanted.local} = require(${from})${end}`;
  // Code that says `var` throughout predates destructuring.
  if (keyword === 'var') return `var ${wanted.local} = require(${from}).${wanted.imported}${end}`;
  return `${keyword} ${braces(facts, printName(facts, wanted))} = require(${from})${end}`;
}

function keywordOf(source: string, facts: ModuleFacts): string {
  const words = facts.imports.filter((fact) => fact.form === 'require').map((fact) => /^(const|let|var)\b/.exec(source.slice(fact.start, fact.start + 6))?.[0]);
  return words.includes('const') || words.every((word) => word === undefined) ? 'const' : words.find((word) => word !== undefined)!;
}

// ---------------------------------------------------------------------------------------------- placing

/** Imports at the head of the module: nothing runs before them. */
export function leadingImports(facts: ModuleFacts): readonly ImportFact[] {
  if (facts.system === 'esm' || facts.system === 'mixed') return facts.imports;
  const head: ImportFact[] = [];
  for (const [index, statement] of facts.statements.entries()) {
    const here = facts.imports.filter((fact) => fact.start === statement.start);
    if (here.length === 0 && index >= facts.headStatements) break;
    head.push(...here);
  }
  return head;
}

/** Inserts a statement behind the neighbour it belongs to: among imports of its sort, in their order if they are ordered. */
export function insertStatement(source: string, facts: ModuleFacts, statement: string, wanted: Pick<NewImport, 'specifier'>): TextEdit {
  const { eol } = facts.style;
  const head = leadingImports(facts).filter((fact, index, all) => index === 0 || all[index - 1]!.start !== fact.start);
  if (head.length === 0) return insertAtHead(source, facts, statement);
  const run = groupFor(source, head, wanted.specifier);
  const alike = run.filter((fact) => sortOf(fact.specifier, wanted.specifier));
  const group = alike.length > 0 ? alike : run;
  const at = alike.length > 0 ? placeInOrder(group.map((fact) => fact.specifier), wanted.specifier) : group.length;
  if (at < group.length) {
    const { start } = leadingComments(source, facts.comments, group[at]!.start);
    return { start, end: start, text: statement + eol };
  }
  const end = nextLine(source, group.at(-1)!.end);
  const isLastLine = end === source.length && !source.endsWith('\n');
  return { start: end, end, text: isLastLine ? eol + statement : statement + eol };
}

/** The run of imports without blank lines that holds most of the same sort; the last one if none does. */
function groupFor(source: string, imports: readonly ImportFact[], specifier: string): readonly ImportFact[] {
  const groups: ImportFact[][] = [];
  for (const fact of imports) {
    const last = groups.at(-1)?.at(-1);
    const isNew = last === undefined || /\n[ \t]*\r?\n/.test(source.slice(last.end, fact.start));
    if (isNew) groups.push([fact]);
    else groups.at(-1)!.push(fact);
  }
  const alike = (group: readonly ImportFact[]): number => group.filter((fact) => sortOf(fact.specifier, specifier)).length;
  return groups.reduce((best, group) => (alike(group) >= alike(best) ? group : best));
}

function sortOf(specifier: string, wanted: string): boolean {
  if (wanted.startsWith('.')) return specifier.startsWith('.');
  return specifier.split('.', 1)[0] === wanted.split('.', 1)[0] && !specifier.startsWith('.');
}

/** Behind hash-bang, licence, directives and docstring, before the first statement and its comments. */
function insertAtHead(source: string, facts: ModuleFacts, statement: string): TextEdit {
  const { eol } = facts.style;
  const first = facts.statements[facts.headStatements];
  if (first === undefined) {
    const before = source === '' || source.endsWith('\n') ? '' : eol;
    const gap = source.trim() === '' ? '' : eol;
    return { start: source.length, end: source.length, text: before + gap + statement + eol };
  }
  const { start } = leadingComments(source, facts.comments, first.start);
  const isPythonBlock = facts.language === 'python' && /^(async def|def|class|@)/.test(source.slice(first.start, first.start + 9));
  return { start, end: start, text: statement + eol.repeat(isPythonBlock ? 3 : 2) };
}

// ---------------------------------------------------------------------------------------------- removing

/** Removes imported names; a statement that loses all of its names goes as a whole. `null` if a statement cannot be edited alone. */
export function removeImports(source: string, facts: ModuleFacts, locals: ReadonlySet<string>): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  for (const fact of facts.imports) {
    const gone = fact.names.filter((name) => locals.has(name.local));
    if (gone.length === 0) continue;
    const made = gone.length === fact.names.length && !fact.shared ? removeWhole(source, facts, fact) : removeNames(source, facts, fact, gone);
    if (made === null) return null;
    edits.push(...made);
  }
  return edits;
}

function removeWhole(source: string, facts: ModuleFacts, fact: ImportFact): readonly TextEdit[] | null {
  const edit = removeStatement(source, fact, facts.comments);
  return edit === null ? null : [edit];
}

function removeNames(source: string, facts: ModuleFacts, fact: ImportFact, gone: readonly ImportedName[]): readonly TextEdit[] | null {
  if (fact.shared) {
    const together = facts.imports.filter((each) => each.start === fact.start);
    const isPython = fact.form === 'module';
    // `const a = require('a'), b = require('b')`: too rare to edit well.
    if (!isPython) return null;
    const entries = together.map((each) => ({ start: each.names[0]!.start, end: each.names[0]!.end, key: each.specifier }));
    return [removeFromList(entries, together.indexOf(fact))];
  }
  const names = listed(fact);
  const rest = names.filter((name) => !gone.includes(name));
  if (gone.some((name) => !names.includes(name))) return null;
  if (rest.length === 0) return removeBraces(source, fact);
  const entries = names.map((name) => ({ start: name.start, end: name.end, key: name.imported }));
  // One by one would make neighbouring edits overlap: the list is printed anew from what stays, in its layout.
  return gone.length === 1 ? [removeFromList(entries, names.indexOf(gone[0]!))] : [reprint(source, names, rest)];
}

function reprint(source: string, names: readonly ImportedName[], rest: readonly ImportedName[]): TextEdit {
  const between = source.slice(names[0]!.end, names[1]!.start);
  return { start: names[0]!.start, end: names.at(-1)!.end, text: rest.map((name) => source.slice(name.start, name.end)).join(between) };
}

/** `import d, { a } from` becomes `import d from`. */
function removeBraces(source: string, fact: ImportFact): readonly TextEdit[] | null {
  const first = fact.names[0]!;
  const close = source.indexOf('}', fact.names.at(-1)!.end);
  if (first.imported !== 'default' || close === -1 || close >= fact.end) return null;
  return [{ start: first.end, end: close + 1, text: '' }];
}
