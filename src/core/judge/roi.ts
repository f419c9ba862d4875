import type { JudgeInput } from '../model/judge-input.ts';
import type { Forecast, Reason, Roi, RoiTerm } from '../model/verdict.ts';
import { number, signed } from '../report/format.ts';
import { errorCounts } from './errors.ts';
import { hardByRequest, NEW_FUNCTION_COMPLEXITY } from './exact.ts';
import { metricPairs, scaleOf, worsening, type Direction } from './metric.ts';
import { reasons } from './reason.ts';
import { worthProved } from './worth.ts';

const { keep, revert } = reasons('roi');

/** No single metric outweighs everything else. */
const CLIP = 3;
/** Two hundred lines cost as much as one proof of worth earns. */
const LINES_PER_POINT = 200;

interface Measured {
  readonly name: string;
  readonly better: Direction;
  readonly before: number;
  readonly after: number;
  readonly scale: number;
  readonly weight: number;
}

/** Rule 6: what the change returns for what it costs, against before and against where things were going. */
export function roi(input: JudgeInput, forecasts: readonly Forecast[]): readonly Reason[] {
  const against = roiAgainstForecast(input, forecasts);
  return [speak(input, roiOf(input), 'before'), ...(against === null ? [] : [speak(input, against, 'the forecast')])];
}

/**
 * Σ weight · clip(improvement ÷ scale, ±3) over `errors` and exact metrics, + 1 if worth was proved, − 0.005 for each
 * net line added outside tests, − 1 for each 15 points of cognitive complexity above 15 in new functions of a request. No unit.
 */
export function roiOf(input: JudgeInput): Roi {
  return sum([...measured(input).map((each) => term(each, each.before)), ...fixedTerms(input)]);
}

/** The same with forecasts in place of "before" where the candidate is worse than its own baseline; `null` if that is nowhere. */
function roiAgainstForecast(input: JudgeInput, forecasts: readonly Forecast[]): Roi | null {
  const expected = new Map(forecasts.flatMap((each) => (each.type === 'forecast' ? [[each.series, each.expected] as const] : [])));
  const worse = (each: Measured) => expected.has(each.name) && worsening(each.better, each.before, each.after) > 0;
  const all = measured(input);
  if (!all.some(worse)) return null;
  return sum([...all.map((each) => term(each, worse(each) ? expected.get(each.name)! : each.before)), ...fixedTerms(input)]);
}

function measured(input: JudgeInput): readonly Measured[] {
  const { before, after } = errorCounts(input);
  const metrics = metricPairs(input, 'exact').flatMap(({ name, metric, before: from, after: to }) =>
    from === null || to === null ? [] : [{ name, better: metric.better, before: from, after: to, scale: scaleOf(metric), weight: metric.weight }]);
  return [{ name: 'errors', better: 'lower', before, after, scale: 1, weight: 1 }, ...metrics];
}

function term({ name, better, after, scale, weight }: Measured, from: number): RoiTerm {
  const steps = Math.min(CLIP, Math.max(-CLIP, -worsening(better, from, after) / scale));
  const factor = Number.isFinite(weight) ? weight : 1;
  // Adding zero turns −0 into 0, which JSON could not tell apart.
  return { name, value: factor * steps + 0, explanation: `${number(from)} → ${number(after)}, scale ${number(scale)}, weight ${number(factor)}` };
}

function fixedTerms(input: JudgeInput): readonly RoiTerm[] {
  const { linesAdded, linesRemoved, testLinesAdded, testLinesRemoved } = input.change;
  const net = linesAdded - testLinesAdded - (linesRemoved - testLinesRemoved);
  const proved = worthProved(input);
  return [
    { name: 'worth', value: proved ? 1 : 0, explanation: proved ? 'proved' : 'not proved' },
    { name: 'lines', value: 0 - net / LINES_PER_POINT, explanation: `${signed(net)} net outside tests` },
    ...complexityTerm(input),
  ];
}

function complexityTerm(input: JudgeInput): readonly RoiTerm[] {
  const hard = hardByRequest(input);
  if (hard.length === 0) return [];
  const excess = hard.reduce((points, { after }) => points + after - NEW_FUNCTION_COMPLEXITY, 0);
  return [{ name: 'complexity', value: 0 - Math.min(CLIP, excess / NEW_FUNCTION_COMPLEXITY), explanation: `${number(excess)} above ${number(NEW_FUNCTION_COMPLEXITY)} in new functions` }];
}

function sum(terms: readonly RoiTerm[]): Roi {
  return { delta: terms.reduce((total, { value }) => total + value, 0), terms };
}

function speak(input: JudgeInput, { delta, terms }: Roi, against: string): Reason {
  const limit = 0 - input.threshold;
  const parts = terms.filter(({ value }) => value !== 0).map(({ name, value }) => `${name} ${signed(value, 3)}`).join(', ');
  const text = `ROI against ${against} ${signed(delta)} (${parts === '' ? 'nothing gained, nothing spent' : parts}); limit ${signed(limit)}.`;
  const numbers = { metric: against === 'before' ? 'roi' : 'roi against forecast', before: 0, after: delta, limit, text };
  return delta < limit ? revert(numbers, `an ROI of at least ${signed(limit)}`) : keep(numbers);
}
