import { chunksOf, partsOf, stem } from './words.ts';

/** All stems of the records, numbered in the order of their first sight. */
export interface Terms {
  readonly names: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
}

/** Numbers stems. Identifiers repeat, so what a chunk splits into is remembered. */
export function termCollector(): { readonly terms: Terms; readonly read: (text: string, into: number[]) => number } {
  const names: string[] = [];
  const ids = new Map<string, number>();
  const known = new Map<string, readonly number[]>();
  const idOf = (part: string): number => {
    const name = stem(part);
    let id = ids.get(name);
    if (id === undefined) {
      id = names.push(name) - 1;
      ids.set(name, id);
    }
    return id;
  };
  const read = (text: string, into: number[]): number => {
    const before = into.length;
    for (const chunk of chunksOf(text)) {
      let parts = known.get(chunk);
      if (!parts) known.set(chunk, (parts = partsOf(chunk).map(idOf)));
      for (const id of parts) into.push(id);
    }
    return into.length - before;
  };
  return { terms: { names, ids }, read };
}

/** Finds stems that share character trigrams: forms, compounds and misspellings that stemming does not bring together. */
export interface Similar {
  /** Calls `visit` for each other stem whose Dice coefficient of trigrams is at least `least`. */
  each(name: string, least: number, visit: (term: number, similarity: number) => void): void;
}

export function similarTerms({ names }: Terms): Similar {
  const byTrigram = new Map<number, number[]>();
  const sizes = new Uint16Array(names.length);
  names.forEach((name, term) => {
    if (name.length < 3) return;
    const trigrams = trigramsOf(name);
    sizes[term] = trigrams.length;
    for (const trigram of trigrams) {
      const list = byTrigram.get(trigram);
      if (list) list.push(term);
      else byTrigram.set(trigram, [term]);
    }
  });
  const shared = new Uint16Array(names.length);
  return {
    each(name, least, visit) {
      const trigrams = trigramsOf(name);
      const touched: number[] = [];
      for (const trigram of trigrams) {
        for (const term of byTrigram.get(trigram) ?? []) if (shared[term]!++ === 0) touched.push(term);
      }
      for (const term of touched) {
        const similarity = (2 * shared[term]!) / (trigrams.length + sizes[term]!);
        shared[term] = 0;
        if (similarity >= least && names[term] !== name) visit(term, similarity);
      }
    },
  };
}

/** Distinct trigrams of a word with marked ends, each packed into a number. */
function trigramsOf(name: string): readonly number[] {
  const marked = `^${name.slice(0, 64)}$`;
  const found = new Set<number>();
  for (let i = 0; i + 3 <= marked.length; i++) {
    found.add((marked.charCodeAt(i) * 65_536 + marked.charCodeAt(i + 1)) * 65_536 + marked.charCodeAt(i + 2));
  }
  return [...found];
}
