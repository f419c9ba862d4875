/** One command of a shell line, as far as detection needs it. */
export interface Segment {
  /** As written, without the operator. */
  readonly text: string;
  /** Unquoted words, without leading assignments and wrappers such as `cross-env` or `npx`. */
  readonly words: readonly string[];
  /** What follows it: `&&`, `||`, `;`, `|`, or nothing. */
  readonly operator: string;
}

/**
 * Splits a line into its commands. `null` for what this small reader does not understand: substitutions, subshells,
 * loops, here-documents, background jobs. Never throws.
 */
export function splitCommand(line: string): readonly Segment[] | null {
  const text = line.trim();
  if (text === '' || /[`\n]|\$\(|<<|^\s*(?:if|for|while|case|function)\b/.test(text)) return null;
  const segments: Segment[] = [];
  let rest = text;
  while (rest !== '') {
    const end = commandEnd(rest);
    if (end === null) return null;
    const own = rest.slice(0, end).trim();
    const operator = /^(?:&&|\|\||;|\|)/.exec(rest.slice(end))?.[0] ?? '';
    const words = own === '' ? null : splitWords(own);
    if (words === null) return null;
    segments.push({ text: own, words: bareWords(words), operator });
    rest = rest.slice(end + operator.length).trim();
  }
  return segments;
}

/** Where the first command ends; `null` at an unclosed quote, a parenthesis or a lone `&`. */
function commandEnd(text: string): number | null {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') index += 1;
    } else if (character === '\\') index += 1;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ';' || character === '|' || text.startsWith('&&', index)) return index;
    else if (character === '(' || character === ')' || (character === '&' && text[index - 1] !== '>')) return null;
  }
  return quote === '' ? text.length : null;
}

/** Words without their quotes; `null` if a quote is not closed. */
export function splitWords(text: string): readonly string[] | null {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)\s*/gsy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return null;
    words.push(match[1]!.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs, (_, escaped?: string, double?: string, single?: string) => escaped ?? double?.replace(/\\(.)/g, '$1') ?? single ?? ''));
  }
  return words;
}

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;
/** Programs that run the rest of the line; the number of words that they take after their flags. */
const WRAPPERS = new Set(['cross-env', 'cross-env-shell', 'env', 'npx', 'c8', 'nyc', 'time', 'exec', 'command', 'dotenv', 'xvfb-run', 'coverage']);
const EXEC = new Set(['npm exec', 'pnpm exec', 'yarn exec', 'pnpm dlx', 'yarn dlx', 'uv run', 'poetry run', 'pipenv run', 'hatch run', 'pdm run', 'coverage run']);
/** Flags of wrappers that take the next word. */
const WITH_VALUE = new Set(['-r', '--reporter', '-x', '--exclude', '-n', '--include', '-o', '--reports-dir', '-e', '-p', '--package', '--with', '--extra', '--group', '--temp-directory']);

function bareWords(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let depth = 0; depth < 6; depth += 1) {
    while (rest[0] !== undefined && ASSIGNMENT.test(rest[0])) rest = rest.slice(1);
    const pair = `${rest[0] ?? ''} ${rest[1] ?? ''}`;
    const taken = EXEC.has(pair) ? 2 : WRAPPERS.has(rest[0] ?? '') ? 1 : 0;
    if (taken === 0) return rest;
    // What `coverage run` and `python` share: `-m pytest` names the tool.
    if (pair === 'coverage run') return rest[2] === '-m' ? ['python', ...rest.slice(2)] : [...rest.slice(2)];
    rest = withoutFlags(rest.slice(taken));
  }
  return rest;
}

function withoutFlags(words: readonly string[]): readonly string[] {
  let index = 0;
  while (words[index]?.startsWith('-') === true) index += WITH_VALUE.has(words[index]!) ? 2 : 1;
  return words.slice(index);
}

/** A word in single quotes where the shell would otherwise read it. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
