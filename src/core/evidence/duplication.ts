import type { CodeRecord } from '../model/code.ts';
import { familyOf } from '../syntax/language.ts';
import { LEXERS } from './duplication-lexers.ts';

/** Tokens. Shorter runs are idioms rather than copies. */
export const RUN_LENGTH = 50;

/**
 * Lines of functions and methods in `touched` that repeat code found elsewhere: in `others`, or earlier in `touched`
 * (by path, then place), so that the first of several copies is free; what one function says twice is no copy. Repeated are all tokens of a function whose clone
 * key is found elsewhere, and those of any run of 50 that is found elsewhere, names and literals included, in a function
 * of the same language family. Comments, white space, semicolons and the kind of quotes are no tokens, nor is Go's `if err
 * != nil { return err }`. A line counts if it has tokens and all of them are repeated.
 */
export function duplicatedLines(touched: readonly CodeRecord[], others: readonly CodeRecord[]): number {
  const bodies = outermost(touched).map((record) => ({ record, tokens: tokensOf(record) }));
  const keys = new Set(others.map(({ cloneKey }) => cloneKey));
  const runs = runsSeen(bodies, outermost(others));
  let lines = 0;
  for (const { record, tokens } of bodies) {
    const repeated = new Uint8Array(tokens.values.length);
    if (record.cloneKey !== null && keys.has(record.cloneKey)) repeated.fill(1);
    keys.add(record.cloneKey);
    const own: number[] = [];
    eachRun(tokens, (hash, at) => {
      if (runs.has(hash)) repeated.fill(1, at, at + RUN_LENGTH);
      own.push(hash);
    });
    for (const hash of own) runs.add(hash);
    lines += wholeLines(tokens, repeated);
  }
  return lines;
}

/** Lines all of whose tokens are marked. */
function wholeLines({ lines }: Tokens, marks: Uint8Array): number {
  const marked = new Set(lines);
  lines.forEach((line, i) => { if (marks[i] === 0) marked.delete(line); });
  return marked.size;
}

/** Those runs of the touched functions that untouched ones have too: the hashes of a whole repository would fill memory. */
function runsSeen(touched: readonly Body[], others: readonly CodeRecord[]): Set<number> {
  const wanted = new Set<number>();
  for (const { tokens } of touched) eachRun(tokens, (hash) => wanted.add(hash));
  const seen = new Set<number>();
  if (wanted.size === 0) return seen;
  const anchors = anchorsOf(touched, commonnessIn(others));
  for (const record of others) {
    if (anchors.every((word) => !record.body.includes(word))) continue;
    eachRun(tokensOf(record), (hash) => { if (wanted.has(hash)) seen.add(hash); });
  }
  return seen;
}

/**
 * Words of which every run of the touched functions has at least one: a function with none of them repeats none of the
 * runs, and need not be read. Rare words are chosen; the empty word, where a run has no word at all, excludes nothing.
 */
function anchorsOf(touched: readonly Body[], commonness: (word: string) => number): readonly string[] {
  const anchors = new Set<string>();
  for (const { tokens } of touched) {
    eachRun(tokens, (_, at) => {
      const words = tokens.words.slice(at, at + RUN_LENGTH);
      if (!words.some((word) => anchors.has(word))) anchors.add(words.reduce((rarest, word) => (commonness(word) < commonness(rarest) ? word : rarest), ''));
    });
  }
  return [...anchors];
}

/** In how many of some functions a word occurs. */
function commonnessIn(others: readonly CodeRecord[]): (word: string) => number {
  const sample = others.filter((_, index) => index % Math.ceil(others.length / 64) === 0);
  const known = new Map<string, number>([['', Infinity]]);
  return (word) => {
    const count = known.get(word) ?? sample.filter(({ body }) => body.includes(word)).length;
    known.set(word, count);
    return count;
  };
}

interface Body {
  readonly record: CodeRecord;
  readonly tokens: Tokens;
}

/** Functions and methods that lie in no other one, by path and place. */
function outermost(records: readonly CodeRecord[]): readonly CodeRecord[] {
  const sorted = records
    .filter(({ kind }) => kind !== 'class')
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || b.end - a.end));
  let last: CodeRecord | null = null;
  return sorted.flatMap((record) => {
    if (last?.path === record.path && record.start < last.end) return [];
    last = record;
    return [record];
  });
}

interface Tokens {
  /** 32-bit hashes. */
  readonly values: readonly number[];
  /** The text of names, keywords and numbers; empty for all else. */
  readonly words: readonly string[];
  /** Of each token, counted from the record's first. */
  readonly lines: readonly number[];
}

const WORD = /^[\p{L}\p{N}_$]/u;

/** Bodies of unchanged records are read once, before and after a change. */
const read = new WeakMap<CodeRecord, Tokens>();

function tokensOf(record: CodeRecord): Tokens {
  let tokens = read.get(record);
  if (!tokens) read.set(record, (tokens = readTokens(record)));
  return tokens;
}

function readTokens({ body, language }: CodeRecord): Tokens {
  const { prefix, comments, token: tokens, idiom } = LEXERS[familyOf(language)];
  const blank = (text: string): string => text.replace(/[^\n]/gu, ' ');
  const bare = body.replace(comments, (text, literal: string | undefined) => literal ?? blank(text));
  const code = idiom === undefined ? bare : bare.replace(idiom, blank);
  const values: number[] = [];
  const words: string[] = [];
  const lines: number[] = [];
  let line = 0;
  for (const { 0: token, groups } of code.matchAll(tokens)) {
    if (groups!['skip'] === undefined) {
      const text = groups!['string'] === undefined ? token : `'${token.slice(1, -1)}'`;
      values.push(hashOf(prefix + text));
      words.push(groups!['string'] === undefined && WORD.test(token) ? token : '');
      lines.push(line);
    }
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line++;
  }
  return { values, words, lines };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

const BASES = [0x9e3779b1, 0x85ebca77] as const;
const DROPPED = BASES.map((base) => Array.from({ length: RUN_LENGTH }).reduce<number>((power) => Math.imul(power, base), 1));

/** Calls `visit` with the 53-bit rolling hash (R. M. Karp and M. O. Rabin 1987) and the first token of each run. */
function eachRun({ values }: Tokens, visit: (hash: number, at: number) => void): void {
  let high = 0;
  let low = 0;
  for (let i = 0; i < values.length; i++) {
    const dropped = i >= RUN_LENGTH ? values[i - RUN_LENGTH]! : 0;
    high = (Math.imul(high, BASES[0]) + values[i]! - Math.imul(dropped, DROPPED[0]!)) | 0;
    low = (Math.imul(low, BASES[1]) + values[i]! - Math.imul(dropped, DROPPED[1]!)) | 0;
    if (i >= RUN_LENGTH - 1) visit((high >>> 0) * 2 ** 21 + (low >>> 11), i - RUN_LENGTH + 1);
  }
}
