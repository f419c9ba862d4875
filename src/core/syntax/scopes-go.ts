import type { SyntaxNode } from '../ports.ts';
import { openScope, type ScopeBuilder } from './scope-builder.ts';

/** Walks a Go file. */
export function visitGoFile(root: SyntaxNode, builder: ScopeBuilder): void {
  openScope(builder, null, 'module', root);
}
