/**
 * What a question to a model costs beyond the endpoint's own time: the adapter with the real SDK against a server on
 * loopback, the time between the arrival of a question there and the end of its answer taken off. And whether memory stays
 * flat: the heap after a collection at call 100 and at the last.
 *
 *     npm run bench:model -- [calls, default 1000] [kilobytes of a question, default 32]
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startModelServer } from '../__tests__/support/model-server.ts';
import { systemClock } from '../src/adapters/clock.ts';
import { createModel } from '../src/adapters/model.ts';
import { countOf } from './timing.ts';

const calls = countOf(process.argv[2], 1_000, 'calls');
const kilobytes = countOf(process.argv[3], 32, 'kilobytes');

/** Connections, compiled code and the SDK itself are there by then. */
const WARM = Math.min(100, Math.ceil(calls / 2));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const server = await startModelServer({ answer: JSON.stringify({ text: 'x'.repeat(4096) }) });
try {
  await measure();
} finally {
  await server.close();
}

async function measure(): Promise<void> {
  const { generator } = createModel({
    settings: { name: 'loopback', baseUrl: server.url, maxTokens: 4000, temperature: null, timeoutMs: 60_000, retries: 0 },
    apiKey: 'key', cancelled: new AbortController().signal, clock: systemClock,
  });
  const overheads: number[] = [];
  let first = 0;
  let warmHeap = 0;
  for (let call = 1; call <= calls; call += 1) {
    const prompt = `${call} ${'words '.repeat((kilobytes * 1024) / 6)}`;
    const start = performance.now();
    const reply = await generator.generate({ taskId: 'bench', prompt, promptHash: String(call), schema: { name: 'bench', schema: { type: 'object' } } });
    const ms = performance.now() - start;
    if (reply.type !== 'answer') throw new Error(`Call ${call} got no answer: ${reply.reason}`);
    // The server notes its time once the last byte has left it.
    await new Promise((resolve) => { setImmediate(resolve); });
    const overhead = ms - (server.ownMs[0] ?? 0);
    if (call === 1) first = overhead;
    else overheads.push(overhead);
    server.forget();
    if (call === WARM) warmHeap = await heapBytes();
  }
  report(overheads.sort((a, b) => a - b), first, warmHeap, await heapBytes());
}

/** Twice: what is finalised after the first collection goes with the second. */
async function heapBytes(): Promise<number> {
  for (let round = 0; round < 2; round += 1) {
    collect();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  collect();
  return process.memoryUsage().heapUsed;
}

function report(sorted: readonly number[], first: number, warmHeap: number, lastHeap: number): void {
  const at = (share: number): number => round(sorted[Math.floor((sorted.length - 1) * share)] ?? first);
  const grown = Math.round((lastHeap - warmHeap) / 1024);
  const overhead = { medianMs: at(0.5), p95Ms: at(0.95), firstMs: round(first) };
  console.log(`${calls} questions of ${kilobytes} KB: ${overhead.medianMs} ms each beyond the server's own time (95 %: ${overhead.p95Ms} ms; the first, with the SDK's start: ${overhead.firstMs} ms)`);
  console.log(`heap after call ${WARM}: ${Math.round(warmHeap / 1024)} KB; after call ${calls}: ${grown >= 0 ? '+' : ''}${grown} KB`);
  console.log(JSON.stringify({ bench: 'model', calls, kilobytes, overhead, heap: { warmCalls: WARM, warmKb: Math.round(warmHeap / 1024), grownKb: grown } }));
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
