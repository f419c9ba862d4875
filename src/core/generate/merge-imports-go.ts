import type { Syntax, SyntaxNode } from '../ports.ts';
import { goImports, looksStandard } from '../syntax/imports-go.ts';
import { applyTextEdits, type TextEdit } from '../syntax/text-edits.ts';
import { lineStart, nextLine } from '../syntax/trivia.ts';

export interface GoSpec {
  readonly path: string;
  /** A name of its own, `.` or `_`; `null`: none is written. */
  readonly alias: string | null;
}

/** The file with the imports that it lacks, where gofmt and people put them: the standard library's in its own group, each group in order. */
export function withGoImports(source: string, wanted: readonly GoSpec[], syntax: Syntax): string {
  return wanted.reduce((text, spec) => syntax.parse('go', text, ({ root }) => applyTextEdits(text, importEdits(text, root, spec))), source);
}

function importEdits(text: string, root: SyntaxNode, wanted: GoSpec): readonly TextEdit[] {
  const imports = goImports(root);
  if (imports.some(({ path, hasAlias, name }) => path === wanted.path && (wanted.alias === null || (hasAlias && name.text === wanted.alias)))) return [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const plain = imports.filter(({ path }) => path !== 'C');
  const list = plain.find(({ spec }) => spec.parent?.type === 'import_spec_list')?.spec.parent;
  if (list != null) return [inList(text, list, wanted, eol)];
  const [first] = plain;
  const last = plain.at(-1);
  if (first === undefined || last === undefined) return [afterHead(root, `import ${printed(wanted)}`, eol)];
  const between = root.namedChildren.filter(({ startIndex, endIndex }) => startIndex >= first.declaration.startIndex && endIndex <= last.declaration.endIndex);
  if (between.length > plain.length) return [{ start: last.declaration.endIndex, end: last.declaration.endIndex, text: `${eol}import ${printed(wanted)}` }];
  const specs = [...plain.map(({ spec, path }) => ({ path, text: spec.text })), { path: wanted.path, text: printed(wanted) }];
  const groups = [true, false].map((standard) => specs.filter(({ path }) => looksStandard(path) === standard).sort((a, b) => (a.path < b.path ? -1 : 1)).map((spec) => `\t${spec.text}${eol}`).join(''));
  return [{ start: first.declaration.startIndex, end: last.declaration.endIndex, text: `import (${eol}${groups.filter((group) => group !== '').join(eol)})` }];
}

function printed({ path, alias }: GoSpec): string {
  return `${alias === null ? '' : `${alias} `}"${path}"`;
}

/** Into the group of its sort and in its order; a sort that has no group gets one. */
function inList(text: string, list: SyntaxNode, wanted: GoSpec, eol: string): TextEdit {
  const specs = list.namedChildren.filter(({ type }) => type === 'import_spec').map((node) => ({ node, path: node.childForFieldName('path')?.text.slice(1, -1) ?? '' }));
  const alike = specs.filter(({ path }) => looksStandard(path) === looksStandard(wanted.path));
  const line = `\t${printed(wanted)}${eol}`;
  const before = alike.find(({ path }) => path > wanted.path);
  if (before !== undefined) return insertion(lineStart(text, before.node.startIndex), line);
  const behind = alike.at(-1) ?? specs.at(-1);
  if (behind === undefined) return insertion(list.startIndex + 1, `${eol}${line}`);
  if (alike.length > 0) return insertion(nextLine(text, behind.node.endIndex), line);
  return looksStandard(wanted.path) ? insertion(lineStart(text, specs[0]!.node.startIndex), `${line}${eol}`) : insertion(nextLine(text, behind.node.endIndex), `${eol}${line}`);
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** Behind the package clause and `import "C"`. */
function afterHead(root: SyntaxNode, statement: string, eol: string): TextEdit {
  const head = root.namedChildren.filter(({ type }) => type === 'package_clause' || type === 'import_declaration').at(-1);
  return head === undefined ? insertion(0, `${statement}${eol}${eol}`) : insertion(head.endIndex, `${eol}${eol}${statement}`);
}
