/** The structure of one module as plain data: what it imports, exports and declares, and what happens when it is loaded. */
import type { Family, Language } from '../model/code.ts';
import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { familyOf } from './language.ts';
import { readGo } from './modules-go.ts';
import { readJava } from './modules-java.ts';
import { readJavaScript } from './modules-javascript.ts';
import { readPython } from './modules-python.ts';
import { readRust } from './modules-rust.ts';
import type { ScopeAnalysis, TextRange } from './scope-builder.ts';
import { styleOf } from './style.ts';
import type { ModuleStyle } from './style.ts';
import { commentsOf, stringsOf } from './trivia.ts';
import type { CommentFact, StringFact } from './trivia.ts';
import { scopesOf } from './clones.ts';

/** `script`: neither imports nor exports, so nobody can tell how it is loaded; `mixed`: `import` and `module.exports` in one file. */
export type ModuleSystem = 'esm' | 'commonjs' | 'python' | 'go' | 'rust' | 'java' | 'mixed' | 'script';

/** `import { imported as local }`; `imported` is `default`, `*` for a namespace, `=` for the whole of a CommonJS module. */
export interface ImportedName extends TextRange {
  readonly imported: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

/** One module named by one statement; the range is the statement's. */
export interface ImportFact extends TextRange {
  /** `module` is Python's `import a.b`, `from` its `from a import b`; `equals` is TypeScript's `import a = require('a')`. */
  readonly form: 'import' | 'require' | 'equals' | 'module' | 'from';
  /** As written; leading dots for relative Python imports. */
  readonly specifier: string;
  readonly names: readonly ImportedName[];
  readonly typeOnly: boolean;
  /** `from a import *`. */
  readonly wildcard: boolean;
  /** Stands directly in the module, not under a condition. */
  readonly topLevel: boolean;
  /** The statement names other modules too. */
  readonly shared: boolean;
}

/**
 * One exported name; the range is the entry's, so that it can be replaced.
 * - `declaration`: `export function f`; `list`: `export { f }`; `default`: `export default …`; `from`, `star`: of another module.
 * - `object`: an entry of `module.exports = { … }`; `property`: `exports.f = …`; `whole`: `module.exports = f`.
 */
export interface ExportFact extends TextRange {
  readonly form: 'declaration' | 'list' | 'default' | 'from' | 'star' | 'object' | 'property' | 'whole';
  /** `*` for `star`, `=` for `whole`. */
  readonly exported: string;
  /** The module-level name; `null` for an expression or another module's name. */
  readonly local: string | null;
  readonly source: string | null;
  readonly typeOnly: boolean;
  readonly statement: TextRange;
}

/** A function declared directly in the module under a name of its own. The range is the whole statement, `export` included. */
export interface FunctionFact extends TextRange {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly form: 'declaration' | 'variable';
  readonly cloneKey: string | null;
  /** Id of its module-level binding. */
  readonly binding: number;
  /** The function itself, as `scopeOfFunction` wants it. */
  readonly node: TextRange;
  readonly declaration: TextRange;
  readonly body: TextRange;
  readonly bodyForm: 'block' | 'expression';
  /** Where a first statement can be inserted: behind directives and docstring. */
  readonly firstStatement: number;
  /** In order, as written; Python only needs them to compare calls by keyword. */
  readonly parameters: readonly string[];
  /** A default value that all calls would share, such as `[]` (Python). */
  readonly sharedDefault: boolean;
  /** Go: what a call that hands all arguments on has to write. */
  readonly handOn?: { readonly typeParameters: readonly string[]; readonly variadic: boolean; readonly returns: boolean };
  readonly docstring: string;
}

export interface ModuleFacts {
  readonly language: Language;
  readonly system: ModuleSystem;
  /** What the package clause says (Go, Java); `null` where a language has none. */
  readonly packageName: string | null;
  readonly hasSyntaxError: boolean;
  readonly shebang: boolean;
  /** `use strict`, `use client`, … ; for Python the names imported from `__future__`; for Go build constraints and `import "C"`. Sorted. */
  readonly directives: readonly string[];
  /** Python: runs something when started as a script. */
  readonly mainGuard: boolean;
  readonly imports: readonly ImportFact[];
  /** Specifiers loaded inside functions or under conditions: `import('x')`, `require('x')`. */
  readonly lazyImports: readonly string[];
  readonly exports: readonly ExportFact[];
  /** `__all__` as a plain list, or `null`. */
  readonly allList: (TextRange & { readonly names: readonly string[] }) | null;
  readonly functions: readonly FunctionFact[];
  /** Why loading this module has an effect; `null` if it only imports and declares. Says nothing about what it imports. */
  readonly impurity: string | null;
  /** `declare module`, `declare global`: meaning that other files depend on. */
  readonly augments: boolean;
  /** Ranges of the statements directly in the module, in order. */
  readonly statements: readonly TextRange[];
  /** How many of them must stay in front: directives, a docstring, `from __future__` imports. */
  readonly headStatements: number;
  /** Offsets at which statements at any depth begin, ascending: where coverage reports count lines. */
  readonly statementStarts: readonly number[];
  readonly scopes: ScopeAnalysis;
  readonly comments: readonly CommentFact[];
  readonly strings: readonly StringFact[];
  readonly style: ModuleStyle;
}

/** What a reader for one language adds to the facts that all share. */
export type LanguageFacts = Omit<ModuleFacts, 'language' | 'packageName' | 'hasSyntaxError' | 'shebang' | 'statementStarts' | 'scopes' | 'comments' | 'strings' | 'style'> & { readonly packageName?: string | null };

const READERS: Readonly<Record<Family, (tree: SyntaxTree, scopes: ScopeAnalysis) => LanguageFacts>> = {
  javascript: readJavaScript,
  typescript: readJavaScript,
  python: readPython,
  go: readGo,
  rust: readRust,
  java: readJava,
};

/** One level where a file shows none. */
const INDENTS: Readonly<Record<Family, string>> = { javascript: '  ', typescript: '  ', python: '  ', go: '\t', rust: '    ', java: '    ' };

/** Reads a module's structure. Never throws; a tree with errors says so in `hasSyntaxError`. */
export function readModule(tree: SyntaxTree): ModuleFacts {
  const scopes = scopesOf(tree);
  const facts = READERS[familyOf(tree.language)](tree, scopes);
  return {
    ...facts,
    language: tree.language,
    packageName: facts.packageName ?? null,
    hasSyntaxError: tree.root.hasError,
    shebang: tree.source.startsWith('#!'),
    statementStarts: statementStarts(tree.root),
    scopes,
    comments: commentsOf(tree),
    strings: stringsOf(tree),
    style: styleOf(tree.source, facts.imports, INDENTS[familyOf(tree.language)]),
  };
}

function statementStarts(root: SyntaxNode): readonly number[] {
  const found: number[] = [];
  const search = (node: SyntaxNode): void => {
    if (/_(statement|declaration)$/.test(node.type) && !node.type.endsWith('parameter_declaration')) found.push(node.startIndex);
    node.namedChildren.forEach(search);
  };
  search(root);
  return found;
}
