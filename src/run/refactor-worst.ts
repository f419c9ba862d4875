/** Mode `refactor-worst`: what to try is what the module with the most errors offers. Everything after that is as in any run. */
import { hasErrors, isRare, MINIMUM_SAMPLES } from '../core/history/health.ts';
import { failingIds } from '../core/evidence/failures.ts';
import type { Kind } from '../core/kinds/kind.ts';
import type { RankedModule } from '../core/model/run-report.ts';
import type { FoundTask } from '../core/model/task.ts';
import { count, listed, quoted } from '../core/report/format.ts';
import { moduleRanking } from './health.ts';
import type { Ground } from './ground.ts';
import { foundTasks, type Plan } from './plan.ts';
import type { Session } from './session.ts';
import type { Story } from './story.ts';

/** Modules that are shown; the rest is in the history. */
const SHOWN = 20;
/** Modules that are looked at for work, worst first: the third worst is still bad, the tenth is a guess. */
const LOOKED_AT = 3;
const NOTHING: Plan = { requested: [], found: [], notes: [] };

/** Ranks the modules by what earlier runs and this baseline say, shows the ranking, and plans what the worst one that any kind fits offers. */
export async function planForWorst(ground: Ground, kinds: readonly Kind[], session: Session, story: Story): Promise<Plan> {
  const all = moduleRanking(ground, session);
  const ranking = all.filter(hasErrors);
  story.ranked(ranking.slice(0, SHOWN));
  if (ranking.length === 0) {
    nothingWrong(all, ground, story);
    return NOTHING;
  }
  for (const note of cautions(ranking)) story.tell(note);
  const { tasks, notes } = await foundTasks(kinds, ground.context);
  await session.workbench.clear();
  for (const note of notes) story.tell(note);
  for (const module of ranking.slice(0, LOOKED_AT)) {
    const found = tasksFor(module, tasks);
    story.tell(`${module.path}: ${found.length === 0 ? 'no kind of change fits it' : count(found.length, 'possible improvement')}`);
    if (found.length > 0) return { requested: [], found, notes };
  }
  noneFits(ranking, kinds, session, story);
  return NOTHING;
}

/** Tasks of every kind that touch the module; those that are about it first, the best of each first. */
function tasksFor({ path }: RankedModule, tasks: readonly FoundTask[]): readonly FoundTask[] {
  const touching = tasks.filter(({ paths }) => paths.includes(path));
  return [...touching.filter(({ paths }) => paths[0] === path), ...touching.filter(({ paths }) => paths[0] !== path)];
}

function cautions(ranking: readonly RankedModule[]): readonly string[] {
  const most = Math.max(...ranking.map(({ samples }) => samples));
  if (most === 1) return ['This is the first sample: the ranking is the present baseline alone, and gets better with every run.'];
  return ranking.some(isRare) ? [`Modules with fewer than ${MINIMUM_SAMPLES} samples come last: too few samples to say much.`] : [];
}

/** Nothing is wrong, or nobody can tell where. */
function nothingWrong(all: readonly RankedModule[], { baseline }: Ground, story: Story): void {
  const samples = Math.max(0, ...all.map((module) => module.samples));
  const failing = failingIds(baseline).length;
  if (samples === 0) {
    story.nothing('No module can be ranked: no lint or test command came to its end, in this run or an earlier one.');
    story.remedy('Set `test-command` or `lint-command`, or repair what keeps them from ending.');
  } else if (failing > 0) {
    story.nothing(`${count(failing, 'test')} fail${failing === 1 ? 's' : ''} on the untouched tree, and no module that may be edited is named by any of them.`);
    story.remedy('Have the test command report files and stack traces, or widen `paths`.');
  } else story.nothing(`No module has a failing test or an error-level finding in ${count(samples, 'sample')}.`);
}

function noneFits(ranking: readonly RankedModule[], kinds: readonly Kind[], { ports }: Session, story: Story): void {
  const names = ranking.slice(0, LOOKED_AT).map(({ path }) => path);
  const tried = kinds.map(({ name }) => name).filter((name) => name !== 'helper');
  story.nothing(`No kind of change fits the worst ${names.length === 1 ? 'module' : `${names.length} modules`}: ${listed(names)} (looked for ${tried.map(quoted).join(', ')}).`);
  story.remedy(ports.generator === null ? 'Give a key: with a model, functions of these modules can be rewritten (kind `refactor`).' : 'Correct these modules by hand, or ask for a helper with `prompt` and `target`.');
}
