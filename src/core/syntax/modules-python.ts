import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { cloneKeyOf, docstringOf, namedFunction } from './clones.ts';
import type { FunctionFact, ImportedName, ImportFact, LanguageFacts } from './modules.ts';
import { isMainGuard, pythonImpurity } from './purity-python.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

/** Structure of a Python module. */
export function readPython(tree: SyntaxTree, scopes: ScopeAnalysis): LanguageFacts {
  const statements = tree.root.namedChildren.filter((node) => node.type !== 'comment');
  const imports = tree.root.descendantsOfType(['import_statement', 'import_from_statement']).flatMap(readImport);
  return {
    system: 'python',
    directives: statements.filter((node) => node.type === 'future_import_statement').flatMap((node) => node.childrenForFieldName('name').map((name) => name.text)).sort(),
    mainGuard: statements.some(isMainGuard),
    imports: imports.filter((each) => each.topLevel),
    lazyImports: imports.filter((each) => !each.topLevel).flatMap((each) => [each.specifier, ...each.names.map((name) => join(each.specifier, name.imported))]),
    exports: [],
    allList: allList(statements),
    functions: statements.flatMap((node) => readFunction(node, tree, scopes)),
    impurity: statements.map((node) => pythonImpurity(node, scopes)).find((reason) => reason !== null) ?? null,
    augments: false,
    headStatements: headOf(statements),
    statements: statements.map((node) => ({ start: node.startIndex, end: node.endIndex })),
  };
}

function headOf(statements: readonly SyntaxNode[]): number {
  const at = statements.findIndex((node, index) => node.type !== 'future_import_statement' && !(index === 0 && node.namedChildren[0]?.type === 'string' && node.type === 'expression_statement'));
  return at === -1 ? statements.length : at;
}

function join(specifier: string, name: string): string {
  return specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`;
}

function readImport(node: SyntaxNode): readonly ImportFact[] {
  const base = { typeOnly: false, wildcard: false, topLevel: node.parent?.type === 'module', start: node.startIndex, end: node.endIndex };
  const entries = node.childrenForFieldName('name');
  if (node.type === 'import_statement') {
    return entries.map((entry) => {
      const alias = entry.childForFieldName('alias');
      const specifier = (entry.childForFieldName('name') ?? entry).text;
      const local = alias?.text ?? specifier.split('.', 1)[0]!;
      const names = [{ imported: alias === null ? '=' : '*', local, typeOnly: false, start: entry.startIndex, end: entry.endIndex }];
      return { ...base, form: 'module' as const, specifier, names, shared: entries.length > 1 };
    });
  }
  const specifier = node.childForFieldName('module_name')!.text.replace(/\s/g, '');
  const wildcard = node.namedChildren.some((child) => child.type === 'wildcard_import');
  return [{ ...base, form: 'from' as const, specifier, names: entries.map(importedName), wildcard, shared: false }];
}

function importedName(entry: SyntaxNode): ImportedName {
  const name = (entry.childForFieldName('name') ?? entry).text;
  return { imported: name, local: entry.childForFieldName('alias')?.text ?? name, typeOnly: false, start: entry.startIndex, end: entry.endIndex };
}

function allList(statements: readonly SyntaxNode[]): LanguageFacts['allList'] {
  for (const statement of statements) {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    if (assignment?.type !== 'assignment' || assignment.childForFieldName('left')?.text !== '__all__') continue;
    const list = assignment.childForFieldName('right');
    const entries = list?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
    if (list === null || !/^(list|tuple)$/.test(list.type) || entries.some((entry) => entry.type !== 'string')) return null;
    return { start: list.startIndex, end: list.endIndex, names: entries.map((entry) => entry.text.replace(/^['"]+|['"]+$/g, '')) };
  }
  return null;
}

function readFunction(statement: SyntaxNode, tree: SyntaxTree, scopes: ScopeAnalysis): readonly FunctionFact[] {
  const found = namedFunction(statement);
  const binding = scopes.bindings.find((each) => each.scope === 0 && each.declarations.some((range) => range.start === found?.name.startIndex));
  if (found === null || binding === undefined) return [];
  const docstring = docstringOf(found.body);
  const first = found.body.namedChildren.find((node) => node.type !== 'comment' && node.id !== docstring?.id);
  const own = { start: statement.startIndex, end: statement.endIndex };
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
    firstStatement: first?.startIndex ?? found.body.endIndex,
    parameters: parameterNames(found.function),
    sharedDefault: parameterNodes(found.function).some((node) => hasSharedDefault(node)),
    docstring: docstring?.text ?? '',
  }];
}

function parameterNodes(fn: SyntaxNode): readonly SyntaxNode[] {
  return fn.childForFieldName('parameters')?.namedChildren.filter((node) => node.type !== 'comment') ?? [];
}

function parameterNames(fn: SyntaxNode): readonly string[] {
  return parameterNodes(fn).map((node) => (node.childForFieldName('name') ?? (node.type === 'identifier' ? node : node.descendantsOfType('identifier')[0] ?? node)).text);
}

/** Defaults are evaluated once per function, so a mutable one is state. */
function hasSharedDefault(node: SyntaxNode): boolean {
  const value = node.childForFieldName('value');
  return value !== null && !isImmutable(value);
}

function isImmutable(node: SyntaxNode): boolean {
  if (node.type === 'tuple' || node.type === 'unary_operator' || node.type === 'binary_operator') return node.namedChildren.every(isImmutable);
  return /^(integer|float|true|false|none|string|concatenated_string|ellipsis)$/.test(node.type) && node.descendantsOfType('interpolation').length === 0;
}
