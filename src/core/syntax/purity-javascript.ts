import type { SyntaxNode } from '../ports.ts';
import { isExportsTarget, requiredSpecifier } from './commonjs.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

/** Statements that only declare. */
const DECLARATIONS = new Set([
  'import_statement', 'function_declaration', 'generator_function_declaration', 'function_signature', 'interface_declaration', 'type_alias_declaration',
  'ambient_declaration', 'import_alias', 'empty_statement', 'comment',
]);
const LITERALS = new Set([
  'string', 'number', 'true', 'false', 'null', 'undefined', 'regex', 'identifier', 'arrow_function', 'function_expression', 'generator_function',
  'property_identifier', 'private_property_identifier', 'shorthand_property_identifier', 'comment', 'string_fragment', 'escape_sequence', 'method_definition',
]);
const COMPOUND = new Set([
  'object', 'array', 'pair', 'computed_property_name', 'parenthesized_expression', 'template_string', 'template_substitution', 'binary_expression', 'ternary_expression',
]);
/** Type annotations around a value. */
const TYPED = new Set(['as_expression', 'satisfies_expression', 'non_null_expression', 'type_assertion']);
/** Constructors and functions that make a value and touch nothing else, when nobody redefined them. */
const MAKERS = /^(Map|Set|WeakMap|WeakSet|RegExp|Symbol|Symbol\.for|Error|TextEncoder|TextDecoder|Uint8Array|Object\.(freeze|create|seal|keys|entries|fromEntries)|Array\.of)$/;
/** Namespaces whose members are constants. */
const CONSTANT_ROOTS = /^(Object|Array|Number|Math|String|Symbol|RegExp|Function|Promise|Reflect|JSON|Date|Error|Buffer)(\.prototype)?\./;

/** Why executing a module-level statement has an effect beyond declaring names; `null` if it has none. */
export function impurityOf(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  if (DECLARATIONS.has(node.type)) return null;
  switch (node.type) {
    case 'export_statement': {
      const inner = node.childForFieldName('declaration') ?? node.childForFieldName('value');
      if (node.namedChildren.some((child) => child.type === 'decorator')) return explain(node);
      return inner === null ? null : inner.type.endsWith('_declaration') ? impurityOf(inner, scopes) : expression(inner, scopes);
    }
    case 'lexical_declaration':
    case 'variable_declaration':
      return firstOf(node.namedChildren.map((child) => declarator(child, scopes)));
    case 'class_declaration':
    case 'abstract_class_declaration':
      return classBody(node, scopes);
    case 'enum_declaration':
      return firstOf(node.descendantsOfType('enum_assignment').map((each) => expression(each.childForFieldName('value')!, scopes)));
    case 'expression_statement':
      return statement(node, scopes);
    default:
      return explain(node);
  }
}

function declarator(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  const value = node.childForFieldName('value');
  if (node.type !== 'variable_declarator' || value === null) return null;
  const isLoad = requiredSpecifier(value) !== null || (value.type === 'member_expression' && requiredSpecifier(value.childForFieldName('object')!) !== null);
  // Destructuring anything but a module could run a getter.
  if (!isLoad && node.childForFieldName('name')!.type !== 'identifier') return explain(node);
  return isLoad ? null : expression(value, scopes);
}

function statement(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  const value = node.namedChildren[0];
  if (value === undefined || value.type === 'string' || requiredSpecifier(value) !== null) return null;
  if (/^Object\.defineProperty\(exports, ['"]__esModule['"]/.test(value.text)) return null;
  const isExport = value.type === 'assignment_expression' && isExportsTarget(value.childForFieldName('left'));
  return isExport ? expression(value.childForFieldName('right')!, scopes) : explain(node);
}

function classBody(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  const body = node.childForFieldName('body');
  const own = [node, ...(body?.namedChildren ?? [])];
  if (own.some((each) => each.type === 'class_static_block' || each.namedChildren.some((child) => child.type === 'decorator'))) return explain(node);
  const heritage = node.namedChildren.find((child) => child.type === 'class_heritage');
  const parent = heritage?.namedChildren[0];
  const base = parent?.type === 'extends_clause' ? parent.childForFieldName('value') : parent?.type === 'implements_clause' ? undefined : parent;
  if (base !== undefined && base !== null && !/^[\w$.]+$/.test(base.text)) return explain(node);
  const statics = (body?.namedChildren ?? []).filter((each) => /field_definition$/.test(each.type) && each.children.some((child) => child.type === 'static'));
  return firstOf(statics.map((each) => (each.childForFieldName('value') === null ? null : expression(each.childForFieldName('value')!, scopes))));
}

function expression(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  if (LITERALS.has(node.type)) return null;
  if (COMPOUND.has(node.type)) return firstOf(node.namedChildren.map((child) => expression(child, scopes)));
  if (TYPED.has(node.type)) return expression(node.namedChildren[node.type === 'type_assertion' ? 1 : 0]!, scopes);
  if (requiredSpecifier(node) !== null) return null;
  switch (node.type) {
    case 'unary_expression':
      return node.children[0]?.type === 'delete' ? explain(node) : expression(node.childForFieldName('argument')!, scopes);
    case 'member_expression':
      return CONSTANT_ROOTS.test(node.text) && isGlobal(node, scopes) ? null : explain(node);
    case 'class':
      return classBody(node, scopes);
    case 'new_expression':
    case 'call_expression': {
      const callee = node.childForFieldName('constructor') ?? node.childForFieldName('function')!;
      const known = MAKERS.test(callee.text) && isGlobal(callee, scopes);
      return known ? firstOf((node.childForFieldName('arguments')?.namedChildren ?? []).map((child) => expression(child, scopes))) : explain(node);
    }
    default:
      return explain(node);
  }
}

function isGlobal(node: SyntaxNode, scopes: ScopeAnalysis): boolean {
  const root = /^[\w$]+/.exec(node.text)?.[0] ?? '';
  return !scopes.bindings.some((binding) => binding.scope === 0 && binding.name === root);
}

function firstOf(reasons: readonly (string | null)[]): string | null {
  return reasons.find((reason) => reason !== null) ?? null;
}

function explain(node: SyntaxNode): string {
  const text = node.text.split('\n', 1)[0]!.trim();
  return `line ${node.startPosition.row + 1} runs \`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}
