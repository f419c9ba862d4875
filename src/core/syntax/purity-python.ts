import type { SyntaxNode } from '../ports.ts';
import type { ScopeAnalysis } from './scope-builder.ts';

const STATEMENTS = new Set(['import_statement', 'import_from_statement', 'future_import_statement', 'pass_statement', 'comment', 'type_alias_statement', 'global_statement']);
const LITERALS = new Set(['string', 'concatenated_string', 'integer', 'float', 'true', 'false', 'none', 'identifier', 'ellipsis', 'lambda', 'comment', 'type']);
const COMPOUND = new Set([
  'list', 'tuple', 'dictionary', 'set', 'pair', 'parenthesized_expression', 'unary_operator', 'binary_operator', 'not_operator', 'boolean_operator', 'comparison_operator',
  'conditional_expression', 'expression_list', 'keyword_argument', 'argument_list',
]);
/** Calls that make a value and touch nothing else. `getLogger` only registers a name. */
const MAKERS = /^(re\.compile|frozenset|set|dict|tuple|list|object|str|int|float|bytes|range|len|(typing\.)?(TypeVar|ParamSpec|NewType|NamedTuple|TypedDict)|(collections\.)?(namedtuple|OrderedDict|defaultdict)|logging\.getLogger|getLogger|(datetime\.)?timedelta|Decimal|Fraction)$/;
/** Decorators that only wrap or mark. */
const DECORATORS = /^(staticmethod|classmethod|property|[\w.]+\.(setter|getter)|(functools\.)?(lru_cache|cache|wraps|total_ordering|cached_property|singledispatch)|(dataclasses\.)?dataclass|(typing\.)?(overload|final|runtime_checkable|no_type_check|override)|(abc\.)?abstractmethod|(contextlib\.)?(contextmanager|asynccontextmanager)|(enum\.)?unique)(\(|$)/;
/** Bases that run nothing when a class is derived from them. */
const BASES = /^(object|dict|list|set|str|int|float|tuple|type|\w*(Error|Exception|Warning)|(typing\.)?(NamedTuple|TypedDict|Protocol|Generic)(\[.*\])?|(abc\.)?ABC|(enum\.)?(Enum|IntEnum|StrEnum|Flag|IntFlag)|(threading\.)?local)$/;

/** Why executing a module-level statement has an effect beyond declaring names; `null` if it has none. */
export function pythonImpurity(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  if (STATEMENTS.has(node.type) || isMainGuard(node)) return null;
  switch (node.type) {
    case 'function_definition':
      return firstOf(node.childForFieldName('parameters')!.namedChildren.map((each) => (each.childForFieldName('value') === null ? null : expression(each.childForFieldName('value')!, scopes))));
    case 'decorated_definition': {
      const decorators = node.namedChildren.filter((child) => child.type === 'decorator');
      const unknown = decorators.find((each) => !DECORATORS.test(each.text.slice(1).trim()));
      return unknown === undefined ? pythonImpurity(node.childForFieldName('definition')!, scopes) : explain(unknown);
    }
    case 'class_definition':
      return classDefinition(node, scopes);
    case 'expression_statement':
      return firstOf(node.namedChildren.map((child) => statement(child, scopes)));
    case 'if_statement':
    case 'try_statement':
      return conditional(node, scopes);
    default:
      return explain(node);
  }
}

/** `if __name__ == '__main__':`, which an import never runs. */
export function isMainGuard(node: SyntaxNode): boolean {
  return node.type === 'if_statement' && /^__name__\s*==\s*['"]__main__['"]$|^['"]__main__['"]\s*==\s*__name__$/.test(node.childForFieldName('condition')?.text ?? '');
}

function classDefinition(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  const bases = node.childForFieldName('superclasses')?.namedChildren ?? [];
  const isOwnClass = (name: string): boolean => scopes.bindings.some((each) => each.scope === 0 && each.name === name && each.kind === 'class');
  const unknown = bases.find((base) => !(base.type === 'keyword_argument' && base.text === 'total=False') && !BASES.test(base.text) && !isOwnClass(base.text));
  if (unknown !== undefined) return explain(node);
  return firstOf(node.childForFieldName('body')!.namedChildren.map((child) => pythonImpurity(child, scopes)));
}

/** `if TYPE_CHECKING:` and `try: import …`: whichever branch runs, it may only import and declare. */
function conditional(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  const condition = node.childForFieldName('condition');
  const isKnown = condition === null || /^(not )?(typing\.)?TYPE_CHECKING$|^sys\.(version_info|platform)\b[^(]*(\([\d, ]+\))?$/.test(condition.text);
  if (!isKnown) return explain(node);
  const blocks = node.children.flatMap((child) => (child.type === 'block' ? [child] : child.children.filter((each) => each.type === 'block')));
  return firstOf(blocks.flatMap((block) => block.namedChildren.map((child) => pythonImpurity(child, scopes))));
}

function statement(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  if (node.type === 'string' || node.type === 'ellipsis') return null;
  if (node.type === 'assignment') {
    const target = node.childForFieldName('left')!;
    const value = node.childForFieldName('right');
    if (!/^(identifier|pattern_list|tuple_pattern)$/.test(target.type)) return explain(node);
    return value === null ? null : value.type === 'assignment' ? statement(value, scopes) : expression(value, scopes);
  }
  const extendsAll = node.type === 'augmented_assignment' && node.childForFieldName('left')?.text === '__all__';
  return extendsAll ? expression(node.childForFieldName('right')!, scopes) : explain(node);
}

function expression(node: SyntaxNode, scopes: ScopeAnalysis): string | null {
  if (LITERALS.has(node.type)) return node.descendantsOfType('interpolation').length > 0 ? explain(node) : null;
  if (COMPOUND.has(node.type)) return firstOf(node.namedChildren.map((child) => expression(child, scopes)));
  if (node.type === 'attribute') return /^[\w.]+$/.test(node.text) && !/^(os|sys)\.(environ|argv)/.test(node.text) ? null : explain(node);
  if (node.type === 'subscript') return firstOf(node.namedChildren.map((child) => expression(child, scopes)));
  if (node.type !== 'call') return explain(node);
  const callee = node.childForFieldName('function')!;
  const isRedefined = scopes.bindings.some((each) => each.scope === 0 && each.name === callee.text && each.kind !== 'import');
  return MAKERS.test(callee.text) && !isRedefined ? expression(node.childForFieldName('arguments')!, scopes) : explain(node);
}

function firstOf(reasons: readonly (string | null)[]): string | null {
  return reasons.find((reason) => reason !== null) ?? null;
}

function explain(node: SyntaxNode): string {
  const text = node.text.split('\n', 1)[0]!.trim();
  return `line ${node.startPosition.row + 1} runs \`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}
