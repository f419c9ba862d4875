import { diffOf, fingerprintOf } from '../../../src/core/change/edits.ts';
import { assess, decidingReason, outcomeOf, reasonTexts } from '../../../src/core/judge/verdict.ts';
import type { FileEdit } from '../../../src/core/model/change.ts';
import type { CheckRun, Evidence, TestOutcome } from '../../../src/core/model/evidence.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { PATCH_SCHEMA, type Attempt, type Patch } from '../../../src/core/model/patch.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { FoundTask, RequestedTask } from '../../../src/core/model/task.ts';
import { forecastText } from '../../../src/core/report/log.ts';
import { input } from '../judge/sample.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

export const FOUND: FoundTask = { origin: 'found', kind: 'extract', id: 'extract-1', title: 'extract `isPlainObject`', paths: ['src/a.js', 'src/b.js'], gain: 31, detail: {} };
export const REQUESTED: RequestedTask = { origin: 'requested', kind: 'helper', id: 'helper-1', title: 'slugify a title', prompt: 'slugify a title', target: 'src/text.js', acceptCommand: 'node accept.js' };

const lines = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join('');

export const EDITS: readonly FileEdit[] = [
  { path: 'src/a.js', mode: '100644', before: `keep\n${lines(20, 'old')}`, after: 'keep\nimport one\nimport two\n' },
  { path: 'src/b.js', mode: '100644', before: `keep\n${lines(15, 'old')}`, after: 'keep\nimport one\nimport two\n' },
];

export function check(change: Partial<CheckRun> = {}): CheckRun {
  return { role: 'test', name: 'test', command: 'npm test', status: 'failed', exitCode: 1, durationMs: 40_000, reported: true, note: '', outputTail: '', ...change };
}

function outcomes(passed: number, failed: number): readonly TestOutcome[] {
  return [...Array<'passed'>(passed).fill('passed'), ...Array<'failed'>(failed).fill('failed')].map((status, index) => (
    { id: `test › case ${index}`, status, file: 'a.test.js', durationMs: 1, message: status === 'failed' ? 'expected 1' : null }));
}

export function evidence(change: Partial<Evidence> = {}, passed = 211, failed = 1): Evidence {
  return { tree: 't'.repeat(40), checks: [check({ role: 'lint', name: 'lint', command: 'eslint .', status: 'passed', exitCode: 0 }), check()], tests: outcomes(passed, failed), findings: [], coverage: null, metrics: [], durationMs: 48_000, ...change };
}

export function patch(judged: JudgeInput = input(), change: Partial<Patch> = {}): Patch {
  const { verdict, roi, forecasts } = assess(judged);
  const edits = change.edits ?? EDITS;
  return {
    schema: PATCH_SCHEMA, id: '01JPATCH', task: judged.task.origin === 'found' ? FOUND : REQUESTED, base: { commit: COMMIT, tree: 't'.repeat(40) }, edits,
    title: 'reuse `isPlainObject` in 3 modules', explanation: 'Three functions were equal up to names.\n\nThe copy in `src/a.js` stays.', generator: { name: 'offline', model: null },
    diff: diffOf(edits), fingerprint: fingerprintOf(edits), before: evidence(), after: evidence(), comparison: judged.comparison, worth: judged.worth, strength: judged.strength,
    forecasts, roi, verdict, provenance: { engine: '0.1.0', createdAt: '2026-11-03T10:00:00.000Z', environment: 'linux x64 node 24', tokens: 0, cost: 0, durationMs: 48_000 },
    ...change,
  };
}

export function attempt(judged: JudgeInput = input(), change: Partial<Attempt> = {}, of: Partial<Patch> = {}): Attempt {
  const made = patch(judged, of);
  const outcome = outcomeOf(made.verdict, made.task);
  return {
    patchId: made.id, task: made.task, outcome, verdict: made.verdict, reasons: reasonTexts(made.verdict), patch: made, candidate: null, roiDelta: made.roi?.delta ?? 0,
    errorsBefore: judged.comparison.errorsBefore, errorsAfter: judged.comparison.errorsAfter, forecast: forecastText(made.forecasts), tokens: 0, cost: 0, durationMs: 48_000, pullRequest: null,
    commit: outcome === 'kept' ? COMMIT : null, recordPath: '.git/self-coding/records/01JPATCH.json', nearMisses: [], decidedBy: decidingReason(made.verdict), judged, interactions: [], ...change,
  };
}

/** Ended before anything was judged. */
export function bare(change: Partial<Attempt> = {}): Attempt {
  return {
    patchId: '01JBARE', task: REQUESTED, outcome: 'unchanged', verdict: null, reasons: ['no snippet fits the words'], patch: null, candidate: null, roiDelta: 0, errorsBefore: 0, errorsAfter: 0,
    forecast: '', tokens: 0, cost: 0, durationMs: 900, pullRequest: null, commit: null, recordPath: null, nearMisses: [], decidedBy: null, judged: null, interactions: [], ...change,
  };
}

export function report(change: Partial<RunReport> = {}): RunReport {
  return {
    engine: '0.1.0', mode: 'run', dryRun: false, publish: 'commit', environment: 'linux x64 node 24', base: { commit: COMMIT, tree: 't'.repeat(40) }, attempts: [attempt()], tried: [],
    baseline: { evidence: evidence(), reusedFrom: null }, toolchain: null,
    state: { status: 'restored', source: 'self-coding-main-7', note: '', attempts: 4, kept: 2, notRepeated: 1 }, landing: { type: 'landed', text: 'committed 0123456789ab on main' },
    failure: null, nothing: null, recovery: null, warnings: [], remedies: [], found: [], suggestions: [], spending: null, ranking: [], diagnosis: [], rollback: null, phases: [{ name: 'baseline', durationMs: 48_000 }], durationMs: 48_000, ...change,
  };
}
