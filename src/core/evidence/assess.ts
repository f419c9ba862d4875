import type { CheckPlan, ReportSource } from '../model/check.ts';
import type { CheckRun, CheckStatus, TestOutcome } from '../model/evidence.ts';
import type { CommandResult } from '../ports.ts';
import { commandEnd, commandInput, outputTail } from './command-end.ts';
import { failureMessage, type RawCoverage, type RawFinding, type RawTest } from './reading.ts';
import { readReport } from './report.ts';
import { ranNothing, silentAssertion } from './silence.ts';
import { COMMAND_TEST, EXIT_CODE_TEST, nameTests, standInId } from './test-ids.ts';
import { readTsc } from './tsc.ts';

/** What was found where a report should be. */
export interface FoundReport {
  readonly source: ReportSource;
  /** Texts of the fresh files that match, in the order of their names; empty if there is none. */
  readonly texts: readonly string[];
  /** Paths of matching files that are older than the command. */
  readonly stale: readonly string[];
}

/** One command's answer. Findings and coverage still have the paths of the reports. */
export interface Assessment {
  readonly run: CheckRun;
  readonly tests: readonly TestOutcome[];
  readonly findings: readonly RawFinding[];
  readonly coverage: readonly RawCoverage[] | null;
}

interface Content {
  readonly tests: readonly RawTest[];
  readonly findings: readonly RawFinding[];
  readonly coverage: readonly RawCoverage[] | null;
  /** What structured reports were about; coverage alone does not count. */
  readonly about: ReadonlySet<'tests' | 'findings'>;
}

type Reports = { readonly type: 'content'; readonly content: Content } | { readonly type: 'problem'; readonly status: CheckStatus; readonly note: string };

/**
 * Decides how a command ended and what it says. Only a command that completed and whose reports could be read counts as
 * evidence; everything else is a status of its own and never a pass. Pure.
 */
export function assessCheck(plan: CheckPlan, result: CommandResult, reports: readonly FoundReport[], root: string): Assessment {
  const end = commandEnd(result, plan.role, plan.timeoutMs);
  if (end !== null) return incomplete(plan, result, end.status, end.note);
  const read = readReports(plan, result, reports);
  if (read.type === 'problem') return incomplete(plan, result, read.status, read.note);
  const { content } = read;
  const nothing = nothingRan(plan, result, content);
  if (nothing !== null) return incomplete(plan, result, 'no-tests', nothing);
  const named = nameTests(plan.name, content.tests, { root, directory: plan.directory });
  const tests = [...named, ...standIns(plan, result, content)];
  const isBad = tests.some((test) => test.status === 'failed') || content.findings.some((finding) => finding.level === 'error');
  return {
    run: checkRun(plan, result, { status: isBad ? 'failed' : 'passed', reported: content.about.size > 0, note: summary(plan, result, content, isBad) }),
    tests,
    findings: content.findings,
    coverage: content.coverage,
  };
}

function incomplete(plan: CheckPlan, result: CommandResult, status: CheckStatus, note: string): Assessment {
  return { run: checkRun(plan, result, { status, reported: false, note }), tests: [], findings: [], coverage: null };
}

function checkRun(plan: CheckPlan, result: CommandResult, answer: Pick<CheckRun, 'status' | 'reported' | 'note'>): CheckRun {
  const onStdout = answer.reported && plan.reports.some((source) => source.where === 'stdout');
  return {
    role: plan.role,
    name: plan.name,
    command: plan.shown ?? plan.command,
    exitCode: result.exitCode,
    durationMs: result.durationMs,
    outputTail: outputTail(onStdout ? { stdout: '', stderr: result.stderr } : result),
    ...answer,
  };
}

function readReports(plan: CheckPlan, result: CommandResult, reports: readonly FoundReport[]): Reports {
  const content = { tests: [] as RawTest[], findings: [] as RawFinding[], coverage: [] as RawCoverage[], about: new Set<'tests' | 'findings'>() };
  let hasCoverage = false;
  for (const report of reports) {
    const problem = sourceProblem(plan, result, report);
    if (problem !== null) return problem;
    if (isLeftOver(report, result)) continue;
    for (const text of report.texts) {
      const { about, reading } = readReport(report.source.format, text);
      if (reading.type === 'unreadable') {
        if (isIncidental(report, result)) continue;
        return unreadableReport(report, reading.reason);
      }
      // What a build tool prints is a report only if it says that something does not compile.
      if (report.source.format === 'javac' && 'tests' in reading && reading.tests.length === 0) continue;
      if ('tests' in reading) content.tests.push(...reading.tests);
      if ('findings' in reading) content.findings.push(...reading.findings);
      if ('coverage' in reading) content.coverage.push(...reading.coverage);
      if (about === 'coverage') hasCoverage = true;
      else content.about.add(about);
    }
  }
  if (plan.tool === 'tsc' && content.about.size === 0) addDiagnostics(content, result);
  return { type: 'content', content: { ...content, coverage: hasCoverage ? content.coverage : null } };
}

function addDiagnostics(content: { findings: readonly RawFinding[]; about: Set<'tests' | 'findings'> }, result: CommandResult): void {
  const findings = readTsc(result.stdout);
  if (findings.length === 0 && result.exitCode !== 0) return;
  content.findings = findings;
  content.about.add('findings');
}

function sourceProblem(plan: CheckPlan, result: CommandResult, report: FoundReport): Reports | null {
  const { source, texts, stale } = report;
  if (isStream(source) && source.format !== 'javac' && result.truncated) return unreadableReport(report, 'is longer than what is kept of the output; let the command write it to a file');
  if (texts.length > 0) return null;
  if (stale.length > 0 && !isLeftOver(report, result)) {
    const note = `The report ${stale[0] ?? ''} is older than the command: it was not written by this run. Delete it, or let the command write it.`;
    return { type: 'problem', status: 'stale-report', note };
  }
  if (!source.required) return null;
  const note = `The declared report ${source.pattern} (${source.format}) was not written; the exit code was ${String(result.exitCode)}. Correct \`reports\`, or set \`${commandInput(plan.role)}\`.`;
  return { type: 'problem', status: 'unreadable-report', note };
}

/** A build that fails before its tests leaves the reports of the last one; its exit code speaks. */
function isLeftOver({ source, texts, stale }: FoundReport, result: CommandResult): boolean {
  return !source.required && texts.length === 0 && stale.length > 0 && result.exitCode !== 0;
}

function unreadableReport({ source }: FoundReport, reason: string): Reports {
  const place = isStream(source) ? `on ${source.where}` : source.pattern;
  return { type: 'problem', status: 'unreadable-report', note: `The ${source.format} report ${place} ${reason}.` };
}

/** A tool that fails early prints an error instead of its report; the exit code says enough then. */
function isIncidental({ source }: FoundReport, result: CommandResult): boolean {
  return !source.required && isStream(source) && result.exitCode !== 0;
}

function isStream(source: ReportSource): boolean {
  return source.where === 'stdout' || source.where === 'stderr';
}

function nothingRan(plan: CheckPlan, result: CommandResult, content: Content): string | null {
  if (plan.role !== 'test' && plan.role !== 'accept') return null;
  const remedy = `Set \`${commandInput(plan.role)}\` to a command that runs tests.`;
  if (content.about.has('tests')) {
    const ran = content.tests.some((test) => test.status !== 'skipped');
    return ran ? null : `The report names ${content.tests.length} tests and none of them ran. ${remedy}`;
  }
  const runner = ranNothing(`${result.stdout}\n${result.stderr}`, result.exitCode);
  return runner === null ? null : `${runner} says that it ran no test. ${remedy}`;
}

/** Tests that stand for a command without a report, and for an exit code that the report does not explain. */
function standIns(plan: CheckPlan, result: CommandResult, content: Content): readonly TestOutcome[] {
  const message = failureMessage(outputTail(result).slice(-1000));
  if (content.about.size > 0) {
    return isExplained(result, content) ? [] : [standIn(plan, EXIT_CODE_TEST, 'failed', `Exit code ${String(result.exitCode)}. ${message ?? ''}`, result)];
  }
  const isTest = plan.role === 'test' || plan.role === 'accept';
  const assertion = isTest && result.exitCode === 0 ? silentAssertion(`${result.stdout}\n${result.stderr}`) : null;
  if (assertion !== null) return [standIn(plan, COMMAND_TEST, 'failed', `Exit code 0, but the output says "${assertion}".`, result)];
  if (result.exitCode !== 0) return [standIn(plan, COMMAND_TEST, 'failed', message ?? `Exit code ${String(result.exitCode)}.`, result)];
  return isTest ? [standIn(plan, COMMAND_TEST, 'passed', null, result)] : [];
}

/** Their exit codes for errors in the code are not 1. */
const COMPILERS = new Set(['tsc', 'rustc', 'clippy', 'go vet']);

/** Linters end with 1 when they found an error; higher codes are their own failures, but for compilers. */
function isExplained(result: CommandResult, content: Content): boolean {
  if (result.exitCode === 0) return true;
  if (content.tests.some((test) => test.status === 'failed')) return true;
  const errors = content.findings.filter((finding) => finding.level === 'error');
  return errors.length > 0 && (result.exitCode === 1 || errors.some((finding) => COMPILERS.has(finding.tool)));
}

function standIn(plan: CheckPlan, name: typeof COMMAND_TEST | typeof EXIT_CODE_TEST, status: TestOutcome['status'], message: string | null, result: CommandResult): TestOutcome {
  return { id: standInId(plan.name, name), status, file: null, durationMs: result.durationMs, message: failureMessage(message) };
}

function summary(plan: CheckPlan, result: CommandResult, content: Content, isBad: boolean): string {
  if (content.about.size === 0) {
    // Nothing but its exit code is expected of a setup.
    if (plan.role === 'setup' && !isBad) return '';
    return `Exit code ${String(result.exitCode)}, without a report.${isBad && plan.role !== 'accept' ? ` Run \`${plan.shown ?? plan.command}\` to see why.` : ''}`;
  }
  const parts: string[] = [];
  if (content.about.has('tests')) {
    const count = (status: TestOutcome['status']): number => content.tests.filter((test) => test.status === status).length;
    parts.push(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  }
  if (content.about.has('findings')) {
    const errors = content.findings.filter((finding) => finding.level === 'error').length;
    const others = content.findings.length - errors;
    parts.push(`${errors} error${errors === 1 ? '' : 's'}, ${others} ${others === 1 ? 'warning or note' : 'warnings and notes'}`);
  }
  const unexplained = isExplained(result, content) ? '' : `; exit code ${String(result.exitCode)}, which the report does not explain`;
  return `${parts.join('; ')}${unexplained}.`;
}
