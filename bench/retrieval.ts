/**
 * Retrieval on CoSQA (500 web queries, 6,267 Python functions): mean reciprocal rank over all functions, ties at mid-rank,
 * with a 95 % bootstrap interval over queries; time to build the ranking and time of a query.
 *
 *     node bench/retrieval.ts [path to cosqa-dev.json]
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { createSyntax } from '../src/adapters/syntax.ts';
import { factsOf } from '../src/core/knowledge/facts.ts';
import { rankingOf, type Ranking } from '../src/core/knowledge/ranking.ts';
import type { CodeRecord } from '../src/core/model/code.ts';

interface Data {
  readonly codes: readonly string[];
  readonly queries: readonly { readonly query: string; readonly gold: number }[];
}

const path = process.argv[2] ?? resolve(import.meta.dirname, '../../shared/data/cosqa-dev.json');
if (existsSync(path)) await measure(JSON.parse(readFileSync(path, 'utf8')) as Data);
else {
  console.log(`No data: ${path} does not exist. The set is CoSQA (Jun-jie-Huang/CoCLR, MIT) as {codes: string[], queries: {query, gold}[]}.`);
  console.log(JSON.stringify({ bench: 'retrieval', skipped: 'no data', path }));
}

async function measure({ codes, queries }: Data): Promise<void> {
  const records = await recordsOf(codes);
  const built = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const ranking = rankingOf(records);
    return { ranking, ms: performance.now() - start };
  });
  const { ranking } = built[0]!;
  const reciprocal = queries.map(({ query, gold }) => 1 / midRank(ranking, query, records[gold]!, records.length));
  const times = queries.map(({ query }) => timeOf(ranking, query)).sort((a, b) => a - b);
  const [low, high] = bootstrap(reciprocal);
  const result = {
    bench: 'retrieval', functions: codes.length, queries: queries.length,
    mrr: round(mean(reciprocal), 4), mrrLow: round(low, 4), mrrHigh: round(high, 4),
    indexFirstMs: round(built[0]!.ms, 1), indexBestMs: round(Math.min(...built.map(({ ms }) => ms)), 1),
    queryP50Ms: round(times[Math.floor(times.length * 0.5)]!, 3), queryP95Ms: round(times[Math.floor(times.length * 0.95)]!, 3),
  };
  console.log(`MRR ${result.mrr} (95 % ${result.mrrLow}–${result.mrrHigh}), index ${result.indexFirstMs} ms in a fresh process, query p50 ${result.queryP50Ms} ms`);
  console.log(JSON.stringify(result));
}

/** One record per function, in the order of the data. */
async function recordsOf(codes: readonly string[]): Promise<readonly CodeRecord[]> {
  const syntax = createSyntax();
  await syntax.load(['python']);
  return codes.map((source, i) => {
    const [record] = syntax.parse('python', source, (tree) => factsOf(`${i}.py`, `blob${i}`, tree, () => null)).records;
    if (!record) throw new Error(`Function ${i} of the data gave no record.`);
    return record;
  });
}

/** Functions that share nothing with the query tie behind all others. */
function midRank(ranking: Ranking, query: string, gold: CodeRecord, total: number): number {
  const found = ranking.search(query, total);
  const score = found.find(({ record }) => record === gold)?.score;
  const before = score === undefined ? found.length : found.filter((each) => each.score > score).length;
  const ties = score === undefined ? total - found.length : found.filter((each) => each.score === score).length;
  return before + (ties + 1) / 2;
}

function timeOf(ranking: Ranking, query: string): number {
  const start = performance.now();
  ranking.search(query, 10);
  return performance.now() - start;
}

/** Percentile bootstrap with a fixed seed. */
function bootstrap(values: readonly number[]): readonly [number, number] {
  let seed = 1;
  const draw = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return values[Math.floor((seed / 2 ** 32) * values.length)]!;
  };
  const means = Array.from({ length: 2_000 }, () => mean(values.map(draw))).sort((a, b) => a - b);
  return [means[50]!, means[1_949]!];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
