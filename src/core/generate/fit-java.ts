import { isTest } from '../change/protected.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { quoted } from '../report/format.ts';
import { modifiersOf, membersIn } from '../syntax/modules-java.ts';
import { readModule } from '../syntax/modules.ts';
import { applyTextEdits, type TextEdit } from '../syntax/text-edits.ts';
import { leadingComments, lineStart, ownLineEnd } from '../syntax/trivia.ts';
import { forgottenImports, isSameText, taken, type Fit, type Fitted, type Fragment } from './fragment.ts';
import { javaImport, type JavaImport } from './merge-imports.ts';
import { reindented } from './replace-symbol.ts';

const TYPE = /^(?:class|interface|enum|record|annotation_type)_declaration$/;

/**
 * Methods at the end of the class that the file is named after, constants behind its own; a new file gets that class where the answer gives none. The
 * package clause is that of the directory; what is asked for is `public`, and `static` where the class holds nothing else.
 */
export const fitJava: Fit = (fragment, syntax) => {
  const { path, source, packageName } = fragment;
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.java$/, '');
  const code = source.trim() === '' && isTest(path) ? calledAfterFile(fragment.code, stem, syntax) : fragment.code;
  const types = typesIn(code, syntax);
  if (source.trim() === '') {
    if (types.length > 0 && !types.includes(stem)) return otherClass(types[0]!, stem, path);
    const text = types.length > 0 ? withoutPackage(code, syntax) : wrapped(stem, members(code, null, syntax), syntax);
    return { type: 'placed', text: withImports(`${packageName === null ? '' : `package ${packageName};\n\n`}${text.trim()}\n`, importsOf(code, syntax), syntax) };
  }
  const own = typesIn(source, syntax);
  const holder = own.includes(stem) ? stem : own[0];
  if (holder === undefined) return { type: 'impossible', reason: `the target declares no class \`${stem}\``, remedy: 'Name a file that holds a class.' };
  const foreign = types.find((name) => !own.includes(name));
  if (foreign !== undefined && !types.includes(holder)) return otherClass(foreign, holder, path);
  return withMembers(fragment, holder, members(code, types.length > 0 ? holder : null, syntax), syntax);
};

/** Nobody calls a class of tests by its name: it takes that of its file. */
function calledAfterFile(code: string, stem: string, syntax: Syntax): string {
  const [only, ...others] = typesIn(code, syntax);
  if (only === undefined || others.length > 0 || only === stem) return code;
  return syntax.parse('java', code, ({ root }) => applyTextEdits(code, root.descendantsOfType(['identifier', 'type_identifier']).filter(({ text }) => text === only).map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex, text: stem }))));
}

function otherClass(given: string, wanted: string, path: string): Fitted {
  return { type: 'impossible', reason: `the answer declares the class ${quoted(given)}, and \`${path}\` is the file of ${quoted(wanted)}`, remedy: `Answer with the method alone, or with the class ${quoted(wanted)}, and use that name in the tests, too.` };
}

function typesIn(code: string, syntax: Syntax): readonly string[] {
  return syntax.parse('java', code, ({ root }) => root.namedChildren.filter(({ type }) => TYPE.test(type)).map((node) => node.childForFieldName('name')?.text ?? ''));
}

interface Member {
  /** Equal for what cannot stand beside one another; methods with their types of parameters. */
  readonly key: string;
  readonly name: string;
  /** With the comments that belong to it, in the indentation that it has. */
  readonly text: string;
  readonly isField: boolean;
  readonly isConstructor: boolean;
  readonly end: number;
  /** Of the declaration within `text`. */
  readonly offset: number;
  readonly modifiers: readonly string[];
}

/** Of the class of that name; of the code itself for `null`. */
function members(code: string, type: string | null, syntax: Syntax): readonly Member[] {
  return syntax.parse('java', code, (tree) => {
    const { comments } = readModule(tree);
    const holder = tree.root.namedChildren.find((node) => TYPE.test(node.type) && node.childForFieldName('name')?.text === type);
    const nodes = type === null ? tree.root.namedChildren.filter((node) => !/comment$|^package_declaration$|^import_declaration$/.test(node.type)) : holder === undefined ? [] : membersIn(holder);
    return nodes.map((node) => {
      const full = leadingComments(code, comments, node.startIndex).start;
      const isField = /^(?:field|constant|local_variable)_declaration$/.test(node.type);
      const name = (node.childForFieldName('name') ?? node.childForFieldName('declarator')?.childForFieldName('name'))?.text ?? node.type;
      const types = (node.childForFieldName('parameters')?.namedChildren ?? []).map((each) => each.childForFieldName('type')?.text ?? each.namedChildren[0]?.text ?? '').join();
      return {
        key: isField ? `field ${name}` : `${node.type} ${name}(${types})`, name, text: code.slice(full, node.endIndex), isField, isConstructor: node.type.includes('constructor'),
        end: node.endIndex, offset: node.startIndex - full, modifiers: modifiersOf(node),
      };
    });
  });
}

function withMembers({ source, code, names }: Fragment, holder: string, given: readonly Member[], syntax: Syntax): Fitted {
  const there = members(source, holder, syntax);
  const again = given.filter(({ key }) => there.some((other) => other.key === key));
  const clash = again.find((each) => !each.isConstructor && !there.some((other) => other.key === each.key && isSameText(other.text.slice(other.offset), each.text.slice(each.offset))));
  if (clash !== undefined) return taken(clash.name);
  const methods = there.filter(({ isField, isConstructor, modifiers, key }) => !isField && !isConstructor && key.startsWith('method') && !modifiers.includes('abstract'));
  const isStatic = methods.length > 0 && methods.every(({ modifiers }) => modifiers.includes('static'));
  const fresh = given.filter((each) => !again.includes(each) && !each.isConstructor).map((each) => (names.includes(each.name) && !each.isField ? { ...each, text: opened(each, isStatic) } : each));
  if (fresh.length === 0) return { type: 'impossible', reason: 'the code declares nothing that the target does not have', remedy: 'Answer with the new method.' };
  const { eol, indent } = syntax.parse('java', source, readModule).style;
  const body = bodyOf(source, holder, syntax);
  const margin = /^[ \t]*/.exec(source.slice(lineStart(source, body.declaration)))![0] + indent;
  const print = (each: Member): string => (margin + reindented(each.text.trim(), margin, 'java', syntax).trimStart()).replace(/\r?\n/g, eol);
  const fields = fresh.filter(({ isField }) => isField).map(print);
  const rest = fresh.filter(({ isField }) => !isField).map(print);
  const lastField = there.filter(({ isField }) => isField).at(-1);
  const edits: TextEdit[] = [];
  if (fields.length > 0) {
    const at = lastField === undefined ? body.start + 1 : ownLineEnd(source, lastField.end);
    edits.push({ start: at, end: at, text: lastField === undefined ? `${eol}${fields.join(eol)}${there.length > 0 ? eol : ''}` : `${source[at - 1] === '\n' ? '' : eol}${fields.join(eol)}${eol}` });
  }
  const close = body.end - 1;
  const before = source.slice(0, close).trimEnd().length;
  const closing = eol + margin.slice(0, -indent.length);
  if (rest.length > 0) edits.push({ start: before, end: close, text: (there.length > 0 || fields.length > 0 ? eol + eol : eol) + rest.join(eol + eol) + closing });
  return { type: 'placed', text: withImports(applyTextEdits(source, edits), importsOf(code, syntax), syntax) };
}

function bodyOf(source: string, holder: string, syntax: Syntax): { readonly start: number; readonly end: number; readonly declaration: number } {
  return syntax.parse('java', source, ({ root }) => {
    const type = root.namedChildren.find((node) => TYPE.test(node.type) && node.childForFieldName('name')?.text === holder)!;
    const body: SyntaxNode = type.childForFieldName('body')!;
    return { start: body.startIndex, end: body.endIndex, declaration: type.startIndex };
  });
}

/** With `public`, and `static` where all of the class is. */
function opened({ text, offset, modifiers }: Pick<Member, 'text' | 'offset' | 'modifiers'>, isStatic: boolean): string {
  const wanted = ['public', ...(isStatic ? ['static'] : [])].filter((word) => !modifiers.includes(word) && !(word === 'public' && modifiers.includes('protected')));
  const declaration = text.slice(offset).replace(/^((?:@[\w.]+(?:\([^()]*\))?\s+)*)private\s+/, '$1');
  const at = /^(?:@[\w.]+(?:\([^()]*\))?\s+)*(?:public\s+|protected\s+)?/.exec(declaration)![0].length;
  const first = wanted.includes('public') ? /^(?:@[\w.]+(?:\([^()]*\))?\s+)*/.exec(declaration)![0].length : at;
  return text.slice(0, offset) + declaration.slice(0, first) + wanted.map((word) => `${word} `).join('') + declaration.slice(first);
}

/** A class of static methods that nobody makes objects of. */
function wrapped(name: string, given: readonly Member[], syntax: Syntax): string {
  const indent = '    ';
  const print = (text: string): string => indent + reindented(text.trim(), indent, 'java', syntax).trimStart();
  const fields = given.filter(({ isField }) => isField).map(({ text }) => print(text));
  const methods = given.filter(({ isField }) => !isField).map((each) => print(each.modifiers.includes('private') ? each.text : opened(each, true)));
  const blocks = [...(fields.length > 0 ? [fields.join('\n')] : []), `${indent}private ${name}() {\n${indent}}`, ...methods];
  return `public final class ${name} {\n\n${blocks.join('\n\n')}\n}\n`;
}

function withoutPackage(code: string, syntax: Syntax): string {
  return syntax.parse('java', code, ({ root }) => applyTextEdits(code, root.namedChildren.filter(({ type }) => type === 'package_declaration').map((node) => ({ start: node.startIndex, end: ownLineEnd(code, node.endIndex), text: '' }))));
}

function importsOf(code: string, syntax: Syntax): readonly JavaImport[] {
  return syntax.parse('java', code, readModule).imports.map(({ start, end, specifier, names, wildcard }) => ({
    path: wildcard ? `${specifier}.*` : `${specifier}.${names[0]?.imported ?? ''}`, isStatic: /^import\s+static\b/.test(code.slice(start, end)),
  }));
}

function withImports(source: string, wanted: readonly JavaImport[], syntax: Syntax): string {
  const add = (text: string, each: JavaImport): string => {
    const edit = javaImport(text, syntax.parse('java', text, readModule), each);
    return edit === null ? text : applyTextEdits(text, [edit]);
  };
  const given = wanted.reduce(add, source);
  return forgottenImports(syntax.parse('java', given, readModule), 'java').reduce((text, path) => add(text, { path, isStatic: false }), given);
}
