/** A thread that reads facts of files; started by `index-workers.ts`, bundled by itself. */
import { parentPort } from 'node:worker_threads';
import { factsReader, type SourceFile } from '../core/knowledge/build-index.ts';
import { createSyntax } from './syntax.ts';

const reader = factsReader(createSyntax());
parentPort!.on('message', (files: readonly SourceFile[]) => {
  void reader.read(files).then((facts) => { parentPort!.postMessage(facts); });
});
