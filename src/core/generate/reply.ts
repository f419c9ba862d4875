import type { Language } from '../model/code.ts';

/** One edit as an answer asks for it; nothing of it has been checked but its shape. */
export type ReplyEdit =
  | { readonly type: 'content'; readonly path: string; readonly content: string }
  | { readonly type: 'replace'; readonly path: string; readonly search: string; readonly replace: string }
  | { readonly type: 'insert'; readonly path: string; readonly code: string; readonly name: string | null };

export type ReplyFailure = 'empty' | 'prose' | 'truncated' | 'several-blocks' | 'wrong-language' | 'bad-json' | 'bad-edit';

export type Reply =
  | { readonly type: 'edits'; readonly edits: readonly ReplyEdit[] }
  | { readonly type: 'failure'; readonly failure: ReplyFailure; readonly reason: string; readonly remedy: string };

const MAX_EDITS = 50;

/** Reads a model's answer: a JSON object with edits, or one fenced block with the code for the target. Anything else is a failure, never code. */
export function parseReply(text: string, target: string, language: Language): Reply {
  const answer = text.replace(/\r\n/g, '\n').trim();
  if (answer === '') return failure('empty', 'the answer is empty', 'Try again, or another model.');
  if (answer.startsWith('{')) return jsonReply(answer);
  const blocks = blocksOf(answer);
  if (blocks === null) return failure('truncated', 'the answer ends inside a code block', 'Allow longer answers.');
  if (blocks.length === 0) return failure('prose', 'the answer holds no code block', 'Try again, or another model.');
  const json = blocks.filter((block) => block.tag === 'json' && block.content.trimStart().startsWith('{'));
  if (json.length === 1 && blocks.length === 1) return jsonReply(json[0]!.content.trim());
  const distinct = [...new Map(blocks.map((block) => [block.content.trim(), block])).values()];
  if (distinct.length > 1) return failure('several-blocks', `the answer holds ${distinct.length} different code blocks, and nothing says which one is meant`, 'Ask for one code block.');
  return blockReply(distinct[0]!, target, language);
}

function failure(kind: ReplyFailure, reason: string, remedy: string): Reply {
  return { type: 'failure', failure: kind, reason, remedy };
}

interface Block {
  readonly tag: string;
  readonly content: string;
}

/** Fenced blocks as CommonMark has them: closed by a fence of the same character, at least as long. `null` if one is not closed. */
function blocksOf(text: string): Block[] | null {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly tag: string; readonly lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    if (open === null) {
      if (fence !== null) open = { fence: fence[1]!, tag: (fence[2]!.trim().split(/\s+/)[0] ?? '').toLowerCase(), lines: [] };
    } else if (fence !== null && fence[2]!.trim() === '' && fence[1]!.startsWith(open.fence)) {
      blocks.push({ tag: open.tag, content: open.lines.join('\n') });
      open = null;
    } else open.lines.push(line);
  }
  return open === null ? blocks : null;
}

const TAGS: Readonly<Record<string, readonly Language[]>> = {
  js: ['javascript'], javascript: ['javascript'], mjs: ['javascript'], cjs: ['javascript'], jsx: ['javascript', 'tsx'], node: ['javascript'],
  ts: ['typescript', 'tsx'], typescript: ['typescript', 'tsx'], mts: ['typescript'], tsx: ['tsx'], py: ['python'], python: ['python'], python3: ['python'],
};

function blockReply({ tag, content }: Block, target: string, language: Language): Reply {
  if (content.trim() === '') return failure('empty', 'the code block is empty', 'Try again, or another model.');
  const known = TAGS[tag];
  // Plain JavaScript is TypeScript as well; nothing else is two languages at once.
  const fits = tag === '' || tag === 'text' || known?.includes(language) === true || (known?.includes('javascript') === true && language !== 'python');
  if (!fits) return failure('wrong-language', `the code block is ${tag}, the target is ${language}`, 'Name a target in the language that is wanted.');
  return { type: 'edits', edits: [{ type: 'insert', path: target, code: content, name: null }] };
}

function jsonReply(text: string): Reply {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure('bad-json', 'the answer starts like JSON and does not parse as such', 'Try again, or allow longer answers.');
  }
  const list = typeof value === 'object' && value !== null ? (value as { readonly edits?: unknown }).edits : undefined;
  if (!Array.isArray(list) || list.length === 0) return failure('bad-edit', 'the answer holds no edits', 'Try again, or another model.');
  if (list.length > MAX_EDITS) return failure('bad-edit', `the answer holds ${list.length} edits; the most is ${MAX_EDITS}`, 'Ask for less.');
  const edits = list.map(editOf);
  const bad = edits.findIndex((edit) => edit === null);
  if (bad !== -1) return failure('bad-edit', `edit ${bad + 1} of the answer has none of the three forms`, 'Try again, or another model.');
  return { type: 'edits', edits: edits.filter((edit) => edit !== null) };
}

/** Exactly one of the three forms, each with nothing missing. */
function editOf(value: unknown): ReplyEdit | null {
  if (typeof value !== 'object' || value === null) return null;
  const { path, content, search, replace, insert, name } = value as Readonly<Record<string, unknown>>;
  const forms = [content, search, insert].filter((form) => form !== undefined).length;
  if (typeof path !== 'string' || path === '' || forms !== 1) return null;
  if (typeof content === 'string') return { type: 'content', path, content };
  if (typeof search === 'string' && search !== '' && typeof replace === 'string') return { type: 'replace', path, search, replace };
  if (typeof insert === 'string' && insert.trim() !== '' && (name === undefined || typeof name === 'string')) return { type: 'insert', path, code: insert, name: name ?? null };
  return null;
}
