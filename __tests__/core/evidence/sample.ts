import type { CheckRun, Evidence, Finding, TestOutcome } from '../../../src/core/model/evidence.ts';

export function check(extra: Partial<CheckRun> = {}): CheckRun {
  return { role: 'test', name: 'test', command: 'run tests', status: 'passed', exitCode: 0, durationMs: 1, reported: true, note: '', outputTail: '', ...extra };
}

/** `+a` passed, `-a` failed, `~a` skipped; the ids get the check's name in front unless they hold one. */
export function outcome(spec: string, name = 'test'): TestOutcome {
  const status = spec.startsWith('+') ? 'passed' : spec.startsWith('-') ? 'failed' : 'skipped';
  const id = spec.slice(1);
  return { id: id.includes(' › ') ? id : `${name} › ${id}`, status, file: null, durationMs: null, message: status === 'failed' ? 'no' : null };
}

export function finding(fingerprint: string, level: Finding['level'] = 'error'): Finding {
  return { fingerprint, tool: 'eslint', rule: 'r', level, path: 'a.js', line: 1, message: 'm' };
}

export function evidence(tests: readonly string[], extra: Partial<Evidence> = {}): Evidence {
  return { tree: 't', checks: [check()], tests: tests.map((spec) => outcome(spec)), findings: [], coverage: null, metrics: [], durationMs: 1, ...extra };
}
