/** What became of a candidate, for whoever shall write a better one: only what matters, the same text for the same failure, without secrets. */
import { createHash } from 'node:crypto';
import { belongsTo, isStandIn } from '../evidence/test-ids.ts';
import { redact } from '../knowledge/redact.ts';
import type { Feedback } from '../model/change.ts';
import type { CheckRun, Evidence, TestOutcome } from '../model/evidence.ts';
import type { Attempt } from '../model/patch.ts';
import { count, oneLine } from '../report/format.ts';
import { failureText, steady, withoutNumbers } from './failure-text.ts';

/** Characters of the evidence; a model that needs more will not repair it either. */
const LIMIT = 2000;
const FAILURES = 3;
const FINDINGS = 5;
const REASONS = 4;

/** Characters that are kept of one failure. */
const MESSAGE_LIMIT = 900;

/**
 * The evidence of an attempt in at most about 2,000 characters. Its first line says what became of it; then come the failing assertion with the frame
 * that lies in the change, findings that are new, commands that did not complete, and the rules with what would have passed. Times,
 * temporary paths and addresses are taken out, so that equal failures give equal text. `secrets` are redacted along with what looks like one.
 */
export function feedbackOf(attempt: Attempt, secrets: readonly string[] = []): Feedback {
  const paths = (attempt.candidate?.edits ?? []).map(({ path }) => path);
  const clean = (text: string): string => redact(steady(text, paths), secrets);
  const { headline, details } = partsOf(attempt, paths);
  const failing = failingOf(attempt);
  return {
    outcome: attempt.outcome,
    signature: signatureOf([attempt.outcome, attempt.decidedBy?.rule ?? '', attempt.decidedBy?.metric ?? '', ...failing.map(({ id }) => id), clean(headline), clean(failing[0]?.message ?? acceptOutput(attempt))]),
    evidence: capped([oneLine(clean(headline), 400), ...details.map(clean)]),
  };
}

/** Equal for the same failure: line numbers, times, paths of temporary directories and spaces do not count. */
export function signatureOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts.map((part) => withoutNumbers(steady(part, [])).replace(/\s+/g, ' ').trim().slice(0, 1000)))).digest('hex');
}

function partsOf(attempt: Attempt, paths: readonly string[]): { readonly headline: string; readonly details: readonly string[] } {
  const { verdict, patch, reasons, outcome } = attempt;
  const told = verdict?.reasons.filter(({ decision }) => decision === verdict.decision) ?? [];
  const [first = reasons[0] ?? 'No reason was recorded.', ...others] = told.length > 0 ? told.map(({ text }) => text) : reasons;
  const after = patch?.after ?? null;
  const details = [
    ...(after === null ? [] : [...acceptFailure(after, paths), ...incomplete(patch?.comparison?.newlyIncomplete ?? [], paths)]),
    ...newFailures(attempt, paths),
    ...findings(attempt),
    ...others.slice(0, REASONS).map((text) => `Also: ${text}`),
    ...told.slice(0, REASONS).flatMap(({ wouldPass }) => (wouldPass === null ? [] : [`What would have passed: ${wouldPass}`])),
  ];
  return { headline: `The change was ${outcome === 'unchanged' ? 'not worth keeping' : outcome}: ${first}`, details: [...new Set(details)] };
}

function acceptFailure({ checks, tests }: Evidence, paths: readonly string[]): string[] {
  const accept = checks.find(({ role, status }) => role === 'accept' && status !== 'passed');
  if (accept === undefined) return [];
  const failed = tests.filter(({ id, status }) => status === 'failed' && belongsTo(id, accept.name) && !isStandIn(id));
  if (failed.length > 0) return failed.slice(0, FAILURES).map((test, index) => testText(test, index === 0, paths));
  return [outputText(accept, paths)];
}

function incomplete(checks: readonly CheckRun[], paths: readonly string[]): string[] {
  return checks.filter(({ role }) => role !== 'accept').slice(0, 2).map((check) => outputText(check, paths));
}

function outputText({ name, status, note, outputTail }: CheckRun, paths: readonly string[]): string {
  const output = failureText(outputTail, paths, MESSAGE_LIMIT);
  return `${name}: ${status}${note === '' ? '' : ` (${oneLine(note, 200)})`}${output === '' ? '' : `\n${output}`}`;
}

/** The first with its message; the others by name. */
function newFailures({ patch }: Attempt, paths: readonly string[]): string[] {
  const all = patch?.comparison?.newFailures ?? [];
  const texts = all.slice(0, FAILURES).map((failure, index) => testText(failure, index === 0, paths));
  return all.length > FAILURES ? [...texts, `and ${count(all.length - FAILURES, 'more failing test')}`] : texts;
}

function testText({ id, message }: Pick<TestOutcome, 'id' | 'message'>, isFirst: boolean, paths: readonly string[]): string {
  const text = isFirst ? failureText(message ?? '', paths, MESSAGE_LIMIT) : '';
  return `failing: ${oneLine(id, 200)}${text === '' ? '' : `\n${text}`}`;
}

function findings({ patch }: Attempt): string[] {
  const added = patch?.comparison?.newFindings ?? [];
  return added.slice(0, FINDINGS).map(({ tool, rule, path, line, message, level }) => `new ${level} of ${tool}: ${rule} at ${path}:${line}: ${oneLine(message, 200)}`);
}

function failingOf({ patch }: Attempt): readonly Pick<TestOutcome, 'id' | 'message'>[] {
  const accepted = (patch?.after?.tests ?? []).filter(({ id, status }) => status === 'failed' && patch!.after!.checks.some(({ role, name }) => role === 'accept' && belongsTo(id, name)));
  const fresh = patch?.comparison?.newFailures ?? [];
  return [...fresh, ...accepted].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function acceptOutput({ patch }: Attempt): string {
  return patch?.after?.checks.find(({ role, status }) => role === 'accept' && status !== 'passed')?.outputTail ?? '';
}

function capped(parts: readonly string[]): string {
  const text = parts.join('\n');
  return text.length <= LIMIT ? text : `${text.slice(0, LIMIT - 1).trimEnd()}…`.toWellFormed();
}
