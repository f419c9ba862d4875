import type { FindingLevel } from '../model/evidence.ts';
import { isObject, numberIn, objectsIn, parseJson, textIn, type JsonObject } from './json.ts';
import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';

export const RUSTC = 'rustc';

/**
 * Reads the messages of `cargo check` or `cargo clippy` with `--message-format=json`, one object a line. Errors are findings
 * of level error, warnings of level warning; what a crate and its tests both say counts once. Never throws.
 */
export function readRustc(text: string): FindingsReading {
  const events: JsonObject[] = [];
  for (const line of text.split('\n').filter((one) => one.startsWith('{'))) {
    const event = parseJson(line);
    if (!isObject(event)) return unreadable('has a line of JSON that is cut off');
    events.push(event);
  }
  if (!events.some((event) => event['reason'] === 'build-finished')) {
    const said = /^error: .*$/m.exec(text)?.[0];
    return unreadable(`ends before the message "build-finished" of cargo${said === undefined ? '' : `; it says "${said.slice(0, 200)}"`}`);
  }
  const findings = new Map<string, RawFinding>();
  for (const event of events.filter(({ reason }) => reason === 'compiler-message')) {
    const found = finding(event);
    if (found !== null) findings.set(JSON.stringify(found), found.raw);
  }
  return { type: 'read', findings: [...findings.values()] };
}

/** The column keeps two of one kind on a line apart. */
function finding(event: JsonObject): { readonly raw: RawFinding; readonly column: number } | null {
  const message = event['message'];
  if (!isObject(message)) return null;
  const level = levelOf(textIn(message['level']) ?? '');
  const code = isObject(message['code']) ? textIn(message['code']['code']) : null;
  const spans = objectsIn(message['spans']);
  const span = spans.find((one) => one['is_primary'] === true) ?? spans[0];
  // "2 warnings emitted" and "aborting due to" only count the others.
  if (level === null || (span === undefined && code === null && level !== 'error') || /^aborting due to /.test(textIn(message['message']) ?? '')) return null;
  const raw = {
    tool: code?.startsWith('clippy::') === true ? 'clippy' : RUSTC, rule: code ?? 'no-code', level,
    path: span === undefined ? '' : pathOf(textIn(span['file_name']) ?? '', textIn(event['manifest_path'])), line: numberIn(span?.['line_start']) ?? 0, message: textIn(message['message']) ?? '',
  };
  return { raw, column: numberIn(span?.['column_start']) ?? 0 };
}

function levelOf(level: string): FindingLevel | null {
  if (level.startsWith('error')) return 'error';
  return level === 'warning' ? 'warning' : level === 'note' || level === 'help' ? 'note' : null;
}

/** Paths are relative to the workspace, wherever cargo was started: the package's own directory tells where that is. */
function pathOf(file: string, manifest: string | null): string {
  if (manifest === null || /^(?:[\\/]|[A-Za-z]:)/.test(file)) return file;
  const [path, home] = [file.replaceAll('\\', '/'), manifest.replaceAll('\\', '/').replace(/\/[^/]*$/, '')];
  const parts = home.split('/');
  for (let at = 1; at < parts.length; at += 1) {
    if (path.startsWith(`${parts.slice(at).join('/')}/`)) return `${parts.slice(0, at).join('/')}/${path}`;
  }
  return `${home}/${path}`;
}
