import type { SiteStrength, Strength } from '../model/evidence.ts';
import type { JudgeInput } from '../model/judge-input.ts';
import type { Reason } from '../model/verdict.ts';
import { count, listed, number } from '../report/format.ts';
import { passes, reasons } from './reason.ts';
import { worthProved } from './worth.ts';

const { keep, note, hold } = reasons('strength');

/** Rule 7: the checks would have noticed a mistake in what changed. */
export function strength(input: JudgeInput): readonly Reason[] {
  const spoken = [...tried(input), ...suspects(input)];
  return passes(spoken) && input.strength !== null ? [noticed(input.strength), ...spoken] : spoken;
}

function tried(input: JudgeInput): readonly Reason[] {
  const tested = input.strength;
  if (tested === null) {
    return [hold({ metric: 'sites', before: null, after: null, limit: null, text: 'It was not tried whether the checks notice a mistake in the change.' }, 'every changed place is tried')];
  }
  return [...withoutSites(input, tested), ...unnoticed(tested.sites), ...withoutTests(input, tested), ...ownTests(tested)];
}

/** An accept command that turned green is itself the check that notices when the change is missing. */
function withoutSites(input: JudgeInput, { sites }: Strength): readonly Reason[] {
  if (sites.length > 0) return [];
  if (input.task.acceptCommand !== null && worthProved(input)) {
    return [note({ metric: 'sites', before: null, after: 0, limit: null, text: 'No place could be broken on purpose; accept-command is red without the change.' })];
  }
  return [hold({ metric: 'sites', before: null, after: 0, limit: 1, text: 'No changed place could be tried, so no check is known to notice a mistake in it.' }, 'a test that runs the changed code')];
}

function isNoticed({ noticed: seen, method }: SiteStrength): boolean {
  return seen || method === 'identical-code';
}

function unnoticed(sites: readonly SiteStrength[]): readonly Reason[] {
  const missed = sites.filter((site) => !isNoticed(site));
  if (missed.length === 0) return [];
  const text = `No check would notice a mistake in ${number(missed.length)} of ${count(sites.length, 'changed place')}: ${listed(missed.map(({ label }) => label))}.`;
  return [hold({ metric: 'noticed sites', before: null, after: sites.length - missed.length, limit: sites.length, text }, 'a test that fails when the code of these places is broken')];
}

function withoutTests(input: JudgeInput, { passingTests }: Strength): readonly Reason[] {
  if (passingTests > 0) return [];
  const numbers = { metric: 'passing tests', before: input.before.passedTests, after: passingTests, limit: 1 };
  if (input.task.origin === 'found') return [hold({ ...numbers, text: 'No test passes, so found work cannot be proved.' }, 'at least one passing test')];
  return [note({ ...numbers, limit: null, text: 'No test passes; only what was asked for proves the change.' })];
}

function ownTests({ ownTestsOnly }: Strength): readonly Reason[] {
  if (!ownTestsOnly) return [];
  const text = "Only the change's own tests notice a mistake in it, and no mutants have tried those tests yet.";
  return [hold({ metric: 'independent tests', before: null, after: 0, limit: 1, text }, 'a test of the base or an accept-command notices a mistake in the change')];
}

function suspects({ comparison, suspects: known }: JudgeInput): readonly Reason[] {
  const context = new Map(known.map((each) => [each.id, each]));
  const ids = comparison.newFailures.filter((failure) => failure.class === 'suspect').map(({ id }) => id);
  // A suspect about which nothing is known is the change's fault until shown otherwise.
  const unexplained = ids.filter((id) => (context.get(id)?.reachesChange ?? true) && !(context.get(id)?.flakedOnBase ?? false));
  const explained = ids.filter((id) => !unexplained.includes(id));
  const told: Reason[] = [];
  if (unexplained.length > 0) {
    const text = `${count(unexplained.length, 'test')} failed with the change and passed when run again, and nobody has seen ${ids.length === 1 ? 'it' : 'them'} fail without the change: ${listed(unexplained)}.`;
    told.push(hold({ metric: 'flake suspects', before: 0, after: unexplained.length, limit: 0, text }, 'these tests pass at the first run'));
  }
  if (explained.length > 0) {
    const text = `${count(explained.length, 'test')} failed once and passed when run again, as ${explained.length === 1 ? 'it is' : 'they are'} known to do without the change: ${listed(explained)}.`;
    told.push(note({ metric: 'flakes', before: null, after: explained.length, limit: null, text }));
  }
  return told;
}

function witness(sites: readonly SiteStrength[]): string {
  return sites.some(({ method }) => method === 'accept-command') ? ' by accept-command' : '';
}

function noticed({ sites }: Strength): Reason {
  const comments = sites.filter(({ method }) => method === 'identical-code').length;
  const by = listed([...new Set(sites.flatMap((site) => site.by))], 2);
  const proofs = [
    sites.length > comments ? `A mistake would be noticed in ${number(sites.length - comments)} of ${count(sites.length - comments, 'changed place')}${by === '' ? witness(sites) : `, for example by ${by}`}` : '',
    comments > 0 ? `${sites.length > comments ? 'in' : 'In'} ${count(comments, 'place')} only comments change: the code is the same` : '',
    sites.length === 0 ? 'accept-command notices the change' : '',
  ].filter((part) => part !== '');
  return keep({ metric: 'noticed sites', before: null, after: sites.length, limit: sites.length, text: `${proofs.join('; ')}.` });
}
