import type { SyntaxNode } from '../ports.ts';

/** One import of a Go file. */
export interface GoImport {
  readonly spec: SyntaxNode;
  readonly declaration: SyntaxNode;
  readonly path: string;
  /** `.` and `_` as written; `null` if the name of the package can only be learned from the package. */
  readonly local: string | null;
  /** The node that declares the name: the alias, or the path. */
  readonly name: SyntaxNode;
  readonly hasAlias: boolean;
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

/**
 * The imports of a file with the names that they bind. A package may be called otherwise than its path ends: of the names that
 * a path suggests, that one counts which the file uses as a package; Go allows no import that is not used.
 */
export function goImports(root: SyntaxNode): readonly GoImport[] {
  const used = packageOperands(root);
  return root.namedChildren.filter(({ type }) => type === 'import_declaration').flatMap((declaration) => declaration.descendantsOfType('import_spec').map((spec) => {
    const literal = spec.childForFieldName('path')!;
    const path = literal.text.slice(1, -1);
    const alias = spec.childForFieldName('name');
    const local = alias?.text ?? suggestedNames(path).find((name) => used.has(name)) ?? null;
    return { spec, declaration, path, local, name: alias ?? literal, hasAlias: alias !== null };
  }));
}

/** What stands in front of a dot: packages, and everything else that has members. */
export function packageOperands(root: SyntaxNode): ReadonlySet<string> {
  return new Set(root.descendantsOfType(['selector_expression', 'qualified_type']).map((node) => (node.childForFieldName('operand') ?? node.childForFieldName('package'))?.text ?? ''));
}

/** True for paths as the standard library has them: the first part holds no dot. A module may be called so, too. */
export function looksStandard(path: string): boolean {
  return !path.split('/', 1)[0]!.includes('.');
}

/** Names that the package behind an import path probably has, best first: `gopkg.in/yaml.v3`, `example.com/go-yaml/v2`. */
export function suggestedNames(path: string): readonly string[] {
  const parts = path.split('/');
  const last = parts.at(-1)!;
  const base = /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2)! : last;
  const bare = base.replace(/\.v\d+$/, '');
  const plain = bare.replace(/^(go|golang)[-.]|[-.](go|golang)$/g, '');
  const names = [bare, plain, plain.replace(/[-.]/g, ''), plain.replace(/[-.]/g, '_'), plain.split(/[-.]/).at(-1)!, plain.split(/[-.]/)[0]!, plain.replace(/^go|go$/g, ''), `go${plain}`, last];
  return [...new Set(names)].filter((name) => IDENTIFIER.test(name));
}
