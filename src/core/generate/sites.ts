import { lineChanges } from '../change/edits.ts';
import { isTest } from '../change/protected.ts';
import type { FileEdit, LineRange, Site } from '../model/change.ts';
import type { Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { languageOf } from '../syntax/language.ts';
import { isTestOnly } from '../syntax/rust-attributes.ts';
import { functionAround, functionsWithin, linesOfNode, nameOfFunction } from './functions.ts';
import { probeAt, probeOf, probeOfModule } from './probe.ts';

/** A function that a change touches, or `null` for code of the module itself. */
interface Touched {
  readonly name: string;
  /** Offset of the function; −1 for the module. */
  readonly start: number;
  readonly line: number;
  readonly lines: LineRange[];
}

/**
 * Sites for any edits: one for each function that they touch, one for each hunk of module code. A file in which only imports, exports
 * or types change gets one site whose probe is noticed by whoever loads the file. Tests have none, inline ones either; nor have lines that only
 * tell a compiler of another file.
 */
export async function sitesOf(edits: readonly FileEdit[], syntax: Syntax): Promise<Site[]> {
  const sites: Site[] = [];
  for (const edit of edits) {
    const language = languageOf(edit.path);
    if (edit.after === null || edit.after === edit.before || language === null || isTest(edit.path)) continue;
    await syntax.load([language]);
    if (onlyDeclaresModules(edit)) continue;
    const touched = touchedIn(edit, language, syntax);
    const made = touched.flatMap((one) => siteOf(one, edit, edits, language, syntax) ?? []);
    sites.push(...(made.length > 0 || touched.length === 0 ? made : [moduleSite(edit, edits, language, Math.max(1, touched[0]!.line))]));
  }
  return numbered(sites);
}

/** Rust's `mod name;`: the other file has sites of its own. */
export function onlyDeclaresModules(edit: FileEdit): boolean {
  if (edit.before === null || languageOf(edit.path) !== 'rust') return false;
  const { addedLines, removedLines } = lineChanges(edit);
  const lines = addedLines.filter((text) => text.trim() !== '');
  return removedLines.length === 0 && lines.length > 0 && lines.every((text) => /^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+\w+;\s*$/.test(text));
}

function touchedIn(edit: FileEdit, language: Language, syntax: Syntax): Touched[] {
  const text = edit.after!;
  const { addedRanges, removedAt } = lineChanges(edit);
  const ranges = addedRanges.flatMap((range) => trimmed(text, range));
  return syntax.parse(language, text, ({ root }) => {
    const touched = new Map<string, Touched>();
    for (const one of [...ranges.flatMap((range) => touchedBy(root, text, range)), ...removedAt.map((line) => removedFrom(root, text, line))]) {
      const key = one.start === -1 ? `module ${one.line}` : String(one.start);
      touched.set(key, { ...one, lines: [...(touched.get(key)?.lines ?? []), ...one.lines] });
    }
    return [...touched.values()];
  });
}

function touchedBy(root: SyntaxNode, text: string, range: LineRange): Touched[] {
  const around = functionAround(root, text, range);
  const functions = around === null ? functionsWithin(root, range) : [around];
  const code = functions.filter((node) => !isInTests(node));
  if (code.length < functions.length && code.length === 0) return [];
  const found = code.map((node) => ({ name: nameOfFunction(node), start: node.startIndex, line: linesOfNode(node).from, lines: [common(linesOfNode(node), range)] }));
  return found.length > 0 ? found : [{ name: `line ${range.from}`, start: -1, line: range.from, lines: [range] }];
}

/** Lines that went are a change of the function that they stood in. Outside of any they leave nothing to break: line 0. */
function removedFrom(root: SyntaxNode, text: string, line: number): Touched {
  const around = functionAround(root, text, { from: line, to: line });
  if (around === null || linesOfNode(around).from >= line || isInTests(around)) return { name: 'module', start: -1, line: 0, lines: [] };
  return { name: nameOfFunction(around), start: around.startIndex, line: linesOfNode(around).from, lines: [{ from: line, to: line }] };
}

/** In what Rust compiles for tests only. */
function isInTests(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (isTestOnly(at)) return true;
  return false;
}

function common(a: LineRange, b: LineRange): LineRange {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/** Without blank lines at the ends; nothing where no other line is left. */
function trimmed(text: string, { from, to }: LineRange): LineRange[] {
  const lines = text.split('\n');
  let first = from;
  let last = to;
  while (first <= last && (lines[first - 1] ?? '').trim() === '') first += 1;
  while (last >= first && (lines[last - 1] ?? '').trim() === '') last -= 1;
  return first > last ? [] : [{ from: first, to: last }];
}

function siteOf(touched: Touched, edit: FileEdit, edits: readonly FileEdit[], language: Language, syntax: Syntax): Site | null {
  const text = edit.after!;
  const probe = touched.start === -1 ? probeOf(text, language, { line: touched.line }, syntax) : probeAt(text, language, touched.start, syntax);
  if (probe === null) return null;
  return { id: `${edit.path}:${touched.name}`, path: edit.path, line: touched.line, label: touched.name, lines: touched.lines, probe: withProbe(edits, edit, probe), optional: false };
}

function moduleSite(edit: FileEdit, edits: readonly FileEdit[], language: Language, line: number): Site {
  const probe = probeOfModule(edit.after!, language);
  return { id: `${edit.path}:module`, path: edit.path, line, label: `loading ${edit.path}`, lines: [], probe: probe === edit.after ? [] : withProbe(edits, edit, probe), optional: false };
}

/** All edits, with the text of one of them broken. */
export function withProbe(edits: readonly FileEdit[], broken: FileEdit, probe: string): FileEdit[] {
  return edits.map((edit) => (edit.path === broken.path ? { ...edit, after: probe } : edit));
}

function numbered(sites: readonly Site[]): Site[] {
  const seen = new Map<string, number>();
  return sites.map((site) => {
    const count = (seen.get(site.id) ?? 0) + 1;
    seen.set(site.id, count);
    return count === 1 ? site : { ...site, id: `${site.id}#${count}` };
  });
}
