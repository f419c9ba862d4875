import type { SyntaxNode } from '../ports.ts';
import type { ExportFact } from './modules.ts';
import { isExportsTarget } from './commonjs.ts';

/** What one statement exports. */
export function readExports(node: SyntaxNode): readonly ExportFact[] {
  if (node.type === 'export_statement') return readExportStatement(node);
  const assignment = node.type === 'expression_statement' ? node.namedChildren[0] : undefined;
  return assignment?.type === 'assignment_expression' ? readAssignment(node, assignment) : [];
}

interface Entry {
  readonly form: ExportFact['form'];
  readonly exported: string;
  readonly local: string | null;
  readonly range: SyntaxNode;
  readonly source?: string | null;
  readonly typeOnly?: boolean;
}

function fact(statement: SyntaxNode, entry: Entry): ExportFact {
  return {
    form: entry.form,
    exported: entry.exported,
    local: entry.local,
    source: entry.source ?? null,
    typeOnly: entry.typeOnly ?? false,
    start: entry.range.startIndex,
    end: entry.range.endIndex,
    statement: { start: statement.startIndex, end: statement.endIndex },
  };
}

function readExportStatement(node: SyntaxNode): readonly ExportFact[] {
  const source = node.childForFieldName('source')?.text.slice(1, -1) ?? null;
  const typeOnly = node.children.some((child) => child.type === 'type');
  const clause = node.namedChildren.find((child) => child.type === 'export_clause');
  if (clause !== undefined) {
    const specifiers = clause.namedChildren.filter((child) => child.type === 'export_specifier');
    return specifiers.map((each) => {
      const name = each.childForFieldName('name')!.text;
      const exported = each.childForFieldName('alias')?.text ?? name;
      return fact(node, { form: source === null ? 'list' : 'from', exported, local: source === null ? name : null, range: each, source, typeOnly });
    });
  }
  if (source !== null) {
    const space = node.namedChildren.find((child) => child.type === 'namespace_export');
    return [fact(node, { form: space === undefined ? 'star' : 'from', exported: space?.namedChildren[0]?.text ?? '*', local: null, range: node, source, typeOnly })];
  }
  const isDefault = node.children.some((child) => child.type === 'default');
  const declaration = node.childForFieldName('declaration');
  const names = declaration === null ? [] : declaredNames(declaration);
  if (isDefault || node.children.some((child) => child.type === '=')) {
    const value = node.childForFieldName('value') ?? node.namedChildren.at(-1) ?? null;
    const local = names[0] ?? (value?.type === 'identifier' ? value.text : null);
    return [fact(node, { form: isDefault ? 'default' : 'whole', exported: isDefault ? 'default' : '=', local, range: declaration ?? value ?? node })];
  }
  return names.map((name) => fact(node, { form: 'declaration', exported: name, local: name, range: node, typeOnly }));
}

function declaredNames(node: SyntaxNode): readonly string[] {
  const name = node.childForFieldName('name');
  if (name !== null) return [name.text];
  return node.namedChildren
    .filter((child) => child.type === 'variable_declarator')
    .flatMap((child) => {
      const target = child.childForFieldName('name')!;
      return target.type === 'identifier' ? [target.text] : target.descendantsOfType(['identifier', 'shorthand_property_identifier_pattern']).map((each) => each.text);
    });
}

function readAssignment(statement: SyntaxNode, node: SyntaxNode): readonly ExportFact[] {
  const left = node.childForFieldName('left')!;
  const right = node.childForFieldName('right')!;
  if (!isExportsTarget(left)) return [];
  const local = right.type === 'identifier' ? right.text : null;
  if (left.text !== 'module.exports') {
    return [fact(statement, { form: 'property', exported: left.childForFieldName('property')!.text, local, range: right })];
  }
  if (right.type !== 'object') return [fact(statement, { form: 'whole', exported: '=', local, range: right })];
  return right.namedChildren.filter((child) => child.type !== 'comment').map((child) => {
    const value = child.childForFieldName('value');
    if (child.type === 'shorthand_property_identifier') return fact(statement, { form: 'object', exported: child.text, local: child.text, range: child });
    const key = child.childForFieldName('key') ?? child.childForFieldName('name');
    return fact(statement, { form: 'object', exported: key?.text ?? '...', local: value?.type === 'identifier' ? value.text : null, range: child });
  });
}
