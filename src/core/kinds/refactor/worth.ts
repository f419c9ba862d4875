/** The oracle: complexity above the limit on the base and clearly lower after, or findings that vanished while none came. */
import { touchedFunctions } from '../../judge/touched.ts';
import { NEW_FUNCTION_COMPLEXITY } from '../../judge/exact.ts';
import { blobIdOf } from '../../change/edits.ts';
import { factsOf } from '../../knowledge/facts.ts';
import type { Candidate, FileEdit } from '../../model/change.ts';
import type { CodeRecord } from '../../model/code.ts';
import type { Worth } from '../../model/evidence.ts';
import type { FunctionComplexity } from '../../model/judge-input.ts';
import type { Syntax } from '../../ports.ts';
import { count, number, quoted } from '../../report/format.ts';
import { cloneKeyOf } from '../../syntax/clones.ts';
import { languageOf } from '../../syntax/language.ts';
import type { KindContext } from '../kind.ts';

/** Share of its complexity that a function must lose: less is a matter of taste. */
export const LEAST_FALL = 0.2;

export interface ComplexityChange {
  readonly functions: readonly FunctionComplexity[];
  /** Of the touched functions on the base, and of the touched and the new ones after. */
  readonly maximum: { readonly before: number; readonly after: number };
  readonly sum: { readonly before: number; readonly after: number };
}

export async function complexityChange(edits: readonly FileEdit[], syntax: Syntax): Promise<ComplexityChange> {
  const [before, after] = [await recordsOf(edits, 'before', syntax), await recordsOf(edits, 'after', syntax)];
  const functions = touchedFunctions(before, after);
  const [was, now] = [functions.flatMap((each) => (each.before === null ? [] : [each.before])), functions.map((each) => each.after)];
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { functions, maximum: { before: Math.max(0, ...was), after: Math.max(0, ...now) }, sum: { before: sum(was), after: sum(now) } };
}

async function recordsOf(edits: readonly FileEdit[], side: 'before' | 'after', syntax: Syntax): Promise<readonly CodeRecord[]> {
  const records: CodeRecord[] = [];
  for (const edit of edits) {
    const language = languageOf(edit.path);
    const text = edit[side];
    if (language === null || text === null) continue;
    await syntax.load([language]);
    records.push(...syntax.parse(language, text, (tree) => factsOf(edit.path, blobIdOf(text), tree, cloneKeyOf)).records);
  }
  return records;
}

/** True if what was too complex is at least a fifth simpler, and nothing was only moved elsewhere. */
export function isSimpler({ maximum, sum }: ComplexityChange): boolean {
  return maximum.before > NEW_FUNCTION_COMPLEXITY && maximum.after <= maximum.before * (1 - LEAST_FALL) && maximum.after < maximum.before && sum.after <= sum.before;
}

/** `` `parse` 31 → 12, new `step` 6 ``. */
export function complexityText({ functions }: ComplexityChange): string {
  const changed = functions.filter(({ before, after }) => before !== after).sort((a, b) => (b.before ?? -1) - (a.before ?? -1) || b.after - a.after);
  const shown = (changed.length === 0 ? functions : changed).slice(0, 6);
  const more = Math.max(changed.length, shown.length) - shown.length;
  return shown.map(({ name, before, after }) => (before === null ? `new ${quoted(name)} ${number(after)}` : `${quoted(name)} ${number(before)} → ${number(after)}`)).join(', ') + (more > 0 ? ` and ${count(more, 'more function')}` : '');
}

/** Complexity first, since it costs nothing to ask; else the lint commands, where the base has findings in these files. */
export async function proveRefactoring(candidate: Candidate, context: KindContext): Promise<Worth> {
  const change = await complexityChange(candidate.edits, context.syntax);
  const { maximum, sum } = change;
  const numbers = `cognitive complexity ${complexityText(change)}; sum ${number(sum.before)} → ${number(sum.after)}; limit ${number(NEW_FUNCTION_COMPLEXITY)}`;
  if (isSimpler(change)) return { proved: true, oracle: 'complexity', before: `at most ${number(maximum.before)}`, after: `at most ${number(maximum.after)}`, explanation: numbers };
  const findings = await findingsWorth(candidate, context);
  if (findings !== null) return findings.proved ? findings : { ...findings, explanation: `${numbers}; ${findings.explanation}` };
  return {
    proved: false, oracle: 'complexity', before: `at most ${number(maximum.before)}`, after: `at most ${number(maximum.after)}`,
    explanation: `${numbers}; expected: above ${number(NEW_FUNCTION_COMPLEXITY)} before, at most ${number(Math.floor(maximum.before * (1 - LEAST_FALL)))} after, the sum no higher`,
  };
}

/** `null` where the base has no finding in the files of the change, or no lint command to ask again. */
async function findingsWorth({ edits }: Candidate, { baseline, lab, toolchain }: KindContext): Promise<Worth | null> {
  const paths = new Set(edits.map(({ path }) => path));
  const known = baseline?.findings ?? [];
  const before = known.filter(({ path }) => paths.has(path));
  if (before.length === 0 || toolchain.lint.length === 0) return null;
  const after = [];
  for (const plan of toolchain.lint) {
    const evidence = await lab.check(plan, edits);
    if (evidence.checks.some(({ status }) => status !== 'passed' && status !== 'failed')) return null;
    after.push(...evidence.findings);
  }
  const [was, now] = [new Set(known.map(({ fingerprint }) => fingerprint)), new Set(after.map(({ fingerprint }) => fingerprint))];
  const gone = before.filter(({ fingerprint }) => !now.has(fingerprint));
  const come = after.filter(({ fingerprint }) => !was.has(fingerprint));
  const left = after.filter(({ path }) => paths.has(path)).length;
  const rules = [...new Set(gone.map(({ rule }) => rule))].slice(0, 3).map(quoted).join(', ');
  return {
    proved: gone.length > 0 && come.length === 0, oracle: 'findings', before: count(before.length, 'finding'), after: count(left, 'finding'),
    explanation: `${count(gone.length, 'finding')} of ${number(before.length)} gone${rules === '' ? '' : ` (${rules})`}, ${number(come.length)} new`,
  };
}
