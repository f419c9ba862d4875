/** What every phase of a run shares, looked up once: checkout, pull requests, commands, writer. */
import { createHash } from 'node:crypto';
import { isTest } from '../core/change/protected.ts';
import type { Settings } from '../core/model/settings.ts';
import { sandboxLine } from '../core/report/sandbox.ts';
import { openPast, pastEnds } from './past.ts';
import { opensPullRequests, pullRequestBase } from './pull-request-base.ts';
import { lookUpPullRequests } from './pull-request-plan.ts';
import type { RunPorts, Session } from './session.ts';
import type { Base } from './source-tree.ts';
import type { Story } from './story.ts';
import { survey } from './survey.ts';
import { newTargetNote } from './target.ts';
import { surveyToolchain } from './toolchain.ts';
import { openWorkbench } from './workbench.ts';
import { openWriter } from './writer.ts';

/** Surveys the checkout and its toolchain. Throws `ConfigError` for everything in them that would stop the run. */
export async function openSession(settings: Settings, ports: RunPorts, state: Session['state'], story: Story): Promise<Session> {
  const surveyed = await survey(ports.git, settings);
  story.based(surveyed.head);
  const pullRequests = opensPullRequests(settings) ? await lookUpPullRequests(await pullRequestBase(surveyed.head, settings, ports), { settings, ports, state }, story) : null;
  const note = settings.target === null ? null : newTargetNote(settings.target, surveyed.entries);
  if (note !== null) story.remedy(note);
  const toolchain = await surveyToolchain(settings, surveyed.entries, ports);
  story.toolchain(toolchain);
  if (ports.sandbox !== null) story.tell(sandboxLine(ports.sandbox));
  const tests = surveyed.entries.filter(({ path }) => isTest(path)).map(({ path, blob }) => `${path}\0${blob}`);
  return {
    settings, ports, state, toolchain, pullRequests,
    writer: writerOf(settings, ports, state, story),
    past: openPast(state, pastEnds(ports.clock.now(), ports.generator, ports.recording)),
    survey: surveyed,
    workbench: openWorkbench({ ports, settings, toolchain }),
    testsDigest: createHash('sha256').update(tests.join('\n')).digest('hex'),
    deadlineMs: ports.clock.monotonicMs() + settings.timeLimits.run,
  };
}

/** The checked-out commit, before anything is kept on it. */
export function checkedOut({ survey: { head, entries } }: Session): Base {
  return { commit: head.commit, tree: head.tree, entries, kept: [] };
}

function writerOf(settings: Settings, ports: RunPorts, state: Session['state'], story: Story): Session['writer'] {
  if (ports.generator === null) return null;
  const writer = openWriter(ports.generator, { settings, ports, state, onEnded: (text) => { story.remedy(text); } });
  story.asking(() => writer.spending());
  return writer;
}
