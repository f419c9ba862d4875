/** Functions as they stand in a module, a class or an answer: what their callers see of them, and where they begin and end. */
import type { SyntaxNode, SyntaxTree } from '../../ports.ts';
import type { TextRange } from '../../syntax/scope-builder.ts';

/** A declaration of one name. The range is without `export`, with decorators. */
export interface DeclarationFact extends TextRange {
  readonly name: string;
  /** `constant`: a `const` that holds no function. */
  readonly form: 'hoisted' | 'variable' | 'constant' | 'member';
  /** Everything before the body in tokens: modifiers, decorators, name, parameters, types; comments and layout do not count. */
  readonly header: string;
  /** The same as it is written, on one line. */
  readonly signature: string;
  /** Python: whether it yields, and its docstring; in JavaScript the header and the comment above say so. */
  readonly yields: boolean;
  readonly docstring: string;
  readonly exported: boolean;
  /** The whole statement, `export` included. */
  readonly statement: TextRange;
}

export type Declared = DeclarationFact | { readonly form: 'other'; readonly statement: TextRange; readonly type: string };

const FUNCTIONS = new Set(['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function', 'arrow_function', 'method_definition', 'function_definition']);
/** What may cover the same range as its only content. */
const AROUND = new Set(['program', 'module', 'block', 'statement_block', 'class_body']);
const SKIPPED = new Set(['comment', 'empty_statement', 'decorator']);

/** What the root, or a class's body, declares; comments are left out. */
export function declarationsIn(parent: SyntaxNode): readonly Declared[] {
  return parent.namedChildren.filter(({ type }) => !SKIPPED.has(type)).map((node) => declarationAt(node));
}

/** The declaration that covers exactly this range; `null` if there is none that could stand by itself. */
export function declarationOf(tree: SyntaxTree, range: TextRange): DeclarationFact | null {
  let node: SyntaxNode | undefined = tree.root;
  while (node !== undefined && (node.startIndex !== range.start || node.endIndex !== range.end || AROUND.has(node.type))) {
    node = node.namedChildren.find((child) => child.startIndex <= range.start && child.endIndex >= range.end);
  }
  if (node === undefined) return null;
  const statement = node.parent?.type === 'export_statement' ? node.parent : node;
  const found = declarationAt(statement);
  return found.form === 'other' || found.form === 'constant' ? null : found;
}

/** The class of that name directly in the module. */
export function classIn({ root }: SyntaxTree, name: string): SyntaxNode | null {
  const classes = root.namedChildren.map((node) => (node.type === 'export_statement' ? node.childForFieldName('declaration') ?? node : node)).map((node) => (node.type === 'decorated_definition' ? node.childForFieldName('definition') ?? node : node));
  return classes.find((node) => node.type.includes('class') && node.childForFieldName('name')?.text === name)?.childForFieldName('body') ?? null;
}

function declarationAt(statement: SyntaxNode): Declared {
  const exported = statement.type === 'export_statement';
  const node = exported ? statement.childForFieldName('declaration') ?? statement.childForFieldName('value') ?? statement : statement;
  const place = { start: statement.startIndex, end: statement.endIndex };
  const other = { form: 'other', statement: place, type: statement.type } as const;
  const definition = definitionOf(node);
  const name = nameOf(node, definition);
  if (name === null) return other;
  const own = { name, start: node.startIndex, end: node.endIndex, exported, statement: place };
  if (definition === null) return isConstant(node) ? { ...own, form: 'constant', header: '', signature: name, yields: false, docstring: '' } : other;
  const body = definition.childForFieldName('body');
  if (body === null) return other;
  return { ...own, form: formOf(node), header: headerOf(node, body), signature: signatureOf(node, body), yields: yieldsIn(body), docstring: docstringOf(definition, body) };
}

/** The function of a declaration; `null` if what is declared is none, or more than one name is declared. */
function definitionOf(node: SyntaxNode): SyntaxNode | null {
  if (FUNCTIONS.has(node.type)) return node;
  const value = valueOf(node);
  return value !== null && FUNCTIONS.has(value.type) ? value : null;
}

function valueOf(node: SyntaxNode): SyntaxNode | null {
  switch (node.type) {
    case 'decorated_definition': return node.childForFieldName('definition');
    case 'lexical_declaration':
    case 'variable_declaration': return onlyDeclarator(node)?.childForFieldName('value') ?? null;
    case 'field_definition':
    case 'public_field_definition': return node.childForFieldName('value');
    case 'expression_statement': return node.namedChildren[0]?.type === 'assignment_expression' ? node.namedChildren[0].childForFieldName('right') : null;
    default: return null;
  }
}

function onlyDeclarator(node: SyntaxNode): SyntaxNode | null {
  const declarators = node.namedChildren.filter(({ type }) => type === 'variable_declarator');
  return declarators.length === 1 ? declarators[0]! : null;
}

function nameOf(node: SyntaxNode, definition: SyntaxNode | null): string | null {
  const left = node.type === 'expression_statement' ? node.namedChildren[0]?.childForFieldName('left') ?? null : null;
  const named = left?.childForFieldName('property') ?? onlyDeclarator(node)?.childForFieldName('name') ?? node.childForFieldName('name') ?? node.childForFieldName('property') ?? definition?.childForFieldName('name') ?? null;
  return named === null || named.type.endsWith('_pattern') ? null : named.text;
}

function isConstant(node: SyntaxNode): boolean {
  return node.type === 'lexical_declaration' && node.children[0]?.type === 'const';
}

function formOf({ type }: SyntaxNode): 'hoisted' | 'variable' | 'member' {
  if (type === 'method_definition' || type === 'field_definition' || type === 'public_field_definition') return 'member';
  return type === 'function_declaration' || type === 'generator_function_declaration' ? 'hoisted' : 'variable';
}

function signatureOf(node: SyntaxNode, body: SyntaxNode): string {
  return node.text.slice(0, body.startIndex - node.startIndex).replace(/\s+/g, ' ').replace(/\s*(?:=>|:)?\s*$/, '');
}

/** Tokens up to the body; a comma before a closing bracket is layout. */
function headerOf(node: SyntaxNode, body: SyntaxNode): string {
  const tokens: string[] = [];
  const visit = (each: SyntaxNode): void => {
    if (each.startIndex >= body.startIndex || each.type === 'comment') return;
    if (each.children.length === 0 || /string/.test(each.type)) tokens.push(each.text);
    else each.children.forEach(visit);
  };
  node.children.forEach(visit);
  return tokens.filter((token, index) => token !== '' && !(token === ',' && /^[)\]}]$/.test(tokens[index + 1] ?? ''))).join(' ');
}

function yieldsIn(node: SyntaxNode): boolean {
  if (node.type === 'yield') return true;
  return node.namedChildren.some((child) => child.type !== 'function_definition' && child.type !== 'lambda' && yieldsIn(child));
}

function docstringOf(definition: SyntaxNode, body: SyntaxNode): string {
  const first = definition.type === 'function_definition' ? body.namedChildren.find(({ type }) => type !== 'comment') : undefined;
  const literal = first?.type === 'expression_statement' ? first.namedChildren[0] : undefined;
  return literal?.type === 'string' ? literal.text.replace(/\s+/g, ' ') : '';
}
