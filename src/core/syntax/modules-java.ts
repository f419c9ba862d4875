import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import type { ExportFact, FunctionFact, ImportFact, LanguageFacts } from './modules.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

const COMMENT = /comment$/;
const TYPE = /^(?:class|interface|enum|record|annotation_type)_declaration$/;

/**
 * Structure of a Java file. Functions are the methods of the types that stand directly in the file (and, in a fragment, methods without a type around
 * them): their bindings stand in the scope of their type. Exported is what is `public`; a `main` that starts a program is not.
 */
export function readJava(tree: SyntaxTree, scopes: ScopeAnalysis): LanguageFacts {
  const statements = tree.root.namedChildren.filter(({ type }) => !COMMENT.test(type));
  const members = statements.flatMap((node) => (TYPE.test(node.type) ? membersIn(node) : [node]));
  return {
    system: 'java', directives: [], mainGuard: members.some(isMain), lazyImports: [], allList: null, impurity: null, augments: false,
    packageName: statements.find(({ type }) => type === 'package_declaration')?.namedChildren.find(({ type }) => /identifier$/.test(type))?.text ?? null,
    imports: statements.flatMap(readImport),
    exports: [...statements.filter(({ type }) => TYPE.test(type)), ...members.filter(({ type }) => type === 'method_declaration')].flatMap(readExport),
    functions: members.flatMap((node) => readFunction(node, scopes)),
    statements: statements.map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex })),
    headStatements: statements.findIndex(({ type }) => type !== 'package_declaration') === -1 ? statements.length : statements.findIndex(({ type }) => type !== 'package_declaration'),
  };
}

/** Members of a type, those behind the constants of an `enum` included; comments left out. */
export function membersIn(type: SyntaxNode): readonly SyntaxNode[] {
  const body = type.childForFieldName('body')?.namedChildren ?? [];
  return body.flatMap((child) => (child.type === 'enum_body_declarations' ? child.namedChildren : [child])).filter((child) => !COMMENT.test(child.type));
}

/** `public`, `static`, …; annotations left out. */
export function modifiersOf(node: SyntaxNode): readonly string[] {
  const modifiers = node.namedChildren.find(({ type }) => type === 'modifiers');
  return modifiers?.children.filter(({ isNamed }) => !isNamed).map(({ text }) => text) ?? [];
}

function isMain(node: SyntaxNode): boolean {
  return node.type === 'method_declaration' && node.childForFieldName('name')?.text === 'main' && modifiersOf(node).includes('static');
}

// ---------------------------------------------------------------------------------------------- imports and exports

/** `java.util` and `List`; of a static import, the class and the member. */
function readImport(node: SyntaxNode): readonly ImportFact[] {
  const path = node.type === 'import_declaration' ? node.namedChildren.find(({ type }) => type === 'scoped_identifier' || type === 'identifier') : undefined;
  if (path === undefined) return [];
  const wildcard = node.namedChildren.some(({ type }) => type === 'asterisk');
  const base = { form: 'from' as const, typeOnly: false, wildcard, topLevel: true, shared: false, start: node.startIndex, end: node.endIndex };
  const name = path.childForFieldName('name');
  if (wildcard || name === null) return [{ ...base, specifier: path.text, names: [] }];
  const entry = { imported: name.text, local: name.text, typeOnly: false, start: path.startIndex, end: path.endIndex };
  return [{ ...base, specifier: path.childForFieldName('scope')?.text ?? '', names: [entry] }];
}

function readExport(node: SyntaxNode): readonly ExportFact[] {
  const name = node.childForFieldName('name')?.text;
  if (name === undefined || !modifiersOf(node).includes('public') || isMain(node)) return [];
  const range = { start: node.startIndex, end: node.endIndex };
  return [{ ...range, form: 'declaration', exported: name, local: name, source: null, typeOnly: false, statement: range }];
}

// ---------------------------------------------------------------------------------------------- functions

function readFunction(node: SyntaxNode, scopes: ScopeAnalysis): readonly FunctionFact[] {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const binding = node.type !== 'method_declaration' ? undefined : scopes.bindings.find((each) => each.declarations.some(({ start }) => start === name?.startIndex));
  if (name === null || body === null || binding === undefined) return [];
  const own = { start: node.startIndex, end: node.endIndex };
  return [{
    ...own,
    name: name.text,
    nameRange: { start: name.startIndex, end: name.endIndex },
    form: 'declaration',
    cloneKey: null,
    binding: binding.id,
    node: own,
    declaration: own,
    body: { start: body.startIndex, end: body.endIndex },
    bodyForm: 'block',
    firstStatement: body.namedChildren.find(({ type }) => !COMMENT.test(type))?.startIndex ?? body.startIndex + 1,
    parameters: (node.childForFieldName('parameters')?.namedChildren ?? []).filter(({ type }) => /_parameter$/.test(type)).map((each) => each.text),
    sharedDefault: false,
    docstring: '',
  }];
}
