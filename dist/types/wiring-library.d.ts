import { PatchHistoryDB as History } from './core/history/patch-history.js';
import { CodeDb as CodeFacts } from './core/knowledge/code-db.js';
import { GptMemory as Interactions } from './core/knowledge/memory.js';
import { MemoryManager as Notes } from './core/knowledge/notes.js';
import type { Embedder, Reporter } from './core/ports.js';
import { Engine, type EngineOptions } from './run/engine.js';
/** Derived data: what parsing the repository yielded. */
export declare class CodeDb extends CodeFacts {
    /** `:memory:` keeps nothing. An unreadable file is set aside. */
    static open(path: string): Promise<CodeDb>;
}
/** Versioned notes by key. */
export declare class MemoryManager extends Notes {
    #private;
    private constructor();
    static open(path: string): Promise<MemoryManager>;
    /** Waits until everything is on disk. */
    close(): Promise<void>;
}
/** Every prompt and response, secrets redacted. */
export declare class GptMemory extends Interactions {
    #private;
    private constructor();
    static open({ dbPath, embedder }: {
        readonly dbPath: string;
        readonly embedder?: Embedder;
    }): Promise<GptMemory>;
    close(): Promise<void>;
}
/** Every attempt, whatever became of it. */
export declare class PatchHistoryDB extends History {
    #private;
    private constructor();
    static open(path: string): Promise<PatchHistoryDB>;
    close(): Promise<void>;
}
/** What `new SelfCodingEngine(...)` may leave out is kept in memory. */
export type SelfCodingOptions = Omit<EngineOptions, 'gptMemory'> & {
    readonly gptMemory?: Interactions;
    readonly reporter?: Reporter;
};
/** The engine of the Action and the command line, as a class. Decisions, state and files are the same. */
export declare class SelfCodingEngine extends Engine {
    constructor(code: CodeFacts, memory: Notes, options?: SelfCodingOptions);
}
