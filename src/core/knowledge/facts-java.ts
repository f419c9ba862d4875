import type { SyntaxNode } from '../ports.ts';
import type { Declarations } from './facts.ts';

/** Functions, methods and types of a Java file. */
export function declarationsInJava(_root: SyntaxNode): Declarations {
  return { declarations: [], imports: [] };
}
