import type { Event, HistoryEntry } from '../model/event.ts';
import type { MetricSample } from '../model/evidence.ts';
import type { Database, SqlValue } from '../ports.ts';
import type { AttemptBody, RunBody } from './bodies.ts';
import type { Ledger, Projection } from './ledger.ts';
import { makeSeries } from './series.ts';
import type { MeasuredAttempt, Series } from './series.ts';

export interface HistoryFilter {
  readonly kind?: string;
  readonly outcome?: string;
  readonly taskId?: string;
  readonly limit?: number;
}

export interface Spending {
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  readonly durationMs: number;
  readonly attempts: number;
}

/** Outcomes after which the same edits on the same base blobs would end the same way. `failed` is the world's fault and is tried again. */
const REJECTING: readonly string[] = ['reverted', 'held', 'refused', 'unchanged'];

const PROJECTION: Projection = {
  tables: ['attempts', 'landings'],
  create: [
    'CREATE TEMP TABLE attempts (event TEXT PRIMARY KEY, at TEXT, patch TEXT, task TEXT, kind TEXT, outcome TEXT, fingerprint TEXT, tests TEXT, body TEXT)',
    'CREATE INDEX temp.attempts_fingerprint ON attempts (fingerprint)',
    'CREATE TEMP TABLE landings (event TEXT PRIMARY KEY, at TEXT, patch TEXT, hash TEXT)',
    'CREATE INDEX temp.landings_patch ON landings (patch)',
  ],
  apply: (event, database) => {
    if (event.kind === 'attempt') applyAttempt(event, database);
    if (event.kind === 'landed') applyLanding(event, database);
  },
};

/** Every attempt, whatever became of it. */
export class PatchHistoryDB {
  readonly #ledger: Ledger;
  readonly #database: Database;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#database = ledger.project(PROJECTION);
  }

  /** The log that it is made from. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  record(attempt: AttemptBody): HistoryEntry {
    const event = this.#ledger.append('attempt', attempt);
    return toEntry(readAttempt(event.body, event.at)!, event.at, attempt.commit);
  }

  recordRun(run: RunBody): void {
    this.#ledger.append('run', run);
  }

  /** Remembers the commit under which a patch landed; the last one told wins. */
  landed(patchId: string, commit: string): void {
    this.#ledger.append('landed', { patchId, commit });
  }

  /** Newest first. */
  entries(filter: HistoryFilter = {}): readonly HistoryEntry[] {
    const conditions: readonly (readonly [string, SqlValue | undefined])[] = [['kind', filter.kind], ['outcome', filter.outcome], ['task', filter.taskId]];
    const active = conditions.filter(([, value]) => value !== undefined);
    const where = active.length === 0 ? '' : `WHERE ${active.map(([column]) => `${column} = ?`).join(' AND ')}`;
    return this.#select(`${where} ORDER BY at DESC, event DESC LIMIT ?`, [...active.map(([, value]) => value!), limitOf(filter.limit)]);
  }

  /** `null` if no attempt has this patch id. */
  entry(patchId: string): HistoryEntry | null {
    return this.#select('WHERE patch = ? ORDER BY at DESC, event DESC LIMIT 1', [patchId])[0] ?? null;
  }

  /**
   * The latest attempt with the same edits on the same base blobs, if it was not kept; else `null`. One that was held counts only while
   * the tests are those of `testsDigest`: better tests may decide what these could not. Requests are tried again anyway: ask only for found work.
   */
  rejection(fingerprint: string, testsDigest?: string): HistoryEntry | null {
    const where = "WHERE fingerprint = ? AND outcome <> 'failed' ORDER BY at DESC, event DESC LIMIT 1";
    const latest = this.#select(where, [fingerprint])[0];
    if (latest === undefined || !REJECTING.includes(latest.outcome)) return null;
    if (latest.outcome !== 'held' || testsDigest === undefined) return latest;
    const digest = this.#database.all(`SELECT tests FROM attempts ${where}`, [fingerprint])[0]?.['tests'];
    return digest === testsDigest ? latest : null;
  }

  isRejected(fingerprint: string, testsDigest?: string): boolean {
    return this.rejection(fingerprint, testsDigest) !== null;
  }

  /** Newest first. */
  rejections(limit?: number): readonly HistoryEntry[] {
    return this.#select(`WHERE outcome IN (${REJECTING.map(() => '?').join(', ')}) ORDER BY at DESC, event DESC LIMIT ?`, [...REJECTING, limitOf(limit)]);
  }

  lastKept(): HistoryEntry | null {
    return this.entries({ outcome: 'kept', limit: 1 })[0] ?? null;
  }

  /** Oldest first: `errors`, `roi` (cumulative, kept patches only) and every declared metric; noisy metrics by environment. */
  series(): readonly Series[] {
    const rows = this.#database.all('SELECT at, body FROM attempts ORDER BY at, event');
    return makeSeries(rows.flatMap((row) => measuredAttempt(String(row['at']), String(row['body']))));
  }

  /** What attempts have cost since a moment, for budgets that must outlive a run. */
  spent(since: Date): Spending {
    const rows = this.#database.all('SELECT body FROM attempts WHERE at >= ?', [since.toISOString()]);
    const bodies = rows.map((row) => JSON.parse(String(row['body'])) as Record<string, unknown>);
    const sum = (name: string): number => bodies.reduce((total, body) => total + finite(body[name]), 0);
    return { tokens: sum('tokens'), cost: sum('cost'), durationMs: sum('durationMs'), attempts: bodies.length };
  }

  #select(rest: string, parameters: readonly SqlValue[]): readonly HistoryEntry[] {
    const landing = '(SELECT hash FROM landings WHERE landings.patch = attempts.patch ORDER BY landings.at DESC, landings.event DESC LIMIT 1)';
    return this.#database.all(`SELECT at, body, ${landing} AS hash FROM attempts ${rest}`, parameters).flatMap((row) => {
      const at = String(row['at']);
      const body = readAttempt(JSON.parse(String(row['body'])) as Record<string, unknown>, at);
      return body === null ? [] : [toEntry(body, at, typeof row['hash'] === 'string' ? row['hash'] : body.commit)];
    });
  }
}

function applyAttempt(event: Event, database: Database): void {
  const body = readAttempt(event.body, event.at);
  if (body === null) return;
  const values = [event.id, event.at, body.patchId, body.taskId, body.kind, body.outcome, body.fingerprint, text(event.body['testsDigest']), JSON.stringify(event.body)];
  database.run('INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', values);
}

function applyLanding(event: Event, database: Database): void {
  const { patchId, commit } = event.body;
  if (typeof patchId === 'string' && typeof commit === 'string') database.run('INSERT INTO landings VALUES (?, ?, ?, ?)', [event.id, event.at, patchId, commit]);
}

/** `null` if it lacks what every version of an attempt has: it stays in the log, and no table shows it. */
function readAttempt(body: Readonly<Record<string, unknown>>, at: string): HistoryEntry | null {
  const { patchId, taskId, kind, outcome } = body;
  if (typeof patchId !== 'string' || typeof taskId !== 'string' || typeof kind !== 'string' || typeof outcome !== 'string') return null;
  const reasons = Array.isArray(body['reasons']) ? body['reasons'].filter((reason) => typeof reason === 'string') : [];
  return {
    patchId, at, taskId, kind, outcome, reasons,
    title: text(body['title']) ?? '', fingerprint: text(body['fingerprint']), diff: text(body['diff']) ?? '',
    roiDelta: finite(body['roiDelta']), errorsBefore: finite(body['errorsBefore']), errorsAfter: finite(body['errorsAfter']),
    baseCommit: text(body['baseCommit']) ?? '', commit: text(body['commit']),
  };
}

function toEntry(entry: HistoryEntry, at: string, commit: string | null): HistoryEntry {
  return { ...entry, at, commit };
}

function measuredAttempt(at: string, json: string): readonly MeasuredAttempt[] {
  const body = JSON.parse(json) as Record<string, unknown>;
  const entry = readAttempt(body, at);
  if (entry === null || body['measured'] !== true) return [];
  const kept = entry.outcome === 'kept';
  const metrics = body[kept ? 'metricsAfter' : 'metricsBefore'];
  return [{
    patchId: entry.patchId, at, kept, roiDelta: entry.roiDelta, errors: kept ? entry.errorsAfter : entry.errorsBefore,
    environment: text(body['environment']) ?? '', metrics: Array.isArray(metrics) ? metrics.filter(isSample) : [],
  }];
}

function isSample(value: unknown): value is MetricSample {
  if (typeof value !== 'object' || value === null) return false;
  const { name, unit, better, stability, samples } = value as Record<string, unknown>;
  return typeof name === 'string' && typeof unit === 'string' && (better === 'lower' || better === 'higher') && (stability === 'exact' || stability === 'noisy')
    && Array.isArray(samples) && samples.length > 0 && samples.every((sample) => typeof sample === 'number' && Number.isFinite(sample));
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function finite(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function limitOf(limit: number | undefined): number {
  return limit === undefined ? -1 : Math.max(0, Math.floor(limit));
}
