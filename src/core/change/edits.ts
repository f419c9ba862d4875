import { createHash } from 'node:crypto';
import { diffLines, formatPatch, structuredPatch } from 'diff';
import type { FileEdit, LineRange } from '../model/change.ts';

/** Git's blob id of a text; SHA-1 unless the repository uses SHA-256. */
export function blobIdOf(text: string, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/**
 * SHA-256 over what is changed and what it starts from (paths, modes, blob ids before and after), whatever the order of the edits.
 * *Rejected before* means an equal fingerprint: any change of a touched file makes a new attempt worth while.
 */
export function fingerprintOf(edits: readonly FileEdit[]): string {
  const rows = edits.map(({ path, mode, before, after }) => [path, mode, before === null ? '' : blobIdOf(before), after === null ? '' : blobIdOf(after)]);
  rows.sort((a, b) => (a[0]! < b[0]! ? -1 : a[0]! > b[0]! ? 1 : 0));
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

/** A unified diff that `git apply` takes: git's headers, three lines of context, `/dev/null` for new and deleted files. Edits that change nothing are left out. */
export function diffOf(edits: readonly FileEdit[]): string {
  return [...edits].filter(({ before, after }) => before !== after).sort((a, b) => (a.path < b.path ? -1 : 1)).map(fileDiff).join('');
}

function fileDiff({ path, mode, before, after }: FileEdit): string {
  const from = before === null ? '/dev/null' : `a/${path}`;
  const to = after === null ? '/dev/null' : `b/${path}`;
  const patch = structuredPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 3 });
  if (before === null) return formatPatch({ ...patch, isGit: true, isCreate: true, newMode: mode });
  if (after === null) return formatPatch({ ...patch, isGit: true, isDelete: true, oldMode: mode });
  return formatPatch({ ...patch, isGit: true });
}

/** What one edit does, by lines. */
export interface LineChanges {
  /** 1-based, inclusive ranges of the text after. */
  readonly addedRanges: readonly LineRange[];
  /** Places of the text after where lines were only removed: the number of the line that now stands there. */
  readonly removedAt: readonly number[];
  readonly addedLines: readonly string[];
  readonly removedLines: readonly string[];
}

/** Compares the two sides of an edit line by line. */
export function lineChanges({ before, after }: Pick<FileEdit, 'before' | 'after'>): LineChanges {
  const addedRanges: LineRange[] = [];
  const removedAt: number[] = [];
  const addedLines: string[] = [];
  const removedLines: string[] = [];
  let line = 1;
  const parts = diffLines(before ?? '', after ?? '');
  for (const [index, part] of parts.entries()) {
    if (part.added) {
      addedRanges.push({ from: line, to: line + part.count - 1 });
      addedLines.push(...linesOf(part.value));
    } else if (part.removed) {
      removedLines.push(...linesOf(part.value));
      if (parts[index + 1]?.added !== true) removedAt.push(line);
    }
    if (!part.removed) line += part.count;
  }
  return { addedRanges, removedAt, addedLines, removedLines };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export interface NetLines {
  readonly added: number;
  readonly removed: number;
}

/** Lines added and removed, tests apart. */
export function netLines(edits: readonly FileEdit[], isTest: (path: string) => boolean): { readonly code: NetLines; readonly tests: NetLines } {
  const total = { code: { added: 0, removed: 0 }, tests: { added: 0, removed: 0 } };
  for (const edit of edits) {
    const { addedLines, removedLines } = lineChanges(edit);
    const side = isTest(edit.path) ? total.tests : total.code;
    side.added += addedLines.length;
    side.removed += removedLines.length;
  }
  return total;
}
