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
  const alone = await factsReader(syntax)(files);
  expect(alone).toHaveLength(files.length);
  expect(alone.filter(({ type }) => type === 'skipped').length).toBeGreaterThanOrEqual(2);
  expect(await factsOnAllCores({ syntax, threads: 3, worthAThread: 1 })(files)).toEqual(alone);
});

test('a machine with one core, and a few small files, need no thread', async () => {
  const few = files.slice(0, 3);
  const alone = await factsReader(syntax)(few);
  expect(await factsOnAllCores({ syntax, threads: 0, worthAThread: 1 })(files.slice(0, 3))).toEqual(alone);
  expect(await factsOnAllCores({ syntax, threads: 3 })(few)).toEqual(alone);
  expect(await factsOnAllCores({ syntax })([])).toEqual([]);
});

test('the thread that asks does alone what a thread that broke has left', async () => {
  const alone = await factsReader(syntax)(files);
  const broken = factsOnAllCores({ syntax, threads: 2, worthAThread: 1, module: join(import.meta.dirname, '../fixtures/no-such-worker.js') });
  expect(await broken(files)).toEqual(alone);
});
