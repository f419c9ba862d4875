/** Code broken on purpose: if no check notices, no check would notice a mistake there either. */
import type { Family, Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { familyOf } from '../syntax/language.ts';
import { lineStart, nextLine } from '../syntax/trivia.ts';
import { functionAround, isFunction } from './functions.ts';

export const PROBE_MESSAGE = 'self-coding probe';

/** The line (1-based) that changed, or the name of a function of the module. */
export type ProbePlace = { readonly line: number } | { readonly name: string };

/**
 * The text with one function broken: the innermost around the line, or the named one, throws first. A line outside any function
 * breaks the statement of the module that it is in. `null` where there is nothing to break: imports, types, comments.
 */
export function probeOf(text: string, language: Language, place: ProbePlace, syntax: Syntax): string | null {
  return syntax.parse(language, text, ({ root }) => {
    const found = 'line' in place ? functionAround(root, text, { from: place.line, to: place.line }) : functionNamed(root, place.name);
    if (found !== null) return breakFunction(found, text, language);
    return 'line' in place ? breakModule(root, text, language, place.line) : null;
  });
}

/** The text with the function that starts at the offset broken. */
export function probeAt(text: string, language: Language, start: number, syntax: Syntax): string | null {
  return syntax.parse(language, text, ({ root }) => {
    const found = [...walk(root)].find((node) => isFunction(node) && node.startIndex === start);
    return found === undefined ? null : breakFunction(found, text, language);
  });
}

const THROWN = `new Error("${PROBE_MESSAGE}")`;
/** Fails whatever it is. TypeScript, Go's vet, rustc and javac must not see that the rest is unreachable: their error would pass for a test that noticed. */
const STATEMENTS: Readonly<Record<Family, string>> = {
  javascript: `throw ${THROWN};`,
  typescript: `if (Boolean(1)) throw ${THROWN};`,
  python: `raise RuntimeError("${PROBE_MESSAGE}")`,
  go: `if true { panic("${PROBE_MESSAGE}") };`,
  rust: `if true { panic!("${PROBE_MESSAGE}") }`,
  java: `if (Boolean.TRUE) throw new RuntimeException("${PROBE_MESSAGE}");`,
};

/** What throws. */
export function probeStatement(language: Language): string {
  return STATEMENTS[familyOf(language)];
}

/**
 * Code of the module itself that fails: when the package, or the class, is loaded; where nothing is loaded at run time (Rust), when it is compiled, which only
 * tells whether any check builds the file.
 */
const LOADED: Readonly<Partial<Record<Family, string>>> = {
  go: `func init() { panic("${PROBE_MESSAGE}") }`,
  rust: `const _: () = panic!("${PROBE_MESSAGE}");`,
};

function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.namedChildren) yield* walk(child);
}

function functionNamed(root: SyntaxNode, name: string): SyntaxNode | null {
  for (const node of walk(root)) {
    if (!isFunction(node)) continue;
    const own = node.childForFieldName('name')?.text ?? node.parent?.childForFieldName('name')?.text ?? node.parent?.childForFieldName('left')?.text;
    if (own === name) return node;
  }
  return null;
}

function breakFunction(node: SyntaxNode, text: string, language: Language): string | null {
  const body = node.childForFieldName('body');
  if (isEmptyConstructor(node)) return null;
  if (body === null) return null;
  if (language === 'python') return breakBlock(body, text);
  if (BLOCKS.has(body.type)) return breakBraces(body, text, language);
  const statement = probeStatement(language);
  return `${text.slice(0, body.startIndex)}{ ${statement} return (${body.text}); }${text.slice(body.endIndex)}`;
}

const BLOCKS = new Set(['statement_block', 'block', 'constructor_body']);
/** What must stay first: `this(…)` and `super(…)` in Java, attributes of the body in Rust. */
const FIRST = new Set(['explicit_constructor_invocation', 'inner_attribute_item']);

/** Behind directives such as `'use strict'`, which count only at the start. */
function breakBraces(body: SyntaxNode, text: string, language: Language): string {
  const statements = body.namedChildren.filter(({ type }) => !/comment$/.test(type));
  const code = statements.findIndex((node) => !FIRST.has(node.type) && (node.type !== 'expression_statement' || node.namedChildren[0]?.type !== 'string'));
  const directives = code === -1 ? statements : statements.slice(0, code);
  const at = directives.at(-1)?.endIndex ?? body.startIndex + 1;
  return `${text.slice(0, at)} ${probeStatement(language)}${text.slice(at)}`;
}

/** Behind the docstring; on a line of its own unless the body stands on the line of `def`. */
function breakBlock(body: SyntaxNode, text: string): string {
  const statements = body.namedChildren.filter(({ type }) => type !== 'comment');
  const [first, second] = statements;
  if (first === undefined) return text;
  const isDocstring = first.type === 'expression_statement' && first.namedChildren[0]?.type === 'string';
  const anchor = isDocstring ? second : first;
  const indent = text.slice(lineStart(text, first.startIndex), first.startIndex);
  if (indent.trim() !== '') return `${text.slice(0, first.startIndex)}${probeStatement('python')}; ${text.slice(first.startIndex)}`;
  const at = anchor === undefined ? nextLine(text, first.endIndex) : lineStart(text, anchor.startIndex);
  const gap = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  return `${text.slice(0, at)}${gap}${indent}${probeStatement('python')}${lineBreakOf(text)}${text.slice(at)}`;
}

/** Imports, exports of names and types do nothing that could be broken. */
const INERT = /^(?:import_\w*|future_import_statement|(?:line_|block_)?comment|interface_declaration|type_alias_declaration|ambient_declaration|empty_statement|package_\w+|type_declaration|use_declaration|extern_crate_declaration|mod_item|(?:inner_)?attribute_item|type_item|annotation_type_declaration)$/;

function breakModule(root: SyntaxNode, text: string, language: Language, line: number): string | null {
  const statement = root.namedChildren.find(({ startPosition, endPosition }) => startPosition.row < line && endPosition.row >= line - 1);
  if (statement === undefined || INERT.test(statement.type) || isExportOfNames(statement)) return null;
  const family = familyOf(language);
  if (family === 'java') return breakClass(statement, text);
  if (LOADED[family] !== undefined) return probeOfModule(text, language);
  return `${text.slice(0, statement.startIndex)}${probeStatement(language)}${lineBreakOf(text)}${text.slice(statement.startIndex)}`;
}

/** A class, an `enum` or a record fails when it is first used; an interface has nothing that could. */
function breakClass(statement: SyntaxNode, text: string): string | null {
  const body = statement.childForFieldName('body');
  if (body === null || !/^(?:class|enum|record)_declaration$/.test(statement.type)) return null;
  const open = body.namedChildren.find(({ type }) => type === 'enum_body_declarations');
  const at = body.type !== 'enum_body' ? body.startIndex + 1 : open === undefined ? body.endIndex - 1 : open.startIndex + 1;
  return `${text.slice(0, at)}${body.type === 'enum_body' && open === undefined ? ';' : ''} static { ${STATEMENTS.java} }${text.slice(at)}`;
}

function isExportOfNames(node: SyntaxNode): boolean {
  return node.type === 'export_statement' && node.childForFieldName('declaration') === null && node.childForFieldName('value') === null;
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The text with a throwing statement at its end: whoever loads the module notices. As it is in Java, where a file does nothing by itself. */
export function probeOfModule(text: string, language: Language): string {
  const family = familyOf(language);
  if (family === 'java') return text;
  return `${text}${text === '' || text.endsWith('\n') ? '' : lineBreakOf(text)}${LOADED[family] ?? probeStatement(language)}${lineBreakOf(text)}`;
}

/** `private Money() {}` keeps others from calling it: nobody does, so nobody could notice. */
function isEmptyConstructor(node: SyntaxNode): boolean {
  return node.type === 'constructor_declaration' && node.childForFieldName('body')?.namedChildren.every(({ isExtra }) => isExtra) === true;
}
