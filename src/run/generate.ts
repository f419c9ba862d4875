/** A proposal without its proof: for whoever wants to look before anything is tried. */
import type { Proposal } from '../core/model/change.ts';
import type { Settings } from '../core/model/settings.ts';
import { openContext } from './ground.ts';
import { checkedOut, openSession } from './open-session.ts';
import { requestedTasks } from './plan.ts';
import { restoreState } from './restore.ts';
import type { RunPorts } from './session.ts';
import { Story } from './story.ts';

/** The first thing that would be tried for the request in the settings. Runs no command of the repository. */
export async function firstProposal(settings: Settings, ports: RunPorts): Promise<Proposal> {
  const story = new Story(settings, ports);
  const session = await openSession(settings, ports, await restoreState(settings, ports, story), story);
  const context = await openContext(checkedOut(session), session);
  const none: Proposal = { type: 'none', none: { reason: 'nothing in the repository fits', remedy: null, nearMisses: [], interactions: [] } };
  const [task] = requestedTasks(settings, () => false);
  const kind = ports.kinds.find(({ name }) => name === task?.kind);
  if (task === undefined || kind === undefined) return none;
  for await (const proposal of kind.propose(task, context, [])) {
    const { interactions } = proposal.type === 'candidate' ? proposal.candidate : proposal.none;
    for (const { prompt, response } of interactions) session.state.memory.logInteraction(prompt, response, [task.kind, 'proposed']);
    return proposal;
  }
  return none;
}
