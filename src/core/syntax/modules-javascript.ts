import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { cloneKeyOf, namedFunction } from './clones.ts';
import type { NamedFunction } from './clones.ts';
import { requiredSpecifier } from './commonjs.ts';
import { readExports } from './exports-javascript.ts';
import type { ExportFact, FunctionFact, ImportedName, ImportFact, LanguageFacts, ModuleSystem } from './modules.ts';
import { impurityOf } from './purity-javascript.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

/** Structure of a JavaScript or TypeScript module, ES or CommonJS. */
export function readJavaScript(tree: SyntaxTree, scopes: ScopeAnalysis): LanguageFacts {
  const statements = tree.root.namedChildren.filter((node) => node.type !== 'comment' && node.type !== 'hash_bang_line');
  const imports = statements.flatMap(readImports);
  const exports = statements.flatMap((node) => readExports(node));
  return {
    system: systemOf(imports, exports, tree.root),
    directives: directivesOf(statements).sort(),
    mainGuard: /require\.main\s*===?\s*module|import\.meta\.main/.test(tree.source),
    imports,
    lazyImports: lazyImports(tree.root, imports),
    exports,
    allList: null,
    functions: statements.flatMap((node) => readFunction(node, tree, scopes)),
    impurity: statements.map((node) => impurityOf(node, scopes)).find((reason) => reason !== null) ?? null,
    augments: statements.some((node) => node.type === 'ambient_declaration' && /^declare\s+(module|global|namespace)\b/.test(node.text)),
    headStatements: directivesOf(statements).length,
    statements: statements.map((node) => ({ start: node.startIndex, end: node.endIndex })),
  };
}

function systemOf(imports: readonly ImportFact[], exports: readonly ExportFact[], root: SyntaxNode): ModuleSystem {
  const isEsm = imports.some((each) => each.form === 'import') || exports.some((each) => !isCommonJsExport(each)) || root.namedChildren.some((node) => node.type === 'export_statement');
  const isCommonJs = imports.some((each) => each.form === 'require' || each.form === 'equals') || exports.some(isCommonJsExport);
  if (isEsm && isCommonJs) return 'mixed';
  return isEsm ? 'esm' : isCommonJs ? 'commonjs' : 'script';
}

function isCommonJsExport(fact: ExportFact): boolean {
  return fact.form === 'object' || fact.form === 'property' || fact.form === 'whole';
}

function directivesOf(statements: readonly SyntaxNode[]): string[] {
  const found: string[] = [];
  for (const node of statements) {
    const value = node.type === 'expression_statement' ? node.namedChildren[0] : undefined;
    if (value?.type !== 'string') break;
    found.push(value.text.slice(1, -1));
  }
  return found;
}

// ---------------------------------------------------------------------------------------------- imports

function readImports(node: SyntaxNode): readonly ImportFact[] {
  if (node.type === 'import_statement') return readImportStatement(node);
  if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') return readRequires(node);
  const call = node.type === 'expression_statement' ? node.namedChildren[0] : undefined;
  const specifier = call === undefined ? null : requiredSpecifier(call);
  return specifier === null ? [] : [{ ...importBase(node, specifier), form: 'require', names: [] }];
}

function importBase(node: SyntaxNode, specifier: string): ImportFact {
  return { form: 'import', specifier, names: [], typeOnly: false, wildcard: false, topLevel: true, shared: false, start: node.startIndex, end: node.endIndex };
}

function readImportStatement(node: SyntaxNode): readonly ImportFact[] {
  const clause = node.namedChildren.find((child) => child.type === 'import_clause' || child.type === 'import_require_clause');
  const source = node.childForFieldName('source') ?? clause?.childForFieldName('source') ?? null;
  if (source === null) return [];
  const typeOnly = node.children.some((child) => child.type === 'type' || child.type === 'typeof');
  const base = { ...importBase(node, unquote(source)), typeOnly };
  if (clause?.type === 'import_require_clause') return [{ ...base, form: 'equals', names: [named('=', clause.namedChildren[0]!, clause, typeOnly)] }];
  return [{ ...base, names: (clause?.namedChildren ?? []).flatMap((child) => clauseNames(child, typeOnly)) }];
}

function clauseNames(node: SyntaxNode, typeOnly: boolean): readonly ImportedName[] {
  if (node.type === 'identifier') return [named('default', node, node, typeOnly)];
  if (node.type === 'namespace_import') return [named('*', node.namedChildren[0]!, node, typeOnly)];
  return node.namedChildren
    .filter((child) => child.type === 'import_specifier')
    .map((child) => {
      const name = child.childForFieldName('name')!;
      const isType = typeOnly || child.children.some((part) => part.type === 'type' || part.type === 'typeof');
      return named(name.type === 'string' ? unquote(name) : name.text, child.childForFieldName('alias') ?? name, child, isType);
    });
}

function named(imported: string, local: SyntaxNode, range: SyntaxNode, typeOnly: boolean): ImportedName {
  return { imported, local: local.text, typeOnly, start: range.startIndex, end: range.endIndex };
}

/** `const a = require('a')`, `const { a, b: c } = require('a')`, `const a = require('a').b`. */
function readRequires(node: SyntaxNode): readonly ImportFact[] {
  const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
  const facts = declarators.map((declarator) => readRequire(node, declarator));
  const shared = declarators.length > 1;
  return facts.flatMap((fact) => (fact === null ? [] : [{ ...fact, shared }]));
}

function readRequire(statement: SyntaxNode, declarator: SyntaxNode): ImportFact | null {
  const name = declarator.childForFieldName('name')!;
  const value = declarator.childForFieldName('value');
  if (value === null) return null;
  const property = value.type === 'member_expression' ? value.childForFieldName('property')!.text : null;
  const specifier = requiredSpecifier(property === null ? value : value.childForFieldName('object')!);
  if (specifier === null) return null;
  const base = { ...importBase(statement, specifier), form: 'require' as const };
  if (name.type === 'identifier') return { ...base, names: [named(property ?? '=', name, name, false)] };
  const names = name.namedChildren.filter((child) => child.type !== 'comment').map(destructured);
  const isPlain = property === null && name.type === 'object_pattern' && names.every((each) => each !== null);
  return isPlain ? { ...base, names: names.filter((each) => each !== null) } : null;
}

function destructured(node: SyntaxNode): ImportedName | null {
  if (node.type === 'shorthand_property_identifier_pattern') return named(node.text, node, node, false);
  const value = node.childForFieldName('value');
  if (node.type !== 'pair_pattern' || value?.type !== 'identifier') return null;
  return named(node.childForFieldName('key')!.text, value, node, false);
}

function lazyImports(root: SyntaxNode, imports: readonly ImportFact[]): readonly string[] {
  const calls = root.descendantsOfType('call_expression').filter((node) => {
    const callee = node.childForFieldName('function');
    const isLoad = callee?.type === 'import' || (callee?.type === 'identifier' && callee.text === 'require');
    return isLoad && !imports.some((each) => node.startIndex >= each.start && node.endIndex <= each.end);
  });
  const specifiers = calls.map((node) => node.childForFieldName('arguments')?.namedChildren[0]);
  return specifiers.flatMap((node) => (node?.type === 'string' ? [unquote(node)] : []));
}

function unquote(node: SyntaxNode): string {
  return node.text.slice(1, -1);
}

// ---------------------------------------------------------------------------------------------- functions

function readFunction(statement: SyntaxNode, tree: SyntaxTree, scopes: ScopeAnalysis): readonly FunctionFact[] {
  const found = namedFunction(statement);
  if (found === null || found.form === 'method') return [];
  const binding = scopes.bindings.find((each) => each.scope === 0 && each.declarations.some((range) => range.start === found.name.startIndex));
  if (binding === undefined) return [];
  return [{
    name: found.name.text,
    nameRange: range(found.name),
    form: found.form,
    cloneKey: cloneKeyOf(statement, tree),
    binding: binding.id,
    node: range(found.function),
    declaration: range(found.declaration),
    body: range(found.body),
    bodyForm: found.body.type === 'statement_block' ? 'block' : 'expression',
    firstStatement: firstStatement(found),
    parameters: [],
    sharedDefault: false,
    docstring: '',
    start: statement.startIndex,
    end: statement.endIndex,
  }];
}

function firstStatement({ body }: NamedFunction): number {
  if (body.type !== 'statement_block') return body.startIndex;
  const directives = body.namedChildren.filter((node) => node.type !== 'comment');
  const at = directives.findIndex((node) => node.type !== 'expression_statement' || node.namedChildren[0]?.type !== 'string');
  return (at === -1 ? directives.at(-1)?.endIndex : directives[at]?.startIndex) ?? body.startIndex + 1;
}

function range(node: SyntaxNode): { readonly start: number; readonly end: number } {
  return { start: node.startIndex, end: node.endIndex };
}
