import type { SyntaxNode } from '../ports.ts';
import { openScope, type ScopeBuilder } from './scope-builder.ts';

/** Walks a Rust file. */
export function visitRustFile(root: SyntaxNode, builder: ScopeBuilder): void {
  openScope(builder, null, 'module', root);
}
