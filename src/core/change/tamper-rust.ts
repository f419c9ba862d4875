import type { FileEdit } from '../model/change.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { attributesOf, isTestOnly, testsOnlyFile } from '../syntax/rust-attributes.ts';
import type { Finding } from './tamper-go.ts';

/** An item of a file, with the modules and `impl` blocks around it. */
interface Item {
  readonly type: string;
  readonly name: string;
  /** Headers of what is around, with their attributes: an item under another condition is another item. */
  readonly around: string;
  /** With its attributes. */
  readonly text: string;
  /** `cfg`, `cfg_attr` and `path`: they decide whether, and from where, it is built. */
  readonly conditions: readonly string[];
  readonly test: boolean;
  /** A module of a file of its own. */
  readonly elsewhere: boolean;
}

/** May come to tests that are there: they change nothing that others say, if nobody says their name. */
const ADDABLE = new Set(['function_item', 'const_item', 'static_item', 'use_declaration']);

/**
 * Rust keeps unit tests in the source. Those that are there stay byte for byte, with their attributes and everything around them, as files
 * of tests do; functions, constants and imports may be added beside them under names that they do not use. No item may be put under a
 * condition that it was not under, and no module may go.
 */
export function rustTampering({ before, after }: FileEdit, syntax: Syntax): readonly Finding[] {
  if (before === null) return [];
  const had = itemsOf(before, syntax);
  const has = after === null ? [] : itemsOf(after, syntax);
  const lost = changedTests(had, has);
  if (after === null) return lost;
  return [...(lost.length > 0 ? lost : addedTests(had, has)), ...conditioned(had, has)];
}

function changedTests(had: readonly Item[], has: readonly Item[]): readonly Finding[] {
  const left = tally(has.filter(({ test }) => test));
  const lost = had.filter(({ test }) => test).find((item) => {
    const count = left.get(keyOf(item)) ?? 0;
    left.set(keyOf(item), count - 1);
    return count === 0;
  });
  if (lost === undefined) return [];
  return [{ what: `the test code ${named(lost)} in the file would be changed, moved or removed`, remedy: 'Leave the tests in a source as they are; add new ones beside them, or in a new file.' }];
}

function addedTests(had: readonly Item[], has: readonly Item[]): readonly Finding[] {
  const left = tally(had.filter(({ test }) => test));
  const places = Map.groupBy(had.filter(({ test }) => test), ({ around }) => around);
  for (const item of has.filter(({ test }) => test)) {
    const count = left.get(keyOf(item)) ?? 0;
    if (count > 0) left.set(keyOf(item), count - 1);
    const beside = places.get(item.around);
    if (count > 0 || beside === undefined || item.around === '') continue;
    const said = new Set(beside.flatMap(({ text }) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
    if (ADDABLE.has(item.type) && !item.text.includes('*;') && namesOf(item).every((name) => !said.has(name))) continue;
    return [{ what: `${named(item)} beside the tests of the file could change what they say`, remedy: 'Give it a name that they do not use, or put it into a new file.' }];
  }
  return [];
}

/** Names that an item brings into its module. */
function namesOf({ type, name, text }: Item): readonly string[] {
  return type === 'use_declaration' ? [...text.matchAll(/(\w+)\s*(?=[,};])/g)].map(([, last]) => last!) : [name];
}

function conditioned(had: readonly Item[], has: readonly Item[]): readonly Finding[] {
  const found: Finding[] = [];
  const conditions = new Map<string, Set<string>>();
  for (const item of had) conditions.set(placeOf(item), new Set([...(conditions.get(placeOf(item)) ?? []), ...item.conditions]));
  const under = has.find((item) => {
    const known = conditions.get(placeOf(item)) ?? (item.type === 'inner_attribute_item' ? new Set<string>() : undefined);
    return known !== undefined && item.conditions.some((condition) => !known.has(condition));
  });
  if (under !== undefined) found.push({ what: `${under.type === 'inner_attribute_item' ? 'the file, or a module in it,' : named(under)} would be built only under a condition, or from another file`, remedy: 'Leave `cfg` and `path` of what is there as they are.' });
  const kept = new Set(has.filter(({ elsewhere }) => elsewhere).map(placeOf));
  const gone = had.find((item) => item.elsewhere && !kept.has(placeOf(item)));
  if (gone !== undefined) found.push({ what: `the module \`${gone.name}\` would no longer be built, nor its tests run`, remedy: 'Leave its declaration where it is.' });
  return found;
}

const keyOf = ({ around, text }: Item): string => `${around}\n${text}`;
const placeOf = ({ around, type, name }: Item): string => `${around.replace(/#!?\[[^\n]*\n/g, '')}\n${type} ${name}`;
const named = ({ type, name }: Item): string => (name === '' ? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type.replace(/_item$/, '').replaceAll('_', ' ')}` : `\`${name}\``);

function tally(items: readonly Item[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function itemsOf(text: string, syntax: Syntax): readonly Item[] {
  return syntax.parse('rust', text, ({ root }) => {
    const items: Item[] = [];
    collect(items, root, '', testsOnlyFile(root));
    return items;
  });
}

function collect(items: Item[], parent: SyntaxNode, around: string, test: boolean): void {
  for (const node of parent.namedChildren) {
    if (node.isExtra || node.type === 'attribute_item' || node.type === 'empty_statement') continue;
    const attributes = attributesOf(node).map((attribute) => attribute.text);
    const isTest = test || isTestOnly(node);
    const body = node.type === 'mod_item' || node.type === 'impl_item' ? node.childForFieldName('body') : null;
    const name = node.childForFieldName('name')?.text ?? '';
    const head = body === null ? node.text : parent.text.slice(node.startIndex - parent.startIndex, body.startIndex - parent.startIndex);
    const text = [...attributes, head].join('\n');
    const elsewhere = node.type === 'mod_item' && body === null;
    items.push({ type: node.type, name: node.type === 'impl_item' ? head.trim() : name, around, text: body === null ? text : text.trim(), conditions: conditionsOf(node, attributes), test: isTest, elsewhere });
    if (body !== null) collect(items, body, `${around}${text.trim()}\n`, isTest);
  }
}

/** An inner attribute is a condition of what is around it. */
function conditionsOf(node: SyntaxNode, attributes: readonly string[]): readonly string[] {
  const all = node.type === 'inner_attribute_item' ? [node.text] : attributes;
  return all.filter((text) => /^#\s*!?\s*\[\s*(?:cfg|cfg_attr|path)\b/.test(text));
}
