import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Static and dynamic imports with a literal specifier, read by the compiler's own parser. */
export function parse(text: string): readonly Import[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext, true);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword : node.isTypeOnly;
      imports.push({ specifier: node.moduleSpecifier.text, typeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) imports.push({ specifier: argument.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return imports;
}

/**
 * Names of the outside world that a file uses: a global as the first part of an expression (`process`, `Date.now`,
 * `fetch`), read by the compiler's own parser, so that comments, strings and regular expressions do not count.
 * `new Date()` is told as `new Date()`; members are told with their object.
 */
export function globalsUsed(text: string): readonly string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext, true);
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0) used.push(`new ${node.expression.getText(file)}()`);
    if (ts.isIdentifier(node) && isValue(node)) used.push(ts.isPropertyAccessExpression(node.parent) ? `${node.text}.${node.parent.name.text}` : node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used;
}

/** True for a name that is read as a value: not declared, not a member, not a key. */
function isValue(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return ts.isShorthandPropertyAssignment(parent) || !('name' in parent && parent.name === node);
}
