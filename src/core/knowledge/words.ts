/** Words that say nothing about what code does. Names of languages stand in most questions and in little code; keywords stand in all code. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  ('a an the of in on to for from by with and or is are was be been do does did how what when where which who why can could should would i my me you ' +
    'your it its this that these those as at into using use via way if then than so there any some python javascript typescript js ts py s t go golang rust rs java func fn pub impl mut').split(' '),
);

/** Runs of letters and digits. Whole ranges beyond ASCII count as letters: Unicode classes take three times as long. */
const CHUNK = /[A-Za-z0-9\u00c0-\u1fff\u3040-\ud7ff]+/gu;
const PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z\u00c0-\u1fff\u3040-\ud7ff]+|\d+/gu;

/** Chunks of a text before splitting: what a cache of split words is keyed by. */
export function chunksOf(text: string): readonly string[] {
  return text.match(CHUNK) ?? [];
}

/** `parseHTTPServer2` gives parse, http, server, 2. */
export function partsOf(chunk: string): readonly string[] {
  return chunk.match(PART)?.map((part) => part.toLowerCase()) ?? [];
}

/** The words of a question in order, repeated ones once; stop words only if there is nothing else. */
export function queryWords(query: string, limit: number): readonly string[] {
  const words = [...new Set(chunksOf(query).flatMap(partsOf))];
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).slice(0, limit);
}

/**
 * Light stemming: plurals, `-ing`, `-ed`, doubled consonants and a final `e` go, so that writes, writing and write meet.
 * Not a linguist's stem: it only has to be the same for forms of one word (and `string` may well meet `str`).
 */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  let rest = singular(word);
  const suffix = rest.length > 5 && rest.endsWith('ing') ? 3 : rest.length > 4 && rest.endsWith('ed') ? 2 : 0;
  if (suffix > 0) rest = rest.slice(0, -suffix).replace(/([bdgmnprt])\1$/u, '$1');
  return rest.length > 3 && rest.endsWith('e') ? rest.slice(0, -1) : rest;
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/u.test(word)) return word.slice(0, -2);
  return /[^sui]s$/u.test(word) ? word.slice(0, -1) : word;
}
