/** The library's classes: the core's own, opened over files. */
import { resolve } from 'node:path';
import { createRandom, systemClock } from './adapters/clock.ts';
import { openDatabaseFile, openLedgerFile, type LedgerFile } from './adapters/state-database.ts';
import { PatchHistoryDB as History } from './core/history/patch-history.ts';
import { CodeDb as CodeFacts } from './core/knowledge/code-db.ts';
import { GptMemory as Interactions } from './core/knowledge/memory.ts';
import { MemoryManager as Notes } from './core/knowledge/notes.ts';
import type { Embedder, Reporter } from './core/ports.ts';
import { Engine, type Connect, type EngineOptions } from './run/engine.ts';
import { findPlace } from './wiring-place.ts';
import { NO_STORE, openPorts } from './wiring.ts';

const ports = { clock: systemClock, random: createRandom(systemClock) };

/** Derived data: what parsing the repository yielded. */
export class CodeDb extends CodeFacts {
  /** `:memory:` keeps nothing. An unreadable file is set aside. */
  static async open(path: string): Promise<CodeDb> {
    const file = await openDatabaseFile(path, { clock: systemClock });
    return new CodeDb(file.database, () => file.save());
  }
}

/** Versioned notes by key. */
export class MemoryManager extends Notes {
  readonly #file: LedgerFile;

  private constructor(file: LedgerFile) {
    super(file.ledger);
    this.#file = file;
  }

  static async open(path: string): Promise<MemoryManager> {
    return new MemoryManager(await openLedgerFile(path, ports));
  }

  /** Waits until everything is on disk. */
  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Every prompt and response, secrets redacted. */
export class GptMemory extends Interactions {
  readonly #file: LedgerFile;

  private constructor(file: LedgerFile, embedder: Embedder | undefined) {
    super(file.ledger, embedder === undefined ? {} : { embedder });
    this.#file = file;
  }

  static async open({ dbPath, embedder }: { readonly dbPath: string; readonly embedder?: Embedder }): Promise<GptMemory> {
    return new GptMemory(await openLedgerFile(dbPath, ports), embedder);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Every attempt, whatever became of it. */
export class PatchHistoryDB extends History {
  readonly #file: LedgerFile;

  private constructor(file: LedgerFile) {
    super(file.ledger);
    this.#file = file;
  }

  static async open(path: string): Promise<PatchHistoryDB> {
    return new PatchHistoryDB(await openLedgerFile(path, ports));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** What `new SelfCodingEngine(...)` may leave out is kept in memory. */
export type SelfCodingOptions = Omit<EngineOptions, 'gptMemory'> & { readonly gptMemory?: Interactions; readonly reporter?: Reporter };

/** The engine of the Action and the command line, as a class. Decisions, state and files are the same. */
export class SelfCodingEngine extends Engine {
  constructor(code: CodeFacts, memory: Notes, options: SelfCodingOptions = {}) {
    const gptMemory = options.gptMemory ?? options.gptMemoryManager;
    if (gptMemory === undefined) throw new TypeError('gptMemory is missing: open one with GptMemory.open({ dbPath: ":memory:" })');
    super(code, memory, { ...options, gptMemory }, connectWith(options.reporter ?? silent));
  }
}

/** A library does not print; whoever wants the log gives a reporter. */
const silent: Reporter = {
  group: (_title, action) => action(),
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  mask: () => undefined,
  summary: () => Promise.resolve(),
};

function connectWith(reporter: Reporter): Connect {
  return async (given, { repository, patchHistory, trendPredictor, safetyMonitor, generator, llmClient, code, memory }) => {
    const surroundings = {
      surface: 'cli', runner: null, environment: { ...process.env }, directory: resolve(repository ?? '.'), given, problems: [], reporter, cancelled: new AbortController().signal,
    } as const;
    const place = await findPlace(surroundings);
    const opened = await openPorts(surroundings, place);
    const own = {
      facts: code,
      generator: generator ?? llmClient ?? opened.ports.generator,
      predictor: trendPredictor ?? opened.ports.predictor,
      safetyMonitor: safetyMonitor ?? opened.ports.safetyMonitor,
      memory,
      history: patchHistory ?? null,
      // With a history of the caller's, nothing is read from or saved to the repository's own state.
      store: patchHistory === undefined ? opened.ports.store : NO_STORE,
    };
    const dispose = async (): Promise<void> => {
      await opened.dispose();
      await code.save();
    };
    return { settings: place.read.settings, ports: { ...opened.ports, ...own }, dispose };
  };
}
