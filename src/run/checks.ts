import { assessCheck, type Assessment } from '../core/evidence/assess.ts';
import { fingerprintFindings } from '../core/evidence/fingerprint.ts';
import type { RawCoverage } from '../core/evidence/reading.ts';
import { repoPath } from '../core/evidence/repo-path.ts';
import type { CheckPlan } from '../core/model/check.ts';
import type { CheckRole, CheckRun, Evidence, FileCoverage, Finding } from '../core/model/evidence.ts';
import type { MetricSpec } from '../core/model/settings.ts';
import type { Clock, CommandResult, Files, Shell, SideEffects, Workspace } from '../core/ports.ts';
import { collectReports, snapshotReports } from './check-reports.ts';
import { measureMetrics } from './metrics.ts';

export interface CheckCommands {
  readonly shell: Shell;
  readonly workspace: Pick<Workspace, 'guardCommand'>;
  readonly files: Files;
  readonly clock: Clock;
}

export interface CheckOptions {
  /** Id of the tree that the working directory holds. */
  readonly tree: string;
  /** Absolute top level of the working tree, links resolved. */
  readonly root: string;
  readonly commands: CheckCommands;
  /** Declared numbers, measured after the checks; each runs in `directory`, relative to the root. */
  readonly metrics?: { readonly specs: readonly MetricSpec[]; readonly directory: string; readonly timeoutMs: number };
  /** Roles that a run should have: a missing one is recorded as `not-run`. */
  readonly expected?: readonly CheckRole[];
  /** Called after each command, with what it left behind in the tree; all of that has been undone. */
  readonly onCheck?: (run: CheckRun, sideEffects: SideEffects) => void;
}

/**
 * Runs lint, test and acceptance commands one after the other on the tree as it lies in the working directory, and reads
 * their reports. Every way of not completing is a status in the evidence; only `InfrastructureError` is thrown, by the ports.
 */
export async function runChecks(plans: readonly CheckPlan[], options: CheckOptions): Promise<Evidence> {
  const started = options.commands.clock.monotonicMs();
  const assessments: { readonly plan: CheckPlan; readonly assessment: Assessment }[] = [];
  for (const plan of plans) assessments.push({ plan, assessment: await runCommand(plan, options, false) });
  const findings: Finding[] = [];
  const coverage: FileCoverage[] = [];
  for (const { plan, assessment } of assessments) {
    findings.push(...(await placeFindings(plan, assessment, options)));
    coverage.push(...(await placeCoverage(plan, assessment.coverage ?? [], options)));
  }
  const measured = await measureMetrics(options);
  const all = assessments.map(({ assessment }) => assessment);
  const missing = (options.expected ?? []).filter((role) => !plans.some((plan) => plan.role === role));
  return {
    tree: options.tree,
    checks: [...all.map(({ run }) => run), ...missing.map(notRun), ...measured.runs],
    tests: [...all.flatMap(({ tests }) => tests), ...measured.tests],
    findings,
    coverage: all.some((assessment) => assessment.coverage !== null) ? mergeCoverage(coverage) : null,
    metrics: measured.samples,
    durationMs: Math.round(options.commands.clock.monotonicMs() - started),
  };
}

/** Runs one setup command; what it creates stays. */
export async function runSetup(plan: CheckPlan, options: Omit<CheckOptions, 'tree' | 'metrics' | 'expected'>): Promise<CheckRun> {
  const { run } = await runCommand(plan, { ...options, tree: '' }, true);
  return run;
}

async function runCommand(plan: CheckPlan, options: CheckOptions, keepNew: boolean): Promise<Assessment> {
  const { shell, workspace, files, clock } = options.commands;
  const directory = absolute(options.root, plan.directory);
  const before = await snapshotReports(plan, directory, files);
  const reports = await files.temporaryDirectory();
  try {
    const { value, sideEffects } = await workspace.guardCommand({ keepNew }, async () => {
      const startedMs = clock.now().getTime();
      const result: CommandResult = await shell.run({
        command: plan.command,
        cwd: directory,
        env: { ...plan.env, SELF_CODING_REPORTS: reports },
        timeoutMs: plan.timeoutMs,
        grants: { network: keepNew, writable: [reports] },
      });
      // The guard removes new files, so reports in the working directory are read first.
      const found = await collectReports(plan, result, { directory, reports, before, startedMs }, files);
      return assessCheck(plan, result, found, options.root);
    });
    options.onCheck?.(value.run, sideEffects);
    return value;
  } finally {
    await files.remove(reports);
  }
}

/** Lines are read after the command's side effects are undone: from the tree that was checked. */
async function placeFindings(plan: CheckPlan, assessment: Assessment, { root, commands }: CheckOptions): Promise<readonly Finding[]> {
  const place = { root, directory: plan.directory };
  const lines = new Map<string, readonly string[]>();
  for (const { path } of assessment.findings) {
    const relative = repoPath(path, place);
    if (relative === null || lines.has(relative)) continue;
    const content = await commands.files.read(`${root}/${relative}`);
    lines.set(relative, content === null ? [] : new TextDecoder().decode(content).split(/\r?\n/));
  }
  return fingerprintFindings(assessment.findings, place, (path, line) => lines.get(path)?.[line - 1] ?? null);
}

async function placeCoverage(plan: CheckPlan, coverage: readonly RawCoverage[], { root, commands }: CheckOptions): Promise<readonly FileCoverage[]> {
  const placed: FileCoverage[] = [];
  for (const { paths, covered, missed } of coverage) {
    for (const path of paths) {
      const relative = repoPath(path, { root, directory: plan.directory });
      if (relative === null || (await commands.files.stat(`${root}/${relative}`)) === null) continue;
      placed.push({ path: relative, covered, missed });
      break;
    }
  }
  return placed;
}

/** A line is covered if any report says so. */
function mergeCoverage(coverage: readonly FileCoverage[]): readonly FileCoverage[] {
  const byPath = Map.groupBy(coverage, (file) => file.path);
  return [...byPath].map(([path, files]) => {
    const covered = new Set(files.flatMap((file) => file.covered));
    const missed = new Set(files.flatMap((file) => file.missed).filter((line) => !covered.has(line)));
    const ordered = (lines: ReadonlySet<number>): readonly number[] => [...lines].sort((a, b) => a - b);
    return { path, covered: ordered(covered), missed: ordered(missed) };
  });
}

function notRun(role: CheckRole): CheckRun {
  return {
    role,
    name: role,
    command: '',
    status: 'not-run',
    exitCode: null,
    durationMs: 0,
    reported: false,
    note: `No ${role} command was found. Set \`${role}-command\`.`,
    outputTail: '',
  };
}

function absolute(root: string, directory: string): string {
  return directory === '' ? root : `${root}/${directory}`;
}
