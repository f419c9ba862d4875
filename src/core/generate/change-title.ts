/** What a change did to the declarations of its files, in the words of a commit: made from the edits alone. */
import type { FileEdit } from '../model/change.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { number, quoted } from '../report/format.ts';
import { declarationsOf, membersOf } from '../syntax/declared.ts';
import { languageOf } from '../syntax/language.ts';
import { inlineTests } from './fit-rust.ts';

/** Functions, classes, constants and `Class.method`s of one file, in its order. */
export interface ChangedNames {
  readonly path: string;
  readonly isNew: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Characters of a subject line; a title that is longer names the file without its directories. */
const LONGEST = 72;
const HOLDERS = new Set(['class_declaration', 'abstract_class_declaration', 'class_definition', 'interface_declaration', 'lexical_declaration', 'enum_declaration', 'record_declaration']);
const EXPORTED = /^(?:module\.)?exports\.([\w$]+)\s*=/;

/** One entry for each edit, in their order; inline tests are told apart from code. A member is told apart from its class unless the class came or went with it. */
export async function changedNames(edits: readonly FileEdit[], syntax: Syntax): Promise<readonly ChangedNames[]> {
  const all: ChangedNames[] = [];
  for (const { path, before, after } of edits) {
    const earlier = await declaredIn(path, before ?? '', syntax);
    const later = await declaredIn(path, after ?? '', syntax);
    const only = (these: ReadonlyMap<string, string>, those: ReadonlyMap<string, string>): string[] => [...these.keys()].filter((name) => !those.has(name) && (!name.includes('.') || those.has(name.split('.')[0]!) || !these.has(name.split('.')[0]!)));
    const tests = languageOf(path) === 'rust' && after !== null ? inlineTests(after, syntax) : new Map<string, string>();
    all.push({
      path, isNew: before === null, added: only(later, earlier).filter((name) => !tests.has(name)), removed: only(earlier, later),
      changed: [...later].filter(([name, text]) => earlier.has(name) && earlier.get(name) !== text).map(([name]) => name),
    });
  }
  return all;
}

/** "Add `slugify` to src/text.js". `wanted` are the names that were asked for: they are told before what came along with them. */
export function titleOfChange(changes: readonly ChangedNames[], { target, wanted }: { readonly target: string; readonly wanted: readonly string[] }): string {
  const touched = changes.filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
  const best = touched.find(({ added }) => added.some((name) => isAsked(name, wanted))) ?? touched.find(({ path }) => path === target) ?? touched[0] ?? changes.find(({ path }) => path === target) ?? changes[0];
  if (best === undefined) return `Change ${target}`;
  const long = titled(best, best.path, wanted);
  return long.length <= LONGEST ? long : titled(best, best.path.slice(best.path.lastIndexOf('/') + 1), wanted);
}

function titled({ added, changed, removed, isNew }: ChangedNames, path: string, wanted: readonly string[]): string {
  const asked = added.filter((name) => isAsked(name, wanted));
  if (asked.length > 0) return `Add ${enumerated(asked)} to ${path}`;
  // A function that comes along with the one that calls it is a part of that change.
  if (changed.length > 0) return `Change ${enumerated(changed)} in ${path}`;
  if (added.length > 0) return `Add ${enumerated(added)} to ${path}`;
  if (removed.length > 0) return `Remove ${enumerated(removed)} from ${path}`;
  return `${isNew ? 'Add' : 'Change'} ${path}`;
}

/** By its own name, or by that of the member. */
function isAsked(name: string, wanted: readonly string[]): boolean {
  return wanted.includes(name) || (name.includes('.') && wanted.includes(name.slice(name.lastIndexOf('.') + 1)));
}

/** What happened to one file, for the list below a title: "adds `slugify`, changes `words`". */
export function changesText({ added, changed, removed, isNew }: ChangedNames): string {
  const parts = [['adds', added], ['changes', changed], ['removes', removed]] as const;
  const told = parts.filter(([, names]) => names.length > 0).map(([verb, names]) => `${verb} ${enumerated(names, 5)}`).join(', ');
  return isNew ? `new${told === '' ? '' : `, ${told}`}` : told === '' ? 'changed' : told;
}

function enumerated(names: readonly string[], most = 2): string {
  const more = names.length - most;
  const shown = names.slice(0, more > 0 ? most : names.length).map(quoted);
  if (more > 0) return `${shown.join(', ')} and ${number(more)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** Names and texts, a class without its members' texts. */
async function declaredIn(path: string, source: string, syntax: Syntax): Promise<ReadonlyMap<string, string>> {
  const language = languageOf(path);
  if (language === null || source === '') return new Map();
  await syntax.load([language]);
  return syntax.parse(language, source, ({ root }) => {
    const found = new Map<string, string>();
    for (const statement of root.namedChildren) {
      for (const { name, node, outer } of namedIn(statement)) {
        const members = HOLDERS.has(node.type) ? membersOf(node) : [];
        add(found, name, members.reduceRight((text, member) => text.slice(0, member.outer.startIndex - outer.startIndex) + text.slice(member.outer.endIndex - outer.startIndex), outer.text));
        for (const member of members) add(found, `${name}.${member.name}`, member.outer.text);
      }
    }
    return found;
  });
}

function namedIn(statement: SyntaxNode): ReturnType<typeof declarationsOf> {
  const exported = EXPORTED.exec(statement.text)?.[1];
  return exported === undefined ? declarationsOf(statement) : [{ name: exported, node: statement, outer: statement }];
}

/** Overloads, and a getter with its setter, share a name. */
function add(found: Map<string, string>, name: string, text: string): void {
  found.set(name, `${found.get(name) ?? ''}${text.replace(/\s+/g, ' ')}`);
}
