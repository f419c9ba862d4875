/** What the checks say about each module, written down once for every tree that they looked at, and read again as a ranking. */
import { errorsByFile, errorsOfChange, saysSomething, type BlameContext } from '../core/evidence/blame.ts';
import { rankModules } from '../core/history/health.ts';
import { importsOf } from '../core/kinds/repository/importers.ts';
import { repositoryOf } from '../core/kinds/repository/repository.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { RankedModule } from '../core/model/run-report.ts';
import { languageOf } from '../core/syntax/language.ts';
import type { Ground } from './ground.ts';
import type { Session } from './session.ts';

/** The untouched tree: one sample of every module. Nothing is written where no lint or test command came to its end. */
export function recordBaselineHealth({ baseline, context }: Ground, session: Session): void {
  if (saysSomething(baseline)) session.state.health({ source: 'baseline', files: errorsByFile(baseline, blameContext(context, session)) });
}

/** A candidate that was checked, whatever became of it: one sample of each module that it changed. */
export function recordAttemptHealth({ patch }: Attempt, { context }: Ground, session: Session): void {
  const after = patch?.after;
  if (patch == null || after == null || !saysSomething(after)) return;
  const changed = patch.edits.map(({ path }) => path).filter((path) => moduleOf(path) !== null);
  const regressions = new Set(patch.comparison?.newFailures.filter((failure) => failure.class === 'regression').map(({ id }) => id));
  if (changed.length > 0) session.state.health({ source: 'attempt', files: errorsOfChange(after, changed, regressions, blameContext(context, session)) });
}

/** Modules of the base that may be edited, worst first. */
export function moduleRanking({ context }: Pick<Ground, 'context'>, { ports, state }: Session): readonly RankedModule[] {
  const modules = context.tree.entries.filter(({ path, mode }) => mode.startsWith('100') && moduleOf(path) !== null && context.mayEdit(path) && !context.isTest(path));
  return rankModules(state.healthEvents(), { at: ports.clock.now(), modules: modules.map(({ path }) => path) });
}

/** The unit that is ranked: a source file; `null` for what is none. */
export function moduleOf(path: string): string | null {
  return languageOf(path) === null ? null : path;
}

function blameContext(context: Ground['context'], { ports }: Session): BlameContext {
  const repository = repositoryOf(context);
  return {
    files: repository.files, isTest: context.isTest, importsOf: (path) => importsOf(repository, path).filter((target) => !context.isTest(target)),
    root: ports.git.root, directory: context.workingDirectory,
  };
}
