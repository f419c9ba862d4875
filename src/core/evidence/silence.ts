/** What runners say when they found nothing to run, for commands that write no report. */
const SILENT: readonly { readonly pattern: RegExp; readonly runner: string }[] = [
  { pattern: /^Ran 0 tests in /m, runner: 'unittest' },
  { pattern: /^=* *no tests ran in /m, runner: 'pytest' },
  { pattern: /^No tests found, exiting with code \d/m, runner: 'jest' },
  { pattern: /^No test files found, exiting with code \d/m, runner: 'vitest' },
  { pattern: /^(?:#|ℹ) tests 0$/m, runner: 'node --test' },
  { pattern: /^[ \t]*0 passing\b/m, runner: 'mocha' },
  { pattern: /^1\.\.0\b/m, runner: 'TAP' },
  { pattern: /^running 0 tests$/m, runner: 'cargo test' },
  { pattern: /\[no test files\]$|\[no tests to run\]$|^no packages to test$/m, runner: 'go test' },
  { pattern: /^\[INFO\] No tests to run\.$/m, runner: 'Surefire' },
];

/** Evidence in the same output that some other runner did run tests. */
const SPOKEN = /^Ran [1-9]\d* tests? in |\b[1-9]\d* passed\b|^(?:#|ℹ) tests [1-9]|^[ \t]*[1-9]\d* passing\b|^(?:not )?ok \d+|^running [1-9]\d* tests?$|^ok[ \t]+\S+[ \t]+(?:[\d.]+s|\(cached\))$|^--- (?:PASS|FAIL|SKIP): |\bTests run: [1-9]/m;

/**
 * Which runner says that it ran no test at all; `null` if none says so. Pytest's exit code 5 means the same.
 * For output without a report only: a script may run several runners, and one of them having tests is enough.
 */
export function ranNothing(output: string, exitCode: number | null): string | null {
  const silent = SILENT.find(({ pattern }) => pattern.test(output));
  if (silent === undefined) return exitCode === 5 && /\bpytest\b|^collected 0 items/m.test(output) ? 'pytest' : null;
  return SPOKEN.test(output) ? null : silent.runner;
}

/** The failed assertion that an exit code of 0 does not tell of (`console.assert` only prints); `null` if there is none. */
export function silentAssertion(output: string): string | null {
  const match = /^Assertion failed(?::.*)?$/m.exec(output);
  return match === null ? null : match[0].slice(0, 200);
}
