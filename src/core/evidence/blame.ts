/** Which files an error speaks of: the test's own, the sources in its stack frames, the place of a finding. */
import type { Evidence, TestOutcome } from '../model/evidence.ts';
import { hasCompleted } from './failures.ts';
import { repoPath } from './repo-path.ts';

export interface BlameContext {
  /** Tracked files: a path that is none of them blames nobody. */
  readonly files: ReadonlySet<string>;
  readonly isTest: (path: string) => boolean;
  /** Tracked modules that a test's file imports. */
  readonly importsOf: (path: string) => readonly string[];
  /** Absolute top level of the working tree. */
  readonly root: string;
  /** Directory in which commands run, relative to the root. */
  readonly directory: string;
}

export interface FileErrors {
  readonly path: string;
  readonly failures: number;
  readonly findings: number;
}

/** Files with more errors than this are all that is written down of one tree. */
const MOST_FILES = 500;

/** True if a lint or test command came to its end: only then is the absence of errors one, too. */
export function saysSomething({ checks }: Pick<Evidence, 'checks'>): boolean {
  return checks.some((check) => (check.role === 'lint' || check.role === 'test') && hasCompleted(check));
}

/** Errors of a tree by file, most first, at most 500 files; nothing for files without any. */
export function errorsByFile(evidence: Evidence, context: BlameContext): readonly FileErrors[] {
  const found = new Map<string, { failures: number; findings: number }>();
  const add = (path: string, kind: 'failures' | 'findings'): void => {
    const errors = found.get(path) ?? { failures: 0, findings: 0 };
    errors[kind] += 1;
    found.set(path, errors);
  };
  for (const test of evidence.tests) if (test.status === 'failed') for (const path of blamed(test, context)) add(path, 'failures');
  for (const { level, path } of evidence.findings) if (level === 'error' && context.files.has(path)) add(path, 'findings');
  return [...found]
    .map(([path, errors]) => ({ path, ...errors }))
    .sort((a, b) => b.failures + b.findings - a.failures - a.findings || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_FILES);
}

/**
 * The errors of a tree with a change in the files that the change touched, those without any included. A regression that names none of
 * them is counted for each: without the change it would not be there.
 */
export function errorsOfChange(evidence: Evidence, changed: readonly string[], regressions: ReadonlySet<string>, context: BlameContext): readonly FileErrors[] {
  const own = new Set(changed);
  const isUnplaced = (test: TestOutcome): boolean => regressions.has(test.id) && !blamed(test, context).some((path) => own.has(path));
  const unplaced = evidence.tests.filter(isUnplaced).length;
  const named = new Map(errorsByFile(evidence, context).map((errors) => [errors.path, errors]));
  return changed.map((path) => ({ path, failures: (named.get(path)?.failures ?? 0) + unplaced, findings: named.get(path)?.findings ?? 0 }));
}

/** The test's file, and the sources in its frames; where an assertion leaves frames of the test alone, what the test imports. */
export function blamed({ file, message }: Pick<TestOutcome, 'file' | 'message'>, context: BlameContext): readonly string[] {
  const frames = framesIn(message ?? '', context);
  const sources = frames.filter((path) => !context.isTest(path) && path !== file);
  const tests = [...new Set([...(file !== null && context.files.has(file) ? [file] : []), ...frames.filter((path) => context.isTest(path))])];
  return [...new Set([...tests, ...(sources.length > 0 ? sources : tests.flatMap(context.importsOf))])];
}

/** `at f (file:///r/src/a.js:1:2)`, `src/a.py:12: AssertionError`, `File "src/a.py", line 12`. */
const FRAMES = [/((?:file:\/\/)?[^\s()'"<>:]*[^\s()'"<>:]\.[A-Za-z]{1,4}):\d+/g, /File "([^"\n]+)", line \d+/g];

/** Tracked files that a text names with a line, in the order of naming. */
export function framesIn(text: string, { files, root, directory }: BlameContext): readonly string[] {
  const spelled = FRAMES.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => ({ at: match.index, path: match[1]! })));
  const paths = spelled.sort((a, b) => a.at - b.at).flatMap(({ path }) => [repoPath(path, { root, directory }), repoPath(path, { root, directory: '' })].find((each) => each !== null && files.has(each)) ?? []);
  return [...new Set(paths)];
}
