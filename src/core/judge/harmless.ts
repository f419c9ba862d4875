import type { CheckStatus } from '../model/evidence.ts';
import type { JudgeInput, JudgedTree } from '../model/judge-input.ts';
import type { Reason } from '../model/verdict.ts';
import { byText, count, listed, number, sentence, signed } from '../report/format.ts';
import { errorCounts } from './errors.ts';
import { passes, reasons } from './reason.ts';

const { keep, note, hold, revert } = reasons('harmless');

/** Rule 1: nothing that worked before is broken, and there is evidence for saying so. */
export function harmless(input: JudgeInput): readonly Reason[] {
  const spoken = [
    ...regressions(input),
    ...vanished(input),
    ...newErrors(input),
    ...incomplete(input),
    ...moreErrors(input),
    ...unproven(input),
    ...flagged(input),
    ...circumstances(input),
  ];
  return passes(spoken) ? [clean(input), ...spoken] : spoken;
}

function regressions({ comparison }: JudgeInput): readonly Reason[] {
  const ids = comparison.newFailures.filter((failure) => failure.class === 'regression').map(({ id }) => id);
  if (ids.length === 0) return [];
  const text = `${count(ids.length, 'new failing test')}: ${listed(ids)}.`;
  return [revert({ metric: 'new failing tests', before: 0, after: ids.length, limit: 0, text }, 'every test that passes on the base also passes with the change')];
}

function vanished({ comparison: { vanishedTests } }: JudgeInput): readonly Reason[] {
  if (vanishedTests.length === 0) return [];
  const text = `${count(vanishedTests.length, 'test')} passed on the base and ${vanishedTests.length === 1 ? 'is' : 'are'} no longer reported: ${listed(vanishedTests)}.`;
  return [revert({ metric: 'vanished tests', before: 0, after: vanishedTests.length, limit: 0, text }, 'every test that passes on the base is reported with the change')];
}

function newErrors({ comparison }: JudgeInput): readonly Reason[] {
  const errors = comparison.newFindings.filter(({ level }) => level === 'error');
  if (errors.length === 0) return [];
  const named = errors.map(({ rule, path, line }) => `${rule} at ${path}:${line}`);
  const text = `${count(errors.length, 'new error finding')}: ${listed(named)}.`;
  return [revert({ metric: 'new error findings', before: 0, after: errors.length, limit: 0, text }, 'the change adds no error finding')];
}

function completed(status: CheckStatus): boolean {
  return status === 'passed' || status === 'failed';
}

function statuses({ checks }: JudgedTree): ReadonlyMap<string, CheckStatus> {
  return new Map(checks.map(({ name, status }) => [name, status]));
}

/** Accept commands are left to the rule `worth`, which has more to say about them. */
function incomplete(input: JudgeInput): readonly Reason[] {
  const before = statuses(input.before);
  const ended = new Map(input.comparison.newlyIncomplete.filter(({ role }) => role !== 'accept').map(({ name, status }) => [name, status]));
  for (const { role, name, status } of input.after.checks) {
    const baseline = before.get(name);
    if (role !== 'accept' && !completed(status) && baseline !== undefined && completed(baseline)) ended.set(name, status);
  }
  if (ended.size === 0) return [];
  const names = [...ended].map(([name, status]) => `${name} (${status})`);
  const text = `${count(ended.size, 'command')} completed on the base and not with the change: ${listed(names)}.`;
  return [revert({ metric: 'commands', before: 0, after: ended.size, limit: 0, text }, 'every command that completes on the base completes with the change')];
}

function moreErrors(input: JudgeInput): readonly Reason[] {
  const { before, after } = errorCounts(input);
  if (after - before <= input.threshold) return [];
  const limit = before + input.threshold;
  const text = `Errors ${number(before)} → ${number(after)} (${signed(after - before)}, limit ${signed(input.threshold)}).`;
  return [revert({ metric: 'errors', before, after, limit, text }, `at most ${count(Math.floor(limit), 'error')}`)];
}

/**
 * A check that did not complete on the base either is no reproach. But where tests exist and none of them completed,
 * nothing says that the change is harmless, and where a check has no counterpart on the base, nothing can be compared.
 */
function unproven(input: JudgeInput): readonly Reason[] {
  const before = statuses(input.before);
  const after = statuses(input.after);
  const judged = [...input.before.checks, ...input.after.checks].filter(({ role }) => role === 'lint' || role === 'test');
  const oneSided = [...new Set(judged.map(({ name }) => name))].filter((name) => before.has(name) !== after.has(name));
  const found: Reason[] = [];
  if (oneSided.length > 0) {
    const text = `No comparison: ${listed(oneSided)} ran on one side only.`;
    found.push(hold({ metric: 'baseline', before: input.before.checks.length, after: input.after.checks.length, limit: null, text }, 'every check runs before and after the change'));
  }
  const tests = input.before.checks.filter(({ role, status }) => role === 'test' && status !== 'not-run' && status !== 'no-tests');
  if (tests.length > 0 && !input.after.checks.some(({ role, status }) => role === 'test' && completed(status))) {
    const names = tests.map(({ name, status }) => `${name} (${status})`);
    const text = `No test command completed with the change (on the base: ${listed(names)}), so nothing says that it is harmless.`;
    found.push(hold({ metric: 'completed test commands', before: tests.filter(({ status }) => completed(status)).length, after: 0, limit: 1, text }, 'at least one test command completes; see its note for the remedy'));
  }
  return found;
}

function flagged({ flags }: JudgeInput): readonly Reason[] {
  const wouldPass = 'the change does without it, or a person reviews and lands it';
  return [...flags].sort(byText).map((flag) => hold({ metric: 'guard', before: 0, after: 1, limit: 0, text: `A person should look at this: ${sentence(flag)}` }, wouldPass));
}

/** What is no reproach but belongs into the record. */
function circumstances(input: JudgeInput): readonly Reason[] {
  const { existingFailures, newFailures, newFindings } = input.comparison;
  const told: Reason[] = [];
  const tell = (metric: string, before: number | null, after: number, text: string) => told.push(note({ metric, before, after, limit: null, text }));
  const failing = existingFailures.length;
  if (failing > 0) tell('existing failures', failing, failing, `${count(failing, 'test')} failed on the base already and still ${failing === 1 ? 'fails' : 'fail'}: ${listed(existingFailures)}.`);
  const others = newFailures.filter((failure) => failure.class === 'not-the-patch').map(({ id }) => id);
  if (others.length > 0) tell('failures of the base', null, others.length, `${count(others.length, 'failure')} shown by reruns on the base too: ${listed(others)}.`);
  const warnings = newFindings.filter(({ level }) => level !== 'error').map(({ rule, path, line }) => `${rule} at ${path}:${line}`);
  if (warnings.length > 0) tell('new warnings', 0, warnings.length, `${count(warnings.length, 'new finding')} below the level of an error: ${listed(warnings)}.`);
  const before = statuses(input.before);
  const silent = input.after.checks.filter(({ role, name, status }) => role !== 'accept' && !completed(status) && !completed(before.get(name) ?? 'passed'));
  if (silent.length > 0) tell('incomplete on both sides', silent.length, silent.length, `${count(silent.length, 'check')} said nothing on either side: ${listed(silent.map(({ name, status }) => `${name} (${status})`))}.`);
  return told;
}

function clean(input: JudgeInput): Reason {
  const { before, after } = errorCounts(input);
  const done = input.after.checks.filter(({ role, status }) => role !== 'accept' && completed(status)).length;
  // Zero checks are not green: there is nothing here to speak for the change.
  if (done === 0) return note({ metric: 'commands', before: null, after: 0, limit: null, text: 'No lint or test command completed with the change: nothing speaks for it here.' });
  const text = `No new failure: errors ${number(before)} → ${number(after)}, ${count(input.after.passedTests, 'test')} passed, ${count(done, 'command')} completed.`;
  return keep({ metric: 'errors', before, after, limit: before + input.threshold, text });
}
