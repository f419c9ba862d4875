import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRecording } from '../../src/adapters/recording.ts';
import { createReplay } from '../../src/adapters/replay.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();
const hash = (prompt: string): string => createHash('sha256').update(prompt).digest('hex');
const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
const place = async (): Promise<string> => join(await temporary.make(), 'deep', 'er', 'answers.jsonl');

test('what was recorded is replayed, byte for byte; the directory need not exist', async () => {
  const path = await place();
  const recording = await createRecording(path, at(1));
  const answers = ['one', 'with\nline ends\r\n\u2028 and "quotes"', '', '日本 😀'];
  for (const answer of answers) await recording.add(hash(answer), answer);
  const replay = await createReplay(path);
  for (const answer of answers) expect(await replay.generate({ taskId: 't', prompt: answer, promptHash: hash(answer) })).toMatchObject({ type: 'answer', text: answer });
});

test('the same prompt keeps its last answer, once; other lines stay as they are', async () => {
  const path = await place();
  const first = await createRecording(path, at(1));
  await first.add(hash('a'), 'old');
  await writeFile(path, `${await readFile(path, 'utf8')}{"prompt":"*","answer":"star"}\n`);
  const second = await createRecording(path, at(2));
  await second.add(hash('b'), 'other');
  await second.add(hash('a'), 'new');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    { prompt: '*', answer: 'star' }, { prompt: hash('b'), answer: 'other', at: at(2).toISOString() }, { prompt: hash('a'), answer: 'new', at: at(2).toISOString() },
  ]);
});

test('a replay knows when its last recording began; a file written by hand says nothing', async () => {
  const path = await place();
  await (await createRecording(path, at(1))).add(hash('a'), 'x');
  await (await createRecording(path, at(3))).add(hash('b'), 'x');
  expect((await createReplay(path)).recordedAt).toBe(at(3).toISOString());
  await writeFile(path, '{"prompt":"*","answer":"x"}\n');
  expect((await createReplay(path)).recordedAt).toBeNull();
});

test('a file that holds anything else is refused and left alone', async () => {
  const path = join(await temporary.make(), 'main.js');
  await writeFile(path, 'export const a = 1;\n');
  await expect(createRecording(path, at(1))).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('record-answers') as string });
  expect(await readFile(path, 'utf8')).toBe('export const a = 1;\n');
});

test('a path that cannot be written is told with the remedy', async () => {
  const directory = await temporary.make();
  await writeFile(join(directory, 'file'), '');
  const recording = await createRecording(join(directory, 'file', 'answers.jsonl'), at(1));
  await expect(recording.add(hash('a'), 'x')).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('record-answers') as string });
});

test('a time that is none is a bad line', async () => {
  const path = join(await temporary.make(), 'answers.jsonl');
  await writeFile(path, '{"prompt":"*","answer":"x","at":"yesterday"}\n');
  await expect(createReplay(path)).rejects.toThrow('line 1: `at` is not a time');
});
