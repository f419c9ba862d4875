import type { RawFinding } from './reading.ts';

const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): (error|warning) (TS\d+): (.*)$/;
const GLOBAL = /^(error) (TS\d+): (.*)$/;

/**
 * Reads the TypeScript compiler's plain output, so that an existing type error does not hide a new one. No diagnostic is
 * an answer too: a clean compiler prints nothing, and an exit code that nothing explains is judged by itself.
 */
export function readTsc(text: string): readonly RawFinding[] {
  return text.split(/\r?\n/).flatMap((line) => diagnostic(line));
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
