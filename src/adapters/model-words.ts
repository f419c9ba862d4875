/** What an endpoint said, as text that may be shown: short, in one line, without keys. */

const MAX_QUOTE = 200;

/** An error in the words of the endpoint. */
export interface Said {
  readonly message: string;
  /** `code`, `type` and `param`, as given, joined. */
  readonly labels: string;
}

/** Reads the error shapes of OpenAI, Azure, Ollama, vLLM (flat and nested), LiteLLM, FastAPI and plain text. */
export function readError(text: string): Said {
  const body = parse(text);
  if (typeof body === 'string') return { message: isWebPage(text) ? '' : body.trim(), labels: '' };
  const error = field(body, 'error') ?? field(body, 'detail') ?? body;
  const first = Array.isArray(error) ? (error as readonly unknown[])[0] : error;
  const message = typeof first === 'string' ? first : field(first, 'message') ?? field(first, 'msg') ?? field(first, 'error') ?? field(body, 'message') ?? '';
  const inner = field(first, 'innererror');
  const labels = [field(first, 'code'), field(first, 'type'), field(first, 'param'), field(inner, 'code')].filter((label) => label !== null && label !== undefined);
  return { message: typeof message === 'string' ? message : JSON.stringify(message), labels: labels.map(String).join(' ') };
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The parsed JSON, or the text itself. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function isWebPage(text: string): boolean {
  return /^\s*<(!doctype html|html|head|body)\b/i.test(text);
}

/** ` titled "…"`, or nothing. */
export function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]{1,200})</i.exec(page)?.[1]?.trim() ?? '';
  return title === '' ? '' : ` titled "${shorten(title)}"`;
}

/** `: …` in the words of the endpoint, or nothing. `secret` and whatever looks like a key is blotted out. */
export function quote(message: string, secret: string): string {
  const open = secret === '' ? message : message.replaceAll(secret, '***');
  const blotted = open.replace(/\b(sk|pk|gsk|key|ghp|gho|xai)[-_][\w*.-]{4,}/gi, '***').replace(/\bBearer\s+\S+/gi, 'Bearer ***').replace(/\b[0-9a-f]{32,}\b/gi, '***');
  const text = shorten(blotted);
  return text === '' ? '' : `: ${text.replace(/[.!]+$/, '')}`;
}

function shorten(text: string): string {
  // What a server sends must not steer a terminal.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= MAX_QUOTE ? line : `${line.slice(0, MAX_QUOTE - 1)}…`;
}
