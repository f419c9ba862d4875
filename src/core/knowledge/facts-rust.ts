import type { SyntaxNode } from '../ports.ts';
import type { Declarations } from './facts.ts';

/** Functions, methods and types of a Rust file. */
export function declarationsInRust(_root: SyntaxNode): Declarations {
  return { declarations: [], imports: [] };
}
