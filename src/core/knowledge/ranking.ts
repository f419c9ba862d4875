import type { CodeRecord, Suggestion } from '../model/code.ts';
import { isTyped, postingsOf, type Postings } from './ranking-postings.ts';
import { similarTerms, type Similar } from './ranking-terms.ts';
import { queryWords, stem } from './words.ts';
import { RELATED_STEMS } from './words-related.ts';

/** Words of a question beyond this many are ignored. */
const QUERY_WORDS = 64;
/** What a related or a similar word counts against the word itself. */
const RELATED_WEIGHT = 0.35;
const SIMILAR_WEIGHT = 0.8;
const SIMILAR_LEAST = 0.38;

export interface Ranking {
  /** Best first; equal scores in the order of the records. Snippets that share no word with the query are left out. */
  search(query: string, limit: number): readonly Suggestion[];
}

/** A word of the query with the terms that stand for it. */
interface Wanted {
  readonly word: string;
  readonly terms: readonly { readonly term: number; readonly weight: number }[];
}

/**
 * Ranks by BM25F over split and stemmed identifiers, extended by related words (abbreviations, near synonyms) and by
 * words that share trigrams, then by priors: free functions before methods, public before private, short before long,
 * product before tests. Scores have no unit and compare within one query only.
 */
export function rankingOf(records: readonly CodeRecord[]): Ranking {
  const postings = postingsOf(records);
  const similar = similarTerms(postings.terms);
  const priors = Float32Array.from(records, (record, r) => priorOf(record, postings.bodyLengths[r]!));
  const scores = new Float32Array(records.length);
  return {
    search(query, limit) {
      const wanted = queryWords(query, QUERY_WORDS).map((word) => wantedOf(word, postings, similar));
      const touched = scoreAll(wanted, postings, scores);
      const best = bestOf(touched, scores, priors, limit);
      for (const r of touched) scores[r] = 0;
      return best.map(({ r, score }) => ({ record: records[r]!, score, matched: matchedWords(wanted, postings, r) }));
    },
  };
}

function wantedOf(word: string, { terms }: Postings, similar: Similar): Wanted {
  const name = stem(word);
  const weights = new Map<number, number>();
  const offer = (term: number | undefined, weight: number): void => {
    if (term !== undefined && weight > (weights.get(term) ?? 0)) weights.set(term, weight);
  };
  offer(terms.ids.get(name), 1);
  if (name.length > 3) similar.each(name, SIMILAR_LEAST, (term, similarity) => { offer(term, SIMILAR_WEIGHT * similarity); });
  for (const related of RELATED_STEMS.get(name) ?? []) offer(terms.ids.get(related), RELATED_WEIGHT);
  return { word, terms: [...weights].map(([term, weight]) => ({ term, weight })) };
}

/** Adds each word's best contribution to each record; returns the records touched, in order of first touch. */
function scoreAll(wanted: readonly Wanted[], postings: Postings, scores: Float32Array): readonly number[] {
  const { offsets, records, weights, idf } = postings;
  const touched: number[] = [];
  const gained: number[] = [];
  const gains = new Float32Array(scores.length);
  for (const { terms } of wanted) {
    const own = terms.find(({ weight }) => weight === 1);
    const cap = own ? idf[own.term]! : Infinity;
    for (const { term, weight } of terms) {
      const factor = weight * Math.min(idf[term]!, cap);
      for (let at = offsets[term]!, end = offsets[term + 1]!; at < end; at++) {
        const r = records[at]!;
        const gain = factor * weights[at]!;
        if (gains[r] === 0) gained.push(r);
        if (gain > gains[r]!) gains[r] = gain;
      }
    }
    for (const r of gained) {
      if (scores[r] === 0) touched.push(r);
      scores[r]! += gains[r]!;
      gains[r] = 0;
    }
    gained.length = 0;
  }
  return touched;
}

function bestOf(touched: readonly number[], scores: Float32Array, priors: Float32Array, limit: number): readonly { readonly r: number; readonly score: number }[] {
  const best: { r: number; score: number }[] = [];
  const isBefore = (score: number, r: number, other: { r: number; score: number }): boolean => score > other.score || (score === other.score && r < other.r);
  for (const r of touched) {
    const score = scores[r]! * priors[r]!;
    if (best.length >= limit && (limit <= 0 || !isBefore(score, r, best.at(-1)!))) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(score, r, best[middle]!)) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, { r, score });
    if (best.length > limit) best.pop();
  }
  return best;
}

function matchedWords(wanted: readonly Wanted[], { offsets, records }: Postings, r: number): readonly string[] {
  const holds = (term: number): boolean => {
    let low = offsets[term]!;
    let high = offsets[term + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (records[middle]! < r) low = middle + 1;
      else high = middle;
    }
    return records[low] === r && low < offsets[term + 1]!;
  };
  return wanted.filter(({ terms }) => terms.some(({ term }) => holds(term))).map(({ word }) => word);
}

const TESTS = /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|examples?|bench(?:marks?)?)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*$/u;
/** A Python function whose class is not in sight. */
const BOUND = /^(?:async )?def \w+\(\s*(?:self|cls)\b/u;

function priorOf(record: CodeRecord, bodyLength: number): number {
  const isMethod = record.kind === 'method' || BOUND.test(record.signature);
  const isPrivate = isTyped(record) ? !record.exported : /^[_#]/u.test(record.name);
  // A type is named like what is asked for, and so is its constructor, but its functions do it.
  const isHolder = isTyped(record) && (record.kind === 'class' || record.container?.split('.').at(-1) === record.name);
  return (isHolder ? 0.6 : isMethod ? 0.9 : 1) * (isPrivate ? 0.95 : 1) * (TESTS.test(record.path) ? 0.8 : 1) * (1 + bodyLength) ** -0.1;
}
