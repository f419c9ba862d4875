import type { CodeRecord, Family } from '../model/code.ts';
import { familyOf } from '../syntax/language.ts';
import { termCollector, type Terms } from './ranking-terms.ts';

/** Weight of a field's words (BM25F); the first sentence of a comment says more than the rest. The last is the type that a function belongs to. */
const FIELD_WEIGHTS = [6, 4, 1, 1, 1, 3] as const;
const FIELDS = FIELD_WEIGHTS.length;
const LENGTH_NORM = 0.75;
const SATURATION = 3;
/** Softens the spread of inverse document frequencies: rare words of a question are as often noise as signal. */
const IDF_POWER = 0.8;

/** Postings of all terms in one set of arrays: those of term `t` lie at `offsets[t]` up to `offsets[t + 1]`, by record. */
export interface Postings {
  readonly terms: Terms;
  readonly offsets: Int32Array;
  readonly records: Int32Array;
  /** Saturated weighted frequency, below 1. */
  readonly weights: Float32Array;
  readonly idf: Float32Array;
  /** Words of the body, relative to the mean. */
  readonly bodyLengths: Float32Array;
}

/** BM25F (Robertson, Zaragoza, Taylor 2004): frequencies are weighted and length-normalised per field, then saturated together. */
export function postingsOf(records: readonly CodeRecord[]): Postings {
  const { terms, read } = termCollector();
  const words: number[] = [];
  const lengths = new Int32Array(records.length * FIELDS);
  records.forEach((record, r) => {
    fieldsOf(record).forEach((text, field) => (lengths[r * FIELDS + field] = read(text, words)));
  });
  const means = fieldMeans(lengths);
  const postings = collect(words, lengths, means, terms.names.length);
  const bodyLengths = Float32Array.from(records, (_, r) => lengths[r * FIELDS + 3]! / means[3]!);
  return { terms, ...postings, idf: idfOf(postings.offsets, records.length), bodyLengths };
}

function fieldsOf(record: CodeRecord): readonly string[] {
  const { name, doc, signature, body } = record;
  const end = doc.search(/[.!?](?:\s|$)|\n\s*(?:\n|[:@])/u);
  const head = end < 0 ? doc : doc.slice(0, end + 1);
  const at = signature.indexOf(name);
  const rest = at < 0 ? signature : signature.slice(at + name.length);
  const [before, container] = isTyped(record) ? [signature.slice(0, Math.max(at, 0)), record.container ?? ''] : ['', ''];
  return [name, head, doc.slice(head.length), contentOf(record, body), `${before} ${rest}`, container];
}

const TYPED: ReadonlySet<Family> = new Set(['go', 'rust', 'java']);

/** True where receivers and return types stand in front of the name, most functions belong to a type, and each says whether others may use it. */
export function isTyped({ language }: CodeRecord): boolean {
  return TYPED.has(familyOf(language));
}

/** The body without the line of the signature and without the docstring, which are fields of their own. */
function contentOf(record: CodeRecord, body: string): string {
  let content = body;
  if (record.language === 'python' && record.doc !== '') content = body.replace(/("""|''')[\s\S]*?\1/u, ' ');
  const line = content.indexOf('\n');
  return line < 0 ? content : content.slice(line);
}

/** Over the records that have the field: where comments are rare, one must not look long because most are absent. */
function fieldMeans(lengths: Int32Array): number[] {
  const sums = new Array<number>(FIELDS).fill(0);
  const filled = new Array<number>(FIELDS).fill(0);
  lengths.forEach((length, i) => {
    sums[i % FIELDS]! += length;
    if (length > 0) filled[i % FIELDS]!++;
  });
  return sums.map((sum, field) => sum / Math.max(filled[field]!, 1) || 1);
}

function collect(words: readonly number[], lengths: Int32Array, means: readonly number[], termCount: number): Pick<Postings, 'offsets' | 'records' | 'weights'> {
  const count = lengths.length / FIELDS;
  const sums = new Float32Array(termCount);
  const seen: number[] = [];
  const owners: number[] = [];
  const values: number[] = [];
  const owned: number[] = [];
  for (let r = 0, at = 0; r < count; r++) {
    seen.length = 0;
    for (let field = 0; field < FIELDS; field++) {
      const length = lengths[r * FIELDS + field]!;
      const value = FIELD_WEIGHTS[field]! / (1 - LENGTH_NORM + (LENGTH_NORM * length) / means[field]!);
      for (const end = at + length; at < end; at++) {
        const term = words[at]!;
        if (sums[term] === 0) seen.push(term);
        sums[term]! += value;
      }
    }
    for (const term of seen) {
      owners.push(term);
      owned.push(r);
      values.push(sums[term]! / (SATURATION + sums[term]!));
      sums[term] = 0;
    }
  }
  return byTerm(owners, owned, values, termCount);
}

function byTerm(owners: readonly number[], owned: readonly number[], values: readonly number[], termCount: number): Pick<Postings, 'offsets' | 'records' | 'weights'> {
  const offsets = new Int32Array(termCount + 1);
  for (const term of owners) offsets[term + 1]!++;
  for (let term = 0; term < termCount; term++) offsets[term + 1]! += offsets[term]!;
  const next = offsets.slice();
  const records = new Int32Array(owners.length);
  const weights = new Float32Array(owners.length);
  owners.forEach((term, i) => {
    const at = next[term]!++;
    records[at] = owned[i]!;
    weights[at] = values[i]!;
  });
  return { offsets, records, weights };
}

function idfOf(offsets: Int32Array, count: number): Float32Array {
  return Float32Array.from({ length: offsets.length - 1 }, (_, term) => {
    const owners = offsets[term + 1]! - offsets[term]!;
    return Math.log(1 + (count - owners + 0.5) / (owners + 0.5)) ** IDF_POWER;
  });
}
