/** The part of a failure's output that a reader needs: what was expected, and where in the change it went wrong. */
import { stripAnsi } from '../evidence/reading.ts';

const FRAME = /^\s*(?:at\s.+|File ".+", line \d+.*|\S+\.\w+:\d+: in .*|❯ .+:\d+:\d+.*)$/;
const TELLING = /(?:Assertion)?Error\b|\bexpected\b|^not ok\b|✖|\bFAIL(?:ED)?\b/i;
const LINES = 12;

/**
 * The assertion and the first frame that lies in one of `paths`, at most `limit` characters. `paths` are relative to the repository root; other
 * frames say nothing to whoever wrote the change.
 */
export function failureText(output: string, paths: readonly string[], limit: number): string {
  const lines = stripAnsi(output).replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd());
  const frames = lines.filter((line) => FRAME.test(line));
  const frame = frames.find((line) => paths.some((path) => line.includes(path)));
  const text = [...assertion(lines), ...(frame === undefined ? [] : [frame.trim()])].join('\n');
  return text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`.toWellFormed();
}

/** Where a compiler speaks of an error of its own: in the words of evidence, of rustc, of Go, and of javac by itself and through Maven. */
const COMPILER = /^(?:does not (?:compile|pass go vet)\b|error(?:\[E\d+\])?: |(?:vet: )?\S+\.go:\d+:\d+: |\S+\.java:\d+: error: |\[ERROR\] \S+\.java:\[\d+)/;

/** Pytest marks it with `E`; a traceback ends with it; else it is where the first telling line stands. */
function assertion(lines: readonly string[]): string[] {
  const marked = lines.filter((line) => /^E\s/.test(line));
  if (marked.length > 0) return marked.slice(0, LINES);
  const traceback = lines.findLastIndex((line) => line.startsWith('Traceback '));
  if (traceback >= 0) {
    const end = lines.findIndex((line, index) => index > traceback && /^\S/.test(line));
    if (end >= 0) return lines.slice(end, end + 6).filter((line) => line !== '');
  }
  const compiler = lines.findIndex((line) => COMPILER.test(line));
  if (compiler >= 0) return lines.slice(compiler, compiler + LINES).filter((line) => line.trim() !== '');
  const plain = lines.filter((line) => line.trim() !== '' && !FRAME.test(line));
  const first = plain.findIndex((line) => TELLING.test(line));
  return first === -1 ? plain.slice(-LINES) : plain.slice(Math.max(0, first - 1), first - 1 + LINES);
}

/** Without what differs from one run, machine or day to another: absolute paths, durations, times, addresses, ids of processes. Line numbers stay. */
export function steady(text: string, paths: readonly string[]): string {
  return stripAnsi(text)
    .replace(/(?:file:\/\/)?(?<![\w.~-])(?:\/[\w.@+~-]+){2,}/g, (path) => paths.find((known) => path.endsWith(`/${known}`)) ?? `…/${path.slice(path.lastIndexOf('/') + 1)}`)
    .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\bduration_ms:? \d+(?:\.\d+)?/g, 'duration_ms <time>')
    .replace(/\b\d+(?:\.\d+)? ?(?:ms|s|sec|seconds|milliseconds|μs)\b(?=\)|\]|,?\s*$|\s=)/gm, '<time>')
    .replace(/\bin \d+(?:\.\d+)?s\b/g, 'in <time>')
    .replace(/\b0x[0-9a-f]{6,}\b/gi, '<address>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\b(pid|process)[ =:]+\d+/gi, '$1 <id>');
}

/** Also without numbers of lines and columns: what moves when lines move. */
export function withoutNumbers(text: string): string {
  return text.replace(/:\d+(?::\d+)?(?=\b|$)/g, '').replace(/\bline \d+/gi, 'line').replace(/\(\d+:\d+\)/g, '');
}
