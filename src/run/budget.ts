/** The budgets of a run at work: asks the pure rules before each question and remembers each one after it. */
import { couldTake, NOTHING_SPENT, overBudget, plus, took, type OverBudget, type Spent } from '../core/generate/budget.ts';
import { priceOf } from '../core/generate/prices.ts';
import { dayBefore, spentSince } from '../core/history/spending.ts';
import type { Price, Settings } from '../core/model/settings.ts';
import type { GenerationReply, Generator } from '../core/ports.ts';
import type { RunPorts } from './session.ts';
import type { State } from './state.ts';

/** Of a generator that a library's user brings along, whose limits nobody knows: the defaults of the settings. */
const UNKNOWN_LIMITS = { maxTokens: 16_000, timeoutMs: 300_000 } as const;

export interface BudgetParts {
  readonly settings: Settings;
  readonly ports: Pick<RunPorts, 'clock' | 'checkpoint' | 'store'>;
  readonly state: Pick<State, 'history' | 'export' | 'spendingUnknown'>;
}

export interface OpenBudget {
  readonly maxTokens: number;
  /** Why this question may not be asked; `null` if it may. */
  refusal(prompt: string): OverBudget | null;
  /** Remembers a question that was asked, at once, and says what it took; `null` if none was asked of a model. */
  charge(prompt: string, reply: GenerationReply, waitedMs: number): Promise<Spent | null>;
  total(): Spent;
}

/** One for each run; recorded answers are free and never refused. */
export function openBudget(generator: Generator, { settings, ports, state }: BudgetParts): OpenBudget {
  const { maxTokens, timeoutMs } = settings.model ?? UNKNOWN_LIMITS;
  const model = generator.id.model ?? generator.id.name;
  const price: Price | null = priceOf(model, settings.model?.baseUrl ?? null, settings.prices);
  // Recorded answers cost nothing and ask nobody.
  const free = generator.id.name !== 'model';
  const { ledger } = state.history;
  let run = NOTHING_SPENT;
  const used = () => {
    const { spent, unknown } = spentSince(ledger.events('call'), dayBefore(ports.clock.now()));
    return { run, day: spent, dayUnknown: state.spendingUnknown ?? unknown };
  };
  return {
    maxTokens,
    refusal: (prompt) => (free ? null : overBudget(settings.budgets, used(), couldTake(prompt, maxTokens, timeoutMs, price), model)),
    async charge(prompt, reply, waitedMs) {
      if (free) {
        run = plus(run, { ...NOTHING_SPENT, calls: reply.type === 'unavailable' ? 0 : 1 });
        return NOTHING_SPENT;
      }
      const spent = took(reply, couldTake(prompt, maxTokens, timeoutMs, price), Math.round(waitedMs), price);
      if (spent === null) return null;
      run = plus(run, spent);
      ledger.append('call', { model, tokens: spent.tokens, cost: spent.cost, durationMs: spent.timeMs, outcome: reply.type === 'answer' ? 'answer' : reply.failure ?? reply.type });
      await keep({ settings, ports, state });
      return spent;
    },
    total: () => run,
  };
}

/** A killed run must not give its budget back. Where the state is a directory it takes the calls of a day at once; a runner has its checkpoint. */
async function keep({ settings, ports, state }: BudgetParts): Promise<void> {
  await ports.checkpoint(state.export());
  const daily = Object.values(settings.budgets.day).some((limit) => limit !== null);
  if (daily && settings.state.store === 'directory') await ports.store.save(state.export());
}
