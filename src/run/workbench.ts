/**
 * The working tree as a test bench: every call first lays out exactly the base and the edits it is about, so no result
 * can come from another tree. The tree is put back by `clear`, and after a kill by the next run.
 */
import { acceptPlan } from '../core/evidence/detect.ts';
import { treeIdOf } from '../core/change/tree-id.ts';
import type { FileEdit } from '../core/model/change.ts';
import type { CheckPlan, Toolchain } from '../core/model/check.ts';
import type { CheckRun, Evidence } from '../core/model/evidence.ts';
import type { Settings } from '../core/model/settings.ts';
import type { CommandResult, SideEffects } from '../core/ports.ts';
import { count } from '../core/report/format.ts';
import { runChecks, runSetup, type CheckOptions } from './checks.ts';
import { rerunChecks } from './rerun.ts';
import type { RunPorts } from './session.ts';
import { changesOf, type Base } from './source-tree.ts';

export interface LabCommand {
  readonly command: string | readonly string[];
  /** Relative to the repository root. */
  readonly directory: string;
  readonly timeoutMs: number;
}

export interface Workbench {
  /** Lint, tests and declared metrics. */
  check(base: Base, edits: readonly FileEdit[]): Promise<Evidence>;
  /** Tests alone: what a probe needs. */
  test(base: Base, edits: readonly FileEdit[]): Promise<Evidence>;
  checkWith(base: Base, edits: readonly FileEdit[], plans: readonly CheckPlan[]): Promise<Evidence>;
  /** Evidence with one check of role `accept`. */
  accept(base: Base, edits: readonly FileEdit[], command: string): Promise<Evidence>;
  /** The commands that own these tests, once more. */
  rerun(base: Base, edits: readonly FileEdit[], ids: readonly string[]): Promise<ReadonlyMap<string, 'passed' | 'failed' | 'absent'>>;
  run(base: Base, edits: readonly FileEdit[], command: LabCommand): Promise<CommandResult>;
  setup(): Promise<readonly CheckRun[]>;
  /** Puts the tree back as it was at the start. */
  clear(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly ports: Pick<RunPorts, 'shell' | 'workspace' | 'files' | 'clock' | 'git' | 'reporter'>;
  readonly settings: Settings;
  readonly toolchain: Toolchain;
}

export function openWorkbench({ ports, settings, toolchain }: WorkbenchOptions): Workbench {
  const { shell, workspace, git, reporter } = ports;
  const common: Omit<CheckOptions, 'tree'> = {
    root: git.root,
    commands: ports,
    onCheck: (run, effects) => { tellCheck(reporter, run, effects); },
  };
  const layOut = async (base: Base, edits: readonly FileEdit[]): Promise<string> => {
    const changes = changesOf(base, edits);
    await workspace.apply(changes);
    return edits.length === 0 ? base.tree : treeIdOf(base.entries, edits);
  };
  const checkWith = async (base: Base, edits: readonly FileEdit[], plans: readonly CheckPlan[], more: Partial<CheckOptions> = {}): Promise<Evidence> =>
    runChecks(plans, { ...common, ...more, tree: await layOut(base, edits) });
  const metrics = settings.metrics.length === 0 ? {} : { metrics: { specs: settings.metrics, directory: settings.workingDirectory, timeoutMs: settings.timeLimits.accept } };
  return {
    check: (base, edits) => checkWith(base, edits, [...toolchain.lint, ...toolchain.test], { ...metrics, expected: ['test'] }),
    test: (base, edits) => checkWith(base, edits, toolchain.test),
    checkWith: (base, edits, plans) => checkWith(base, edits, plans),
    accept: (base, edits, command) => checkWith(base, edits, [acceptPlan(command, settings)]),
    async rerun(base, edits, ids) {
      const tree = await layOut(base, edits);
      return rerunChecks([...toolchain.lint, ...toolchain.test], ids, { ...common, ...metrics, tree });
    },
    async run(base, edits, { command, directory, timeoutMs }) {
      await layOut(base, edits);
      const cwd = directory === '' ? git.root : `${git.root}/${directory}`;
      return (await workspace.guardCommand({ keepNew: false }, () => shell.run({ command, cwd, timeoutMs }))).value;
    },
    async setup() {
      const runs: CheckRun[] = [];
      for (const plan of toolchain.setup) runs.push(await runSetup(plan, common));
      return runs;
    },
    clear: () => workspace.undo(),
  };
}

function tellCheck(reporter: RunPorts['reporter'], run: CheckRun, { restored, removed }: SideEffects): void {
  const seconds = (run.durationMs / 1000).toFixed(1);
  reporter.info(`${run.name}: ${run.status} in ${seconds} s${run.note === '' ? '' : ` — ${run.note}`}`);
  if (restored.length > 0) reporter.info(`  put back what ${run.name} changed: ${named(restored)}`);
  if (removed.length > 0) reporter.info(`  removed what ${run.name} left behind: ${named(grouped(removed))}`);
}

const NAMED = 20;

function named(paths: readonly string[]): string {
  return paths.slice(0, NAMED).join(', ') + (paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '');
}

/** Builds leave hundreds of files: those of one directory are counted where there are more than a few. */
function grouped(paths: readonly string[]): readonly string[] {
  if (paths.length <= 6) return paths;
  const groups = [...Map.groupBy(paths, (path) => (path.includes('/') ? `${path.split('/', 1)[0]!}/` : path))];
  return groups.map(([top, all]) => (all.length === 1 ? all[0]! : `${count(all.length, 'file')} in ${top}`));
}
