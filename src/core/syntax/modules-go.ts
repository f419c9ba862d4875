import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { cloneKeyOf, namedFunction } from './clones.ts';
import { goImports } from './imports-go.ts';
import type { ExportFact, FunctionFact, ImportFact, LanguageFacts } from './modules.ts';
import { goImpurity } from './purity-go.ts';
import type { ScopeAnalysis } from './scope-builder.ts';
import { specsOf } from './scopes-go.ts';

/** Comments above the package clause that decide whether the file is built at all. */
const CONSTRAINT = /^\/\/(go:build\s|\s*\+build\s)/;

/** Reads the structure of a Go file. */
export function readGo(tree: SyntaxTree, scopes: ScopeAnalysis): LanguageFacts {
  const statements = tree.root.namedChildren.filter((node) => node.type !== 'comment');
  const clause = statements.findIndex((node) => node.type === 'package_clause');
  return {
    system: 'go',
    packageName: statements[clause]?.namedChildren[0]?.text ?? null,
    directives: directivesOf(tree.root, statements[clause]?.startIndex ?? 0),
    mainGuard: false,
    imports: readImports(tree.root),
    lazyImports: [],
    exports: statements.flatMap(readExports),
    allList: null,
    functions: statements.flatMap((node) => readFunction(node, tree, scopes)),
    impurity: statements.map(goImpurity).find((reason) => reason !== null) ?? null,
    augments: false,
    statements: statements.map((node) => ({ start: node.startIndex, end: node.endIndex })),
    headStatements: clause + 1,
  };
}

function directivesOf(root: SyntaxNode, clause: number): readonly string[] {
  const comments = root.namedChildren.filter((node) => node.type === 'comment' && node.startIndex < clause).map((node) => node.text.trim().replace(/\s+/g, ' '));
  const usesC = goImports(root).some(({ path }) => path === 'C');
  return [...comments.filter((text) => CONSTRAINT.test(text)), ...(usesC ? ['import "C"'] : [])].sort();
}

/** Each spec is a fact of its own; a name that nobody can tell counts as a wildcard, as a dot import is one. */
function readImports(root: SyntaxNode): readonly ImportFact[] {
  const all = goImports(root);
  return all.map(({ spec, declaration, path, local }) => {
    const isOpen = local === null || local === '.';
    return {
      form: 'import',
      specifier: path,
      names: isOpen || local === '_' ? [] : [{ imported: '*', local, typeOnly: false, start: spec.startIndex, end: spec.endIndex }],
      typeOnly: false,
      wildcard: isOpen,
      topLevel: true,
      shared: all.filter((other) => other.declaration.id === declaration.id).length > 1,
      start: declaration.startIndex,
      end: declaration.endIndex,
    };
  });
}

/** What other packages see: names with a capital first letter. */
export function isExportedName(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

function readExports(statement: SyntaxNode): readonly ExportFact[] {
  const specs = /^(var|const|type)_declaration$/.test(statement.type) ? specsOf(statement) : statement.type === 'function_declaration' ? [statement] : [];
  return specs.flatMap((spec) => spec.childrenForFieldName('name').filter(({ text }) => isExportedName(text)).map((name) => ({
    form: 'declaration' as const, exported: name.text, local: name.text, source: null, typeOnly: spec.type.startsWith('type_'),
    start: statement.startIndex, end: statement.endIndex, statement: { start: statement.startIndex, end: statement.endIndex },
  })));
}

function readFunction(statement: SyntaxNode, tree: SyntaxTree, scopes: ScopeAnalysis): readonly FunctionFact[] {
  const found = statement.type === 'function_declaration' ? namedFunction(statement) : null;
  const binding = scopes.bindings.find((each) => each.scope === 0 && each.declarations.some((range) => range.start === found?.name.startIndex));
  if (found === null || binding === undefined) return [];
  const own = { start: statement.startIndex, end: statement.endIndex };
  const first = found.body.namedChildren.flatMap((node) => (node.type === 'statement_list' ? node.namedChildren : [node])).find((node) => node.type !== 'comment');
  return [{
    ...own,
    name: found.name.text,
    nameRange: { start: found.name.startIndex, end: found.name.endIndex },
    form: 'declaration',
    cloneKey: cloneKeyOf(statement, tree),
    binding: binding.id,
    node: own,
    declaration: own,
    body: { start: found.body.startIndex, end: found.body.endIndex },
    bodyForm: 'block',
    firstStatement: first?.startIndex ?? found.body.endIndex - 1,
    parameters: parameterNames(found.function),
    sharedDefault: false,
    handOn: {
      typeParameters: found.function.childForFieldName('type_parameters')?.namedChildren.flatMap((node) => node.childrenForFieldName('name').filter(({ isNamed }) => isNamed).map(({ text }) => text)) ?? [],
      variadic: found.function.childForFieldName('parameters')?.namedChildren.some(({ type }) => type === 'variadic_parameter_declaration') === true,
      returns: found.function.childForFieldName('result') !== null,
    },
    docstring: '',
  }];
}

/** `_` for parameters without a name. */
function parameterNames(fn: SyntaxNode): readonly string[] {
  const declarations = fn.childForFieldName('parameters')?.namedChildren.filter(({ type }) => type.endsWith('parameter_declaration')) ?? [];
  return declarations.flatMap((node) => {
    const names = node.childrenForFieldName('name').filter(({ isNamed }) => isNamed).map(({ text }) => text);
    return names.length === 0 ? ['_'] : names;
  });
}
