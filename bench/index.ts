/**
 * Index of a generated repository: cold (everything parsed), warm (all facts known), after one change, and how much of
 * the cold time is parsing (the copy of the tree included). CPU time is given too, for loaded machines.
 *
 *     node bench/index.ts [files, default 1000]
 */
import { createHash } from 'node:crypto';

import { createSyntax } from '../src/adapters/syntax.ts';
import { codeMetrics } from '../src/core/evidence/code-metrics.ts';
import { buildIndex, factsReader, memoryFacts, type RepositoryIndex } from '../src/core/knowledge/build-index.ts';
import { LANGUAGES } from '../src/core/model/code.ts';
import type { Syntax, TreeEntry } from '../src/core/ports.ts';
import { generate } from './sample.ts';

const count = Number(process.argv[2] ?? 1_000);
if (!Number.isInteger(count) || count < 1) throw new Error(`The number of files must be a whole number above 0 (given: ${process.argv[2] ?? ''}).`);

const sources = new Map(Array.from({ length: count }, (_, i) => generate(i)));
const blobs = new Map([...sources.values()].map((text) => [blobOf(text), new TextEncoder().encode(text)]));
const parser = createSyntax();
let parsing = 0;
/** Counts the time between the call and the tree. */
const syntax: Syntax = {
  load: (languages) => parser.load(languages),
  parse: (language, source, use) => {
    const start = performance.now();
    return parser.parse(language, source, (tree) => {
      parsing += performance.now() - start;
      return use(tree);
    });
  },
};
const facts = memoryFacts();

const load = await time(() => syntax.load(LANGUAGES));
const cold = await time(() => indexOf(sources));
const parsingMs = Math.round(parsing);
const warm = await time(() => indexOf(sources));
const [changedPath, changedText] = [...sources][0]!;
const edited = new Map([...sources, [changedPath, changedText.replace('return total;', 'return total + 1;')]]);
const changed = await time(() => indexOf(edited));
const search = await time(() => warm.value.search('total of weighted values', 10));
const metrics = await time(() => codeMetrics(cold.value.files, changed.value.files));

const bytes = [...sources.values()].reduce((sum, text) => sum + text.length, 0);
const result = {
  bench: 'index', files: count, bytes, records: cold.value.records.length, cloneGroups: cold.value.clones.length,
  loadMs: load.ms, coldMs: cold.ms, coldCpuMs: cold.cpuMs, parsingMs, beyondParsingMs: cold.ms - parsingMs,
  warmMs: warm.ms, oneChangedMs: changed.ms, reparsed: changed.value.parsed, firstSearchMs: search.ms, metricsMs: metrics.ms,
};
console.log(`${count} files: cold ${result.coldMs} ms (${result.parsingMs} ms of it parsing), warm ${result.warmMs} ms, one file changed ${result.oneChangedMs} ms`);
console.log(JSON.stringify(result));

function indexOf(files: ReadonlyMap<string, string>): Promise<RepositoryIndex> {
  const entries = [...files].map(([path, text]): TreeEntry => ({ path, mode: '100644', blob: blobOf(text) }));
  for (const text of files.values()) if (!blobs.has(blobOf(text))) blobs.set(blobOf(text), new TextEncoder().encode(text));
  const readBlobs = (wanted: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> => Promise.resolve(new Map(wanted.map((blob) => [blob, blobs.get(blob)!])));
  return buildIndex({ entries, facts, readBlobs, reader: factsReader(syntax) });
}

function blobOf(text: string): string {
  return createHash('sha1').update(`blob ${Buffer.byteLength(text)}\0${text}`).digest('hex');
}

async function time<T>(action: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number; readonly cpuMs: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await action();
  const ms = Math.round(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  return { value, ms, cpuMs: Math.round((user + system) / 1_000) };
}
