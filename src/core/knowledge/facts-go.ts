import type { SyntaxNode } from '../ports.ts';
import type { Declarations } from './facts.ts';

/** Functions, methods and types of a Go file. */
export function declarationsInGo(_root: SyntaxNode): Declarations {
  return { declarations: [], imports: [] };
}
