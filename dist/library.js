/** What `import … from 'self-coding-engine'` gives. */
export { CodeDb, ConfigError, GptMemory, InfrastructureError, MemoryManager, PatchHistoryDB, SelfCodingEngine, TrendPredictor, safetyMonitor } from "./main.js";
