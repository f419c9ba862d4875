import { createHash } from 'node:crypto';

import type { FoundReport } from '../core/evidence/assess.ts';
import type { CheckPlan, ReportSource } from '../core/model/check.ts';
import type { CommandResult, Files } from '../core/ports.ts';

/** What lay in the working directory before the command ran: absolute path to time and content. */
export type Snapshot = ReadonlyMap<string, { readonly modifiedMs: number; readonly hash: string }>;

export interface ReportPlaces {
  /** Absolute directory of the command. */
  readonly directory: string;
  /** Absolute, fresh. */
  readonly reports: string;
  readonly before: Snapshot;
  /** When the command was started, in milliseconds since 1970. */
  readonly startedMs: number;
}

// Some file systems keep times in steps of two seconds.
const TIME_STEP_MS = 2000;

/** Remembers the report files of the working directory, so that one left from before is not read as new. */
export async function snapshotReports(plan: CheckPlan, directory: string, files: Files): Promise<Snapshot> {
  const snapshot = new Map<string, { modifiedMs: number; hash: string }>();
  for (const source of plan.reports.filter((each) => each.where === 'working-directory')) {
    for (const name of await files.glob(directory, source.pattern)) {
      const path = `${directory}/${name}`;
      const [stat, content] = [await files.stat(path), await files.read(path)];
      if (stat !== null && content !== null) snapshot.set(path, { modifiedMs: stat.modifiedMs, hash: digest(content) });
    }
  }
  return snapshot;
}

/** Reads the reports that the command wrote. To be called before its side effects are undone. */
export async function collectReports(plan: CheckPlan, result: CommandResult, places: ReportPlaces, files: Files): Promise<readonly FoundReport[]> {
  const found: FoundReport[] = [];
  for (const source of plan.reports) found.push(await collect(source, result, places, files));
  return found;
}

async function collect(source: ReportSource, result: CommandResult, places: ReportPlaces, files: Files): Promise<FoundReport> {
  if (source.where === 'stdout' || source.where === 'stderr') {
    const text = result[source.where];
    // A compiler that says nothing has said that all is well.
    const speaks = source.format === 'tsc' || source.format === 'go-vet';
    return { source, texts: text.trim() === '' && !speaks ? [] : [text], stale: [] };
  }
  const directory = source.where === 'report-directory' ? places.reports : places.directory;
  const texts: string[] = [];
  const stale: string[] = [];
  for (const name of await files.glob(directory, source.pattern)) {
    const path = `${directory}/${name}`;
    const content = await files.read(path);
    if (content === null) continue;
    if (await isStale(path, content, places, files)) stale.push(name);
    else texts.push(new TextDecoder().decode(content));
  }
  return { source, texts, stale };
}

async function isStale(path: string, content: Uint8Array, places: ReportPlaces, files: Files): Promise<boolean> {
  const stat = await files.stat(path);
  if (stat === null) return true;
  const old = places.before.get(path);
  if (old !== undefined && old.modifiedMs === stat.modifiedMs && old.hash === digest(content)) return true;
  return stat.modifiedMs < places.startedMs - TIME_STEP_MS;
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
