import fc from 'fast-check';

import { rankingOf } from '../../../src/core/knowledge/ranking.ts';
import type { CodeRecord } from '../../../src/core/model/code.ts';

let made = 0;
function snippet(name: string, fields: Partial<CodeRecord> = {}): CodeRecord {
  const id = `b:${made++}`;
  return {
    id, path: 'src/a.js', language: 'javascript', kind: 'function', name, container: null, signature: `function ${name}()`, doc: '', body: `function ${name}() {\n  work();\n}`,
    start: 0, end: 10, startLine: 1, endLine: 3, complexity: 0, exported: true, topLevel: true, cloneKey: null, ...fields,
  };
}
const names = (records: readonly CodeRecord[], query: string, limit = 10): string[] => rankingOf(records).search(query, limit).map(({ record }) => record.name);
const filler = Array.from({ length: 30 }, (_, i) => snippet(`unrelated${'abcdefghijklmnopqrstuvwxyzABCD'[i]!.repeat(6)}`));

test('a name counts more than a comment, a comment more than a body', () => {
  const body = snippet('one', { body: 'function one() {\n  return slug;\n}' });
  const doc = snippet('two', { doc: 'Makes a slug.' });
  const name = snippet('slug');
  expect(names([body, doc, name, ...filler], 'slug')).toEqual(['slug', 'two', 'one']);
});

test('finds by words of an identifier, by other forms, by abbreviation, by near spelling', () => {
  const records = [snippet('parseHTTPHeader'), snippet('removeDirectory'), snippet('normalizeWhitespace'), ...filler];
  expect(names(records, 'http headers')[0]).toBe('parseHTTPHeader');
  expect(names(records, 'removing dirs')[0]).toBe('removeDirectory');
  expect(names(records, 'delete folder')[0]).toBe('removeDirectory');
  expect(names(records, 'normalise')[0]).toBe('normalizeWhitespace');
});

test('a rare word counts more than a common one', () => {
  const records = [snippet('getQuaternion'), ...Array.from({ length: 20 }, (_, i) => snippet(`getValue${'abcdefghijklmnopqrst'[i]!}`))];
  expect(names(records, 'value quaternion')[0]).toBe('getQuaternion');
});

test('free, public, short and product code comes first among equals', () => {
  const prefer = (better: Partial<CodeRecord>, worse: Partial<CodeRecord>): void => {
    const good = snippet('trimText', better);
    const found = rankingOf([snippet('trimText', worse), good, ...filler]).search('trim text', 2);
    expect(found.map(({ record }) => record.id)[0]).toBe(good.id);
  };
  prefer({}, { kind: 'method', container: 'A' });
  prefer({}, { path: 'test/a.test.js' });
  prefer({}, { body: `function trimText() {\n${'  step();\n'.repeat(200)}}` });
  prefer({}, { language: 'python', signature: 'def trimText(self, x)' });
});

test('equal scores keep the order of the records', () => {
  const records = [snippet('sameName'), snippet('sameName'), snippet('sameName')];
  const found = rankingOf(records).search('same name', 10);
  expect(found.map(({ record }) => record.id)).toEqual(records.map(({ id }) => id));
  expect(new Set(found.map(({ score }) => score)).size).toBe(1);
});

test('says which words of the query matched', () => {
  const [first] = rankingOf([snippet('removeDirectory', { doc: 'Empties it.' }), ...filler]).search('how to delete my dirs quickly', 1);
  expect(first!.matched).toEqual(['delete', 'dirs']);
});

test('any query is answered: punctuation, nothing, one letter, ten thousand words', () => {
  const ranking = rankingOf([snippet('x'), snippet('stripTags'), ...filler]);
  expect(ranking.search('', 5)).toEqual([]);
  expect(ranking.search('?!"\'`$%&/()=*~#<>|', 5)).toEqual([]);
  expect(ranking.search('x', 5).map(({ record }) => record.name)).toEqual(['x']);
  expect(ranking.search('strip AND (tags) OR "*"', 1)[0]!.record.name).toBe('stripTags');
  expect(ranking.search(`strip ${Array.from({ length: 10_000 }, (_, i) => `w${i}`).join(' ')}`, 1)[0]!.record.name).toBe('stripTags');
  expect(ranking.search('strip', 0)).toEqual([]);
  expect(rankingOf([]).search('strip', 5)).toEqual([]);
});

test('a query does not change the answers of the next one', () => {
  const ranking = rankingOf([snippet('readFile'), snippet('writeFile'), snippet('fileReader'), ...filler]);
  const fresh = JSON.stringify(ranking.search('read a file', 10));
  ranking.search('write things to disk', 10);
  expect(JSON.stringify(ranking.search('read a file', 10))).toBe(fresh);
});

test('a limit cuts the full list, scores fall, and every result matched something', () => {
  const word = fc.constantFrom('read', 'write', 'file', 'dir', 'HTTP', 'parse', 'url', 'list', 'Sort', '_', 'x');
  const identifier = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(fc.property(fc.array(identifier, { minLength: 1, maxLength: 30 }), fc.array(word, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (all, query, limit) => {
    const ranking = rankingOf(all.map((name) => snippet(name)));
    const full = ranking.search(query.join(' '), 1_000);
    expect(ranking.search(query.join(' '), limit)).toEqual(full.slice(0, limit));
    full.forEach(({ score, matched }, i) => {
      expect(score).toBeLessThanOrEqual(full[i - 1]?.score ?? Infinity);
      expect(matched.length).toBeGreaterThan(0);
    });
  }));
});
