import fc from 'fast-check';
import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import type { Ledger } from '../../../src/core/history/ledger.ts';
import { GptMemory, MAX_TEXT } from '../../../src/core/knowledge/memory.ts';
import type { Embedder } from '../../../src/core/ports.ts';
import { ledgerIn } from '../../support/event-logs.ts';

const factory = await createDatabaseFactory();
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

function memory(ledger: Ledger = ledgerIn(factory.open()), options: ConstructorParameters<typeof GptMemory>[1] = {}): GptMemory {
  return new GptMemory(ledger, options);
}

function prompts(entries: readonly { readonly prompt: string }[]): readonly string[] {
  return entries.map((entry) => entry.prompt);
}

test('a logged interaction comes back, also from exported bytes', () => {
  const ledger = ledgerIn(factory.open());
  const entry = memory(ledger).logInteraction('write sort helper', 'generated code', ['bugfix', ' bugfix ', '']);
  expect(entry).toMatchObject({ prompt: 'write sort helper', response: 'generated code', tags: ['bugfix'] });
  expect(memory(ledgerIn(factory.open(ledger.export()))).interactions()).toEqual([entry]);
});

test('tags match whole, any or all of them, newest first', () => {
  const db = memory();
  db.logInteraction('1', '', ['fix']);
  db.logInteraction('2', '', ['bugfix']);
  db.logInteraction('3', '', ['fix', 'kept']);
  db.logInteraction('4', '', []);
  expect(prompts(db.interactions())).toEqual(['4', '3', '2', '1']);
  expect(prompts(db.interactions({ tags: ['fix'] }))).toEqual(['3', '1']);
  expect(prompts(db.interactions({ tags: ['bugfix', 'kept'], match: 'any' }))).toEqual(['3', '2']);
  expect(prompts(db.interactions({ tags: ['fix', 'kept'] }))).toEqual(['3']);
  expect(prompts(db.interactions({ tags: ['fix', 'fix'] }))).toEqual(['3', '1']);
  expect(prompts(db.interactions({ tags: ["fix' OR '1'='1", '%'], match: 'any' }))).toEqual([]);
  expect(prompts(db.interactions({ limit: 1 }))).toEqual(['4']);
});

test('secrets are redacted in prompt, response and tags before anything is stored', () => {
  const ledger = ledgerIn(factory.open());
  memory(ledger, { secrets: ['correct horse'] }).logInteraction(`use ${TOKEN}`, 'the password is correct horse', [TOKEN]);
  const stored = Buffer.from(ledger.export()).toString('latin1');
  expect(stored).not.toContain(TOKEN);
  expect(stored).not.toContain('correct horse');
  expect(memory(ledger).interactions()[0]).toMatchObject({ prompt: 'use [redacted]', response: 'the password is [redacted]', tags: ['[redacted]'] });
});

test('very long texts are cut in the middle and say so', () => {
  const [entry] = [memory().logInteraction(`a${'x'.repeat(MAX_TEXT * 2)}z`, '')];
  expect(entry.prompt.length).toBeLessThan(MAX_TEXT + 100);
  expect(entry.prompt).toMatch(/^ax+\n\[\d+ characters left out\]\nx+z$/);
});

describe('search', () => {
  test('a question in plain language finds what shares some of its words, the closest first', async () => {
    const db = memory();
    db.logInteraction('sort numbers', 'function sortNumbers(list) {}', ['kept']);
    db.logInteraction('parse a date', 'function parseDate(text) {}', ['kept']);
    db.logInteraction('sort dates by year', 'function byYear() {}', ['reverted']);
    expect(prompts((await db.search('How do I sort a list of numbers?')).map((hit) => hit.entry))[0]).toBe('sort numbers');
    expect(prompts((await db.search('parseDate')).map((hit) => hit.entry))[0]).toBe('parse a date');
    expect(prompts((await db.search('sort', { tags: ['reverted'] })).map((hit) => hit.entry))).toEqual(['sort dates by year']);
    expect(await db.search('sort', { limit: 1 })).toHaveLength(1);
    expect(await db.search('nothing like it')).toEqual([]);
  });

  test('no text is a syntax error', async () => {
    const db = memory();
    db.logInteraction('write "quotes" AND (brackets) OR NOT* NEAR/2', "it's; DROP TABLE events -- : ^ {}", ['x']);
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('"', 'AND', 'a AND', '(', 'NEAR(', "'", '*', 'a:b', '-', '\u0000', '\ud800')), async (text) => {
      expect(Array.isArray(await db.search(text))).toBe(true);
    }));
    expect(await db.search('"brackets" AND (')).toHaveLength(1);
  });

  test('an embedder adds what shares no word, fused by rank, and sees redacted text only', async () => {
    const seen: string[] = [];
    const embedder: Embedder = {
      id: 'fruit', dimensions: 2,
      embed: (texts) => {
        seen.push(...texts);
        return Promise.resolve(texts.map((text) => new Float32Array(/apple|pear|fruit/.test(text) ? [1, 0] : [0, 1])));
      },
    };
    const db = memory(ledgerIn(factory.open()), { embedder });
    db.logInteraction(`apple ${TOKEN}`, '');
    db.logInteraction('engine', '');
    expect(prompts((await db.search(`fruit ${TOKEN}`)).map((hit) => hit.entry))).toEqual(['apple [redacted]']);
    await db.search('fruit');
    expect(seen.join('\n')).not.toContain(TOKEN);
    expect(seen.filter((text) => text.startsWith('engine'))).toHaveLength(1);
  });
});

describe('retention', () => {
  test('keeps the newest with the tag and touches no other', () => {
    const db = memory();
    for (const prompt of ['1', '2', '3']) db.logInteraction(prompt, '', ['old']);
    db.logInteraction('4', '', ['older']);
    expect(db.prune({ tag: 'old', keep: 1 })).toBe(2);
    expect(prompts(db.interactions())).toEqual(['4', '3']);
    expect(db.prune({ tag: 'old', keep: 1 })).toBe(0);
  });

  test('keep 0 deletes all, and the text is gone from the stored bytes', () => {
    const ledger = ledgerIn(factory.open());
    const db = memory(ledger);
    for (let index = 0; index < 200; index++) db.logInteraction(`forget this sentence ${index}`, 'long '.repeat(500), ['t']);
    db.logInteraction('and this', '', []);
    expect(db.prune({ keep: 0 })).toBe(201);
    expect(db.interactions()).toEqual([]);
    expect(ledger.events('interaction')).toEqual([]);
    expect(Buffer.from(ledger.export()).toString('latin1')).not.toContain('forget this sentence');
    expect(ledger.export().length).toBeLessThan(30_000);
  });

  test('what one run pruned does not come back from another that still has it', () => {
    const one = ledgerIn(factory.open(), 'A');
    memory(one).logInteraction('secret plan', '');
    const two = ledgerIn(factory.open(one.export()), 'B');
    memory(one).prune({ keep: 0 });
    one.merge(two.rows());
    two.merge(one.rows());
    expect(memory(one).interactions()).toEqual([]);
    expect(memory(two).interactions()).toEqual([]);
  });

  test.each([-1, 1.5, Number.NaN])('keep %d is refused', (keep) => {
    expect(() => memory().prune({ keep })).toThrow('keep: is not a whole number');
  });
});

describe('compaction', () => {
  test('old entries become one summary that still says what they were about', async () => {
    const db = memory();
    for (let index = 0; index < 6; index++) db.logInteraction(`normalise column ${index}\nmore`, `function normalise${index}() {}`, ['helper', `n${index}`]);
    const { summary, replaced } = db.compact({ tag: 'helper', keep: 2 });
    expect(replaced).toBe(4);
    expect(summary).toMatchObject({ prompt: 'Summary of 4 interactions, 2026-11-01 to 2026-11-01', tags: ['helper'] });
    expect(summary!.response).toContain('- normalise column 0 -> function normalise0() {}');
    expect(prompts(db.interactions({ tags: ['helper'] }))).toHaveLength(3);
    expect((await db.search('normalise3')).map((hit) => hit.entry.id)).toContain(summary!.id);
  });

  test('summaries are never summarised again', () => {
    const db = memory();
    const fill = (count: number) => {
      for (let index = 0; index < count; index++) db.logInteraction(`p${index}`, '', ['t']);
    };
    fill(3);
    expect(db.compact({ tag: 't', keep: 0 }).replaced).toBe(3);
    expect(db.compact({ tag: 't', keep: 0 })).toEqual({ summary: null, replaced: 0 });
    fill(2);
    expect(db.compact({ tag: 't', keep: 0 }).replaced).toBe(2);
    const entries = db.interactions({ tags: ['t'] });
    expect(prompts(entries).map((prompt) => prompt.split(',')[0])).toEqual(['Summary of 2 interactions', 'Summary of 3 interactions']);
  });
});
