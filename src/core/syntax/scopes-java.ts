import type { SyntaxNode } from '../ports.ts';
import { openScope, type ScopeBuilder } from './scope-builder.ts';

/** Walks a Java file. */
export function visitJavaFile(root: SyntaxNode, builder: ScopeBuilder): void {
  openScope(builder, null, 'module', root);
}
