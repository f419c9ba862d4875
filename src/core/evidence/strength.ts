import type { Site } from '../model/change.ts';
import type { Evidence, FileCoverage, SiteStrength, Strength, TestOutcome } from '../model/evidence.ts';
import { incompleteChecks, newFailingIds, vanishedIds } from './failures.ts';
import { belongsTo, isStandIn, SEPARATOR } from './test-ids.ts';

/** What became of one site's probe: the candidate with that place broken on purpose. */
export interface ProbeResult {
  readonly siteId: string;
  /** Evidence of the broken candidate; `null` where it was not tried. */
  readonly evidence: Evidence | null;
  /** Whether `accept-command`, passing on the candidate, fails on the broken one; `null` where it was not tried. */
  readonly acceptNoticed: boolean | null;
}

export interface StrengthInput {
  readonly sites: readonly Site[];
  /** Evidence of the candidate itself. */
  readonly candidate: Evidence;
  /** Coverage of the candidate; `null` without a report. */
  readonly coverage: readonly FileCoverage[] | null;
  readonly probes: readonly ProbeResult[];
  /** Paths of the candidate's own tests. */
  readonly ownTests: readonly string[];
  /** Evidence of the base: where reports name no files, tests that it does not have are the candidate's own. */
  readonly base?: Evidence;
}

const MOST_NAMES = 3;

/**
 * Whether the checks would notice a mistake at each site. A probe, where one was run, decides; coverage speaks where
 * none was. Stand-ins of commands without a report count as own tests where there are any: nobody can tell. A site with nothing to break and nothing to execute changes no behaviour: `identical-code`.
 */
export function measureStrength(input: StrengthInput): Strength {
  const own = ownIds(input);
  const isOwnId = (id: string): boolean => own.has(id);
  const sites = input.sites.map((site) => siteStrength(site, input, isOwnId));
  const tried = sites.filter((site) => site.strength.noticed && site.strength.method !== 'identical-code');
  return {
    sites: sites.map((site) => site.strength),
    ownTestsOnly: tried.length > 0 && tried.every((site) => site.onlyOwn),
    passingTests: passingTests(input.candidate).length,
  };
}

/** Tests of the test commands that passed; a stand-in counts as the one answer its command gives. */
export function passingTests(evidence: Evidence): readonly TestOutcome[] {
  const names = evidence.checks.filter((check) => check.role === 'test').map((check) => check.name);
  return evidence.tests.filter((test) => test.status === 'passed' && names.some((name) => belongsTo(test.id, name)));
}

/**
 * True if every range holds a covered line and no missed one. `null` if the report does not know the file or no line
 * of a range is executable: it says nothing then.
 */
export function isCovered(site: Pick<Site, 'path' | 'lines'>, coverage: readonly FileCoverage[]): boolean | null {
  const file = coverage.find((each) => each.path === site.path);
  if (file === undefined || site.lines.length === 0) return null;
  let isKnown = true;
  for (const { from, to } of site.lines) {
    const within = (line: number): boolean => line >= from && line <= to;
    if (file.missed.some(within)) return false;
    isKnown &&= file.covered.some(within);
  }
  return isKnown ? true : null;
}

/**
 * True if a probe is needed: there is something to break and coverage does not settle the site. With own tests it never
 * does, because it does not tell whose tests executed a line.
 */
export function needsProbe(site: Site, coverage: readonly FileCoverage[] | null, ownTests: readonly string[] = []): boolean {
  return site.probe.length > 0 && (ownTests.length > 0 || coverage === null || isCovered(site, coverage) !== true);
}

interface Judged {
  readonly strength: SiteStrength;
  readonly onlyOwn: boolean;
}

function siteStrength(site: Site, input: StrengthInput, isOwnId: (id: string) => boolean): Judged {
  const judged = (noticed: boolean, method: SiteStrength['method'], by: readonly string[], onlyOwn: boolean): Judged => ({
    strength: { siteId: site.id, label: site.label, noticed, method, by: by.slice(0, MOST_NAMES) },
    onlyOwn,
  });
  const probe = input.probes.find((each) => each.siteId === site.id);
  if (probe?.evidence !== undefined && probe.evidence !== null) {
    const { failing, gone } = noticedBy(input.candidate, probe.evidence);
    const noticing = [...failing, ...gone];
    // A test that ends the whole program takes others along (Go): where an own one failed, those that are gone say nothing.
    const others = (noticing.some(isOwnId) ? failing : noticing).filter((id) => !isOwnId(id));
    if (noticing.length > 0) return judged(true, 'probe', [...others, ...noticing.filter(isOwnId)], others.length === 0 && probe.acceptNoticed !== true);
  }
  if (probe?.acceptNoticed === true) return judged(true, 'accept-command', [], false);
  if (probe !== undefined && (probe.evidence !== null || probe.acceptNoticed !== null)) return judged(false, 'probe', [], false);
  if (site.probe.length === 0 && site.lines.length === 0) return judged(true, 'identical-code', [], false);
  const covered = input.coverage === null ? null : isCovered(site, input.coverage);
  if (covered === null) return judged(false, 'not-tried', [], false);
  return judged(covered, 'coverage', [], covered && input.ownTests.length > 0);
}

/**
 * Failures, disappearances and commands that break down on the broken candidate only. A time limit or a missing tool
 * says nothing: a slow machine must not pass for a test that noticed.
 */
function noticedBy(candidate: Evidence, probe: Evidence): { readonly failing: readonly string[]; readonly gone: readonly string[] } {
  const incomplete = new Set(incompleteChecks(candidate).map((check) => check.name));
  const breakdowns = incompleteChecks(probe).filter(({ status }) => status === 'crashed' || status === 'unreadable-report' || status === 'no-tests');
  const broken = breakdowns.filter((check) => !incomplete.has(check.name));
  return { failing: newFailingIds(candidate, probe), gone: [...vanishedIds(candidate, probe), ...broken.map((check) => check.name)] };
}

function ownIds({ candidate, probes, ownTests, base }: StrengthInput): ReadonlySet<string> {
  if (ownTests.length === 0) return new Set();
  const known = base === undefined ? null : new Set(base.tests.map((test) => test.id));
  const isOwn = (test: TestOutcome): boolean => isStandIn(test.id) || ownTests.some((path) => isOfFile(test, path));
  const all = [...candidate.tests, ...probes.flatMap((probe) => probe.evidence?.tests ?? [])];
  const added = known === null ? [] : candidate.tests.filter((test) => !known.has(test.id));
  return new Set([...all.filter(isOwn), ...added].map((test) => test.id));
}

/** By the file that the report names, or by a name that is the file's: Python calls `tests/test_a.py` `tests.test_a`. */
function isOfFile(test: TestOutcome, path: string): boolean {
  const dotted = path.replace(/\.[^./]*$/, '').replaceAll('/', '.');
  const components = test.id.split(SEPARATOR).slice(1);
  return test.file === path || components.some((name) => name === path || name === dotted || name.startsWith(`${dotted}.`));
}
