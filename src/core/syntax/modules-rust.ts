import type { SyntaxTree } from '../ports.ts';
import type { LanguageFacts } from './modules.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

/** Reads the structure of a Rust file. */
export function readRust(tree: SyntaxTree, _scopes: ScopeAnalysis): LanguageFacts {
  return {
    system: 'rust', directives: [], mainGuard: false, imports: [], lazyImports: [], exports: [], allList: null, functions: [], impurity: null, augments: false,
    statements: tree.root.namedChildren.map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex })), headStatements: 0,
  };
}
