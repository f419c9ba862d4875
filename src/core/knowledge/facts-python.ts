import type { SyntaxNode } from '../ports.ts';
import type { Declaration, Declarations } from './facts.ts';

interface Scope {
  /** The class directly around, if any. */
  readonly container: string | null;
  /** Directly in the module: not under `if` or `try`. */
  readonly topLevel: boolean;
}

/** Functions, methods and classes of a Python module; exported means in `__all__`, else without a leading underscore. */
export function declarationsInPython(root: SyntaxNode): Declarations {
  const imports: string[] = [];
  const found: Omit<Declaration, 'exported'>[] = [];

  const visit = (node: SyntaxNode, scope: Scope, outer: SyntaxNode): void => {
    switch (node.type) {
      case 'decorated_definition':
        for (const child of node.namedChildren) visit(child, scope, child.type === 'decorator' ? child : node);
        return;
      case 'function_definition': {
        const kind = scope.container === null ? 'function' : 'method';
        found.push({ kind, name: nameOf(node), container: scope.container, node: outer, definition: node, topLevel: scope.topLevel });
        visitChildren(node, { container: null, topLevel: false });
        return;
      }
      case 'class_definition':
        found.push({ kind: 'class', name: nameOf(node), container: scope.container, node: outer, definition: node, topLevel: scope.topLevel });
        visitChildren(node, { container: nameOf(node), topLevel: false });
        return;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        imports.push(...importsOf(node));
        return;
      default:
        visitChildren(node, { container: scope.container, topLevel: false });
    }
  };
  const visitChildren = (node: SyntaxNode, scope: Scope): void => {
    for (const child of node.namedChildren) visit(child, scope, child);
  };
  visitChildren(root, { container: null, topLevel: true });

  const listed = listedNames(root);
  const isExported = (name: string): boolean => (listed ? listed.has(name) : !name.startsWith('_'));
  return { imports, declarations: found.map((each) => ({ ...each, exported: each.topLevel && isExported(each.name) })) };
}

const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';

function importsOf(node: SyntaxNode): string[] {
  if (node.type === 'future_import_statement') return ['__future__'];
  const from = node.childForFieldName('module_name');
  if (from) return [from.text];
  return node.childrenForFieldName('name').map((name) => (name.childForFieldName('name') ?? name).text);
}

/** What a literal `__all__` lists; `null` if there is none or it is computed. */
function listedNames(root: SyntaxNode): ReadonlySet<string> | null {
  for (const statement of root.namedChildren) {
    const assignment = statement.namedChildren[0];
    if (assignment?.type !== 'assignment' || assignment.childForFieldName('left')?.text !== '__all__') continue;
    const list = assignment.childForFieldName('right');
    if (list?.type !== 'list' && list?.type !== 'tuple') return null;
    const items = list.namedChildren.filter((child) => !child.isExtra);
    if (items.some((item) => item.type !== 'string')) return null;
    return new Set(items.map((item) => item.text.slice(1, -1)));
  }
  return null;
}
