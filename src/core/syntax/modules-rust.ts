import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import type { ExportFact, FunctionFact, ImportedName, ImportFact, LanguageFacts } from './modules.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

const HEAD = new Set(['inner_attribute_item', 'shebang']);
const NO_STATEMENT = new Set(['line_comment', 'block_comment', 'attribute_item']);

/**
 * Structure of a Rust file. Exported is what has any `pub`; functions are those directly in the file, not the methods of an `impl`. A statement begins
 * at its first attribute.
 */
export function readRust(tree: SyntaxTree, scopes: ScopeAnalysis): LanguageFacts {
  const statements = tree.root.namedChildren.filter(({ type }) => !NO_STATEMENT.has(type));
  const imports = statements.flatMap(readUse);
  return {
    system: 'rust', directives: [], mainGuard: false, imports, lazyImports: [], allList: null, impurity: null, augments: false,
    exports: statements.flatMap(readExport),
    functions: statements.flatMap((node) => readFunction(node, scopes)),
    statements: statements.map(outerRange),
    headStatements: statements.findIndex(({ type }) => !HEAD.has(type)) === -1 ? statements.length : statements.findIndex(({ type }) => !HEAD.has(type)),
  };
}

function outerRange(node: SyntaxNode): { readonly start: number; readonly end: number } {
  let first = node;
  for (let above = node.previousSibling; above?.type === 'attribute_item' || above?.type === 'line_comment' || above?.type === 'block_comment'; above = above.previousSibling) {
    if (above.type === 'attribute_item') first = above;
  }
  return { start: first.startIndex, end: node.endIndex };
}

// ---------------------------------------------------------------------------------------------- imports and exports

/** One fact for each path that a `use` names: `std::fmt` of `use std::{fmt, io::Read}` by itself. `imported` is the last part of its path. */
function readUse(node: SyntaxNode): readonly ImportFact[] {
  const argument = node.type === 'use_declaration' ? node.childForFieldName('argument') : null;
  if (argument === null) return [];
  const leaves = leavesOf(argument, '');
  const base = { typeOnly: false, topLevel: true, form: 'from' as const, shared: leaves.length > 1, start: node.startIndex, end: node.endIndex };
  return leaves.map(({ prefix, name }) => ({ ...base, specifier: prefix, names: name === null ? [] : [name], wildcard: name === null }));
}

interface Leaf {
  /** The path in front of the name. */
  readonly prefix: string;
  /** `null`: `*`. */
  readonly name: ImportedName | null;
}

function leavesOf(node: SyntaxNode, before: string): readonly Leaf[] {
  const join = (path: string): string => (before === '' ? path : path === '' ? before : `${before}::${path}`);
  const path = node.childForFieldName('path')?.text ?? '';
  const range = { typeOnly: false, start: node.startIndex, end: node.endIndex };
  switch (node.type) {
    case 'scoped_use_list': return node.childrenForFieldName('list').flatMap((list) => list.namedChildren.flatMap((child) => leavesOf(child, join(path))));
    case 'use_list': return node.namedChildren.flatMap((child) => leavesOf(child, before));
    case 'use_wildcard': return [{ prefix: join(node.namedChildren[0]?.text ?? ''), name: null }];
    case 'use_as_clause': {
      const [leaf] = node.childrenForFieldName('path').flatMap((child) => leavesOf(child, before));
      const local = node.childForFieldName('alias')?.text ?? '_';
      return leaf?.name == null ? [] : [{ prefix: leaf.prefix, name: { ...leaf.name, local } }];
    }
    case 'scoped_identifier': {
      const name = node.childForFieldName('name')?.text ?? '';
      return [{ prefix: join(path), name: { ...range, imported: name, local: name } }];
    }
    case 'self': {
      const cut = before.lastIndexOf('::');
      return [{ prefix: before, name: { ...range, imported: 'self', local: before.slice(cut === -1 ? 0 : cut + 2) } }];
    }
    case 'identifier': case 'crate': case 'super': return [{ prefix: before, name: { ...range, imported: node.text, local: node.text } }];
    default: return [];
  }
}

function readExport(node: SyntaxNode): readonly ExportFact[] {
  if (!node.namedChildren.some(({ type }) => type === 'visibility_modifier')) return [];
  const statement = outerRange(node);
  const base = { typeOnly: false, statement, start: node.startIndex, end: node.endIndex };
  const name = node.childForFieldName('name')?.text;
  if (name !== undefined) return [{ ...base, form: 'declaration', exported: name, local: name, source: null }];
  return readUse(node).map(({ specifier, names: [first] }) => (first === undefined
    ? { ...base, form: 'star', exported: '*', local: null, source: specifier }
    : { ...base, form: 'from', exported: first.local, local: null, source: specifier }));
}

// ---------------------------------------------------------------------------------------------- functions

function readFunction(node: SyntaxNode, scopes: ScopeAnalysis): readonly FunctionFact[] {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const binding = node.type !== 'function_item' ? undefined : scopes.bindings.find((each) => each.scope === 0 && each.declarations.some(({ start }) => start === name?.startIndex));
  if (name === null || body === null || binding === undefined) return [];
  const own = { start: node.startIndex, end: node.endIndex };
  return [{
    ...outerRange(node),
    name: name.text,
    nameRange: { start: name.startIndex, end: name.endIndex },
    form: 'declaration',
    cloneKey: null,
    binding: binding.id,
    node: own,
    declaration: own,
    body: { start: body.startIndex, end: body.endIndex },
    bodyForm: 'block',
    firstStatement: body.namedChildren.find(({ type }) => !/comment$|^inner_attribute_item$/.test(type))?.startIndex ?? body.startIndex + 1,
    parameters: (node.childForFieldName('parameters')?.namedChildren ?? []).filter(({ type }) => type === 'parameter').map((each) => each.childForFieldName('pattern')?.text ?? ''),
    sharedDefault: false,
    docstring: '',
  }];
}
