/** What `import … from 'self-coding-engine'` gives. */
export { CodeDb, ConfigError, GptMemory, InfrastructureError, MemoryManager, PatchHistoryDB, SelfCodingEngine, TrendPredictor, safetyMonitor } from './main.js';
export type { Attempt, CodeRecord, Embedder, Generator, PatchOptions, Proposal, Reporter, RollbackReport, SelfCodingOptions, Suggestion, Verdict } from './main.js';
