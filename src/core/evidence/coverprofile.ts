import { lineHits } from './line-hits.ts';
import { unreadable, type CoverageReading } from './reading.ts';

const BLOCK = /^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/;

/** Reads Go's coverage profile (`go test -coverprofile`). Blocks overlap at their ends: a line that any of them ran is covered. Never throws. */
export function readCoverprofile(text: string): CoverageReading {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (!/^mode: (?:set|count|atomic)$/.test(lines[0] ?? '')) return unreadable('does not begin with "mode:", not a coverage profile of Go');
  const hits = new Map<string, Map<number, number>>();
  for (const line of lines.slice(1)) {
    if (line.startsWith('mode: ')) continue;
    const match = BLOCK.exec(line);
    if (match === null) return unreadable('has a line that is cut off');
    const [, path = '', from, to, count] = match;
    const file = hits.get(path) ?? new Map<number, number>();
    hits.set(path, file);
    for (let row = Number(from); row <= Number(to); row += 1) file.set(row, Math.max(file.get(row) ?? 0, Number(count)));
  }
  return { type: 'read', coverage: [...hits].map(([path, rows]) => ({ paths: shorter(path), ...lineHits(rows) })) };
}

/** Files are named by import path: the module's own path is in front of the one in the repository, however long it is. */
function shorter(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}
