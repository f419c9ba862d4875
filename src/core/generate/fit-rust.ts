import type { Syntax, SyntaxNode } from '../ports.ts';
import { readModule, type ImportFact, type ModuleFacts } from '../syntax/modules.ts';
import { isTestOnly } from '../syntax/rust-attributes.ts';
import { applyTextEdits, type TextEdit } from '../syntax/text-edits.ts';
import { leadingComments, ownLineEnd } from '../syntax/trivia.ts';
import { appended, forgottenImports, isSameText, taken, type Fit } from './fragment.ts';
import { rustUse, rustUseList } from './merge-imports.ts';

/**
 * Items at the end of a Rust file, in front of its tests; tests that come with them stand last, under a name of their own. `use` lines join those of the file, the
 * functions that others call are `pub`.
 */
export const fitRust: Fit = ({ source, code, names }, syntax) => {
  const { eol } = syntax.parse('rust', source, readModule).style;
  const isNew = source.trim() === '';
  const opened = applyTextEdits(code, openings(code, names, syntax));
  if (isNew) return { type: 'placed', text: withForgotten(appended('', [opened], eol), opened, syntax) };
  const given = itemsIn(opened, syntax);
  const there = itemsIn(source, syntax);
  const again = given.filter((item) => !item.isTest && there.some((other) => other.key === item.key && !other.isTest));
  const clash = again.find((item) => !there.some((other) => other.key === item.key && isSameText(other.text, item.text)));
  if (clash !== undefined) return taken(clash.name);
  const fresh = given.filter((item) => !again.includes(item));
  const tests = fresh.filter(({ isTest }) => isTest).map((item) => renamed(item, names[0] ?? null, there));
  const firstTest = there.find((item, index) => item.isTest && there.slice(index).every(({ isTest }) => isTest));
  const cut = firstTest === undefined ? source.length : firstTest.full;
  const items = fresh.filter(({ isTest }) => !isTest).map(({ text }) => text);
  const withItems = cut === source.length ? appended(source, items, eol) : `${appended(`${source.slice(0, cut).trimEnd()}\n`, items, eol)}${eol}${source.slice(cut)}`;
  const placed = appended(withItems, tests, eol);
  return { type: 'placed', text: withForgotten(withUses(placed, opened, syntax), opened, syntax) };
};

interface Item {
  readonly key: string;
  readonly name: string;
  /** With attributes and the comments that belong to it. */
  readonly text: string;
  readonly full: number;
  readonly isTest: boolean;
}

const KEPT_OUT = new Set(['use_declaration', 'extern_crate_declaration', 'inner_attribute_item', 'attribute_item', 'line_comment', 'block_comment', 'shebang', 'empty_statement']);

/** Items but `use`, in order. An `impl` is known by all that stands before its body. */
function itemsIn(code: string, syntax: Syntax): readonly Item[] {
  return syntax.parse('rust', code, (tree) => {
    const { comments } = readModule(tree);
    return tree.root.namedChildren.filter(({ type }) => !KEPT_OUT.has(type)).map((node) => {
      const full = leadingComments(code, comments, attributeStart(node)).start;
      const name = node.childForFieldName('name')?.text ?? node.text.split('{', 1)[0]!.trim();
      return { key: `${node.type === 'impl_item' ? 'impl ' : ''}${name}`, name, text: code.slice(full, node.endIndex), full, isTest: isTestOnly(node) };
    });
  });
}

function attributeStart(node: SyntaxNode): number {
  let first = node.startIndex;
  for (let above = node.previousSibling; above !== null && /^attribute_item$|comment$/.test(above.type); above = above.previousSibling) if (above.type === 'attribute_item') first = above.startIndex;
  return first;
}

/** Two modules of one name cannot stand in one file, and the tests that are there are nobody's to change. */
function renamed({ text, name, isTest }: Item, about: string | null, there: readonly Item[]): string {
  if (!isTest || !there.some((other) => other.name === name)) return text;
  const other = [`${about ?? 'more'}_tests`, 'more_tests', 'own_tests'].find((each) => !there.some((item) => item.name === each)) ?? name;
  return text.replace(new RegExp(`\\bmod\\s+${name}\\b`), `mod ${other}`);
}

/** `pub` for functions that others call. */
function openings(code: string, names: readonly string[], syntax: Syntax): readonly TextEdit[] {
  return syntax.parse('rust', code, ({ root }) => root.namedChildren.flatMap((node) => {
    const isWanted = node.type === 'function_item' && names.includes(node.childForFieldName('name')?.text ?? '') && !isTestOnly(node);
    return isWanted && !node.namedChildren.some(({ type }) => type === 'visibility_modifier') ? [{ start: node.startIndex, end: node.startIndex, text: 'pub ' }] : [];
  }));
}

/** The file with what the code's `use` lines name; a list of which the file has nothing is taken as it was written. */
function withUses(source: string, code: string, syntax: Syntax): string {
  const wanted = syntax.parse('rust', code, readModule).imports;
  let text = source;
  const add = (edit: TextEdit | null): boolean => {
    if (edit !== null) text = applyTextEdits(text, [edit]);
    return edit !== null;
  };
  const facts = (): ModuleFacts => syntax.parse('rust', text, readModule);
  for (const start of new Set(wanted.map((fact) => fact.start))) {
    const leaves = wanted.filter((fact) => fact.start === start);
    const locals = leaves.flatMap(({ names }) => names.map(({ local }) => local));
    const isList = leaves.length > 1 && leaves.every(({ wildcard }) => !wildcard);
    if (isList && add(rustUseList(text, facts(), code.slice(start, leaves[0]!.end), locals))) continue;
    for (const leaf of leaves) add(leaf.wildcard || leaf.names.length > 0 ? rustUse(text, facts(), pathOf(leaf)) : null);
  }
  return text;
}

function pathOf({ specifier, names: [name] }: ImportFact): string {
  if (name?.imported === 'self') return specifier;
  const last = name === undefined ? '*' : name.imported === name.local ? name.imported : `${name.imported} as ${name.local}`;
  return specifier === '' ? last : `${specifier}::${last}`;
}

function withForgotten(source: string, code: string, syntax: Syntax): string {
  const named = new Set(syntax.parse('rust', code, readModule).scopes.references.map(({ name }) => name));
  let text = source;
  for (const path of forgottenImports(syntax.parse('rust', text, readModule), 'rust')) {
    const facts: ModuleFacts = syntax.parse('rust', text, readModule);
    const edit = named.has(path.split('::').at(-1)!) && !facts.imports.some(({ wildcard }) => wildcard) ? rustUse(text, facts, path) : null;
    if (edit !== null) text = applyTextEdits(text, [edit]);
  }
  return text;
}

/** Names of the items that only tests are built with, with the text of each: what a file of code brings to prove itself. */
export function inlineTests(text: string, syntax: Syntax): ReadonlyMap<string, string> {
  return new Map(itemsIn(text, syntax).filter(({ isTest }) => isTest).map((item) => [item.name, item.text]));
}

/** The file without anything but its tests and the `use` lines at its head. */
export function testsAlone(text: string, syntax: Syntax): string {
  const gone = itemsIn(text, syntax).filter(({ isTest }) => !isTest).map((item): TextEdit => ({ start: item.full, end: ownLineEnd(text, item.full + item.text.length), text: '' }));
  return applyTextEdits(text, gone);
}
