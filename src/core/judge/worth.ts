import type { JudgeInput, JudgedTree } from '../model/judge-input.ts';
import type { Reason } from '../model/verdict.ts';
import { count, number, oneLine, quoted, sentence } from '../report/format.ts';
import { reasons } from './reason.ts';

const { keep, revert } = reasons('worth');

/** Metric of the reason that tells a red accept command from work without worth. */
export const ACCEPT_METRIC = 'accept-command';

/** Rule 2: an oracle that is red on the base and green with the change. Harmless is not enough. */
export function worth(input: JudgeInput): readonly Reason[] {
  return [nothingChanged(input) ?? notAccepted(input) ?? oracle(input)];
}

/** True if the change is worth keeping by this rule; what the ROI counts as one. */
export function worthProved(input: JudgeInput): boolean {
  return worth(input).every(({ decision }) => decision === 'keep');
}

function nothingChanged({ change }: JudgeInput): Reason | null {
  if (change.files > 0) return null;
  return revert({ metric: 'changed files', before: 0, after: 0, limit: 1, text: 'The change is empty.' }, 'at least one file changes');
}

function acceptStatus({ checks }: JudgedTree): string {
  return checks.find(({ role }) => role === 'accept')?.status ?? 'not-run';
}

function acceptText({ acceptTests }: JudgedTree, status: string): string {
  return acceptTests === undefined ? status : `${status} (${number(acceptTests.passed)} of ${count(acceptTests.passed + acceptTests.failed, 'test')} passed)`;
}

function notAccepted(input: JudgeInput): Reason | null {
  const command = input.task.acceptCommand;
  if (command === null) return null;
  const [before, after] = [acceptStatus(input.before), acceptStatus(input.after)];
  const numbers = { metric: ACCEPT_METRIC, before, after, limit: 'passed' };
  if (after !== 'passed') {
    const text = `accept-command ${quoted(command)} is not green with the change: ${acceptText(input.before, before)} → ${acceptText(input.after, after)}.`;
    return revert({ ...numbers, text }, `${quoted(command)} exits with 0`);
  }
  if (before !== 'passed') return null;
  return revert({ ...numbers, metric: 'worth', text: `accept-command ${quoted(command)} was green before the change, so it proves nothing.` }, 'an accept-command that fails on the base');
}

function oracle({ worth: proof }: JudgeInput): Reason {
  if (proof === null) {
    return revert({ metric: 'worth', before: null, after: null, limit: null, text: 'Nothing proves that the change improves something.' }, 'an oracle that is red on the base and green with the change');
  }
  const numbers = { metric: oneLine(proof.oracle), before: proof.before, after: proof.after, limit: null };
  if (!proof.proved) {
    return revert({ ...numbers, text: `Not proved useful (${oneLine(proof.oracle)}): ${sentence(proof.explanation)}` }, `${oneLine(proof.oracle)}: red on the base, green with the change`);
  }
  return keep({ ...numbers, text: `Useful (${oneLine(proof.oracle)}): ${sentence(proof.explanation)}` });
}
