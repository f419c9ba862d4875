import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';

const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): (error|warning) (TS\d+): (.*)$/;
const GLOBAL = /^(error) (TS\d+): (.*)$/;

/**
 * Reads the TypeScript compiler's plain output, so that an existing type error does not hide a new one. Output without
 * a diagnostic is unreadable: the exit code is all there is then. Never throws.
 */
export function readTsc(text: string): FindingsReading {
  const findings = text.split(/\r?\n/).flatMap((line) => diagnostic(line));
  return findings.length === 0 ? unreadable('names no TypeScript diagnostic') : { type: 'read', findings };
}

function diagnostic(line: string): readonly RawFinding[] {
  const placed = DIAGNOSTIC.exec(line);
  if (placed !== null) {
    const [, path = '', row = '0', level, rule = '', message = ''] = placed;
    return [{ tool: 'tsc', rule, level: level === 'error' ? 'error' : 'warning', path, line: Number(row), message }];
  }
  const global = GLOBAL.exec(line);
  return global === null ? [] : [{ tool: 'tsc', rule: global[2] ?? '', level: 'error', path: '', line: 0, message: global[3] ?? '' }];
}
