/** Code broken on purpose: if no check notices, no check would notice a mistake there either. */
import type { Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
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

/** What throws. TypeScript must not see that the rest is unreachable: an error of types would pass for a test that noticed. */
export function probeStatement(language: Language): string {
  if (language === 'python') return `raise RuntimeError("${PROBE_MESSAGE}")`;
  const statement = `throw new Error("${PROBE_MESSAGE}");`;
  return language === 'javascript' ? statement : `if (Boolean(1)) ${statement}`;
}

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
  if (body === null) return null;
  if (language === 'python') return breakBlock(body, text);
  if (body.type === 'statement_block') return breakBraces(body, text, language);
  const statement = probeStatement(language);
  return `${text.slice(0, body.startIndex)}{ ${statement} return (${body.text}); }${text.slice(body.endIndex)}`;
}

/** Behind directives such as `'use strict'`, which count only at the start. */
function breakBraces(body: SyntaxNode, text: string, language: Language): string {
  const statements = body.namedChildren.filter(({ type }) => type !== 'comment');
  const code = statements.findIndex((node) => node.type !== 'expression_statement' || node.namedChildren[0]?.type !== 'string');
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
const INERT = /^(?:import_\w*|future_import_statement|comment|interface_declaration|type_alias_declaration|ambient_declaration|empty_statement)$/;

function breakModule(root: SyntaxNode, text: string, language: Language, line: number): string | null {
  const statement = root.namedChildren.find(({ startPosition, endPosition }) => startPosition.row < line && endPosition.row >= line - 1);
  if (statement === undefined || INERT.test(statement.type) || isExportOfNames(statement)) return null;
  return `${text.slice(0, statement.startIndex)}${probeStatement(language)}${lineBreakOf(text)}${text.slice(statement.startIndex)}`;
}

function isExportOfNames(node: SyntaxNode): boolean {
  return node.type === 'export_statement' && node.childForFieldName('declaration') === null && node.childForFieldName('value') === null;
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The text with a throwing statement at its end: whoever loads the module notices. */
export function probeOfModule(text: string, language: Language): string {
  return `${text}${text === '' || text.endsWith('\n') ? '' : lineBreakOf(text)}${probeStatement(language)}${lineBreakOf(text)}`;
}
