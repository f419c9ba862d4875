import type { JudgeInput } from '../model/judge-input.ts';
import type { Reason } from '../model/verdict.ts';
import { number, quoted } from '../report/format.ts';
import { metricPairs } from './metric.ts';
import { reasons } from './reason.ts';

const { note } = reasons('noisy');

/**
 * Rule 4: noisy metrics need interleaved pairs, which are not measured yet. It says so even when none is declared: a
 * record that is silent could be read as "measured and fine". A single sample never decides.
 */
export function noisy(input: JudgeInput): readonly Reason[] {
  const pairs = metricPairs(input, 'noisy');
  if (pairs.length === 0) {
    return [note({ metric: 'noisy metrics', before: null, after: null, limit: null, text: 'Noisy metrics are not measured yet; none is declared.' })];
  }
  return pairs.map(({ name, before, after }) => {
    const seen = `${before === null ? 'no number' : number(before)} → ${after === null ? 'no number' : number(after)}`;
    const text = `Noisy metric ${quoted(name)} is not measured yet: single values ${seen} are recorded and enter neither this rule nor the ROI.`;
    return note({ metric: name, before, after, limit: null, text });
  });
}
