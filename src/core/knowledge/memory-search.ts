/** A text to be ranked. */
export interface SearchDocument {
  readonly id: string;
  readonly text: string;
}

export interface Ranked {
  readonly id: string;
  readonly score: number;
}

/** Usual BM25 constants (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/** Damping of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). */
const FUSION = 60;

/** Lower-case words; identifiers also as their parts. Anything else separates, so no query is a syntax error. */
export function words(text: string): readonly string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const parts = word.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2').split('_').filter((part) => part !== '');
    if (parts.length > 1) found.push(word.toLowerCase());
    found.push(...parts.map((part) => part.toLowerCase()));
  }
  return found;
}

/**
 * BM25 over words; any word may match. Best first; equal scores keep the order of the documents.
 * Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009.
 */
export function rankByWords(query: string, documents: readonly SearchDocument[]): readonly Ranked[] {
  const terms = [...new Set(words(query))];
  const counted = documents.map(({ id, text }) => ({ id, ...countWords(text) }));
  const average = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
  const weights = new Map(terms.map((term) => [term, rarity(counted.filter(({ counts }) => counts.has(term)).length, counted.length)]));
  const score = (counts: ReadonlyMap<string, number>, length: number): number =>
    terms.reduce((sum, term) => {
      const count = counts.get(term) ?? 0;
      return count === 0 ? sum : sum + (weights.get(term)! * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
    }, 0);
  return best(counted.map(({ id, counts, length }) => ({ id, score: score(counts, length) })));
}

/** Cosine similarity; vectors that do not point the query's way are left out. */
export function rankByVectors(query: Float32Array, documents: readonly { readonly id: string; readonly vector: Float32Array }[]): readonly Ranked[] {
  return best(documents.map(({ id, vector }) => ({ id, score: cosine(query, vector) })));
}

/** Reciprocal rank fusion: scores of different scales are compared by place alone. */
export function fuse(rankings: readonly (readonly Ranked[])[]): readonly Ranked[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    ranking.forEach(({ id }, index) => scores.set(id, (scores.get(id) ?? 0) + 1 / (FUSION + index + 1)));
  }
  return best([...scores].map(([id, score]) => ({ id, score })));
}

function countWords(text: string): { readonly counts: ReadonlyMap<string, number>; readonly length: number } {
  const counts = new Map<string, number>();
  const all = words(text);
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, length: all.length };
}

function rarity(containing: number, total: number): number {
  return Math.log(1 + (total - containing + 0.5) / (containing + 0.5));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    dot += a[index]! * b[index]!;
    lengthA += a[index]! ** 2;
    lengthB += b[index]! ** 2;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
}

function best(ranked: readonly Ranked[]): readonly Ranked[] {
  return ranked.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}
