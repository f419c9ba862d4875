/** A described function is found first among those of a small library, in each language. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { factsOf } from '../../../src/core/knowledge/facts.ts';
import { rankingOf, type Ranking } from '../../../src/core/knowledge/ranking.ts';
import type { CodeRecord, Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['go', 'rust', 'java']));

const recordsOf = (language: Language, path: string): readonly CodeRecord[] => {
  const source = readFileSync(resolve(import.meta.dirname, '../../fixtures/ranking', `${path}.txt`), 'utf8');
  return syntax.parse(language, source, (tree) => {
    expect(tree.root.hasError).toBe(false);
    return factsOf(`src/${path}`, 'b', tree, () => null).records;
  });
};
const first = (ranking: Ranking, query: string): string => {
  const [best] = ranking.search(query, 1);
  return best === undefined ? '' : `${best.record.container === null ? '' : `${best.record.container}.`}${best.record.name}`;
};

const EXPECTED: Readonly<Record<string, readonly (readonly [query: string, name: string])[]>> = {
  'go parcel.go': [
    ['make a url slug from a title', 'Slugify'], ['func to keep a number between a minimum and a maximum (clamp)', 'clamp'], ['retry a failing call with exponential backoff', 'RetryWithBackoff'],
    ['parse an ISO date in Go', 'parseISODate'], ['read all lines from a reader', 'ReadLines'], ['split a slice into chunks of a size', 'chunk'], ['remove duplicate strings, keep unique ones', 'uniqueStrings'],
    ['merge two sorted lists of ints', 'mergeSortedInts'], ['get a value from the LRU cache', 'LRUCache.Get'], ['evict the oldest entry', 'LRUCache.evictOldest'], ['build a query string from params', 'buildQueryString'],
    ['distance between two points on earth', 'HaversineKm'], ['write a file atomically', 'writeFileAtomically'], ['parse http headers', 'parseHTTPHeader'], ['count how often words occur', 'WordFrequency'],
    ['hide an email address', 'maskEmail'], ['check whether a string is a palindrome', 'isPalindrome'], ['duration for humans', 'humanDuration'], ['add two amounts of money', 'Money.Add'], ['format money as a string', 'Money.String'],
  ],
  'rust parcel.rs': [
    ['make a url slug from a title', 'slugify'], ['edit distance of two strings, levenshtein', 'levenshtein'], ['fn that retries with exponential backoff', 'retry_with_backoff'], ['limit a percentage to its range', 'clamp_percentage'],
    ['parse a line of key and value', 'parse_key_value'], ['remove duplicates but keep the order', 'dedup_preserving_order'], ['encode bytes as hex', 'hex_encode'], ['decode hex text', 'hex_decode'],
    ['greatest common divisor', 'gcd'], ['leap years in Rust', 'is_leap_year'], ['count how often words occur', 'word_frequency'], ['area of a circle', 'Circle as Shape.area'], ['push onto the stack', 'Stack.push'],
    ['look at the top of a stack without popping: peek', 'Stack.peek'], ['hide an email address', 'mask_email'], ['average over a moving window', 'moving_average'], ['split money into equal parts', 'Money.split'],
    ['display money', 'Money as Display.fmt'], ['add two money amounts', 'Money as Add.add'], ['money from cents', 'Money.from_cents'],
  ],
  'java Parcel.java': [
    ['make a url slug from a title', 'Texts.slugify'], ['is a text null or blank', 'Texts.isBlank'], ['capitalise the first letter', 'Texts.capitalizeFirst'], ['pad a string on the left', 'Texts.padLeft'],
    ['count occurrences of a substring', 'Texts.countOccurrences'], ['hide an email address', 'Texts.maskEmail'], ['escape html in Java', 'Texts.escapeHtml'], ['add two money amounts (plus)', 'Money.plus'], ['compare money', 'Money.compareTo'],
    ['money as a string', 'Money.toString'], ['partition a list into parts of a size', 'Collections2.partition'], ['keys of a map sorted by value', 'Collections2.keysSortedByValue'], ['histogram of items', 'Collections2.histogram'],
    ['read lines of a file', 'Files2.readLines'], ['delete a directory recursively', 'Files2.deleteRecursively'], ['number of days between dates', 'Dates.daysBetween'], ['is a day in the weekend', 'Dates.isWeekend'],
    ['remove the eldest entry from the lru cache', 'LruCache.removeEldestEntry'], ['retry with backoff', 'Retry.withBackoff'],
  ],
};

describe.each(Object.entries(EXPECTED))('%s', (library, queries) => {
  const [language, path] = library.split(' ') as [Language, string];

  test('has about twenty functions, and each one that is described is found first', () => {
    const records = recordsOf(language, path);
    expect(records.filter(({ kind }) => kind !== 'class').length).toBeGreaterThanOrEqual(20);
    const ranking = rankingOf(records);
    expect(queries.map(([query]) => [query, first(ranking, query)])).toEqual(queries.map(([query, name]) => [query, name]));
  });
});

test('what the return type and the receiver say counts, keywords of the language do not', () => {
  const rust = rankingOf(recordsOf('rust', 'parcel.rs'));
  expect(rust.search('pub fn', 3).length).toBeGreaterThan(0);
  expect(rust.search('pub fn gcd', 1)[0]!.matched).toEqual(['gcd']);
  expect(first(rankingOf(recordsOf('java', 'Parcel.java')), 'histogram Map Long')).toBe('Collections2.histogram');
});
