import type { FileCoverage, FindingLevel, TestOutcome } from '../model/evidence.ts';

/** A report that cannot be trusted: empty, truncated, of another format. `reason` completes "the report ...". */
export interface Unreadable {
  readonly type: 'unreadable';
  readonly reason: string;
}

/** One test as a report names it, before ids are made. */
export interface RawTest {
  /** From the outside in: file, suite, nested suite. Only what is the same in every run. */
  readonly suite: readonly string[];
  readonly name: string;
  readonly status: TestOutcome['status'];
  /** As the report spells it: absolute, relative to the command's directory, or a `file:` URI. */
  readonly file: string | null;
  readonly durationMs: number | null;
  readonly message: string | null;
}

/** One finding as a report names it, before paths are made relative and fingerprints are made. */
export interface RawFinding {
  readonly tool: string;
  readonly rule: string;
  readonly level: FindingLevel;
  /** Absolute, relative to the command's directory, or a `file:` URI; empty if the finding has no place. */
  readonly path: string;
  /** 1-based; 0 if the finding has no place. */
  readonly line: number;
  readonly message: string;
}

/** Coverage of one file. The first of `paths` that exists is meant: some formats list several source directories. */
export interface RawCoverage extends Omit<FileCoverage, 'path'> {
  readonly paths: readonly string[];
}

export type TestsReading = { readonly type: 'read'; readonly tests: readonly RawTest[] } | Unreadable;
export type FindingsReading = { readonly type: 'read'; readonly findings: readonly RawFinding[] } | Unreadable;
export type CoverageReading = { readonly type: 'read'; readonly coverage: readonly RawCoverage[] } | Unreadable;

/** Longest failure message that is kept, in UTF-16 units. */
export const MESSAGE_CAP = 1024;

export function unreadable(reason: string): Unreadable {
  return { type: 'unreadable', reason };
}

/** A failure message without colour codes, trimmed and capped; `null` if nothing is left. */
export function failureMessage(text: string | null | undefined): string | null {
  const plain = stripAnsi(text ?? '').trim();
  if (plain === '') return null;
  return plain.length <= MESSAGE_CAP ? plain : `${plain.slice(0, MESSAGE_CAP - 1).trimEnd()}…`;
}

/** Removes terminal escape sequences and control characters other than tab and line feed. */
export function stripAnsi(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '');
}

const ESCAPE = String.fromCharCode(27);
const ESCAPES = new RegExp(`${ESCAPE}(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)?)`, 'g');
const CONTROLS = new RegExp('[\\u0000-\\u0008\\u000B-\\u001F\\u007F]', 'g');
