/** The run, top to bottom: recover, restore, survey, plan, baseline, attempt, land, record. What it did is its return value. */
import type { RunReport } from '../core/model/run-report.ts';
import type { Settings } from '../core/model/settings.ts';
import { attemptAll } from './attempt-all.ts';
import { openGround, type Ground } from './ground.ts';
import { recordBaselineHealth } from './health.ts';
import type { Kept } from './kept.ts';
import { landKept } from './land.ts';
import { checkedOut, openSession } from './open-session.ts';
import { enabledKinds, inOrder, makePlan, suggest, type Plan } from './plan.ts';
import { sift } from './pull-request-wait.ts';
import { openRecorder } from './recorder.ts';
import { planForWorst } from './refactor-worst.ts';
import { restoreState } from './restore.ts';
import { rollBack } from './rollback.ts';
import type { Running, RunPorts } from './session.ts';
import { settledBy, settledTexts } from './settled.ts';
import { setUp } from './setup.ts';
import type { Base } from './source-tree.ts';
import { Story } from './story.ts';

/** Runs once. Never throws: configuration errors, broken infrastructure and defects of the engine are part of the report. */
export async function run(settings: Settings, ports: RunPorts): Promise<RunReport> {
  const story = new Story(settings, ports);
  await story.attend(() => tell(settings, ports, story));
  await story.attend(() => ports.workspace.undo());
  return story.report();
}

async function tell(settings: Settings, ports: RunPorts, story: Story): Promise<void> {
  await story.phase('recover', async () => { story.recovered(await ports.workspace.recover()); });
  const state = await story.phase('restore', () => restoreState(settings, ports, story));
  const session = await story.phase('survey', () => openSession(settings, ports, state, story));
  // A state that had to be mended is saved anew, so this run goes to its end.
  const settled = story.report().state.note === '' ? await settledBy(session) : null;
  if (settled !== null) {
    const { nothing, remedy } = settledTexts(settled);
    story.nothing(nothing);
    story.remedy(remedy);
    return;
  }
  const recorder = openRecorder(session, story);
  try {
    await work(checkedOut(session), { session, recorder, story });
    recorder.finished();
  } finally {
    await story.attend(() => story.phase('record', async () => {
      await ports.workspace.undo();
      await recorder.close();
    }));
  }
}

async function work(base: Base, running: Running): Promise<void> {
  const { session, story } = running;
  switch (session.settings.mode) {
    case 'suggest': return story.phase('suggest', () => suggest(base, session, story));
    case 'rollback': return takeBack(base, running);
    case 'refactor-worst': return improveWorst(base, running);
    case 'run': return improve(base, running);
    case 'doctor': throw new Error('mode doctor looks at what a run needs, and is none');
    default: return session.settings.mode satisfies never;
  }
}

/** What was asked for and what the kinds find, one after the other. */
async function improve(base: Base, running: Running): Promise<void> {
  const { session, story } = running;
  await story.phase('setup', () => setUp(session, story));
  const plan = await story.phase('plan', async () => sift(await makePlan(base, session, story), base, session, story));
  if (inOrder(plan).length > 0) {
    await carryOut(plan, await measure(base, running), running);
    return;
  }
  // What waits for a pull request is no work left: whoever merges or closes it makes the next run look.
  if (story.attempts.length === 0) story.nothing('Nothing was asked for, and no kind of change found anything that it could prove.');
}

/** The same for one module: which one is the worst, only its checks can say. */
async function improveWorst(base: Base, running: Running): Promise<void> {
  const { session, story } = running;
  await story.phase('setup', () => setUp(session, story));
  const ground = await measure(base, running);
  const plan = await story.phase('ranking', async () => sift(await planForWorst(ground, enabledKinds(session), session, story), base, session, story));
  if (inOrder(plan).length > 0) await carryOut(plan, ground, running);
}

async function takeBack(base: Base, running: Running): Promise<void> {
  const kept = await rollBack(base, running);
  if (kept.length + running.story.held().length > 0) await landing(kept, running);
}

function measure(base: Base, { session, story }: Running): Promise<Ground> {
  return story.phase('baseline', async () => {
    const ground = await openGround(base, session);
    story.baseline(ground.baseline);
    recordBaselineHealth(ground, session);
    return ground;
  });
}

async function carryOut(plan: Plan, ground: Ground, running: Running): Promise<void> {
  await landing(await attemptAll(plan, ground, running), running);
}

function landing(kept: readonly Kept[], { session, story }: Running): Promise<void> {
  return story.phase('land', () => landKept(kept, session, story));
}
