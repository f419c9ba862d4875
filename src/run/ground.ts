/** What an attempt stands on: a base, what the checks say about it, and what a kind may look at. */
import { pathFilter } from '../core/change/paths.ts';
import { isGenerated, isProtected, isTest } from '../core/change/protected.ts';
import { maySendFrom, SEND_IGNORE_FILE } from '../core/generate/may-send.ts';
import type { KindContext, Lab } from '../core/kinds/kind.ts';
import { buildIndex } from '../core/knowledge/build-index.ts';
import type { Evidence } from '../core/model/evidence.ts';
import { languageOf } from '../core/syntax/language.ts';
import { measureBaseline } from './baseline.ts';
import type { Session } from './session.ts';
import { sourceTree, type Base } from './source-tree.ts';

export interface Ground {
  readonly base: Base;
  readonly baseline: Evidence;
  readonly context: KindContext;
}

/** A base with what the checks say about it. */
export type Tested = Pick<Ground, 'base' | 'baseline'>;

/** Builds index and context for a base; runs the checks on it unless their evidence is known already. */
export async function openGround(base: Base, session: Session, baseline?: Evidence): Promise<Ground> {
  const context = await openContext(base, session);
  const evidence = baseline ?? (await measureBaseline(base, session));
  return { base, baseline: evidence, context: { ...context, baseline: evidence } };
}

/** One context for each base: what a kind has parsed for the plan serves its attempts too. */
const contexts = new WeakMap<Base, Promise<KindContext>>();

/** What a kind may look at before the checks have run. */
export function openContext(base: Base, session: Session): Promise<KindContext> {
  const context = contexts.get(base) ?? makeContext(base, session);
  contexts.set(base, context);
  return context;
}

async function makeContext(base: Base, session: Session): Promise<KindContext> {
  const { ports, settings, workbench } = session;
  const tree = sourceTree(ports.git, base.entries);
  const sources = base.entries.filter(({ path, mode }) => mode.startsWith('100') && languageOf(path) !== null);
  const [index, attributes] = await Promise.all([
    buildIndex({ entries: sources, facts: ports.facts, readBlobs: (blobs) => ports.git.readBlobs(blobs), reader: ports.factsReader }),
    ports.git.attributes(sources.map(({ path }) => path)),
  ]);
  const wanted = pathFilter(settings.paths);
  const prefix = settings.workingDirectory === '' ? '' : `${settings.workingDirectory}/`;
  const marked = (path: string): boolean => attributes.get(path)?.generated === true || attributes.get(path)?.binary === true;
  return {
    tree,
    index,
    syntax: ports.syntax,
    toolchain: session.toolchain,
    lab: openLab(base, workbench, settings.timeLimits.lint, settings.workingDirectory),
    writer: session.writer,
    past: session.past,
    maySend: await sendable(session),
    mayEdit: (path) => path.startsWith(prefix) && wanted(path) && !isProtected(path) && !marked(path) && !isGenerated(path, null),
    isTest,
    workingDirectory: settings.workingDirectory,
    baseline: null,
    passedOver: () => undefined,
  };
}

/** As the commit says that the run starts from: what a run has kept cannot open anything. */
async function sendable({ ports, survey: { entries } }: Session): Promise<KindContext['maySend']> {
  const text = await sourceTree(ports.git, entries).read(SEND_IGNORE_FILE);
  // Rules that nobody can read may forbid anything.
  return text === null && entries.some(({ path }) => path === SEND_IGNORE_FILE) ? () => false : maySendFrom(text);
}

function openLab(base: Base, workbench: Session['workbench'], timeoutMs: number, workingDirectory: string): Lab {
  return {
    run: (command, options = {}) => workbench.run(base, options.edits ?? [], { command, directory: options.directory ?? workingDirectory, timeoutMs: options.timeoutMs ?? timeoutMs }),
    check: (plan, edits) => workbench.checkWith(base, edits, [plan]),
  };
}
