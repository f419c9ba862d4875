import type { SyntaxNode } from '../ports.ts';
import type { Declaration, Declarations } from './facts.ts';

type Found = Omit<Declaration, 'exported'>;

/**
 * Functions, methods and types of a Go file. Exported are names that begin with a capital, methods only where their type
 * is exported too. A method's container is the type of its receiver without pointer and type parameters.
 */
export function declarationsInGo(root: SyntaxNode): Declarations {
  const found: Found[] = [];
  for (const child of root.namedChildren) visit(found, child, true);
  const imports = root.descendantsOfType('import_spec').map((spec) => (spec.childForFieldName('path')?.text ?? '').slice(1, -1));
  return { imports, declarations: found.map((each) => ({ ...each, exported: isExported(each) })) };
}

/** `topLevel` of a method is false: it is reached through its type. */
function isExported({ kind, name, container, topLevel }: Found): boolean {
  return isCapital(name) && (kind === 'method' ? isCapital(container ?? '') : topLevel);
}

const isCapital = (name: string): boolean => /^\p{Lu}/u.test(name);

function visit(found: Found[], node: SyntaxNode, topLevel: boolean): void {
  switch (node.type) {
    case 'function_declaration':
      found.push({ kind: 'function', name: nameOf(node), container: null, node, definition: node, topLevel });
      visitChildren(found, node);
      return;
    case 'method_declaration':
      found.push({ kind: 'method', name: nameOf(node), container: receiverOf(node), node, definition: node, topLevel: false });
      visitChildren(found, node);
      return;
    case 'type_declaration':
      visitTypes(found, node, topLevel);
      return;
    case 'var_declaration':
      visitVariables(found, node, topLevel);
      return;
    case 'short_var_declaration':
      visitValues(found, node, node, topLevel);
      return;
    default:
      visitChildren(found, node);
  }
}

function visitChildren(found: Found[], node: SyntaxNode): void {
  for (const child of node.namedChildren) visit(found, child, false);
}

function visitTypes(found: Found[], node: SyntaxNode, topLevel: boolean): void {
  const specs = node.namedChildren.filter((child) => child.type === 'type_spec');
  for (const spec of specs) {
    const type = spec.childForFieldName('type');
    const body = type?.children.find((child) => child.type === 'field_declaration_list' || child.type === '{') ?? null;
    found.push({ kind: 'class', name: nameOf(spec), container: null, node: isAlone(node) ? node : spec, definition: spec, body, topLevel });
  }
}

function visitVariables(found: Found[], node: SyntaxNode, topLevel: boolean): void {
  for (const spec of node.descendantsOfType('var_spec')) visitValues(found, spec, isAlone(node) ? node : spec, topLevel);
}

/** Functions that get a name by `var f = func …` or `f := func …`; in a list each is the literal alone. */
function visitValues(found: Found[], node: SyntaxNode, outer: SyntaxNode, topLevel: boolean): void {
  const names = node.type === 'var_spec' ? node.childrenForFieldName('name').filter((child) => child.isNamed) : listed(node.childForFieldName('left'));
  const values = listed(node.childForFieldName(node.type === 'var_spec' ? 'value' : 'right'));
  values.forEach((value, index) => {
    const name = names[index];
    const isFunction = value.type === 'func_literal' && name !== undefined && name.type === 'identifier';
    if (isFunction) found.push({ kind: 'function', name: name.text, container: null, node: values.length === 1 ? outer : value, definition: value, topLevel });
    visitChildren(found, value);
  });
}

function listed(list: SyntaxNode | null): readonly SyntaxNode[] {
  return list?.namedChildren.filter((child) => !child.isExtra) ?? [];
}

/** True for a declaration without parentheses: it is one with its only specification. */
function isAlone(declaration: SyntaxNode): boolean {
  return declaration.children.every((child) => child.type !== '(' && child.type !== 'var_spec_list');
}

function receiverOf(method: SyntaxNode): string | null {
  let type = method.childForFieldName('receiver')?.namedChildren.find((child) => !child.isExtra)?.childForFieldName('type') ?? null;
  while (type !== null && type.type !== 'type_identifier') {
    type = type.childForFieldName('type') ?? type.childForFieldName('name') ?? type.namedChildren.find((child) => !child.isExtra) ?? null;
  }
  return type?.text ?? null;
}

const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';
