/** How sick each module is: errors by file, smoothed and weighted by recency. A pure projection over `health` events. */
import type { Event } from '../model/event.ts';
import type { RankedModule } from '../model/run-report.ts';
import { compareText } from './event-row.ts';

/** Age at which a sample counts half. */
export const HALF_LIFE_DAYS = 30;
/** Samples below which a rate says little: such modules are ranked after the others. */
export const MINIMUM_SAMPLES = 3;
/** Samples of the average module that every module is given on top of its own. */
export const PRIOR_SAMPLES = 3;
/** A sample of less weight than this is forgotten: after about 200 days. */
const LEAST_WEIGHT = 0.01;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface HealthQuestion {
  /** The moment from which ages are counted. */
  readonly at: Date;
  /** Modules that exist and can be edited; nothing else is ranked. */
  readonly modules: readonly string[];
}

/**
 * Modules by their error rate, worst first. The rate of a module is (errors + prior · m) / (samples + m), where errors and samples are
 * weighted by 0.5^(age / 30 days), the prior is the mean rate of all modules and m = 3: additive smoothing towards the mean (Lidstone 1920),
 * which is the posterior mean of a Poisson rate under a gamma prior fitted to all modules (empirical Bayes; Efron & Morris 1975). A module with
 * one bad sample among few so ranks near the mean until more is known.
 *
 * A `baseline` event is one sample of every module, whether it names the module or not; an `attempt` event is one of the modules that it names:
 * those that the attempt changed. So a module without errors needs no entry to have samples. A module that is newer than an event is taken
 * to have been sound then. `failures` and `findings` are plain sums over the samples that still count.
 *
 * Modules with fewer than `MINIMUM_SAMPLES` come after the others, and within each part those without errors after those with. The
 * order of the events does not matter.
 */
export function rankModules(events: readonly Event[], { at, modules }: HealthQuestion): readonly RankedModule[] {
  const samples = events.flatMap((event) => readSample(event, at)).sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
  const baselines = samples.filter(({ source }) => source === 'baseline');
  const common = { samples: baselines.length, weight: total(baselines.map(({ weight }) => weight)) };
  const tallies = new Map(modules.map((path) => [path, { path, failures: 0, findings: 0, errors: 0, ...common }]));
  for (const { source, weight, files } of samples) {
    for (const [path, { failures, findings }] of files) {
      const tally = tallies.get(path);
      if (tally === undefined) continue;
      tally.failures += failures;
      tally.findings += findings;
      tally.errors += weight * (failures + findings);
      if (source === 'baseline') continue;
      tally.samples += 1;
      tally.weight += weight;
    }
  }
  const all = [...tallies.values()];
  const prior = total(all.map(({ errors }) => errors)) / (total(all.map(({ weight }) => weight)) || 1);
  return all
    .map(({ path, failures, findings, samples: seen, errors, weight }) => ({ path, rate: (errors + prior * PRIOR_SAMPLES) / (weight + PRIOR_SAMPLES), failures, findings, samples: seen }))
    .sort((a, b) => Number(isRare(a)) - Number(isRare(b)) || Number(hasErrors(b)) - Number(hasErrors(a)) || b.rate - a.rate || compareText(a.path, b.path));
}

/** True if a module was looked at too few times for its rate to say much. */
export function isRare({ samples }: RankedModule): boolean {
  return samples < MINIMUM_SAMPLES;
}

/** True if any sample that still counts had a failing test or an error-level finding. */
export function hasErrors({ failures, findings }: RankedModule): boolean {
  return failures + findings > 0;
}

interface Sample {
  readonly id: string;
  readonly at: string;
  readonly source: 'baseline' | 'attempt';
  readonly weight: number;
  readonly files: ReadonlyMap<string, { readonly failures: number; readonly findings: number }>;
}

/** Nothing for an event that another version wrote differently, or that is too old to count. */
function readSample({ id, at, kind, body }: Event, now: Date): readonly Sample[] {
  const { source, files } = body;
  if (kind !== 'health' || (source !== 'baseline' && source !== 'attempt') || !Array.isArray(files)) return [];
  // A clock that was ahead makes nothing count more than now.
  const weight = 0.5 ** (Math.max(0, now.getTime() - Date.parse(at)) / (HALF_LIFE_DAYS * DAY_MS));
  if (!(weight >= LEAST_WEIGHT)) return [];
  return [{ id, at, source, weight, files: new Map(files.flatMap(readFile)) }];
}

function readFile(value: unknown): readonly (readonly [string, { readonly failures: number; readonly findings: number }])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { path, failures, findings } = value as Readonly<Record<string, unknown>>;
  return typeof path === 'string' && isCount(failures) && isCount(findings) ? [[path, { failures, findings }]] : [];
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
