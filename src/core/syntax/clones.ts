/**
 * Clone keys: equal for functions that differ only in local names, their own name, comments and formatting ("type 2"
 * clones in C. K. Roy and J. R. Cordy, 2007, narrowed to what renaming alone can undo).
 */
import { createHash } from 'node:crypto';
import type { Family } from '../model/code.ts';
import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { familyOf, isRewritten } from './language.ts';
import type { ScopeAnalysis } from './scope-builder.ts';
import { analyseScopes } from './scopes.ts';
import { isStringNode } from './trivia.ts';

/** Fewer tokens in the body than this, and a call is no easier to read than the code. */
const MIN_TOKENS = 30;
/** Shorter functions than this many statements count only if they are long in tokens: one dense expression. */
const MIN_STATEMENTS = 3;
const DENSE_TOKENS = 40;

/** Lists in which a comma before the closing bracket changes nothing. A one-element Python tuple is not among them. */
const TRAILING_COMMA = new Set([
  'arguments', 'formal_parameters', 'array', 'object', 'object_pattern', 'array_pattern', 'type_parameters', 'type_arguments', 'tuple_type', 'enum_body',
  'argument_list', 'parameters', 'list', 'dictionary', 'set', 'tuple', 'tuple_pattern', 'list_pattern', 'object_type',
  'parameter_list', 'literal_value', 'type_parameter_list',
]);
/** Families in which a function may stand as a declaration, an expression or an arrow, and mean the same. */
const MANY_FORMS: ReadonlySet<Family> = new Set(['javascript', 'typescript']);
/** Statements in which a semicolon is no mere end: it says which part is which. */
const SEPARATING = /^(for_clause|if_statement|expression_switch_statement|type_switch_statement)$/;
const NAMES = new Set(['identifier', 'type_identifier', 'package_identifier']);

/** The parts of a function that stands under a name of its own. */
export interface NamedFunction {
  readonly form: 'declaration' | 'variable' | 'method';
  readonly name: SyntaxNode;
  /** The node that has parameters and body. */
  readonly function: SyntaxNode;
  /** The declaration without `export`, decorators or comments. */
  readonly declaration: SyntaxNode;
  /** Statement block, Python block, or the expression of an arrow function. */
  readonly body: SyntaxNode;
}

/**
 * The function that a declaration introduces: a function declaration, a method, or one variable holding a function. Accepts the
 * surrounding `export` statement and any node in between. `null` for everything else, decorated functions included.
 */
export function namedFunction(node: SyntaxNode): NamedFunction | null {
  switch (node.type) {
    case 'export_statement': {
      const inner = node.childForFieldName('declaration');
      return inner === null ? null : namedFunction(inner);
    }
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'function_definition':
      return assemble('declaration', node, node, node);
    case 'method_definition':
      return assemble('method', node, node, node);
    case 'lexical_declaration':
    case 'variable_declaration': {
      const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
      return declarators.length === 1 ? fromDeclarator(declarators[0]!) : null;
    }
    case 'variable_declarator':
      return fromDeclarator(node);
    case 'arrow_function':
    case 'function_expression':
    case 'generator_function':
      return node.parent?.type === 'variable_declarator' ? fromDeclarator(node.parent) : null;
    default:
      return null;
  }
}

function fromDeclarator(declarator: SyntaxNode): NamedFunction | null {
  const value = declarator.childForFieldName('value');
  const statement = declarator.parent;
  if (value === null || statement === null || !/^(arrow_function|function_expression|generator_function)$/.test(value.type)) return null;
  if (hasInnerName(value) || statement.namedChildren.filter((child) => child.type === 'variable_declarator').length !== 1) return null;
  return assemble('variable', declarator, value, statement);
}

/** A function expression's own second name would need a scope of its own. */
function hasInnerName(fn: SyntaxNode): boolean {
  return fn.type !== 'arrow_function' && fn.childForFieldName('name') !== null;
}

function assemble(form: NamedFunction['form'], named: SyntaxNode, fn: SyntaxNode, declaration: SyntaxNode): NamedFunction | null {
  const name = named.childForFieldName('name');
  const body = fn.childForFieldName('body');
  if (name === null || body === null || declaration.parent?.type === 'decorated_definition') return null;
  if (form !== 'method' && name.type !== 'identifier') return null;
  return { form, name, function: fn, declaration, body };
}

/**
 * SHA-256 (hexadecimal) of the function's tokens with comments, docstring, optional trailing commas, semicolons and
 * equivalent quotes left out, its own name and local names numbered (`$0`, `$1`, …), free names, properties and literals
 * kept. Parentheses are kept. `function f(a) { return a }`, `const f = function (a) { return a }` and `const f = (a) => a` are
 * equal as long as nothing in them says `this`, `arguments`, `super` or `new.target`. `null` for what nobody would want shared:
 * bodies of fewer than 30 tokens, or of fewer than 3 statements unless they have 40 tokens (a string counts as one); getters,
 * setters, constructors, overloaded, redeclared and decorated functions.
 */
export function cloneKeyOf(declaration: SyntaxNode, tree: SyntaxTree): string | null {
  const found = isRewritten(tree.language) ? namedFunction(declaration) : null;
  if (found === null || found.function.hasError || isSpecialMethod(found)) return null;
  const family = familyOf(tree.language);
  if (!isWorthSharing(found, family)) return null;
  const { analysis, bindingAt } = memo(tree);
  const own = bindingAt.get(found.name.startIndex);
  if (own !== undefined && analysis.bindings[own]!.declarations.length > 1) return null;
  const numbers = new Map<number, string>();
  numbers.set(own ?? -1, '$0');
  const printer: Printer = { family, own: found.name, docstring: docstringOf(found.body)?.id ?? null, parts: [], name: nameWithin(found, analysis, bindingAt, numbers), keys: memo(tree).keys };
  if (!MANY_FORMS.has(family) || found.form === 'method' || isTied(found, analysis)) print(found.declaration, printer);
  else printFunction(found, printer);
  return createHash('sha256').update(`${family}\n${printer.parts.join(' ')}`).digest('hex');
}

/** The expression statement that documents a Python function. */
export function docstringOf(body: SyntaxNode): SyntaxNode | null {
  if (body.type !== 'block') return null;
  const first = body.namedChildren.find((child) => child.type !== 'comment');
  return first?.type === 'expression_statement' && first.namedChildren.length === 1 && first.namedChildren[0]!.type === 'string' ? first : null;
}

function isSpecialMethod(found: NamedFunction): boolean {
  if (found.form !== 'method') return false;
  const words = found.function.children.filter((child) => !child.isNamed).map((child) => child.type);
  const isDecorated = found.function.namedChildren.some((child) => child.type === 'decorator') || found.function.previousSibling?.type === 'decorator';
  return words.includes('get') || words.includes('set') || found.name.text === 'constructor' || isDecorated;
}

function isWorthSharing(found: NamedFunction, family: Family): boolean {
  const docstring = docstringOf(found.body);
  let tokens = 0;
  let statements = 0;
  const count = (node: SyntaxNode): void => {
    if (node.isExtra || node.type === 'comment' || node.id === docstring?.id) return;
    if (/_(statement|declaration)$/.test(node.type) && node.type !== 'empty_statement') statements += 1;
    const isToken = node.children.length === 0 || isStringNode(node, family) || node.type === 'regex';
    if (isToken && node.type !== ';') tokens += 1;
    if (!isToken) node.children.forEach(count);
  };
  count(found.body);
  return tokens >= DENSE_TOKENS || (tokens >= MIN_TOKENS && statements >= MIN_STATEMENTS);
}

/** True if it matters whether this is a plain function or an arrow. */
function isTied(found: NamedFunction, analysis: ScopeAnalysis): boolean {
  const { startIndex, endIndex } = found.function;
  return analysis.marks.some((fact) => fact.start >= startIndex && fact.end <= endIndex && /^(this|arguments|super|new\.target)$/.test(fact.mark));
}

// ---------------------------------------------------------------------------------------------- names

interface Memo {
  readonly analysis: ScopeAnalysis;
  /** Binding by the offset of every identifier that declares it or refers to it. */
  readonly bindingAt: ReadonlyMap<number, number>;
  /** Offsets of names that may be a field's instead (Go). */
  readonly keys: ReadonlySet<number>;
}

const memos = new WeakMap<SyntaxTree, Memo>();

function memo(tree: SyntaxTree): Memo {
  const known = memos.get(tree);
  if (known !== undefined) return known;
  const analysis = analyseScopes(tree);
  const bindingAt = new Map<number, number>();
  for (const reference of analysis.references) if (reference.binding !== null) bindingAt.set(reference.start, reference.binding);
  for (const binding of analysis.bindings) for (const declaration of binding.declarations) bindingAt.set(declaration.start, binding.id);
  const keys = new Set(analysis.references.filter(({ shorthand }) => shorthand).map(({ start }) => start));
  const made = { analysis, bindingAt, keys };
  memos.set(tree, made);
  return made;
}

/** The scopes of a tree, analysed once. */
export function scopesOf(tree: SyntaxTree): ScopeAnalysis {
  return memo(tree).analysis;
}

function nameWithin(found: NamedFunction, analysis: ScopeAnalysis, bindingAt: ReadonlyMap<number, number>, numbers: Map<number, string>): Printer['name'] {
  const { startIndex, endIndex } = found.function;
  return (node) => {
    const id = bindingAt.get(node.startIndex);
    if (id === undefined) return freeName(node);
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const scope = analysis.scopes[analysis.bindings[id]!.scope]!;
    if (scope.kind === 'module' || scope.start < startIndex || scope.end > endIndex) return freeName(node);
    const number = `$${numbers.size}`;
    numbers.set(id, number);
    return number;
  };
}

/** A free name that looks like a number of ours must not be taken for one. */
function freeName(node: SyntaxNode): string {
  return node.text.startsWith('$') ? `free:${node.text}` : node.text;
}

// ---------------------------------------------------------------------------------------------- tokens

interface Printer {
  readonly family: Family;
  readonly own: SyntaxNode;
  readonly docstring: number | null;
  readonly parts: string[];
  readonly name: (node: SyntaxNode) => string;
  readonly keys: ReadonlySet<number>;
}

/** Prints the tree's structure, so that dropped separators cannot make two different trees equal. */
function print(node: SyntaxNode, printer: Printer): void {
  if (node.type === 'comment' || node.type === 'line_continuation' || isIdleSemicolon(node, printer) || node.id === printer.docstring || isTrailingComma(node)) return;
  if (node.id === printer.own.id) printer.parts.push('$0');
  else if (isStringNode(node, printer.family)) printString(node, printer);
  else if (node.type === 'shorthand_property_identifier' || node.type === 'shorthand_property_identifier_pattern') {
    printer.parts.push(`(${node.type.endsWith('pattern') ? 'pair_pattern' : 'pair'} ${node.text} : ${printer.name(node)} )`);
  } else if (node.children.length === 0) {
    // Behind a key there may be a field or a name: only where both are equal is the whole.
    const isKey = printer.family === 'go' && printer.keys.has(node.startIndex);
    printer.parts.push(NAMES.has(node.type) ? `${isKey ? `${node.text}|` : ''}${printer.name(node)}` : node.text);
  } else {
    printer.parts.push(`(${node.type}`);
    for (const child of node.children) print(child, printer);
    printer.parts.push(')');
  }
}

function isIdleSemicolon(node: SyntaxNode, { family }: Printer): boolean {
  return node.type === ';' && !(family === 'go' && SEPARATING.test(node.parent?.type ?? ''));
}

/** One form for declarations, function expressions and arrows. */
function printFunction(found: NamedFunction, printer: Printer): void {
  const fn = found.function;
  const words = fn.children.filter((child) => child.type === 'async' || child.type === '*').map((child) => child.type);
  printer.parts.push('(function $0', ...words);
  if (found.form === 'variable') for (const type of found.name.parent!.childrenForFieldName('type')) print(type, printer);
  for (const field of ['type_parameters', 'parameters', 'parameter', 'return_type']) {
    for (const child of fn.childrenForFieldName(field)) {
      if (field === 'parameter') printer.parts.push(`(formal_parameters ( ${printer.name(child)} ) )`);
      else print(child, printer);
    }
  }
  if (found.body.type === 'statement_block') print(found.body, printer);
  else {
    const inner = found.body.type === 'parenthesized_expression' && found.body.namedChildren[0]?.type === 'object' ? found.body.namedChildren[0] : found.body;
    printer.parts.push('(statement_block { (return_statement return');
    print(inner, printer);
    printer.parts.push(') } )');
  }
  printer.parts.push(')');
}

function printString(node: SyntaxNode, printer: Printer): void {
  const plain = /^(?:'([^'"\\\n]*)'|"([^'"\\\n]*)")$/.exec(node.text);
  if (plain !== null) printer.parts.push(JSON.stringify(plain[1] ?? plain[2]));
  else if (node.namedChildren.some((child) => child.type === 'interpolation')) {
    printer.parts.push('(string');
    for (const child of node.children) print(child, printer);
    printer.parts.push(')');
  } else printer.parts.push(node.text);
}

function isTrailingComma(node: SyntaxNode): boolean {
  if (node.type !== ',' || node.parent === null || !TRAILING_COMMA.has(node.parent.type)) return false;
  const siblings = node.parent.children.filter((child) => child.type !== 'comment');
  const at = siblings.findIndex((child) => child.id === node.id);
  const before = siblings[at - 1];
  const isLast = /^[)\]}>]$/.test(siblings[at + 1]?.type ?? '');
  // `[a, , ]` and `(a,)` mean something else without the comma.
  if (!isLast || before === undefined || !before.isNamed) return false;
  return !node.parent.type.startsWith('tuple') || node.parent.namedChildren.filter((child) => child.type !== 'comment').length > 1;
}
