import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsOnAllCores } from '../../src/adapters/index-workers.ts';
import { createSyntax } from '../../src/adapters/syntax.ts';
import { factsReader, type SourceFile } from '../../src/core/knowledge/build-index.ts';
import { languageOf } from '../../src/core/syntax/language.ts';

const SRC = join(import.meta.dirname, '../../src/core');
const syntax = createSyntax();

/** The engine's own core: real files, a few of them broken on purpose. */
const files: readonly SourceFile[] = [
  ...readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).sort().map((path) => file(path, readFileSync(join(SRC, path)))),
  file('broken.js', Buffer.from('function (')),
  file('binary.js', Buffer.from([0xff, 0xfe, 0x00])),
  file('deep.js', Buffer.from('['.repeat(50_000))),
];

function file(path: string, content: Uint8Array): SourceFile {
  return { path, content, blob: path, language: languageOf(path)! };
}

test('threads read what one thread reads, in the order of the files', async () => {
  const alone = await factsReader(syntax).read(files);
  expect(alone).toHaveLength(files.length);
  expect(alone.filter(({ type }) => type === 'skipped').length).toBeGreaterThanOrEqual(2);
  expect(await factsOnAllCores({ syntax, threads: 3, worthAThread: 1 }).read(files)).toEqual(alone);
});

test('a machine with one core, and a few small files, need no thread', async () => {
  const few = files.slice(0, 3);
  const alone = await factsReader(syntax).read(few);
  expect(await factsOnAllCores({ syntax, threads: 0, worthAThread: 1 }).read(files.slice(0, 3))).toEqual(alone);
  expect(await factsOnAllCores({ syntax, threads: 3 }).read(few)).toEqual(alone);
  expect(await factsOnAllCores({ syntax }).read([])).toEqual([]);
});

test('threads that were expected to be needed serve, also where more files come than were expected', async () => {
  const reader = factsOnAllCores({ syntax, threads: 2, worthAThread: 1 });
  const alone = await factsReader(syntax).read(files);
  reader.expect(30, 30);
  expect(await reader.read(files)).toEqual(alone);
  expect(await reader.read(files.slice(0, 40))).toEqual(alone.slice(0, 40));
});

test('the thread that asks does alone what a thread that broke has left', async () => {
  const alone = await factsReader(syntax).read(files);
  const broken = factsOnAllCores({ syntax, threads: 2, worthAThread: 1, module: join(import.meta.dirname, '../fixtures/no-such-worker.js') });
  expect(await broken.read(files)).toEqual(alone);
});
