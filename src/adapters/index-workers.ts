import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { factsReader, type FactsReader, type SourceFile, type StoredFacts } from '../core/knowledge/build-index.ts';
import type { Syntax } from '../core/ports.ts';

/** Below this many bytes starting a thread costs more than it saves. */
const WORTH_A_THREAD = 512 * 1024;
const MOST_THREADS = 3;
/** Files that a thread takes at a time: small enough that all end together. */
const SHARE = 25;

export interface IndexWorkerOptions {
  readonly syntax: Syntax;
  /** Beside the one that asks; as many as there are idle cores, at most 3, by default. */
  readonly threads?: number;
  readonly worthAThread?: number;
  /** What a thread runs. */
  readonly module?: string;
}

/**
 * Reads facts on all cores. A thread that breaks costs nothing but its help: the caller's own thread does what is left.
 */
export function factsOnAllCores({ syntax, threads = Math.min(MOST_THREADS, availableParallelism() - 1), worthAThread = WORTH_A_THREAD, module = workerModule() }: IndexWorkerOptions): FactsReader {
  const here = factsReader(syntax);
  let waiting: readonly Worker[] = [];
  const start = (amount: number): readonly Worker[] => {
    const workers = [...waiting, ...Array.from({ length: Math.max(0, amount - waiting.length) }, () => new Worker(module, { env: {}, execArgv: [], stdout: true, stderr: true }))];
    waiting = [];
    for (const worker of workers) {
      worker.on('error', () => undefined);
      // Nobody may ever ask it: then it must not keep the process.
      worker.unref();
    }
    return workers;
  };
  const helpersFor = (files: number, bytes: number): number => Math.max(0, Math.min(threads, Math.floor(bytes / worthAThread), Math.ceil(files / SHARE) - 1));
  return {
    // A thread takes as long to start as git takes to read the files.
    expect(files, bytes) {
      waiting = start(helpersFor(files, bytes));
    },
    async read(files) {
      const workers = start(helpersFor(files.length, files.reduce((sum, { content }) => sum + content.length, 0)));
      if (workers.length === 0) return here.read(files);
      const work = openWork(files);
      const ended = workers.map((worker) => serve(worker, work));
      try {
        for (let share = work.next('front'); share !== null; share = work.next('front')) {
          work.done(share, await here.read(share.files));
          // Messages of the others are only heard in between.
          await setImmediate();
        }
        await Promise.all(ended);
        for (const share of work.left()) work.done(share, await here.read(share.files));
        return work.results();
      } finally {
        for (const worker of workers) void worker.terminate();
      }
    },
  };
}

interface Share {
  readonly places: readonly number[];
  readonly files: readonly SourceFile[];
}

interface Work {
  /** The caller's thread takes from the front, the others from the back: files lie by language, so that each loads few grammars. */
  next(side: 'front' | 'back'): Share | null;
  done(share: Share, facts: readonly StoredFacts[]): void;
  /** Shares that somebody took and did not finish. */
  left(): readonly Share[];
  /** In the order of the files. */
  results(): readonly StoredFacts[];
}

function openWork(files: readonly SourceFile[]): Work {
  const results: StoredFacts[] = [];
  const taken = new Set<Share>();
  const open = files.map((_, place) => place).sort((a, b) => (files[a]!.language < files[b]!.language ? -1 : files[a]!.language > files[b]!.language ? 1 : a - b));
  return {
    next(side) {
      if (open.length === 0) return null;
      const places = open.splice(side === 'front' ? 0 : Math.max(0, open.length - SHARE), SHARE);
      const share = { places, files: places.map((place) => files[place]!) };
      taken.add(share);
      return share;
    },
    done(share, facts) {
      taken.delete(share);
      facts.forEach((each, index) => { results[share.places[index]!] = each; });
    },
    left: () => [...taken],
    results: () => results,
  };
}

/** Gives a thread shares until none is left; resolves however it ends. */
function serve(worker: Worker, work: Work): Promise<void> {
  return new Promise((resolve) => {
    let share: Share | null = null;
    const give = (): void => {
      share = work.next('back');
      if (share === null) resolve();
      else worker.postMessage(share.files);
    };
    worker.on('message', (facts: readonly StoredFacts[]) => {
      work.done(share!, facts);
      give();
    });
    worker.once('error', () => { resolve(); });
    worker.once('exit', () => { resolve(); });
    worker.ref();
    give();
  });
}

/** Beside the bundle it is a bundle of its own; in the sources a module like any other. */
function workerModule(): string {
  const built = join(import.meta.dirname, 'index-worker.js');
  return existsSync(built) ? built : join(import.meta.dirname, 'index-worker.ts');
}
