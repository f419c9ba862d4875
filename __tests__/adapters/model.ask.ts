/** How the tests of the model's adapter ask: a real server, the real SDK, no waiting. */
import { systemClock } from '../../src/adapters/clock.ts';
import { passingMemory, type EndpointMemory } from '../../src/adapters/model-memory.ts';
import type { Transport } from '../../src/adapters/model-transport.ts';
import { createModel } from '../../src/adapters/model.ts';
import type { AnswerSchema, GenerationReply } from '../../src/core/ports.ts';
import type { ModelSettings } from '../../src/core/model/settings.ts';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../support/model-server.ts';

export const SCHEMA: AnswerSchema = { name: 'edits', schema: { type: 'object', properties: { files: { type: 'array', items: { type: 'string' } } }, required: ['files'], additionalProperties: false } };

/** Never to be seen in a reason. */
export const KEY = 'sk-loopback-0123456789abcdef';

export interface Asking {
  readonly settings?: Partial<ModelSettings>;
  readonly key?: string;
  readonly schema?: AnswerSchema;
  readonly memory?: EndpointMemory;
  readonly cancelled?: AbortSignal;
  readonly transport?: Transport;
}

export interface Asked {
  readonly reply: GenerationReply;
  /** Milliseconds that would have been waited between tries. */
  readonly waits: readonly number[];
}

export function modelOf(baseUrl: string, asking: Asking = {}) {
  const waits: number[] = [];
  const { settings, key = KEY, memory = passingMemory(), cancelled = new AbortController().signal, transport } = asking;
  const model = createModel({
    settings: { name: 'loopback', baseUrl, maxTokens: 16_000, temperature: null, timeoutMs: 60_000, retries: 3, ...settings },
    apiKey: key, cancelled, clock: systemClock, memory,
    ...(transport === undefined ? {} : { transport }),
    sleep: (ms) => { waits.push(ms); return Promise.resolve(); },
  });
  return { ...model, waits };
}

export async function ask(baseUrl: string, asking: Asking = {}): Promise<Asked> {
  const { generator, waits } = modelOf(baseUrl, asking);
  const reply = await generator.generate({ taskId: 'task', prompt: 'Write slugify.', promptHash: '0'.repeat(64), ...(asking.schema === undefined ? {} : { schema: asking.schema }) });
  return { reply, waits };
}

/** Servers that are closed after each test. */
export function modelServers(): { start(options: ModelServerOptions): Promise<ModelServer> } {
  const started: ModelServer[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await server.close();
  });
  return {
    start: async (options) => {
      const server = await startModelServer(options);
      started.push(server);
      return server;
    },
  };
}
