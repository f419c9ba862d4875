import type { GeneratorId } from '../model/change.ts';
import type { Spending } from '../model/run-report.ts';
import type { GenerationReply } from '../ports.ts';
import { count, duration, money, number, oneLine } from './format.ts';

/** `$0.0123`; `unknown cost` where a price is unknown. */
export function costText(cost: number | null): string {
  return cost === null ? 'unknown cost' : money(cost);
}

/** `model gpt-x`, `recorded answers`. */
export function generatorText({ name, model }: GeneratorId): string {
  if (name === 'replay') return 'recorded answers';
  return name === 'offline' ? 'no model' : `model ${oneLine(model ?? 'of the caller', 120)}`;
}

/** One question, for the log: `model gpt-x: answered after 3.2 s, 1,234 tokens, $0.0012`. */
export function callLine(generator: GeneratorId, reply: GenerationReply, spent: { readonly tokens: number; readonly cost: number | null; readonly timeMs: number }): string {
  if (generator.name === 'replay') return `recorded answers: ${reply.type === 'answer' ? 'found' : oneLine(reply.reason)}`;
  const what = reply.type === 'answer' ? 'answered' : `no answer (${reply.failure ?? reply.type})`;
  return `${generatorText(generator)}: ${what} after ${duration(spent.timeMs)}, ${number(spent.tokens)} tokens, ${costText(spent.cost)}`;
}

/** A whole run, for the summary: `model gpt-x: 3 questions, 12,345 tokens, $0.0123; asking ended: …`. */
export function spendingText({ generator, calls, tokens, cost, ended }: Spending): string {
  const took = generator.name === 'replay' ? count(calls, 'answer') : `${count(calls, 'question')}, ${number(tokens)} tokens, ${costText(cost)}`;
  return `${generatorText(generator)}: ${took}${ended === null ? '' : `; asking ended: ${oneLine(ended).replace(/\.$/, '')}`}`;
}
