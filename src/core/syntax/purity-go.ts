import type { SyntaxNode } from '../ports.ts';
import { specsOf } from './scopes-go.ts';

const LITERALS = new Set(['identifier', 'int_literal', 'float_literal', 'imaginary_literal', 'rune_literal', 'interpreted_string_literal', 'raw_string_literal', 'true', 'false', 'nil', 'iota', 'func_literal', 'selector_expression']);
const COMPOUND = new Set(['expression_list', 'parenthesized_expression', 'binary_expression', 'literal_value', 'keyed_element', 'literal_element', 'argument_list', 'variadic_argument']);
const TYPE = /_type$|^type_identifier$|^type_arguments$/;
/** Calls that make a value and touch nothing else, and conversions to types that everybody has. */
const MAKERS =
  /^(make|new|len|cap|append|min|max|complex|real|imag|string|bool|byte|rune|error|any|u?int(8|16|32|64|ptr)?|float(32|64)|complex(64|128)|errors\.(New|Join)|fmt\.(Errorf|Sprintf|Sprint)|regexp\.MustCompile|strings\.(NewReplacer|Repeat|Split|Fields|ToUpper|ToLower)|time\.(Duration|Date|Month)|big\.(NewInt|NewFloat|NewRat)|sync\.(NewCond|OnceFunc|OnceValue|OnceValues)|context\.(Background|TODO)|bytes\.NewBuffer(String)?|template\.Must|netip\.MustParse(Addr|Prefix)|math\.\w+|reflect\.TypeOf|atomic\.\w+|unsafe\.(Sizeof|Pointer))$/;

/** Why initialising a package runs something of its own; `null` if this declaration has no such effect. */
export function goImpurity(node: SyntaxNode): string | null {
  if (node.type === 'function_declaration') return node.childForFieldName('name')?.text === 'init' ? explain(node) : null;
  if (node.type !== 'var_declaration') return null;
  for (const spec of specsOf(node)) {
    for (const value of spec.childrenForFieldName('value')) {
      const found = expression(value);
      if (found !== null) return found;
    }
  }
  return null;
}

function expression(node: SyntaxNode): string | null {
  if (LITERALS.has(node.type) || TYPE.test(node.type) || node.type === 'comment') return null;
  if (node.type === 'unary_expression') return node.childForFieldName('operator')?.text === '<-' ? explain(node) : firstOf(node);
  // `(*T)(nil)` reads like a call.
  if (node.type === 'call_expression' && /^\(\*[\w.]+\)\(nil\)$/.test(node.text)) return null;
  if (node.type === 'call_expression') return MAKERS.test(node.childForFieldName('function')?.text ?? '') ? firstOf(node.childForFieldName('arguments')!) : explain(node);
  if (node.type === 'composite_literal') return firstOf(node.childForFieldName('body')!);
  if (node.type === 'type_conversion_expression') return node.childForFieldName('type')?.type === 'generic_type' ? explain(node) : firstOf(node);
  return COMPOUND.has(node.type) ? firstOf(node) : explain(node);
}

function firstOf(node: SyntaxNode): string | null {
  return node.namedChildren.map(expression).find((reason) => reason !== null) ?? null;
}

function explain(node: SyntaxNode): string {
  const line = node.text.split('\n', 1)[0]!;
  return `line ${node.startPosition.row + 1} runs \`${line.length > 60 ? `${line.slice(0, 59)}…` : line}\``;
}
