/** The façade that the library gives: the same functions as the Action's, with parts that the caller brings along. */
import { ConfigError, InfrastructureError } from '../core/errors.ts';
import type { SafetyMonitor } from '../core/change/guard.ts';
import type { PatchHistoryDB } from '../core/history/patch-history.ts';
import type { TrendPredictor } from '../core/judge/trend-predictor.ts';
import type { CodeDb } from '../core/knowledge/code-db.ts';
import type { GptMemory } from '../core/knowledge/memory.ts';
import type { MemoryManager } from '../core/knowledge/notes.ts';
import type { Proposal } from '../core/model/change.ts';
import type { Suggestion } from '../core/model/code.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { RankedModule, RollbackReport, RunReport } from '../core/model/run-report.ts';
import type { Publish, Settings } from '../core/model/settings.ts';
import type { Generator } from '../core/ports.ts';
import { firstProposal } from './generate.ts';
import { run } from './run.ts';
import type { RunPorts } from './session.ts';

export interface EngineOptions {
  /** Any directory of the repository; the current one by default. */
  readonly repository?: string;
  readonly gptMemory?: GptMemory;
  /** Alias of `gptMemory`. */
  readonly gptMemoryManager?: GptMemory;
  readonly patchHistory?: PatchHistoryDB;
  readonly trendPredictor?: Pick<TrendPredictor, 'forecast'>;
  readonly safetyMonitor?: SafetyMonitor;
  readonly generator?: Generator;
  /** Alias of `generator`. */
  readonly llmClient?: Generator;
}

export interface PatchOptions {
  readonly threshold?: number;
  readonly acceptCommand?: string;
  /** `commit` by default. */
  readonly publish?: Publish;
  readonly dryRun?: boolean;
}

/** What became of the worst module. */
export interface WorstModule {
  /** Worst first; empty if no module has an error. */
  readonly ranking: readonly RankedModule[];
  /** The best of what was tried. */
  readonly attempt: Attempt | null;
  /** Why nothing was tried, one sentence. */
  readonly nothing: string | null;
}

/** What the composition root connects: settings as if they were flags, and the ports of one call. */
export type Connect = (given: Readonly<Record<string, string>>, parts: ConnectedParts) => Promise<{ readonly settings: Settings; readonly ports: RunPorts; readonly dispose: () => Promise<void> }>;

export interface ConnectedParts extends EngineOptions {
  readonly code: CodeDb;
  readonly memory: GptMemory;
}

export class Engine {
  /** Every prompt and response. */
  readonly gptMemory: GptMemory;
  readonly memory: MemoryManager;
  readonly #code: CodeDb;
  readonly #options: EngineOptions;
  readonly #connect: Connect;

  constructor(code: CodeDb, memory: MemoryManager, options: EngineOptions & { readonly gptMemory: GptMemory }, connect: Connect) {
    this.#code = code;
    this.memory = memory;
    this.gptMemory = options.gptMemory;
    this.#options = options;
    this.#connect = connect;
  }

  /**
   * Asks for a helper in `target` (relative to the repository root), proves it and lands it. Throws `ConfigError` or
   * `InfrastructureError`; every other end is the attempt's outcome.
   */
  async applyPatch(target: string, prompt: string, options: PatchOptions = {}): Promise<Attempt> {
    const report = await this.#run({ mode: 'run', target, prompt, ...flagsOf(options) });
    const [attempt] = report.attempts;
    if (attempt === undefined) throw new InfrastructureError(report.nothing ?? 'nothing was tried', report.remedies[0] ?? 'Read the log.');
    this.memory.set(`last attempt: ${target}`, `${attempt.outcome}: ${attempt.reasons.join(' ')}`, { writer: 'engine' });
    return attempt;
  }

  /**
   * Takes back a recorded change: a patch id, a commit or `last`. Throws `ConfigError` for an id that names nothing on this branch, or
   * `InfrastructureError`; every other end is the report's outcome.
   */
  async rollbackPatch(id = 'last', options: Pick<PatchOptions, 'publish' | 'dryRun'> = {}): Promise<RollbackReport> {
    const report = await this.#run({ mode: 'rollback', 'patch-id': id, ...flagsOf(options) });
    if (report.rollback === null) throw new InfrastructureError('The rollback ended without a result.', 'This is a defect of the engine: please report it.');
    return report.rollback;
  }

  /**
   * Ranks the modules by their errors and tries what fits the worst one. Throws `ConfigError` or `InfrastructureError`; every other end,
   * also that nothing is wrong, is in the result.
   */
  async refactorWorst(options: Pick<PatchOptions, 'publish' | 'dryRun'> = {}): Promise<WorstModule> {
    const { ranking, attempts, nothing } = await this.#run({ mode: 'refactor-worst', ...flagsOf(options) });
    return { ranking, attempt: attempts[0] ?? null, nothing };
  }

  /** Snippets of the repository that fit the words, best first. */
  async suggestSnippets(query: string): Promise<readonly Suggestion[]> {
    return (await this.#run({ mode: 'suggest', prompt: query })).suggestions;
  }

  /** What would be tried first for a request; nothing is applied and no command of the repository runs. */
  generateHelper(prompt: string, options: { readonly target: string; readonly acceptCommand?: string }): Promise<Proposal> {
    return this.#with({ mode: 'run', target: options.target, prompt, ...flagsOf(options) }, (settings, ports) => firstProposal(settings, ports));
  }

  async #run(given: Readonly<Record<string, string>>): Promise<RunReport> {
    const report = await this.#with(given, run);
    const { failure } = report;
    if (failure?.type === 'config') throw new ConfigError(failure.problems);
    if (failure?.type === 'infrastructure') throw new InfrastructureError(failure.message, failure.remedy);
    return report;
  }

  async #with<T>(given: Readonly<Record<string, string>>, action: (settings: Settings, ports: RunPorts) => Promise<T>): Promise<T> {
    const { settings, ports, dispose } = await this.#connect(given, { ...this.#options, code: this.#code, memory: this.gptMemory });
    try {
      return await action(settings, ports);
    } finally {
      await dispose();
    }
  }
}

function flagsOf({ threshold, acceptCommand, publish, dryRun }: PatchOptions): Readonly<Record<string, string>> {
  return {
    ...(threshold === undefined ? {} : { threshold: String(threshold) }),
    ...(acceptCommand === undefined ? {} : { 'accept-command': acceptCommand }),
    ...(publish === undefined ? {} : { publish }),
    ...(dryRun === undefined ? {} : { 'dry-run': String(dryRun) }),
  };
}
