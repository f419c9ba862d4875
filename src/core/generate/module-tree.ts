import type { SourceTree } from '../kinds/kind.ts';
import type { FileEdit } from '../model/change.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { quoted } from '../report/format.ts';
import { languageOf } from '../syntax/language.ts';
import { attributesOf, isTestOnly } from '../syntax/rust-attributes.ts';
import { nextLine } from '../syntax/trivia.ts';
import { cratePlace, declaredModule, parentFiles, type CratePlace } from './crates.ts';

export type Reached =
  | {
      readonly type: 'reached';
      readonly edits: readonly FileEdit[];
      /** For people: one line for each file that was changed so that others are built. */
      readonly told: ReadonlyMap<string, string>;
    }
  | { readonly type: 'failure'; readonly reason: string; readonly remedy: string };

export interface ReachContext {
  readonly tree: SourceTree;
  readonly syntax: Syntax;
  readonly mayEdit: (path: string) => boolean;
}

/** The edits, with `mod name;` for each new Rust file that no file declares: without it nothing compiles the file, and its tests never run. */
export async function reached(edits: readonly FileEdit[], context: ReachContext): Promise<Reached> {
  let all = edits;
  const told = new Map<string, string>();
  for (const { path, before } of edits) {
    const place = before === null && languageOf(path) === 'rust' ? await cratePlace(path, context.tree) : null;
    if (place === null || place.root === null || place.modules.length === 0) continue;
    const step = await declared(path, place, all, context);
    if (step.type === 'failure') return step;
    all = step.edits;
    if (step.parent !== null) told.set(step.parent, `declares the module \`${place.modules.at(-1)!}\`, so that the new file is compiled`);
  }
  return { type: 'reached', edits: all, told };
}

type Step = { readonly type: 'edits'; readonly edits: readonly FileEdit[]; readonly parent: string | null } | Extract<Reached, { type: 'failure' }>;

async function declared(path: string, place: CratePlace, edits: readonly FileEdit[], { tree, syntax, mayEdit }: ReachContext): Promise<Step> {
  const name = place.modules.at(-1)!;
  for (const parent of parentFiles(place)) {
    const edit = edits.find((each) => each.path === parent);
    const text = edit?.after ?? (await tree.read(parent));
    if (text === null) continue;
    if (declaredModule(text, name) !== null) return { type: 'edits', edits, parent: null };
    if (!mayEdit(parent)) return { type: 'failure', reason: `nothing compiles ${quoted(path)}: ${quoted(parent)} would have to declare it, and may not be changed`, remedy: 'Put the function into a file that exists.' };
    await syntax.load(['rust']);
    const after = withModule(text, name, place.library !== null, syntax);
    const mode = tree.entries.find((entry) => entry.path === parent)?.mode === '100755' ? '100755' : '100644';
    const made: FileEdit = edit === undefined ? { path: parent, mode, before: text, after } : { ...edit, after };
    return { type: 'edits', edits: [...edits.filter((each) => each !== edit), made], parent };
  }
  return { type: 'failure', reason: `nothing would compile ${quoted(path)}: ${parentFiles(place).map(quoted).join(' and ')} ${parentFiles(place).length === 1 ? 'does' : 'do'} not exist`, remedy: 'Put the function into a file that exists, or beside one.' };
}

/** The declaration among its like, in their order if they have one; else below the head of the file. */
function withModule(text: string, name: string, isPublic: boolean, syntax: Syntax): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${isPublic ? 'pub ' : ''}mod ${name};${eol}`;
  return syntax.parse('rust', text, ({ root }) => {
    const modules = root.namedChildren.filter((node) => node.type === 'mod_item' && node.childForFieldName('body') === null && !isTestOnly(node));
    const nameOf = (node: SyntaxNode): string => node.childForFieldName('name')?.text ?? '';
    const alike = modules.filter((node) => node.text.startsWith('pub ') === isPublic);
    const isSorted = alike.every((node, index) => index === 0 || nameOf(alike[index - 1]!) < nameOf(node));
    const next = isSorted ? alike.find((node) => nameOf(node) > name) : undefined;
    if (next !== undefined) return inserted(text, startOf(next, text), line);
    const last = alike.at(-1) ?? modules.at(-1);
    if (last !== undefined) return inserted(text, nextLine(text, last.endIndex), text.endsWith('\n') || nextLine(text, last.endIndex) < text.length ? line : eol + line);
    const first = root.namedChildren.find(({ type, text: own }) => type !== 'inner_attribute_item' && !/^(?:\/\/!|\/\*!)/.test(own) && type !== 'shebang' && !(type === 'line_comment' && !own.startsWith('///')));
    return first === undefined ? `${text}${text === '' || text.endsWith('\n') ? '' : eol}${line}` : inserted(text, startOf(first, text), line + eol);
  });
}

/** With attributes and the lines of documentation above it. */
function startOf(node: SyntaxNode, text: string): number {
  let first = (attributesOf(node)[0] ?? node).startIndex;
  for (let above = node.previousSibling; above !== null && /^\/\/\/|^\/\*\*/.test(above.text); above = above.previousSibling) first = Math.min(first, above.startIndex);
  return text.lastIndexOf('\n', first - 1) + 1;
}

function inserted(text: string, at: number, line: string): string {
  return text.slice(0, at) + line + text.slice(at);
}
