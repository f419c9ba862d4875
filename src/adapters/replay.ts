import { readFile } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import type { GenerationReply, GenerationRequest, Generator } from '../core/ports.ts';

export interface RecordedAnswer {
  /** SHA-256 of a prompt in hexadecimal, or `*` for whichever prompt comes. */
  readonly prompt: string;
  readonly answer: string;
  /** When the recording began, ISO 8601; absent in lines written by hand. */
  readonly at?: string;
}

type Setting = 'replay-file' | 'record-answers';

const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/**
 * A generator that answers from a file of JSON lines `{"prompt": "<sha256>|*", "answer": "…", "at": "…"}`: deterministic and free. A
 * prompt's own hash wins and answers every time; else the next unused `*` line answers, once each, in file order. Blank
 * lines are skipped. Throws `ConfigError` naming every bad line.
 */
export async function createReplay(path: string): Promise<Generator> {
  const lines = parseAnswers('replay-file', path, await readText('replay-file', path));
  if (lines.length === 0) throw new ConfigError([{ setting: 'replay-file', value: path, problem: 'the file has no line', remedy: 'Add lines {"prompt": "*", "answer": "…"}, or leave the setting out.' }]);
  const byHash = new Map(lines.filter(({ prompt }) => prompt !== '*').map(({ prompt, answer }) => [prompt, answer]));
  const inOrder = lines.filter(({ prompt }) => prompt === '*').map(({ answer }) => answer);
  let used = 0;
  const generate = ({ promptHash }: GenerationRequest): Promise<GenerationReply> => {
    const text = byHash.get(promptHash) ?? inOrder[used];
    if (text === undefined) return Promise.resolve(unknown(path, promptHash, used));
    if (!byHash.has(promptHash)) used += 1;
    return Promise.resolve({ type: 'answer', text, tokens: 0, cost: 0 });
  };
  // Of several recordings in one file the last one fits: the earlier ones are in its past.
  return { id: { name: 'replay', model: null }, recordedAt: lines.flatMap(({ at }) => at ?? []).sort().at(-1) ?? null, generate };
}

function unknown(path: string, promptHash: string, used: number): GenerationReply {
  const spent = used === 0 ? '' : `, and its ${used} \`*\` line${used === 1 ? ' is' : 's are'} used up`;
  return {
    type: 'unavailable',
    failure: 'no-recording',
    reason: `${path} has no answer to this prompt (${promptHash})${spent}.`,
    remedy: `Add a line {"prompt": "${promptHash}", "answer": "…"}, or a line whose prompt is "*".`,
  };
}

/** Throws `ConfigError` for a file that is not there, or not text. */
export async function readText(setting: Setting, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const problem = code === 'ENOENT' ? 'there is no such file' : code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'the file is not UTF-8' : `the file cannot be read (${code ?? String(error)})`;
    throw new ConfigError([{ setting, value: path, problem, remedy: 'Give the path of a file of JSON lines.' }]);
  }
}

/** Throws `ConfigError` naming every bad line. */
export function parseAnswers(setting: Setting, path: string, text: string): readonly RecordedAnswer[] {
  const lines: RecordedAnswer[] = [];
  const bad: string[] = [];
  const seen = new Map<string, number>();
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue;
    const line = parseLine(raw);
    const first = typeof line === 'string' || line.prompt === '*' ? undefined : seen.get(line.prompt);
    if (typeof line === 'string') bad.push(`line ${index + 1}: ${line}`);
    else if (first !== undefined) bad.push(`line ${index + 1}: the same prompt as line ${first}`);
    else {
      lines.push(line);
      seen.set(line.prompt, index + 1);
    }
  }
  if (bad.length === 0) return lines;
  throw new ConfigError([{ setting, value: path, problem: bad.join('; '), remedy: 'Each line is {"prompt": "<64 hexadecimal digits or *>", "answer": "<text>"}.' }]);
}

/** The line, or what is wrong with it. */
function parseLine(raw: string): RecordedAnswer | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return 'not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not an object';
  const { prompt, answer, at, ...rest } = value as Record<string, unknown>;
  const extra = Object.keys(rest);
  if (extra.length > 0) return `unknown key ${extra.map((key) => `\`${key}\``).join(', ')}`;
  if (typeof prompt !== 'string' || (prompt !== '*' && !HASH.test(prompt))) return '`prompt` is neither 64 hexadecimal digits nor `*`';
  if (typeof answer !== 'string') return '`answer` is not a text';
  if (at !== undefined && (typeof at !== 'string' || !TIME.test(at))) return '`at` is not a time in ISO 8601, UTC';
  return { prompt, answer, ...(at === undefined ? {} : { at }) };
}
