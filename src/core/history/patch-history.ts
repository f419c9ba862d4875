import type { Event, HistoryEntry } from '../model/event.ts';
import type { MetricSample } from '../model/evidence.ts';
import type { Database, SqlValue } from '../ports.ts';
import type { AttemptBody, RollbackBody, RunBody } from './bodies.ts';
import type { Ledger, Projection } from './ledger.ts';
import { makeSeries } from './series.ts';
import type { MeasuredAttempt, Series } from './series.ts';

export interface HistoryFilter {
  readonly kind?: string;
  readonly outcome?: string;
  readonly taskId?: string;
  readonly limit?: number;
}

/** Outcomes after which the same edits on the same base blobs would end the same way. `failed` is the world's fault and is tried again. */
const REJECTING: readonly string[] = ['reverted', 'held', 'refused', 'unchanged'];

const PROJECTION: Projection = {
  tables: ['attempts', 'landings', 'rollbacks'],
  create: [
    'CREATE TEMP TABLE attempts (event TEXT PRIMARY KEY, at TEXT, patch TEXT, task TEXT, kind TEXT, outcome TEXT, fingerprint TEXT, tests TEXT, body TEXT)',
    'CREATE INDEX temp.attempts_fingerprint ON attempts (fingerprint)',
    'CREATE TEMP TABLE landings (event TEXT PRIMARY KEY, at TEXT, patch TEXT, hash TEXT)',
    'CREATE INDEX temp.landings_patch ON landings (patch)',
    'CREATE TEMP TABLE rollbacks (event TEXT PRIMARY KEY, at TEXT, patch TEXT, fingerprint TEXT)',
  ],
  apply: (event, database) => {
    if (event.kind === 'attempt') applyAttempt(event, database);
    if (event.kind === 'landed') applyLanding(event, database);
    if (event.kind === 'rollback') applyRollback(event, database);
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

  /** Remembers that a landed patch was taken back: its gain no longer counts, and the same edits are not tried again as found work. */
  rolledBack(body: RollbackBody): void {
    this.#ledger.append('rollback', body);
  }

  /** A rollback that was only proposed, which is remembered without a commit, was merged as this one. */
  rollbackLanded(patchId: string, commit: string): void {
    const proposed = this.#ledger.events('rollback').findLast(({ body }) => body['patchId'] === patchId);
    if (proposed !== undefined && proposed.body['commit'] === null) this.rolledBack({ ...(proposed.body as unknown as RollbackBody), commit });
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
   * The latest attempt with the same edits on the same base blobs, if it was not kept or was taken back later; else `null`. One that was held counts only while
   * the tests are those of `testsDigest`: better tests may decide what these could not. Requests are tried again anyway: ask only for found work.
   */
  rejection(fingerprint: string, testsDigest?: string): HistoryEntry | null {
    const where = "WHERE fingerprint = ? AND outcome <> 'failed' ORDER BY at DESC, event DESC LIMIT 1";
    const latest = this.#select(where, [fingerprint])[0];
    const undone = this.#undone(fingerprint, latest);
    if (undone !== null) return undone;
    if (latest === undefined || !REJECTING.includes(latest.outcome)) return null;
    if (latest.outcome !== 'held' || testsDigest === undefined) return latest;
    const digest = this.#database.all(`SELECT tests FROM attempts ${where}`, [fingerprint])[0]?.['tests'];
    return digest === testsDigest ? latest : null;
  }

  /** The rollback of these edits, as an entry, unless they were tried again since. */
  #undone(fingerprint: string, latest: HistoryEntry | undefined): HistoryEntry | null {
    const where = 'WHERE fingerprint = ?1 OR patch IN (SELECT patch FROM attempts WHERE fingerprint = ?1) ORDER BY at DESC, event DESC LIMIT 1';
    const [row] = this.#database.all(`SELECT at, patch FROM rollbacks ${where}`, [fingerprint]);
    if (row === undefined || (latest !== undefined && latest.at > String(row['at']))) return null;
    const patchId = String(row['patch']);
    const unknown = { patchId, taskId: '', kind: '', title: '', fingerprint, diff: '', roiDelta: 0, errorsBefore: 0, errorsAfter: 0, baseCommit: '', commit: null };
    return { ...(this.entry(patchId) ?? unknown), at: String(row['at']), outcome: 'rolled back', reasons: [`change ${patchId} was taken back on request`] };
  }

  isRejected(fingerprint: string, testsDigest?: string): boolean {
    return this.rejection(fingerprint, testsDigest) !== null;
  }

  /** Newest first; what was taken back is not among them. */
  rejections(limit?: number): readonly HistoryEntry[] {
    return this.#select(`WHERE outcome IN (${REJECTING.map(() => '?').join(', ')}) ORDER BY at DESC, event DESC LIMIT ?`, [...REJECTING, limitOf(limit)]);
  }

  lastKept(): HistoryEntry | null {
    return this.#select("WHERE outcome = 'kept' AND patch NOT IN (SELECT patch FROM rollbacks) ORDER BY at DESC, event DESC LIMIT 1", [])[0] ?? null;
  }

  /** Oldest first: `errors`, `roi` (cumulative, kept patches that were not taken back) and every declared metric; noisy metrics by environment. */
  series(): readonly Series[] {
    const rows = this.#database.all('SELECT at, body FROM attempts ORDER BY at, event');
    const undone = new Set(this.#database.all('SELECT patch FROM rollbacks').map((row) => String(row['patch'])));
    return makeSeries(rows.flatMap((row) => measuredAttempt(String(row['at']), String(row['body']), undone)));
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
  const landed = database.all('SELECT 1 FROM landings WHERE patch = ? LIMIT 1', [body.patchId]).length > 0;
  const outcome = landed ? onceLanded(body.outcome) : body.outcome;
  const values = [event.id, event.at, body.patchId, body.taskId, body.kind, outcome, body.fingerprint, text(event.body['testsDigest']), JSON.stringify({ ...event.body, outcome })];
  database.run('INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', values);
}

function applyLanding(event: Event, database: Database): void {
  const { patchId, commit } = event.body;
  if (typeof patchId !== 'string' || typeof commit !== 'string') return;
  database.run('INSERT INTO landings VALUES (?, ?, ?, ?)', [event.id, event.at, patchId, commit]);
  for (const outcome of WAITING) database.run("UPDATE attempts SET outcome = ?1, body = json_set(body, '$.outcome', ?1) WHERE patch = ?2 AND outcome = ?3", [onceLanded(outcome), patchId, outcome]);
}

/** Outcomes of what a pull request carries until a person merges it. */
const WAITING: readonly string[] = ['proposed', 'held'];

/** What a person merged is part of the repository, whatever it was before. */
function onceLanded(outcome: string): string {
  return WAITING.includes(outcome) ? 'kept' : outcome;
}

/** Without a commit nothing was taken back: the inverse waits in a pull request. */
function applyRollback(event: Event, database: Database): void {
  const { patchId, commit, fingerprint } = event.body;
  if (typeof patchId === 'string' && typeof commit === 'string') database.run('INSERT INTO rollbacks VALUES (?, ?, ?, ?)', [event.id, event.at, patchId, text(fingerprint)]);
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

function measuredAttempt(at: string, json: string, undone: ReadonlySet<string>): readonly MeasuredAttempt[] {
  const body = JSON.parse(json) as Record<string, unknown>;
  const entry = readAttempt(body, at);
  if (entry === null || body['measured'] !== true) return [];
  const kept = entry.outcome === 'kept';
  const metrics = body[kept ? 'metricsAfter' : 'metricsBefore'];
  return [{
    patchId: entry.patchId, at, kept, roiDelta: undone.has(entry.patchId) ? 0 : entry.roiDelta, errors: kept ? entry.errorsAfter : entry.errorsBefore,
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
