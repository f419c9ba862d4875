const LINES = 6000;
const WINDOW = 60;
const SHOWN = 800;
/** Below it, the place has too little in common with what was looked for. */
const ENOUGH = 0.55;

/**
 * The lines of a file that were probably meant by a text that does not occur in it, with the number of the first; `null` if nothing is like it. Lines
 * count as the share of character pairs that they have in common (L. R. Dice 1945), spaces at their ends not.
 */
export function nearMatch(text: string, search: string): { readonly line: number; readonly text: string } | null {
  const lines = text.split(/\r?\n/).slice(0, LINES);
  const wanted = search.replace(/\r\n/g, '\n').replace(/^\n+|\n+$/g, '').split('\n').slice(0, WINDOW).map(pairsOf);
  const pairs = lines.map(pairsOf);
  let best = { line: -1, score: 0 };
  for (let from = 0; from + wanted.length <= lines.length; from += 1) {
    const score = wanted.reduce((sum, line, index) => sum + likeness(line, pairs[from + index]!), 0) / wanted.length;
    if (score > best.score) best = { line: from, score };
  }
  if (best.score < ENOUGH) return null;
  return { line: best.line + 1, text: lines.slice(best.line, best.line + wanted.length).join('\n').slice(0, SHOWN).toWellFormed() };
}

function pairsOf(line: string): ReadonlySet<string> {
  const plain = line.trim();
  if (plain.length < 2) return new Set([plain]);
  return new Set(Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2)));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
}
