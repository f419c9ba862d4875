/** The rules of `.gitignore`, for any file of that form at the root of a repository. Pure. */

interface Rule {
  readonly excludes: boolean;
  readonly directoriesOnly: boolean;
  /** Compared from the root; else with the last part of a path only. */
  readonly anchored: boolean;
  /** Any of these. In an anchored one `null` stands for `**`: any number of directories. */
  readonly variants: readonly (readonly (Part | null)[])[];
}

/** One name of a path: characters, `?`, `*` and classes; never a slash. */
type Part = readonly Token[];

type Token =
  | { readonly type: 'star' }
  | { readonly type: 'any' }
  | { readonly type: 'character'; readonly value: string }
  | { readonly type: 'class'; readonly negated: boolean; readonly matches: (character: string) => boolean };

/**
 * Reads rules as gitignore(5) defines them: later rules win, `!` takes back, a slash anchors, a slash at the end means directories, and
 * nothing below an excluded directory can be taken back. Returns what says whether a file is excluded; case counts.
 */
export function ignoreRules(text: string): (path: string) => boolean {
  const rules = bytesOf(text.replace(/^\uFEFF/, '')).split('\n').flatMap((line) => ruleOf(line.replace(/\r$/, '')) ?? []);
  const verdict = (names: readonly string[], isDirectory: boolean): boolean => rules.findLast((rule) => fits(rule, names, isDirectory))?.excludes ?? false;
  return (path) => {
    const names = bytesOf(path).split('/');
    return names.some((_, index) => verdict(names.slice(0, index + 1), index < names.length - 1));
  };
}

const ANY_DEPTH = /^\*{2,}$/;

/** Git compares bytes: one character for each. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function ruleOf(line: string): Rule | null {
  if (line.startsWith('#')) return null;
  const excludes = !line.startsWith('!');
  const trimmed = withoutTrailingBlanks(excludes ? line : line.slice(1));
  const directoriesOnly = trimmed.endsWith('/');
  const pattern = directoriesOnly ? trimmed.slice(0, -1) : trimmed;
  if (pattern === '') return null;
  const anchored = pattern.includes('/');
  const variants = (anchored ? spelledOut(pattern.replace(/^\//, '')) : [pattern]).flatMap((one) => {
    const parts = (anchored ? split(one) : [one]).map((text) => (anchored && ANY_DEPTH.test(text) ? null : partOf(text)));
    return parts.includes(undefined) ? [] : [parts as readonly (Part | null)[]];
  });
  return { excludes, directoriesOnly, anchored, variants };
}

/** At slashes, but for those that a class lists. */
function split(pattern: string): readonly string[] {
  const parts = [''];
  for (let index = 0; index < pattern.length; index += 1) {
    const end = pattern[index] === '[' ? classOf(pattern, index + 1)?.end ?? pattern.length - 1 : pattern[index] === '\\' && pattern[index + 1] !== '/' ? index + 1 : index;
    if (pattern[index] === '/') parts.push('');
    else if (pattern[index] !== '\\' || pattern[index + 1] !== '/') parts.push(parts.pop()! + pattern.slice(index, end + 1));
    // Before an escaped slash `**` is not nothing.
    else if (ANY_DEPTH.test(parts.at(-1)!)) parts.push('*');
    index = end;
  }
  return parts;
}

/** Git takes the literal beginning of a pattern off before it looks at `**`: in `a**\/b` that means any number of directories too, or none. */
function spelledOut(pattern: string): readonly string[] {
  const found = /^([^*?[\\]*[^/*?[\\])\*{2,}\/(.*)$/s.exec(pattern);
  return found === null ? [pattern] : [...spelledOut(found[1]! + found[2]!), `${found[1]!}*/**/${found[2]!}`];
}

/** A blank at the end counts only behind a backslash. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && !isEscaped(line, end - 1)) end -= 1;
  return line.slice(0, end);
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** `undefined` for what can match nothing: a backslash at the end, a class without its end. */
function partOf(text: string): Part | undefined {
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === '*') {
      if (tokens.at(-1)?.type !== 'star') tokens.push({ type: 'star' });
    } else if (character === '?') tokens.push({ type: 'any' });
    else if (character === '[') {
      const found = classOf(text, index + 1);
      if (found === null) return undefined;
      tokens.push(found.token);
      index = found.end;
    } else if (character === '\\') {
      index += 1;
      if (index === text.length) return undefined;
      tokens.push({ type: 'character', value: text[index]! });
    } else tokens.push({ type: 'character', value: character });
  }
  return tokens;
}

const NAMED: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/, alpha: /[A-Za-z]/, blank: /[ \t]/, cntrl: /[\x00-\x1f\x7f]/, digit: /[0-9]/, graph: /[\x21-\x7e]/, lower: /[a-z]/, print: /[\x20-\x7e]/,
  punct: /[!-/:-@[-`{-~]/, space: /[\t-\r ]/, upper: /[A-Z]/, xdigit: /[0-9A-Fa-f]/,
};

/** The class that begins behind a bracket, and where it ends; `null` if it does not. */
function classOf(text: string, start: number): { readonly token: Token; readonly end: number } | null {
  const negated = text[start] === '!' || text[start] === '^';
  const tests: ((character: string) => boolean)[] = [];
  let index = negated ? start + 1 : start;
  for (let first = true; ; first = false) {
    if (index >= text.length) return null;
    if (text[index] === ']' && !first) break;
    const named = /^\[:([^\]]*):\]/.exec(text.slice(index));
    if (named !== null) {
      const pattern = NAMED[named[1]!];
      if (pattern === undefined) return null;
      tests.push((character) => pattern.test(character));
      index += named[0].length;
      continue;
    }
    const low = literal(text, index);
    if (low === null) return null;
    tests.push((character) => character === low.value);
    index = low.next;
    if (text[index] === '-' && index + 1 < text.length && text[index + 1] !== ']') {
      const high = literal(text, index + 1);
      if (high === null) return null;
      tests.push((character) => character >= low.value && character <= high.value);
      index = high.next;
    }
  }
  return { token: { type: 'class', negated, matches: (character) => tests.some((test) => test(character)) }, end: index };
}

function literal(text: string, index: number): { readonly value: string; readonly next: number } | null {
  const at = text[index] === '\\' ? index + 1 : index;
  return at < text.length ? { value: text[at]!, next: at + 1 } : null;
}

function fits({ anchored, directoriesOnly, variants }: Rule, names: readonly string[], isDirectory: boolean): boolean {
  if (directoriesOnly && !isDirectory) return false;
  return variants.some((parts) => (anchored ? fitsAll(parts, names) : matches(parts[0]!, names.at(-1)!)));
}

function fitsAll(parts: readonly (Part | null)[], names: readonly string[]): boolean {
  // Row by row, what the parts so far can have used up: no pattern makes this slow.
  let reach: readonly number[] = [0];
  for (const [index, part] of parts.entries()) {
    const next = new Set<number>();
    for (const used of reach) {
      if (part === null) {
        // At the end it means everything inside, which is at least one name.
        for (let end = index === parts.length - 1 ? used + 1 : used; end <= names.length; end += 1) next.add(end);
      } else if (used < names.length && matches(part, names[used]!)) next.add(used + 1);
    }
    reach = [...next];
  }
  return reach.includes(names.length);
}

/** Goes back to the last star only, which is enough for one name: linear in its length times that of the pattern. */
function matches(part: Part, name: string): boolean {
  let [at, token, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    const current = part[token];
    if (current?.type === 'star') {
      [star, resume] = [token, at];
      token += 1;
    } else if (current !== undefined && matchesOne(current, name[at]!)) {
      at += 1;
      token += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, token] = [resume, star + 1];
    } else return false;
  }
  return part.slice(token).every(({ type }) => type === 'star');
}

function matchesOne(token: Exclude<Token, { readonly type: 'star' }>, character: string): boolean {
  switch (token.type) {
    case 'any': return true;
    case 'character': return token.value === character;
    case 'class': return token.matches(character) !== token.negated;
    default: return token satisfies never;
  }
}
