/** Replaces one declaration of a module as a whole: in its place, in its indentation, under its name. */
import type { Family, Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { quoted } from '../report/format.ts';
import { declarationsOf, membersOf, type Declared } from '../syntax/declared.ts';
import { familyOf } from '../syntax/language.ts';
import { readModule } from '../syntax/modules.ts';
import { attributesOf } from '../syntax/rust-attributes.ts';
import { leadingComments, lineStart } from '../syntax/trivia.ts';

export type Replaced =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'failure'; readonly reason: string; readonly remedy: string };

export interface SymbolEdit {
  /** A function, class or constant declared directly in the module, or `Class.method`. */
  readonly symbol: string;
  readonly code: string;
}

interface Place {
  readonly start: number;
  readonly end: number;
  /** With what stands in front of the declaration: `export`, decorators. */
  readonly outerStart: number;
  /** With the comments that belong to it. */
  readonly fullStart: number;
}

/** The text with the symbol's declaration replaced. `export`, decorators and leading comments stay unless the code brings its own decorators or comments. */
export function replaceSymbol(source: string, language: Language, { symbol, code }: SymbolEdit, syntax: Syntax): Replaced {
  const found = placesOf(source, language, symbol, syntax);
  const [place] = found;
  if (place === undefined) return { type: 'failure', reason: `the file declares no ${quoted(symbol)}`, remedy: `Name a function, class or constant that is declared directly in the file, or \`Class.method\`. It declares ${namesIn(source, language, syntax).slice(0, 20).map(quoted).join(', ')}.` };
  if (found.length > 1) return { type: 'failure', reason: `the file declares ${quoted(symbol)} ${found.length} times`, remedy: 'Use `search` and `replace` for one of them.' };
  const given = bareCode(code, language);
  const bare = keptOpen(source.slice(place.start, place.end), given, familyOf(language));
  if (syntax.parse(language, given.head + given.body, (tree) => readModule(tree).imports.length > 0)) return { type: 'failure', reason: `the code for ${quoted(symbol)} holds imports`, remedy: 'Give the declaration alone, and add imports by another edit with `search` and `replace`.' };
  const text = written(source, place, bare, (code, indent) => reindented(code, indent, language, syntax));
  if (syntax.parse(language, text, ({ root }) => root.hasError)) return { type: 'failure', reason: `the code for ${quoted(symbol)} does not parse as ${language} in its place`, remedy: 'Answer with the complete declaration.' };
  if (placesOf(text, language, symbol, syntax).length !== 1) return { type: 'failure', reason: `the code does not declare ${quoted(symbol)}`, remedy: 'Keep the name of what is replaced.' };
  return { type: 'text', text };
}

interface Bare {
  /** Comments in front, to the start of the declaration. */
  readonly head: string;
  readonly body: string;
}

/** Without the blank lines around it, and without `export`: that stays as it is. */
function bareCode(code: string, language: Language): Bare {
  const plain = code.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  const comments = language === 'python' ? /^(?:[ \t]*#[^\n]*\n)+/ : /^(?:\s*(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)\s*)+/;
  const head = comments.exec(plain)?.[0] ?? '';
  const rest = plain.slice(head.length);
  return { head, body: language === 'python' ? rest : rest.replace(/^export\s+(?:default\s+)?/, '') };
}

/** Words in front of a declaration that say who may use it: what others rely on stays where the code says nothing about it. */
const VISIBLE: Readonly<Partial<Record<Family, RegExp>>> = { rust: /^pub(?:\([^)]*\))?\s+/, java: /^(?:(?:public|protected|private|static|final)\s+)+/ };

const ANNOTATIONS = /^(?:@[\w.]+(?:\([^()]*\))?\s+)*/;

function keptOpen(before: string, { head, body }: Bare, family: Family): Bare {
  const pattern = VISIBLE[family];
  if (pattern === undefined) return { head, body };
  const above = ANNOTATIONS.exec(before)![0];
  const words = pattern.exec(before.slice(above.length))?.[0] ?? '';
  const margin = /^[ \t]*/.exec(body)![0];
  const attributes = /^(?:\s*(?:#\[[^\]]*\]|@[\w.]+(?:\([^()]*\))?)\s*)*/.exec(body)![0];
  const rest = body.slice(attributes === '' ? margin.length : attributes.length);
  return { head, body: (attributes === '' ? margin + above.replace(/\n[ \t]*/g, `\n${margin}`) : attributes) + (pattern.test(rest) ? '' : words) + rest };
}

/** Code with comments of its own takes the place of the comments too, code with decorators that of the decorators. */
function written(source: string, { start, end, outerStart, fullStart }: Place, { head, body }: Bare, reindent: (code: string, indent: string) => string): string {
  const indent = /^[ \t]*/.exec(source.slice(lineStart(source, outerStart)))![0];
  const isDecorated = /^\s*(?:@|#\[)/.test(body);
  const from = head !== '' ? fullStart : isDecorated ? outerStart : start;
  const prefix = head === '' || isDecorated ? '' : source.slice(outerStart, start);
  const lines = reindent(head + body, indent).split('\n');
  const at = head.split('\n').length - 1;
  const declaration = lines[at]!;
  const margin = at === 0 ? '' : indent;
  lines[at] = margin + prefix + declaration.slice(margin.length);
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  return source.slice(0, from) + lines.join('\n').replace(/\r?\n/g, eol) + source.slice(end);
}

function placesOf(source: string, language: Language, symbol: string, syntax: Syntax): Place[] {
  return syntax.parse(language, source, (tree) => {
    const facts = readModule(tree);
    return declaredAs(tree.root, symbol, familyOf(language)).map(({ node, outer }) => {
      const outerStart = attributesOf(outer)[0]?.startIndex ?? outer.startIndex;
      const comments = leadingComments(source, facts.comments, outerStart).start;
      const margin = /^[ \t]*/.exec(source.slice(comments))![0].length;
      return { start: node.startIndex, end: node.endIndex, outerStart, fullStart: comments + margin };
    });
  });
}

function namesIn(source: string, language: Language, syntax: Syntax): string[] {
  return syntax.parse(language, source, ({ root }) => root.namedChildren.flatMap(declarationsOf).map(({ name }) => name));
}

/** Families whose functions stand in classes and `impl`s: a bare name may be one of those. */
const IN_HOLDERS: ReadonlySet<Family> = new Set<Family>(['go', 'rust', 'java']);

function declaredAs(root: SyntaxNode, symbol: string, family: Family): Declared[] {
  const [name = '', member, ...rest] = symbol.replaceAll('::', '.').split('.');
  const all = root.namedChildren.flatMap(declarationsOf);
  const top = all.filter((each) => each.name === name);
  if (rest.length > 0) return [];
  if (member === undefined) return top.length > 0 || !IN_HOLDERS.has(family) ? top : [...all.filter((each) => each.name.endsWith(`.${name}`)), ...all.flatMap(({ node }) => membersOf(node)).filter((each) => each.name === name)];
  const dotted = all.filter((each) => each.name === `${name}.${member}`);
  if (dotted.length > 0) return dotted;
  return top.flatMap(({ node }) => membersOf(node)).filter((each) => each.name === member);
}

/** Moves code to the indentation of its place. Lines that begin inside a string stay: their spaces are part of a value. */
export function reindented(code: string, indent: string, language: Language, syntax: Syntax): string {
  const lines = code.split('\n');
  const width = (line: string): number => /^[ \t]*/.exec(line)![0].length;
  const fixed = linesInStrings(code, language, syntax);
  const movable = lines.flatMap((line, index) => (index > 0 && line.trim() !== '' && !fixed.has(index) ? [width(line)] : []));
  const own = width(lines[0]!);
  // A first line without indentation before lines in that of the place: brackets end where the declaration begins, Python's bodies do not.
  const rest = movable.length === 0 ? 0 : Math.min(...movable);
  const isClosed = language !== 'python' && /^[ \t]*[)}\]]/.test(lines.at(-1)!);
  const less = own > 0 ? Math.min(own, rest) : isClosed ? rest : rest > indent.length ? indent.length : 0;
  return lines.map((line, index) => {
    if (index === 0) return line.slice(own);
    return line.trim() === '' || fixed.has(index) ? line : indent + line.slice(less);
  }).join('\n');
}

/** Strings that may hold line breaks. */
const STRINGS: Readonly<Record<Family, readonly string[]>> = {
  javascript: ['template_string', 'string'], typescript: ['template_string', 'string'], python: ['string'], go: ['raw_string_literal'], rust: ['string_literal', 'raw_string_literal'], java: ['string_literal'],
};
/** Families whose methods do not parse without a class around them. */
const WRAPPED: ReadonlySet<Family> = new Set<Family>(['javascript', 'typescript', 'java']);

/** 0-based lines that begin inside a string; code may be a method without its class. */
export function linesInStrings(code: string, language: Language, syntax: Syntax): ReadonlySet<number> {
  const isMember = WRAPPED.has(familyOf(language)) && syntax.parse(language, code, ({ root }) => root.hasError);
  return syntax.parse(language, isMember ? `class C {${code}\n}` : code, ({ root }) => {
    const strings = root.descendantsOfType(STRINGS[familyOf(language)]);
    return new Set(strings.flatMap(({ startPosition, endPosition }) => Array.from({ length: endPosition.row - startPosition.row }, (_, at) => startPosition.row + 1 + at)));
  });
}
