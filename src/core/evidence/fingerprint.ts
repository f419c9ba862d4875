import { createHash } from 'node:crypto';

import type { Finding } from '../model/evidence.ts';
import { failureMessage, type RawFinding } from './reading.ts';
import { repoPath, type CommandPlace } from './repo-path.ts';

/** Text of one line (1-based) of a file relative to the root; `null` if there is none. */
export type LineText = (path: string, line: number) => string | null;

/**
 * Findings with fingerprints made of tool, rule, path, message and the trimmed text of the line, so that moving lines
 * keeps them. Equal ones are numbered in the order of their lines: two of a kind instead of one is a new finding.
 */
export function fingerprintFindings(raw: readonly RawFinding[], place: CommandPlace, lineText: LineText): readonly Finding[] {
  const placed = raw.map((finding) => ({ ...finding, path: repoPath(finding.path, place) ?? outsidePath(finding.path) }));
  const ordered = placed.toSorted((a, b) => compareText(a.path, b.path) || a.line - b.line);
  const seen = new Map<string, number>();
  return ordered.map((finding) => {
    const line = (lineText(finding.path, finding.line) ?? '').trim();
    const content = digest([finding.tool, finding.rule, finding.path, withoutPositions(finding.message), line]);
    const number = (seen.get(content) ?? 0) + 1;
    seen.set(content, number);
    const fingerprint = number === 1 ? content : `${content}-${number}`;
    return { ...finding, fingerprint, message: failureMessage(finding.message) ?? '' };
  });
}

/** Messages may quote other places, which move too: "already declared on line 12". */
function withoutPositions(message: string): string {
  return message.replace(/\b(lines?|columns?|col\.?) \d+/gi, '$1 N').replace(/\b\d+:\d+\b/g, 'N:N');
}

/** Tools' own files have names that differ between machines up to the last part. */
function outsidePath(path: string): string {
  return path.replaceAll('\\', '/').split('/').at(-1) ?? '';
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
