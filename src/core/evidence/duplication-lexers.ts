import type { Family } from '../model/code.ts';

/** How code of a family is cut into tokens. */
export interface Lexer {
  /** Keeps families that share no code apart. */
  readonly prefix: string;
  /** String literals, as the only group, and comments. */
  readonly comments: RegExp;
  /** Tokens, with the groups `skip` (no token) and `string`. */
  readonly token: RegExp;
  /** What the language makes everybody write: no tokens either. */
  readonly idiom?: RegExp;
}

const QUOTED = String.raw`"(?:\\.|[^"\\\n])*"`;
const SINGLE = String.raw`'(?:\\.|[^'\\\n])*'`;
const BACKTICK = '`[^`]*`';
/** A character; anything longer is the lifetime of a reference. */
const CHARACTER = String.raw`'(?:\\(?:u\{\w*\}|x\w\w|.)|[^'\\\n])'`;
const RAW = String.raw`\bb?r(?<hashes>#*)"[\s\S]*?"\k<hashes>`;
const TEXT_BLOCK = String.raw`"""(?:\\[\s\S]|[^\\])*?"""`;

function lexerOf(prefix: string, strings: readonly string[], idiom?: RegExp): Lexer {
  const literal = strings.join('|');
  return {
    prefix,
    comments: new RegExp(String.raw`(?<literal>${literal})|\/\/[^\n]*|\/\*[\s\S]*?\*\/`, 'gu'),
    token: new RegExp(String.raw`(?<skip>\s+|;)|(?<string>${literal})|[\p{L}\p{N}_$]+|[\s\S]`, 'gu'),
    ...(idiom === undefined ? {} : { idiom }),
  };
}

/** Reads near enough: a regular expression is taken for operators and names, the same wherever it stands. */
const TOKEN = /(?<skip>\s+|;)|(?<string>'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`)|[\p{L}\p{N}_$]+|[\s\S]/gu;
const JAVASCRIPT: Lexer = { prefix: '', comments: /(?<literal>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//gu, token: TOKEN };

export const LEXERS: Readonly<Record<Family, Lexer>> = {
  javascript: JAVASCRIPT,
  typescript: JAVASCRIPT,
  python: { prefix: '#', comments: /(?<literal>"""[\s\S]*?"""|'''[\s\S]*?'''|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|#[^\n]*/gu, token: TOKEN },
  // An error handed on with nothing but zero values: every caller of anything says it.
  go: lexerOf('go ', [QUOTED, SINGLE, BACKTICK], /\bif\s+\w*[eE]rr\s*!=\s*nil\s*\{\s*return\b(?:\s*(?:nil|false|true|0|""|\w*[eE]rr)\s*,?)*\s*;?\s*\}/gu),
  rust: lexerOf('rust ', [RAW, String.raw`"(?:\\[\s\S]|[^"\\])*"`, CHARACTER]),
  java: lexerOf('java ', [TEXT_BLOCK, QUOTED, SINGLE]),
};
