import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReplay } from '../../src/adapters/replay.ts';
import type { GenerationRequest } from '../../src/core/ports.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

function hash(prompt: string): string {
  return createHash('sha256').update(prompt).digest('hex');
}

function request(prompt: string): GenerationRequest {
  return { taskId: 't', prompt, promptHash: hash(prompt) };
}

async function replayOf(content: string | Uint8Array) {
  const path = join(await temporary.make(), 'replay.jsonl');
  await writeFile(path, content);
  return createReplay(path);
}

test('a prompt\'s own hash wins and answers again; stars answer once each, in order', async () => {
  const replay = await replayOf([{ prompt: '*', answer: 'first' }, { prompt: hash('known'), answer: 'exact' }, { prompt: '*', answer: 'second' }].map((line) => JSON.stringify(line)).join('\n\n'));
  const ask = async (prompt: string): Promise<string> => {
    const reply = await replay.generate(request(prompt));
    return reply.type === 'answer' ? reply.text : reply.type;
  };
  expect([await ask('known'), await ask('a'), await ask('known'), await ask('a'), await ask('b'), await ask('known')]).toEqual(['exact', 'first', 'exact', 'second', 'unavailable', 'exact']);
  expect(replay.id).toEqual({ name: 'replay', model: null });
});

test('an unknown prompt is unavailable, and the remedy shows its hash', async () => {
  const replay = await replayOf(`{"prompt":"${hash('other')}","answer":"x"}\r\n`);
  expect(await replay.generate(request('mine'))).toEqual({ type: 'unavailable', failure: 'no-recording', reason: expect.stringContaining(hash('mine')) as string, remedy: expect.stringContaining(hash('mine')) as string });
});

test('all bad lines are named at once', async () => {
  const bad = ['{"prompt":"*","answer":"fine"}', 'no json', '[]', '{"prompt":"abc","answer":""}', '{"prompt":"*"}', '{"prompt":"*","answer":"","cost":1}', `{"prompt":"${hash('x')}","answer":"1"}`, `{"prompt":"${hash('x')}","answer":"2"}`];
  const error: unknown = await replayOf(bad.join('\n')).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'ConfigError' });
  const { message } = error as Error;
  for (const text of ['replay-file', 'line 2: not JSON', 'line 3: not an object', 'line 4: `prompt`', 'line 5: `answer`', 'line 6: unknown key `cost`', 'line 8: the same prompt as line 7']) expect(message).toContain(text);
  expect(message).not.toContain('line 1:');
});

test.each([['an empty file', ''], ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0x00])]])('%s is a configuration error', async (_, content) => {
  await expect(replayOf(content)).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('replay-file') as string });
});

test('a missing file is a configuration error that names it', async () => {
  await expect(createReplay('/nowhere/replay.jsonl')).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('/nowhere/replay.jsonl') as string });
});
