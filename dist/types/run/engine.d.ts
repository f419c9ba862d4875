import type { SafetyMonitor } from '../core/change/guard.js';
import type { PatchHistoryDB } from '../core/history/patch-history.js';
import type { TrendPredictor } from '../core/judge/trend-predictor.js';
import type { CodeDb } from '../core/knowledge/code-db.js';
import type { GptMemory } from '../core/knowledge/memory.js';
import type { MemoryManager } from '../core/knowledge/notes.js';
import type { Proposal } from '../core/model/change.js';
import type { Suggestion } from '../core/model/code.js';
import type { Attempt } from '../core/model/patch.js';
import type { RankedModule, RollbackReport } from '../core/model/run-report.js';
import type { Publish, Settings } from '../core/model/settings.js';
import type { Generator } from '../core/ports.js';
import type { RunPorts } from './session.js';
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
export type Connect = (given: Readonly<Record<string, string>>, parts: ConnectedParts) => Promise<{
    readonly settings: Settings;
    readonly ports: RunPorts;
    readonly dispose: () => Promise<void>;
}>;
export interface ConnectedParts extends EngineOptions {
    readonly code: CodeDb;
    readonly memory: GptMemory;
}
export declare class Engine {
    #private;
    /** Every prompt and response. */
    readonly gptMemory: GptMemory;
    readonly memory: MemoryManager;
    constructor(code: CodeDb, memory: MemoryManager, options: EngineOptions & {
        readonly gptMemory: GptMemory;
    }, connect: Connect);
    /**
     * Asks for a helper in `target` (relative to the repository root), proves it and lands it. Throws `ConfigError` or
     * `InfrastructureError`; every other end is the attempt's outcome.
     */
    applyPatch(target: string, prompt: string, options?: PatchOptions): Promise<Attempt>;
    /**
     * Takes back a recorded change: a patch id, a commit or `last`. Throws `ConfigError` for an id that names nothing on this branch, or
     * `InfrastructureError`; every other end is the report's outcome.
     */
    rollbackPatch(id?: string, options?: Pick<PatchOptions, 'publish' | 'dryRun'>): Promise<RollbackReport>;
    /**
     * Ranks the modules by their errors and tries what fits the worst one. Throws `ConfigError` or `InfrastructureError`; every other end,
     * also that nothing is wrong, is in the result.
     */
    refactorWorst(options?: Pick<PatchOptions, 'publish' | 'dryRun'>): Promise<WorstModule>;
    /** Snippets of the repository that fit the words, best first. */
    suggestSnippets(query: string): Promise<readonly Suggestion[]>;
    /** What would be tried first for a request; nothing is applied and no command of the repository runs. */
    generateHelper(prompt: string, options: {
        readonly target: string;
        readonly acceptCommand?: string;
    }): Promise<Proposal>;
}
