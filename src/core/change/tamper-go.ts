import type { FileEdit } from '../model/change.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';

export interface Finding {
  readonly what: string;
  readonly remedy: string;
}

/** Names that every package knows; `min`, `max`, `clear` and `any` came late, and packages had their own. */
const PREDECLARED = new Set(
  ('append bool byte cap close comparable complex complex64 complex128 copy delete error false float32 float64 imag int int8 int16 int32 int64 iota len make new nil panic print println real recover rune string true '
    + 'uint uint8 uint16 uint32 uint64 uintptr').split(' '),
);

/** Conditions under which a file is built, its package, and what its package calls `true`: all of which a change of code leaves alone. */
export function goTampering({ before, after }: FileEdit, syntax: Syntax): readonly Finding[] {
  if (after === null) return [];
  const has = headOf(after, syntax);
  const had = before === null ? null : headOf(before, syntax);
  const found: Finding[] = [];
  if (had !== null && had.constraints.join('\n') !== has.constraints.join('\n')) found.push({ what: 'the conditions under which the file is built would change', remedy: 'Leave `//go:build` lines as they are.' });
  if (had !== null && had.package !== null && had.package !== has.package) found.push({ what: `the file would move from package \`${had.package}\` to \`${has.package ?? ''}\``, remedy: 'Leave the package clause as it is.' });
  const redefined = has.names.find((name) => PREDECLARED.has(name) && had?.names.includes(name) !== true);
  if (redefined !== undefined) found.push({ what: `\`${redefined}\` would mean something else in the whole package`, remedy: 'Choose another name.' });
  return found;
}

interface Head {
  readonly constraints: readonly string[];
  readonly package: string | null;
  /** Declared in the package. */
  readonly names: readonly string[];
}

const DECLARATIONS = ['var_spec', 'const_spec', 'type_spec', 'type_alias'];

function headOf(text: string, syntax: Syntax): Head {
  return syntax.parse('go', text, ({ root }) => {
    const clause = root.namedChildren.find(({ type }) => type === 'package_clause');
    const comments = root.namedChildren.filter((child) => child.type === 'comment' && child.startIndex < (clause?.startIndex ?? text.length));
    return {
      constraints: comments.map((comment) => comment.text.trim()).filter((comment) => /^\/\/(?:go:build\b|\s*\+build\b)/.test(comment)),
      package: clause?.namedChildren.find(({ type }) => type === 'package_identifier')?.text ?? null,
      names: root.namedChildren.flatMap(declaredIn),
    };
  });
}

function declaredIn(node: SyntaxNode): readonly string[] {
  const nodes = node.type === 'function_declaration' ? [node] : /^(?:var|const|type)_declaration$/.test(node.type) ? node.descendantsOfType(DECLARATIONS) : [];
  return nodes.flatMap((each) => each.childrenForFieldName('name').map(({ text }) => text));
}
