import { compareRows, compareText, tombstoneTargets } from './event-row.ts';
import type { EventRow } from './event-row.ts';

export interface Merged {
  /** Oldest first. */
  readonly rows: readonly EventRow[];
  /** Ids that stood for different content on the two sides; one was kept by a fixed rule. */
  readonly conflicts: readonly string[];
}

/**
 * Union by id: commutative, associative and idempotent, so that logs which diverged meet again whatever the order.
 * Interactions that a tombstone of either side names are dropped; every other kind outlives its tombstone.
 */
export function mergeRows(left: readonly EventRow[], right: readonly EventRow[]): Merged {
  const kept = new Map<string, EventRow>();
  const conflicts = new Set<string>();
  for (const row of [...left, ...right]) {
    const other = kept.get(row.id);
    if (other !== undefined && compareContent(other, row) !== 0) conflicts.add(row.id);
    if (other === undefined || compareContent(row, other) < 0) kept.set(row.id, row);
  }
  const deleted = new Set([...kept.values()].flatMap(tombstoneTargets));
  const rows = [...kept.values()].filter((row) => !isErasable(row) || !deleted.has(row.id));
  return { rows: rows.sort(compareRows), conflicts: [...conflicts].sort(compareText) };
}

/** Interactions hold long texts that people ask to forget; the record of what was tried is never deleted. */
function isErasable(row: EventRow): boolean {
  return row.kind === 'interaction';
}

/** Total order of what one id may stand for: valid tombstones first and erasable kinds last, so that erasing before or after a merge is the same. */
function compareContent(a: EventRow, b: EventRow): number {
  return rank(a) - rank(b) || compareText(a.kind, b.kind) || compareText(a.at, b.at) || compareText(a.body, b.body);
}

function rank(row: EventRow): number {
  if (tombstoneTargets(row).length > 0) return 0;
  return isErasable(row) ? 2 : 1;
}
