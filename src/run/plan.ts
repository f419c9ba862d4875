/** What to do in this run: what was asked for first, then what the kinds find, best first. */
import { createHash } from 'node:crypto';
import { ConfigError, InfrastructureError } from '../core/errors.ts';
import type { Kind, KindContext } from '../core/kinds/kind.ts';
import { NO_SNIPPET } from '../core/knowledge/suggest.ts';
import type { BacklogEntry, Settings } from '../core/model/settings.ts';
import type { FoundTask, RequestedTask, Task } from '../core/model/task.ts';
import { byText, count } from '../core/report/format.ts';
import { openContext } from './ground.ts';
import { isDecided } from './pull-request-plan.ts';
import type { Session } from './session.ts';
import type { Base } from './source-tree.ts';
import type { Story } from './story.ts';

export interface Plan {
  readonly requested: readonly RequestedTask[];
  readonly found: readonly FoundTask[];
  /** For the log, one line each. */
  readonly notes: readonly string[];
  /** Tasks that wait for an open pull request. */
  readonly waiting?: number;
}

/** Failed ideas cost minutes, so a run tries at most this many found tasks for each one it may keep. */
export const FOUND_TRIES_PER_TASK = 3;

/** The same for entries of the backlog: a long one must not be asked through in one run. */
export const REQUESTED_TRIES_PER_TASK = 5;

/** What was never tried comes first, in its order; then what was tried longest ago. So nothing in a long backlog waits for ever. */
export function inTurn(requested: readonly RequestedTask[], lastTried: (taskId: string) => string | null): readonly RequestedTask[] {
  const tried = new Map(requested.map(({ id }) => [id, lastTried(id) ?? '']));
  return requested.toSorted((a, b) => byText(tried.get(a.id)!, tried.get(b.id)!));
}

/**
 * Requested tasks: the prompt alone when one is given (its author waits for it), else the backlog without what was kept
 * already. A request is always tried again; only the backlog remembers that it is done.
 */
export function requestedTasks(settings: Settings, isKept: (taskId: string) => boolean): readonly RequestedTask[] {
  if (settings.prompt !== null && settings.target !== null) {
    return [requested(null, settings.prompt, settings.target, settings.acceptCommand)];
  }
  return settings.backlog.map((entry: BacklogEntry) => requested(entry.id, entry.prompt, entry.target, entry.acceptCommand)).filter((task) => !isKept(task.id));
}

function requested(backlogId: string | null, prompt: string, target: string, acceptCommand: string | null): RequestedTask {
  const words = prompt.trim().replace(/\s+/g, ' ');
  return {
    origin: 'requested',
    kind: 'helper',
    id: backlogId === null ? hashId('helper', target, words.toLowerCase()) : `backlog:${backlogId}`,
    title: words.length > 72 ? `${words.slice(0, 71)}…` : words,
    prompt: prompt.trim(),
    target,
    acceptCommand,
  };
}

/** Ids name what is done, never where in a file: they survive unrelated edits. */
function hashId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Lines for each kind: near misses help, lists do not. */
const LEFT_SHOWN = 5;

/** Work that the kinds found, best first over all kinds; a kind that fails says so and stops nobody else. */
export async function foundTasks(kinds: readonly Kind[], context: KindContext): Promise<{ readonly tasks: readonly FoundTask[]; readonly notes: readonly string[] }> {
  const tasks: FoundTask[] = [];
  const notes: string[] = [];
  for (const kind of kinds) {
    try {
      const left: string[] = [];
      const found = await kind.find({ ...context, passedOver: (what) => { left.push(what); } });
      tasks.push(...found);
      if (found.length > 0) notes.push(`${kind.name}: ${found.length} found`);
      notes.push(...left.slice(0, LEFT_SHOWN).map((what) => `${kind.name}: passed over ${what}`));
      if (left.length > LEFT_SHOWN) notes.push(`${kind.name}: passed over ${left.length - LEFT_SHOWN} more`);
    } catch (error) {
      if (error instanceof InfrastructureError || error instanceof ConfigError) throw error;
      notes.push(`${kind.name}: could not look for work, which is a defect of the engine: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const order = new Map(kinds.map((kind, index) => [kind.name, index]));
  tasks.sort((a, b) => b.gain - a.gain || order.get(a.kind)! - order.get(b.kind)! || (a.id < b.id ? -1 : 1));
  return { tasks, notes };
}

/** The tasks of a plan in the order in which they are tried. */
export function inOrder(plan: Plan): readonly Task[] {
  return [...plan.requested, ...plan.found];
}

/** What was asked for, else also what the kinds find on the base. Runs no command of the repository. */
export async function makePlan(base: Base, session: Session, story: Story): Promise<Plan> {
  const { history } = session.state;
  const isDone = (taskId: string): boolean => history.entries({ taskId, outcome: 'kept', limit: 1 }).length > 0 || isDecided(taskId, session.state);
  const requested = inTurn(requestedTasks(session.settings, isDone), (taskId) => history.entries({ taskId, limit: 1 })[0]?.at ?? null);
  // Whoever asks for one thing waits for that one: found work belongs to runs without a prompt.
  if (session.settings.prompt !== null) {
    story.tell(`requested: ${requested[0]?.title ?? ''}`);
    return { requested, found: [], notes: [] };
  }
  const { tasks, notes } = await foundTasks(enabledKinds(session), await openContext(base, session));
  await session.workbench.clear();
  for (const note of notes) story.tell(note);
  if (requested.length > 0) story.tell(`${count(requested.length, 'request')} from the backlog`);
  if (tasks.length === 0) story.tell('nothing found');
  return { requested, found: tasks, notes };
}

/** With words: the snippets that fit them. Without: what a run would try. */
export async function suggest(base: Base, session: Session, story: Story): Promise<void> {
  const context = await openContext(base, session);
  const { prompt } = session.settings;
  if (prompt !== null) {
    const fitting = context.index.search(prompt, 10);
    if (fitting.length === 0) story.nothing(NO_SNIPPET);
    else story.suggestions(fitting);
    return;
  }
  const { tasks } = await foundTasks(enabledKinds(session), context);
  story.found(tasks);
  if (tasks.length === 0) story.nothing('No kind of change found anything that it could prove.');
}

/** The kinds that the settings allow, in the engine's order. */
export function enabledKinds({ settings, ports }: Session): readonly Kind[] {
  return ports.kinds.filter((kind) => settings.kinds.includes(kind.name));
}
