import type { SyntaxNode } from '../ports.ts';

/** Structures that cost 1 + nesting and nest what they contain. */
const NESTING = new Set([
  'if_statement', 'ternary_expression', 'conditional_expression', 'switch_statement', 'match_statement', 'for_statement', 'for_in_statement',
  'while_statement', 'do_statement', 'catch_clause', 'except_clause', 'except_group_clause',
]);
const FUNCTIONS = new Set([
  'function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration', 'arrow_function', 'method_definition',
  'function_definition', 'lambda',
]);
const JUMPS = new Set(['break_statement', 'continue_statement']);
const LOGICAL = new Set(['&&', '||', 'and', 'or']);

/**
 * Cognitive complexity of a declaration (G. A. Campbell, "Cognitive Complexity", SonarSource 2018). Nested functions
 * count towards the declaration that contains them. Recursion is seen when direct; `else` of Python's loops and `try`
 * counts as any `else`; comprehensions and `??` are free.
 */
export function cognitiveComplexity(declaration: SyntaxNode): number {
  const body = functionOf(declaration);
  if (!body) return visitAll(declaration, 0, { name: null, isMethod: false, recursive: false, nestedOffset: -1 });
  const state: Visit = {
    name: nameOf(declaration) ?? nameOf(body),
    isMethod: METHODS.has(declaration.type) || METHODS.has(body.parent?.parent?.type ?? ''),
    recursive: false,
    nestedOffset: declaresOnly(body) ? -1 : 0,
  };
  return visitAll(body, 0, state) + (state.recursive ? 1 : 0);
}

const METHODS = new Set(['method_definition', 'field_definition', 'public_field_definition', 'class_definition']);

interface Visit {
  /** The function's own name: a call of it (through `this` or `self` for methods) is recursion. */
  readonly name: string | null;
  readonly isMethod: boolean;
  recursive: boolean;
  /** −1 in a class or in a function that only declares: its functions are not deeper for it (the paper's appendix A). */
  readonly nestedOffset: number;
}

/** The function of a declaration: itself, or what a `const`, an assignment, a field or a decorator wraps. */
function functionOf(node: SyntaxNode): SyntaxNode | null {
  if (FUNCTIONS.has(node.type)) return node;
  if (node.type.startsWith('class') || node.type.includes('class_')) return null;
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
  const { type } = node;
  if (type === 'if_statement') return 1 + nesting + visitIf(node, nesting, state);
  if (NESTING.has(type)) return 1 + nesting + visitNested(node, nesting, state);
  if (FUNCTIONS.has(type)) return visitAll(node, nesting + 1 + (nesting === 0 ? state.nestedOffset : 0), state);
  if (type === 'else_clause') return 1 + visitAll(node, nesting + 1, state);
  if (JUMPS.has(type)) return node.namedChildren.some((child) => !child.isExtra) ? 1 : 0;
  if (isLogical(node)) return visitLogical(node, nesting, state);
  if (isOwnCall(node, state)) state.recursive = true;
  return visitAll(node, nesting, state);
}

/** What is evaluated before the structure is entered is not nested in it. */
const HEADS = new Set(['condition', 'value', 'subject', 'left', 'right', 'initializer', 'increment', 'parameter']);

function visitNested(node: SyntaxNode, nesting: number, state: Visit): number {
  let total = 0;
  node.children.forEach((child, index) => {
    if (!child.isNamed) return;
    const isHead = HEADS.has(node.fieldNameForChild(index) ?? '');
    if (child.type === 'else_clause') total += visit(child, nesting, state);
    else total += visit(child, isHead ? nesting : nesting + 1, state);
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
    else total += visit(child, field === 'consequence' ? nesting + 1 : nesting, state);
  });
  return total;
}

function visitElse(clause: SyntaxNode, nesting: number, state: Visit): number {
  const chained = clause.namedChildren.find((child) => !child.isExtra);
  if (chained?.type === 'if_statement') return 1 + visitIf(chained, nesting, state);
  return 1 + visitAll(clause, nesting + 1, state);
}

const isLogical = (node: SyntaxNode): boolean =>
  (node.type === 'binary_expression' || node.type === 'boolean_operator') && LOGICAL.has(node.childForFieldName('operator')?.type ?? '');

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
    flatten(inner.childForFieldName('left')!);
    operators.push(inner.childForFieldName('operator')!.type);
    flatten(inner.childForFieldName('right')!);
  };
  flatten(node);
  const runs = operators.filter((operator, i) => operator !== operators[i - 1]).length;
  return operands.reduce((total, operand) => total + visit(operand, nesting, state), runs);
}

function isOwnCall(node: SyntaxNode, { name, isMethod }: Visit): boolean {
  if (name === null || (node.type !== 'call_expression' && node.type !== 'call')) return false;
  const callee = node.childForFieldName('function');
  if (!isMethod) return callee?.type === 'identifier' && callee.text === name;
  const member = callee?.childForFieldName('property') ?? callee?.childForFieldName('attribute');
  return member?.text === name && ['this', 'self', 'cls'].includes(callee?.childForFieldName('object')?.text ?? '');
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
  if (FUNCTIONS.has(statement.type) || statement.type.includes('class_')) return true;
  if (statement.type === 'lexical_declaration' || statement.type === 'variable_declaration') {
    return statement.namedChildren.every((declarator) => declaresValue(declarator.childForFieldName('value')));
  }
  const [inner] = statement.namedChildren;
  if (statement.type === 'return_statement') return declaresValue(inner ?? null);
  if (statement.type !== 'expression_statement' || !inner) return false;
  return inner.type === 'string' || (inner.type === 'assignment_expression' && declaresValue(inner.childForFieldName('right')));
}

function declaresValue(value: SyntaxNode | null): boolean {
  if (value === null || FUNCTIONS.has(value.type) || value.type === 'object') return true;
  return value.descendantsOfType([...NESTING, ...FUNCTIONS]).length === 0;
}

function isDecorator(body: SyntaxNode): boolean {
  const isDocstring = (node: SyntaxNode): boolean => node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string';
  const [first, second, third] = body.namedChildren.filter((child) => !child.isExtra && !isDocstring(child));
  const definition = first?.type === 'decorated_definition' ? first.childForFieldName('definition') : first;
  return definition?.type === 'function_definition' && second?.type === 'return_statement' && third === undefined;
}
