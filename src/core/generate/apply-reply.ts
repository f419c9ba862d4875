import type { SourceTree } from '../kinds/kind.ts';
import type { FileEdit } from '../model/change.ts';
import type { Language } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { languageOf } from '../syntax/language.ts';
import { readModule } from '../syntax/modules.ts';
import { directoryOf } from '../syntax/resolve.ts';
import { systemOf } from './module-system.ts';
import { place } from './placement.ts';
import type { ReplyEdit } from './reply.ts';

export type Applied =
  | { readonly type: 'applied'; readonly edits: readonly FileEdit[] }
  | { readonly type: 'failure'; readonly reason: string; readonly remedy: string };

type Step = { readonly type: 'text'; readonly text: string } | { readonly type: 'failure'; readonly reason: string; readonly remedy: string };

export interface ApplyContext {
  readonly tree: SourceTree;
  readonly syntax: Syntax;
}

/**
 * Turns the edits of an answer into edits of files, one after the other, in memory. Line ends and final newline stay those of the file.
 * Whether a path may be written is the guard's to say; a new file needs a directory that exists.
 */
export async function applyReply(edits: readonly ReplyEdit[], context: ApplyContext): Promise<Applied> {
  const entries = new Map(context.tree.entries.map((entry) => [entry.path, entry]));
  const texts = new Map<string, { readonly before: string | null; readonly after: string }>();
  for (const edit of edits) {
    const before = texts.has(edit.path) ? texts.get(edit.path)!.before : await context.tree.read(edit.path);
    if (before === null && entries.has(edit.path)) return { type: 'failure', reason: `\`${edit.path}\` is not text`, remedy: 'Only UTF-8 text files can be changed.' };
    const current = texts.get(edit.path)?.after ?? before;
    if (current === null && !hasDirectory(edit.path, context.tree)) return { type: 'failure', reason: `the directory of \`${edit.path}\` does not exist`, remedy: 'Name a file in a directory that exists.' };
    const step = await applyOne(edit, current, context);
    if (step.type === 'failure') return step;
    texts.set(edit.path, { before, after: step.text });
  }
  return {
    type: 'applied',
    edits: [...texts].map(([path, { before, after }]) => ({ path, mode: entries.get(path)?.mode === '100755' ? '100755' : '100644', before, after })),
  };
}

function hasDirectory(path: string, tree: SourceTree): boolean {
  const directory = directoryOf(path);
  return directory === '' || tree.entries.some((entry) => entry.path.startsWith(`${directory}/`));
}

async function applyOne(edit: ReplyEdit, current: string | null, context: ApplyContext): Promise<Step> {
  switch (edit.type) {
    case 'content':
      return { type: 'text', text: likeBefore(edit.content, current) };
    case 'replace':
      return replaced(edit, current);
    case 'insert':
      return insertedInto(edit, current ?? '', context);
  }
}

/** In the line ends of the file that is replaced, with its byte-order mark and its kind of last line. */
function likeBefore(content: string, before: string | null): string {
  const plain = content.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  if (before === null) return plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`;
  const ended = before.endsWith('\n') ? (plain.endsWith('\n') ? plain : `${plain}\n`) : plain.replace(/\n+$/, '');
  return (before.startsWith('\uFEFF') ? '\uFEFF' : '') + (before.includes('\r\n') ? ended.replaceAll('\n', '\r\n') : ended);
}

function replaced({ path, search, replace }: Extract<ReplyEdit, { type: 'replace' }>, current: string | null): Step {
  const remedy = 'Answer with text that occurs exactly once in the file.';
  if (current === null) return { type: 'failure', reason: `\`${path}\` does not exist, so nothing can be replaced in it`, remedy: 'Answer with the whole content of the new file.' };
  const inStyle = (text: string): string => (current.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text.replace(/\r\n/g, '\n'));
  const wanted = inStyle(search);
  const at = current.indexOf(wanted);
  if (at === -1) return { type: 'failure', reason: `the text to replace does not occur in \`${path}\``, remedy };
  if (current.includes(wanted, at + 1)) return { type: 'failure', reason: `the text to replace occurs more than once in \`${path}\``, remedy };
  return { type: 'text', text: current.slice(0, at) + inStyle(replace) + current.slice(at + wanted.length) };
}

async function insertedInto(edit: Extract<ReplyEdit, { type: 'insert' }>, source: string, { tree, syntax }: ApplyContext): Promise<Step> {
  const language = languageOf(edit.path);
  if (language === null) return { type: 'failure', reason: `\`${edit.path}\` is in no language that the engine can write`, remedy: 'Name a source file.' };
  await syntax.load([language]);
  if (syntax.parse(language, edit.code, ({ root }) => root.hasError)) return { type: 'failure', reason: `the code does not parse as ${language}`, remedy: 'Answer with complete code in the language of the target.' };
  const name = edit.name ?? mainFunction(edit.code, language, syntax);
  if (name === null) return { type: 'failure', reason: 'the code declares no function', remedy: 'Answer with one complete function.' };
  const facts = source === '' ? null : syntax.parse(language, source, readModule);
  const placed = place({ source, language, system: await systemOf(edit.path, facts, tree), code: edit.code, name }, syntax);
  return placed.type === 'placed' ? { type: 'text', text: placed.text } : { type: 'failure', reason: placed.reason, remedy: placed.remedy };
}

/** The function that the code is about: the exported one, else the last that no other calls, else the last. `null` if there is none or it does not parse. */
function mainFunction(code: string, language: Language, syntax: Syntax): string | null {
  const facts = syntax.parse(language, code, readModule);
  const exported = facts.exports.map(({ local }) => local).find((local) => facts.functions.some(({ name }) => name === local));
  const called = new Set(facts.scopes.references.filter(({ role }) => role === 'call').map(({ binding }) => binding));
  const uncalled = facts.functions.filter(({ binding }) => !called.has(binding));
  return exported ?? (uncalled.at(-1) ?? facts.functions.at(-1))?.name ?? null;
}
