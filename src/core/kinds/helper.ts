import { afterTalk } from '../generate/dialogue.ts';
import { systemOf } from '../generate/module-system.ts';
import type { Proposal } from '../model/change.ts';
import type { Family } from '../model/code.ts';
import type { RequestedTask, Task } from '../model/task.ts';
import { familyOf, isRewritten, languageOf } from '../syntax/language.ts';
import { nameOfFamily, writtenLanguages } from '../syntax/language-names.ts';
import { directoryOf } from '../syntax/resolve.ts';
import { repositoryOf } from './repository/repository.ts';
import { modeOf, noneOf } from './helper/candidate.ts';
import { clonesInto, proveClones } from './helper/clones.ts';
import { describeFit, fitsFor, type Fit, type Fits } from './helper/fit.ts';
import { generated } from './helper/generated.ts';
import { proveByOwnTests } from './helper/own-proof.ts';
import type { Request } from './helper/request.ts';
import { reuse, type Provision } from './helper/reuse.ts';
import { reuseGo } from './helper/reuse-go.ts';
import { transplant, type Transplanted } from './helper/transplant.ts';
import { transplantGo } from './helper/transplant-go.ts';
import { wantedOf } from './helper/wanted.ts';
import type { Kind, KindContext, Proposals } from './kind.ts';

/** Languages in which a name is handed on, or a copy made, in another way than by import and export statements. */
const REUSE: Readonly<Partial<Record<Family, typeof reuse>>> = { go: reuseGo };
const TRANSPLANT: Readonly<Partial<Record<Family, typeof transplant>>> = { go: transplantGo };

/** Ways of providing what was asked for that are tried; each costs a run of the accept command. */
const REUSES = 3;

/**
 * A helper that was asked for in words. What a generator answers comes first, and is repaired within bounds; then what the repository has: copies joined in the target,
 * a snippet handed on from where it is, and a copy where no import is possible. The accept command decides. Nothing fits: near
 * misses, never a stub.
 */
export const helper: Kind = {
  name: 'helper',
  find: () => Promise.resolve([]),
  async *propose(task, context, without) {
    const request = await requestOf(task, context);
    if ('type' in request) yield request;
    else yield* proposals(request, context, without);
  },
  /** With an accept command the run itself is the oracle. */
  prove: async (task, candidate, context) => {
    if (task.origin === 'requested' && task.acceptCommand !== null) return null;
    return (await proveByOwnTests(candidate, context)) ?? proveClones(candidate, context);
  },
};

async function requestOf(task: Task, context: KindContext): Promise<Request | Proposal> {
  if (task.origin !== 'requested') throw new TypeError(`Not a task of this kind: ${task.id}`);
  const language = languageOf(task.target);
  const exists = context.tree.entries.some(({ path }) => path === task.target);
  const text = await context.tree.read(task.target);
  if (language === null) return noneOf(`${task.target} is in no language that the engine can write`, `Name a ${writtenLanguages()} file.`);
  if (exists && text === null) return noneOf(`${task.target} is not text`, 'Name a text file in UTF-8.');
  await context.syntax.load([language]);
  const repository = repositoryOf(context);
  const facts = await repository.facts(task.target);
  if (facts?.hasSyntaxError === true) return noneOf(`${task.target} does not parse`, 'Repair its syntax first.');
  const target = { path: task.target, mode: modeOf(context.tree.entries, task.target), text, facts, system: await systemOf(task.target, facts, context.tree) };
  return { task, repository, language, target, wanted: await wantedOf(task, repository) };
}

async function* proposals(request: Request, { writer }: KindContext, without: readonly string[]): Proposals {
  // A narrower proposal is of a change that the repository gave: the generator was asked before it.
  if (writer === null || without.length > 0) yield* fromRepository(request, without);
  else yield* afterTalk(yield* generated(request, writer), fromRepository(request, without));
}

async function* fromRepository(request: Request, without: readonly string[]): Proposals {
  if (!isRewritten(request.language)) {
    yield withoutModel(request);
    return;
  }
  const { missing, named } = request.wanted;
  const names = missing.length > 0 ? missing : [named[0] ?? null];
  const fits = names.map((name) => ({ name, ...fitsFor(request, name) }));
  let joined = false;
  for await (const proposal of names.length === 1 ? clonesInto(request, fits[0]!, without) : []) {
    joined = true;
    yield proposal;
  }
  if (request.task.acceptCommand !== null) yield* provided(request, fits);
  else if (!joined) yield placesOf(request.task, fits[0]!);
}

/** Where the engine rewrites nothing by itself it can still say what is there. */
function withoutModel(request: Request): Proposal {
  const language = nameOfFamily(familyOf(request.language));
  const { fitting, near } = fitsFor(request, request.wanted.missing[0] ?? request.wanted.named[0] ?? null);
  const [best, ...others] = [...fitting, ...near];
  const there = fitting.length === 0 || best === undefined ? '' : `; the repository has ${describeFit(best)}, to be used from there`;
  return noneOf(
    `without a model nothing is written in ${language}${there}`, `Give an \`api-key\`, and \`model\` where it is not the default; or a \`replay-file\`. Without one, the engine changes ${writtenLanguages(isRewritten)} only.`,
    { nearMisses: (fitting.length === 0 ? [...fitting, ...near] : others).slice(0, 5).map(describeFit) },
  );
}

/** Without an accept command nothing needs an import: it is said where the snippet is. */
function placesOf({ target }: RequestedTask, { fitting, near }: Fits): Proposal {
  const [best, ...others] = fitting;
  if (best === undefined) return nothingFits([{ fitting, near }], []);
  const { record } = best;
  const isBeside = record.language === 'go' && directoryOf(record.path) === directoryOf(target);
  const how = isBeside ? 'it is in the package of the target' : record.exported ? 'import it from there' : 'it is private there: export it, then import it';
  const reason = record.path === target ? `${target} has this already: \`${record.name}\` at line ${record.startLine}` : `the repository has this already: ${describeFit(best)}; ${how}`;
  return noneOf(reason, 'Give an `accept-command` that imports it from the target to have it handed on from there.', { nearMisses: others.slice(0, 5).map(describeFit) });
}

type Named = Fits & { readonly name: string | null };

/** The best snippet for each name together, then the next ones. */
async function* provided(request: Request, fits: readonly Named[]): AsyncGenerator<Proposal> {
  const reasons: string[] = [];
  let made = 0;
  const most = fits.every(({ fitting }) => fitting.length > 0) ? Math.max(...fits.map(({ fitting }) => fitting.length)) : 0;
  for (let rank = 0; rank < most && made < REUSES; rank += 1) {
    const provisions = fits.map(({ name, fitting }) => provisionOf(name, fitting[Math.min(rank, fitting.length - 1)]!));
    const reused = await (REUSE[familyOf(request.language)] ?? reuse)(request, provisions);
    const found = reused.type === 'impossible' && reused.noImport ? await copied(request, provisions, reused.reason) : reused;
    if (found.type === 'impossible') reasons.push(`\`${provisions.map(({ record }) => `${record.name}\` (${record.path}:${record.startLine})`).join(', `')}: ${found.reason}`);
    else {
      made += 1;
      yield found.proposal;
    }
  }
  if (made === 0) yield nothingFits(fits, reasons);
}

/** A copy is made of one function under its own name. */
async function copied(request: Request, provisions: readonly Provision[], because: string): Promise<Transplanted> {
  const [only] = provisions;
  if (only === undefined || provisions.length > 1 || only.wanted !== only.record.name) return { type: 'impossible', reason: because };
  const made = await (TRANSPLANT[familyOf(request.language)] ?? transplant)(request, only.record, because);
  return made.type === 'proposal' ? made : { type: 'impossible', reason: `${because}; it cannot be copied either: ${made.reason}` };
}

function provisionOf(name: string | null, { record }: Fit): Provision {
  return { wanted: name ?? record.name, record };
}

function nothingFits(fits: readonly Fits[], reasons: readonly string[]): Proposal {
  const near = fits.flatMap(({ fitting, near: others }) => [...fitting, ...others]).slice(0, 5).map(describeFit);
  const remedy = 'Use other words, or the name that the code would have.';
  if (reasons.length > 0) return noneOf(`what fits cannot be used from the target: ${reasons[0]!}`, remedy, { nearMisses: reasons });
  return noneOf('nothing in the repository fits the words', remedy, { nearMisses: near });
}
