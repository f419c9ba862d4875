import type { AttemptBody } from '../../src/core/history/bodies.ts';
import { openLedger } from '../../src/core/history/ledger.ts';
import type { Ledger, LedgerPorts } from '../../src/core/history/ledger.ts';
import type { Clock, Database, Random } from '../../src/core/ports.ts';

/** Every reading is a second later than the one before. */
export function tickingClock(start = '2026-11-01T00:00:00.000Z'): Clock {
  let now = Date.parse(start);
  return {
    now: () => new Date((now += 1000)),
    monotonicMs: () => now,
  };
}

/** Ids in order of creation, unlike those of another writer. */
export function countingRandom(writer = 'A'): Random {
  let next = 0;
  return { id: () => `01${String(next++).padStart(10, '0')}${writer}` };
}

export function ports(writer = 'A', start?: string): LedgerPorts {
  return { clock: tickingClock(start), random: countingRandom(writer) };
}

/** Throws unless the database holds a sound log or nothing. */
export function ledgerIn(database: Database, writer = 'A', start?: string): Ledger {
  const opening = openLedger(database, ports(writer, start));
  if (opening.type !== 'ledger') throw new Error(opening.reason);
  return opening.ledger;
}

export function attempt(changes: Partial<AttemptBody> = {}): AttemptBody {
  return {
    patchId: 'patch-1', taskId: 'task-1', kind: 'extract', title: 'reuse slugify', outcome: 'kept', fingerprint: 'f1', diff: '--- a\n+++ b\n',
    roiDelta: 1.25, errorsBefore: 3, errorsAfter: 2, reasons: ['errors fell from 3 to 2'], baseCommit: 'c0', commit: null, measured: true,
    environment: 'linux-x64', testsDigest: 't1', metricsBefore: [], metricsAfter: [], tokens: 10, cost: 0.5, durationMs: 1000, ...changes,
  };
}
