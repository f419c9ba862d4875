import type { FunctionComplexity, JudgeInput } from '../model/judge-input.ts';
import type { Reason } from '../model/verdict.ts';
import { byText, count, number, quoted, signed } from '../report/format.ts';
import { metricPairs, worsening, type MetricPair } from './metric.ts';
import { reasons } from './reason.ts';

const { keep, note, hold, revert } = reasons('exact');

/** Cognitive complexity above which a new function is hard to follow (SonarSource's default). */
export const NEW_FUNCTION_COMPLEXITY = 15;

/** Rule 3: exact metrics beyond their tolerance on the bad side. */
export function exact(input: JudgeInput): readonly Reason[] {
  return [...complexity(input), ...duplication(input), ...metricPairs(input, 'exact').map(declared)];
}

function complexity(input: JudgeInput): readonly Reason[] {
  const { functions } = input;
  const asked = new Set(hardByRequest(input));
  const worse = functions.filter(({ before, after }) => after > (before ?? NEW_FUNCTION_COMPLEXITY));
  if (worse.length > 0) {
    const sorted = [...worse].sort((a, b) => byText(a.path, b.path) || byText(a.name, b.name) || a.after - b.after || (a.before ?? -1) - (b.before ?? -1));
    return sorted.map((each) => (asked.has(each) ? hardAsAsked(each) : tooComplex(each)));
  }
  if (functions.length === 0) return [];
  const total = (side: 'before' | 'after') => functions.reduce((sum, each) => sum + (each[side] ?? 0), 0);
  const text = `Cognitive complexity of ${count(functions.length, 'touched function')}: none worse (sum ${number(total('before'))} → ${number(total('after'))}).`;
  return [keep({ metric: 'cognitive complexity', before: total('before'), after: total('after'), limit: NEW_FUNCTION_COMPLEXITY, text })];
}

/** New functions of a request that are hard to follow: whoever asked may need them so, and pays with ROI. Found work needs nothing so. */
export function hardByRequest({ task, functions }: Pick<JudgeInput, 'task' | 'functions'>): readonly FunctionComplexity[] {
  return task.origin === 'requested' ? functions.filter(({ before, after }) => before === null && after > NEW_FUNCTION_COMPLEXITY) : [];
}

function hardAsAsked({ path, name, after }: FunctionComplexity): Reason {
  const text = `Cognitive complexity of the new ${quoted(name)} in ${quoted(path)} is ${number(after)}; above ${number(NEW_FUNCTION_COMPLEXITY)} a function that was asked for costs ROI.`;
  return note({ metric: 'cognitive complexity', before: null, after, limit: null, text });
}

function tooComplex({ path, name, before, after }: FunctionComplexity): Reason {
  const limit = before ?? NEW_FUNCTION_COMPLEXITY;
  const where = `${quoted(name)} in ${quoted(path)}`;
  const text = before === null
    ? `Cognitive complexity of the new ${where} is ${number(after)}; limit ${number(limit)}.`
    : `Cognitive complexity of ${where} ${number(before)} → ${number(after)}.`;
  return revert({ metric: 'cognitive complexity', before, after, limit, text }, `at most ${number(limit)}`);
}

function duplication({ duplication: copies }: JudgeInput): readonly Reason[] {
  if (copies === null) return [];
  const { before, after, excused } = copies;
  const numbers = { metric: 'duplicated lines', before, after, limit: before };
  const text = `Duplicated lines in the changed files ${number(before)} → ${number(after)}`;
  if (after <= before) return [keep({ ...numbers, text: `${text}.` })];
  if (excused) return [note({ ...numbers, limit: null, text: `${text}; a transplant was asked for.` })];
  return [revert({ ...numbers, text: `${text} (${signed(after - before)}).` }, `at most ${number(before)}`)];
}

function declared({ name, metric, before, after }: MetricPair): Reason {
  const label = quoted(name);
  const unit = metric.unit === '' ? '' : ` ${metric.unit}`;
  if (after === null) {
    const text = `Metric ${label} gave no number with the change${before === null ? ', nor on the base' : ` (before: ${number(before)}${unit})`}.`;
    const numbers = { metric: name, before, after, limit: null, text };
    return before === null ? note(numbers) : hold(numbers, 'its command prints a number with the change too');
  }
  if (before === null) return note({ metric: name, before, after, limit: null, text: `Metric ${label} is ${number(after)}${unit}; the base gave no number to compare with.` });
  // A tolerance that is no number tolerates nothing, instead of everything.
  const tolerance = Math.max(0, Number.isFinite(metric.tolerance) ? metric.tolerance : 0);
  const limit = metric.better === 'lower' ? before + tolerance : before - tolerance;
  const text = `Metric ${label} ${number(before)} → ${number(after)}${unit} (${metric.better} is better, tolerance ${number(tolerance)}).`;
  const numbers = { metric: name, before, after, limit, text };
  if (worsening(metric.better, before, after) <= tolerance) return keep(numbers);
  return revert(numbers, `at ${metric.better === 'lower' ? 'most' : 'least'} ${number(limit)}${unit}`);
}
