import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { factsReader, type ReadFacts, type SourceFile, type StoredFacts } from '../core/knowledge/build-index.ts';
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
export function factsOnAllCores({ syntax, threads = Math.min(MOST_THREADS, availableParallelism() - 1), worthAThread = WORTH_A_THREAD, module = workerModule() }: IndexWorkerOptions): ReadFacts {
  const here = factsReader(syntax);
  return async (files) => {
    const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
    const helpers = Math.min(threads, Math.floor(bytes / worthAThread), Math.ceil(files.length / SHARE) - 1);
    if (helpers < 1) return here(files);
    const work = openWork(files);
    const workers = Array.from({ length: helpers }, () => startWorker(work, module));
    try {
      for (let share = work.next(); share !== null; share = work.next()) {
        work.done(share, await here(share.files));
        // Messages of the others are only heard in between.
        await setImmediate();
      }
      await Promise.all(workers.map(({ ended }) => ended));
      for (const share of work.left()) work.done(share, await here(share.files));
      return work.results();
    } finally {
      for (const { stop } of workers) stop();
    }
  };
}

interface Share {
  readonly from: number;
  readonly files: readonly SourceFile[];
}

interface Work {
  next(): Share | null;
  done(share: Share, facts: readonly StoredFacts[]): void;
  /** Shares that somebody took and did not finish. */
  left(): readonly Share[];
  results(): readonly StoredFacts[];
}

function openWork(files: readonly SourceFile[]): Work {
  const results: StoredFacts[] = [];
  const taken = new Set<Share>();
  let at = 0;
  return {
    next() {
      if (at >= files.length) return null;
      const share = { from: at, files: files.slice(at, at + SHARE) };
      at += SHARE;
      taken.add(share);
      return share;
    },
    done(share, facts) {
      taken.delete(share);
      facts.forEach((each, index) => { results[share.from + index] = each; });
    },
    left: () => [...taken],
    results: () => results,
  };
}

/** A thread that takes shares until none is left; `ended` resolves however it ends. */
function startWorker(work: Work, module: string): { readonly ended: Promise<void>; readonly stop: () => void } {
  const worker = new Worker(module, { env: {}, execArgv: [], stdout: true, stderr: true });
  const ended = new Promise<void>((resolve) => {
    let share: Share | null = null;
    const give = (): void => {
      share = work.next();
      if (share === null) resolve();
      else worker.postMessage(share.files);
    };
    worker.on('message', (facts: readonly StoredFacts[]) => {
      work.done(share!, facts);
      give();
    });
    worker.once('error', () => { resolve(); });
    worker.once('exit', () => { resolve(); });
    give();
  });
  return { ended, stop: () => { void worker.terminate(); } };
}

/** Beside the bundle it is a bundle of its own; in the sources a module like any other. */
function workerModule(): string {
  const built = join(import.meta.dirname, 'index-worker.js');
  return existsSync(built) ? built : join(import.meta.dirname, 'index-worker.ts');
}
