import type { Syntax, SyntaxNode } from '../ports.ts';
import { goImports, looksStandard, packageOperands } from '../syntax/imports-go.ts';
import { readModule } from '../syntax/modules.ts';
import { specsOf } from '../syntax/scopes-go.ts';
import { applyTextEdits, type TextEdit } from '../syntax/text-edits.ts';
import { leadingComments, ownLineEnd } from '../syntax/trivia.ts';
import { appended, forgottenImports, isSameText, taken, type Fit } from './fragment.ts';
import { withGoImports, type GoSpec } from './merge-imports-go.ts';

/**
 * Declarations at the end of a Go file, under the package clause of its directory. Imports that the code uses come with it, those that it does
 * not use stay away (either is an error), and packages of the standard library that it forgot are added.
 */
export const fitGo: Fit = ({ path, source, code, packageName }, syntax) => {
  const isNew = source.trim() === '';
  const base = isNew ? `package ${clauseFor(path, code, packageName, syntax)}\n` : source;
  const there = syntax.parse('go', base, ({ root }) => declaredIn(root));
  const given = syntax.parse('go', code, (tree) => ({ wanted: specsIn(tree.root), facts: readModule(tree), declared: declaredIn(tree.root) }));
  const again = [...given.declared].filter(([name]) => there.has(name));
  const clash = again.find(([name, each]) => !isSameText(each.text, there.get(name)!.text));
  if (clash !== undefined) return taken(clash[0]);
  const head = isNew ? headOf(code, syntax) : '';
  const body = bodyOf(code, given.facts.comments, [...again.map(([, each]) => each)], syntax);
  const { eol } = syntax.parse('go', base, readModule).style;
  const placed = appended(head + base, [body], eol);
  return { type: 'placed', text: withGoImports(placed, usedBy(placed, body, given.wanted, syntax), syntax) };
};

/** A test may stand in the package beside the one that it tests. */
function clauseFor(path: string, code: string, packageName: string | null, syntax: Syntax): string {
  const own = syntax.parse('go', code, (tree) => readModule(tree).packageName);
  const name = packageName ?? own ?? 'main';
  return path.endsWith('_test.go') && own === `${name}_test` ? own : name;
}

/** Build constraints and what else stands above the package clause of an answer. */
function headOf(code: string, syntax: Syntax): string {
  const clause = syntax.parse('go', code, ({ root }) => root.namedChildren.find(({ type }) => type === 'package_clause')?.startIndex ?? 0);
  const head = code.slice(0, clause).trim();
  // A comment that names the file is told to the reader of the answer, not to that of the code.
  const kept = head.split('\n').filter((line) => !/^\/\/\s*[\w./-]+\.go\s*$/.test(line)).join('\n').trim();
  return kept === '' ? '' : `${kept}${/^\/\/go:build/m.test(kept) ? '\n' : ''}\n`;
}

interface Declared {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** By name; methods by `Type.Method`. A declaration of several names stands for each of them. */
function declaredIn(root: SyntaxNode): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  for (const node of root.namedChildren) {
    const own = { text: node.text, start: node.startIndex, end: node.endIndex };
    for (const name of namesOf(node)) if (name !== 'init' && name !== '_') found.set(name, own);
  }
  return found;
}

function namesOf(node: SyntaxNode): readonly string[] {
  if (node.type === 'function_declaration') return node.childrenForFieldName('name').map(({ text }) => text);
  if (node.type === 'method_declaration') return [`${node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]?.text ?? ''}.${node.childForFieldName('name')?.text ?? ''}`];
  return specsOf(node).flatMap((spec) => spec.childrenForFieldName('name').map(({ text }) => text));
}

function specsIn(root: SyntaxNode): readonly GoSpec[] {
  return goImports(root).map(({ path, hasAlias, name }) => ({ path, alias: hasAlias ? name.text : null }));
}

/** Without package clause, imports and what is there already. */
function bodyOf(code: string, comments: Parameters<typeof leadingComments>[1], repeated: readonly Declared[], syntax: Syntax): string {
  const gone = syntax.parse('go', code, ({ root }) => root.namedChildren.filter(({ type }) => type === 'package_clause' || type === 'import_declaration').map((node): TextEdit => ({ start: node.type === 'package_clause' ? 0 : node.startIndex, end: ownLineEnd(code, node.endIndex), text: '' })));
  const again = [...new Set(repeated)].map(({ start, end }) => ({ start: leadingComments(code, comments, start).start, end: ownLineEnd(code, end), text: '' }));
  return applyTextEdits(code, [...gone, ...again]).trim();
}

/** Of the imports that came along, those that the code names; and those that it names and did not bring. */
function usedBy(placed: string, body: string, wanted: readonly GoSpec[], syntax: Syntax): readonly GoSpec[] {
  const operands = syntax.parse('go', body, ({ root }) => packageOperands(root));
  const bring = wanted.filter(({ path, alias }) => {
    if (alias === '_' || alias === '.') return true;
    if (alias !== null) return operands.has(alias);
    return !looksStandard(path) || operands.has(path.replace(/\/v\d+$/, '').split('/').at(-1)!);
  });
  const added = withGoImports(placed, bring, syntax);
  const forgotten = forgottenImports(syntax.parse('go', added, readModule), 'go').filter((path) => operands.has(path.split('/').at(-1)!));
  return [...bring, ...forgotten.map((path) => ({ path, alias: null }))];
}
