/** Puts a rewritten function where the old one stands, with the private functions that it brings, and refuses what callers would notice. */
import type { CodeRecord } from '../../model/code.ts';
import type { Syntax, SyntaxTree } from '../../ports.ts';
import { readModule, type ModuleFacts } from '../../syntax/modules.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import { leadingComments, lineStart } from '../../syntax/trivia.ts';
import { classIn, declarationOf, declarationsIn, type DeclarationFact, type Declared } from './declarations.ts';

export type Rewriting =
  | { readonly type: 'rewritten'; readonly text: string; /** Names of the functions and constants that came along. */ readonly added: readonly string[] }
  | { readonly type: 'failure'; readonly reason: string; readonly remedy: string };

export interface Surroundings {
  readonly syntax: Syntax;
  /** Names of methods anywhere in the repository: a new one of the same name might override another class's. */
  readonly members: ReadonlySet<string>;
}

/** The code of an answer with the declarations in it. */
interface Answer {
  readonly text: string;
  readonly declared: readonly Declared[];
  readonly comments: ModuleFacts['comments'];
  /** Ranges of literals that span lines: their lines are not indented anew. */
  readonly literals: readonly { readonly start: number; readonly end: number }[];
}

/**
 * The module's text with the function rewritten. Its declaration (name, parameters, defaults, modifiers, types, decorators) stays token by
 * token, whether it yields too; the rest of the module stays to the byte, but for private functions and constants beside the function.
 * Nothing new is exported, imported, or done when the module is loaded.
 */
export function rewrite(source: string, record: CodeRecord, code: string, { syntax, members }: Surroundings): Rewriting {
  const before = syntax.parse(record.language, source, (tree) => ({ facts: readModule(tree), own: declarationOf(tree, record) }));
  if (before.own === null) return failure(`\`${record.name}\` is no declaration that could be replaced by itself`, 'Leave this function as it is.');
  const answer = readAnswer(code.replace(/\r\n/g, '\n'), record, syntax);
  if (answer === null) return failure(`the code does not parse as ${record.language}`, `Answer with the complete function \`${record.name}\`, in the language of the file.`);
  const other = answer.declared.find((each) => each.form === 'other');
  if (other !== undefined) return failure(`the code holds more than functions: \`${other.type.replaceAll('_', ' ')}\``, 'Answer with functions only; use what the file imports already.');
  const declared = answer.declared.filter((each) => each.form !== 'other');
  const same = declared.filter(({ name }) => name === record.name);
  if (same.length !== 1) return failure(`the code declares \`${record.name}\` ${same.length === 0 ? 'not at all' : `${same.length} times`}`, `Answer with exactly one function \`${record.name}\`.`);
  const [own] = same as [DeclarationFact];
  const added = declared.filter((each) => each !== own);
  const problem = contractProblem(before.own, own) ?? namesProblem(added, record.kind === 'method' ? members : namesIn(before.facts));
  if (problem !== null) return problem;
  const text = spliced({ source, facts: before.facts, old: before.own, isMember: record.kind === 'method' }, answer, own, added);
  return text === source ? failure('the code is the same as before', 'Make the function simpler.') : checked(before.facts, text, added, { record, syntax });
}

function failure(reason: string, remedy: string): Rewriting {
  return { type: 'failure', reason, remedy };
}

/** Methods may come as they stand in the class, or with the class around them. */
function readAnswer(code: string, { language, kind, container }: CodeRecord, syntax: Syntax): Answer | null {
  const bare = read(code, language, syntax, kind === 'method' ? container : null);
  if (bare !== null || kind !== 'method') return bare;
  const wrapped = language === 'python' ? `class ${container}:\n${code}\n` : `class ${container} {\n${code}\n}`;
  return read(wrapped, language, syntax, container);
}

function read(text: string, language: CodeRecord['language'], syntax: Syntax, container: string | null): Answer | null {
  return syntax.parse(language, text, (tree) => {
    if (tree.root.hasError) return null;
    const around = container === null ? null : classIn(tree, container);
    // A method by itself is a call and a block to JavaScript; a class makes it one.
    if (container !== null && around === null && language !== 'python') return null;
    const literals = tree.root.descendantsOfType(['template_string', 'string']).map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }));
    return { text, declared: declarationsIn(around ?? tree.root), comments: readComments(tree), literals };
  });
}

function readComments(tree: SyntaxTree): ModuleFacts['comments'] {
  return tree.root.descendantsOfType('comment').map(({ startIndex, endIndex, text }) => ({ start: startIndex, end: endIndex, text }));
}

function contractProblem(old: DeclarationFact, own: DeclarationFact): Rewriting | null {
  if (own.header !== old.header) return failure(`the declaration of \`${old.name}\` must stay \`${old.signature}\`; the code has \`${own.signature}\``, 'Keep name, parameters, defaults, modifiers and types exactly as they are.');
  if (own.yields !== old.yields) return failure(`\`${old.name}\` ${old.yields ? 'must stay a generator' : 'must not become a generator'}`, 'Keep what a call of the function returns.');
  if (own.docstring !== old.docstring) return failure(`the docstring of \`${old.name}\` must stay`, 'Keep the docstring as it is.');
  return null;
}

/** Declared at any depth, or used without being declared, as globals are. */
function namesIn({ scopes }: ModuleFacts): ReadonlySet<string> {
  return new Set([...scopes.bindings.map(({ name }) => name), ...scopes.references.filter(({ binding }) => binding === null).map(({ name }) => name)]);
}

function namesProblem(added: readonly DeclarationFact[], taken: ReadonlySet<string>): Rewriting | null {
  const names = added.map(({ name }) => name);
  const clash = names.find((name, index) => taken.has(name) || names.indexOf(name) !== index);
  if (clash !== undefined) return failure(`the name \`${clash}\` is taken already`, 'Choose other names for new functions.');
  const exported = added.find((each) => each.exported);
  return exported === undefined ? null : failure(`the new \`${exported.name}\` is exported`, 'New functions must stay private to the file.');
}

interface Place {
  readonly source: string;
  readonly facts: ModuleFacts;
  readonly old: DeclarationFact;
  readonly isMember: boolean;
}

/** New members stand behind a method. Elsewhere what is there when the module is loaded stands behind, everything else in front. */
function spliced({ source, facts, old, isMember }: Place, answer: Answer, own: DeclarationFact, added: readonly DeclarationFact[]): string {
  const { eol } = facts.style;
  const inFile = (text: string): string => text.replaceAll('\n', eol);
  const indent = indentAt(source, old.statement.start);
  const texts = added.map((each) => indented(answer, { start: withComments(answer, each.start), end: each.end }, indent));
  const replacement = { start: old.start, end: old.end, text: inFile(indented(answer, own, indent)) };
  if (texts.length === 0) return applyTextEdits(source, [replacement]);
  const isPython = facts.language === 'python';
  const gap = isPython && indent === '' ? '\n\n\n' : '\n\n';
  const behind = isMember || (isPython ? indent !== '' : added.every(({ form }) => form === 'hoisted'));
  const at = behind ? old.statement.end : leadingComments(source, facts.comments, old.statement.start).start;
  const insertion = { start: at, end: at, text: inFile(texts.map((text) => (behind ? `${gap}${indent}${text}` : `${indent}${text}${gap}`)).join('')) };
  return applyTextEdits(source, behind ? [replacement, insertion] : [insertion, replacement]);
}

/** Where the comments above a declaration begin, behind the indentation. */
function withComments({ text, comments }: Answer, offset: number): number {
  const { start } = leadingComments(text, comments, offset);
  return start + /^[ \t]*/.exec(text.slice(start, offset))![0].length;
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];
}

/** A range of the answer with the indentation of its first line changed to another, in all lines but those inside literals. */
function indented({ text, literals }: Answer, { start, end }: { readonly start: number; readonly end: number }, indent: string): string {
  const own = indentAt(text, start);
  if (own === indent) return text.slice(start, end);
  let at = start;
  return text.slice(start, end).split('\n').map((line, index) => {
    const from = at;
    at += line.length + 1;
    const isInside = literals.some((literal) => literal.start < from && literal.end > from);
    if (index === 0 || isInside || line.trim() === '') return line;
    return line.startsWith(own) ? indent + line.slice(own.length) : line;
  }).join('\n');
}

/** What the module is to others must be what it was. */
function checked(before: ModuleFacts, text: string, added: readonly DeclarationFact[], { record: { language, name }, syntax }: { readonly record: CodeRecord; readonly syntax: Syntax }): Rewriting {
  const after = syntax.parse(language, text, readModule);
  if (after.hasSyntaxError) return failure('with the code in place the file does not parse', `Answer with the complete function \`${name}\`.`);
  const exportsOf = ({ exports }: ModuleFacts): string => JSON.stringify(exports.map(({ form, exported, local, source }) => [form, exported, local, source]));
  if (exportsOf(after) !== exportsOf(before)) return failure('the file would export other names than before', 'Keep all exports as they are.');
  const known = new Set(specifiersOf(before));
  const foreign = specifiersOf(after).find((specifier) => !known.has(specifier));
  if (foreign !== undefined) return failure(`the code loads \`${foreign}\`, which the file did not load before`, 'Use what the file imports already.');
  if (before.impurity === null && after.impurity !== null) return failure(`loading the file would do something: ${after.impurity}`, 'Declare functions and plain constants only.');
  return { type: 'rewritten', text, added: added.map((each) => each.name) };
}

function specifiersOf({ imports, lazyImports }: ModuleFacts): readonly string[] {
  return [...imports.map(({ specifier }) => specifier), ...lazyImports];
}
