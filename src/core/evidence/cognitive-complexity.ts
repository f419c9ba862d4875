import type { SyntaxNode } from '../ports.ts';
import { arityOf, calleeOf, hasLabel, isHead, isMethod, ownNames, roleOf, STRUCTURES } from './cognitive-grammar.ts';

const LOGICAL = new Set(['&&', '||', 'and', 'or']);

/**
 * Cognitive complexity of a declaration (G. A. Campbell, "Cognitive Complexity", SonarSource 2018). Nested functions
 * count towards the declaration that contains them. Recursion is seen when direct; `else` of Python's loops and `try`
 * counts as any `else`; comprehensions, `??` and Rust's `?` are free, and so are the arms and guards of any `match`, `switch`
 * or `select`. Rust's `let … else` counts as an `if`. What stands in the arguments of a Rust macro is not seen.
 */
export function cognitiveComplexity(declaration: SyntaxNode): number {
  const body = functionOf(declaration);
  if (!body) return visitAll(declaration, 0, { name: null, owners: null, arity: null, recursive: false, nestedOffset: -1 });
  const state: Visit = {
    name: nameOf(declaration) ?? nameOf(body),
    owners: isMethod(declaration, body) ? ownNames(body) : null,
    arity: arityOf(body),
    recursive: false,
    nestedOffset: declaresOnly(body) ? -1 : 0,
  };
  return visitAll(body, 0, state) + (state.recursive ? 1 : 0);
}

interface Visit {
  /** The function's own name: a call of it (through `this`, `self` or the receiver for methods) is recursion. */
  readonly name: string | null;
  /** For methods, the names of what they belong to. */
  readonly owners: ReadonlySet<string> | null;
  readonly arity: number | null;
  recursive: boolean;
  /** −1 in a class or in a function that only declares: its functions are not deeper for it (the paper's appendix A). */
  readonly nestedOffset: number;
}

/** The function of a declaration: itself, or what a `const`, an assignment, a field or a decorator wraps. */
function functionOf(node: SyntaxNode): SyntaxNode | null {
  const role = roleOf(node);
  if (role === 'function') return node;
  if (role === 'type') return null;
  for (const child of node.namedChildren) {
    if (child.type === 'decorator') continue;
    const found = functionOf(child);
    if (found) return found;
  }
  return null;
}

function nameOf(node: SyntaxNode): string | null {
  const name = node.childForFieldName('name') ?? node.childForFieldName('definition')?.childForFieldName('name');
  if (name) return name.text;
  const declarator = node.namedChildren.find((child) => child.type === 'variable_declarator');
  return declarator?.childForFieldName('name')?.text ?? null;
}

function visitAll(node: SyntaxNode, nesting: number, state: Visit): number {
  let total = 0;
  for (const child of node.namedChildren) total += visit(child, nesting, state);
  return total;
}

function visit(node: SyntaxNode, nesting: number, state: Visit): number {
  switch (roleOf(node)) {
    case 'if':
      return 1 + nesting + visitIf(node, nesting, state);
    case 'nest':
      return 1 + nesting + visitNested(node, nesting, state);
    case 'function':
      return visitAll(node, nesting + 1 + (nesting === 0 ? state.nestedOffset : 0), state);
    case 'else':
      return 1 + visitAll(node, nesting + 1, state);
    case 'jump':
      return (hasLabel(node) ? 1 : 0) + visitAll(node, nesting, state);
    case 'goto':
      return 1;
    default:
      return visitOther(node, nesting, state);
  }
}

function visitOther(node: SyntaxNode, nesting: number, state: Visit): number {
  if (isLogical(node)) return visitLogical(node, nesting, state);
  if (node.type === 'let_declaration' && node.childForFieldName('alternative') !== null) return 1 + nesting + visitNested(node, nesting, state);
  if (isOwnCall(node, state)) state.recursive = true;
  return visitAll(node, nesting, state);
}

function visitNested(node: SyntaxNode, nesting: number, state: Visit): number {
  let total = 0;
  node.children.forEach((child, index) => {
    if (!child.isNamed) return;
    const isOutside = child.type === 'else_clause' || isHead(node, node.fieldNameForChild(index));
    total += visit(child, isOutside ? nesting : nesting + 1, state);
  });
  return total;
}

/** The condition, the branch, and the chain of `else if` / `elif` and `else`, each of which costs 1 whatever its depth. */
function visitIf(node: SyntaxNode, nesting: number, state: Visit): number {
  let total = 0;
  node.children.forEach((child, index) => {
    if (!child.isNamed) return;
    const field = node.fieldNameForChild(index);
    if (child.type === 'else_clause') total += visitElse(child, nesting, state);
    else if (child.type === 'elif_clause') total += 1 + visitIf(child, nesting, state);
    else if (field === 'alternative') total += 1 + (roleOf(child) === 'if' ? visitIf(child, nesting, state) : visit(child, nesting + 1, state));
    else total += visit(child, field === 'consequence' ? nesting + 1 : nesting, state);
  });
  return total;
}

function visitElse(clause: SyntaxNode, nesting: number, state: Visit): number {
  const chained = clause.namedChildren.find((child) => !child.isExtra);
  if (chained !== undefined && roleOf(chained) === 'if') return 1 + visitIf(chained, nesting, state);
  return 1 + visitAll(clause, nesting + 1, state);
}

const isLogical = (node: SyntaxNode): boolean =>
  node.type === 'let_chain' || ((node.type === 'binary_expression' || node.type === 'boolean_operator') && LOGICAL.has(node.childForFieldName('operator')?.type ?? ''));

/** One for each run of the same operator, read from left to right through parentheses. */
function visitLogical(node: SyntaxNode, nesting: number, state: Visit): number {
  const operators: string[] = [];
  const operands: SyntaxNode[] = [];
  const flatten = (part: SyntaxNode): void => {
    let inner = part;
    while (inner.type === 'parenthesized_expression' && inner.namedChildren.length === 1) inner = inner.namedChildren[0]!;
    if (!isLogical(inner)) {
      operands.push(inner);
      return;
    }
    const parts = inner.namedChildren.filter((child) => !child.isExtra);
    parts.forEach((child, index) => {
      if (index > 0) operators.push(inner.childForFieldName('operator')?.type ?? '&&');
      flatten(child);
    });
  };
  flatten(node);
  const runs = operators.filter((operator, i) => operator !== operators[i - 1]).length;
  return operands.reduce((total, operand) => total + visit(operand, nesting, state), runs);
}

function isOwnCall(node: SyntaxNode, { name, owners, arity }: Visit): boolean {
  const callee = name === null ? null : calleeOf(node);
  if (callee === null || callee.name !== name) return false;
  if (arity !== null && node.childForFieldName('arguments')?.namedChildren.filter((child) => !child.isExtra).length !== arity) return false;
  return owners === null ? callee.object === null : callee.object !== null && owners.has(callee.object);
}

/**
 * A JavaScript function that stands in for a module or a class (only declarations and assignments), or a Python
 * decorator (nothing but one function and a `return`).
 */
function declaresOnly(node: SyntaxNode): boolean {
  const body = node.childForFieldName('body');
  if (node.type === 'function_definition') return body !== null && isDecorator(body);
  if (body?.type !== 'statement_block') return false;
  return body.namedChildren.every((statement) => statement.isExtra || isDeclarative(statement));
}

function isDeclarative(statement: SyntaxNode): boolean {
  if (['function', 'type'].includes(roleOf(statement) ?? '')) return true;
  if (statement.type === 'lexical_declaration' || statement.type === 'variable_declaration') {
    return statement.namedChildren.every((declarator) => declaresValue(declarator.childForFieldName('value')));
  }
  const [inner] = statement.namedChildren;
  if (statement.type === 'return_statement') return declaresValue(inner ?? null);
  if (statement.type !== 'expression_statement' || !inner) return false;
  return inner.type === 'string' || (inner.type === 'assignment_expression' && declaresValue(inner.childForFieldName('right')));
}

function declaresValue(value: SyntaxNode | null): boolean {
  if (value === null || roleOf(value) === 'function' || value.type === 'object') return true;
  return value.descendantsOfType(STRUCTURES).length === 0;
}

function isDecorator(body: SyntaxNode): boolean {
  const isDocstring = (node: SyntaxNode): boolean => node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string';
  const [first, second, third] = body.namedChildren.filter((child) => !child.isExtra && !isDocstring(child));
  const definition = first?.type === 'decorated_definition' ? first.childForFieldName('definition') : first;
  return definition?.type === 'function_definition' && second?.type === 'return_statement' && third === undefined;
}
