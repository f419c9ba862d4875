/** What an endpoint was seen to take, so that it is found out once and not in every run. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../core/ports.ts';
import { writeAtomically } from './files.ts';
import type { TokensName } from './model-address.ts';

export interface EndpointTraits {
  /** Whether answers can be had in the shape of a schema; `null`: not known yet. */
  readonly shape: 'structured' | 'fenced' | null;
  /** How the limit of tokens is called; `null`: as is usual at this host. */
  readonly tokens: TokensName | null;
  /** False: a temperature was refused. */
  readonly temperature: boolean;
}

export interface EndpointMemory {
  get(): EndpointTraits;
  /** Never fails: what is not remembered costs one refused request, which is free. */
  set(traits: EndpointTraits): Promise<void>;
}

export const UNKNOWN_TRAITS: EndpointTraits = { shape: null, tokens: null, temperature: true };

/** Endpoints learn too: what was seen is believed for 30 days. */
const BELIEVED_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_ENTRIES = 50;
const MAX_BYTES = 64 * 1024;

interface Entry extends EndpointTraits {
  /** ISO 8601. */
  readonly at: string;
}

export interface EndpointMemoryOptions {
  /** Absolute; a small JSON file that may go at any time. */
  readonly path: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly clock: Clock;
}

/** Remembers in a file, by a hash of base URL and model. */
export async function openEndpointMemory({ path, baseUrl, model, clock }: EndpointMemoryOptions): Promise<EndpointMemory> {
  const key = createHash('sha256').update(`${baseUrl}\n${model}`).digest('hex').slice(0, 16);
  const entries = await readEntries(path);
  const found = entries[key];
  const fresh = found !== undefined && clock.now().getTime() - Date.parse(found.at) < BELIEVED_MS;
  let traits: EndpointTraits = fresh ? { shape: found.shape, tokens: found.tokens, temperature: found.temperature } : UNKNOWN_TRAITS;
  return {
    get: () => traits,
    async set(next) {
      traits = next;
      const others = Object.entries(await readEntries(path)).filter(([name]) => name !== key).slice(1 - MAX_ENTRIES);
      const all = Object.fromEntries([...others, [key, { ...next, at: clock.now().toISOString() } satisfies Entry]]);
      await writeAtomically(path, (file) => file.writeFile(`${JSON.stringify(all)}\n`)).catch(() => undefined);
    },
  };
}

/** Remembers as long as it lives. */
export function passingMemory(): EndpointMemory {
  let traits = UNKNOWN_TRAITS;
  return { get: () => traits, set: (next) => { traits = next; return Promise.resolve(); } };
}

async function readEntries(path: string): Promise<Readonly<Record<string, Entry>>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text === '' || text.length > MAX_BYTES) return {};
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, unknown>).filter((entry): entry is [string, Entry] => isEntry(entry[1])));
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { shape, tokens, temperature, at } = value as Record<string, unknown>;
  return [null, 'structured', 'fenced'].includes(shape as string | null) && [null, 'max_tokens', 'max_completion_tokens'].includes(tokens as string | null)
    && typeof temperature === 'boolean' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
}
