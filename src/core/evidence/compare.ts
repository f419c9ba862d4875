import type { CheckRun, ClassifiedFailure, Comparison, Evidence, Finding } from '../model/evidence.ts';
import { failingIds, hasCompleted, incompleteChecks, newFailingIds, vanishedIds } from './failures.ts';
import { belongsTo, isStandIn } from './test-ids.ts';

/** Failing test ids + error-level findings + commands that did not complete. */
export function countErrors(evidence: Evidence): number {
  return failingIds(evidence).length + errorFindings(evidence) + incompleteChecks(evidence).length;
}

/**
 * What changed between two trees, by name: failures that were there before neither veto nor excuse. A new failure that
 * was not classified counts as a regression; an explained vanished test (`not-the-patch`, `suspect`) is not listed as
 * vanished. `newFindings` and `fixedFindings` are of all levels. The error counts are raw: explained failures are in them.
 */
export function compareEvidence(before: Evidence, after: Evidence, classified: readonly ClassifiedFailure[]): Comparison {
  const classes = new Map(classified.map((failure) => [failure.id, failure]));
  const isExplained = (id: string): boolean => (classes.get(id)?.class ?? 'regression') !== 'regression';
  const newIds = newFailingIds(before, after);
  const messages = new Map(after.tests.map((test) => [test.id, test.message]));
  const failingAfter = new Set(failingIds(after));
  const lost = lostChecks(before, after);
  const incompleteAfter = new Set([...incompleteChecks(after), ...lost].map((check) => check.name));
  return {
    newFailures: newIds.map((id) => classes.get(id) ?? unclassified(id, messages.get(id) ?? null)),
    vanishedTests: vanishedIds(before, after).filter((id) => !isExplained(id)),
    fixedTests: fixedIds(before, after),
    existingFailures: failingIds(before).filter((id) => failingAfter.has(id)),
    newFindings: without(after.findings, before.findings),
    fixedFindings: lintHasCompleted(before, after) ? without(before.findings, after.findings) : [],
    newlyIncomplete: lost,
    errorsBefore: countErrors(before),
    errorsAfter: failingAfter.size + errorFindings(after) + incompleteAfter.size,
  };
}

function unclassified(id: string, message: string | null): ClassifiedFailure {
  return { id, class: 'regression', message, candidateReruns: [], baseReruns: [] };
}

/**
 * Commands that completed before and do not complete after, or of which only the exit code is left: a program that ends
 * early writes no report, and its exit code may still be 0. A test command without any test counts as complete before.
 */
function lostChecks(before: Evidence, after: Evidence): readonly CheckRun[] {
  return before.checks.flatMap((old): readonly CheckRun[] => {
    const now = after.checks.find((check) => check.name === old.name);
    if (now === undefined) return [];
    const wasComplete = hasCompleted(old) || (old.status === 'no-tests' && now.status !== 'no-tests');
    if (!wasComplete || now.status === 'not-run') return [];
    if (!hasCompleted(now)) return [now];
    return old.reported && !now.reported ? [{ ...now, status: 'unreadable-report', note: `Wrote a report on the base and none with the change (exit code ${String(now.exitCode)}): it ended early.` }] : [];
  });
}

/** Failing before and passing after. A stand-in is also fixed when its command completed without needing one. */
function fixedIds(before: Evidence, after: Evidence): readonly string[] {
  const now = new Map(after.tests.map((test) => [test.id, test.status]));
  return failingIds(before).filter((id) => {
    if (now.get(id) === 'passed') return true;
    return isStandIn(id) && !now.has(id) && after.checks.some((check) => belongsTo(id, check.name) && hasCompleted(check));
  });
}

function without(findings: readonly Finding[], known: readonly Finding[]): readonly Finding[] {
  const fingerprints = new Set(known.map((finding) => finding.fingerprint));
  return findings.filter((finding) => !fingerprints.has(finding.fingerprint));
}

/** Findings of a command that did not complete are not gone. */
function lintHasCompleted(before: Evidence, after: Evidence): boolean {
  return before.checks.every((old) => {
    const now = after.checks.find((check) => check.name === old.name);
    return !old.reported || old.role !== 'lint' || (now !== undefined && now.reported && hasCompleted(now));
  });
}

function errorFindings(evidence: Evidence): number {
  return evidence.findings.filter((finding) => finding.level === 'error').length;
}
