import type { Writer } from '../core/kinds/kind.js';
import type { Spending } from '../core/model/run-report.js';
import type { Generator } from '../core/ports.js';
import { type BudgetParts } from './budget.js';
import type { RunPorts } from './session.js';
import type { State } from './state.js';
export interface WriterParts extends BudgetParts {
    readonly state: BudgetParts['state'] & Pick<State, 'memory'>;
    readonly ports: BudgetParts['ports'] & Pick<RunPorts, 'secrets' | 'reporter' | 'recording'>;
    /** Told once: why no further question is asked in this run, and what helps. */
    readonly onEnded: (text: string) => void;
}
export interface RunWriter extends Writer {
    /** What was asked so far. */
    spending(): Spending;
}
/** One for each run. Questions wait for each other, so that two cannot take the same room in a budget. */
export declare function openWriter(generator: Generator, parts: WriterParts): RunWriter;
