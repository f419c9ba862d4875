/**
 * Letters of other scripts that look like ASCII letters in most fonts (Unicode Technical Standard 39, "confusables"; N. Boucher and
 * R. Anderson, "Trojan Source: Invisible Vulnerabilities", 2021, on homoglyph functions): Cyrillic, Greek, Armenian, Latin extensions.
 */
const LIKE_ASCII: ReadonlyMap<string, string> = new Map(
  [
    ...pairs('асԁеһіјӏоԛрԍѕѵхуԝкАВСЕНІЈКМОРЅТХУԌԜ', 'acdehijloqpgsvxywkABCEHIJKMOPSTXYGW'),
    ...pairs('αγικνορυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ', 'ayiKvopuxABEZHIKMNOPTYXcj'.replace('K', 'k')),
    ...pairs('օոսցհ', 'onugh'),
    ...pairs('ıɑɡɩʋǃ', 'iagiv!'),
  ],
);

function pairs(others: string, ascii: string): readonly (readonly [string, string])[] {
  return Array.from(others, (letter, index) => [letter, ascii[index]!] as const);
}

const WORD = /[\p{L}\p{M}_$][\p{L}\p{M}\p{N}_$]*/gu;

/** What a word looks like, as far as single letters can be told. */
export function looksLike(word: string): string {
  return Array.from(word.normalize('NFKC'), (letter) => LIKE_ASCII.get(letter) ?? letter).join('');
}

/** Words that are not ASCII but look it although one of their letters is: `pаyload` with a Cyrillic letter. Not `Δx`, not `тест`. */
export function mixedWords(text: string): readonly string[] {
  if (/^[\x00-\x7f]*$/.test(text)) return [];
  return [...text.matchAll(WORD)].map(([word]) => word).filter((word) => /[A-Za-z]/.test(word) && !isAscii(word) && Array.from(word).some((letter) => LIKE_ASCII.has(letter)) && isAscii(looksLike(word)));
}

/** True for a name that is not ASCII but looks it as a whole, or that a language reads as ASCII (PEP 3131: NFKC). */
export function isDisguised(name: string): boolean {
  return !isAscii(name) && isAscii(looksLike(name));
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
