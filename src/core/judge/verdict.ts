import type { JudgeInput } from '../model/judge-input.ts';
import type { Task } from '../model/task.ts';
import type { Forecast, Outcome, Reason, Roi, RuleName, Verdict } from '../model/verdict.ts';
import { exact } from './exact.ts';
import { forecast, forecastsOf } from './forecast.ts';
import { harmless } from './harmless.ts';
import { noisy } from './noisy.ts';
import { roi, roiOf } from './roi.ts';
import { strength } from './strength.ts';
import { TrendPredictor } from './trend-predictor.ts';
import { ACCEPT_METRIC, worth } from './worth.ts';

/** A verdict with the numbers that a patch carries beside it. */
export interface Assessment {
  readonly verdict: Verdict;
  readonly roi: Roi;
  readonly forecasts: readonly Forecast[];
}

/** Applies every rule, in order. Pure: the same input gives the same verdict, whatever the order of its lists. */
export function assess(input: JudgeInput, predictor: Pick<TrendPredictor, 'forecast'> = new TrendPredictor()): Assessment {
  if (input.rollback === true) return { verdict: fold(harmless(input)), roi: { delta: 0, terms: [] }, forecasts: [] };
  const forecasts = forecastsOf(input, predictor);
  const reasons = [
    ...harmless(input),
    ...worth(input),
    ...exact(input),
    ...noisy(input),
    ...forecast(input, forecasts),
    ...roi(input, forecasts),
    ...strength(input),
  ];
  return { verdict: fold(reasons), roi: roiOf(input), forecasts };
}

/** Keep, hold or revert, with every reason and its numbers. */
export function judge(input: JudgeInput, predictor?: Pick<TrendPredictor, 'forecast'>): Verdict {
  return assess(input, predictor).verdict;
}

/** The first revert decides, else any hold, else keep. Reasons stand in rule order. */
export function fold(reasons: readonly Reason[]): Verdict {
  const decisive = reasons.find(({ decision }) => decision === 'revert') ?? reasons.find(({ decision }) => decision === 'hold');
  if (decisive === undefined) return { decision: 'keep', rule: null, reasons };
  return { decision: decisive.decision === 'revert' ? 'revert' : 'hold', rule: decisive.rule, reasons };
}

/** The reason that decided; `null` for a change that is kept. */
export function decidingReason({ decision, reasons }: Verdict): Reason | null {
  return decision === 'keep' ? null : reasons.find((reason) => reason.decision === decision) ?? null;
}

/** What becomes of a task. Work without worth leaves everything `unchanged`; a request that misses its accept command is `reverted`. */
export function outcomeOf(verdict: Verdict, task: Pick<Task, 'origin'>): Outcome {
  switch (verdict.decision) {
    case 'keep': return 'kept';
    case 'hold': return 'held';
    case 'revert': {
      const missed = task.origin === 'requested' && decidingReason(verdict)?.metric === ACCEPT_METRIC;
      return verdict.rule === 'worth' && !missed ? 'unchanged' : 'reverted';
    }
    default: return verdict.decision satisfies never;
  }
}

/** What a reader of a kept change wants to know first. */
const TELLING: readonly RuleName[] = ['worth', 'harmless', 'strength', 'roi', 'exact', 'forecast', 'noisy'];

/** The sentences that log, summary, record and output share: all that spoke for the decision, what decided first. */
export function reasonTexts({ decision: decided, reasons }: Verdict): readonly string[] {
  const told = reasons.filter(({ decision }) => decision === decided);
  if (decided === 'keep') told.sort((a, b) => TELLING.indexOf(a.rule) - TELLING.indexOf(b.rule));
  return told.map(({ text }) => text);
}
