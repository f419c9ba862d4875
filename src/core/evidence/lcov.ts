import { unreadable, type CoverageReading } from './reading.ts';
import { lineHits } from './line-hits.ts';

/** Reads LCOV trace files (`SF`, `DA`, `end_of_record`); several records of one file are added up. Never throws. */
export function readLcov(text: string): CoverageReading {
  const hits = new Map<string, Map<number, number>>();
  let current: Map<number, number> | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('SF:')) {
      if (current !== null) return unreadable('has an LCOV record without end_of_record');
      const path = line.slice(3).trim();
      current = hits.get(path) ?? new Map<number, number>();
      hits.set(path, current);
    } else if (line.trim() === 'end_of_record') {
      current = null;
    } else if (line.startsWith('DA:') && current !== null) {
      const match = /^DA:(\d+),(-?\d+)/.exec(line);
      if (match === null) return unreadable('has an LCOV line that is cut off');
      const number = Number(match[1]);
      current.set(number, (current.get(number) ?? 0) + Math.max(0, Number(match[2])));
    }
  }
  if (hits.size === 0) return unreadable('names no source file, not LCOV');
  if (current !== null) return unreadable('ends within an LCOV record');
  return { type: 'read', coverage: [...hits].map(([path, lines]) => ({ paths: [path], ...lineHits(lines) })) };
}
