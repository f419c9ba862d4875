/** Edits in JSON, wherever in an answer they stand. */

/** One edit as an answer asks for it; nothing of it has been checked but its shape. */
export type ReplyEdit =
  | { readonly type: 'content'; readonly path: string; readonly content: string }
  | { readonly type: 'replace'; readonly path: string; readonly search: string; readonly replace: string }
  | { readonly type: 'insert'; readonly path: string; readonly code: string; readonly name: string | null }
  /** `symbol`: a function, class or constant of the module, or `Class.method`. */
  | { readonly type: 'symbol'; readonly path: string; readonly symbol: string; readonly code: string };

export type JsonEdits =
  | { readonly type: 'edits'; readonly edits: readonly ReplyEdit[] }
  | { readonly type: 'failure'; readonly failure: 'truncated' | 'bad-json' | 'bad-edit' | 'several-blocks'; readonly reason: string; readonly remedy: string };

const MAX_EDITS = 50;

/** Offset of the object with edits that stands in prose; −1 if there is none. */
export function startOfJson(text: string): number {
  return text.search(/\{\s*"(?:explanation|edits)"\s*:/);
}

/** Reads the object that starts at `start`. Text behind it is ignored unless it holds edits too. */
export function jsonEdits(text: string, start: number): JsonEdits {
  const end = endOfObject(text, start);
  if (end === null) return failure('truncated', 'the answer ends inside its JSON', 'Raise `model-options.max-tokens`, or ask for less.');
  if (startOfJson(text.slice(end)) !== -1) return failure('several-blocks', 'the answer holds several JSON objects with edits, and nothing says which one is meant', 'Answer with one JSON object.');
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end));
  } catch {
    return failure('bad-json', 'the answer starts like JSON and does not parse as such', 'Answer with one valid JSON object, line ends in strings written as \\n.');
  }
  return editsOf(value);
}

function failure(kind: Extract<JsonEdits, { type: 'failure' }>['failure'], reason: string, remedy: string): JsonEdits {
  return { type: 'failure', failure: kind, reason, remedy };
}

/** Offset behind the brace that closes the one at `start`; `null` if the text ends before it. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !inString) return at + 1;
  }
  return null;
}

function editsOf(value: unknown): JsonEdits {
  const list = typeof value === 'object' && value !== null ? (value as { readonly edits?: unknown }).edits : undefined;
  if (!Array.isArray(list) || list.length === 0) return failure('bad-edit', 'the answer holds no edits', 'Answer with at least one edit.');
  if (list.length > MAX_EDITS) return failure('bad-edit', `the answer holds ${list.length} edits; the most is ${MAX_EDITS}`, 'Ask for less.');
  const edits = list.map(editOf);
  const bad = edits.indexOf(null);
  if (bad !== -1) return failure('bad-edit', `edit ${bad + 1} of the answer has none of the four forms`, 'Give each edit a `path` and exactly one of `insert`, `symbol` with `code`, `search` with `replace`, or `content`.');
  return { type: 'edits', edits: edits.filter((edit) => edit !== null) };
}

/** Exactly one of the four forms, each with nothing missing. `null` counts as left out: some endpoints fill in every key. */
function editOf(value: unknown): ReplyEdit | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) as Readonly<Record<string, unknown>>;
  const { content, search, replace, insert, name, symbol, code } = given;
  const forms = [content, search, insert, symbol].filter((form) => form !== undefined).length;
  if (typeof given['path'] !== 'string' || forms !== 1) return null;
  const path = given['path'].replace(/^\.\//, '');
  if (path === '') return null;
  if (typeof content === 'string') return { type: 'content', path, content };
  if (typeof search === 'string' && search !== '' && typeof replace === 'string') return { type: 'replace', path, search, replace };
  if (typeof insert === 'string' && insert.trim() !== '' && (name === undefined || typeof name === 'string')) return { type: 'insert', path, code: insert, name: name === undefined || name === '' ? null : name };
  if (typeof symbol === 'string' && symbol !== '' && typeof code === 'string' && code.trim() !== '') return { type: 'symbol', path, symbol, code };
  return null;
}
