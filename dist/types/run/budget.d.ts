/** The budgets of a run at work: asks the pure rules before each question and remembers each one after it. */
import { type OverBudget, type Spent } from '../core/generate/budget.js';
import type { Settings } from '../core/model/settings.js';
import type { GenerationReply, Generator } from '../core/ports.js';
import type { RunPorts } from './session.js';
import type { State } from './state.js';
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
export declare function openBudget(generator: Generator, { settings, ports, state }: BudgetParts): OpenBudget;
